"""Pages of a programme that has not begun."""

import pytest

from tests import portal, programme

pytestmark = pytest.mark.django_db


class TestTheKpi:
    def test_reads_before_there_is_a_scheme(self, text):
        people = programme.enrol()
        assert "No scheme on record" in text(portal.client_of(people.officer), "/programme/kpi/")
