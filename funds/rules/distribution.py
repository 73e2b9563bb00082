"""A distribution split over the partners by tier, and judged before it is declared (A6, A20; Cap. 637).

The partners' part of each tier is shared by the capital that each contributed, the cents by largest remainder, so that
every tier's lines sum to the tier. The carry is the general partner's.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from funds.rules.waterfall import Tiers
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import ZERO, allocate, quantise, total

CAP_637 = "Cap. 637 s. 33"

NOBODY = gettext_noop("Nobody has contributed anything, so there is nobody to distribute to.")
NO_GENERAL_PARTNER = gettext_noop("The carry of {carry_hkd} is the general partner's, and none is among the partners.")
SOLVENCY_MISSING = gettext_noop(
    "The general partner has not stated that the fund stays solvent after the distribution; state it first."
)
SOLVENCY_STALE = gettext_noop(
    "Solvency was stated on {stated}, and the distribution is declared on {declared}; state it anew on that day."
)
CASH_SHORT = gettext_noop(
    "The fund holds {cash_hkd} and owes {owed_hkd}; {amount_hkd} can't be distributed out of what is left."
)
NOT_REALISED = gettext_noop(
    "{amount_hkd} of proceeds is to go out; the books show {realised_hkd} realised and not distributed yet."
)
OUT_OF_ORDER = gettext_noop(
    "The payment date {date} is before that of the last distribution, {last}; distributions come in their order."
)
RECALLABLE_TOO_HIGH = gettext_noop(
    "{recallable_hkd} is to be recallable, and only {capital_hkd} of the distribution returns capital."
)
ABOVE_RECYCLING = gettext_noop(
    "With {recallable_hkd} recallable, {recycled_hkd} could be called again in all; the agreement caps it at {cap_hkd}."
)
WITHHELD_TOO_HIGH = gettext_noop("{withheld_hkd} is to be withheld from {partner}, whose part is {part_hkd}.")
NOT_OF_THIS_DEAL = gettext_noop(
    "{asked_hkd} is to go out as coming from {deal}, which brought {came_hkd}; {gone_hkd} of it is distributed "
    "already, and {income_hkd} came in beside sales. Name the deal from which the money came."
)
PAID_TOO_EARLY = gettext_noop("The payment date {date} is before {declared}, the day of the declaration.")


@dataclass(frozen=True, slots=True)
class Member:
    """A partner as a distribution sees it, in HK$. `in_pool`: what it gets passes the waterfall."""

    id: Hashable
    contributed_hkd: Decimal
    in_pool: bool = True
    is_general_partner: bool = False
    returned_hkd: Decimal = ZERO
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One partner's part by tier, in HK$; `paid_hkd` is what goes out, `outside_hkd` capital called so (A13, A21)."""

    id: Hashable
    capital_hkd: Decimal = ZERO
    hurdle_hkd: Decimal = ZERO
    catch_up_hkd: Decimal = ZERO
    split_hkd: Decimal = ZERO
    carry_hkd: Decimal = ZERO
    interest_hkd: Decimal = ZERO
    escrow_hkd: Decimal = ZERO
    withheld_hkd: Decimal = ZERO
    recallable_hkd: Decimal = ZERO
    outside_hkd: Decimal = ZERO

    @property
    def gross_hkd(self) -> Decimal:
        """All tiers together, and the interest of a true-up."""
        tiers = (self.capital_hkd, self.hurdle_hkd, self.catch_up_hkd, self.split_hkd, self.carry_hkd)
        return total((*tiers, self.interest_hkd))

    @property
    def paid_hkd(self) -> Decimal:
        """What is paid out: the tiers less escrow and tax withheld."""
        return self.gross_hkd - self.escrow_hkd - self.withheld_hkd


@dataclass(frozen=True, slots=True)
class Facts:
    """What a distribution is judged by, in HK$. `netted_hkd` is what the same net notice calls for that day.

    `recycled_hkd` is what earlier distributions made recallable; the cap is None where the agreement sets none.
    """

    amount_hkd: Decimal
    recallable_hkd: Decimal
    declared_date: date
    payment_date: date
    solvency_date: date | None
    cash_hkd: Decimal
    owed_hkd: Decimal
    realised_hkd: Decimal | None
    last_payment_date: date | None
    capital_hkd: Decimal
    recycled_hkd: Decimal = ZERO
    recycling_cap_hkd: Decimal | None = None
    recycling_clause: str = ""
    netted_hkd: Decimal = ZERO
    lines: tuple[Line, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DealProceeds:
    """A deal by the money that it brought, in HK$: what came in by its sales, is distributed, and is to go out now."""

    deal: str
    came_hkd: Decimal
    gone_hkd: Decimal
    asked_hkd: Decimal

    @property
    def beyond_hkd(self) -> Decimal:
        """What is distributed or asked for above what the deal's sales brought."""
        return max(total([self.gone_hkd, self.asked_hkd, -self.came_hkd]), ZERO)


def pool_part(amount_hkd: Decimal, members: Sequence[Member]) -> Decimal:
    """This function will give the part of a distribution that passes the waterfall, by contributed capital, in HK$."""
    weights = [member.contributed_hkd for member in members]
    if not any(weights):
        raise InputRefused(NOBODY, code="nobody_contributed")
    parts = allocate(amount_hkd, weights)
    return total(part for part, member in zip(parts, members, strict=True) if member.in_pool)


def split(
    amount_hkd: Decimal,
    tiers: Tiers,
    members: Sequence[Member],
    *,
    escrow_rate: Decimal = ZERO,
    recallable_hkd: Decimal = ZERO,
    withheld_hkd: Mapping[Hashable, Decimal] | None = None,
) -> tuple[Line, ...]:
    """This function will split a distribution whose pool part went through `tiers`, in HK$, in the members' order.

    Each tier goes to the members of the pool by contributed capital; what the tiers leave of the amount goes to those
    outside it, as return of capital until that is back. The carry goes to the general partner, `escrow_rate` of it
    (half up) into escrow. What is recallable follows the returned capital. Refuses a withholding above a part
    (InputRefused).
    """
    outside_hkd = amount_hkd - tiers.lp_hkd - tiers.gp_hkd
    outside = [ZERO if member.in_pool else member.contributed_hkd for member in members]
    plain = allocate(outside_hkd, outside) if outside_hkd else [ZERO] * len(members)
    pool = [member.contributed_hkd if member.in_pool else ZERO for member in members]
    shared = {
        name: allocate(amount, pool) if amount else [ZERO] * len(members)
        for name, amount in (
            ("capital_hkd", tiers.return_of_capital_hkd),
            ("hurdle_hkd", tiers.hurdle_hkd),
            ("catch_up_hkd", tiers.catch_up_lp_hkd),
            ("split_hkd", tiers.split_lp_hkd),
        )
    }
    lines = []
    for place, member in enumerate(members):
        if member.in_pool:
            line = Line(member.id, **{name: parts[place] for name, parts in shared.items()})
        else:
            capital = min(plain[place], max(member.contributed_hkd - member.returned_hkd, ZERO))
            line = Line(member.id, capital_hkd=capital, split_hkd=plain[place] - capital)
        if member.is_general_partner and tiers.gp_hkd:
            escrow = quantise(tiers.gp_hkd * escrow_rate, mode="half_up")
            line = replace(line, carry_hkd=tiers.gp_hkd, escrow_hkd=escrow)
        lines.append(line)
    if tiers.gp_hkd and not any(member.is_general_partner for member in members):
        raise InputRefused(NO_GENERAL_PARTNER, code="no_general_partner", carry_hkd=tiers.gp_hkd)
    names = {member.id: member.name or str(member.id) for member in members}
    return _with_recallable(_with_tax(lines, withheld_hkd or {}, names), recallable_hkd)


def give_back(amount_hkd: Decimal, members: Sequence[Member]) -> tuple[Line, ...]:
    """This function will split called capital that goes back, by what each paid in, in HK$ (A19)."""
    weights = [member.contributed_hkd for member in members]
    if not any(weights):
        raise InputRefused(NOBODY, code="nobody_contributed")
    parts = allocate(amount_hkd, weights)
    return tuple(Line(member.id, capital_hkd=part) for member, part in zip(members, parts, strict=True))


def check(facts: Facts) -> tuple[Breach, ...]:
    """This function will list what is wrong with a distribution before it is declared.

    The general partner stated on the day that the fund stays solvent (Cap. 637); there is cash beyond what is owed; no
    more than was realised goes out as proceeds (None: the source is another one); dates are in order; what is
    recallable is returned capital (A20), and all that is stays within the agreement's cap on recycling (R27).
    """
    found = []
    if facts.solvency_date is None:
        found.append(Breach("solvency_not_stated", SOLVENCY_MISSING, "R27", CAP_637))
    elif facts.solvency_date != facts.declared_date:
        days = {"stated": facts.solvency_date, "declared": facts.declared_date}
        found.append(Breach("solvency_stale", SOLVENCY_STALE, "R27", CAP_637, days))
    if facts.amount_hkd > facts.cash_hkd + facts.netted_hkd - facts.owed_hkd:
        figures = {"cash_hkd": facts.cash_hkd, "owed_hkd": facts.owed_hkd, "amount_hkd": facts.amount_hkd}
        found.append(Breach("cash_short", CASH_SHORT, "R27", CAP_637, figures))
    if facts.realised_hkd is not None and facts.amount_hkd > facts.realised_hkd:
        figures = {"amount_hkd": facts.amount_hkd, "realised_hkd": facts.realised_hkd}
        found.append(Breach("not_realised", NOT_REALISED, "A6", "assumption", figures))
    if facts.payment_date < facts.declared_date:
        days = {"date": facts.payment_date, "declared": facts.declared_date}
        found.append(Breach("paid_too_early", PAID_TOO_EARLY, "R27", "Annex 3 para 2", days))
    if facts.last_payment_date and facts.payment_date < facts.last_payment_date:
        days = {"date": facts.payment_date, "last": facts.last_payment_date}
        found.append(Breach("out_of_order", OUT_OF_ORDER, "A6", "assumption", days))
    if facts.recallable_hkd > facts.capital_hkd:
        figures = {"recallable_hkd": facts.recallable_hkd, "capital_hkd": facts.capital_hkd}
        found.append(Breach("recallable_too_high", RECALLABLE_TOO_HIGH, "A20", "assumption", figures))
    cap, recycled = facts.recycling_cap_hkd, facts.recycled_hkd + facts.recallable_hkd
    if facts.recallable_hkd and cap is not None and recycled > cap:
        figures = {"recallable_hkd": facts.recallable_hkd, "recycled_hkd": recycled, "cap_hkd": cap}
        found.append(Breach("above_recycling_cap", ABOVE_RECYCLING, "R27", facts.recycling_clause, figures))
    return tuple(found)


def check_deals(deals: Sequence[DealProceeds], income_hkd: Decimal) -> tuple[Breach, ...]:
    """This function will list the deals from which more is to go out than they brought, in a deal-by-deal fund (A6).

    The carry of each deal rests on what came from it. `income_hkd` is what came in beside sales, which the books keep
    by no deal: it covers what goes out beyond the sales of any.
    """
    if total(one.beyond_hkd for one in deals) <= income_hkd:
        return ()
    return tuple(
        Breach(
            "not_of_this_deal",
            NOT_OF_THIS_DEAL,
            "A6",
            "assumption",
            {
                "deal": one.deal,
                "asked_hkd": one.asked_hkd,
                "came_hkd": one.came_hkd,
                "gone_hkd": one.gone_hkd,
                "income_hkd": income_hkd,
            },
        )
        for one in deals
        if one.asked_hkd and one.beyond_hkd
    )


def _with_tax(
    lines: Sequence[Line], withheld_hkd: Mapping[Hashable, Decimal], names: Mapping[Hashable, str]
) -> list[Line]:
    taxed = []
    for line in lines:
        tax = withheld_hkd.get(line.id, ZERO)
        if tax < 0 or tax > line.gross_hkd - line.escrow_hkd:
            raise InputRefused(
                WITHHELD_TOO_HIGH,
                code="withheld_too_high",
                field="withheld_hkd",
                withheld_hkd=tax,
                partner=names[line.id],
                part_hkd=line.gross_hkd - line.escrow_hkd,
            )
        taxed.append(replace(line, withheld_hkd=tax))
    return taxed


def _with_recallable(lines: Sequence[Line], recallable_hkd: Decimal) -> tuple[Line, ...]:
    capital = [line.capital_hkd for line in lines]
    if not recallable_hkd or recallable_hkd > total(capital):
        return tuple(lines)
    parts = allocate(recallable_hkd, capital)
    return tuple(replace(line, recallable_hkd=part) for line, part in zip(lines, parts, strict=True))
