"""Calls and distributions of one day set off against each other, partner by partner, to the cent.

Set-off settles; it changes no gross figure. What a partner is called for and what it is distributed stand as they are,
and the smaller of both is settled without money moving.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.errors import Breach, WrongStage, gettext_noop
from itvf.money import ZERO, total

OTHER_DAY = gettext_noop("{what} is for {day}; what is netted falls due and is payable on one day, {common}.")
ONE_SIDED = gettext_noop("A net notice binds at least one call and one distribution.")
TOO_MANY = gettext_noop("A net notice binds one drawdown at most; {what} is another.")
INTEREST = gettext_noop(
    "The Government's true-up interest of {interest_hkd} would be settled by this notice, and {authorised_hkd} of what "
    "is authorised is left by earlier notices. Record the authority, or have the true-up paid at once."
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a call or of a distribution, in HK$. `id` is the line's, `partner` whose it is."""

    id: Hashable
    partner: Hashable
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """One partner's net: gross amounts of both sides, what is set off, and by line what of it each side bears."""

    partner: Hashable
    called_hkd: Decimal
    distributed_hkd: Decimal
    set_off_hkd: Decimal
    of_calls: tuple[tuple[Hashable, Decimal], ...]
    of_distributions: tuple[tuple[Hashable, Decimal], ...]

    @property
    def net_hkd(self) -> Decimal:
        """What the partner pays, in HK$; below zero what it is paid."""
        return self.called_hkd - self.distributed_hkd


def settle(calls: Iterable[Item], distributions: Iterable[Item], partners: Sequence[Hashable]) -> tuple[Settled, ...]:
    """This function will set off each partner's calls and distributions, in HK$, in the order of `partners`.

    The smaller side is settled in full; of the larger one lines are settled in the order given, so that what is named
    first (a true-up) is paid first. Per partner and in sum, gross in less gross out is the net.
    """
    asked, given = _by_partner(calls), _by_partner(distributions)
    found = []
    for partner in partners:
        ours, theirs = asked.get(partner, []), given.get(partner, [])
        called, distributed = total(one.amount_hkd for one in ours), total(one.amount_hkd for one in theirs)
        both = min(called, distributed)
        found.append(Settled(partner, called, distributed, both, _fill(ours, both), _fill(theirs, both)))
    return tuple(found)


def check_days(days: Sequence[tuple[str, date]], common: date) -> tuple[Breach, ...]:
    """This function will list what does not fall due or is not payable on the common day: (name, its day)."""
    return tuple(
        Breach("another_day", OTHER_DAY, "R20", "Annex 3 para 2", {"what": name, "day": day, "common": common})
        for name, day in days
        if day != common
    )


def check_interest(interest_hkd: Decimal, authorised_hkd: Decimal) -> tuple[Breach, ...]:
    """This function will judge whether the Government's true-up interest may be set off: with authority only (A13)."""
    if interest_hkd <= authorised_hkd:
        return ()
    figures = {"interest_hkd": interest_hkd, "authorised_hkd": authorised_hkd}
    return (Breach("interest_not_authorised", INTEREST, "A13", "assumption", figures),)


def require_alone(thing, netting) -> None:
    """This function will refuse (WrongStage) to do with one part of a net notice what is done with all of it at once.

    `thing` is a call or a distribution, `netting` the net notice that acts on it, or None.
    """
    if thing.netting_id and (netting is None or netting.pk != thing.netting_id):
        raise WrongStage(
            gettext_noop("{what} is bound in {netting}; do this there, or take the binding off while it is a draft."),
            code="bound",
            what=str(thing),
            netting=str(thing.netting),
        )


def _by_partner(items: Iterable[Item]) -> dict[Hashable, list[Item]]:
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        if item.amount_hkd:
            found.setdefault(item.partner, []).append(item)
    return found


def _fill(items: Sequence[Item], amount_hkd: Decimal) -> tuple[tuple[Hashable, Decimal], ...]:
    """An amount laid on items in their order, each up to its own; nothing where nothing is left."""
    left, found = amount_hkd, []
    for item in items:
        part = min(left, item.amount_hkd)
        if part > ZERO:
            found.append((item.id, part))
            left -= part
    return tuple(found)
