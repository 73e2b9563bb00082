"""A waterfall's answer as a tree: tiers, what each owed and paid, the catch-up's equation, the clawback's tests."""

from collections import defaultdict
from decimal import Decimal
from itertools import groupby, takewhile

from funds.rules.further_hurdles import Band, Earned
from funds.rules.waterfall import CALLED, RETURNED, Waterfall, WaterfallTerms
from funds.rules.waterfall_working import Line, Step
from itvf.derivation import EXACT_HKD, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ZERO, total
from reporting.explain.flows import Flows

CARRY_OF = gettext_noop("Carried interest of the distribution of {date}")
DISTRIBUTION = gettext_noop("Distribution of {date}")
OF_DEAL = gettext_noop("Distribution of {date}, {deal}")
CAPITAL_TIER = gettext_noop("Return of capital: the smaller of what is left and what is owed")
HURDLE_TIER = gettext_noop("Hurdle: the smaller of what is left and what is owed")
CATCH_UP_GP = gettext_noop("Catch-up, the general partner's part: {catch_up_rate} of the tier")
CATCH_UP_LP = gettext_noop("Catch-up, the partners' part")
SPLIT_LP = gettext_noop("The rest, the partners' part")
SPLIT_GP = gettext_noop("The rest, the general partner's part: {carry_rate} of it")
SPLIT_GP_IN_STEPS = gettext_noop("The rest, the general partner's part, by the hurdles that the partners reach")
BAND = gettext_noop("{carry_rate} of what brings the partners to {next_hurdle_rate} a year")
LAST_BAND = gettext_noop("{carry_rate} of what is left above every hurdle reached")
BAND_PAID = gettext_noop("What is split so: the smaller of what is left and what is owed")
BAND_OWED = gettext_noop("What the partners lack of that hurdle, over one less the carry, unrounded")
IN_STEPS = gettext_noop("Each part pays x where the partners' (1 - carry) x is what they lack of the next hurdle.")
MADE_UP = gettext_noop("Losses of other deals, made up first")
OWED_CAPITAL = gettext_noop("Capital owed before it")
OWED_HURDLE = gettext_noop("Hurdle owed before it, unrounded")
AFTER = gettext_noop("Owed after the distribution of {date}")
GROWN = gettext_noop("Growth to {date}")
REST = gettext_noop("What the tiers before leave")
CATCH_UP = gettext_noop("What the catch-up tier pays")
CATCH_UP_OWED = gettext_noop("What the catch-up tier owed, unrounded")
EQUATION = gettext_noop("It owes x where: had before + catch-up rate x = carry rate (hurdle paid + tier before + x).")
GP_BEFORE = gettext_noop("What the general partner had from this tier before")
HURDLE_SO_FAR = gettext_noop("Hurdle paid to the partners so far")
TIER_BEFORE = gettext_noop("What the tier paid before")
CATCH_UP_RATE = gettext_noop("Catch-up rate")
CARRY_RATE = gettext_noop("Carry rate")
AMOUNT = gettext_noop("The distribution")
CONTRIBUTION = gettext_noop("{date}: contribution")
NOT_PAID = gettext_noop("{date}: called capital that the flows have not seen, not paid yet or in no deal")
BACK = gettext_noop("{date}: called capital that went back")
LOSS = gettext_noop("{date}: realised loss")
HURDLE_OF = gettext_noop("{date}: hurdle paid")
ROUNDED = gettext_noop("Rounding, and fractions of a cent that fall away when a tier is paid in full")
ABOVE_SHARE = gettext_noop("First test: carry received above {carry_rate} of the profit")
LACKING = gettext_noop("Second test: what the partners lack of contributions and whole-fund hurdle")
ABOVE_EARNED = gettext_noop("First test: carry received above what the whole profit earns by its hurdles")
EARNED = gettext_noop("{carry_rate} of the profit until the partners have {next_hurdle_rate} a year")
EARNED_ABOVE = gettext_noop("{carry_rate} of the profit above every hurdle")
OF_THE_PROFIT = gettext_noop("That part of the profit, unrounded")
RECEIVED_CARRY = gettext_noop("Carry received")
PROFIT = gettext_noop("Profit: distributed less contributed")
CONTRIBUTED = gettext_noop("Contributed")
WHOLE_HURDLE = gettext_noop("The whole-fund hurdle on it, paid and unpaid")
PARTNERS_RECEIVED = gettext_noop("What the partners received")
WORDS = {"contribution": (CONTRIBUTION, 1), RETURNED: (BACK, -1), CALLED: (NOT_PAID, 1), "realised_loss": (LOSS, -1)}


class Tree:
    """One answer of the waterfall, as parts of derivations."""

    def __init__(self, answer: Waterfall, terms: WaterfallTerms, flows: Flows):
        self.answer, self.terms, self.flows = answer, terms, flows
        self.supposed: tuple[tuple[Line, ...], tuple[Derivation, ...]] = ((), ())
        self.steps: dict[str, list[Step]] = defaultdict(list)
        for step in answer.steps:
            self.steps[step.deal].append(step)

    def suppose(self, lines: tuple[Line, ...], *assets: Derivation) -> None:
        """Takes lines as supposed, not booked: under them stand the net assets that they would distribute."""
        self.supposed = lines, assets

    # --- figures

    def distribution(self, line: Line) -> Derivation:
        """One distribution by its tiers."""
        tiers = line.tiers
        parts = [
            self._capital(line),
            self._hurdle(line),
            self._catch_up_gp(line),
            Derivation("catch_up_lp", CATCH_UP_LP, tiers.catch_up_lp_hkd),
            Derivation("split_lp", SPLIT_LP, tiers.split_lp_hkd),
            self._split_gp(line),
        ]
        label = OF_DEAL if line.step.deal else DISTRIBUTION
        facts = {"date": line.flow.date, "deal": self.flows.deal(line.step)}
        paid = tuple(part for part in parts if part.value)
        return self._of_flow("distribution", label, line, line.flow.amount_hkd, facts=facts, parts=paid, is_sum=True)

    def carry_of(self, line: Line) -> Derivation:
        """The general partner's part of one distribution: catch-up and split."""
        parts = tuple(part for part in (self._catch_up_gp(line), self._split_gp(line)) if part.value)
        facts = {"date": line.flow.date}
        return self._of_flow("carry_of", CARRY_OF, line, line.tiers.gp_hkd, facts=facts, parts=parts, is_sum=True)

    def clawback(self) -> tuple[Derivation, ...]:
        """The two tests of the clawback, and the carry received that is its ceiling."""
        found = self.answer.clawback
        received = Derivation("carry_received", RECEIVED_CARRY, found.carry_hkd)
        profit = Derivation("profit", PROFIT, found.profit_hkd)
        rate = found.earned[0].carry_rate
        by_rate = (received, profit, Derivation("carry_rate", CARRY_RATE, rate, RATE))
        is_ladder = len(found.earned) > 1
        above = Derivation(
            "above_share",
            ABOVE_EARNED if is_ladder else ABOVE_SHARE,
            exact(found.above_share_hkd),
            EXACT_HKD,
            facts={"carry_rate": rate},
            parts=(received, *map(_earned, found.earned), profit) if is_ladder else by_rate,
        )
        lacking = Derivation(
            "lacking",
            LACKING,
            exact(found.lacking_hkd),
            EXACT_HKD,
            parts=(
                Derivation(
                    "contributed", CONTRIBUTED, found.contributed_hkd, parts=self._paid_in(found.steps), is_sum=True
                ),
                self._whole_hurdle(found.hurdle_hkd, found.steps),
                Derivation("received", PARTNERS_RECEIVED, -found.received_hkd, parts=self._paid_out(), is_sum=True),
            ),
            is_sum=True,
        )
        return above, lacking, received

    # --- tiers

    def _capital(self, line: Line) -> Derivation:
        step = line.step
        paid = line.tiers.return_of_capital_hkd
        owed = self._owed_capital(step)
        if not step.made_up_hkd:
            return Derivation("return_of_capital", CAPITAL_TIER, paid, parts=(owed,))
        own = total([paid, -step.made_up_hkd])
        parts = (
            Derivation("made_up", MADE_UP, step.made_up_hkd),
            Derivation("own_capital", CAPITAL_TIER, own, parts=(owed,)),
        )
        return Derivation("return_of_capital", CAPITAL_TIER, paid, parts=parts, is_sum=True)

    def _hurdle(self, line: Line) -> Derivation:
        return Derivation("hurdle", HURDLE_TIER, line.tiers.hurdle_hkd, parts=(self._owed_hurdle(line.step),))

    def _catch_up_gp(self, line: Line) -> Derivation:
        tiers, found = line.tiers, line.step.catch_up
        paid = total([tiers.catch_up_gp_hkd, tiers.catch_up_lp_hkd])
        parts = ()
        if found is not None:
            facts = {"catch_up_rate": self.terms.catch_up_rate, "carry_rate": self.terms.carry_rate}
            owed = Derivation(
                "catch_up_owed",
                CATCH_UP_OWED,
                exact(found.owed_hkd),
                EXACT_HKD,
                facts=facts,
                convention=EQUATION,
                parts=(
                    Derivation("gp_before", GP_BEFORE, found.gp_before_hkd),
                    self._hurdle_so_far(line.step, found.hurdle_paid_hkd),
                    Derivation("tier_before", TIER_BEFORE, found.tier_before_hkd),
                    Derivation("catch_up_rate", CATCH_UP_RATE, self.terms.catch_up_rate, RATE),
                    Derivation("carry_rate", CARRY_RATE, self.terms.carry_rate, RATE),
                ),
            )
            pays = Derivation("catch_up", CATCH_UP, paid, parts=(owed, self._left(line)))
            parts = (pays, Derivation("catch_up_rate", CATCH_UP_RATE, self.terms.catch_up_rate, RATE))
        facts = {"catch_up_rate": self.terms.catch_up_rate}
        return Derivation("catch_up_gp", CATCH_UP_GP, tiers.catch_up_gp_hkd, facts=facts, parts=parts)

    def _split_gp(self, line: Line) -> Derivation:
        tiers = line.tiers
        rest = total([tiers.split_lp_hkd, tiers.split_gp_hkd])
        caught_up = total([tiers.catch_up_gp_hkd, tiers.catch_up_lp_hkd])
        left = self._left(line, is_open=not caught_up)
        if caught_up:
            parts = (left, Derivation("catch_up", CATCH_UP, -caught_up))
            left = Derivation("rest", REST, rest, parts=parts, is_sum=True)
        if self.terms.further_hurdles:
            first, *others = line.step.bands
            parts = (_band(first, left), *map(_band, others))
            return Derivation(
                "split_gp", SPLIT_GP_IN_STEPS, tiers.split_gp_hkd, convention=IN_STEPS, parts=parts, is_sum=True
            )
        parts = (left, Derivation("carry_rate", CARRY_RATE, self.terms.carry_rate, RATE))
        facts = {"carry_rate": self.terms.carry_rate}
        return Derivation("split_gp", SPLIT_GP, tiers.split_gp_hkd, facts=facts, parts=parts)

    def _left(self, line: Line, *, is_open: bool = True) -> Derivation:
        """What capital and hurdle leave of a distribution; open down to what they owed, or as a figure alone."""
        tiers = line.tiers
        left = total([line.flow.amount_hkd, -tiers.return_of_capital_hkd, -tiers.hurdle_hkd])
        if not is_open:
            return Derivation("left", REST, left)
        capital, hurdle = self._capital(line), self._hurdle(line)
        parts = (
            self._of_flow("amount", AMOUNT, line, line.flow.amount_hkd),
            Derivation("return_of_capital", CAPITAL_TIER, -capital.value, parts=capital.parts),
            Derivation("hurdle", HURDLE_TIER, -hurdle.value, parts=hurdle.parts),
        )
        return Derivation("left", REST, left, parts=parts, is_sum=True)

    def _hurdle_so_far(self, until: Step, paid: Decimal) -> Derivation:
        steps = [step for step in self._until(until) if step.tiers and step.tiers.hurdle_hkd]
        parts = tuple(self._of_step("hurdle_paid", HURDLE_OF, step, step.tiers.hurdle_hkd) for step in steps)
        return Derivation("hurdle_so_far", HURDLE_SO_FAR, paid, parts=parts, is_sum=True)

    # --- what was owed before a distribution

    def _owed_capital(self, step: Step) -> Derivation:
        former, since = self._since(step)
        parts = [self._after(former, former.capital_after_hkd)] if former else []
        parts += self._moved(since[:-1])
        value = exact(step.capital_before_hkd)
        parts = rounding(value, tuple(parts), ROUNDED)
        return Derivation("owed_capital", OWED_CAPITAL, value, EXACT_HKD, parts=parts, is_sum=True)

    def _owed_hurdle(self, step: Step) -> Derivation:
        former, since = self._since(step)
        parts = [self._after(former, former.hurdle_after_hkd)] if former else []
        parts += _growth(since)
        value = exact(step.hurdle_before_hkd)
        parts = rounding(value, tuple(parts), ROUNDED)
        return Derivation("owed_hurdle", OWED_HURDLE, value, EXACT_HKD, parts=parts, is_sum=True)

    def _until(self, step: Step) -> list[Step]:
        """The events of a step's account up to it and with it."""
        before = list(takewhile(lambda one: one is not step, self.steps[step.deal]))
        return [*before, step]

    def _since(self, step: Step) -> tuple[Step | None, list[Step]]:
        """The last distribution before a step of its account, and the events after that, the step itself last."""
        events = self._until(step)
        for place in range(len(events) - 2, -1, -1):
            if events[place].kind == "distribution":
                return events[place], events[place + 1 :]
        return None, events

    def _after(self, former: Step, amount: Decimal) -> Derivation:
        return Derivation("after", AFTER, exact(amount), EXACT_HKD, facts={"date": former.date})

    # --- the partners' own account

    def _paid_in(self, steps) -> tuple[Derivation, ...]:
        return tuple(self._moved(one for one in steps if one.kind in ("contribution", CALLED, RETURNED)))

    def _paid_out(self) -> tuple[Derivation, ...]:
        return tuple(
            self._of_flow("distribution", DISTRIBUTION, line, -line.tiers.lp_hkd, facts={"date": line.flow.date})
            for line in self.answer.lines
        )

    def _whole_hurdle(self, hurdle: Decimal, steps) -> Derivation:
        value = exact(hurdle)
        parts = rounding(value, tuple(_growth(steps)), ROUNDED)
        return Derivation("whole_hurdle", WHOLE_HURDLE, value, EXACT_HKD, parts=parts, is_sum=True)

    def _of_flow(self, name: str, label: str, line: Line, amount: Decimal, **about) -> Derivation:
        lines, assets = self.supposed
        if any(line is one for one in lines):
            return Derivation(name, label, amount, **{"parts": assets if name == "amount" else ()} | about)
        return Derivation(name, label, amount, entries=self.flows.under(line.step), **about)

    def _moved(self, steps) -> list[Derivation]:
        """What moved an account, a part for each day and kind: the entries under it are that day's."""
        parts = []
        for (day, kind), same in groupby(steps, key=lambda one: (one.date, one.kind)):
            found = list(same)
            label, sign = WORDS[kind]
            amount = sign * total(one.amount_hkd for one in found)
            entries = dict.fromkeys(entry for one in found for entry in self.flows.under(one))
            parts.append(Derivation(kind, label, amount, facts={"date": day}, entries=tuple(entries)))
        return parts

    def _of_step(self, name: str, label: str, step: Step, amount: Decimal) -> Derivation:
        return Derivation(name, label, amount, facts={"date": step.date}, entries=self.flows.under(step))


def _band(band: Band, *left: Derivation) -> Derivation:
    """One part of the split: how much, why so much, and at which carry; under the first stands what was left."""
    facts, owed = {"carry_rate": band.carry_rate}, ()
    if band.owed_hkd is not None:
        facts["next_hurdle_rate"] = band.next_hurdle_rate
        owed = (Derivation("band_owed", BAND_OWED, exact(band.owed_hkd), EXACT_HKD),)
    parts = (
        Derivation("band_paid", BAND_PAID, band.paid_hkd, parts=(*left, *owed)),
        Derivation("carry_rate", CARRY_RATE, band.carry_rate, RATE),
    )
    return Derivation("band", BAND if owed else LAST_BAND, band.gp_hkd, facts=facts, parts=parts)


def _earned(part: Earned) -> Derivation:
    """What one part of the whole profit earns the general partner, at the carry of its hurdle."""
    facts = {"carry_rate": part.carry_rate}
    if part.next_hurdle_rate is not None:
        facts["next_hurdle_rate"] = part.next_hurdle_rate
    parts = (
        Derivation("earned_of", OF_THE_PROFIT, exact(part.profit_hkd), EXACT_HKD),
        Derivation("carry_rate", CARRY_RATE, part.carry_rate, RATE),
    )
    label = EARNED_ABOVE if part.next_hurdle_rate is None else EARNED
    return Derivation("earned", label, exact(part.carry_hkd), EXACT_HKD, facts=facts, parts=parts)


def _growth(steps) -> list[Derivation]:
    return [
        Derivation("growth", GROWN, exact(step.growth_hkd), EXACT_HKD, facts={"date": step.date})
        for step in steps
        if step.growth_hkd > ZERO
    ]
