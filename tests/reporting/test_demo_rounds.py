"""The demo's rounds: one that gave Summit, one whose manager lapsed and Delta came after, one that is open."""

from datetime import date
from types import SimpleNamespace

import pytest

from funds import offered_terms, reserve_list, rounds
from funds.models import (
    ApplicantLink,
    Application,
    CommitteeMeeting,
    ConflictDeclaration,
    EligibilityFinding,
    FundraisingReminder,
    Invitation,
    ScoreChange,
    ScoreSheet,
    Selection,
    Submission,
)
from funds.portal.pages import raises_money
from itvf.models import OutboxMessage, User
from reporting.demo import acts, decade, past_rounds, round_people
from reporting.demo import rounds as demo
from reporting.demo.decade_plans import SUMMIT
from reporting.demo.plans import DELTA
from tests import people, programme

RECEIVED, DELTA_RECEIVED = date(2015, 10, 13), date(2025, 12, 15)


@pytest.fixture(scope="module")
def standing(held):
    """All three rounds, and the two funds that came of the past ones."""
    cast, scheme = people.cast(), programme.scheme()
    first = past_rounds.play_first(cast, scheme, received=RECEIVED)
    second = past_rounds.play_second(cast, scheme, received=DELTA_RECEIVED)
    plan = decade.plan_of_summit()
    summit = acts.found(cast, plan, first, on=date(2016, 1, 12))
    delta = acts.found(cast, DELTA, second, on=date(2026, 6, 15))
    demo.play(cast, scheme)
    return SimpleNamespace(cast=cast, first=first, second=second, summit=summit, delta=delta)


def stages(reference: str) -> dict[str, str]:
    found = Application.objects.filter(invitation__reference=reference).select_related("house")
    return {one.house.name_en.split()[0]: one.stage for one in found}


class TestTheRoundOfSummit:
    def test_is_decided_with_one_in_reserve_and_one_not_eligible_by_two_people(self, world):
        assert stages("round-1")["Tern"] == stages("round-1")["Egret"] == "not_selected"
        assert (stages("round-1")["Summit"], stages("round-1")["Heron"]) == ("selected", "reserved")
        assert Invitation.objects.get(reference="round-1").stage == "decided"
        failed = EligibilityFinding.objects.get(stage="failed")
        assert (failed.requirement, failed.rule) == ("hurdle", "R16")
        assert failed.ruled_by != failed.confirmed_by

    def test_received_its_papers_within_the_round_years_ago(self, world):
        for one in Submission.objects.filter(application__invitation__is_on_paper=True).select_related("application"):
            invitation = one.application.invitation
            assert invitation.opens_at <= one.received_at <= invitation.closes_at
            assert one.prepared_by != one.submitted_by

    def test_closed_an_application_to_who_has_an_interest_in_it(self, world):
        bruno = User.objects.get(email="assessor-2@itvf.example")
        (heron,) = Application.objects.filter(pk__in=ConflictDeclaration.objects.closing(bruno))
        assert heron.house.name_en.startswith("Heron")
        assert not Submission.objects.visible_to(bruno).filter(application=heron).exists()
        assert ScoreSheet.objects.filter(application=heron).count() == 2

    def test_ruled_on_links_moderated_a_score_and_heard_a_quorum(self, world):
        links = ApplicantLink.objects.filter(application__invitation__reference="round-1")
        assert {(one.name, one.other, one.stage) for one in links} == {
            ("Invented Brothers Holdings", "applicant", "accepted"),
            ("Albert Demo", "staff", "accepted"),
        }
        change = ScoreChange.objects.get()
        assert (change.before, change.after) == (2, 4)
        meeting = CommitteeMeeting.objects.get(assessment__invitation__reference="round-1")
        assert sorted(meeting.opinions.values_list("taking_part", flat=True)) == [2, 3, 3]

    def test_wrote_to_every_house(self, world):
        letters = OutboxMessage.objects.filter(kind="selection_decision", text__contains="round-1")
        assert letters.count() == 8
        assert sum("is selected as a fund manager" in one.text for one in letters) == 2
        assert all(OutboxMessage.objects.filter(**about).exists() for _moment, about in past_rounds.letters())

    def test_became_summit_whose_agreement_departs_in_one_approved_term(self, world):
        assert world.first.notice_received_date == RECEIVED
        assert world.first.manager.ce_number == SUMMIT.ce_number
        lines = [one for one in offered_terms.side_by_side(world.summit.agreement) if one.departure]
        assert [(one.offered, one.signed, one.departure.stage) for one in lines] == [("20%", "30%", "approved")]


class TestTheRoundThatLapsed:
    def test_ran_out_was_lapsed_by_two_and_freed_its_envelope(self, world):
        lapsed = Selection.objects.get(stage="lapsed")
        assert lapsed.manager.name_en.startswith("Osprey")
        assert lapsed.reserved_hkd == 0
        assert lapsed.lapse_proposed_by != lapsed.lapse_approved_by
        assert FundraisingReminder.objects.filter(selection=lapsed, outcome="sent").count() == 5
        assert lapsed.lapse_letters.get().message.to == "osprey-signatory@itvf.example"
        assert raises_money(User.objects.get(email="osprey-signatory@itvf.example"), None)  # the way there stays

    def test_gave_its_place_to_delta_and_keeps_the_next_in_reserve(self, world):
        assert world.second.application.house.name_en == DELTA.manager_en
        assert stages("round-2") == {"Osprey": "selected", "Delta": "selected", "Heron": "reserved"}
        following = reserve_list.next_after(Selection.objects.get(stage="lapsed"))
        assert following.application.house.name_en.startswith("Heron")
        assert reserve_list.waiting() == []  # Delta took the place
        assert not offered_terms.departures(world.delta, world.delta.agreement)


class TestTheOpenRound:
    def test_is_open_with_one_application_received_and_one_draft(self, world):
        invitation = Invitation.objects.get(reference=demo.REFERENCE)
        assert rounds.phase(invitation, rounds.database_clock()) == "open"
        assert invitation.questions.get().stage == "published"
        assert stages(demo.REFERENCE) == {"Kestrel": "submitted", "Plover": "draft"}
        draft = Application.objects.get(stage="draft")
        assert rounds.progress(draft, on=rounds.database_clock().date()).done == 3


class TestEverybodyInTheRounds:
    def test_has_a_log_in_that_is_printed_with_what_to_try(self, world):
        for who, login, try_this in (*demo.logins(), *round_people.logins()):
            assert User.objects.filter(email=login).exists(), who
            assert try_this
