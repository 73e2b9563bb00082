"""The twelve months of a selection as read: its clock, what the manager says of its investors, how far the money is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from funds import selectors
from funds.models import Commitment, FundraisingPledge, Partner, Selection
from funds.rules import fundraising as rules
from itvf.money import ZERO, total


@dataclass(frozen=True, slots=True)
class Fundraising:
    """A selection's twelve months on a day: the clock, the newest pledge of each investor, the sums (A7, A8).

    Without a recorded receipt of the notice there is no clock.
    """

    selection: Selection
    on: date
    clock: rules.Standing | None
    pledges: list[FundraisingPledge]
    progress: rules.Progress


def clock_of(selection: Selection, on: date) -> rules.Standing | None:
    """This function will give a selection's clock on a day; its last day is the one recorded with it (A9).

    None until the receipt of the notice is recorded: the months do not run.
    """
    if selection.notice_received_date is None:
        return None
    return rules.standing(selection.notice_received_date, selection.fundraising_last_date, on=on)


def milestones_of(selection: Selection) -> tuple[rules.Milestone, ...]:
    """This function will give the days of a selection's reminders; none until the receipt of the notice is recorded."""
    if selection.notice_received_date is None:
        return ()
    return rules.milestones(selection.notice_received_date, selection.fundraising_last_date)


def pledges_of(selection: Selection, on: date) -> list[FundraisingPledge]:
    """This function will give the newest pledge of each investor as of a day, by name."""
    found = selection.pledges.filter(as_of_date__lte=on).select_related("document", "reported_by")
    return list(found.order_by("investor", "-as_of_date", "-id").distinct("investor"))


def of(selection: Selection, on: date) -> Fundraising:
    """This function will set what the manager says of its investors beside what the register of closings counts.

    Counted are commitments at completed closings dated on or before the last day (A8); HK$, unrounded.
    """
    fund = getattr(selection, "fund", None)
    closed = selectors.register(fund, on=_last_counted(selection, on)).non_government_hkd if fund else ZERO
    pledges = pledges_of(selection, on)
    return Fundraising(
        selection=selection,
        on=on,
        clock=clock_of(selection, on),
        pledges=pledges,
        progress=rules.progress([_read(one) for one in pledges], counted_hkd=closed, minimum_hkd=_minimum(selection)),
    )


def series(selection: Selection, on: date) -> list[tuple[date, rules.Progress]]:
    """This function will give the progress at each day on which something was said or closed, up to a day, in order.

    Begins with the notice's receipt (its issue, while that is not recorded) and ends with the day asked for; two
    queries, however many the days.
    """
    said, closed = _said_by_day(selection, on), _closed_by_day(selection, on)
    minimum, newest, counted, found = _minimum(selection), {}, ZERO, []
    for day in sorted({selection.notice_received_date or selection.notice_issued_date, on, *said, *closed}):
        newest |= said.get(day, {})
        counted = total([counted, closed.get(day, ZERO)])
        found.append((day, rules.progress(newest.values(), counted_hkd=counted, minimum_hkd=minimum)))
    return found


def _last_counted(selection: Selection, on: date) -> date:
    last = selection.fundraising_last_date
    return on if last is None else min(on, last)


def _minimum(selection: Selection) -> Decimal:
    terms = selectors.terms_in_force(selection.scheme, selection.notice_issued_date)
    return terms.hkd("minimum_non_government_hkd")


def _read(pledge: FundraisingPledge) -> rules.Pledge:
    return rules.Pledge(pledge.kind, pledge.firmness, pledge.amount_hkd)


def _said_by_day(selection: Selection, on: date) -> dict[date, dict[str, rules.Pledge]]:
    said: dict[date, dict[str, rules.Pledge]] = {}
    for one in selection.pledges.filter(as_of_date__lte=on).order_by("as_of_date", "id"):
        said.setdefault(one.as_of_date, {})[one.investor] = _read(one)
    return said


def _closed_by_day(selection: Selection, on: date) -> dict[date, Decimal]:
    last = _last_counted(selection, on)
    sums = (
        Commitment.objects.admitted()
        .filter(fund__selection=selection, closing__closing_date__lte=last)
        .exclude(partner__kind__in=(Partner.Kind.GOVERNMENT, Partner.Kind.PUBLIC_BODY))
        .values_list("closing__closing_date")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    return dict(sums)
