"""Delta's twelve months: the reminders on their days, and what its manager reported of each investor."""

from datetime import date, timedelta
from decimal import Decimal

from funds.models import Fund, FundraisingReminder
from funds.rules.fundraising import milestones
from funds.services import fundraising
from itvf.dates import add_months
from itvf.models import File
from reporting.demo import papers
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

# What was reported: months after the receipt, investor, kind, how firm, HK$ million. The same name again is news of it.
REPORTED = (
    (2, "Delta Demo GP Limited", "gp", "soft", 15),
    (2, "Example Robotics Industries Limited", "private", "soft", 120),
    (4, "Sample Shipping Holdings Limited", "private", "soft", 160),
    (5, "Example Overseas Pension Trust", "private", "soft", 90),
    (7, "Example Robotics Industries Limited", "private", "signed", 180),
    (8, "Demo Statutory Authority", "public_body", "soft", 50),
    (9, "Example Overseas Pension Trust", "private", "withdrawn", 90),
    (10, "Sample Shipping Holdings Limited", "private", "signed", 140),
    (10, "Demo Retail Group Limited", "private", "soft", 85),
    (11, "Delta Demo GP Limited", "gp", "signed", 15),
)
MILLION = Decimal("1000000.00")


def play(people: Cast, fund: Fund, *, today: date) -> None:
    """This function will play a selection's twelve months up to today: every look of the watch, every report."""
    selection = fund.selection
    received = selection.notice_received_date
    for one in milestones(received, selection.fundraising_last_date):
        if one.date <= today:
            fundraising.remind(selection=selection, at=moment(one.date, 6))
    for months, investor, kind, firmness, millions in REPORTED:
        on = add_months(received, months) + timedelta(days=2)
        fundraising.report(
            selection=selection,
            investor=investor,
            kind=kind,
            firmness=firmness,
            amount_hkd=millions * MILLION,
            as_of_date=on,
            document=_signed(fund, investor, millions, people) if firmness == "signed" else None,
            by=people.maker(fund),
            at=moment(on, 16),
        )


def letters() -> list[tuple]:
    """This function will give the moments of the reminders that went out, with what their messages are found by."""
    sent = FundraisingReminder.objects.filter(outcome=FundraisingReminder.Outcome.SENT)
    return [
        (moment(day, 6), {"key__startswith": f"{fundraising.KIND}:{selection}:{milestone}:"})
        for selection, milestone, day in sent.values_list("selection", "milestone", "due_date")
    ]


def _signed(fund: Fund, investor: str, millions: int, people: Cast) -> File:
    lines = (fund.name_en, f"{investor} commits HK${millions},000,000.00.")
    return papers.paper("Subscription agreement", lines, name="signed-commitment", by=people.maker(fund))
