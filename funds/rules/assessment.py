"""What scores amount to: sheets judged, totals by weight, the spread over assessors, ranking (R17, R24, para 14).

A score counts as its part of the criterion's highest level, so that criteria weigh what the invitation says whatever
their scales. Everything is exact (Fraction) until one rounding to 12 places, half up, at the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from funds.rules.scoring import Criterion
from itvf.errors import Breach, gettext_noop
from itvf.money import ONE, ratio

CLAUSE = "para 14"
NOT_SCORED = gettext_noop("{criterion} has no score. Score every criterion of the invitation.")
NO_REASON = gettext_noop("The score of {criterion} has no reason. Write why it is this level and not another.")
NO_SUCH_LEVEL = gettext_noop("{criterion} has no level {found}; the invitation describes: {known}.")
UNKNOWN_CRITERION = gettext_noop("The invitation has no criterion {found}; it has: {known}.")
NO_HIGHEST = gettext_noop("The highest level of {criterion} is {found}; scores count as parts of it: it is above zero.")


@dataclass(frozen=True, slots=True)
class Mark:
    """One assessor's score of one criterion, with its reason."""

    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """A score that counts: whose, of which application and criterion; after moderation where that changed it."""

    application: int
    assessor: int
    criterion: str
    score: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Scores of one criterion over assessors: lowest, highest, and their mean to 12 places."""

    lowest: int
    highest: int
    mean: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An application's scores: by criterion, by assessor, and the whole, as parts of the highest (1 is the most)."""

    application: int
    by_criterion: Mapping[str, Spread]
    by_assessor: Mapping[int, Decimal]
    total_rate: Decimal

    @property
    def lowest_rate(self) -> Decimal:
        """The lowest total that an assessor gave."""
        return min(self.by_assessor.values())

    @property
    def highest_rate(self) -> Decimal:
        """The highest total that an assessor gave."""
        return max(self.by_assessor.values())


def check_sheet(criteria: Sequence[Criterion], marks: Mapping[str, Mark]) -> tuple[Breach, ...]:
    """This function will judge one assessor's sheet: every criterion, at a level that is described, with a reason."""
    known = {one.code: one for one in criteria}
    breaches = [
        _breach("criterion_unknown", UNKNOWN_CRITERION, found=code, known=tuple(known))
        for code in marks
        if code not in known
    ]
    for code, criterion in known.items():
        mark, name = marks.get(code), criterion.title_en
        if mark is None:
            breaches.append(_breach("not_scored", NOT_SCORED, criterion=name))
            continue
        levels = tuple(level.score for level in criterion.levels)
        if mark.score not in levels:
            breaches.append(_breach("no_such_level", NO_SUCH_LEVEL, criterion=name, found=mark.score, known=levels))
        if not mark.reason.strip():
            breaches.append(_breach("reason_missing", NO_REASON, criterion=name))
    return tuple(breaches)


def check_scale(criteria: Sequence[Criterion]) -> tuple[Breach, ...]:
    """This function will judge that each criterion's highest level is above zero, so that scores are parts of it."""
    return tuple(
        _breach("scale_without_height", NO_HIGHEST, criterion=one.title_en, found=highest(one))
        for one in criteria
        if highest(one) <= 0
    )


def highest(criterion: Criterion) -> int:
    """This function will give a criterion's highest level."""
    return max((level.score for level in criterion.levels), default=0)


def weighted_total(criteria: Sequence[Criterion], scores: Mapping[str, Fraction | int]) -> Decimal:
    """This function will weigh one score a criterion: the sum of weight times score over highest level.

    12 places, half up, rounded once; 1 is the most. A criterion without a score is a KeyError: sheets are whole.
    """
    return _rounded(_weighed(criteria, scores))


def standings(criteria: Sequence[Criterion], given: Iterable[Given]) -> dict[int, Standing]:
    """This function will give every application's spread and total, one pass over all scores of a round.

    The total is the mean of the assessors' totals, rounded once. An application without a score is not in the answer.
    """
    sheets: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for one in given:
        sheets[one.application][one.assessor][one.criterion] = one.score
    return {application: _standing(application, criteria, of) for application, of in sheets.items()}


def ranking(found: Mapping[int, Standing], criteria: Sequence[Criterion]) -> list[tuple[int, int]]:
    """This function will rank applications: (rank, application), the highest total first.

    Ties go by the mean of the heaviest criterion, then of the next (in the invitation's order where weights are
    equal). What is equal in all of them shares a rank, and the next rank is left out; the order among those that
    share is that of their ids, and a person says in the decision who goes first.
    """
    heaviest = sorted(criteria, key=lambda one: -one.weight_rate)

    def merit(one: Standing) -> tuple:
        return (one.total_rate, *(one.by_criterion[criterion.code].mean for criterion in heaviest))

    ordered = sorted(found.values(), key=lambda one: one.application)
    ordered.sort(key=merit, reverse=True)
    ranked: list[tuple[int, int]] = []
    for place, one in enumerate(ordered, start=1):
        shares = place > 1 and merit(one) == merit(ordered[place - 2])
        ranked.append((ranked[-1][0] if shares else place, one.application))
    return ranked


def _standing(application: int, criteria: Sequence[Criterion], sheets: dict[int, dict[str, int]]) -> Standing:
    by_criterion, means = {}, {}
    for criterion in criteria:
        scores = [sheet[criterion.code] for sheet in sheets.values()]
        means[criterion.code] = Fraction(sum(scores), len(scores))
        mean = _rounded(means[criterion.code])
        by_criterion[criterion.code] = Spread(min(scores), max(scores), mean, len(scores))
    by_assessor = {assessor: weighted_total(criteria, sheet) for assessor, sheet in sheets.items()}
    return Standing(application, by_criterion, by_assessor, _rounded(_weighed(criteria, means)))


def _weighed(criteria: Sequence[Criterion], scores: Mapping[str, Fraction | int]) -> Fraction:
    parts = (Fraction(one.weight_rate) * Fraction(scores[one.code]) / highest(one) for one in criteria)
    return sum(parts, Fraction(0))


def _rounded(value: Fraction) -> Decimal:
    return ratio(value, ONE)


def _breach(code: str, template: str, **facts) -> Breach:
    return Breach(code, template, "R24", CLAUSE, facts)
