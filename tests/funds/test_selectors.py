"""Reads of the partnership: who stands where, what is late, as of a day and as known at a moment."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


@pytest.fixture
def fund(cast):
    return programme.opened(cast, programme.scheme())


class TestRegister:
    def test_counts_by_kind_from_the_closing_day(self, fund):
        register = selectors.register(fund)
        assert (register.government_hkd, register.gp_hkd) == (D("150000000.00"), D("15000000.00"))
        assert (register.non_government_hkd, register.total_hkd) == (D("450000000.00"), D("600000000.00"))
        assert selectors.register(fund, on=date(2025, 3, 30)).total_hkd == 0

    def test_leaves_a_draft_closing_out_unless_named(self, cast, fund):
        draft = programme.signed(cast, fund, [("private", "30000000.00")], day=date(2025, 4, 30))
        assert selectors.register(fund).total_hkd == D("600000000.00")
        assert selectors.register(fund, including=draft).non_government_hkd == D("480000000.00")


class TestPositions:
    def test_come_from_the_books(self, cast, fund):
        call = programme.issued(cast, fund)
        programme.receive(cast, call.lines.get(partner__kind="gp"), "500000.00")
        gp = selectors.partners_with_position(fund).get(kind="gp")
        assert (gp.committed_hkd, gp.called_hkd, gp.outstanding_hkd) == (
            D("15000000.00"),
            D("1500000.00"),
            D("1000000.00"),
        )

    def test_leave_out_who_never_promised(self, cast, fund):
        programme.partner(cast, fund, "private", "Nobody Yet")
        assert selectors.partners_with_position(fund).count() == 4


class TestLateLines:
    def test_are_those_unpaid_after_the_due_date(self, cast, fund):
        call = programme.issued(cast, fund)
        programme.receive(cast, call.lines.get(partner__kind="gp"))
        assert selectors.late_lines(programme.DUE).count() == 0
        late = selectors.late_lines(date(2025, 5, 16))
        assert sorted(line.outstanding_hkd for line in late) == [D("13500000.00"), D("15000000.00"), D("30000000.00")]


class TestEnvelope:
    def test_turns_a_reservation_into_a_commitment_and_never_counts_both(self, cast):
        scheme = programme.scheme()
        terms = selectors.terms_in_force(scheme, programme.SIGNED)
        fund = programme.founded(cast, scheme)
        before = selectors.envelope(scheme, terms)
        programme.closed(cast, fund, [("gp", "20000000.00"), ("private", "730000000.00")])
        after = selectors.envelope(scheme, terms)
        assert (before.committed_hkd, before.reserved_hkd) == (D(0), D("150000000.00"))
        assert (after.committed_hkd, after.reserved_hkd) == (D("250000000.00"), D(0))
        assert after.left_hkd == D("1250000000.00")
        assert selectors.envelope(scheme, terms, apart_from=fund).used_hkd == 0
