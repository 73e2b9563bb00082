"""The Committee's opinion and the decision: quorum without conflicts, two people, the envelope, letters, selections."""

from datetime import timedelta

import pytest
from django.urls import reverse

from funds import reserve_list
from funds.models import CommitteeOpinion, Invitation, Selection
from funds.rounds import database_clock as now
from funds.rules.decision import Choice
from funds.services import committees, conflicts, decisions, fundraising, notice_receipts, selection
from itvf.dates import add_months, local_date
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import OutboxMessage, RoleGrant
from reporting.admin import fundraising as waiting
from tests import assessment_worlds as worlds
from tests import portal, programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    world = worlds.closed_world()
    worlds.settled(world)
    worlds.declared(world, people=world.members)
    return world


def opined(world, *, quorum: int = 2, **opinions):
    """The Committee met; it supports what it does not say otherwise about, by the house's code."""
    given = {
        one: committees.Opinion(opinions.get(one.house.name_en.split()[0].lower(), "support"), "As the minutes say.")
        for one in world.applications
    }
    return committees.record_meeting(
        assessment=world.assessment,
        held_date=local_date(now()),
        present=list(world.invitation.memberships.filter(user__in=world.members[:2])),
        quorum=quorum,
        quorum_reason="Half of the members.",
        minutes="Each was discussed.",
        opinions=given,
        by=world.cast.officer,
        at=now(),
    )


def proposed(world, **choices):
    return decisions.propose(
        assessment=world.assessment,
        choices={world.applications[int(name[1:])]: choice for name, choice in choices.items()},
        by=world.cast.officer,
        at=now(),
    )


class TestTheCommittee:
    def test_gives_no_opinion_without_a_quorum_of_members_free_of_conflicts(self, world):
        with pytest.raises(RuleBroken, match="the quorum is 3"):
            opined(world, quorum=3)
        about = {"what": "An adviser to it.", "since_date": local_date(now()), "at": now()}
        conflicts.declare(application=world.applications[0], is_conflict=True, by=world.members[0], **about)
        with pytest.raises(RuleBroken) as refusal:
            opined(world)
        assert [one.facts["reference"] for one in refusal.value.breaches] == [world.applications[0].reference]
        assert not CommitteeOpinion.objects.exists()

    def test_counts_members_of_the_round_only(self, world):
        about = {"quorum": 1, "quorum_reason": "x", "minutes": "x", "opinions": {}, "by": world.cast.officer}
        assessors = list(world.invitation.memberships.assessors())
        with pytest.raises(InputRefused, match="Only members"):
            committees.record_meeting(
                assessment=world.assessment, held_date=local_date(now()), present=assessors, at=now(), **about
            )


class TestAPromotion:
    @pytest.fixture
    def reserve(self, world, cast):
        """Two places on the reserve list, the second of a house that is to hold its licence later."""
        opined(world)
        reserved = Choice("reserved", "One fund this year.")
        decision = proposed(world, a1=reserved, a2=reserved)
        decisions.approve(decision=decision, by=cast.manager, at=now())
        return [decision.lines.get(application=one) for one in world.applications[1:]]

    def propose(self, cast, line, **changes):
        about = {"line": line, "reason": "The envelope has room.", "by": cast.officer, "at": now()}
        return decisions.propose_promotion(**about | changes)

    def test_takes_two_reserves_the_likely_commitment_and_writes_to_the_house(self, world, cast, reserve):
        first, second = reserve
        promotion = self.propose(cast, first)
        for by in (cast.officer, cast.auditor):
            with pytest.raises(NotPermitted):
                decisions.approve_promotion(promotion=promotion, by=by, at=now())
        assert reserve_list.waiting() == []  # nobody lapsed
        (item,) = waiting.promotions(cast.manager)
        assert first.application.reference in item.title
        made = decisions.approve_promotion(promotion=promotion, by=cast.manager, at=now())
        assert (made.reserved_hkd, made.notice_received_date) == (first.likely_hkd, None)
        first.refresh_from_db()
        assert (first.selection, first.outcome, first.application.stage) == (made, "reserved", "selected")
        letters = OutboxMessage.objects.filter(key__startswith="reserve_promotion:")
        assert {one.to for one in letters} == {"plover_signatory@itvf.example", "plover_preparer@itvf.example"}
        assert reserve_list.next_after(made).application == second.application
        later = decisions.approve_promotion(promotion=self.propose(cast, second), by=cast.manager, at=now())
        assert (later.manager.ce_number, later.manager.licence) == ("", "to_be_held")
        assert reserve_list.next_after(later).application is None

    def test_goes_by_order_and_envelope_and_may_be_refused(self, world, cast, reserve):
        first, second = reserve
        with pytest.raises(RuleBroken) as refusal:
            self.propose(cast, second)
        assert [one.code for one in refusal.value.breaches] == ["not_next_in_reserve"]
        promotion = self.propose(cast, first)
        with pytest.raises(WrongStage):
            self.propose(cast, first)
        decisions.refuse_promotion(promotion=promotion, reason="Not this year.", by=cast.manager, at=now())
        again = self.propose(cast, first)
        Selection.objects.update(reserved_hkd=programme.Decimal("1350000000.01"))
        with pytest.raises(RuleBroken) as refusal:
            decisions.approve_promotion(promotion=again, by=cast.manager, at=now())
        assert (refusal.value.breaches[0].rule, refusal.value.breaches[0].code) == ("R1", "envelope_passed")
        assert Selection.objects.count() == 1

    def test_is_proposed_and_approved_by_buttons(self, world, cast, reserve):
        officer, manager = portal.client_of(cast.officer), portal.client_of(cast.manager)
        line = reserve[0]
        button = reverse("admin:funds_decisionline_promote", args=[line.pk])
        assert officer.post(button, {"reason": "Room."}).status_code == 302
        promotion = line.promotions.get()
        page = reverse("admin:funds_reservepromotion_change", args=[promotion.pk])
        assert "Room." in manager.get(page).content.decode()
        assert manager.post(reverse("admin:funds_reservepromotion_approve", args=[promotion.pk])).status_code == 302
        chosen = Selection.objects.get(application=line.application)
        receipt = reverse("admin:funds_selection_receipt", args=[chosen.pk])
        given = {"received_date": local_date(now()).isoformat(), "reason": "Confirmed by letter."}
        assert officer.post(receipt, given).status_code == 302
        chosen.refresh_from_db()
        assert chosen.fundraising_last_date == add_months(local_date(now()), 12)


class TestADecision:
    def test_waits_for_the_opinion_on_each_application(self, world):
        with pytest.raises(RuleBroken, match="no opinion"):
            proposed(world)

    def test_takes_two_and_tells_everybody(self, world, cast):
        opined(world, plover="not_support")
        first = world.applications[0]
        decision = proposed(world, a2=Choice("reserved", "One fund this year."))
        assert {one.application_id: one.outcome for one in decision.lines.all()}[first.pk] == "selected"
        with pytest.raises(NotPermitted):
            decisions.approve(decision=decision, by=cast.officer, at=now())
        decisions.approve(decision=decision, by=cast.manager, at=now())
        for one, stage in zip(world.applications, ("selected", "not_selected", "reserved"), strict=True):
            one.refresh_from_db()
            assert one.stage == stage
        chosen = Selection.objects.get()
        assert (chosen.reserved_hkd, chosen.manager.ce_number) == (programme.Decimal("150000000.00"), "BPJ213")
        assert chosen.committee_opinion == "support: As the minutes say."
        assert chosen.application == first
        assert chosen.contact_email == "kestrel_signatory@itvf.example"
        assert reserve_list.next_after(chosen).application == world.applications[2]
        assert Invitation.objects.get(pk=world.invitation.pk).stage == "decided"
        letters = OutboxMessage.objects.filter(kind="selection_decision")
        assert letters.count() == 6
        assert "獲甄選為基金經理" in letters.filter(to="kestrel_signatory@itvf.example").get().text
        with pytest.raises(WrongStage):
            proposed(world)
        self.lapse_and_take_up(chosen, cast)

    def lapse_and_take_up(self, chosen, cast):
        """The next in reserve waits for who proposes, from the lapse until somebody proposed it."""
        assert reserve_list.waiting() == []
        today, late = local_date(now()), now() + timedelta(days=800)
        notice_receipts.record(selection=chosen, received_date=today, reason="Confirmed.", by=cast.officer, at=now())
        about = {"selection": chosen, "on": local_date(late), "reason": "Over."}
        selection.propose_lapse(**about, by=cast.officer, at=late)
        selection.approve_lapse(selection=chosen, by=cast.manager, at=late)
        (line,) = reserve_list.waiting()
        (item,) = waiting.reserves(cast.officer)
        assert line.application.reference in item.title
        decisions.propose_promotion(line=line, reason="Room again.", by=cast.officer, at=late)
        assert reserve_list.waiting() == []

    def test_starts_the_twelve_months_on_the_day_of_receipt(self, world, cast):
        opined(world)
        decision = decisions.approve(decision=proposed(world), by=cast.manager, at=now())
        line = decision.lines.filter(outcome="selected").first()
        unread = line.selection
        assert (unread.notice_received_date, unread.fundraising_last_date) == (None, None)
        assert fundraising.remind(selection=unread, at=now() + timedelta(days=400)) is None
        shown = portal.client_of(world.cast.officer).get(reverse("portal_fundraising", args=[unread.pk]))
        assert "receipt not recorded" in shown.content.decode()
        with pytest.raises(InputRefused) as refusal:
            selection.propose_lapse(
                selection=unread, on=local_date(now()), reason="Never confirmed.", by=cast.officer, at=now()
            )
        assert refusal.value.code == "receipt_not_recorded"
        later = local_date(now()) + timedelta(days=3)
        about = {"line": line, "reason": "Signed for.", "by": cast.officer}
        with pytest.raises(InputRefused, match="received between"):
            decisions.record_receipt(received_date=later, at=now(), **about)
        moved = decisions.record_receipt(received_date=later, at=now() + timedelta(days=4), **about)
        assert moved.fundraising_last_date == add_months(later, 12)
        # what was recorded wrongly is moved by another person, and the last day with it
        again = {"selection": moved, "received_date": later - timedelta(days=1), "reason": "The day was misread."}
        with pytest.raises(WrongStage) as refusal:
            notice_receipts.record(**again, by=cast.officer, at=now() + timedelta(days=5))
        assert refusal.value.code == "receipt_recorded"
        with pytest.raises(NotPermitted):
            notice_receipts.move(**again, by=cast.officer, at=now() + timedelta(days=5))
        RoleGrant.objects.create(user=cast.officer, role="programme_manager", granted_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            notice_receipts.move(**again, by=cast.officer, at=now() + timedelta(days=5))
        assert refusal.value.code == "maker_is_checker"
        moved = notice_receipts.move(**again, by=cast.manager, at=now() + timedelta(days=5))
        assert moved.fundraising_last_date == add_months(later - timedelta(days=1), 12)

    def test_departs_with_a_reason_only_and_never_passes_the_envelope(self, world, cast):
        opined(world)
        with pytest.raises(RuleBroken, match="reason of the departure"):
            proposed(world, a0=Choice("not_selected"))
        for number in range(8):  # eight selections reserve 1,200m of 1,500m
            programme.selected(cast, world.scheme, code=f"other{number}", ce_number=f"ZZZ10{number}")
        assert [one.outcome for one in proposed(world).lines.all()] == ["selected", "selected", "reserved"]
        world.assessment.decisions.update(stage="refused")
        with pytest.raises(RuleBroken, match="300,000,000"):
            proposed(world, a0=Choice("selected", "x"), a1=Choice("selected", "x"), a2=Choice("selected", "x"))

    def test_is_refused_where_its_ground_changed_since(self, world, cast):
        opined(world)
        decision = proposed(world)
        programme.selected(cast, world.scheme, code="other", ce_number="ZZZ100")
        for number in range(1, 9):
            programme.selected(cast, world.scheme, code=f"other{number}", ce_number=f"ZZZ10{number}")
        with pytest.raises(RuleBroken, match="150,000,000"):
            decisions.approve(decision=decision, by=cast.manager, at=now())
        assert not Selection.objects.filter(decision_line__isnull=False).exists()
        decisions.refuse(decision=decision, by=cast.manager, at=now(), reason="The envelope is taken.")
