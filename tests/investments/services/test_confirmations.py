"""Holdings confirmed by somebody outside: beside what is on record that day, a difference explained (R28)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from investments.models import HoldingConfirmation
from investments.services import confirmations
from itvf.errors import InputRefused, NotPermitted
from itvf.models import AuditEvent
from reporting.demo.acts import moment
from tests.investments.services.lots import DONE, bought, day, lot, standing

__all__ = ["bought", "lot", "standing"]

pytestmark = pytest.mark.django_db

UNITS = Decimal(1_000_000)
TODAY = day(200)


def record(cast, lot, units: Decimal = UNITS, *, by=None, **changes) -> HoldingConfirmation:
    about = {"as_of_date": day(100), "source": "registry", "confirmed_units": units, "at": moment(TODAY, 12)}
    return confirmations.record(investment=lot, by=by or cast.officer, **about | changes)


def written() -> tuple[int, int]:
    return HoldingConfirmation.objects.count(), AuditEvent.objects.count()


class TestRecord:
    def test_keeps_what_is_confirmed_beside_what_is_on_record(self, cast, lot):
        found = record(cast, lot)
        assert (found.confirmed_units, found.recorded_units, found.recorded_by) == (UNITS, UNITS, cast.officer)
        event = AuditEvent.objects.get(verb="holding.confirm")
        assert (event.subject_id, event.facts["source"]) == (str(lot.pk), "registry")

    @pytest.mark.parametrize("units", ["999999.999999", "1000000.000001", "0"])
    def test_keeps_a_difference_with_its_explanation(self, cast, lot, units):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, Decimal(units), note=" ")
        assert (refusal.value.code, refusal.value.field, written()) == ("difference_unexplained", "note", before)
        found = record(cast, lot, Decimal(units), note=" Register is late. ")
        assert (found.confirmed_units, found.recorded_units) == (Decimal(units), UNITS)
        assert found.note == "Register is late."

    def test_refuses_units_below_zero(self, cast, lot):
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, Decimal("-1"), note="Mistyped.")
        assert (refusal.value.code, refusal.value.field) == ("units_below_zero", "confirmed_units")

    @pytest.mark.parametrize("on", [DONE, TODAY])
    def test_takes_a_day_from_completion_to_today(self, cast, lot, on):
        assert record(cast, lot, as_of_date=on).as_of_date == on

    @pytest.mark.parametrize("on", [DONE - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_refuses_a_day_before_or_after(self, cast, lot, on):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, as_of_date=on)
        assert (refusal.value.code, written()) == ("confirmation_date", before)

    def test_refuses_a_source_that_confirms_nothing(self, cast, lot):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, source="rumour")
        assert (refusal.value.code, refusal.value.field, written()) == ("not_a_choice", "source", before)

    def test_is_for_the_officer(self, cast, lot):
        for person in (cast.harbour_maker, cast.manager, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                record(cast, lot, by=person)
        assert not HoldingConfirmation.objects.exists()
