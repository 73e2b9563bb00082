"""Hong Kong spend of an investee: the straight line, progress against it, and a sample that anyone can draw again.

R10 (Annex 3 1(g)(iii)) asks for half of the investment; A16 compares reported spend with a straight line over the
months of the undertaking (24 unless it says otherwise), which is a warning only.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from itvf.dates import add_months
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, quantise, ratio, total

CATEGORIES = ("talent", "goods", "services", "premises", "research", "other")
MONTHS = 24
NOT_BEGUN, ON_TRACK, BEHIND, SHORT, MET = "not_begun", "on_track", "behind", "short", "met"
# A sample takes this part of the lines, and every line from this amount on.
SAMPLE_RATE = Decimal("0.20")
SAMPLE_THRESHOLD_HKD = Decimal("1000000.00")

PARTS_DIFFER = gettext_noop(
    "{accepted_hkd} accepted and {rejected_hkd} rejected are not the line's {amount_hkd}; make the two add up."
)
NO_REASON = gettext_noop("{rejected_hkd} is rejected; say why, so that the manager can answer.")
NOT_A_CATEGORY = gettext_noop("{category} is no category of spend; use one of: {allowed}.")
NO_LINES = gettext_noop("The report has no line; give at least one, or report no spend by leaving the quarter out.")
NOTHING_TO_SAMPLE = gettext_noop("No line of the quarter to {period_end} is on record for {fund}; there is no sample.")


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What an investee undertook: on what cost, at which minimum rate, from when, over how many months."""

    cost_hkd: Decimal
    minimum_rate: Decimal
    starts: date
    months: int = MONTHS

    @property
    def required_hkd(self) -> Decimal:
        """What is to be spent in Hong Kong in all, half up to the cent."""
        return quantise(Fraction(self.cost_hkd) * Fraction(self.minimum_rate), mode="half_up")

    @property
    def ends(self) -> date:
        """The day by which all of it is to be spent."""
        return add_months(self.starts, self.months)

    @property
    def days(self) -> int:
        """The days of the straight line, one at the least."""
        return max((self.ends - self.starts).days, 1)

    def passed(self, on: date) -> int:
        """The days of the line that have passed on a day."""
        return min(max((on - self.starts).days, 0), (self.ends - self.starts).days)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an investee stands, in HK$. What is verified counts as accepted, what is not yet as reported."""

    reported_hkd: Decimal
    accepted_hkd: Decimal
    rejected_hkd: Decimal
    required_hkd: Decimal
    expected_hkd: Decimal
    status: str

    @property
    def counted_hkd(self) -> Decimal:
        """What counts: all that was reported and not rejected."""
        return total([self.reported_hkd, -self.rejected_hkd])

    @property
    def unverified_hkd(self) -> Decimal:
        """What was reported and is neither accepted nor rejected."""
        return total([self.counted_hkd, -self.accepted_hkd])

    @property
    def behind_hkd(self) -> Decimal:
        """What is missing on the straight line; zero where nothing is."""
        return max(ZERO, total([self.expected_hkd, -self.counted_hkd]))

    @property
    def share_rate(self) -> Decimal | None:
        """What counts over what is required, 12 places."""
        return ratio(self.counted_hkd, self.required_hkd)


def expected(undertaking: Undertaking, on: date) -> Fraction:
    """This function will give what the straight line expects by a day, exact HK$ (A16)."""
    exact = Fraction(undertaking.cost_hkd) * Fraction(undertaking.minimum_rate)
    return exact * Fraction(undertaking.passed(on), undertaking.days)


def progress(
    undertaking: Undertaking, *, reported_hkd: Decimal, accepted_hkd: Decimal, rejected_hkd: Decimal, on: date
) -> Progress:
    """This function will set an investee's spend beside its undertaking on a day.

    `met` once all is spent, `behind` while less than the straight line is (a warning only), `short` from the last day
    on; the line is rounded half up to the cent.
    """
    line = quantise(expected(undertaking, on), mode="half_up")
    counted = total([reported_hkd, -rejected_hkd])
    if counted >= undertaking.required_hkd:
        status = MET
    elif on >= undertaking.ends:
        status = SHORT
    elif counted < line:
        status = BEHIND
    else:
        status = NOT_BEGUN if on <= undertaking.starts else ON_TRACK
    return Progress(reported_hkd, accepted_hkd, rejected_hkd, undertaking.required_hkd, line, status)


def check_line(*, amount_hkd: Decimal, accepted_hkd: Decimal, rejected_hkd: Decimal, reason: str) -> None:
    """This function will refuse a check whose parts are not the line, or a rejection without a reason."""
    if accepted_hkd < 0 or rejected_hkd < 0 or total([accepted_hkd, rejected_hkd]) != amount_hkd:
        raise InputRefused(
            PARTS_DIFFER,
            code="parts_differ",
            field="accepted_hkd",
            accepted_hkd=accepted_hkd,
            rejected_hkd=rejected_hkd,
            amount_hkd=amount_hkd,
        )
    if rejected_hkd and not reason.strip():
        raise InputRefused(NO_REASON, code="reason_missing", field="reason", rejected_hkd=rejected_hkd)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a sample sees it: its id, its amount in HK$, and whether a file shows it."""

    id: int
    amount_hkd: Decimal
    has_evidence: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """What a seed takes of a population, and what proves which population it was."""

    lines: tuple[int, ...]
    population_count: int
    population_hkd: Decimal
    population_hash: str


def sample(
    seed: str,
    lines: Sequence[Line],
    *,
    share_rate: Decimal = SAMPLE_RATE,
    threshold_hkd: Decimal = SAMPLE_THRESHOLD_HKD,
) -> Sample:
    """This function will draw a sample of lines: every large one, every one without evidence, a share of the rest.

    A line's turn is SHA-256 of "seed:id"; the smallest come first, so anyone with the seed draws the same. The share is
    rounded up to a whole line. The population's hash is over "id:amount" by id.
    """
    always = [line for line in lines if line.amount_hkd >= threshold_hkd or not line.has_evidence]
    rest = sorted((line for line in lines if line not in always), key=lambda line: _turn(seed, line.id))
    taken = rest[: ceil(Fraction(share_rate) * len(rest))]
    return Sample(
        lines=tuple(sorted(line.id for line in (*always, *taken))),
        population_count=len(lines),
        population_hkd=total(line.amount_hkd for line in lines),
        population_hash=population_hash(lines),
    )


def population_hash(lines: Iterable[Line]) -> str:
    """SHA-256 over "id:amount" of every line, by id, one a row."""
    rows = "\n".join(f"{line.id}:{line.amount_hkd}" for line in sorted(lines, key=lambda line: line.id))
    return hashlib.sha256(rows.encode()).hexdigest()


def _turn(seed: str, line: int) -> str:
    return hashlib.sha256(f"{seed}:{line}".encode()).hexdigest()
