"""Hong Kong spend (R10, A16): the straight line at its corners, each status at its border, and the seeded sample."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules import spending
from investments.rules.spending import BEHIND, MET, NOT_BEGUN, ON_TRACK, SHORT, Line, Undertaking
from itvf.errors import InputRefused

MADE = date(2026, 1, 1)
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Half of HK$1,460 is HK$730, over the 730 days from 1 January 2026 to 1 January 2028: a dollar a day.
WHOLE = Undertaking(Decimal("1460.00"), Decimal("0.5"), MADE)
MONEY = st.decimals(Decimal("0.01"), Decimal("90000000.00"), places=2)


def stands(reported: str, on: date, *, accepted: str = "0.00", rejected: str = "0.00") -> spending.Progress:
    return spending.progress(
        WHOLE,
        reported_hkd=Decimal(reported),
        accepted_hkd=Decimal(accepted),
        rejected_hkd=Decimal(rejected),
        on=on,
    )


class TestStraightLine:
    @pytest.mark.parametrize(
        ("on", "hkd"),
        [
            (date(2025, 12, 31), 0),
            (MADE, 0),
            (date(2026, 1, 2), 1),
            (date(2027, 1, 1), 365),
            (date(2027, 12, 31), 729),
            (date(2028, 1, 1), 730),
            (date(2040, 1, 1), 730),
        ],
    )
    def test_rises_a_dollar_a_day_and_stays(self, on, hkd):
        assert spending.expected(WHOLE, on) == hkd

    def test_runs_over_the_months_undertaken(self):
        year = Undertaking(Decimal("730.00"), Decimal("0.5"), MADE, months=12)
        assert year.ends == date(2027, 1, 1)
        assert spending.expected(year, date(2026, 1, 2)) == 1

    def test_asks_for_half_of_the_cost_half_up(self):
        assert Undertaking(Decimal("0.01"), Decimal("0.5"), MADE).required_hkd == CENT

    @given(MONEY, st.integers(-30, 1500), st.integers(0, 400))
    def test_never_falls_and_never_passes_what_is_required(self, cost, first, later):
        undertaking = Undertaking(cost, Decimal("0.5"), MADE)
        before = spending.expected(undertaking, MADE + timedelta(days=first))
        after = spending.expected(undertaking, MADE + timedelta(days=first + later))
        assert 0 <= before <= after <= cost / 2


class TestProgress:
    @pytest.mark.parametrize(
        ("reported", "on", "status", "behind"),
        [
            ("0.00", MADE, NOT_BEGUN, "0.00"),
            ("364.99", date(2027, 1, 1), BEHIND, "0.01"),
            ("365.00", date(2027, 1, 1), ON_TRACK, "0.00"),
            ("365.01", date(2027, 1, 1), ON_TRACK, "0.00"),
            ("729.99", date(2027, 12, 31), ON_TRACK, "0.00"),
            ("729.99", date(2028, 1, 1), SHORT, "0.01"),
            ("730.00", date(2028, 1, 1), MET, "0.00"),
            ("730.01", date(2028, 1, 1), MET, "0.00"),
            ("730.00", MADE, MET, "0.00"),
        ],
    )
    def test_is_told_from_its_border(self, reported, on, status, behind):
        found = stands(reported, on)
        assert (found.status, found.behind_hkd) == (status, Decimal(behind))

    def test_does_not_count_what_was_rejected(self):
        found = stands("400.00", date(2027, 1, 1), accepted="100.00", rejected="35.01")
        assert (found.counted_hkd, found.unverified_hkd) == (Decimal("364.99"), Decimal("264.99"))
        assert found.status == BEHIND

    def test_has_its_share_to_twelve_places(self):
        assert stands("243.33", MADE).share_rate == Decimal("0.333328767123")

    @given(MONEY, st.integers(0, 100), st.integers(0, 100), st.integers(-30, 1500))
    def test_splits_what_was_reported_without_a_remainder(self, reported, accepted, rejected, days):
        part = (reported * accepted / 200).quantize(CENT, rounding="ROUND_DOWN")
        refused = (reported * rejected / 200).quantize(CENT, rounding="ROUND_DOWN")
        found = spending.progress(
            WHOLE,
            reported_hkd=reported,
            accepted_hkd=part,
            rejected_hkd=refused,
            on=MADE + timedelta(days=days),
        )
        assert found.accepted_hkd + found.rejected_hkd + found.unverified_hkd == reported
        assert (found.status in (BEHIND, SHORT)) <= (found.counted_hkd < found.required_hkd)


class TestCheckOfALine:
    @pytest.mark.parametrize(
        ("accepted", "rejected"), [("100.00", "0.00"), ("0.00", "100.00"), ("99.99", "0.01"), ("0.01", "99.99")]
    )
    def test_is_taken_where_its_parts_are_the_line(self, accepted, rejected):
        spending.check_line(
            amount_hkd=Decimal("100.00"),
            accepted_hkd=Decimal(accepted),
            rejected_hkd=Decimal(rejected),
            reason="Spent elsewhere.",
        )

    @pytest.mark.parametrize(
        ("accepted", "rejected"), [("99.99", "0.00"), ("0.00", "100.01"), ("-0.01", "100.01"), ("100.01", "-0.01")]
    )
    def test_is_refused_where_they_are_not(self, accepted, rejected):
        with pytest.raises(InputRefused) as refusal:
            spending.check_line(
                amount_hkd=Decimal("100.00"),
                accepted_hkd=Decimal(accepted),
                rejected_hkd=Decimal(rejected),
                reason="Spent elsewhere.",
            )
        assert refusal.value.code == "parts_differ"

    def test_is_refused_without_a_reason_for_what_it_rejects(self):
        with pytest.raises(InputRefused) as refusal:
            spending.check_line(amount_hkd=Decimal("1.00"), accepted_hkd=Decimal("0.99"), rejected_hkd=CENT, reason=" ")
        assert refusal.value.code == "reason_missing"


LINES = [Line(number, Decimal(number)) for number in range(1, 21)]


class TestSample:
    def test_can_be_drawn_again_by_hand(self):
        drawn = spending.sample("HSI 18,000.01", LINES)
        turns = sorted(range(1, 21), key=lambda one: hashlib.sha256(f"HSI 18,000.01:{one}".encode()).hexdigest())
        assert drawn.lines == tuple(sorted(turns[:4]))
        rows = "\n".join(f"{number}:{number}" for number in range(1, 21))
        assert drawn.population_hash == hashlib.sha256(rows.encode()).hexdigest()
        assert (drawn.population_count, drawn.population_hkd) == (20, Decimal(210))

    @pytest.mark.parametrize(("amount", "taken"), [("999999.99", False), ("1000000.00", True), ("1000000.01", True)])
    def test_takes_each_line_from_the_threshold_on(self, amount, taken):
        lines = [Line(1, Decimal(amount)), *(Line(number, CENT) for number in range(2, 100))]
        always = all(1 in spending.sample(str(seed), lines, share_rate=Decimal("0.01")).lines for seed in range(40))
        assert always is taken

    @pytest.mark.parametrize(("count", "taken"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
    def test_rounds_the_share_up_to_a_whole_line(self, count, taken):
        assert len(spending.sample("x", LINES[:count]).lines) == taken

    @given(st.text(min_size=1), st.lists(MONEY, max_size=40), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_lines(self, seed, amounts, random):
        seed = seed.encode(errors="replace").decode()
        lines = [Line(number, amount) for number, amount in enumerate(amounts)]
        shuffled = random.sample(lines, len(lines))
        drawn = spending.sample(seed, lines)
        assert drawn == spending.sample(seed, shuffled)
        assert {line.id for line in lines if line.amount_hkd >= spending.SAMPLE_THRESHOLD_HKD} <= set(drawn.lines)

    def test_is_another_for_another_seed_or_population(self):
        assert len({spending.sample(str(seed), LINES).lines for seed in range(20)}) > 1
        changed = [*LINES[:-1], Line(20, Decimal("20.01"))]
        assert spending.sample("x", LINES).population_hash != spending.sample("x", changed).population_hash
