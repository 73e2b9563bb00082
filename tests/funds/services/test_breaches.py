"""The breach register: found, to be cured by a day, cured by a person's word (R27, R28)."""

from datetime import date
from types import SimpleNamespace

import pytest

from funds.models import RecordedBreach
from funds.services import breaches
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

FOUND = date(2025, 5, 20)
TODAY = date(2025, 6, 2)
DUE = date(2025, 6, 30)


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


@pytest.fixture
def breach(cast):
    return RecordedBreach.objects.create(
        fund=programme.founded(cast, programme.scheme()),
        rule="R12",
        clause="Annex 3 1(i)",
        code="instrument_outside_scheme",
        message="The instrument loan is none of the scheme's.",
        source="proposal:1",
        found_date=FOUND,
    )


def agree(cast, breach, *, due=DUE, reason="The manager writes on the 2nd.", by=None, day=TODAY):
    return breaches.agree_cure(
        breach=breach, cure_due_date=due, reason=reason, by=by or cast.officer, at=programme.at(day)
    )


def cure(cast, breach, *, on=TODAY, how="Converted into shares.", by=None):
    return breaches.cure(breach=breach, cured_date=on, cure=how, by=by or cast.officer, at=programme.at(TODAY))


class TestAgreeCure:
    def test_sets_the_day_and_goes_on_record(self, cast, breach):
        agree(cast, breach)
        breach.refresh_from_db()
        assert (breach.cure_due_date, breach.cured_date) == (DUE, None)
        event = AuditEvent.objects.get(verb="breach.agree_cure")
        assert event.chain == breach.fund.chain
        assert event.facts == {"before": None, "due": "2025-06-30"}

    def test_may_set_another_day_and_remembers_the_first(self, cast, breach):
        agree(cast, breach)
        agree(cast, breach, due=date(2025, 7, 31))
        assert AuditEvent.objects.filter(verb="breach.agree_cure").latest("pk").facts["before"] == "2025-06-30"

    def test_takes_today_and_no_earlier_day(self, cast, breach):
        with pytest.raises(InputRefused) as refusal:
            agree(cast, breach, due=date(2025, 6, 1))
        assert (refusal.value.code, refusal.value.field) == ("cure_due_past", "cure_due_date")
        breach.refresh_from_db()
        assert breach.cure_due_date is None
        assert agree(cast, breach, due=TODAY).cure_due_date == TODAY

    def test_asks_for_a_reason(self, cast, breach):
        with pytest.raises(InputRefused) as refusal:
            agree(cast, breach, reason=" ")
        assert refusal.value.code == "reason_missing"

    def test_is_too_late_once_cured(self, cast, breach):
        cure(cast, breach)
        with pytest.raises(WrongStage) as refusal:
            agree(cast, breach)
        assert refusal.value.code == "already_cured"

    def test_requires_its_permission(self, cast, breach):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                agree(cast, breach, by=person)
        assert not AuditEvent.objects.filter(verb="breach.agree_cure").exists()


class TestCure:
    def test_closes_a_breach_that_stays_in_the_register(self, cast, breach):
        cure(cast, breach)
        breach.refresh_from_db()
        assert (breach.cured_date, breach.cured_by, breach.cure) == (TODAY, cast.officer, "Converted into shares.")
        assert AuditEvent.objects.get(verb="breach.cure").reason == "Converted into shares."

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"on": date(2025, 5, 19)}, "cure_date"),
            ({"on": date(2025, 6, 3)}, "cure_date"),
            ({"how": " "}, "cure_missing"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, breach, changes, code):
        with pytest.raises(InputRefused) as refusal:
            cure(cast, breach, **changes)
        assert refusal.value.code == code
        breach.refresh_from_db()
        assert breach.cured_date is None

    def test_happens_once(self, cast, breach):
        cure(cast, breach)
        with pytest.raises(WrongStage):
            cure(cast, breach)

    def test_requires_its_permission(self, cast, breach):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                cure(cast, breach, by=person)


class TestStanding:
    """Open and overdue are read off the dates."""

    def test_is_open_from_its_day_until_its_cure(self, cast, breach):
        cure(cast, breach)
        days = (date(2025, 5, 19), FOUND, date(2025, 6, 1), TODAY)
        assert [RecordedBreach.objects.open(day).exists() for day in days] == [False, True, True, False]

    def test_is_overdue_the_day_after_the_one_agreed(self, cast, breach):
        agree(cast, breach)
        breach.refresh_from_db()
        for day, late in ((DUE, False), (date(2025, 7, 1), True)):
            assert breach.is_overdue(day) is late
            assert RecordedBreach.objects.overdue(day).exists() is late

    def test_is_never_overdue_once_cured(self, cast, breach):
        agree(cast, breach)
        cure(cast, breach)
        breach.refresh_from_db()
        assert breach.is_overdue(date(2025, 7, 1)) is False
        assert not RecordedBreach.objects.overdue(date(2025, 7, 1)).exists()
