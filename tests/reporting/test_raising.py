"""The demo's fund that raises money: its twelve months as played (R17(iv), A9)."""

from datetime import date
from decimal import Decimal

import pytest

from funds import fundraising
from itvf.models import OutboxMessage
from reporting.demo import acts, plans, raising
from tests import people, programme

pytestmark = pytest.mark.django_db


def test_shows_reminders_and_what_was_said_of_each_investor():
    cast, received, today = people.cast(), date(2025, 1, 10), date(2025, 12, 17)
    chosen = acts.select(cast, plans.DELTA, scheme=programme.scheme(), received=received, number=3)
    fund = acts.found(cast, plans.DELTA, chosen, on=date(2025, 7, 10))
    raising.play(cast, fund, today=today)
    outcomes = list(chosen.reminders.values_list("milestone", "outcome"))
    assert outcomes == [("month_6", "sent"), ("month_9", "sent"), ("month_11", "sent")]
    found = fundraising.of(chosen, today).progress
    assert (found.signed_hkd, found.soft_hkd) == (Decimal("335000000.00"), Decimal("85000000.00"))
    assert (found.public_hkd, found.counted_hkd) == (Decimal("50000000.00"), Decimal("0.00"))
    assert [OutboxMessage.objects.filter(**about).exists() for _moment, about in raising.letters()] == [True] * 3
