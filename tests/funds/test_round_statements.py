"""Pages and papers of a round send as many statements for many applications and assessors as for few."""

import pytest
from django.db import transaction

from tests import round_worlds
from tests.benchmarks.measuring import queries
from tests.benchmarks.round_works import works_on

pytestmark = pytest.mark.django_db
SAME = ("board", "comparison", "grid", "tasks", "paper", "record", "search")


def statements(applications: int, assessors: int, *, visits: int = 1) -> dict[str, int]:
    with transaction.atomic():
        works = works_on(round_worlds.full(applications=applications, assessors=assessors, deals=2))
        for _first_visits_fill_caches in range(visits):
            counted = {name: queries(works[name]) for name in SAME}
        transaction.set_rollback(True)
    return counted


class TestARound:
    def test_costs_as_many_statements_with_twice_the_applications_and_assessors(self):
        few, many = statements(3, 2, visits=2), statements(6, 4)
        assert all(few.values())
        assert many == few
