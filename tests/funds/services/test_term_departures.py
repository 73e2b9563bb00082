"""A selection that came from an application: its contact, and terms offered beside terms signed (R17, R27)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import offered_terms
from funds.admin.partnership_forms import AgreementForm
from funds.models import Closing, FundAgreement, TermDeparture
from funds.services import closings, partnerships, selection, term_departures
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme, selection_worlds

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    world = selection_worlds.round_world()
    application = selection_worlds.submitted(world.invitation, world.kestrel)
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
        cast=world.cast, scheme=world.scheme, fund=fund, selection=chosen, application=application, people=world.kestrel
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
        by=cast.officer,
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

    def test_is_one_for_one_application(self, cast, standing):
        with pytest.raises(InputRefused) as refusal:
            record(cast, standing.scheme, standing.selection.manager, standing.application, "SEL-again")
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
