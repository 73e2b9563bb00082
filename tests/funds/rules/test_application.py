"""What an application says: answers read exactly, faults named, drafts that lose nothing, weights that are whole."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import application, further_hurdles, scoring, track_record
from funds.rules.application import SECTIONS, answers_of
from tests.selection_worlds import ANSWERS, CRITERIA, DEAL

ON = date(2025, 4, 10)
D = Decimal


def faults(key: str, **changes) -> list[tuple[str, str]]:
    return [(one.place, one.breach.code) for one in answers_of(key, ANSWERS[key] | changes, on=ON).faults]


def deal(**changes) -> list[tuple[str, str]]:
    return faults("track_record", rows=[DEAL | changes])


class TestEverySection:
    @pytest.mark.parametrize("key", SECTIONS)
    def test_of_a_good_application_has_no_fault_and_reads_back_as_it_is_kept(self, key):
        answers = answers_of(key, ANSWERS[key], on=ON)
        assert answers.faults == ()
        again = answers_of(key, answers.kept, on=ON)
        assert (again.kept, again.values, again.faults) == (answers.kept, answers.values, ())

    @pytest.mark.parametrize("key", SECTIONS)
    def test_names_what_lacks(self, key):
        found = answers_of(key, {}, on=ON)
        section = SECTIONS[key]
        asked = {one.name for one in section.fields if not one.is_optional and one.kind != "flag"}
        assert {one.place for one in found.faults} >= asked | ({"rows"} if section.least_rows else set())

    @pytest.mark.parametrize("key", SECTIONS)
    @given(junk=st.text(max_size=30))
    def test_keeps_any_text_without_a_fault_of_its_own(self, key, junk):
        section = SECTIONS[key]
        typed = {one.name: junk for one in section.fields} | (
            {"rows": [{one.name: junk for one in section.rows}]} if section.rows else {}
        )
        kept = answers_of(key, typed, on=ON).kept
        assert answers_of(key, kept, on=ON).kept == kept


class TestAnswers:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("7.5%", "0.075"),
            ("0.075", "0.075"),
            ("100%", "1"),
            ("0", "0"),
            ("0.0750000", "0.075"),
            (" 7.5 % ", "0.075"),
        ],
    )
    def test_of_a_rate_are_fractions(self, typed, kept):
        assert answers_of("terms", ANSWERS["terms"] | {"fee_rate_during": typed}, on=ON).kept["fee_rate_during"] == kept

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("7", "write_percent"),
            ("100.01%", "outside"),
            ("-1%", "outside"),
            ("NaN", "unreadable"),
            ("two", "unreadable"),
            ("1E100", "unreadable"),
        ],
    )
    def test_of_a_rate_that_is_none_are_refused_and_kept(self, typed, code):
        given = ANSWERS["terms"] | {"fee_rate_during": typed}
        assert faults("terms", fee_rate_during=typed) == [("fee_rate_during", code)]
        assert answers_of("terms", given, on=ON).kept["fee_rate_during"] == typed

    def test_of_dated_flows_are_lines_or_pairs(self):
        lines = "2023-03-31\t25,000,000\n\n2019-03-31, -10000000.00\n"
        row = DEAL | {"flows": lines}
        kept = answers_of("track_record", ANSWERS["track_record"] | {"rows": [row]}, on=ON).kept["rows"][0]
        assert kept["flows"] == DEAL["flows"]
        assert deal(flows="2019-03-31 ten") == [("rows.0.flows", "bad_flow")]

    def test_that_nobody_asked_for_are_named(self):
        assert faults("fund", colour="blue") == [("colour", "unknown_answer")]


class TestWhatAnswersSayTogether:
    def test_of_the_house(self):
        assert faults("house", ce_number="") == [("ce_number", "ce_number_missing")]
        assert faults("house", ce_number="BPJ21X") == [("ce_number", "ce_number_shape")]
        assert faults("house", licence="to_be_held", ce_number="") == [("licence_expected_date", "date_missing")]
        assert faults("house", rows=ANSWERS["house"]["rows"][:1]) == [("rows", "too_few")]

    def test_of_a_deal(self):
        assert deal() == []
        assert deal(flows=[["2019-03-31", "5.00"]]) == [("rows.0.flows", "no_payment")]
        assert deal(value_date="2023-03-30") == [("rows.0.flows", "flow_after_value")]
        assert deal(value_date="2023-03-31") == []
        assert deal(value_date="2025-04-11") == [("rows.0.value_date", "in_the_future")]
        assert faults("track_record", rows=[DEAL, DEAL]) == [("rows.1.company", "deal_twice")]

    def test_of_the_fund_at_each_edge(self):
        assert faults("fund", fund_size_hkd="449999999.99") == [("fund_size_hkd", "size_below_target")]
        assert faults("fund", fund_size_hkd="450000000.00") == []
        assert faults("fund", gp_commitment_hkd="450000000.01") == [("gp_commitment_hkd", "gp_above_target")]
        assert faults("fund", gp_commitment_hkd="450000000.00") == []

    def test_of_the_terms_at_each_edge(self):
        assert faults("terms", investment_period_years="11") == [("investment_period_years", "period_above_term")]
        assert faults("terms", catch_up_rate="20%") == [("catch_up_rate", "catch_up_never_ends")]
        assert faults("terms", catch_up_rate="20.000001%") == []
        assert faults("terms", catch_up_rate="0") == []

    @pytest.mark.parametrize(
        ("rates", "found"),
        [
            (("7.000001%", "20.000001%", "", "", "", ""), []),
            (("12%", "25%", "25.000001%", "15%", "30%", "0"), []),
            (("7%", "25%", "", "", "", ""), [("second_hurdle_rate", "hurdles_not_rising")]),
            (("12%", "20%", "", "", "", ""), [("second_hurdle_rate", "hurdles_not_rising")]),
            (("12%", "25%", "", "12%", "30%", ""), [("third_hurdle_rate", "hurdles_not_rising")]),
            (("12%", "", "", "", "", ""), [("second_carry_rate", "half_a_hurdle")]),
            (("", "", "", "12%", "25%", ""), [("second_hurdle_rate", "half_a_hurdle")]),
            (("12%", "25%", "", "", "", "100%"), [("third_hurdle_rate", "half_a_hurdle")]),
            (("12%", "25%", "25%", "", "", ""), [("second_catch_up_rate", "catch_up_never_ends")]),
            (("12%", "25%", "", "15%", "30%", "0.1%"), [("third_catch_up_rate", "catch_up_never_ends")]),
        ],
    )
    def test_of_further_hurdles_takes_whole_ones_that_rise_and_end(self, rates, found):
        """What can't be run as a waterfall never reaches the page that sets all offers side by side."""
        assert faults("terms", **dict(zip(further_hurdles.COLUMNS, rates, strict=True))) == found

    def test_of_investors_sums_the_circles_without_public_money(self):
        rows = answers_of("investors", ANSWERS["investors"], on=ON).values["rows"]
        found = application.circles(rows, D("450000000.00"))
        assert (found.hard_hkd, found.soft_hkd, found.public_hkd) == (D("200000000"), D("150000000"), D("50000000"))


class TestTrackRecord:
    VALUES = answers_of("track_record", ANSWERS["track_record"], on=ON).values

    def test_is_computed_beside_what_is_claimed(self):
        prior = answers_of("prior_funds", ANSWERS["prior_funds"], on=ON).values["rows"]
        found = track_record.compute(self.VALUES, prior)
        one = found.deals[0]
        assert (one.paid_in_hkd, one.received_hkd, one.multiple) == (D("10000000"), D("25000000"), D("3.000000000000"))
        assert one.multiple_difference == D("0.1")
        assert (found.funds[0].label, found.funds[0].deals, found.funds[0].claimed_multiple) == (
            "Example Fund I",
            2,
            D("2.9"),
        )
        assert found.whole.irr.rate == one.irr.rate  # two deals of the same flows
        assert found.whole.paid_in_hkd == D("20000000")

    def test_of_a_year_that_doubles_is_a_hundred_percent(self):
        flows = ((date(2022, 1, 1), D("-100.00")),)
        deal = self.VALUES["rows"][0] | {"flows": flows, "value_hkd": D("200.00"), "value_date": date(2023, 1, 1)}
        found = track_record.compute({"rows": [deal]}).whole
        assert (found.irr.rate, found.multiple) == (D("1.000000000000"), D("2.000000000000"))

    def test_of_nothing_left_is_a_whole_loss(self):
        flows = ((date(2022, 1, 1), D("-100.00")),)
        deal = self.VALUES["rows"][0] | {"flows": flows, "value_hkd": D("0.00"), "value_date": date(2024, 1, 1)}
        assert track_record.compute({"rows": [deal]}).whole.irr.rate == -1

    def test_leaves_out_a_deal_that_is_not_complete(self):
        deal = self.VALUES["rows"][0] | {"value_hkd": None}
        assert track_record.compute({"rows": [deal]}).deals == ()
        assert track_record.compute({"rows": []}).whole.irr.rate is None


class TestCriteria:
    @pytest.mark.parametrize(
        ("weight", "is_whole"), [("0.249999999999", False), ("0.25", True), ("0.250000000001", False)]
    )
    def test_weigh_exactly_the_whole(self, weight, is_whole):
        found = scoring.check_criteria([*CRITERIA[:2], replace(CRITERIA[2], weight_rate=D(weight))])
        assert [one.code for one in found] == ([] if is_whole else ["weights_not_whole"])

    def test_have_levels_with_words_and_codes_of_their_own(self):
        bare = replace(CRITERIA[0], levels=CRITERIA[0].levels[:1])
        assert [one.code for one in scoring.check_criteria([bare, *CRITERIA[1:]])] == ["levels_incomplete"]
        twice = replace(CRITERIA[1], code="team")
        assert [one.code for one in scoring.check_criteria([CRITERIA[0], twice, CRITERIA[2]])] == ["code_twice"]
        assert [one.code for one in scoring.check_criteria([])] == ["no_criterion"]

    def test_times_stand_in_order(self):
        at = datetime.fromisoformat("2025-01-01T12:00+08:00")
        tick = timedelta(microseconds=1)
        codes = [
            [one.code for one in scoring.check_times(at - tick, closes, at=at)] for closes in (at, at + tick, at - tick)
        ]
        assert codes == [["closed_already"], [], ["closes_before_it_opens"]]
