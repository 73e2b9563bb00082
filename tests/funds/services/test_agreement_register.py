"""The agreement's register in the database: terms by two people, what stops calls and payments, votes, elections."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from funds import agreement_calendar, agreement_register
from funds.models import AgreementClause, AgreementEvent, DutyDone, Resolution, SideLetterElection
from funds.rules import duties as rules
from funds.services import agreement_events, capital_calls, duties, payments, resolutions, side_letters
from funds.services import agreement_register as register
from investments import portfolio
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme
from tests.funds import registered

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 4, 30)
HELD = date(2025, 5, 12)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    for topic in registered.TERMS:
        registered.term(cast, fund, topic)
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture
def seat(fund):
    """The partners by the amount of their commitment in millions."""
    found = agreement_register.commitments(fund, DAY)
    return {int(amount // 10**6): fund.partners.get(pk=pk) for pk, amount in found.items()}


def codes(refused) -> list[str]:
    return [breach.code for breach in refused.value.breaches]


class TestTerms:
    def test_stand_by_two_people_each_with_its_clause_and_a_later_one_takes_the_place(self, cast, fund, seat):
        passed = registered.resolved(cast, fund, "amendment", DAY, seat[150], seat[300], seat[135])
        later = DAY + timedelta(days=10)
        amended = {"clause": "LPA 17.1 as amended", "rate": D("0.8"), "basis": "amendment", "resolution": passed}
        registered.term(cast, fund, "amendments", day=later, **amended)
        rates = [agreement_register.term_of(fund, "amendments", day).rate for day in (DAY, later)]
        assert rates == [D("0.75"), D("0.8")]
        assert set(agreement_register.terms_of(fund, DAY)) == set(registered.TERMS)
        verbs = AuditEvent.objects.filter(chain=fund.chain, verb__startswith="agreement_clause.").values_list("verb")
        assert len(verbs) == 2 * len(registered.TERMS) + 2
        with pytest.raises(InputRefused, match="amended this already"):  # one vote, one change of a term
            registered.term(cast, fund, "amendments", day=later, **amended | {"rate": D("0.5")})
        with pytest.raises(DatabaseError), transaction.atomic():
            AgreementClause.objects.filter(fund=fund).update(rate=D("0.9"))

    def test_recorded_twice_as_the_agreement_has_it_stand_once(self, cast, fund):
        about = {"topic": "excuse", "clause": "LPA 5.4", "effective_from": DAY, "by": cast.officer}
        first, second = (
            register.record_clause(fund=fund, **about, values={"days": days, "text": "Law"}, at=programme.at(DAY))
            for days in (5, 90)
        )
        register.approve_clause(clause=first, by=cast.manager, at=programme.at(DAY))
        with pytest.raises(InputRefused) as refused:
            register.approve_clause(clause=second, by=cast.manager, at=programme.at(DAY))
        assert refused.value.code == "term_stands"

    def test_are_refused_without_basis_clause_shape_right_or_second_person(self, cast, fund):
        again = {"fund": fund, "cast": cast, "topic": "amendments", "day": DAY}
        for about, name in (
            ({}, "term_stands"),
            ({"basis": "amendment"}, "not_amended"),
            ({"basis": "correction"}, "reason_missing"),
            ({"clause": " "}, "clause_missing"),
        ):
            with pytest.raises(InputRefused) as refused:
                registered.term(**again, **about)
            assert refused.value.code == name
        with pytest.raises(RuleBroken):
            registered.term(**again, basis="correction", reason="A slip of the pen.", rate=D("1.2"))
        before = AgreementClause.objects.count()
        with pytest.raises(NotPermitted):
            registered.term(SimpleNamespace(officer=cast.auditor), fund, "excuse", clause="LPA 5", days=5, text="Law")
        assert AgreementClause.objects.count() == before

    def test_cap_by_the_lower_of_rate_and_amount(self, fund):
        assert agreement_register.cap_hkd(fund, "borrowing", DAY) == D("50000000.00")
        assert agreement_register.cap_hkd(fund, "recycling", DAY) is None


class TestSuspension:
    def test_refuses_new_investment_and_lets_fees_go_on_until_it_is_ended_by_a_vote(self, cast, fund, seat):
        stopped = registered.event(cast, fund, "key_person_event", DAY, is_approved=False)
        assert agreement_register.suspended(fund, DAY) == stopped
        assert (stopped.clause, stopped.last_day) == ("LPA 9.2", DAY + timedelta(days=180))
        with pytest.raises(RuleBroken) as refused:
            programme.drafted(cast, fund, day=DAY, due=date(2025, 5, 20))
        assert codes(refused) == ["investment_period_suspended"]
        read = portfolio.position(fund, DAY).facts()
        assert (read.suspended_since, read.suspended_by) == (DAY, "LPA 9.2")
        fee = programme.purpose("1000000.00", kind="management_fee", label="Second quarter")
        assert programme.drafted(cast, fund, fee, day=DAY, due=date(2025, 5, 20)).pk
        with pytest.raises(RuleBroken) as refused:
            registered.event(cast, fund, "key_person_ended", HELD, follows=stopped)
        assert codes(refused) == ["unresolved"]
        passed = registered.resolved(cast, fund, "key_person_reinstatement", DAY, seat[300], seat[150])
        ended = {"follows": stopped, "resolution": passed}
        waiting = registered.event(cast, fund, "key_person_ended", HELD, is_approved=False, **ended)
        assert agreement_register.suspended(fund, HELD) == stopped
        agreement_events.approve(event=waiting, by=cast.manager, at=programme.at(HELD))
        assert agreement_register.suspended(fund, HELD) is None
        assert programme.drafted(cast, fund, day=HELD, due=date(2025, 5, 30)).pk
        assert portfolio.position(fund, HELD).facts().suspended_since is None
        again = registered.event(cast, fund, "key_person_event", HELD)
        with pytest.raises(RuleBroken) as refused:
            registered.event(cast, fund, "key_person_ended", HELD, follows=again, resolution=passed)
        assert codes(refused) == ["decided_another"]

    def test_holds_the_payment_of_a_call_issued_before_at_its_check_and_at_its_release(self, cast, fund):
        programme.limits(cast)
        programme.funding(cast)
        call = programme.issued(cast, fund)
        second = programme.issued(cast, fund)
        authorised = programme.case_at(cast, second, "authorised", day=HELD)
        stopped = registered.event(cast, fund, "gp_default", HELD, clause="LPA 11.1", is_approved=False)
        case = programme.case_at(cast, call, "checked", day=HELD)
        check = case.checks.get(code="not_suspended")
        assert (case.stage, check.outcome, check.rule, check.clause) == ("opened", "fail", "R27", "LPA 11.1")
        with pytest.raises(RuleBroken) as refused:
            payments.release(case=authorised, by=cast.finance, at=programme.at(HELD))
        assert codes(refused) == ["investment_period_suspended"]
        agreement_events.refuse(event=stopped, by=cast.manager, at=programme.at(HELD), reason="It was no default.")
        assert programme.case_at(cast, call, "checked", day=HELD).stage == "checked"
        assert payments.release(case=authorised, by=cast.finance, at=programme.at(HELD)).stage == "released"

    def test_that_stands_when_a_draft_is_issued_refuses_it(self, cast, fund):
        draft = programme.drafted(cast, fund)
        registered.event(cast, fund, "key_person_event", programme.CALLED, is_approved=False)
        with pytest.raises(RuleBroken):
            capital_calls.issue(call=draft, by=cast.signatory, at=programme.at(programme.CALLED))


class TestDefault:
    def test_goes_by_steps_on_a_late_line_and_takes_the_vote_away(self, cast, fund, seat):
        call = programme.issued(cast, fund)
        line = call.lines.get(partner=seat[135])
        with pytest.raises(RuleBroken) as refused:
            registered.event(cast, fund, "payment_reminder", call.due_date, line=line)
        assert codes(refused) == ["not_late"]
        day = call.due_date + timedelta(days=1)
        reminder = registered.event(cast, fund, "payment_reminder", day, line=line)
        notice = registered.event(cast, fund, "default_notice", day, follows=reminder)
        assert (notice.partner, notice.line, notice.last_day) == (seat[135], line, day + timedelta(days=10))
        with pytest.raises(RuleBroken) as refused:
            registered.event(cast, fund, "default_remedy", notice.last_day, follows=notice)
        assert codes(refused) == ["notice_runs"]
        after = notice.last_day + timedelta(days=1)
        registered.event(cast, fund, "default_remedy", after, follows=notice, what="Half of the interest forfeited.")
        about = {"fund": fund, "kind": "amendment", "question": "That it be so.", "last_day": after}
        resolution = resolutions.put(**about, by=cast.officer, at=programme.at(after))
        with pytest.raises(InputRefused) as refused:
            resolutions.vote(
                resolution=resolution,
                partner=seat[135],
                answer="for",
                voted_date=after,
                by=cast.officer,
                at=programme.at(after),
            )
        assert refused.value.code == "may_not_vote"
        assert agreement_register.count(resolution).whole_weight == D("450000000.00")


class TestResolution:
    def test_shows_numerator_and_denominator_and_takes_the_last_vote_of_each(self, cast, fund, seat):
        about = {"fund": fund, "kind": "amendment", "question": "That clause 7.4 be amended."}
        found = resolutions.put(**about, last_day=DAY, by=cast.officer, at=programme.at(DAY))
        for partner, answer in ((300, "against"), (300, "for"), (150, "for"), (135, "abstain")):
            about = {"partner": seat[partner], "answer": answer, "voted_date": DAY}
            resolutions.vote(resolution=found, **about, by=cast.officer, at=programme.at(DAY))
        with pytest.raises(NotPermitted):
            resolutions.count(resolution=found, by=cast.officer, at=programme.at(DAY))
        found = resolutions.count(resolution=found, by=cast.manager, at=programme.at(DAY))
        assert found.stage == "passed"
        assert found.working == {
            "for_hkd": "450000000.00",
            "against_hkd": "0.00",
            "abstained_hkd": "135000000.00",
            "silent_hkd": "0.00",
            "of_hkd": "585000000.00",  # the GP's 15m does not vote
            "share_rate": "0.769230769231",
            "needed_rate": "0.750000000000",
        }

    def test_waits_for_its_last_day_and_fails_without_the_majority(self, cast, fund, seat):
        about = {"fund": fund, "kind": "amendment", "question": "That it be so.", "last_day": DAY}
        found = resolutions.put(**about, by=cast.officer, at=programme.at(DAY))
        with pytest.raises(WrongStage) as refused:
            resolutions.count(resolution=found, by=cast.manager, at=programme.at(DAY))
        assert refused.value.code == "votes_open"
        assert resolutions.count(resolution=found, by=cast.manager, at=programme.at(HELD)).stage == "failed"

    def test_of_the_committee_counts_seats_without_the_partner_that_has_an_interest(self, cast, fund, seat):
        for partner in (150, 300, 135):
            registered.event(cast, fund, "seat_taken", DAY, partner=seat[partner])
        with pytest.raises(RuleBroken) as refused:
            registered.event(cast, fund, "seat_taken", DAY, partner=seat[300])
        assert codes(refused) == ["no_seat_left"]
        conflict = registered.event(cast, fund, "conflict_declared", DAY, partner=seat[135])
        about = {"conflicted": seat[135]}
        passed = registered.resolved(cast, fund, "conflict_waiver", DAY, seat[150], seat[300], **about)
        assert (passed.stage, passed.working["for_seats"], passed.working["of_seats"]) == ("passed", "2", "2")
        registered.event(cast, fund, "conflict_waived", HELD, follows=conflict, resolution=passed)
        assert Resolution.objects.get(pk=passed.pk).rested_on.count() == 1


class TestSideLetter:
    def test_is_elected_in_its_window_by_those_who_may(self, cast, fund, seat):
        about = {"partner": seat[150], "signed_date": DAY, "grants": "A seat as observer."}
        letter = side_letters.record(fund=fund, **about, by=cast.officer, at=programme.at(DAY))
        letter = side_letters.approve(letter=letter, by=cast.manager, at=programme.at(DAY))
        letter = side_letters.circulate(letter=letter, circulated_date=DAY, by=cast.officer, at=programme.at(DAY))
        last = DAY + timedelta(days=30)
        assert (letter.last_day, letter.clause) == (last, "LPA 16.2")

        def elect(partner, day):
            about = {"partner": seat[partner], "is_elected": True, "elected_date": day}
            return side_letters.elect(letter=letter, **about, by=cast.officer, at=programme.at(date(2025, 7, 1)))

        for partner, day, name in (
            (135, last, "may_not_elect"),
            (150, last, "may_not_elect"),
            (300, last + timedelta(days=1), "outside_window"),
        ):
            with pytest.raises(InputRefused) as refused:
                elect(partner, day)
            assert refused.value.code == name
        assert elect(300, last).commitment_hkd == D("300000000.00")
        with pytest.raises(WrongStage):
            elect(300, last)
        assert SideLetterElection.objects.count() == 1


class TestCalendar:
    def test_holds_what_follows_from_law_terms_and_events_and_what_was_done(self, cast, fund):
        stopped = registered.event(cast, fund, "key_person_event", DAY)
        on = date(2026, 5, 4)
        found = {duty.key: duty for duty in agreement_calendar.duties_of(fund, on)}
        assert found["annual_return:2026"].due_date == date(2026, 3, 17)
        assert found["annual_meeting:2025"].clause == "LPA 14.1"
        assert found["committee_meetings:2025:1"].due_date == date(2025, 6, 30)
        assert found[f"matter:{stopped.pk}"].due_date == stopped.last_day
        assert rules.state(found["annual_return:2026"], on) == "overdue"
        about = {"fund": fund, "key": "annual_return:2026", "done_date": on, "evidence": "Receipt 1 of the Registrar"}
        done = duties.record_done(**about, by=cast.maker, at=programme.at(on))
        assert (done.clause, done.due_date) == ("Cap. 637", date(2026, 3, 17))
        found = {duty.key: duty for duty in agreement_calendar.duties_of(fund, on)}
        assert rules.state(found["annual_return:2026"], on) == "done"
        with pytest.raises(WrongStage):
            duties.record_done(**about, by=cast.officer, at=programme.at(on))
        with pytest.raises(NotPermitted):
            duties.record_done(**about | {"key": "annual_meeting:2025"}, by=cast.stranger, at=programme.at(on))
        duties.reopen(done=done, by=cast.officer, at=programme.at(on), reason="It was last year's.")
        assert DutyDone.objects.get().stage == "reopened"
        assert AgreementEvent.objects.count() == 1
