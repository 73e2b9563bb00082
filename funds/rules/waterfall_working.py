"""What a waterfall takes and what it returns of its working: flows, tiers, every step of every account (R15, R16).

Values only; funds/rules/waterfall.py makes them. Nothing in them is rounded but what was paid.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from itvf.money import ZERO


@dataclass(frozen=True, slots=True)
class Flow:
    """A contribution, a distribution (gross, before tiers), a realised loss or called capital returned, in HK$.

    It names its deal where it has one.
    """

    date: date
    kind: str
    amount_hkd: Decimal
    deal: str | None = None


@dataclass(frozen=True, slots=True)
class Tiers:
    """How one distribution was used, in HK$; or the sum of several."""

    return_of_capital_hkd: Decimal = ZERO
    hurdle_hkd: Decimal = ZERO
    catch_up_gp_hkd: Decimal = ZERO
    catch_up_lp_hkd: Decimal = ZERO
    split_lp_hkd: Decimal = ZERO
    split_gp_hkd: Decimal = ZERO

    @property
    def lp_hkd(self) -> Decimal:
        return self.return_of_capital_hkd + self.hurdle_hkd + self.catch_up_lp_hkd + self.split_lp_hkd

    @property
    def gp_hkd(self) -> Decimal:
        return self.catch_up_gp_hkd + self.split_gp_hkd

    def as_dict(self) -> dict[str, Decimal]:
        return {tier.name: getattr(self, tier.name) for tier in fields(self)}


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A catch-up tier as a distribution found it, what it owed and what it paid, in HK$.

    Of all profit paid below the tier so far (hurdle, and of a further hurdle the catch-ups and splits under it) the
    general partner had its part. The tier owes the x, unrounded, at which
    GP below + GP before + catch-up rate * x = carry rate * (below + tier before + x).
    """

    hurdle_rate: Decimal
    catch_up_rate: Decimal
    carry_rate: Decimal
    below_hkd: Decimal
    gp_below_hkd: Decimal
    tier_before_hkd: Decimal
    gp_before_hkd: Decimal
    owed_hkd: Decimal
    paid_hkd: Decimal
    to_gp_hkd: Decimal

    @property
    def to_lp_hkd(self) -> Decimal:
        """The partners' part of it."""
        return self.paid_hkd - self.to_gp_hkd


@dataclass(frozen=True, slots=True)
class Lacking:
    """What partners lack of one further hurdle at an event of an account: capital and hurdle, in HK$, unrounded.

    `growth_hkd` is the hurdle of the time since the event before, and is in both figures.
    """

    hurdle_rate: Decimal
    growth_hkd: Decimal
    before_hkd: Decimal
    after_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the split with one carry, in HK$: up to the next hurdle (`owed_hkd`, unrounded), or all the rest."""

    carry_rate: Decimal
    paid_hkd: Decimal
    gp_hkd: Decimal
    next_hurdle_rate: Decimal | None = None
    owed_hkd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """A part of the whole profit of which the general partner earns one share, in HK$, unrounded.

    It runs to the next hurdle, or is all the rest; `caught_up_rate` is the carry at which a catch-up ends.
    """

    gp_rate: Decimal
    profit_hkd: Decimal
    carry_hkd: Decimal
    next_hurdle_rate: Decimal | None = None
    next_hurdle_hkd: Decimal | None = None
    caught_up_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event on an account (the fund's, a deal's, the partners'), in HK$ and unrounded but for what was paid.

    `growth_hkd` is the hurdle of the time since the account's last event; the figures before it hold that growth.
    `made_up_hkd` is what a distribution returned of other deals' losses, `bands` how its rest was split; the first
    hurdle's catch-up stands first. `lacking` is what partners lacked of each further hurdle.
    """

    deal: str
    date: date
    kind: str
    amount_hkd: Decimal
    growth_hkd: Decimal
    capital_before_hkd: Decimal
    hurdle_before_hkd: Decimal
    capital_after_hkd: Decimal
    hurdle_after_hkd: Decimal
    tiers: Tiers | None = None
    catch_ups: tuple[CatchUp, ...] = ()
    made_up_hkd: Decimal = ZERO
    bands: tuple[Band, ...] = ()
    lacking: tuple[Lacking, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One distribution, its tiers and how they came about."""

    flow: Flow
    tiers: Tiers
    step: Step


@dataclass(frozen=True, slots=True)
class Clawback:
    """The clawback's two tests with their figures, in HK$; what is due is rounded, the rest is not (A6).

    Above its share: carry received less what the profit earns, part by part. Lacking: contributions and the whole-fund
    hurdle on them, less what the partners received. `steps` are those of the partners' own account, on which that
    hurdle runs.
    """

    carry_hkd: Decimal
    earned: tuple[Earned, ...]
    profit_hkd: Decimal
    contributed_hkd: Decimal
    hurdle_hkd: Decimal
    received_hkd: Decimal
    above_share_hkd: Decimal
    lacking_hkd: Decimal
    due_hkd: Decimal
    steps: tuple[Step, ...]
