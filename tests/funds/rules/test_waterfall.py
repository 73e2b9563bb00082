"""The waterfall's tiers, deal by deal and whole fund, and the clawback."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds.rules.hurdle import COMPOUNDING, HurdleTerms
from funds.rules.waterfall import PASSED_ON, Flow, Tiers, WaterfallTerms, waterfall, waterfall_before_and_after
from itvf.errors import InputRefused

START, A_YEAR_ON, TWO_YEARS_ON = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)


def terms(**changes) -> WaterfallTerms:
    growth = {key: changes.pop(key) for key in ("rate", "compounding", "day_count", "order") if key in changes}
    usual = {"catch_up_rate": Decimal(1), "carry_rate": Decimal("0.20")}
    return WaterfallTerms(hurdle=HurdleTerms(**({"rate": Decimal("0.08")} | growth)), **(usual | changes))


def paid_in(day: date, amount: str, deal: str | None = None) -> Flow:
    return Flow(day, "contribution", Decimal(amount), deal)


def paid_out(day: date, amount: str, deal: str | None = None) -> Flow:
    return Flow(day, "distribution", Decimal(amount), deal)


def lost(day: date, amount: str, deal: str) -> Flow:
    return Flow(day, "realised_loss", Decimal(amount), deal)


def tiers(*amounts: str) -> Tiers:
    return Tiers(*map(Decimal, amounts))


def one(amount: str, **changes) -> Tiers:
    """1,000,000 paid in, and so much distributed a year later."""
    flows = [paid_in(START, "1000000.00"), paid_out(A_YEAR_ON, amount)]
    return waterfall(flows, terms(**changes)).lines[0].tiers


class TestTiers:
    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            ("999999.99", ["999999.99", "0", "0", "0", "0", "0"]),
            ("1000000.00", ["1000000.00", "0", "0", "0", "0", "0"]),
            ("1000000.01", ["1000000.00", "0.01", "0", "0", "0", "0"]),
            ("1079999.99", ["1000000.00", "79999.99", "0", "0", "0", "0"]),
            ("1080000.00", ["1000000.00", "80000.00", "0", "0", "0", "0"]),
            ("1080000.01", ["1000000.00", "80000.00", "0.01", "0", "0", "0"]),
            ("1099999.99", ["1000000.00", "80000.00", "19999.99", "0", "0", "0"]),
            ("1100000.00", ["1000000.00", "80000.00", "20000.00", "0", "0", "0"]),
            ("1100000.01", ["1000000.00", "80000.00", "20000.00", "0", "0.01", "0"]),
            ("1500000.00", ["1000000.00", "80000.00", "20000.00", "0", "320000.00", "80000.00"]),
        ],
    )
    def test_fill_one_after_the_other(self, amount, expected):
        assert one(amount) == tiers(*expected)

    def test_pay_hurdle_first_where_the_order_says_so(self):
        assert one("100000.00", order="hurdle_first") == tiers("20000.00", "80000.00", "0", "0", "0", "0")

    def test_skip_the_catch_up_at_rate_nothing(self):
        expected = tiers("1000000.00", "80000.00", "0", "0", "16000.00", "4000.00")
        assert one("1100000.00", catch_up_rate=Decimal(0)) == expected

    def test_share_a_partial_catch_up(self):
        # x = 0.2 x 80,000 / (0.5 - 0.2) = 53,333.33; of it the GP has half, 26,666.67 (26,666.665 half up)
        expected = tiers("1000000.00", "80000.00", "26666.67", "26666.66", "0.80", "0.20")
        assert one("1133334.33", catch_up_rate=Decimal("0.5")) == expected

    def test_stay_full_once_paid_in_full(self):
        flows = [paid_in(START, "1000000.00"), *[paid_out(A_YEAR_ON, "1133334.33")] * 2]
        second = waterfall(flows, terms(catch_up_rate=Decimal("0.5"))).lines[1].tiers
        assert second.return_of_capital_hkd + second.hurdle_hkd + second.catch_up_gp_hkd + second.catch_up_lp_hkd == 0

    def test_open_again_for_a_later_contribution(self):
        flows = [
            paid_in(START, "1000000.00"),
            paid_out(A_YEAR_ON, "1100000.00"),
            paid_in(A_YEAR_ON + timedelta(1), "365000.00"),
            paid_out(A_YEAR_ON + timedelta(366), "500000.00"),
        ]
        # Hurdle 29,200; catch-up 0.2 x 109,200 / 0.8 - 20,000 = 7,300; left 98,500.
        assert waterfall(flows, terms()).lines[1].tiers == tiers(
            "365000.00", "29200.00", "7300.00", "0", "78800.00", "19700.00"
        )

    def test_see_contributions_of_a_date_first(self):
        flows = [paid_out(START, "400.00"), paid_in(START, "300.00")]
        assert waterfall(flows, terms()).lines[0].tiers == tiers("300.00", "0", "0", "0", "80.00", "20.00")

    def test_take_no_notice_of_a_loss_in_the_whole_fund(self):
        flows = [paid_in(START, "100.00"), lost(START, "999.00", "A"), paid_out(START, "100.00")]
        assert waterfall(flows, terms()).lines[0].tiers.return_of_capital_hkd == 100

    def test_are_nothing_without_flows(self):
        answer = waterfall([], terms())
        assert (answer.lines, answer.clawback_hkd, answer.tiers) == ((), 0, Tiers())


class TestDealByDeal:
    BY_DEAL = terms(scope="deal_by_deal")
    MADE_UP = terms(scope="deal_by_deal", loss_make_up=True)

    def test_pays_carry_on_one_deal_while_another_is_open(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "100.00", "B"),
            paid_out(A_YEAR_ON, "150.00", "A"),
        ]
        assert waterfall(flows, self.BY_DEAL).tiers == tiers("100.00", "8.00", "2.00", "0", "32.00", "8.00")

    def test_shares_what_names_no_deal_by_contributed_capital(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "10.00"),
            paid_in(START, "200.00", "B"),
            paid_out(START, "1000.00", "A"),
        ]
        # A carries 100 of 300: 3.33; the odd cent is B's, whose remainder is larger.
        assert waterfall(flows, self.BY_DEAL).tiers.return_of_capital_hkd == Decimal("103.33")

    def test_shares_among_open_deals_only(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "100.00", "B"),
            paid_out(START, "100.00", "A"),
            paid_in(A_YEAR_ON, "50.00"),
            paid_out(A_YEAR_ON, "1000.00", "B"),
        ]
        assert waterfall(flows, self.BY_DEAL).lines[1].tiers.return_of_capital_hkd == Decimal("150.00")

    def test_stops_the_hurdle_of_what_is_lost(self):
        flows = [
            paid_in(START, "100.00", "A"),
            lost(A_YEAR_ON, "100.00", "A"),
            paid_out(TWO_YEARS_ON, "500.00", "A"),
        ]
        # The 8.00 of the first year stays owed and grows to 8.64; the capital is closed.
        assert waterfall(flows, self.BY_DEAL).tiers.return_of_capital_hkd == 0
        assert waterfall(flows, self.BY_DEAL).tiers.hurdle_hkd == Decimal("8.64")

    @pytest.mark.parametrize(("make_up", "returned"), [(False, "100.00"), (True, "130.00")])
    def test_returns_other_deals_losses_first_where_agreed(self, make_up, returned):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "30.00", "B"),
            lost(A_YEAR_ON, "30.00", "B"),
            paid_out(A_YEAR_ON, "150.00", "A"),
        ]
        answer = waterfall(flows, self.MADE_UP if make_up else self.BY_DEAL)
        assert answer.tiers.return_of_capital_hkd == Decimal(returned)

    def test_does_not_return_a_deals_own_loss(self):
        flows = [paid_in(START, "100.00", "A"), lost(START, "40.00", "A"), paid_out(START, "100.00", "A")]
        assert waterfall(flows, self.MADE_UP).tiers.return_of_capital_hkd == Decimal("60.00")

    @pytest.mark.parametrize(
        ("flows", "code", "path"),
        [
            ([paid_out(START, "1.00")], "deal_missing", "flows.0.deal"),
            ([Flow(START, "realised_loss", Decimal("1.00"))], "deal_missing", "flows.0.deal"),
            ([paid_in(START, "1.00")], "no_open_deal", "flows.0.deal"),
            (
                [paid_in(START, "1.00", "A"), lost(START, "1.01", "A")],
                "loss_above_capital",
                "flows.1.amount_hkd",
            ),
        ],
    )
    def test_refuses_what_it_cannot_place(self, flows, code, path):
        with pytest.raises(InputRefused) as refusal:
            waterfall(flows, self.BY_DEAL)
        assert (refusal.value.code, refusal.value.field) == (code, path)

    def test_takes_a_loss_of_all_the_capital(self):
        assert waterfall([paid_in(START, "1.00", "A"), lost(START, "1.00", "A")], self.BY_DEAL).clawback_hkd == 0


class TestClawback:
    def test_returns_carry_on_profit_that_later_went(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "100.00", "B"),
            paid_out(A_YEAR_ON, "150.00", "A"),
            lost(A_YEAR_ON, "100.00", "B"),
        ]
        answer = waterfall(flows, terms(scope="deal_by_deal"))
        assert (answer.profit_hkd, answer.tiers.gp_hkd, answer.clawback_hkd) == (-50, 10, 10)

    def test_returns_what_partners_lack_of_the_hurdle(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "100.00", "B"),
            paid_out(A_YEAR_ON, "150.00", "A"),
            paid_out(A_YEAR_ON, "70.00", "B"),
        ]
        # Profit 20: carry up to 4.00. Partners have 140 + 70 of 216: they lack 6. Carry received 10.
        assert waterfall(flows, terms(scope="deal_by_deal")).clawback_hkd == Decimal("6.00")

    def test_grows_no_more_once_what_came_back_went_on_to_the_partners(self):
        flows = [
            paid_in(START, "100.00", "A"),
            paid_in(START, "100.00", "B"),
            paid_out(A_YEAR_ON, "150.00", "A"),
            paid_out(A_YEAR_ON, "70.00", "B"),
        ]
        later = paid_out(A_YEAR_ON + timedelta(365), "0.00", "A")
        # They lack 6.00 after a year, and 8% more after two; given back and passed on in time it stays at 6.00.
        assert waterfall([*flows, later], terms(scope="deal_by_deal")).clawback_hkd == Decimal("6.48")
        in_time = Flow(A_YEAR_ON, PASSED_ON, Decimal("6.00"))
        answer = waterfall([*flows, in_time, later], terms(scope="deal_by_deal"))
        assert (answer.clawback_hkd, answer.tiers.gp_hkd) == (Decimal("6.00"), Decimal("10.00"))
        # Half of it: 3.00 still runs, so 3.24 with the 3.00 that came back.
        half = Flow(A_YEAR_ON, PASSED_ON, Decimal("3.00"))
        assert waterfall([*flows, half, later], terms(scope="deal_by_deal")).clawback_hkd == Decimal("6.24")

    def test_passed_on_returns_capital_and_is_earned_again_by_the_catch_up(self):
        """Carry of 6.00 on 30.00, then 50.00 more called and lost: all 6.00 goes back, and 60.00 comes in at last."""
        flows = [
            paid_in(START, "100.00"),
            paid_out(A_YEAR_ON, "130.00"),
            paid_in(A_YEAR_ON + timedelta(1), "50.00"),
        ]
        without_hurdle = terms(rate=Decimal(0))
        assert waterfall(flows, without_hurdle).clawback_hkd == Decimal("6.00")
        flows += [Flow(A_YEAR_ON + timedelta(2), PASSED_ON, Decimal("6.00")), paid_out(TWO_YEARS_ON, "60.00")]
        answer = waterfall(flows, without_hurdle)
        assert answer.lines[-1].tiers == tiers("44.00", "0", "6.00", "0", "8.00", "2.00")
        # Of the whole profit of 40.00 the general partner keeps 8.00: 14.00 less the 6.00 that came back.
        assert (answer.tiers.gp_hkd, answer.clawback_hkd) == (Decimal("14.00"), Decimal("6.00"))

    @given(*[st.integers(10**4, 10**9)] * 3, st.integers(1, 2000))
    def test_passed_on_leaves_the_general_partner_its_part_once_there_is_enough(self, first, gain, more, days):
        cents = [Decimal(one).scaleb(-2) for one in (first, gain, more)]
        flows = [
            Flow(START, "contribution", cents[0]),
            Flow(A_YEAR_ON, "distribution", cents[0] * 2 + cents[1]),
            Flow(A_YEAR_ON + timedelta(1), "contribution", cents[2]),
        ]
        back = waterfall(flows, terms()).clawback_hkd
        later = A_YEAR_ON + timedelta(2 + days)
        flows += [Flow(A_YEAR_ON + timedelta(2), PASSED_ON, back), Flow(later, "distribution", sum(cents) * 100)]
        answer = waterfall(flows, terms())
        assert abs(answer.tiers.gp_hkd - back - answer.profit_hkd / 5) <= Decimal("0.05")
        assert abs(answer.clawback_hkd - back) <= Decimal("0.05")

    def test_is_nothing_while_the_whole_fund_pays_in_order(self):
        assert waterfall([paid_in(START, "100.00"), paid_out(A_YEAR_ON, "150.00")], terms()).clawback_hkd == 0

    def test_follows_a_contribution_made_after_carry(self):
        flows = [paid_in(START, "100.00"), paid_out(A_YEAR_ON, "150.00"), paid_in(A_YEAR_ON, "50.00")]
        # The same date: contributions come first, so capital is 150 and nothing is left for carry.
        assert waterfall(flows, terms()).tiers.gp_hkd == 0
        flows[2] = paid_in(A_YEAR_ON + timedelta(1), "50.00")
        assert waterfall(flows, terms()).clawback_hkd == Decimal("10.00")


class TestTerms:
    @pytest.mark.parametrize(
        ("catch_up_rate", "carry_rate", "code"),
        [
            ("0.19", "0.20", "catch_up_never_ends"),
            ("0.20", "0.20", "catch_up_never_ends"),
            ("1.01", "0.20", "rate_above_one"),
            ("1", "1.01", "rate_above_one"),
        ],
    )
    def test_that_make_no_sense_are_refused(self, catch_up_rate, carry_rate, code):
        with pytest.raises(InputRefused) as refusal:
            terms(catch_up_rate=Decimal(catch_up_rate), carry_rate=Decimal(carry_rate))
        assert refusal.value.code == code
        assert str(refusal.value)

    def test_with_a_catch_up_just_above_carry_end(self):
        assert one("1100000.00", catch_up_rate=Decimal("0.21")).catch_up_gp_hkd == Decimal("4200.00")

    def test_with_an_absurd_hurdle_still_add_up(self):
        answer = one("1500000.00", rate=Decimal("999999999999"), compounding="daily")
        assert answer.hurdle_hkd == Decimal("500000.00")


amounts = st.integers(min_value=0, max_value=10**10).map(lambda amount: Decimal(amount).scaleb(-2))
flows_of_a_fund = st.lists(
    st.builds(
        Flow,
        date=st.integers(0, 4000).map(lambda days: START + timedelta(days)),
        kind=st.sampled_from(["contribution", "distribution"]),
        amount_hkd=amounts,
        deal=st.sampled_from(["A", "B", "C"]),
    ),
    max_size=12,
)
any_terms = st.builds(
    terms,
    rate=st.sampled_from([Decimal("0"), Decimal("0.07"), Decimal("0.08")]),
    compounding=st.sampled_from(list(COMPOUNDING)),
    order=st.sampled_from(["capital_first", "hurdle_first"]),
    catch_up_rate=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
    scope=st.sampled_from(["whole_fund", "deal_by_deal"]),
)


class TestAlways:
    @given(flows=flows_of_a_fund, agreed=any_terms)
    @settings(deadline=None)
    def test_tiers_sum_to_what_was_distributed_and_none_is_negative(self, flows, agreed):
        answer = waterfall(flows, agreed)
        for line in answer.lines:
            assert sum(line.tiers.as_dict().values()) == line.flow.amount_hkd == line.tiers.lp_hkd + line.tiers.gp_hkd
            assert min(line.tiers.as_dict().values()) >= 0
        assert answer.tiers.lp_hkd + answer.tiers.gp_hkd == answer.distributed_hkd

    @given(flows=flows_of_a_fund, agreed=any_terms)
    @settings(deadline=None)
    def test_carry_after_clawback_is_within_its_share_of_profit(self, flows, agreed):
        answer = waterfall(flows, agreed)
        kept = answer.tiers.gp_hkd - answer.clawback_hkd
        assert 0 <= answer.clawback_hkd <= answer.tiers.gp_hkd
        assert kept <= agreed.carry_rate * max(0, answer.profit_hkd) + Decimal("0.005")

    @given(flows=flows_of_a_fund, agreed=any_terms)
    @settings(deadline=None)
    def test_capital_returned_never_passes_capital_paid_in(self, flows, agreed):
        answer = waterfall(flows, agreed)
        assert answer.tiers.return_of_capital_hkd <= answer.contributed_hkd

    @given(flows=flows_of_a_fund, agreed=any_terms, data=st.data())
    @settings(deadline=None)
    def test_the_order_of_input_changes_nothing_but_the_order_within_a_date(self, flows, agreed, data):
        days = [flow.date for flow in flows]
        if len(set(days)) < len(days):
            flows = [Flow(START + timedelta(index), f.kind, f.amount_hkd, f.deal) for index, f in enumerate(flows)]
        assert waterfall(data.draw(st.permutations(flows)), agreed) == waterfall(flows, agreed)

    @given(flows=flows_of_a_fund, agreed=any_terms)
    @settings(deadline=None)
    def test_contributions_after_distributions_of_a_date_change_nothing(self, flows, agreed):
        by_kind = sorted(flows, key=lambda flow: flow.kind)
        reversed_kinds = sorted(flows, key=lambda flow: flow.kind, reverse=True)
        assert waterfall(by_kind, agreed).tiers == waterfall(reversed_kinds, agreed).tiers

    @given(flows=flows_of_a_fund, agreed=any_terms)
    @settings(deadline=None)
    def test_a_hundred_times_the_money_is_a_hundred_times_the_answer_but_for_cents(self, flows, agreed):
        scaled = [Flow(flow.date, flow.kind, flow.amount_hkd * 100, flow.deal) for flow in flows]
        small, large = waterfall(flows, agreed).tiers, waterfall(scaled, agreed).tiers
        for tier, amount in small.as_dict().items():
            assert abs(large.as_dict()[tier] - amount * 100) <= 20 * (len(flows) + 1)

    @given(flows=flows_of_a_fund)
    @settings(deadline=None)
    def test_a_full_catch_up_gives_the_gp_its_share_of_profit_once_capital_is_back(self, flows):
        ended = [*flows, paid_out(START + timedelta(5000), "100000000000.00")]
        answer = waterfall(ended, terms(rate=Decimal("0.07")))
        assert abs(answer.tiers.gp_hkd - answer.profit_hkd / 5) <= Decimal("0.01") * (len(flows) + 1)


class TestBeforeAndAfter:
    @given(
        st.lists(
            st.tuples(st.integers(0, 3000), st.sampled_from(("contribution", "distribution")), st.integers(0, 10**11)),
            max_size=12,
        ),
        st.integers(0, 10**12),
    )
    def test_is_the_waterfall_of_each(self, drawn, last):
        flows = [Flow(START + timedelta(day), kind, Decimal(cents) / 100) for day, kind, cents in drawn]
        end = [Flow(START + timedelta(3000), "distribution", Decimal(last) / 100)]
        both = waterfall_before_and_after(flows, end, terms())
        assert both == (waterfall(flows, terms()), waterfall([*flows, *end], terms()))
