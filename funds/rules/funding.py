"""The Corporation asks Government for money: within the allotment of the financial year, and how long it waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

RULE, CLAUSE = "R1", "para 12"
# Calendar days since a request was approved: up to and with each of these, then beyond the last.
BANDS = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a request: what a payment case takes, in HK$, and what standing requests asked for it before."""

    label: str
    amount_hkd: Decimal
    case_hkd: Decimal
    asked_before_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that is approved, in HK$: since when, what was asked and what has come."""

    since: date
    asked_hkd: Decimal
    received_hkd: Decimal

    @property
    def outstanding_hkd(self) -> Decimal:
        """What has not come; money above what was asked is none of it."""
        return max(total([self.asked_hkd, -self.received_hkd]), ZERO)


def check_request(
    amount_hkd: Decimal, *, year: str, allotted_hkd: Decimal | None, requested_before_hkd: Decimal
) -> tuple[Breach, ...]:
    """This function will judge a request against the financial year's allotment and what stands requested before it."""
    if allotted_hkd is None:
        return (
            Breach(
                "no_allotment",
                gettext_noop(
                    "No allotment of {year} is approved, so {amount_hkd} can't be asked for in it; "
                    "have the year's allotment recorded and approved first."
                ),
                RULE,
                CLAUSE,
                {"year": year, "amount_hkd": amount_hkd},
            ),
        )
    left = total([allotted_hkd, -requested_before_hkd])
    if amount_hkd <= left:
        return ()
    return (
        Breach(
            "beyond_allotment",
            gettext_noop(
                "{amount_hkd} is asked for in {year}; {allotted_hkd} is allotted and {before_hkd} requested already, "
                "so {left_hkd} is left. Ask for less, or have a revised allotment approved."
            ),
            RULE,
            CLAUSE,
            {
                "year": year,
                "amount_hkd": amount_hkd,
                "allotted_hkd": allotted_hkd,
                "before_hkd": requested_before_hkd,
                "left_hkd": left,
            },
        ),
    )


def check_lines(lines: Sequence[Asked]) -> tuple[Breach, ...]:
    """This function will refuse lines that ask for a payment more than it takes, over all standing requests."""
    return tuple(
        Breach(
            "beyond_payment",
            gettext_noop(
                "{label} takes {case_hkd}; {before_hkd} is requested for it already and {amount_hkd} asked now. "
                "Ask for what is left of it."
            ),
            RULE,
            CLAUSE,
            {
                "label": one.label,
                "case_hkd": one.case_hkd,
                "before_hkd": one.asked_before_hkd,
                "amount_hkd": one.amount_hkd,
            },
        )
        for one in lines
        if total([one.amount_hkd, one.asked_before_hkd]) > one.case_hkd
    )


def band_of(age_days: int, bands: Sequence[int] = BANDS) -> int:
    """This function will give the age band of a number of days: 0 up to the first bound, and so on."""
    return sum(age_days > bound for bound in bands)


def aged(waiting: Iterable[Waiting], on: date) -> tuple[Decimal, ...]:
    """This function will sum what is asked and not received by age band, the youngest first (BANDS)."""
    sums = [ZERO] * (len(BANDS) + 1)
    for one in waiting:
        index = band_of((on - one.since).days)
        sums[index] = total([sums[index], one.outstanding_hkd])
    return tuple(sums)
