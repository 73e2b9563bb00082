"""A selection that came from an application: its contact, and terms offered beside terms signed (R17, R27)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from funds import offered_terms
from funds.admin.partnership_forms import AgreementForm
from funds.models import ApplicantLink, Application, Closing, ConflictDeclaration, FundAgreement, TermDeparture
from funds.services import closing_links, closings, conflicts, partnerships, selection, term_departures
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import portal, programme, selection_worlds

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    world = selection_worlds.round_world()
    target = {"non_government_target_hkd": "600000000.00", "fund_size_hkd": "800000000.00"}
    application = selection_worlds.submitted(world.invitation, world.kestrel, fund=target)
    Application.objects.update(stage="eligible")
    application.refresh_from_db()
    manager = selection.register_manager(
        name_en="Kestrel Example Capital",
        name_zh_hant="示例資本",
        ce_number="BPJ213",
        licence="held",
        licence_checked_date=programme.SELECTED,
        licence_expiry_date=None,
        responsible_officers=2,
        by=world.cast.officer,
        at=programme.at(programme.SELECTED),
    )
    chosen = record(world.cast, world.scheme, manager, application)
    fund = programme.established(world.cast, chosen)
    return SimpleNamespace(
        cast=world.cast,
        scheme=world.scheme,
        fund=fund,
        selection=chosen,
        application=application,
        people=world.kestrel,
        other=world.plover,
        invitation=world.invitation,
    )


def record(cast, scheme, manager, application, reference="SEL-kestrel"):
    return selection.record_selection(
        scheme=scheme,
        manager=manager,
        reference=reference,
        notice_issued_date=date(2025, 1, 6),
        notice_received_date=programme.SELECTED,
        committee_opinion="Suitable.",
        committee_date=date(2025, 1, 3),
        application=application,
        is_decided=True,
        by=cast.manager,
        at=programme.at(programme.SELECTED),
    )


def agree(cast, fund, **changes):
    figures = offered_terms.values_of(offered_terms.offer_of(fund)) | changes
    agreement = partnerships.record_agreement(
        fund=fund,
        signed_date=programme.SIGNED,
        signed_by_all=True,
        by=cast.officer,
        at=programme.at(programme.SIGNED),
        **figures,
    )
    programme.partner(cast, fund, "government", "ITVF Corporation")
    return agreement


def complete(cast, fund):
    closing = fund.closings.first() or programme.signed(cast, fund)
    return closings.complete(closing=closing, by=cast.manager, at=programme.at(programme.CLOSED))


class TestSelectionFromAnApplication:
    def test_takes_its_contact_from_the_house(self, standing):
        signatory = standing.people.signatory
        assert (standing.selection.contact_email, standing.selection.contact_name) == (signatory.email, signatory.name)

    def test_reserves_what_the_government_would_likely_commit(self, standing):
        assert standing.selection.reserved_hkd == D("200000000.00")

    def test_is_one_for_one_application(self, cast, standing):
        with pytest.raises(InputRefused) as refusal:
            record(cast, standing.scheme, standing.selection.manager, standing.application, "SEL-again")
        assert refusal.value.code == "application_not_free"

    def test_takes_the_decision_of_two_people(self, cast, standing):
        other = selection_worlds.submitted(standing.invitation, standing.other)
        for stage in ("submitted", "eligible"):
            Application.objects.filter(pk=other.pk).update(stage=stage)
            other.refresh_from_db()
            with pytest.raises(InputRefused) as refusal:
                selection.record_selection(
                    scheme=standing.scheme,
                    manager=standing.selection.manager,
                    reference="SEL-alone",
                    notice_issued_date=programme.SELECTED,
                    notice_received_date=programme.SELECTED,
                    committee_opinion="Suitable.",
                    committee_date=programme.SELECTED,
                    application=other,
                    by=cast.officer,
                    at=programme.at(programme.SELECTED),
                )
            assert refusal.value.code == "application_not_free"

    def test_shows_itself_to_the_house_and_to_no_other(self, standing):
        model = type(standing.selection)
        assert model.objects.visible_to(standing.people.preparer).get() == standing.selection
        assert not model.objects.visible_to(standing.cast.stranger).exists()


class TestAgreement:
    def test_is_filled_from_the_offer_without_retyping(self, cast, fund):
        form = AgreementForm(None, subject=fund)
        offer = offered_terms.values_of(offered_terms.offer_of(fund))
        typed = {name: form[name].initial for name in form.fields} | {"signed_date": "2025-03-03"}
        bound = AgreementForm(
            {name: value for name, value in typed.items() if value not in (None, False)}, subject=fund
        )
        assert bound.is_valid(), bound.errors
        assert {name: bound.cleaned_data[name] for name in offer} == offer

    def test_as_offered_departs_in_nothing(self, cast, fund):
        agree(cast, fund)
        assert not TermDeparture.objects.exists()
        assert complete(cast, fund).stage == Closing.Stage.COMPLETED

    def test_without_a_catch_up_is_the_same_as_one_of_nothing(self):
        offered, signed = (FundAgreement(second_catch_up_rate=rate) for rate in (None, D("0.00")))
        assert offered_terms.values_of(offered) == offered_terms.values_of(signed)

    def test_otherwise_is_shown_side_by_side_and_stops_the_first_closing(self, cast, fund):
        agreement = agree(cast, fund, hurdle_rate=D("0.08"), company_limit_rate=D("0.15"), limits_clause="LPA 6.3")
        kept = list(TermDeparture.objects.values_list("name", "offered", "signed", "rule"))
        assert kept == [("hurdle_rate", "0.07", "0.08", "R16"), ("company_limit_rate", "", "0.15", "R27")]
        lines = [line for line in offered_terms.side_by_side(agreement) if line.departure]
        assert [(line.offered, line.signed) for line in lines] == [("7%", "8%"), ("–", "15%")]
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, fund)
        first, second = refusal.value.breaches
        assert (first.code, first.clause) == ("terms_depart_from_offer", "Annex 3 1(k)(iii)")
        assert (first.facts["offered"], first.facts["signed"], second.facts["signed"]) == ("7%", "8%", "15%")
        assert fund.closings.get().stage == Closing.Stage.DRAFT


class TestApprove:
    @pytest.fixture
    def departure(self, cast, fund):
        agree(cast, fund, hurdle_rate=D("0.08"))
        return TermDeparture.objects.get()

    def approve(self, cast, departure, *, by=None, reason="Better for the partners"):
        return term_departures.approve(
            departure=departure, reason=reason, by=by or cast.manager, at=programme.at(programme.CLOSED)
        )

    def test_opens_the_way_to_the_first_closing(self, cast, fund, departure):
        self.approve(cast, departure)
        assert complete(cast, fund).stage == Closing.Stage.COMPLETED
        event = AuditEvent.objects.get(verb="term_departure.approve")
        assert (event.reason, event.facts["offered"]) == ("Better for the partners", "0.07")

    def test_refuses_its_recorder_a_second_time_and_no_reason(self, cast, departure):
        with pytest.raises(InputRefused):
            self.approve(cast, departure, reason=" ")
        with pytest.raises(NotPermitted):
            self.approve(cast, departure, by=cast.officer)
        TermDeparture.objects.update(recorded_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            self.approve(cast, departure)
        assert refusal.value.code == "maker_is_checker"
        TermDeparture.objects.update(recorded_by=cast.officer)
        self.approve(cast, departure)
        with pytest.raises(WrongStage):
            self.approve(cast, departure)

    def test_binds_nobody_whose_selection_came_without_an_application(self, cast, fund):
        type(fund.selection).objects.update(application=None)
        fund.selection.refresh_from_db()
        partnerships.record_agreement(
            fund=fund, signed_date=programme.SIGNED, signed_by_all=True, by=cast.officer,
            at=programme.at(programme.SIGNED), **programme.TERMS | {"hurdle_rate": D("0.08")},
        )  # fmt: skip
        assert not TermDeparture.objects.exists()
        assert FundAgreement.objects.get().hurdle_rate == D("0.08")


class TestNamesAtTheClosing:
    """Links are searched again with every commitment and ruled on before the closing completes (R24, para 14)."""

    def sign(self, cast, fund, name: str):
        agree(cast, fund)
        closing = programme.signed(cast, fund)
        investor = programme.partner(cast, fund, "private", name)
        about = {"signed_date": programme.CLOSED, "is_accepted": True, "is_unconditional": True}
        closings.sign(
            closing=closing,
            partner=investor,
            amount_hkd=D("1000000.00"),
            by=cast.officer,
            at=programme.at(programme.CLOSED),
            **about,
        )
        return closing

    def rule(self, cast, link, *, is_conflict=False):
        about = {"reason": "A namesake.", "by": cast.manager, "at": programme.at(programme.CLOSED)}
        return conflicts.rule_on_link(link=link, is_conflict=is_conflict, **about)

    def test_stop_it_until_a_person_has_ruled_on_each(self, cast, fund):
        closing = self.sign(cast, fund, f"{cast.officer.name} Limited")
        link = ApplicantLink.objects.get(capacity="investor at a closing")
        assert (link.other, link.other_user, link.stage) == ("staff", cast.officer, "open")
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, fund)
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.rule, breach.clause) == ("link_not_ruled_on", "R24", "para 14")
        assert "Rule on the link with a reason" in breach.message
        self.rule(cast, link)
        assert complete(cast, fund).pk == closing.pk
        assert AuditEvent.objects.filter(verb="closing.search_names").exists()

    def test_that_came_up_since_are_found_when_it_completes(self, cast, fund):
        closing = self.sign(cast, fund, "Newcomer Invented Holdings")
        type(cast.second_officer).objects.filter(pk=cast.second_officer.pk).update(name="Invented Newcomer")
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, fund)
        assert "Search the names of the closing again" in refusal.value.breaches[0].message
        about = {"by": cast.officer, "at": programme.at(programme.CLOSED)}
        (link,) = closing_links.search(closing=closing, **about)
        assert link.how == "near"
        self.rule(cast, link, is_conflict=True)
        page = portal.client_of(cast.officer).get(reverse("admin:funds_closing_change", args=[closing.pk]))
        assert "Newcomer Invented Holdings" in page.content.decode()
        assert closing_links.search(closing=closing, **about) == []
        assert complete(cast, fund).stage == Closing.Stage.COMPLETED

    def test_of_whom_a_conflict_closed_the_applicant_to_completes_no_closing(self, cast, standing, fund):
        self.sign(cast, fund, "Nobody Known Limited")
        ConflictDeclaration.objects.create(
            application=standing.application, user=cast.manager, is_conflict=True, what="A debt.",
            since_date=programme.SELECTED, declared_by=cast.officer, declared_at=programme.at(programme.CLOSED),
        )  # fmt: skip
        with pytest.raises(NotPermitted) as refusal:
            complete(cast, fund)
        assert refusal.value.code == "closed_by_conflict"


class TestTheApi:
    def test_lists_for_staff_and_takes_the_ruling_of_another(self, cast, fund):
        agree(cast, fund, hurdle_rate=D("0.08"), carry_rate=D("0.15"))
        assert portal.client_of(cast.maker).get("/api/v1/term-departures").json()["results"] == []
        hurdle, carry = portal.client_of(cast.auditor).get("/api/v1/term-departures").json()["results"]
        assert (hurdle["term"], hurdle["offered"], hurdle["signed"], hurdle["stage"]) == (
            "hurdle_rate",
            "0.07",
            "0.08",
            "open",
        )

        def rule(person, one, verb, reason="So decided."):
            address = f"/api/v1/term-departures/{one['id']}/{verb}"
            key = {"Idempotency-Key": f"{verb}{person.pk:d}"}
            return portal.client_of(person).post(address, {"reason": reason}, "application/json", headers=key)

        assert rule(cast.stranger, hurdle, "refuse").status_code == 404
        assert rule(cast.officer, hurdle, "refuse").status_code == 403
        assert rule(cast.manager, hurdle, "refuse").json()["stage"] == "refused"
        assert rule(cast.manager, carry, "approve").json()["stage"] == "approved"


class TestRefuse:
    @pytest.fixture
    def departure(self, cast, fund):
        agree(cast, fund, hurdle_rate=D("0.08"), carry_rate=D("0.15"))
        return TermDeparture.objects.get(name="hurdle_rate")

    def refuse(self, cast, departure, *, by=None, reason="The offer was 7%."):
        about = {"by": by or cast.manager, "at": programme.at(programme.SIGNED)}
        return term_departures.refuse(departure=departure, reason=reason, **about)

    def sign_again(self, cast, fund, **changes):
        figures = offered_terms.values_of(offered_terms.offer_of(fund)) | changes
        about = {"signed_date": programme.SIGNED, "signed_by_all": True, "reason": "Amended before the closing."}
        return term_departures.sign_again(
            fund=fund, **about, by=cast.officer, at=programme.at(programme.SIGNED), **figures
        )

    def test_keeps_the_first_closing_shut_until_the_agreement_is_signed_anew(self, cast, fund, departure):
        carry = TermDeparture.objects.get(name="carry_rate")
        term_departures.approve(departure=carry, reason="Lower.", by=cast.manager, at=programme.at(programme.SIGNED))
        self.refuse(cast, departure)
        with pytest.raises(RuleBroken) as refusal:
            complete(cast, fund)
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.clause, breach.facts["reason"]) == (
            "departure_refused",
            "Annex 3 1(k)(iii)",
            "The offer was 7%.",
        )
        agreement = self.sign_again(cast, fund, carry_rate=D("0.15"))
        stands = {one.name: one.stage for one in agreement.departures.all()}
        assert stands == {"hurdle_rate": "superseded", "carry_rate": "approved"}
        assert (agreement.hurdle_rate, FundAgreement.objects.get().carry_rate) == (D("0.07"), D("0.15"))
        assert complete(cast, fund).stage == Closing.Stage.COMPLETED
        assert AuditEvent.objects.get(verb="agreement.sign_again").reason == "Amended before the closing."

    def test_lets_the_same_be_asked_again_and_ends_a_ruling_on_other_figures(self, cast, fund, departure):
        carry = TermDeparture.objects.get(name="carry_rate")
        term_departures.approve(departure=carry, reason="Lower.", by=cast.manager, at=programme.at(programme.SIGNED))
        self.refuse(cast, departure)
        agreement = self.sign_again(cast, fund, hurdle_rate=D("0.08"), carry_rate=D("0.18"))
        standing_now = agreement.departures.exclude(stage="superseded").values_list("name", "signed", "stage")
        assert sorted(standing_now) == [("carry_rate", "0.18", "open"), ("hurdle_rate", "0.08", "open")]

    def test_takes_another_person_a_reason_and_something_refused(self, cast, fund, departure):
        for by in (cast.officer, cast.auditor):
            with pytest.raises(NotPermitted):
                self.refuse(cast, departure, by=by)
        with pytest.raises(InputRefused):
            self.refuse(cast, departure, reason=" ")
        with pytest.raises(WrongStage) as refusal:
            self.sign_again(cast, fund)
        assert refusal.value.code == "nothing_refused"
        self.refuse(cast, departure)
        with pytest.raises(WrongStage):
            self.refuse(cast, departure)
