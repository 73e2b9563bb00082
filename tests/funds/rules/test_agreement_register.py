"""Terms typed by topic, events that stand and end, and what stops new investment meanwhile (R27)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import agreement_register as rules
from funds.rules.agreement_register import EVENTS, Happening, Step
from funds.rules.agreement_terms import TOPICS, VALUES, cap_hkd, check_term

D = Decimal
DAY = date(2026, 3, 2)
HKD = st.decimals(min_value=D("0.01"), max_value=D("1000000000.00"), places=2)
RATES = st.decimals(min_value=D("0.0001"), max_value=D(1), places=4)
EVENT = Happening(1, "key_person_event", DAY, "LPA 9.2")
END = Happening(2, "key_person_ended", DAY + timedelta(days=30), "LPA 9.4", follows=1)


def codes(breaches) -> list[str]:
    return [breach.code for breach in breaches]


class TestTheLists:
    @pytest.mark.parametrize("topic", TOPICS)
    def test_of_topics_use_known_values_and_ask_for_one(self, topic):
        shape = TOPICS[topic]
        assert set(shape.values) <= set(VALUES)
        assert shape.optional < set(shape.values)

    @pytest.mark.parametrize("kind", EVENTS)
    def test_of_events_name_topics_and_events_that_there_are(self, kind):
        event = EVENTS[kind]
        assert all(rules.topic_of(kind, before) in TOPICS for before in event.follows or [""])
        assert set(event.follows) <= set(EVENTS)
        assert bool(event.follows) >= event.ends
        assert not event.suspends or kind in rules.SUSPENDED

    @pytest.mark.parametrize("kind", [kind for kind, event in EVENTS.items() if event.suspends])
    def test_let_every_suspension_be_ended(self, kind):
        assert any(event.ends and kind in event.follows for event in EVENTS.values())

    @pytest.mark.parametrize("kind", rules.RUNS)
    def test_give_days_to_what_runs(self, kind):
        assert "days" in TOPICS[EVENTS[kind].topic].values


class TestTerm:
    def test_with_all_that_its_topic_asks_for_is_right(self):
        assert check_term("key_persons", {"text": "Ada Example", "number": 1, "days": 180}) == ()

    @pytest.mark.parametrize(
        ("topic", "values", "found"),
        [
            ("key_persons", {"text": "Ada Example", "number": 1}, "value_missing"),
            ("amendments", {"rate": D("0.75"), "days": 3}, "value_not_known"),
            ("amendments", {"rate": D("1.000000000001")}, "rate_outside"),
            ("amendments", {"rate": D(0)}, "rate_outside"),
            ("borrowing", {"rate": D("0.2"), "amount_hkd": D("0.00")}, "not_above_zero"),
            ("annual_meeting", {"months": 0}, "not_above_zero"),
        ],
    )
    def test_is_refused_with_what_is_wrong(self, topic, values, found):
        assert codes(check_term(topic, values)) == [found]

    def test_may_lack_what_is_optional_and_hold_a_no(self):
        assert check_term("borrowing", {"rate": D(1)}) == ()
        assert check_term("most_favoured_nation", {"days": 30, "flag": False}) == ()

    @given(rate=RATES, committed=HKD, amount=HKD)
    def test_caps_never_above_the_rate_nor_the_amount_and_lose_less_than_a_cent(self, rate, committed, amount):
        cap = cap_hkd(rate, None, committed)
        assert 0 <= rate * committed - cap < D("0.01")
        assert cap_hkd(rate, amount, committed) == min(cap, amount)


class TestStanding:
    def test_counts_from_its_day(self):
        assert rules.suspended([EVENT], DAY - timedelta(days=1)) == []
        assert rules.suspended([EVENT], DAY) == [EVENT]

    def test_ends_on_the_day_of_its_end(self):
        assert rules.suspended([EVENT, END], END.on - timedelta(days=1)) == [EVENT]
        assert rules.suspended([EVENT, END], END.on) == []

    def test_takes_one_person_to_stop_and_two_to_go_on(self):
        waiting = replace(EVENT, is_approved=False)
        assert rules.suspended([waiting], DAY) == [waiting]
        assert rules.suspended([waiting, replace(END, is_approved=False)], END.on) == [waiting]

    def test_goes_from_the_removal_notice_to_the_removal_to_the_successor(self):
        notice = Happening(1, "cause_notice", DAY)
        removed = Happening(2, "removed_with_cause", DAY + timedelta(days=90), follows=1)
        successor = Happening(3, "successor_admitted", DAY + timedelta(days=120), follows=2)
        events = [notice, removed, successor]
        assert rules.suspended(events, DAY) == [notice]
        assert rules.suspended(events, removed.on) == [removed]
        assert rules.suspended(events, successor.on) == []

    def test_puts_a_partner_in_default_after_the_notice_has_run(self):
        notice = Happening(1, "default_notice", DAY, partner=7, last_day=DAY + timedelta(days=10))
        cured = Happening(2, "default_cured", DAY + timedelta(days=20), follows=1, partner=7)
        assert rules.in_default([notice], DAY + timedelta(days=10)) == frozenset()
        assert rules.in_default([notice], DAY + timedelta(days=11)) == {7}
        assert rules.in_default([notice, cured], cured.on) == frozenset()

    @given(st.permutations([EVENT, END, Happening(3, "gp_default", DAY), Happening(4, "seat_taken", DAY, partner=1)]))
    def test_does_not_depend_on_the_order_of_the_rows(self, events):
        assert [event.id for event in rules.standing(events, END.on)] == [3, 4]


class TestNewInvestment:
    def test_waits_with_the_clause_and_the_amount(self):
        (breach,) = rules.check_new_investment(D("40000000.00"), [EVENT])
        assert (breach.code, breach.rule, breach.clause) == ("investment_period_suspended", "R27", "LPA 9.2")
        assert "2026-03-02" in breach.message
        assert "HK$40,000,000.00" in breach.message

    def test_is_not_stopped_where_there_is_none_or_nothing_stands(self):
        assert rules.check_new_investment(D("0.00"), [EVENT]) == ()
        assert rules.check_new_investment(D("1.00"), []) == ()

    @given(amount=HKD, kinds=st.lists(st.sampled_from(sorted(rules.SUSPENDED)), max_size=4))
    def test_is_stopped_once_by_each_that_stands(self, amount, kinds):
        events = [Happening(number, kind, DAY) for number, kind in enumerate(kinds)]
        assert len(rules.check_new_investment(amount, events)) == len(kinds)


class TestStep:
    LATE = Step("payment_reminder", DAY, has_line=True, line_due=DAY - timedelta(days=1), line_left_hkd=D("0.01"))

    def test_against_a_partner_needs_a_line_that_is_late(self):
        assert rules.check_step(self.LATE) == ()
        assert codes(rules.check_step(replace(self.LATE, line_due=DAY))) == ["not_late"]
        assert codes(rules.check_step(replace(self.LATE, line_left_hkd=D("0.00")))) == ["not_late"]
        assert codes(rules.check_step(replace(self.LATE, has_line=False))) == ["line_missing"]

    def test_of_a_remedy_waits_for_the_last_day_of_the_notice(self):
        notice = Happening(1, "default_notice", DAY, partner=7, last_day=DAY + timedelta(days=10))
        step = Step("default_remedy", notice.last_day, follows=notice, partner=7)
        assert codes(rules.check_step(step)) == ["notice_runs"]
        assert rules.check_step(replace(step, on=notice.last_day + timedelta(days=1))) == ()

    def test_that_ends_a_key_person_event_rests_on_a_vote_that_passed(self):
        step = Step("key_person_ended", DAY, follows=EVENT)
        assert codes(rules.check_step(step)) == ["unresolved"]
        voted = replace(step, resolution_kind="key_person_reinstatement", resolution_passed=True)
        assert rules.check_step(voted) == ()
        assert codes(rules.check_step(replace(voted, resolution_kind="amendment"))) == ["unresolved"]
        assert codes(rules.check_step(replace(voted, resolution_is_used=True))) == ["decided_another"]
        assert codes(rules.check_step(replace(voted, resolution_put=DAY + timedelta(days=1)))) == ["before_the_vote"]
        assert rules.check_step(replace(voted, resolution_put=DAY)) == ()
        assert codes(rules.check_step(replace(voted, is_ended=True))) == ["ended_before"]
        assert codes(rules.check_step(replace(voted, on=DAY - timedelta(days=1)))) == ["before_it"]
        assert codes(rules.check_step(replace(voted, follows=None))) == ["not_following"]

    def test_that_starts_a_matter_follows_nothing(self):
        assert codes(rules.check_step(Step("gp_default", DAY, follows=EVENT))) == ["follows_nothing"]

    def test_of_removal_without_cause_waits_for_the_months_after_closing(self):
        step = Step("no_cause_notice", DAY, earliest=DAY + timedelta(days=1))
        assert codes(rules.check_step(step)) == ["too_soon_after_closing"]
        assert rules.check_step(replace(step, earliest=DAY)) == ()

    @pytest.mark.parametrize(("taken", "found"), [(2, []), (3, ["no_seat_left"])])
    def test_takes_a_seat_while_there_is_one(self, taken, found):
        step = Step("seat_taken", DAY, partner=7, seats=3, seats_taken=taken)
        assert codes(rules.check_step(step)) == found

    def test_of_a_seat_names_the_partner(self):
        assert codes(rules.check_step(Step("seat_taken", DAY))) == ["partner_missing"]
