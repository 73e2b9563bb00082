"""R9's path to the end of the investment period: how much may still go outside Hong Kong (A1, A2).

What is still to be invested goes inside or outside. On each basis the share must be met once all of it is invested;
the stricter binds. What may go outside is rounded down and what must go inside up, so that neither is overstated.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from investments.rules.exposure import Exposure, shown
from itvf.money import EXACT, ZERO, ratio


@dataclass(frozen=True, slots=True)
class Path:
    """Where a fund stands with R9 on a day and what its remaining investments may be, in HK$.

    A `…_room_hkd` below zero is what cannot be made up any more on that basis, whatever still goes inside.
    """

    inside_hkd: Decimal
    outside_hkd: Decimal
    cost_hkd: Decimal
    commitments_hkd: Decimal
    to_invest_hkd: Decimal
    minimum_rate: Decimal
    cost_room_hkd: Decimal
    commitments_room_hkd: Decimal
    days_left: int

    @property
    def may_go_outside_hkd(self) -> Decimal:
        """What may still be invested outside on the stricter basis, never more than what is still to be invested."""
        return max(ZERO, min(self.cost_room_hkd, self.commitments_room_hkd, self.to_invest_hkd))

    @property
    def must_go_inside_hkd(self) -> Decimal:
        """What must still be invested inside; more than what is to be invested where the end cannot be met."""
        return max(ZERO, self.to_invest_hkd - min(self.cost_room_hkd, self.commitments_room_hkd))

    @property
    def shortfall_hkd(self) -> Decimal:
        """What would be missing at the end even if all that is to come went inside."""
        return max(ZERO, -min(self.cost_room_hkd, self.commitments_room_hkd))

    @property
    def is_within_reach(self) -> bool:
        """Whether both bases can still be met at the end of the investment period."""
        return not self.shortfall_hkd

    @property
    def share_now_rate(self) -> Decimal | None:
        """The share of cost that counts today; None while nothing is invested."""
        return ratio(self.inside_hkd, self.cost_hkd)

    @property
    def share_on_path_rate(self) -> Decimal | None:
        """The share of what is still to be invested that must go inside; None where nothing is to come."""
        return ratio(self.must_go_inside_hkd, self.to_invest_hkd)


def path(state: Exposure, minimum_rate: Decimal, *, to_invest_hkd: Decimal, on: date, end: date) -> Path:
    """This function will project R9 to the end of the investment period (Annex 3 1(g)(ii), A1, A2).

    `to_invest_hkd` is what the fund still expects to invest by `end`; below zero counts as nothing.
    """
    to_come = max(ZERO, to_invest_hkd)
    with localcontext(EXACT):
        inside_at_most = state.inside_hkd + to_come
        cost_room = inside_at_most - minimum_rate * (state.cost_hkd + to_come)
        commitments_room = inside_at_most - minimum_rate * state.commitments_hkd
    return Path(
        inside_hkd=state.inside_hkd,
        outside_hkd=state.outside_hkd,
        cost_hkd=state.cost_hkd,
        commitments_hkd=state.commitments_hkd,
        to_invest_hkd=to_come,
        minimum_rate=minimum_rate,
        cost_room_hkd=shown(cost_room),
        commitments_room_hkd=shown(commitments_room),
        days_left=max(0, (end - on).days),
    )
