"""The clock of the twelve months and the money raised in them (R17(iv), R18, A7 to A9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import fundraising
from funds.rules.fundraising import DAYS_14, MILESTONES, MONTH_6, MONTH_9, MONTH_11, OVER, Pledge
from itvf.dates import add_months

D = Decimal
RECEIVED, LAST = date(2025, 1, 10), date(2026, 1, 10)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def codes(found) -> list[str]:
    return [one.code for one in found]


class TestMilestones:
    @pytest.mark.parametrize(
        ("received", "days"),
        [
            (date(2025, 1, 10), ["2025-07-10", "2025-10-10", "2025-12-10", "2025-12-27", "2026-01-11"]),
            # A month without such a day gives its last one.
            (date(2025, 3, 31), ["2025-09-30", "2025-12-31", "2026-02-28", "2026-03-17", "2026-04-01"]),
            (date(2023, 3, 31), ["2023-09-30", "2023-12-31", "2024-02-29", "2024-03-17", "2024-04-01"]),
            (date(2025, 8, 31), ["2026-02-28", "2026-05-31", "2026-07-31", "2026-08-17", "2026-09-01"]),
            # Received on 29 February: twelve calendar months end on the 28th.
            (date(2024, 2, 29), ["2024-08-29", "2024-11-29", "2025-01-29", "2025-02-14", "2025-03-01"]),
            (date(2023, 2, 28), ["2023-08-28", "2023-11-28", "2024-01-28", "2024-02-14", "2024-02-29"]),
        ],
    )
    def test_fall_on_calendar_months_from_the_receipt(self, received, days):
        found = fundraising.milestones(received, add_months(received, 12))
        assert codes(found) == list(MILESTONES)
        assert [one.date.isoformat() for one in found] == days

    def test_leave_out_what_a_shorter_clock_has_no_room_for(self):
        found = fundraising.milestones(RECEIVED, add_months(RECEIVED, 9))
        assert codes(found) == [MONTH_6, DAYS_14, OVER]

    @given(DAYS, st.integers(1, 36))
    def test_come_in_order_and_end_the_day_after(self, received, months):
        last = add_months(received, months)
        found = fundraising.milestones(received, last)
        days = [one.date for one in found]
        assert days == sorted(days)
        assert found[-1] == fundraising.Milestone(OVER, last + timedelta(days=1))
        assert all(received < one.date < last for one in found[:-1])


class TestStanding:
    @pytest.mark.parametrize(
        ("on", "left", "over", "coming"),
        [
            (date(2025, 1, 10), 365, False, MONTH_6),
            (date(2025, 7, 9), 185, False, MONTH_6),
            (date(2025, 7, 10), 184, False, MONTH_9),
            (date(2026, 1, 9), 1, False, OVER),
            (date(2026, 1, 10), 0, False, OVER),
            (date(2026, 1, 11), -1, True, None),
        ],
    )
    def test_counts_the_days_to_the_last_one(self, on, left, over, coming):
        found = fundraising.standing(RECEIVED, LAST, on=on)
        assert (found.days_left, found.is_over, found.next and found.next.code) == (left, over, coming)


class TestDue:
    def look(self, on, *settled):
        return fundraising.due(RECEIVED, LAST, on=on, settled=settled)

    def test_is_nothing_the_day_before_the_first(self):
        assert self.look(date(2025, 7, 9)) == fundraising.Due(None, ())

    def test_sends_a_milestone_on_its_day(self):
        found = self.look(date(2025, 7, 10))
        assert (found.to_send.code, found.missed) == (MONTH_6, ())

    def test_finds_nothing_a_second_time(self):
        assert self.look(date(2025, 7, 10), MONTH_6) == fundraising.Due(None, ())

    def test_sends_only_the_newest_when_it_comes_late(self):
        found = self.look(date(2025, 12, 30), MONTH_6)
        assert (found.to_send.code, codes(found.missed)) == (DAYS_14, [MONTH_9, MONTH_11])

    def test_tells_that_it_is_over_the_day_after_the_last(self):
        assert self.look(LAST, MONTH_6, MONTH_9, MONTH_11, DAYS_14).to_send is None
        assert self.look(LAST + timedelta(days=1), MONTH_6, MONTH_9, MONTH_11, DAYS_14).to_send.code == OVER

    @given(DAYS, st.lists(st.integers(0, 420), min_size=1, max_size=30))
    def test_settles_every_milestone_once_whenever_the_watch_looks(self, received, looks):
        last, settled, sent = add_months(received, 12), [], []
        for offset in sorted(looks):
            on = received + timedelta(days=offset)
            found = fundraising.due(received, last, on=on, settled=settled)
            settled += codes(found.missed) + ([found.to_send.code] if found.to_send else [])
            sent += [found.to_send.code] if found.to_send else []
            again = fundraising.due(received, last, on=on, settled=settled)
            assert again == fundraising.Due(None, ())
        reached = [
            one.code
            for one in fundraising.milestones(received, last)
            if one.date <= received + timedelta(days=max(looks))
        ]
        assert sorted(settled) == sorted(reached)
        assert sent == [code for code in MILESTONES if code in sent]


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


class TestProgress:
    def found(self, *pledges, counted="0.00"):
        return fundraising.progress(
            [Pledge(kind, state, D(amount)) for kind, state, amount in pledges],
            counted_hkd=D(counted),
            minimum_hkd=D("450000000.00"),
        )

    def test_counts_only_what_the_register_closed(self):
        found = self.found(
            ("gp", "closed", "15000000.00"),
            ("private", "closed", "300000000.00"),
            ("private", "signed", "80000000.00"),
            ("gp_affiliate", "soft", "5000000.00"),
            counted="300000000.00",
        )
        assert (found.counted_hkd, found.missing_hkd) == (D("300000000.00"), D("150000000.00"))
        assert (found.said_closed_hkd, found.difference_hkd) == (D("315000000.00"), D("15000000.00"))
        assert found.in_view_hkd == D("385000000.00")

    def test_leaves_public_money_and_what_fell_away_out(self):
        found = self.found(("public_body", "signed", "50000000.00"), ("private", "withdrawn", "70000000.00"))
        assert (found.soft_hkd, found.signed_hkd, found.public_hkd) == (D("0.00"), D("0.00"), D("50000000.00"))
        assert found.in_view_hkd == 0

    @pytest.mark.parametrize(
        ("counted", "missing", "is_raised"),
        [("449999999.99", "0.01", False), ("450000000.00", "0.00", True), ("450000000.01", "0.00", True)],
    )
    def test_reaches_the_minimum_to_the_cent(self, counted, missing, is_raised):
        found = self.found(counted=counted)
        assert (found.missing_hkd, found.is_raised) == (D(missing), is_raised)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["gp", "gp_affiliate", "private", "public_body"]),
                st.sampled_from(fundraising.FIRMNESS),
                AMOUNTS,
            )
        ),
        AMOUNTS,
    )
    def test_puts_every_dollar_in_one_sum(self, pledges, counted):
        found = self.found(*[(kind, state, str(amount)) for kind, state, amount in pledges], counted=str(counted))
        standing = sum(amount for _kind, state, amount in pledges if state != "withdrawn")
        assert found.soft_hkd + found.signed_hkd + found.said_closed_hkd + found.public_hkd == standing
        assert found.missing_hkd == max(D("450000000.00") - counted, 0)
