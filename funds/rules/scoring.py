"""What an invitation holds before it opens: criteria that weigh exactly the whole, times in order (R29, para 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from itvf.errors import Breach, gettext_noop
from itvf.money import ONE

CLAUSE = "para 12"
NO_CRITERION = gettext_noop("The invitation has no criterion. Add those by which applications are scored.")
WEIGHTS = gettext_noop("The criteria weigh {found_rate} together; they weigh exactly 100%. Correct the weights.")
WEIGHT = gettext_noop("The weight of {criterion} is {found_rate}; it lies above 0% and not above 100%.")
LEVELS = gettext_noop(
    "{criterion} describes the levels {found}; describe at least two, each score once, with words. Complete them."
)
CODE_TWICE = gettext_noop("{found} stands twice. Give each a code of its own.")
CLOSES_EARLY = gettext_noop("The invitation would close before it opens. Correct one of the times.")
CLOSED_ALREADY = gettext_noop("The closing time {found} is over. Give one that is to come.")
NOT_OVER = gettext_noop(
    "The closing time {found} is to come. A round that was held on paper is entered once it is over; hold this here."
)


@dataclass(frozen=True, slots=True)
class Level:
    """What a score of a criterion means."""

    score: int
    words_en: str
    words_zh_hant: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `weight_rate` is its part of the whole, a fraction."""

    code: str
    title_en: str
    title_zh_hant: str
    weight_rate: Decimal
    levels: tuple[Level, ...]


def check_criteria(criteria: Sequence[Criterion]) -> tuple[Breach, ...]:
    """This function will judge criteria (R29, para 12): weights sum to exactly 1, each has a code and levels."""
    if not criteria:
        return (_breach("no_criterion", NO_CRITERION),)
    breaches = [
        _breach("weight_outside", WEIGHT, criterion=one.title_en, found_rate=one.weight_rate)
        for one in criteria
        if not 0 < one.weight_rate <= 1
    ]
    for one in criteria:
        scores = [level.score for level in one.levels]
        if len(scores) < 2 or len(set(scores)) != len(scores) or not all(level.words_en for level in one.levels):
            breaches.append(_breach("levels_incomplete", LEVELS, criterion=one.title_en, found=tuple(scores)))
    breaches += check_codes([one.code for one in criteria])
    whole = sum((one.weight_rate for one in criteria), Decimal(0))
    if whole != ONE:
        breaches.append(_breach("weights_not_whole", WEIGHTS, found_rate=whole))
    return tuple(breaches)


def check_codes(codes: Sequence[str]) -> list[Breach]:
    """This function will give a breach for each code that stands twice (R29)."""
    return [_breach("code_twice", CODE_TWICE, found=code) for code in dict.fromkeys(codes) if codes.count(code) > 1]


def check_times(opens_at: datetime, closes_at: datetime, *, at: datetime) -> tuple[Breach, ...]:
    """This function will judge a round's times (R29): it closes after it opens, and not before `at`."""
    if closes_at <= opens_at:
        return (_breach("closes_before_it_opens", CLOSES_EARLY),)
    return (_breach("closed_already", CLOSED_ALREADY, found=closes_at),) if closes_at <= at else ()


def check_times_on_paper(opens_at: datetime, closes_at: datetime, *, at: datetime) -> tuple[Breach, ...]:
    """This function will judge the times of a round that was held on paper: over by `at`, so that none joins it now."""
    if closes_at <= opens_at:
        return (_breach("closes_before_it_opens", CLOSES_EARLY),)
    return (_breach("not_over", NOT_OVER, found=closes_at),) if closes_at >= at else ()


def _breach(code: str, template: str, **facts) -> Breach:
    return Breach(code, template, "R29", CLAUSE, facts)
