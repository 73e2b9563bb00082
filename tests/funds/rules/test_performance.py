"""Rates of return and multiples: every root, right in the twelfth place, and the reasons where there is none."""

import csv
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from funds.rules import irr as roots
from funds.rules.performance import irr, net_by_day, performance
from itvf.errors import InputRefused, plain

START = date(2021, 1, 1)
PUBLIC_FUNDS = Path(__file__).resolve().parents[2] / "reference" / "public-fund-performance.csv"
PRECISE = Context(prec=80)


def after(years: float) -> date:
    return START + timedelta(days=round(365 * years))


def yearly(*amounts: str) -> list[tuple[date, Decimal]]:
    """One flow a year of 365 days, the first on START."""
    return [(after(year), Decimal(amount)) for year, amount in enumerate(amounts)]


def rates(flows, **changes):
    last = max(day for day, _amount in flows)
    return irr(flows, **({"nav_hkd": Decimal(0), "as_of": last} | changes))


def with_roots(*growths: str) -> list[tuple[date, Decimal]]:
    """Yearly flows whose rates are exactly these, each given as 1 + r: the polynomial of v multiplied out."""
    with localcontext(PRECISE):
        coefficients = [Decimal(-1)]
        for growth in map(Decimal, growths):
            padded = [Decimal(0), *coefficients, Decimal(0)]
            coefficients = [here - growth * before for before, here in pairwise(padded)]
        return yearly(*(str(coefficient * 10**14) for coefficient in coefficients))


def present_value(flows, rate: Decimal) -> Decimal:
    with localcontext(PRECISE):
        return sum(amount / (1 + rate) ** (Decimal((day - START).days) / 365) for day, amount in flows)


class TestIrr:
    @pytest.mark.parametrize(
        ("amounts", "expected"),
        [
            (["-100", "110"], "0.100000000000"),
            (["-100", "50", "60"], "0.063941029805"),  # (50 + sqrt(26500)) / 200 - 1
            (["-100", "0", "121"], "0.100000000000"),
            (["-100", "100"], "0.000000000000"),
            (["-100", "1"], "-0.990000000000"),
            (["100", "-110"], "0.100000000000"),
        ],
    )
    def test_of_one_root_is_that_root(self, amounts, expected):
        answer = rates(yearly(*amounts))
        assert (answer.status, plain(answer.rate), answer.roots, answer.note) == ("ok", expected, (answer.rate,), None)

    def test_of_two_roots_is_none_and_both_are_listed(self):
        answer = rates(yearly("-100", "230", "-132"))
        assert (answer.rate, answer.status) == (None, "several_roots")
        assert [str(root) for root in answer.roots] == ["0.100000000000", "0.200000000000"]
        assert answer.note

    @pytest.mark.parametrize(
        ("growths", "expected"),
        [
            (["1.1", "1.1"], ["0.1"]),
            (["1.1", "1.1", "1.1"], ["0.1"]),
            (["1.1", "1.1", "1.1", "1.1"], ["0.1"]),
            (["1.1", "1.1", "1.3"], ["0.1", "0.3"]),
            (["0.5", "1", "2", "8"], ["-0.5", "0", "1", "7"]),
            (["1.1", "1.1001"], ["0.1", "0.1001"]),
            (["1.1", "1.100001", "1.100002"], ["0.1", "0.100001", "0.100002"]),
            (["0.01", "1.05", "40"], ["-0.99", "0.05", "39"]),
        ],
    )
    def test_finds_roots_that_touch_or_lie_far_apart(self, growths, expected):
        flows = with_roots(*growths)
        cents = [(day, int(amount * 10**10)) for day, amount in flows]
        assert list(roots.internal_rates(cents)) == [Decimal(rate) for rate in expected]

    @pytest.mark.parametrize(
        ("amounts", "expected"),
        [
            (["-0.01", "10000000000.00"], "999999999999.000000000000"),
            (["-10000000000.00", "0.01"], "-0.999999999999"),
        ],
    )
    def test_counts_roots_at_the_limits(self, amounts, expected):
        assert plain(rates(yearly(*amounts)).rate) == expected

    @pytest.mark.parametrize("amounts", [["-0.01", "10000000000.01"], ["-10000000000.01", "0.01"], ["-1", "1", "-1"]])
    def test_is_not_found_beyond_the_limits_or_where_no_root_is(self, amounts):
        answer = rates(yearly(*amounts))
        assert (answer.rate, answer.status, answer.roots) == (None, "not_found", ())

    def test_rounds_its_twelfth_place_half_up(self):
        assert plain(rates(yearly("-2000000000000.00", "2000000000001.00")).rate) == "0.000000000001"
        assert plain(rates(yearly("-2000000000000.00", "1999999999999.00")).rate) == "-0.000000000001"

    def test_nets_flows_of_one_day_in_any_order(self):
        flows = [(after(1), Decimal("60")), (START, Decimal("-150")), (after(1), Decimal("50")), (START, Decimal("50"))]
        assert plain(rates(flows).rate) == "0.100000000000"

    def test_refuses_a_flow_after_the_day_the_figures_are_as_of(self):
        with pytest.raises(InputRefused) as refusal:
            rates(yearly("-1", "2"), as_of=START)
        assert (refusal.value.code, refusal.value.field) == ("flow_after_as_of", "flows.1.date")


class TestWithoutARoot:
    def test_only_payments_and_nothing_left_are_a_total_loss(self):
        answer = rates([(START, Decimal("-1"))], as_of=after(1))
        assert (str(answer.rate), answer.status, answer.for_period) == ("-1.000000000000", "ok", None)

    def test_a_payment_on_the_day_itself_is_no_loss_yet(self):
        assert rates([(START, Decimal("-1"))]).status == "no_sign_change"

    @pytest.mark.parametrize(
        "flows",
        [
            [],
            [(START, Decimal("1"))],
            yearly("1", "1"),
            [(START, Decimal("-1")), (START, Decimal("2"))],
            [(START, Decimal("0"))],
            [(START, Decimal("-5")), (START, Decimal("5"))],
        ],
        ids=["no flow", "one receipt", "only receipts", "one day", "nothing", "netted away"],
    )
    def test_says_no_sign_change(self, flows):
        answer = irr(flows, nav_hkd=Decimal(0), as_of=after(1))
        assert (answer.rate, answer.status, answer.roots) == (None, "no_sign_change", ())
        assert answer.note

    def test_value_left_counts_as_received(self):
        assert plain(irr([(START, Decimal("-1"))], nav_hkd=Decimal("2"), as_of=after(1)).rate) == "1.000000000000"


class TestUnderAYear:
    @pytest.mark.parametrize(("days", "annualised"), [(364, False), (365, True), (366, True)])
    def test_is_under_365_days(self, days, annualised):
        answer = irr([(START, Decimal("-100"))], nav_hkd=Decimal("110"), as_of=START + timedelta(days))
        assert (answer.annualised, answer.for_period is None) == (annualised, annualised)

    def test_gives_the_rate_over_the_days_there_were(self):
        answer = irr([(START, Decimal("-100"))], nav_hkd=Decimal("110"), as_of=START + timedelta(73))
        assert (str(answer.rate), str(answer.for_period)) == ("0.610510000000", "0.100000000000")

    def test_starts_at_the_first_flow_zero_or_not(self):
        flows = [(START, Decimal("0")), (after(1), Decimal("-100"))]
        assert irr(flows, nav_hkd=Decimal("110"), as_of=after(1.5)).annualised


class TestMultiples:
    def test_are_sums_over_what_was_paid_in(self):
        flows = [(START, Decimal("-100")), (START, Decimal("20")), (after(1), Decimal("30"))]
        figures = performance(flows, nav_hkd=Decimal("75"), as_of=after(2), committed_hkd=Decimal("300"))
        shown = [str(figure) for figure in (figures.tvpi, figures.dpi, figures.rvpi, figures.pic)]
        assert shown == ["1.250000000000", "0.500000000000", "0.750000000000", "0.333333333333"]

    def test_are_none_over_nothing(self):
        figures = performance([], nav_hkd=Decimal("75"), as_of=START, committed_hkd=Decimal("0"))
        assert (figures.tvpi, figures.dpi, figures.rvpi, figures.pic) == (None, None, None, None)

    def test_agree_with_what_public_funds_publish(self):
        with PUBLIC_FUNDS.open(encoding="utf-8") as lines:
            funds = [row for row in csv.DictReader(lines) if Decimal(row["called_mm"]) > 0]
        assert len(funds) > 200
        for row in funds:
            flows = [(START, -Decimal(row["called_mm"])), (after(1), Decimal(row["distributed_mm"]))]
            figures = performance(flows, nav_hkd=Decimal(row["remaining_value_mm"]), as_of=after(2))
            for multiple in ("tvpi", "dpi", "rvpi"):
                assert abs(getattr(figures, multiple) - Decimal(row[multiple])) <= Decimal("0.000001"), row["fund"]
            if row["published_multiple"]:
                gap = abs(figures.tvpi - Decimal(row["published_multiple"]))
                assert gap <= Decimal(row["multiple_tolerance"]), row["fund"]


flows_of_a_fund = st.lists(
    st.tuples(
        st.integers(0, 4000).map(lambda days: START + timedelta(days)),
        st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2)),
    ),
    min_size=2,
    max_size=14,
)


class TestAlways:
    @given(flows=flows_of_a_fund)
    @settings(deadline=None, max_examples=150)
    def test_each_root_solves_the_equation_to_its_last_place(self, flows):
        answer = rates(flows)
        assume(answer.status in ("ok", "several_roots") and answer.rate != -1)
        half = Decimal("0.0000000000005")
        netted = [(day, Decimal(cents)) for day, cents in net_by_day(flows)]
        exact = roots.internal_rates(net_by_day(flows), exact=True)
        assert len(exact) == len(answer.roots)
        for rate, near in zip(answer.roots, exact, strict=True):
            assert abs(rate - near) <= half
            size = sum(abs(present_value([flow], near)) for flow in netted)
            assert abs(present_value(netted, near)) < size * Decimal("1e-12") / (1 + near)

    @given(flows=flows_of_a_fund)
    @settings(deadline=None, max_examples=50)
    def test_no_root_is_missed_that_a_grid_sees(self, flows):
        netted = net_by_day(flows)
        assume(roots.sign_changes([cents for _day, cents in netted]))
        grid = [Decimal(step) / 25 for step in range(-24, 50)]
        values = [present_value(netted, rate) for rate in grid]
        crossings = sum(before * here < 0 for before, here in pairwise(values))
        found = [rate for rate in roots.internal_rates(netted) if grid[0] <= rate <= grid[-1]]
        assert len(found) >= crossings

    @given(flows=flows_of_a_fund, factor=st.integers(2, 50))
    @settings(deadline=None)
    def test_more_of_the_same_has_the_same_rates(self, flows, factor):
        larger = [(day, amount * factor) for day, amount in flows]
        assert rates(larger) == rates(flows)

    @given(flows=flows_of_a_fund, data=st.data())
    @settings(deadline=None)
    def test_the_order_of_input_changes_nothing(self, flows, data):
        assert rates(data.draw(st.permutations(flows))) == rates(flows)

    @given(flows=flows_of_a_fund)
    @settings(deadline=None)
    def test_payer_and_receiver_see_the_same_rates(self, flows):
        assume(roots.sign_changes([cents for _day, cents in net_by_day(flows)]))
        assert rates([(day, -amount) for day, amount in flows]).roots == rates(flows).roots
