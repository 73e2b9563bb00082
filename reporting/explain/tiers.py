"""A waterfall's answer as a tree: each distribution's tiers with what they owed and paid, the clawback's tests."""

from decimal import Decimal

from funds.rules.waterfall import CALLED, RETURNED, Waterfall, WaterfallTerms
from funds.rules.waterfall_working import Line
from itvf.derivation import EXACT_HKD, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain.climb import CARRY_RATE, REST, Climb, earned
from reporting.explain.flows import Flows
from reporting.explain.owed import ROUNDED, Owed, growth

CARRY_OF = gettext_noop("Carried interest of the distribution of {date}")
DISTRIBUTION = gettext_noop("Distribution of {date}")
OF_DEAL = gettext_noop("Distribution of {date}, {deal}")
CAPITAL_TIER = gettext_noop("Return of capital: the smaller of what is left and what is owed")
HURDLE_TIER = gettext_noop("Hurdle: the smaller of what is left and what is owed")
CATCH_UP_LP = gettext_noop("Catch-up, the partners' part")
SPLIT_LP = gettext_noop("The rest, the partners' part")
MADE_UP = gettext_noop("Losses of other deals, made up first")
AMOUNT = gettext_noop("The distribution")
ABOVE_SHARE = gettext_noop("First test: carry received above {carry_rate} of the profit")
LACKING = gettext_noop("Second test: what the partners lack of contributions and whole-fund hurdle")
ABOVE_EARNED = gettext_noop("First test: carry received above what the whole profit earns by its hurdles")
RECEIVED_CARRY = gettext_noop("Carry received")
PROFIT = gettext_noop("Profit: distributed less contributed")
CONTRIBUTED = gettext_noop("Contributed")
WHOLE_HURDLE = gettext_noop("The whole-fund hurdle on it, paid and unpaid")
PARTNERS_RECEIVED = gettext_noop("What the partners received")


class Tree:
    """One answer of the waterfall, as parts of derivations."""

    def __init__(self, answer: Waterfall, terms: WaterfallTerms, flows: Flows):
        self.answer, self.terms, self.flows = answer, terms, flows
        self.supposed: tuple[tuple[Line, ...], tuple[Derivation, ...]] = ((), ())
        self.owed = Owed(answer, flows)

    def suppose(self, lines: tuple[Line, ...], *assets: Derivation) -> None:
        """Takes lines as supposed, not booked: under them stand the net assets that they would distribute."""
        self.supposed = lines, assets

    # --- figures

    def distribution(self, line: Line) -> Derivation:
        """One distribution by its tiers."""
        tiers = line.tiers
        climb = self._climb(line)
        parts = [
            self._capital(line),
            self._hurdle(line),
            climb.catch_up_gp(),
            Derivation("catch_up_lp", CATCH_UP_LP, tiers.catch_up_lp_hkd),
            Derivation("split_lp", SPLIT_LP, tiers.split_lp_hkd),
            climb.split_gp(),
        ]
        label = OF_DEAL if line.step.deal else DISTRIBUTION
        facts = {"date": line.flow.date, "deal": self.flows.deal(line.step)}
        paid = tuple(part for part in parts if part.value)
        return self._of_flow("distribution", label, line, line.flow.amount_hkd, facts=facts, parts=paid, is_sum=True)

    def carry_of(self, line: Line) -> Derivation:
        """The general partner's part of one distribution: catch-up and split."""
        climb = self._climb(line)
        parts = tuple(part for part in (climb.catch_up_gp(), climb.split_gp()) if part.value)
        facts = {"date": line.flow.date}
        return self._of_flow("carry_of", CARRY_OF, line, line.tiers.gp_hkd, facts=facts, parts=parts, is_sum=True)

    def clawback(self) -> tuple[Derivation, ...]:
        """The two tests of the clawback, and the carry received that is its ceiling."""
        found = self.answer.clawback
        received = Derivation("carry_received", RECEIVED_CARRY, found.carry_hkd)
        profit = Derivation("profit", PROFIT, found.profit_hkd)
        rate = found.earned[0].gp_rate
        by_rate = (received, profit, Derivation("carry_rate", CARRY_RATE, rate, RATE))
        is_ladder = len(found.earned) > 1
        above = Derivation(
            "above_share",
            ABOVE_EARNED if is_ladder else ABOVE_SHARE,
            exact(found.above_share_hkd),
            EXACT_HKD,
            facts={"carry_rate": rate},
            parts=(received, *(earned(one, found.steps) for one in found.earned), profit) if is_ladder else by_rate,
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
        owed = self.owed.capital(step)
        if not step.made_up_hkd:
            return Derivation("return_of_capital", CAPITAL_TIER, paid, parts=(owed,))
        own = total([paid, -step.made_up_hkd])
        parts = (
            Derivation("made_up", MADE_UP, step.made_up_hkd),
            Derivation("own_capital", CAPITAL_TIER, own, parts=(owed,)),
        )
        return Derivation("return_of_capital", CAPITAL_TIER, paid, parts=parts, is_sum=True)

    def _hurdle(self, line: Line) -> Derivation:
        return Derivation("hurdle", HURDLE_TIER, line.tiers.hurdle_hkd, parts=(self.owed.hurdle(line.step),))

    def _climb(self, line: Line) -> Climb:
        """What stands above capital and hurdle."""
        return Climb(line, self.terms, self.owed, self._left(line))

    def _left(self, line: Line) -> Derivation:
        """What capital and hurdle leave of a distribution, open down to what they owed."""
        tiers = line.tiers
        left = total([line.flow.amount_hkd, -tiers.return_of_capital_hkd, -tiers.hurdle_hkd])
        capital, hurdle = self._capital(line), self._hurdle(line)
        parts = (
            self._of_flow("amount", AMOUNT, line, line.flow.amount_hkd),
            Derivation("return_of_capital", CAPITAL_TIER, -capital.value, parts=capital.parts),
            Derivation("hurdle", HURDLE_TIER, -hurdle.value, parts=hurdle.parts),
        )
        return Derivation("left", REST, left, parts=parts, is_sum=True)

    # --- the partners' own account

    def _paid_in(self, steps) -> tuple[Derivation, ...]:
        return tuple(self.owed.moved(one for one in steps if one.kind in ("contribution", CALLED, RETURNED)))

    def _paid_out(self) -> tuple[Derivation, ...]:
        return tuple(
            self._of_flow("distribution", DISTRIBUTION, line, -line.tiers.lp_hkd, facts={"date": line.flow.date})
            for line in self.answer.lines
        )

    def _whole_hurdle(self, hurdle: Decimal, steps) -> Derivation:
        value = exact(hurdle)
        parts = rounding(value, tuple(growth(steps)), ROUNDED)
        return Derivation("whole_hurdle", WHOLE_HURDLE, value, EXACT_HKD, parts=parts, is_sum=True)

    def _of_flow(self, name: str, label: str, line: Line, amount: Decimal, **about) -> Derivation:
        lines, assets = self.supposed
        if any(line is one for one in lines):
            return Derivation(name, label, amount, **{"parts": assets if name == "amount" else ()} | about)
        return Derivation(name, label, amount, entries=self.flows.under(line.step), **about)
