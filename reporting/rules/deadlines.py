"""When managers' reports fall due and which are late (R21, A14).

The agreement has no field for its year end yet: the fund's year is taken to end on 31 December, and every
place that shows a due date says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from itvf.dates import quarter_end

DAYS_AFTER_QUARTER = 60
DAYS_AFTER_YEAR = 120
YEAR_END = (12, 31)
ONE_DAY = timedelta(days=1)

ACCEPTED = "accepted"
RECEIVED = "received"
RETURNED = "returned"
OUTSTANDING = "outstanding"
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Report:
    """A quarterly report as it stands: when it came in last, whether it went back, when it was accepted."""

    period_end: date
    received_date: date
    is_queried: bool = False
    accepted_date: date | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """One quarter's report of a fund: when it was due, what became of it, and by how many days it is or was late."""

    period_end: date
    due_date: date
    status: str
    days_late: int
    report: Report | None = None


def due_date(period_end: date) -> date:
    """This function will give the last day for a quarter's report: 60 days after it, 120 after the fund's year (A14).

    Calendar days, the quarter's last day not counted; a due date on a holiday stays where it is.
    """
    days = DAYS_AFTER_YEAR if (period_end.month, period_end.day) == YEAR_END else DAYS_AFTER_QUARTER
    return period_end + timedelta(days=days)


def quarters(first_closing_date: date | None, until: date) -> tuple[date, ...]:
    """This function will give the ends of the quarters to report: from the first closing's to the last one over.

    A quarter is over on its last day.
    """
    if first_closing_date is None:
        return ()
    ends = []
    end = quarter_end(first_closing_date)
    while end <= until:
        ends.append(end)
        end = quarter_end(end + ONE_DAY)
    return tuple(ends)


def expected_reports(
    first_closing_date: date | None, reports: Sequence[Report], *, until: date, on: date
) -> tuple[Expected, ...]:
    """This function will say of each quarter to `until` what became of its report, seen on a day (A14).

    A report that went back to the manager is late from its due date until it comes in again.
    """
    by_quarter = {report.period_end: report for report in reports}
    return tuple(_expected(end, by_quarter.get(end), on) for end in quarters(first_closing_date, until))


def _expected(period_end: date, report: Report | None, on: date) -> Expected:
    due = due_date(period_end)
    if report is None:
        status, came_in = (OVERDUE if on > due else OUTSTANDING), on
    elif report.is_queried:
        status, came_in = RETURNED, on
    else:
        status, came_in = (ACCEPTED if report.accepted_date else RECEIVED), report.received_date
    return Expected(period_end, due, status, max((came_in - due).days, 0), report)
