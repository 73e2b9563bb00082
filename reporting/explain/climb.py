"""What a distribution pays above capital and the first hurdle: catch-ups and the split, hurdle by hurdle (R15)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from funds.rules.waterfall import PASSED_ON, WaterfallTerms
from funds.rules.waterfall_working import Band, CatchUp, Earned, Line, Step
from itvf.derivation import EXACT_HKD, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain.owed import ROUNDED, Owed, growth_to

CATCH_UP_GP = gettext_noop("Catch-up, the general partner's part: {catch_up_rate} of the tier")
CATCH_UPS_GP = gettext_noop("Catch-ups, the general partner's part, by the hurdles that the partners reach")
FURTHER_CATCH_UP = gettext_noop(
    "Catch-up to {carry_rate} above {hurdle_rate} a year, the general partner's part: {catch_up_rate} of the tier"
)
SPLIT_GP = gettext_noop("The rest, the general partner's part: {carry_rate} of it")
SPLIT_GP_IN_STEPS = gettext_noop("The rest, the general partner's part, by the hurdles that the partners reach")
BAND = gettext_noop("{carry_rate} of what brings the partners to {next_hurdle_rate} a year")
LAST_BAND = gettext_noop("{carry_rate} of what is left above every hurdle reached")
BAND_PAID = gettext_noop("What is split so: the smaller of what is left and what is owed")
BAND_OWED = gettext_noop("What the partners lack of that hurdle, over one less the carry, unrounded")
IN_STEPS = gettext_noop("Each part pays x where the partners' (1 - carry) x is what they lack of the next hurdle.")
REST = gettext_noop("What the tiers before leave")
CATCH_UP = gettext_noop("What the catch-up tier pays")
CATCH_UP_OWED = gettext_noop("What the catch-up tier owed, unrounded")
EQUATION = gettext_noop("It owes x where: had before + catch-up rate x = carry rate (hurdle paid + tier before + x).")
FURTHER_EQUATION = gettext_noop(
    "It owes x where: had below + had before + catch-up rate x = carry rate (profit below + tier before + x)."
)
GP_BEFORE = gettext_noop("What the general partner had from this tier before")
HURDLE_SO_FAR = gettext_noop("Hurdle paid to the partners so far")
HURDLE_OF = gettext_noop("{date}: hurdle paid")
BELOW = gettext_noop("All profit paid below this tier so far: hurdle, catch-ups and splits")
GP_BELOW = gettext_noop("The general partner's part of it")
PAID_BELOW = gettext_noop("{date}: paid below this tier")
TIER_BEFORE = gettext_noop("What the tier paid before")
CATCH_UP_RATE = gettext_noop("Catch-up rate")
CARRY_RATE = gettext_noop("Carry rate")
HAD = gettext_noop("What this distribution brought the partners before")
EARNED = gettext_noop("{carry_rate} of the profit until the partners have {next_hurdle_rate} a year")
EARNED_CATCH_UP = gettext_noop("{carry_rate} of the profit until the general partner has {caught_up_rate} of it all")
EARNED_ABOVE = gettext_noop("{carry_rate} of the profit above every hurdle")
OF_THE_PROFIT = gettext_noop("That part of the profit, unrounded")
FURTHER_HURDLE = gettext_noop("The whole fund's return of {next_hurdle_rate} a year, paid and unpaid")


class Climb:
    """One distribution above capital and hurdle, its payments in their order; `left` is what those two leave of it."""

    def __init__(self, line: Line, terms: WaterfallTerms, owed: Owed, left: Derivation):
        self.line, self.terms, self.owed, self.left = line, terms, owed, left
        self.payments: list[Band | CatchUp] = _in_order(line.step, terms)

    def catch_up_gp(self) -> Derivation:
        """The general partner's part of the catch-up, or of every hurdle's."""
        value, found = self.line.tiers.catch_up_gp_hkd, self.line.step.catch_ups
        if any(map(self._is_further, found)):
            parts = tuple(self._catch_up(one) for one in found if one.paid_hkd)
            return Derivation("catch_up_gp", CATCH_UPS_GP, value, parts=parts, is_sum=True)
        facts = {"catch_up_rate": self.terms.catch_up_rate}
        return self._catch_up(found[0]) if found else Derivation("catch_up_gp", CATCH_UP_GP, value, facts=facts)

    def split_gp(self) -> Derivation:
        """The general partner's part of the rest."""
        value, bands = self.line.tiers.split_gp_hkd, self.line.step.bands
        if self.terms.further_hurdles:
            parts = tuple(map(self._band, bands))
            return Derivation("split_gp", SPLIT_GP_IN_STEPS, value, convention=IN_STEPS, parts=parts, is_sum=True)
        parts = (self._left_before(bands[0]), Derivation("carry_rate", CARRY_RATE, self.terms.carry_rate, RATE))
        return Derivation("split_gp", SPLIT_GP, value, facts={"carry_rate": self.terms.carry_rate}, parts=parts)

    def _catch_up(self, one: CatchUp) -> Derivation:
        facts = {"catch_up_rate": one.catch_up_rate, "carry_rate": one.carry_rate}
        is_further = self._is_further(one)
        below = self._below(one) if is_further else (self._hurdle_so_far(one),)
        owed = Derivation(
            "catch_up_owed",
            CATCH_UP_OWED,
            exact(one.owed_hkd),
            EXACT_HKD,
            facts=facts,
            convention=FURTHER_EQUATION if is_further else EQUATION,
            parts=(
                Derivation("gp_before", GP_BEFORE, one.gp_before_hkd),
                *below,
                Derivation("tier_before", TIER_BEFORE, one.tier_before_hkd),
                Derivation("catch_up_rate", CATCH_UP_RATE, one.catch_up_rate, RATE),
                Derivation("carry_rate", CARRY_RATE, one.carry_rate, RATE),
            ),
        )
        pays = Derivation("catch_up", CATCH_UP, one.paid_hkd, parts=(owed, self._left_before(one)))
        parts = (pays, Derivation("catch_up_rate", CATCH_UP_RATE, one.catch_up_rate, RATE))
        if is_further:
            facts["hurdle_rate"] = one.hurdle_rate
            about = self._clause(one)
            return Derivation("further_catch_up", FURTHER_CATCH_UP, one.to_gp_hkd, facts=facts, parts=parts, **about)
        facts = {"catch_up_rate": one.catch_up_rate}
        return Derivation("catch_up_gp", CATCH_UP_GP, one.to_gp_hkd, facts=facts, parts=parts)

    def _band(self, one: Band) -> Derivation:
        """One part of the split: how much, why so much, and at which carry."""
        facts, owed = {"carry_rate": one.carry_rate}, ()
        carry = Derivation("carry_rate", CARRY_RATE, one.carry_rate, RATE)
        if one.owed_hkd is not None:
            facts["next_hurdle_rate"] = one.next_hurdle_rate
            lacking = self.owed.lacking(self.line.step, one.next_hurdle_rate, self._had_before(one))
            owed = (Derivation("band_owed", BAND_OWED, exact(one.owed_hkd), EXACT_HKD, parts=(lacking, carry)),)
        parts = (Derivation("band_paid", BAND_PAID, one.paid_hkd, parts=(self._left_before(one), *owed)), carry)
        about = self._clause(one)
        return Derivation("band", BAND if owed else LAST_BAND, one.gp_hkd, facts=facts, parts=parts, **about)

    def _clause(self, one: Band | CatchUp) -> dict[str, str]:
        """The clause of the further hurdle that a carry is of; that of the first stands at the head of the tree."""
        own = [further.clause for further in self.terms.further_hurdles if further.carry_rate == one.carry_rate]
        return {"rule": "R15", "clause": own[0]} if any(own) else {}

    def _is_further(self, one: CatchUp) -> bool:
        return one.hurdle_rate != self.terms.hurdle.rate

    def _paid_before(self, payment: Band | CatchUp) -> list[Band | CatchUp]:
        return [one for one in takewhile(lambda one: one is not payment, self.payments) if one.paid_hkd]

    def _left_before(self, payment: Band | CatchUp) -> Derivation:
        """What is left for a payment; open down to capital and hurdle under the first one."""
        before = self._paid_before(payment)
        if not before:
            return self.left
        parts = [replace(self.left, parts=(), is_sum=False)]
        for one in before:
            name, label = ("catch_up", CATCH_UP) if isinstance(one, CatchUp) else ("band_paid", BAND_PAID)
            parts.append(Derivation(name, label, -one.paid_hkd))
        return Derivation("rest", REST, total(part.value for part in parts), parts=tuple(parts), is_sum=True)

    def _had_before(self, payment: Band) -> tuple[Derivation, ...]:
        """What partners had of this distribution before a part of the split: capital, hurdle, catch-ups, splits."""
        tiers, step = self.line.tiers, self.line.step
        had = [tiers.return_of_capital_hkd, -step.made_up_hkd, tiers.hurdle_hkd]
        for one in self._paid_before(payment):
            had.append(one.to_lp_hkd if isinstance(one, CatchUp) else total([one.paid_hkd, -one.gp_hkd]))
        value = total(had)
        return (Derivation("had", HAD, -value),) if value else ()

    def _hurdle_so_far(self, one: CatchUp) -> Derivation:
        steps = [step for step in self.owed.until(self.line.step) if step.tiers and step.tiers.hurdle_hkd]
        parts = tuple(self._of_step("hurdle_paid", HURDLE_OF, step, step.tiers.hurdle_hkd) for step in steps)
        return Derivation("hurdle_so_far", HURDLE_SO_FAR, one.below_hkd, parts=parts, is_sum=True)

    def _below(self, one: CatchUp) -> tuple[Derivation, ...]:
        """All profit paid below a further hurdle's catch-up, and the general partner's part, by distribution."""
        steps = [step for step in self.owed.until(self.line.step) if step.tiers]
        paid = [(step, *_paid_below(step, one)) for step in steps]
        whole = [self._of_step("paid_below", PAID_BELOW, step, amount) for step, amount, _gp in paid if amount]
        gp = [self._of_step("gp_paid_below", PAID_BELOW, step, amount) for step, _all, amount in paid if amount]
        return (
            Derivation("below", BELOW, one.below_hkd, parts=tuple(whole), is_sum=True),
            Derivation("gp_below", GP_BELOW, one.gp_below_hkd, parts=tuple(gp), is_sum=True),
        )

    def _of_step(self, name: str, label: str, step: Step, amount) -> Derivation:
        return Derivation(name, label, amount, facts={"date": step.date}, entries=self.owed.flows.under(step))


def earned(part: Earned, steps: Sequence[Step]) -> Derivation:
    """What one part of the whole profit earns the general partner; `steps` are those of the partners' own account."""
    facts = {"carry_rate": part.gp_rate}
    label, hurdle = EARNED_ABOVE, ()
    if part.caught_up_rate is not None:
        facts["caught_up_rate"] = part.caught_up_rate
        label = EARNED_CATCH_UP
    if part.next_hurdle_hkd is not None:
        facts["next_hurdle_rate"] = part.next_hurdle_rate
        label = EARNED
        value = exact(part.next_hurdle_hkd)
        parts = rounding(value, tuple(growth_to(steps, part.next_hurdle_rate)), ROUNDED)
        hurdle = (
            Derivation("further_hurdle", FURTHER_HURDLE, value, EXACT_HKD, facts=facts, parts=parts, is_sum=True),
        )
    parts = (
        Derivation("earned_of", OF_THE_PROFIT, exact(part.profit_hkd), EXACT_HKD, parts=hurdle),
        Derivation("carry_rate", CARRY_RATE, part.gp_rate, RATE),
    )
    return Derivation("earned", label, exact(part.carry_hkd), EXACT_HKD, facts=facts, parts=parts)


def _in_order(step: Step, terms: WaterfallTerms) -> list[Band | CatchUp]:
    """The payments of a distribution above capital and hurdle: each hurdle's catch-up, then the split above it."""
    found = [one for one in step.catch_ups if one.hurdle_rate == terms.hurdle.rate]
    for further in terms.further_hurdles:
        found += [one for one in step.bands if one.next_hurdle_rate == further.hurdle_rate]
        found += [one for one in step.catch_ups if one.hurdle_rate == further.hurdle_rate]
    return found + [one for one in step.bands if one.next_hurdle_rate is None]


def _paid_below(step: Step, tier: CatchUp) -> tuple[Decimal, Decimal]:
    """What a distribution paid of profit below a further hurdle, and what of it to the general partner, in HK$.

    Carry passed on took back the general partner's part; what of it returned capital is profit no longer.
    """
    if step.kind == PASSED_ON:
        return -step.tiers.return_of_capital_hkd, -step.amount_hkd
    below = [one for one in step.catch_ups if one.hurdle_rate < tier.hurdle_rate]
    split = [one for one in step.bands if one.next_hurdle_rate and one.next_hurdle_rate <= tier.hurdle_rate]
    paid = total([step.tiers.hurdle_hkd, *(one.paid_hkd for one in (*below, *split))])
    return paid, total([*(one.to_gp_hkd for one in below), *(one.gp_hkd for one in split)])
