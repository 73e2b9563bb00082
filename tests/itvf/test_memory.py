"""The collector rests for as long as a large answer is built, and no longer."""

import gc

import pytest

from itvf.memory import collector_at_rest


@collector_at_rest()
def at_work() -> bool:
    return gc.isenabled()


class TestCollectorAtRest:
    def test_rests_during_the_work_alone(self):
        assert not at_work()
        assert gc.isenabled()

    def test_wakes_up_where_the_work_fails(self):
        with pytest.raises(ZeroDivisionError), collector_at_rest():
            raise ZeroDivisionError
        assert gc.isenabled()

    def test_stays_at_rest_where_it_was(self):
        with collector_at_rest():
            assert not at_work()
            assert not gc.isenabled()
