"""The calendar of duties: what a fund owes by law, by its agreement and by what happened, each with its last day (R27).

Nothing here is stored: the duties follow from the register and the fund's dates, and only their discharge is on record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from itvf.dates import add_months, add_years, ordinance_period_end
from itvf.errors import gettext_noop

ANNUAL_RETURN_DAYS = 42
LICENCE_CHECK_DAYS = 90
# A14's default; an agreement may set another.
ACCOUNTS_DAYS = 120
SOON_DAYS = 30
HORIZON_MONTHS = 12

GP, CORPORATION = "gp", "corporation"
DONE, OVERDUE, SOON, COMING = "done", "overdue", "soon", "coming"
HOLDERS = {GP: gettext_noop("the GP"), CORPORATION: gettext_noop("the Corporation")}
STATES = {
    DONE: gettext_noop("done"),
    OVERDUE: gettext_noop("overdue"),
    SOON: gettext_noop("due within 30 days"),
    COMING: gettext_noop("to come"),
}

ANNUAL_RETURN = "annual_return"
LICENCE_CHECK = "licence_check"
ACCOUNTS = "audited_accounts"
MEETING = "annual_meeting"
COMMITTEE = "committee_meetings"
MATTER = "matter"
ELECTION = "election"
VOTE = "vote"
REPAYMENT = "repayment"
KINDS = {
    ANNUAL_RETURN: gettext_noop("Annual return of the fund filed"),
    LICENCE_CHECK: gettext_noop("Type 9 licence of the manager looked up again"),
    ACCOUNTS: gettext_noop("Audited accounts sent to the partners"),
    MEETING: gettext_noop("Annual meeting of partners held"),
    COMMITTEE: gettext_noop("Meeting of the advisory committee held"),
    MATTER: gettext_noop("Answered, cured or decided"),
    ELECTION: gettext_noop("Side letter elected or declined for the Government"),
    VOTE: gettext_noop("Vote of the Government given"),
    REPAYMENT: gettext_noop("Drawdown of the facility repaid"),
}
# Whose discharge is a record of its own; the others are marked as done, with evidence.
BY_RECORD = (LICENCE_CHECK, MATTER, ELECTION, VOTE, REPAYMENT)


@dataclass(frozen=True, slots=True)
class Term:
    """What a term of the agreement sets for a duty: so many days, months or times, under its clause."""

    count: int
    clause: str


# The term of a topic that is in force on a day, or None.
TermOn = Callable[[str, date], Term | None]


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with its last day, under its clause. `key` names it for good; `about` says of what it is."""

    kind: str
    key: str
    due_date: date
    clause: str
    holder: str = GP
    about: str = ""
    done_date: date | None = None

    @property
    def is_marked(self) -> bool:
        """Whether a person marks it as done; else the record that discharges it does."""
        return self.kind not in BY_RECORD


def state(duty: Duty, on: date) -> str:
    """This function will say where a duty stands on a day: done, overdue, due within 30 days, or to come."""
    if duty.done_date is not None and duty.done_date <= on:
        return DONE
    if duty.due_date < on:
        return OVERDUE
    return SOON if (duty.due_date - on).days <= SOON_DAYS else COMING


def horizon(on: date) -> date:
    """This function will give the last day to which the calendar looks ahead: a year from a day."""
    return add_months(on, HORIZON_MONTHS)


def annual_returns(registered_date: date, until: date) -> Iterator[Duty]:
    """This function will give the annual returns: within 42 days after each anniversary of registration (Cap. 637).

    An Ordinance's period of days: a last day on a Sunday or general holiday runs on to the next day that is neither.
    """
    for number in range(1, until.year - registered_date.year + 1):
        anniversary = add_years(registered_date, number)
        due = ordinance_period_end(anniversary, ANNUAL_RETURN_DAYS)
        if due <= until:
            yield Duty(
                ANNUAL_RETURN, f"{ANNUAL_RETURN}:{anniversary.year}", due, "Cap. 637", about=str(anniversary.year)
            )


def licence_check(checked_date: date) -> Duty:
    """This function will give the next look at the manager's licence: within 90 days of the last (R17)."""
    due = checked_date + timedelta(days=LICENCE_CHECK_DAYS)
    return Duty(LICENCE_CHECK, f"{LICENCE_CHECK}:{due}", due, "Annex 3 1(l)", holder=CORPORATION)


def yearly(first_closing_date: date, term_on: TermOn, until: date) -> Iterator[Duty]:
    """This function will give what follows each fund year's end, 31 December: audited accounts, the annual meeting.

    The term in force on that day counts. Accounts are due after 120 days where the agreement sets nothing (A14).
    """
    for year in range(first_closing_date.year, until.year + 1):
        ends = date(year, 12, 31)
        accounts = term_on("audited_accounts", ends) or Term(ACCOUNTS_DAYS, "A14")
        due = ends + timedelta(days=accounts.count)
        if due <= until:
            yield Duty(ACCOUNTS, f"{ACCOUNTS}:{year}", due, accounts.clause, about=str(year))
        meeting = term_on("annual_meeting", ends)
        if meeting and (due := add_months(ends, meeting.count)) <= until:
            yield Duty(MEETING, f"{MEETING}:{year}", due, meeting.clause, about=str(year))


def committee_meetings(first_closing_date: date, term_on: TermOn, until: date) -> Iterator[Duty]:
    """This function will give the committee's meetings: so many a year, one by the end of each equal part of it.

    Parts of a year that ended before the first closing, or that no term covers, have none.
    """
    for year in range(first_closing_date.year, until.year + 1):
        term = term_on("committee_meetings", date(year, 12, 31)) or term_on("committee_meetings", date(year, 1, 1))
        for number in range(1, term.count + 1 if term else 1):
            due = add_months(date(year, 1, 1), 12 * number // term.count) - timedelta(days=1)
            if first_closing_date < due <= until:
                yield Duty(
                    COMMITTEE, f"{COMMITTEE}:{year}:{number}", due, term.clause, about=f"{year}, {number}/{term.count}"
                )


def order(duty: Duty, on: date) -> tuple[bool, date, str]:
    """This function will give a duty's place in a calendar: what is open by its last day, then what is done."""
    return (state(duty, on) == DONE, duty.due_date, duty.key)
