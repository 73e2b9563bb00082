"""A fund's agreement as the register has it: terms by clause, what stands, resolutions, side letters."""

from dataclasses import replace
from datetime import date

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds import agreement_amendments
from funds import agreement_register as register
from funds.agreement_words import count_in_words, values_in_words
from funds.distribution_words import further_hurdle
from funds.fee_words import BASES
from funds.models import AgreementAmendment, AgreementEvent, CallExcuse, Fund, FundAgreement, Resolution, SideLetter
from funds.portal.agreement_events import may_follow
from funds.portal.pages import fund_crumb, managed_fund, may, show
from funds.rules import agreement_register as rules
from funds.rules import further_hurdles
from itvf.dates import today
from itvf.presentation import clause, hkd, name_of, rate
from itvf.templatetags.itvf import status


@login_required
def agreement(request, code):
    """The whole register of a fund; for its GP and the staff."""
    fund, on = managed_fund(request, code), today()
    happened = register.happenings(fund)
    return show(
        request,
        "portal/funds/agreement.html",
        fund=fund,
        section="agreement",
        crumbs=[fund_crumb(fund)],
        on=on,
        stopped_by=_stopped_by(fund, happened, on),
        may_record=may(request, "agreement_event.record", fund),
        may_put=may(request, "resolution.open", fund),
        signed=signed_terms(fund),
        amendments=_amendments(fund),
        amendment_columns=_amendment_columns(),
        terms=_terms(fund, on),
        term_columns=[(_("Topic"), "text"), (_("Says"), "text"), (_("Clause"), "text"), (_("Since"), "date")],
        caps=_caps(fund, on),
        events=_events(fund, may_record=may(request, "agreement_event.record", fund)),
        event_columns=_event_columns(),
        resolutions=_resolutions(fund),
        resolution_columns=_resolution_columns(),
        excuses=_excuses(fund),
        excuse_columns=[(_("Partner"), "text"), (_("Call"), "text"), (_("Clause"), "text"), (_("Reason"), "text")],
        letters=_letters(fund),
        letter_columns=_letter_columns(),
    )


def _stopped_by(fund: Fund, happened, on: date) -> list[AgreementEvent]:
    found = AgreementEvent.objects.in_bulk([one.id for one in rules.suspended(happened, on)])
    return list(found.values())


def _terms(fund: Fund, on: date) -> list[list]:
    return [
        [capfirst(term.get_topic_display()), values_in_words(term), term.clause, term.effective_from]
        for term in register.terms_of(fund, on).values()
    ]


def signed_terms(fund: Fund) -> dict:
    """The agreement's own terms as rules read them, each with its clause; where it is silent, the assumption.

    What was restated cites the amendment.
    """
    agreement = FundAgreement.objects.select_related("scheme_version__scheme").filter(fund=fund).first()
    if agreement is None:
        return {}
    waterfall = agreement.waterfall_clause or _("A5, A6 (assumption)")
    hurdle = _("{rate} a year; compounds {compounding}; {day_count}").format(
        rate=rate(agreement.hurdle_rate),
        compounding=agreement.get_hurdle_compounding_display(),
        day_count=agreement.hurdle_day_count,
    )
    years = _("{years} years")
    restated = agreement_amendments.cited(agreement)

    def cite(name: str, otherwise: str) -> str:
        return restated.get(name) or clause(otherwise)

    rows = [
        [
            _("Term, extensions included"),
            years.format(years=f"{agreement.term_years:d}"),
            cite("term_years", "Annex 3 1(f)"),
        ],
        [
            _("Investment period"),
            years.format(years=f"{agreement.investment_period_years:d}"),
            cite("investment_period_years", "Annex 3 1(f)"),
        ],
        [_("Fee in the investment period"), _fee(agreement, "during"), cite("fee_rate_during", "Annex 3 1(k)(i)")],
        [_("Fee afterwards"), _fee(agreement, "after"), cite("fee_rate_after", "Annex 3 1(k)(i)")],
        [_("Carried interest"), rate(agreement.carry_rate), cite("carry_rate", "Annex 3 1(k)(ii)")],
        [_("Hurdle"), hurdle, cite("hurdle_rate", "Annex 3 1(k)(iii)")],
        *(
            [*further_hurdle(replace(one, clause="")), cite(f"{place}_hurdle_rate", one.clause or waterfall)]
            for place, one in zip(further_hurdles.PLACES, further_hurdles.of_terms(agreement), strict=False)
        ),
        [_("Waterfall"), capfirst(agreement.get_waterfall_scope_display()), cite("waterfall_scope", waterfall)],
        [_("Order of the tiers"), capfirst(agreement.get_tier_order_display()), cite("tier_order", waterfall)],
        [_("Catch-up"), rate(agreement.catch_up_rate), cite("catch_up_rate", waterfall)],
        [_("The general partner's own capital"), _pool(agreement), cite("gp_in_pool", waterfall)],
        [_("Carry held in escrow"), rate(agreement.carry_escrow_rate), cite("carry_escrow_rate", waterfall)],
    ]
    limits = {
        "company_limit_rate": _("In one company, of commitments"),
        "group_limit_rate": _("In one group of companies, of commitments"),
        "follow_on_reserve_rate": _("Kept for follow-ons, of commitments"),
        "bridge_limit_rate": _("In bridge financing, of commitments"),
    }
    rows += [
        [title, rate(getattr(agreement, name)), cite(name, agreement.limits_clause)]
        for name, title in limits.items()
        if getattr(agreement, name) is not None
    ]
    return {
        "day": agreement.signed_date,
        "version": agreement.scheme_version,
        "columns": [(_("Term"), "text"), (_("Says"), "text"), (_("Clause"), "text")],
        "rows": rows,
    }


def _amendments(fund: Fund) -> list[list]:
    found = AgreementAmendment.objects.filter(agreement__fund=fund).select_related("agreement", "resolution__fund")
    return [
        [
            one.signed_date,
            status(one),
            one.clause,
            agreement_amendments.in_words(one),
            agreement_amendments.basis(one),
        ]
        for one in found
    ]


def _amendment_columns() -> list[tuple[str, str]]:
    return [
        (_("Signed on"), "date"),
        (_("Stage"), "text"),
        (_("Clause"), "text"),
        (_("Restates"), "text"),
        (_("Rests on"), "text"),
    ]


def _fee(agreement: FundAgreement, when: str) -> str:
    words = _("{rate} a year of {base}")
    base = getattr(agreement, f"fee_base_{when}")
    return words.format(rate=rate(getattr(agreement, f"fee_rate_{when}")), base=BASES.get(base, base))


def _pool(agreement: FundAgreement) -> str:
    return _("Passes the waterfall") if agreement.gp_in_pool else _("Stands outside the waterfall")


def _caps(fund: Fund, on: date) -> list[tuple[str, str]]:
    """The caps in HK$ that the commitments of the day give."""
    titles = {"borrowing": _("Borrowing at most"), "recycling": _("Recycling at most")}
    found = {title: register.cap_hkd(fund, topic, on) for topic, title in titles.items()}
    return [(title, hkd(cap)) for title, cap in found.items() if cap is not None]


def _event_columns() -> list[tuple[str, str]]:
    return [
        (_("Event"), "text"),
        (_("Stage"), "text"),
        (_("On"), "date"),
        (_("Clause"), "text"),
        (_("Runs to"), "date"),
        (_("In words"), "text"),
    ]


def _events(fund: Fund, *, may_record: bool) -> list[list]:
    rows = []
    for event in fund.agreement_events.select_related("partner"):
        name = _event_name(event)
        if may_record and may_follow(event):
            name = (name, reverse("portal_agreement_event_follow", args=[event.pk]))
        rows.append([name, status(event), event.occurred_date, event.clause, event.last_day, event.what])
    return rows


def _event_name(event: AgreementEvent) -> str:
    name = capfirst(event.get_kind_display())
    return f"{name} · {name_of(event.partner)}" if event.partner else name


def _resolution_columns() -> list[tuple[str, str]]:
    return [
        (_("Resolution"), "text"),
        (_("Stage"), "text"),
        (_("Count"), "text"),
        (_("Clause"), "text"),
        (_("Last day for votes"), "date"),
    ]


def _resolutions(fund: Fund) -> list[list]:
    found: list[Resolution] = list(fund.resolutions.select_related("fund"))
    return [
        [
            f"{one.number:d} · {capfirst(one.get_kind_display())}: {one.question}",
            status(one),
            count_in_words(register.count(one), one),
            one.clause,
            one.last_day,
        ]
        for one in found
    ]


def _excuses(fund: Fund) -> list[list]:
    """Partners who took no part in a call, and by which right."""
    found = CallExcuse.objects.filter(call__fund=fund).select_related("partner", "call").order_by("-call__number", "id")
    return [
        [
            name_of(one.partner),
            (_("Capital call {number}").format(number=one.call.number), reverse("portal_call", args=[one.call_id])),
            one.clause,
            one.reason,
        ]
        for one in found
    ]


def _letter_columns() -> list[tuple[str, str]]:
    return [
        (_("Granted to"), "text"),
        (_("Stage"), "text"),
        (_("Signed"), "date"),
        (_("Grants"), "text"),
        (_("Clause of the election"), "text"),
        (_("Last day to elect"), "date"),
        (_("Elected by"), "text"),
    ]


def _letters(fund: Fund) -> list[list]:
    found = fund.side_letters.select_related("partner").prefetch_related("elections__partner")
    return [
        [
            name_of(letter.partner),
            status(letter),
            letter.signed_date,
            letter.grants,
            letter.clause,
            letter.last_day,
            _elected_by(letter),
        ]
        for letter in found
    ]


def _elected_by(letter: SideLetter) -> str:
    return ", ".join(name_of(one.partner) for one in letter.elections.all() if one.is_elected)
