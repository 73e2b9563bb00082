"""Closings: partners' commitments taken together, and the Government's derived from them (R4 to R6, R18, A7)."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import authorities, selectors
from funds.locks import lock_fund, lock_scheme
from funds.models import (
    Closing,
    Commitment,
    Fund,
    FundAgreement,
    LedgerAccount,
    Partner,
    RecordedAuthority,
    Selection,
)
from funds.rules import matching
from funds.rules.stages import require_stage
from funds.services import closing_links, ledger, term_departures, true_ups
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, gettext_noop, plain
from itvf.money import ZERO, money, total


@transaction.atomic
def draft(*, fund: Fund, closing_date: date, by, at: datetime) -> Closing:
    """This function will open a closing, to which partners' signed commitments are then added.

    A fund that did not raise its money within the twelve months is refused from the day after on (R18, A9); so is a
    closing after money was called where its true-up could not be right (A13).
    """
    permissions.require(by, "closing.draft", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.FORMING, Fund.Stage.OPEN)
    _check_date(fund, closing_date)
    if fund.closings.filter(stage=Closing.Stage.DRAFT).exists():
        raise InputRefused(
            gettext_noop("A draft closing stands; complete or withdraw it first."), code="draft_closing_stands"
        )
    closing = Closing.objects.create(
        fund=fund,
        number=(fund.closings.aggregate(last=Max("number"))["last"] or 0) + 1,
        closing_date=closing_date,
        drafted_by=by,
        drafted_at=at,
    )
    audit.record(chain=fund.chain, verb="closing.draft", subject=closing, by=by, at=at)
    return closing


@transaction.atomic
def sign(
    *,
    closing: Closing,
    partner: Partner,
    amount_hkd: Decimal,
    signed_date: date,
    is_accepted: bool,
    is_unconditional: bool,
    by,
    at: datetime,
) -> Commitment:
    """This function will add a partner's signed commitment to a draft closing, and search its names (R24).

    The Government's can't be added: it is derived when the closing is completed.
    """
    permissions.require(by, "closing.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    require_stage(closing, Closing.Stage.DRAFT)
    if partner.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{partner} is not a partner of this fund."), field="partner", partner=str(partner)
        )
    if partner.is_government:
        raise InputRefused(
            gettext_noop(
                "The Government's commitment can't be entered: it is derived from the others' by R6 "
                "(Annex 3 1(e)) when the closing is completed."
            ),
            code="government_is_derived",
            field="partner",
        )
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A commitment is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if signed_date > closing.closing_date:
        raise InputRefused(
            gettext_noop("Signed on {signed}, after the closing of {closing} (A8); put it into a later closing."),
            code="signed_after_closing",
            field="signed_date",
            signed=signed_date,
            closing=closing.closing_date,
        )
    if closing.commitments.filter(partner=partner).exists():
        raise InputRefused(
            gettext_noop("{partner} has signed at this closing already; remove that commitment first."),
            code="commitment_stands",
            field="partner",
            partner=str(partner),
        )
    commitment = Commitment.objects.create(
        closing=closing,
        fund=fund,
        partner=partner,
        amount_hkd=amount_hkd,
        signed_date=signed_date,
        is_accepted=is_accepted,
        is_unconditional=is_unconditional,
    )
    audit.record(
        chain=fund.chain, verb="commitment.sign", subject=commitment, by=by, at=at, facts={"amount_hkd": amount_hkd}
    )
    if fund.selection.application_id:
        closing_links.search(closing=closing, by=by, at=at)
    return commitment


@transaction.atomic
def unsign(*, commitment: Commitment, by, at: datetime, reason: str) -> None:
    """This function will take a commitment out of a draft closing, to correct it."""
    permissions.require(by, "closing.draft", within=commitment.fund)
    audit.require_reason(reason)
    lock_fund(commitment.fund)
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=commitment.closing_id)
    require_stage(closing, Closing.Stage.DRAFT)
    audit.record(
        chain=commitment.fund.chain,
        verb="commitment.unsign",
        subject=commitment,
        by=by,
        at=at,
        reason=reason,
        facts={"partner": str(commitment.partner), "amount_hkd": commitment.amount_hkd},
    )
    commitment.delete()


@transaction.atomic
def withdraw(*, closing: Closing, by, at: datetime, reason: str) -> Closing:
    """This function will withdraw a draft closing; what was signed at it counts for nothing."""
    permissions.require(by, "closing.draft", within=closing.fund)
    audit.require_reason(reason)
    lock_fund(closing.fund)
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    require_stage(closing, Closing.Stage.DRAFT)
    closing.stage = Closing.Stage.WITHDRAWN
    closing.save(update_fields=["stage"])
    audit.record(chain=closing.fund.chain, verb="closing.withdraw", subject=closing, by=by, at=at, reason=reason)
    return closing


@transaction.atomic
def complete(*, closing: Closing, by, at: datetime) -> Closing:
    """This function will complete a closing and derive the Government's commitment.

    Where money was called before, its working holds the true-up by which all stand as if they had joined at the first
    closing (A13); the GP then calls it. Serialised on the scheme's row, since the envelope is one for all funds (R1).
    Refuses, all at once: the clock (R18), conditional or unaccepted commitments (A8), the GP's 2% (R5), a Government
    part that R6 does not allow; links that nobody ruled on (R24); at the first closing, terms that depart unapproved
    from the manager's application (R27). What is raised after the twelve months is matched only by recorded consent
    (A22), and so is a part below 1 : 3 because the envelope is short (R1, R6); what was released of the Government's
    part is not derived again (ADR 25). Below HK$450m of other money the Government's part is zero (R4) and the closing
    stands.
    """
    permissions.require(by, "closing.complete", within=closing.fund)
    lock_scheme(closing.fund.selection.scheme)
    fund = lock_fund(closing.fund)
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    require_stage(closing, Closing.Stage.DRAFT)
    require_stage(fund, Fund.Stage.FORMING, Fund.Stage.OPEN)
    if closing.kind != Closing.Kind.CLOSING:
        raise WrongStage(
            gettext_noop("{change} is no closing; approve it as a change of the register."),
            code="not_a_closing",
            change=str(closing),
        )
    if not fund.government_admitted_date:
        require_stage(fund.selection, Selection.Stage.SELECTED)
    permissions.require_other_person(by, closing.drafted_by)
    closing_links.require_no_conflict(closing, by)
    _check_date(fund, closing.closing_date)
    if closing.closing_date > local_date(at):
        raise InputRefused(
            gettext_noop("The closing is dated {date}, which is not here yet; complete it on that day or later."),
            code="closing_not_yet",
            field="closing_date",
            date=closing.closing_date,
        )
    agreement = selectors.agreement_of(fund)
    terms = selectors.terms_of(agreement.scheme_version)
    register = selectors.register(fund, including=closing)
    most = _most(fund, closing, register.government_hkd)
    derived = matching.government_commitment(
        register.non_government_hkd,
        terms=terms,
        envelope_used_hkd=selectors.envelope(fund.selection.scheme, terms, apart_from=fund).used_hkd,
        gp_commitment_hkd=register.gp_side_hkd,
        gp_money_is_matched=agreement.gp_money_is_matched,
        admitted_hkd=register.government_hkd or None,
        most_hkd=most,
        after_release=_after_release(fund, agreement),
    )
    refusals = _check_derived(fund, closing, derived, register.government_hkd)
    refusals += _check_signatures(closing)
    refusals += closing_links.check(closing)
    fund_size = register.non_government_hkd + register.public_hkd + derived.government_hkd
    if fund.stage == Fund.Stage.FORMING:
        refusals += term_departures.check(fund, agreement)
    refusals += matching.check_gp_commitment(register.gp_hkd, fund_size_hkd=fund_size, terms=terms)
    if refusals:
        raise RuleBroken(refusals)
    increase = derived.government_hkd - register.government_hkd
    closing.stage = Closing.Stage.COMPLETED
    closing.completed_by = by
    closing.completed_at = at
    closing.working = {
        **{name: plain(value) for name, value in asdict(derived.working).items() if value is not None},
        "rule": "R6",
        "clause": "Annex 3 1(e)",
        "assumptions": ["A7", "A8", "A9", *(() if most is None else ("A22",))],
        "gp_hkd": plain(register.gp_hkd),
        "gp_and_affiliates_hkd": plain(register.gp_side_hkd),
        "public_bodies_hkd": plain(register.public_hkd),
        "government_hkd": plain(derived.government_hkd),
        "government_before_hkd": plain(register.government_hkd),
        "increase_hkd": plain(increase),
        "fund_size_hkd": plain(fund_size),
        "breaches": [breach.as_json() for breach in derived.breaches],
    }
    closing.save(update_fields=["stage", "completed_by", "completed_at", "working"])
    if increase:
        _admit_government(fund, closing, increase)
    _open_accounts(fund)
    facts = dict(closing.working)
    trued_up = true_ups.work_out(closing)
    if trued_up:
        closing.working["true_up"] = trued_up
        closing.save(update_fields=["working"])
        facts["true_up"] = true_ups.told(trued_up)
    _move_fund(fund, closing)
    audit.record(chain=fund.chain, verb="closing.complete", subject=closing, by=by, at=at, facts=facts)
    return closing


def _check_date(fund: Fund, closing_date: date) -> None:
    selection = fund.selection
    terms = selectors.terms_in_force(selection.scheme, selection.notice_issued_date)
    if selection.notice_received_date is None:
        raise RuleBroken([matching.receipt_not_recorded(selection.notice_issued_date)])
    breaches = matching.check_fundraising_clock(selection.notice_received_date, closing_date=closing_date, terms=terms)
    if breaches and not fund.government_admitted_date:
        raise RuleBroken(breaches)
    last = fund.closings.filter(stage=Closing.Stage.COMPLETED).aggregate(last=Max("closing_date"))["last"]
    if last and closing_date < last:
        raise InputRefused(
            gettext_noop("{date} is before the last closing of {last}; closings come in the order of their dates."),
            code="closing_out_of_order",
            field="closing_date",
            date=closing_date,
            last=last,
        )
    true_ups.check(fund, closing_date)


def _most(fund: Fund, closing: Closing, standing_hkd: Decimal) -> Decimal | None:
    """The most that the Government's part may come to after the twelve months, HK$; None within them (A22)."""
    last = fund.selection.fundraising_last_date
    if closing.closing_date <= last:
        return None
    matched = Commitment.objects.admitted().filter(
        fund=fund, partner__kind=Partner.Kind.GOVERNMENT, amount_hkd__gt=0, closing__closing_date__gt=last
    )
    uses = matched.values_list("closing__closing_date", "amount_hkd")
    left = authorities.left_of(fund, RecordedAuthority.Kind.LATE_MATCHING, uses, closing.closing_date)
    return total([standing_hkd, left])


def _after_release(fund: Fund, agreement: FundAgreement) -> matching.AfterRelease | None:
    """What stood right after the Government's last release: what was given back stays so (ADR 25)."""
    of_government = {"fund": fund, "partner__kind": Partner.Kind.GOVERNMENT, "closing__kind": Closing.Kind.RELEASE}
    released = Commitment.objects.admitted().filter(**of_government).select_related("closing")
    last = released.order_by("-closing__number").first()
    if last is None:
        return None
    stood = selectors.register(fund, known_at=last.closing.completed_at)
    matched = stood.non_government_hkd if agreement.gp_money_is_matched else stood.private_hkd
    return matching.AfterRelease(matched, stood.government_hkd)


def _check_derived(fund: Fund, closing: Closing, derived: matching.Commitment, standing_hkd: Decimal) -> list[Breach]:
    """What of the derivation refuses a closing: a short envelope where nobody consented to what lacks of 1 : 3 (R6)."""
    allowed = authorities.standing(fund, RecordedAuthority.Kind.SHORT_ENVELOPE, closing.closing_date)
    stands = {"envelope_short": derived.lacks_hkd <= allowed, "too_little_raised": not standing_hkd}
    return [breach for breach in derived.breaches if not stands.get(breach.code)]


def _check_signatures(closing: Closing) -> list[Breach]:
    commitments = list(closing.commitments.select_related("partner"))
    if not commitments:
        raise InputRefused(
            gettext_noop("Nobody has signed at this closing; add commitments first."), code="empty_closing"
        )
    return [
        Breach(
            "commitment_not_firm",
            gettext_noop(
                "{partner}'s {amount_hkd} is not accepted and unconditional; "
                "take it out of this closing or record its acceptance."
            ),
            "R17",
            "Annex 3 1(l)(iv), A8",
            {"partner": str(commitment.partner), "amount_hkd": commitment.amount_hkd},
        )
        for commitment in commitments
        if not (commitment.is_accepted and commitment.is_unconditional)
    ]


def _admit_government(fund: Fund, closing: Closing, increase: Decimal) -> None:
    government = fund.partners.filter(kind=Partner.Kind.GOVERNMENT).first()
    if government is None:
        raise InputRefused(
            gettext_noop("The Government's seat is not among the partners; add it, then complete the closing."),
            code="government_seat_missing",
        )
    Commitment.objects.create(
        closing=closing,
        fund=fund,
        partner=government,
        amount_hkd=increase,
        signed_date=closing.closing_date,
        is_accepted=True,
        is_unconditional=True,
        is_derived=True,
    )


def _open_accounts(fund: Fund) -> None:
    book = ledger.fund_book(fund)
    LedgerAccount.objects.bulk_create(
        (
            LedgerAccount(book=book, code=code, partner=partner, label=partner.name_en)
            for partner in fund.partners.filter(commitments__isnull=False).distinct()
            for code in (ledger.Code.CALL_RECEIVABLE, ledger.Code.CAPITAL_CONTRIBUTED)
        ),
        ignore_conflicts=True,
    )


def _move_fund(fund: Fund, closing: Closing) -> None:
    if fund.stage == Fund.Stage.FORMING:
        fund.stage = Fund.Stage.OPEN
        fund.first_closing_date = closing.closing_date
    if Decimal(closing.working["government_hkd"]) > 0 and not fund.government_admitted_date:
        fund.government_admitted_date = closing.closing_date
        selection = fund.selection
        selection.stage = Selection.Stage.CLOSED
        selection.reserved_hkd = ZERO
        selection.save(update_fields=["stage", "reserved_hkd"])
    fund.save(update_fields=["stage", "first_closing_date", "government_admitted_date"])
