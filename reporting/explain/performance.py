"""Returns of the fund to a day: rate of return and multiples, net to partners and gross of fee and carry (GIPS)."""

from dataclasses import dataclass, replace

from funds.models import JournalEntry, LedgerAccount
from itvf.derivation import MULTIPLE, RATE, Derivation
from itvf.errors import gettext_noop, percentage
from itvf.money import ZERO, total
from reporting.explain import liquidation, partners
from reporting.explain.entries import Movement, leaf, movements
from reporting.explain.question import Choice, Question, missing
from reporting.rules import performance as rule

Code = LedgerAccount.Code
Kind = JournalEntry.Kind

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
    "Net: what partners paid in, by bank value date, what was declared to them, by declaration, carry apart, and their "
    "part of the net assets after accrued carry."
)
GROSS_FLOWS = gettext_noop(
    "Gross: what was paid for investments and what came back of them, by effective date, and what they stand at."
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
NOT_PAID = gettext_noop("Called and not paid, which no partner has paid in yet")
CARRY = gettext_noop("Accrued carry, the general partner's part")
HELD = gettext_noop("{account}")
TITLES = {"irr": IRR, "tvpi": TVPI, "dpi": DPI, "rvpi": RVPI, "pic": PIC}
SIDES = {"net": (NET, NET_FLOWS), "gross": (GROSS, GROSS_FLOWS)}
# What paid in and came back, on which account and by which kind of entry; debits positive.
PARTNERS = {
    Code.CALL_RECEIVABLE: (Kind.CONTRIBUTION,),
    Code.CAPITAL_DISTRIBUTED: (Kind.DISTRIBUTION, Kind.CARRY_RETURNED),
    Code.CAPITAL_CONTRIBUTED: (Kind.CAPITAL_RETURNED,),
}
INVESTMENTS = {Code.CASH: (Kind.INVESTMENT, Kind.REALISATION, Kind.INCOME, Kind.ESCROW)}
VALUES = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.INVESTMENT_UNREALISED, Code.ESCROW_RECEIVABLE)


@dataclass(frozen=True, slots=True)
class Series:
    """The flows of one side with their entries, the value left, and what the rule makes of them."""

    flows: tuple[Movement, ...]
    left: Derivation
    committed: Derivation
    found: rule.Performance

    def part(self, name: str, label: str, *, is_paid_in: bool) -> Derivation:
        """The flows of one direction as a sum."""
        sign = -1 if is_paid_in else 1
        parts = tuple(leaf(one, sign) for one in self.flows if (one.amount_hkd < 0) == is_paid_in)
        value = self.found.paid_in_hkd if is_paid_in else self.found.distributed_hkd
        return Derivation(name, label, value, parts=parts, is_sum=True)


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
    counted = PARTNERS if side == "net" else INVESTMENTS
    rows = movements(question, *counted, only_standing=True)
    flows = tuple(one for one in rows if one.kind in counted[one.code])
    left = _partners_part(question) if side == "net" else _held(question)
    committed = partners.committed(replace(question, of=""))
    found = rule.performance(
        [(one.date, one.amount_hkd) for one in flows],
        nav_hkd=left.value,
        as_of=question.on,
        committed_hkd=committed.value,
    )
    return Series(flows, left, committed, found)


def _partners_part(question: Question) -> Derivation:
    """The net assets that are the partners': without what they have not paid, and after accrued carry."""
    assets = liquidation.net_assets(question)
    not_paid = partners.outstanding(replace(question, of=""))
    carry = liquidation.accrued_carry(question)
    parts = (
        assets,
        Derivation("not_paid", NOT_PAID, -not_paid.value, opens=("outstanding", "")),
        Derivation("accrued_carry", CARRY, -carry.value, opens=("accrued-carry", "")),
    )
    return Derivation("residual", RESIDUAL, total(part.value for part in parts), parts=parts, is_sum=True)


def _held(question: Question) -> Derivation:
    """What the investments stand at in the books."""
    sums = {code: ZERO for code in VALUES}
    for one in movements(question, *VALUES):
        sums[one.code] = total([sums[one.code], one.amount_hkd])
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
            total(one.amount_hkd for one in series.flows),
            convention=flows,
            parts=tuple(leaf(one) for one in series.flows),
            is_sum=True,
        ),
        series.left,
    )
    return Derivation("irr", FIGURE, irr.rate, RATE, facts=facts, convention=IRR_EQUATION, note=note, parts=parts)
