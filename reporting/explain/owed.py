"""What partners were owed before a distribution: what moved the account since the last one, and what grew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby, takewhile

from funds.rules.hurdle import to_cent
from funds.rules.waterfall import CALLED, PASSED_ON, RETURNED, Waterfall
from funds.rules.waterfall_working import Lacking, Step
from itvf.derivation import EXACT_HKD, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ZERO, total
from reporting.explain.flows import Flows

OWED_CAPITAL = gettext_noop("Capital owed before it")
OWED_HURDLE = gettext_noop("Hurdle owed before it, unrounded")
LACKING = gettext_noop("What the partners lack of {next_hurdle_rate} a year: capital and return, unrounded")
LACKED_AFTER = gettext_noop("Lacked after the distribution of {date}")
AFTER = gettext_noop("Owed after the distribution of {date}")
GROWN = gettext_noop("Growth to {date} on {capital_hkd} of capital and {hurdle_hkd} of unpaid hurdle")
GROWN_LACKING = gettext_noop("Growth to {date} on {lacking_hkd} of capital and return")
CONTRIBUTION = gettext_noop("{date}: contribution")
NOT_PAID = gettext_noop("{date}: called capital that the flows have not seen, not paid yet or in no deal")
BACK = gettext_noop("{date}: called capital that went back")
LOSS = gettext_noop("{date}: realised loss")
ROUNDED = gettext_noop("Rounding, and fractions of a cent that fall away when a tier is paid in full")
WORDS = {"contribution": (CONTRIBUTION, 1), RETURNED: (BACK, -1), CALLED: (NOT_PAID, 1), "realised_loss": (LOSS, -1)}


class Owed:
    """The events of every account of a waterfall, as parts of derivations."""

    def __init__(self, answer: Waterfall, flows: Flows):
        self.flows = flows
        self.steps: dict[str, list[Step]] = defaultdict(list)
        for step in answer.steps:
            self.steps[step.deal].append(step)

    def capital(self, step: Step) -> Derivation:
        """Unreturned capital before a distribution."""
        former, since = self._since(step)
        parts = [_after(AFTER, former, former.capital_after_hkd)] if former else []
        return _sum("owed_capital", OWED_CAPITAL, step.capital_before_hkd, [*parts, *self.moved(since[:-1])])

    def hurdle(self, step: Step) -> Derivation:
        """Unpaid hurdle before a distribution."""
        former, since = self._since(step)
        parts = [_after(AFTER, former, former.hurdle_after_hkd)] if former else []
        return _sum("owed_hurdle", OWED_HURDLE, step.hurdle_before_hkd, [*parts, *growth(since)])

    def lacking(self, step: Step, hurdle_rate: Decimal, received: Sequence[Derivation]) -> Derivation:
        """What partners lack of a further hurdle within a distribution, what they had of it before taken off."""
        former, since = self._since(step)
        parts = [_after(LACKED_AFTER, former, lacking_of(former, hurdle_rate).after_hkd)] if former else []
        parts += self.moved(since[:-1]) + growth_to(since, hurdle_rate) + [*received]
        value = total([exact(lacking_of(step, hurdle_rate).before_hkd), *(one.value for one in received)])
        return _sum("band_lacking", LACKING, value, parts, next_hurdle_rate=hurdle_rate)

    def until(self, step: Step) -> list[Step]:
        """The events of a step's account up to it and with it."""
        before = list(takewhile(lambda one: one is not step, self.steps[step.deal]))
        return [*before, step]

    def moved(self, steps) -> list[Derivation]:
        """What moved an account, a part for each day and kind: the entries under it are that day's."""
        parts = []
        for (day, kind), same in groupby(steps, key=lambda one: (one.date, one.kind)):
            found = list(same)
            label, sign = WORDS[kind]
            amount = sign * total(one.amount_hkd for one in found)
            entries = dict.fromkeys(entry for one in found for entry in self.flows.under(one))
            parts.append(Derivation(kind, label, amount, facts={"date": day}, entries=tuple(entries)))
        return parts

    def _since(self, step: Step) -> tuple[Step | None, list[Step]]:
        """What partners last got before a step of its account, and the events after that, the step itself last."""
        events = self.until(step)
        for place in range(len(events) - 2, -1, -1):
            if events[place].kind in ("distribution", PASSED_ON):
                return events[place], events[place + 1 :]
        return None, events


def growth(steps: Iterable[Step]) -> list[Derivation]:
    """What of the first hurdle grew before each event, and on what."""
    found = [step for step in steps if step.growth_hkd > ZERO]
    return [
        _grown(
            GROWN,
            step,
            step.growth_hkd,
            capital_hkd=to_cent(step.capital_before_hkd),
            hurdle_hkd=to_cent(step.hurdle_before_hkd - step.growth_hkd),
        )
        for step in found
    ]


def growth_to(steps: Iterable[Step], hurdle_rate: Decimal) -> list[Derivation]:
    """What of a further hurdle grew before each event, and on what."""
    found = [(step, lacking_of(step, hurdle_rate)) for step in steps]
    return [
        _grown(GROWN_LACKING, step, one.growth_hkd, lacking_hkd=to_cent(one.before_hkd - one.growth_hkd))
        for step, one in found
        if one.growth_hkd > ZERO
    ]


def lacking_of(step: Step, hurdle_rate: Decimal) -> Lacking:
    """What partners lacked of one further hurdle at an event."""
    return next(one for one in step.lacking if one.hurdle_rate == hurdle_rate)


def _grown(label: str, step: Step, amount: Decimal, **on: Decimal) -> Derivation:
    return Derivation("growth", label, exact(amount), EXACT_HKD, facts={"date": step.date} | on)


def _after(label: str, former: Step, amount: Decimal) -> Derivation:
    return Derivation("after", label, exact(amount), EXACT_HKD, facts={"date": former.date})


def _sum(name: str, label: str, amount: Decimal, parts: Sequence[Derivation], **facts) -> Derivation:
    value = exact(amount)
    return Derivation(
        name, label, value, EXACT_HKD, facts=facts, parts=rounding(value, tuple(parts), ROUNDED), is_sum=True
    )
