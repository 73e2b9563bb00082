"""Which terms a deed of amendment may restate, and until when."""

from datetime import date

import pytest

from funds.rules import agreement_amendments as rules

SIGNED = date(2027, 5, 3)
NEW, USED = rules.Standing(None, None), rules.Standing(date(2027, 6, 30), date(2027, 2, 26))
OPEN = rules.Periods((date(2030, 3, 2), date(2029, 3, 2)), (date(2035, 3, 2), date(2034, 3, 2)))
OVER = rules.Periods((date(2027, 3, 2), date(2028, 3, 2)), (date(2035, 3, 2), date(2027, 5, 2)))
BOOKED = rules.Periods((date(2030, 3, 2), date(2027, 6, 2)), OPEN.term)
LABELS = {"term_years": "term", "carry_rate": "carried interest", "fee_rate_after": "fee rate afterwards"}


def judged(names, standing=NEW, periods=OPEN) -> list[str]:
    labels = {name: LABELS.get(name, name) for name in names}
    return [one.code for one in rules.check(dict.fromkeys(names, 1), labels, SIGNED, standing, periods)]


class TestCheck:
    def test_lets_all_be_restated_before_money_was_shared_or_booked_by_it(self):
        assert judged(["term_years", "carry_rate", "fee_rate_after", "company_limit_rate"]) == []

    @pytest.mark.parametrize(
        ("name", "code"),
        [("carry_rate", "money_is_shared"), ("waterfall_scope", "money_is_shared"), ("fee_rate_after", "fee_is_booked"),
         ("gp_money_is_matched", "is_matched")],
    )  # fmt: skip
    def test_refuses_what_is_computed_with_it_already(self, name, code):
        assert judged([name], USED) == [code]

    def test_lets_limits_and_the_term_be_restated_at_any_time(self):
        assert judged(["term_years", *rules.AT_ANY_TIME[2:]], USED) == []

    def test_refuses_a_period_while_one_of_its_ends_is_past_or_a_fee_is_booked_beyond_it(self):
        assert judged(["investment_period_years", "term_years"], NEW, OVER) == ["period_over", "period_over"]
        assert judged(["investment_period_years"], USED, BOOKED) == ["fee_is_booked"]
        assert judged(["investment_period_years"], NEW, BOOKED) == []

    def test_refuses_a_deed_that_changes_nothing_and_tells_every_refusal_at_once(self):
        assert judged([]) == ["nothing_changes"]
        assert judged(["carry_rate", "fee_rate_after"], USED) == ["money_is_shared", "fee_is_booked"]
