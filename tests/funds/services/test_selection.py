"""Managers, their selection and the twelve months (R17, R18, R24, A9)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import lapse_letter, reserve_list, selectors
from funds.models import Fund, LapseLetter, Manager, Selection
from funds.services import selection
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    return SimpleNamespace(cast=cast, scheme=scheme)


class TestRegisterManager:
    def register(self, cast, **changes):
        about = {
            "name_en": "Harbour Demo Capital Limited",
            "name_zh_hant": "",
            "ce_number": "BPJ213",
            "licence": "held",
            "licence_checked_date": programme.SELECTED,
            "licence_expiry_date": None,
            "responsible_officers": 2,
            "by": cast.officer,
        }
        return selection.register_manager(at=programme.at(programme.SELECTED), **about | changes)

    def test_keeps_the_licence_and_goes_on_record(self, cast):
        manager = self.register(cast)
        assert AuditEvent.objects.get(verb="manager.register").subject_id == str(manager.pk)

    @pytest.mark.parametrize("number", ["BPJ21", "bpj213", "BP1213", "BPJ2134", "ÄPJ213", "BPJ21a"])
    def test_refuses_a_ce_number_of_another_shape(self, cast, number):
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, ce_number=number)
        assert refusal.value.field == "ce_number"
        assert not Manager.objects.exists()

    def test_refuses_a_ce_number_that_stands(self, cast):
        self.register(cast)
        with pytest.raises(InputRefused) as refusal:
            self.register(cast)
        assert refusal.value.code == "ce_number_taken"

    def test_takes_a_licence_that_is_to_be_held_without_a_number_until_it_is(self, cast):
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, ce_number="")
        assert refusal.value.code == "ce_number_missing"
        manager = self.register(cast, ce_number="", licence="to_be_held")
        self.register(cast, name_en="Another", ce_number="", licence="to_be_held")

        def check(number: str):
            about = {"licence": "held", "licence_expiry_date": None, "ce_number": number}
            day = programme.SELECTED
            return selection.check_licence(
                manager=manager, licence_checked_date=day, by=cast.officer, at=programme.at(day), **about
            )

        with pytest.raises(InputRefused) as refusal:
            check("")
        assert refusal.value.code == "ce_number_missing"
        assert check("BQK314").ce_number == "BQK314"
        with pytest.raises(InputRefused) as refusal:
            check("BQK315")
        assert refusal.value.code == "ce_number_stands"

    def test_refuses_one_responsible_officer(self, cast):
        with pytest.raises(RuleBroken) as refusal:
            self.register(cast, responsible_officers=1)
        (breach,) = refusal.value.breaches
        assert (breach.rule, breach.facts["found"]) == ("R17", 1)

    def test_requires_its_permission(self, cast):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.register(cast, by=person)


class TestRecordSelection:
    def test_reserves_the_floor_and_starts_the_clock(self, cast, scheme):
        chosen = programme.selected(cast, scheme)
        assert (chosen.reserved_hkd, chosen.fundraising_last_date) == (D("150000000.00"), date(2026, 1, 10))
        envelope = selectors.envelope(scheme, selectors.terms_in_force(scheme, programme.SELECTED))
        assert (envelope.reserved_hkd, envelope.left_hkd) == (D("150000000.00"), D("1350000000.00"))
        assert AuditEvent.objects.get(verb="selection.record").facts["last_date"] == "2026-01-10"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"committee_opinion": " "}, "opinion_missing"),
            ({"notice_received_date": date(2025, 1, 5)}, "received_before_issued"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, scheme, changes, code):
        manager = TestRegisterManager().register(cast)
        about = {
            "notice_issued_date": date(2025, 1, 6),
            "notice_received_date": programme.SELECTED,
            "committee_opinion": "Suitable.",
            "committee_date": date(2025, 1, 3),
        }
        with pytest.raises(InputRefused) as refusal:
            selection.record_selection(
                scheme=scheme,
                manager=manager,
                reference="S1",
                by=cast.officer,
                at=programme.at(programme.SELECTED),
                **about | changes,
            )
        assert refusal.value.code == code
        assert not Selection.objects.exists()

    def test_refuses_a_reference_that_stands(self, cast, scheme):
        programme.selected(cast, scheme)
        with pytest.raises(InputRefused) as refusal:
            programme.selected(cast, scheme, ce_number="BQK314")
        assert refusal.value.code == "selection_stands"

    def test_requires_its_permission(self, cast, scheme):
        manager = TestRegisterManager().register(cast)
        for person in (cast.manager, cast.auditor, cast.maker):
            with pytest.raises(NotPermitted):
                selection.record_selection(
                    scheme=scheme,
                    manager=manager,
                    reference="S1",
                    notice_issued_date=programme.SELECTED,
                    notice_received_date=programme.SELECTED,
                    committee_opinion="Suitable.",
                    committee_date=programme.SELECTED,
                    by=person,
                    at=programme.at(programme.SELECTED),
                )


class TestLapse:
    @pytest.fixture
    def fund(self, cast, scheme):
        return programme.founded(cast, scheme)

    def propose(self, cast, fund, *, on=date(2026, 1, 11), by=None):
        return selection.propose_lapse(
            selection=fund.selection, by=by or cast.officer, on=on, at=programme.at(on), reason="Twelve months are over"
        )

    def approve(self, cast, fund, by=None):
        return selection.approve_lapse(
            selection=fund.selection, by=by or cast.manager, at=programme.at(date(2026, 1, 12))
        )

    def test_takes_two_people_and_releases_the_envelope(self, cast, scheme, fund):
        self.propose(cast, fund)
        self.approve(cast, fund)
        fund.refresh_from_db()
        assert (fund.stage, fund.selection.stage) == (Fund.Stage.ABANDONED, Selection.Stage.LAPSED)
        envelope = selectors.envelope(scheme, selectors.terms_in_force(scheme, programme.SELECTED))
        assert envelope.used_hkd == 0
        facts = AuditEvent.objects.get(verb="selection.approve_lapse").facts
        assert (facts["released_hkd"], facts["to"]) == ("150000000.00", "harbour@managers.example")

    def test_fixes_the_letter_and_sends_it(self, cast, fund):
        self.propose(cast, fund)
        letter = LapseLetter.objects.get()
        assert lapse_letter.pdf_of(letter, at=programme.at(date(2026, 1, 11))).startswith(b"%PDF")
        assert (letter.stage, letter.content, letter.addressee) == ("prepared", {}, "Harbour Demo Capital Limited")
        self.approve(cast, fund)
        letter.refresh_from_db()
        assert (letter.stage, letter.approved_by, letter.message.to) == (
            "approved",
            cast.manager,
            "harbour@managers.example",
        )
        assert letter.content["missing_hkd"] == "450000000.00"
        ((name, kind, content),) = lapse_letter.attachments(letter.message)
        assert (name, kind) == ("SEL-harbour-L1.pdf", "application/pdf")
        assert content == lapse_letter.pdf_of(letter, at=programme.at(date(2027, 1, 1)))

    def test_that_is_refused_leaves_the_selection_and_withdraws_the_letter(self, cast, fund):
        self.propose(cast, fund)
        chosen = selection.refuse_lapse(
            selection=fund.selection, by=cast.manager, at=programme.at(date(2026, 1, 12)), reason="A closing stands"
        )
        assert (chosen.stage, chosen.lapse_proposed_by) == (Selection.Stage.SELECTED, None)
        assert LapseLetter.objects.get().stage == "withdrawn"
        self.propose(cast, fund)
        assert str(LapseLetter.objects.get(stage="prepared")) == "SEL-harbour-L2"

    def test_asks_for_somebody_to_write_to(self, cast, fund):
        Selection.objects.update(contact_email="")
        with pytest.raises(InputRefused) as refusal:
            self.propose(cast, fund)
        assert refusal.value.code == "contact_missing"
        assert not LapseLetter.objects.exists()

    def test_says_that_there_is_no_reserve_list(self, cast, fund):
        assert reserve_list.next_after(fund.selection) == reserve_list.Next(is_kept=False, line=None)

    def test_waits_for_the_last_day_to_pass(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            self.propose(cast, fund, on=date(2026, 1, 10))
        assert refusal.value.code == "clock_running"

    def test_is_not_approved_by_its_proposer(self, cast, fund):
        self.propose(cast, fund)
        Selection.objects.update(lapse_proposed_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            self.approve(cast, fund)
        assert refusal.value.code == "maker_is_checker"

    def test_is_not_approved_before_it_is_proposed(self, cast, fund):
        with pytest.raises(WrongStage):
            self.approve(cast, fund)

    def test_does_not_touch_a_fund_that_closed(self, cast, fund):
        programme.closed(cast, fund)
        with pytest.raises(WrongStage):
            self.propose(cast, fund)

    def test_requires_its_permissions(self, cast, fund):
        with pytest.raises(NotPermitted):
            self.propose(cast, fund, by=cast.manager)
        self.propose(cast, fund)
        with pytest.raises(NotPermitted):
            self.approve(cast, fund, by=cast.officer)
