"""A fund's page: who it is, its life so far, its register, what it is worth and returned, which breaches stand."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from funds import selectors
from funds.capital_accounts import Accounts, of_fund, quarter_ends
from funds.models import CapitalCall, Fund, Partner
from funds.portal.as_known import AskForm
from funds.portal.fund_life import j_curve, timeline
from funds.portal.pages import is_manager, one_page, show, visible_fund
from funds.portal.statement_words import multiple
from itvf.charts import Chart, Series
from itvf.dates import today
from itvf.errors import NotFound, WrongStage
from itvf.explained import address, cell
from itvf.money import total
from itvf.presentation import NOTHING, hk_date, hkd, hkd_millions, name_of, rate
from itvf.templatetags.itvf import status

SIDES = ("net", "gross")


@login_required
def fund(request, code, returns: Callable[..., object]):
    """Everything of a fund that its reader may see, on any day, as known on any; `returns` gives rates and multiples.

    `returns` is of the floor above: (accounts, day, known_at).
    """
    found = visible_fund(request, code)
    form = AskForm(request.GET)
    on, known_at = form.given.get("on") or today(), form.given.get("known_at")
    manages = is_manager(request.user, found)
    asked = {"on": on, "known_at": known_at}
    opens = partial(address, found.code, **asked) if manages else None
    partners = selectors.partners_with_position(found)
    mine = partners if manages else partners.filter(pk__in=Partner.objects.visible_to(request.user).values("pk"))
    accounts = _accounts(found, on, known_at)
    sums = _sums_at(accounts, on) if accounts and form.given else _sums(found)
    page = one_page(request, _register_at(accounts, on, known_at, mine) if accounts and form.given else mine)
    return show(
        request,
        "portal/funds/fund.html",
        fund=found,
        section="fund",
        manages=manages,
        form=form,
        is_asked=bool(form.given),
        asked_on=on if form.given else None,
        known_at=known_at,
        has_accounts=accounts is not None,
        facts=_facts(found),
        sums=sums,
        columns=_columns(),
        register=list(page) if accounts and form.given else [_register_row(found, partner) for partner in page],
        register_foot=[
            _("The whole fund"),
            "",
            *(
                cell(sums[f"{name}_hkd"], found.code, name, **asked) if manages else sums[f"{name}_hkd"]
                for name in ("committed", "called", "unfunded")
            ),
        ],
        page_obj=page,
        chart=_chart(found, partners if manages else mine) if sums["committed_hkd"] and not form.given else None,
        events=[event for event in timeline(request.user, found, today()) if not form.given or event.date <= on],
        today=on,
        breaches=found.breaches.filter(cured_date=None) if manages else (),
        **(
            _value(accounts, on, returns(accounts, on, known_at=known_at), opens)
            if accounts and sums["called_hkd"]
            else {}
        ),
    )


def _accounts(fund: Fund, on: date, known_at: datetime | None) -> Accounts | None:
    """The capital accounts at every quarter's end to a day and on it; None before anybody was admitted."""
    try:
        return of_fund(fund, sorted({*quarter_ends(fund, on), on}), known_at=known_at)
    except (NotFound, WrongStage):
        return None


def _value(accounts: Accounts, on: date, found, opens: Callable[..., str] | None) -> dict:
    """What the fund is worth and has returned: the key figures, the J-curve, the accounts by quarter."""
    whole = accounts.whole(on)
    return {
        "value": {
            "paid_in_hkd": total([whole.contributions_hkd, -accounts.sum(on, "outstanding_hkd")]),
            "distributed_hkd": -whole.distributions_hkd,
            "nav_hkd": whole.nav_hkd,
            "carry_paid_hkd": -whole.carry_paid_hkd,
            "carry_accrued_hkd": accounts.accrued_hkd[on],
        },
        "return_columns": [
            (_("Measure"), "text"),
            (_("Net, to partners"), "number"),
            (_("Gross, of investments"), "number"),
        ],
        "return_rows": [
            _measure(opens, _("Internal rate of return"), "irr", (_irr(found.net.irr), _irr(found.gross.irr))),
            *(
                _measure(opens, label, name, (multiple(getattr(found.net, name)), multiple(getattr(found.gross, name))))
                for name, label in (
                    ("tvpi", _("TVPI, total value to paid in")),
                    ("dpi", _("DPI, distributed to paid in")),
                    ("rvpi", _("RVPI, value left to paid in")),
                )
            ),
            [_("PIC, paid in to committed"), _explained(opens, "net-pic", multiple(found.net.pic)), NOTHING],
        ],
        "j_curve": j_curve(accounts, list(accounts.at)),
        **(facility_table(found.facility, opens) if found.facility else {}),
    }


def facility_table(figures: Mapping[str, object], opens: Callable[..., str] | None) -> dict:
    """ILPA's net and gross figures (granular) with and without the subscription facility, as a page's table."""
    columns = [(_("Measure"), "text"), (_("With the facility"), "number"), (_("Without it"), "number")]
    titles = {
        "net_irr": _("Net IRR"),
        "gross_irr": _("Gross IRR"),
        "net_multiple": _("Net multiple (TVPI)"),
        "gross_multiple": _("Gross multiple"),
    }

    def shown(facility: str, name: str):
        text, of = ilpa_figure(getattr(figures[facility], name)), f"granular-{facility}-{name.replace('_', '-')}"
        return (text, opens("ilpa", of=of)) if opens and text != NOTHING else text

    rows = [[title, *(shown(facility, name) for facility in ("with", "without"))] for name, title in titles.items()]
    return {"facility_columns": columns, "facility_rows": rows}


def ilpa_figure(value) -> str:
    """A multiple, or a rate of ILPA's template; over less than a year a rate says so (GIPS)."""
    if value is None or isinstance(value, Decimal):
        return multiple(value)
    if value.for_period is not None:
        return _("{rate} over the period, under a year").format(rate=rate(value.for_period))
    return rate(value.rate)


def _measure(opens: Callable[..., str] | None, label, name: str, texts: tuple[str, str]) -> list:
    """A measure of the fund's return, net and gross, each opening to its derivation."""
    return [label, *(_explained(opens, f"{side}-{name}", text) for side, text in zip(SIDES, texts, strict=True))]


def _explained(opens: Callable[..., str] | None, of: str, text: str):
    """A figure of the return, opening to its derivation for who may read the fund's books."""
    return (text, opens("performance", of=of)) if opens and text != NOTHING else text


def _irr(found) -> str:
    """A rate of return; over less than a year for the time there was, and not annualised (GIPS)."""
    if found.rate is None:
        return gettext(found.note)
    if found.annualised:
        return rate(found.rate)
    return _("{rate} over the period, under a year").format(rate=rate(found.for_period))


def call_columns() -> list[tuple[str, str]]:
    """The columns of a list of calls."""
    return [(_("Call"), "text"), (_("Stage"), "text"), (_("Amount (HK$)"), "money"), (_("Due"), "date")]


def call_row(call: CapitalCall) -> list:
    """A call as a row of a list, its number leading to it."""
    name = _("Capital call {number}").format(number=call.number)
    return [(name, reverse("portal_call", args=[call.pk])), status(call), call.amount_hkd, call.due_date]


def _facts(fund: Fund) -> list[tuple[str, str]]:
    rows = [
        (_("Name in Chinese"), fund.name_zh_hant or None),
        (_("Cap. 637 number"), fund.cap637_number),
        (_("General partner"), name_of(fund.manager)),
        (_("Registered office"), fund.registered_office),
        (_("Auditor"), fund.auditor or None),
        (_("First closing"), hk_date(fund.first_closing_date)),
        (_("Government admitted on"), hk_date(fund.government_admitted_date)),
    ]
    try:
        periods = selectors.periods(fund)
    except WrongStage:
        periods = None
    if periods:
        rows.append((_("Investment period ends"), hk_date(periods.investment_period_end)))
        rows.append((_("Term ends"), hk_date(periods.term_end)))
    if fund.ended_date:
        rows.append((_("Ended on"), hk_date(fund.ended_date)))
    return rows


def _sums(fund: Fund) -> dict[str, Decimal]:
    """What is promised and called, from the closings and the books."""
    committed = selectors.register(fund).total_hkd
    called = -selectors.balance(fund, selectors.Code.CAPITAL_CONTRIBUTED)
    positions = selectors.partners_with_position(fund).values_list("unfunded_hkd", flat=True)
    return {
        "committed_hkd": committed,
        "called_hkd": called,
        "unfunded_hkd": total(positions),
        "outstanding_hkd": selectors.balance(fund, selectors.Code.CALL_RECEIVABLE),
    }


def _sums_at(accounts: Accounts, on: date) -> dict[str, Decimal]:
    """The same on a day, as the accounts were known."""
    return {name: accounts.sum(on, name) for name in ("committed_hkd", "called_hkd", "unfunded_hkd", "outstanding_hkd")}


def _register_at(accounts: Accounts, on: date, known_at: datetime | None, mine) -> list[list]:
    """The register's rows of the reader's partners on a day, as they were known."""
    seen = set(mine.values_list("pk", flat=True))
    rows = []
    for partner in accounts.partners:
        if partner.pk in seen:
            at = accounts.at[on][partner.pk]
            figures = {"committed": at.committed_hkd, "called": at.called_hkd, "unfunded": at.unfunded_hkd}
            about = {"of": partner.pk, "on": on, "known_at": known_at}
            explained = [(amount, address(accounts.fund.code, name, **about)) for name, amount in figures.items()]
            rows.append([name_of(partner), capfirst(partner.get_kind_display()), *explained])
    return rows


def _columns() -> list[tuple[str, str]]:
    return [
        (_("Partner"), "text"),
        (_("Kind"), "text"),
        (_("Commitment (HK$)"), "money"),
        (_("Called (HK$)"), "money"),
        (_("Unfunded (HK$)"), "money"),
    ]


def _register_row(fund: Fund, partner: Partner) -> list:
    figures = {
        "committed": partner.committed_hkd,
        "called": partner.called_hkd,
        "unfunded": partner.unfunded_hkd,
    }
    explained = [(amount, address(fund.code, name, of=partner.pk)) for name, amount in figures.items()]
    return [name_of(partner), capfirst(partner.get_kind_display()), *explained]


def _chart(fund: Fund, partners) -> Chart:
    """Called against committed, a bar for each kind of partner."""
    by_kind: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for kind, committed, called in partners.values_list("kind", "committed_hkd", "called_hkd"):
        by_kind.setdefault(kind, []).append((called, committed - called))
    kinds = [kind for kind in Partner.Kind if kind in by_kind]
    called = [total(one for one, _left in by_kind[kind]) for kind in kinds]
    unfunded = [total(left for _one, left in by_kind[kind]) for kind in kinds]
    return Chart(
        title=_("Called against committed, by kind of partner"),
        description=_("Of {committed} committed, {called} is called. The length of a bar is the commitment.").format(
            committed=hkd_millions(total([*called, *unfunded])), called=hkd_millions(total(called))
        ),
        labels=[capfirst(kind.label) for kind in kinds],
        series=[Series(_("Called"), called), Series(_("Unfunded"), unfunded)],
        show=hkd,
    )
