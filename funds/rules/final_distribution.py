"""The last distribution of a fund that is wound up: every partner takes its balance, so that every account is zero.

Contributed capital shares each tier of the other distributions; results were shared day by day, with concessions and
cents of their own. At the end what is left belongs to the accounts as they stand.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from funds.rules.distribution import Line, Member
from funds.rules.waterfall import Tiers
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, allocate, quantise, total

NOT_EVERYTHING = gettext_noop(
    "The final distribution takes everything: the accounts stand at {left_hkd} on the payment date, and {amount_hkd} "
    "is to go out. Sell, collect and pay what is left first, or give the whole amount."
)
BELOW_ZERO = gettext_noop(
    "The account of {partner} stands at {balance_hkd}; what it owes the fund comes in before the final distribution."
)
CARRY_DIFFERS = gettext_noop(
    "The tiers give {tiers_hkd} of carry and the accounts {carry_hkd}; name the deals that the money comes from."
)


@dataclass(frozen=True, slots=True)
class Balance:
    """A partner's account at the end, in HK$: `own_hkd` without the carry that is still the general partner's."""

    member: Member
    own_hkd: Decimal
    carry_hkd: Decimal = ZERO


def check(amount_hkd: Decimal, balances: Sequence[Balance], *, tiers_carry_hkd: Decimal) -> tuple[Breach, ...]:
    """This function will say what stands against a final distribution: it is not everything, or an account is short."""
    left = total([*(one.own_hkd for one in balances), *(one.carry_hkd for one in balances)])
    carry = total(one.carry_hkd for one in balances)
    found = []
    if amount_hkd != left:
        figures = {"left_hkd": left, "amount_hkd": amount_hkd}
        found.append(Breach("not_everything", NOT_EVERYTHING, "A6", "assumption", figures))
    for one in balances:
        if one.own_hkd < 0 or one.carry_hkd < 0:
            figures = {"partner": one.member.name, "balance_hkd": min(one.own_hkd, one.carry_hkd)}
            found.append(Breach("account_below_zero", BELOW_ZERO, "A6", "assumption", figures))
    if not found and carry != tiers_carry_hkd:
        figures = {"tiers_hkd": tiers_carry_hkd, "carry_hkd": carry}
        found.append(Breach("carry_differs", CARRY_DIFFERS, "A6", "assumption", figures))
    return tuple(found)


def split(tiers: Tiers, balances: Sequence[Balance], *, escrow_rate: Decimal = ZERO) -> tuple[Line, ...]:
    """This function will split the tiers of a final distribution so that each partner gets its balance, to the cent.

    Tier after tier is shared by what each partner of the pool still has to get, largest remainder; the last tier is
    just what is left. Who stands outside the pool gets capital until it is back. Tiers that do not sum to the
    balances, and balances below zero, have no such split: `check` refuses them first.
    """
    left = [one.own_hkd if one.member.in_pool else ZERO for one in balances]
    shared: dict[str, list[Decimal]] = {}
    for name, amount in (
        ("capital_hkd", tiers.return_of_capital_hkd),
        ("hurdle_hkd", tiers.hurdle_hkd),
        ("catch_up_hkd", tiers.catch_up_lp_hkd),
        ("split_hkd", tiers.split_lp_hkd),
    ):
        parts = allocate(amount, left) if amount else [ZERO] * len(left)
        left = [has - part for has, part in zip(left, parts, strict=True)]
        shared[name] = parts
    return tuple(
        _line(one, {name: parts[place] for name, parts in shared.items()}, escrow_rate)
        for place, one in enumerate(balances)
    )


def _line(one: Balance, parts: dict[str, Decimal], escrow_rate: Decimal) -> Line:
    member: Hashable = one.member.id
    if one.member.in_pool:
        line = Line(member, **parts)
    else:
        capital = min(one.own_hkd, max(one.member.contributed_hkd - one.member.returned_hkd, ZERO))
        line = Line(member, capital_hkd=capital, split_hkd=one.own_hkd - capital)
    if not one.carry_hkd:
        return line
    return replace(line, carry_hkd=one.carry_hkd, escrow_hkd=quantise(one.carry_hkd * escrow_rate, mode="half_up"))
