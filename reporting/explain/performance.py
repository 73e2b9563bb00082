"""Returns of the fund to a day: rate of return and multiples, net to partners and gross of fee and carry (GIPS)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from funds import capital_accounts, selectors
from funds.models import JournalEntry, LedgerAccount
from funds.rules import performance as rule
from itvf.derivation import MULTIPLE, RATE, Derivation
from itvf.errors import gettext_noop, percentage
from itvf.money import ZERO, total
from reporting import fund_returns
from reporting.explain import partners
from reporting.explain.entries import Movement, by_day, leaf, movements
from reporting.explain.question import Choice, Question, missing

Code = LedgerAccount.Code
CONTRIBUTED = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE)

OF_FIGURE = gettext_noop("{title}, {whose}")
IRR = gettext_noop("Rate of return (IRR)")
TVPI = gettext_noop("Total value to paid in (TVPI)")
DPI = gettext_noop("Distributed to paid in (DPI)")
RVPI = gettext_noop("Residual value to paid in (RVPI)")
PIC = gettext_noop("Paid in to committed (PIC)")
NET = gettext_noop("net to the partners")
GROSS = gettext_noop("gross of fee and carry")
FIGURE = gettext_noop("{title}, {whose}, on {date}")
NET_FLOWS = gettext_noop(
    "Net: contributions when due, distributions when declared (carry apart), and the net assets less the carry on "
    "paper; true-ups are left out."
)
GROSS_FLOWS = gettext_noop(
    "Gross: what was paid for investments and what came back of them on its value date, and what they stand at."
)
IRR_EQUATION = gettext_noop(
    "The rate r at which the sum of flow / (1 + r) ^ (days / 365) is zero, the value left taken as received on the "
    "day; flows of one day are netted."
)
NOT_A_YEAR = gettext_noop(
    "Under a year from the first flow, so the rate is not a year's (GIPS): over the period it is {for_period_rate}."
)
SEVERAL = gettext_noop("Several rates solve these flows, so none is the rate of return: {roots}.")
PAID_IN = gettext_noop("Paid in")
DISTRIBUTED = gettext_noop("Distributed")
RESIDUAL = gettext_noop("Value left")
COMMITTED = gettext_noop("Committed")
FLOWS = gettext_noop("All flows: paid in below zero, distributed above it")
ASSETS = gettext_noop("Net assets")
ON_DAY = gettext_noop("{date}")
CARRY = gettext_noop("Accrued carry, the general partner's part")
HELD = gettext_noop("{account}")
TITLES = {"irr": IRR, "tvpi": TVPI, "dpi": DPI, "rvpi": RVPI, "pic": PIC}
SIDES = {"net": (NET, NET_FLOWS), "gross": (GROSS, GROSS_FLOWS)}


@dataclass(frozen=True, slots=True)
class Series:
    """The flows of one side (day, HK$, entries), the value left, and what the rule made of them."""

    flows: tuple[tuple[date, Decimal, tuple[int, ...]], ...]
    left: Derivation
    committed: Derivation
    found: rule.Performance
    capital: tuple[Movement, ...] = ()

    def part(self, name: str, label: str, *, is_paid_in: bool) -> Derivation:
        """The flows of one direction as a sum."""
        sign = -1 if is_paid_in else 1
        counted = [flow for flow in self.flows if (flow[1] < 0) == is_paid_in]
        value = self.found.paid_in_hkd if is_paid_in else self.found.distributed_hkd
        if self.capital:  # net: called capital that went back lowers what was paid in
            codes = CONTRIBUTED if is_paid_in else (Code.CAPITAL_DISTRIBUTED,)
            parts = tuple(leaf(one, sign) for one in self.capital if one.code in codes)
            return Derivation(name, label, value, parts=parts, is_sum=True)
        return Derivation(name, label, value, parts=_flows(counted, sign), is_sum=True)


def figure(question: Question) -> Derivation:
    """One figure of the fund's return, on one side."""
    side, _, name = question.of.partition("-")
    if side not in SIDES or name not in TITLES or question.fund.first_closing_date is None:
        raise missing()
    series = _series(question, side)
    whose, flows = SIDES[side]
    facts = {"title": question.say(TITLES[name]), "whose": question.say(whose), "date": question.on}
    if name == "irr":
        return _irr(series, facts, flows)
    paid_in = series.part("paid_in", PAID_IN, is_paid_in=True)
    distributed = series.part("distributed", DISTRIBUTED, is_paid_in=False)
    parts = {
        "tvpi": (distributed, series.left, paid_in),
        "dpi": (distributed, paid_in),
        "rvpi": (series.left, paid_in),
        "pic": (paid_in, series.committed),
    }[name]
    value = getattr(series.found, name)
    return Derivation(name, FIGURE, value, MULTIPLE, facts=facts, convention=flows, parts=parts)


def choices(question: Question) -> list[Choice]:
    """Every figure on both sides."""
    return [
        (f"{side}-{name}", OF_FIGURE, {"title": question.say(title), "whose": question.say(whose)})
        for side, (whose, _flows) in SIDES.items()
        for name, title in TITLES.items()
        if (side, name) != ("gross", "pic")
    ]


def _series(question: Question, side: str) -> Series:
    accounts = capital_accounts.of_fund(question.fund, [question.on], known_at=question.known_at)
    returns = fund_returns.of(accounts, question.on, known_at=question.known_at)
    committed = partners.committed(replace(question, of=""))
    if side == "gross":
        cash = [one for one in movements(question, Code.CASH) if one.kind in fund_returns.OF_INVESTMENTS]
        amounts: dict[tuple, Decimal] = {}
        for one in cash:
            amounts[one.date, one.kind] = total([amounts.get((one.date, one.kind), ZERO), one.amount_hkd])
        entries = by_day(((one.date, one.kind), one.entry) for one in cash)
        flows = tuple((key[0], amount, entries[key]) for key, amount in amounts.items() if amount)
        return Series(flows, _held(question), committed, returns.gross)
    apart = set(_of_true_ups(question).values_list("pk", flat=True))
    capital = movements(question, *CONTRIBUTED, Code.CAPITAL_DISTRIBUTED)
    entries = by_day((one.date, one.entry) for one in capital if one.entry not in apart)
    flows = tuple((day, amount, entries.get(day, ())) for day, amount in accounts.net_flows if day <= question.on)
    counted = tuple(one for one in capital if one.entry not in apart)
    return Series(flows, _partners_part(question, accounts), committed, returns.net, counted)


def _of_true_ups(question: Question):
    """Entries of true-ups: what newcomers pay goes to the others, so it is no flow of the fund (A13)."""
    roads = ("capital_call", "distribution", "reverses__capital_call", "reverses__distribution")
    is_true_up = reduce(or_, (Q(**{f"{road}__nature": "true_up"}) for road in roads))
    return JournalEntry.objects.filter(is_true_up, book__fund=question.fund)


def _partners_part(question: Question, accounts: capital_accounts.Accounts) -> Derivation:
    """The net assets that are the partners': after the carry on paper."""
    assets = accounts.whole(question.on).nav_hkd
    accrued = accounts.accrued_hkd[question.on]
    parts = (
        Derivation("net_assets", ASSETS, assets, opens=("net-assets", "")),
        Derivation("accrued_carry", CARRY, -accrued, opens=("accrued-carry", "")),
    )
    return Derivation("residual", RESIDUAL, total([assets, -accrued]), parts=parts, is_sum=True)


def _held(question: Question) -> Derivation:
    """What the investments stand at in the books."""
    balances = selectors.balances_by_code(question.fund, **question.moment)
    sums = {code: balances[code] for code in fund_returns.AT_VALUE if code in balances}
    parts = tuple(
        Derivation("held", HELD, amount, facts={"account": Code(code)}, opens=("balance", code))
        for code, amount in sums.items()
        if amount
    )
    return Derivation("residual", RESIDUAL, total(sums.values()), parts=parts, is_sum=True)


def _irr(series: Series, facts: dict, flows: str) -> Derivation:
    irr = series.found.irr
    facts |= {"for_period_rate": irr.for_period, "roots": [percentage(root) for root in irr.roots]}
    note = irr.note or ""
    if irr.status == "several_roots":
        note = SEVERAL
    elif irr.for_period is not None:
        note = NOT_A_YEAR
    parts = (
        Derivation(
            "flows",
            FLOWS,
            total(amount for _day, amount, _entries in series.flows),
            convention=flows,
            parts=_flows(series.flows),
            is_sum=True,
        ),
        series.left,
    )
    return Derivation("irr", FIGURE, irr.rate, RATE, facts=facts, convention=IRR_EQUATION, note=note, parts=parts)


def _flows(flows, sign: int = 1) -> tuple[Derivation, ...]:
    return tuple(
        Derivation("flow", ON_DAY, sign * amount, facts={"date": day}, entries=entries)
        for day, amount, entries in flows
    )
