"""The twelve months: contact, reminders that go out once, what the manager reports beside what counts (R17(iv), A9)."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from funds import fundraising as reads
from funds.models import FundraisingPledge, FundraisingReminder
from funds.services import fundraising
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
# Notice received on 10 January 2025: reminders on 10 July, 10 October, 10 and 27 December; over on 11 January 2026.
JULY, LATE = date(2025, 7, 10), date(2025, 12, 30)


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    fund = programme.founded(cast, scheme)
    return SimpleNamespace(cast=cast, scheme=scheme, fund=fund, selection=fund.selection)


@pytest.fixture
def selection(standing):
    standing.selection.refresh_from_db()
    return standing.selection


def remind(selection, day):
    return fundraising.remind(selection=selection, at=programme.at(day))


def report(cast, selection, *, by=None, day=JULY, **changes):
    about = {
        "investor": "Example Family Office",
        "kind": "private",
        "firmness": "soft",
        "amount_hkd": D("120000000.00"),
        "as_of_date": day,
    }
    return fundraising.report(selection=selection, by=by or cast.maker, at=programme.at(day), **about | changes)


class TestRemind:
    def test_writes_to_the_contact_and_the_officers_once(self, cast, selection):
        made = remind(selection, JULY)
        assert (made.milestone, made.outcome, made.due_date) == ("month_6", "sent", JULY)
        letters = OutboxMessage.objects.filter(kind="fundraising_reminder")
        assert set(letters.values_list("to", flat=True)) == {
            "harbour@managers.example",
            cast.officer.email,
            cast.second_officer.email,
        }
        text = letters.first().text
        assert "184 days are left" in text
        assert "尚餘184日" in text
        assert "HK$450,000,000.00" in text
        assert remind(selection, JULY) is None
        assert remind(selection, JULY + timedelta(days=1)) is None
        assert letters.count() == 3
        assert AuditEvent.objects.get(verb="fundraising.remind").actor_name == "system"

    def test_sends_the_newest_and_records_what_it_missed_when_it_comes_late(self, selection):
        remind(selection, JULY)
        assert remind(selection, LATE).milestone == "days_14"
        outcomes = dict(FundraisingReminder.objects.values_list("milestone", "outcome"))
        assert outcomes == {"month_6": "sent", "month_9": "missed", "month_11": "missed", "days_14": "sent"}
        assert remind(selection, date(2026, 1, 10)) is None
        assert remind(selection, date(2026, 1, 11)).milestone == "over"

    def test_is_silent_once_the_fund_closed(self, cast, selection):
        programme.closed(cast, selection.fund)
        assert remind(selection, JULY) is None
        assert not FundraisingReminder.objects.exists()

    def test_is_kept_once_by_the_database_too(self, selection):
        made = remind(selection, JULY)
        with pytest.raises(IntegrityError), transaction.atomic():
            FundraisingReminder.objects.create(
                selection=selection, milestone=made.milestone, due_date=JULY, outcome="sent"
            )


class TestReport:
    def test_keeps_every_report_and_counts_the_newest(self, cast, selection):
        report(cast, selection)
        report(cast, selection, investor="example  FAMILY office", firmness="signed", amount_hkd=D("100000000.00"))
        report(cast, selection, investor="Example Authority", kind="public_body", by=cast.officer)
        found = reads.of(selection, JULY)
        assert [one.investor for one in found.pledges] == ["Example Authority", "Example Family Office"]
        assert (found.progress.soft_hkd, found.progress.signed_hkd) == (D("0.00"), D("100000000.00"))
        assert found.progress.public_hkd == D("120000000.00")
        assert FundraisingPledge.objects.count() == 3
        assert FundraisingPledge.objects.get(kind="public_body").source == "staff"

    def test_stands_beside_what_the_register_counts(self, cast, selection):
        seats = (("gp", "15000000.00"), ("private", "285000000.00"), ("public_body", "50000000.00"))
        report(cast, selection, day=date(2025, 3, 3), firmness="closed", amount_hkd=D("320000000.00"))
        programme.closed(cast, selection.fund, seats)
        found = reads.of(selection, programme.CLOSED).progress
        assert (found.counted_hkd, found.missing_hkd) == (D("300000000.00"), D("150000000.00"))
        assert found.difference_hkd == D("20000000.00")
        days = reads.series(selection, programme.CLOSED)
        assert [(day, one.counted_hkd) for day, one in days] == [
            (programme.SELECTED, D("0.00")),
            (date(2025, 3, 3), D("0.00")),
            (programme.CLOSED, D("300000000.00")),
        ]
        assert days[-1][1] == found

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_hkd": D("0.00")}, "not_positive"),
            ({"as_of_date": JULY + timedelta(days=1)}, "as_of_out_of_order"),
            ({"as_of_date": date(2025, 1, 9)}, "as_of_out_of_order"),
            ({"investor": "  "}, "investor_missing"),
            ({"kind": "government"}, "unknown_choice"),
            ({"firmness": "hard"}, "unknown_choice"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, selection, changes, code):
        with pytest.raises(InputRefused) as refusal:
            report(cast, selection, **changes)
        assert refusal.value.code == code
        assert not FundraisingPledge.objects.exists()

    def test_requires_its_permission(self, cast, selection):
        for person in (cast.stranger, cast.contact, cast.other_maker, cast.auditor, cast.finance):
            with pytest.raises(NotPermitted):
                report(cast, selection, by=person)

    def test_is_over_with_the_selection(self, cast, selection):
        programme.closed(cast, selection.fund)
        with pytest.raises(WrongStage):
            report(cast, selection)
