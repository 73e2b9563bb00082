"""A deal recorded as done in the portal: a first tranche, units, another currency, and the papers that show it."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investments.models import Investment
from tests import portal, programme
from tests.investments.portal import world

DONE = {"completed_date": world.SERIES_B.isoformat(), "evidence": "Share certificate 14 of 10 February 2026"}
USD = {"currency": "USD", "foreign_amount": Decimal("2000000.0000")}


def agreed(made, amount: str = "15600000.00", **changes):
    """A proposal that the Corporation does not object to."""
    target = world.company(made, "Demo Solid Cell Limited", "示範固態電池有限公司")
    proposal = programme.proposed(
        made.people, made.fund, target, amount, expected_date=world.SERIES_B, spend_months=24, **changes
    )
    return programme.agreed(made.people, proposal, day=world.SERIES_B)


def certificate(content: bytes = b"%PDF-1.7 certificate"):
    """The paper that shows it."""
    return SimpleUploadedFile("certificate.pdf", content, content_type="application/pdf")


@pytest.fixture
def url():
    """Where a deal is recorded as done."""
    return lambda proposal: f"/proposals/{proposal.pk}/complete/"


class TestADealInHongKongDollars:
    """Is booked in whole or as its first tranche."""

    def test_books_the_first_tranche_its_units_and_its_papers(self, made, maker, url):
        proposal = agreed(made)
        given = DONE | {"amount_hkd": "5,000,000", "units": "12500", "share_certificate": certificate()}
        answer = maker.post(url(proposal), given)
        done = Investment.objects.get(proposal=proposal)
        assert answer.url == f"/investments/{done.pk}/"
        event = done.life_events.get()
        assert (event.amount_hkd, event.units) == (Decimal("5000000.00"), Decimal(12500))
        assert proposal.documents.filter(kind="share_certificate", file__name="certificate.pdf").count() == 1

    def test_names_a_refused_paper_at_its_field_and_keeps_nothing(self, made, maker, url):
        proposal = agreed(made)
        answer = maker.post(url(proposal), DONE | {"share_certificate": certificate(b"no PDF")})
        assert answer.status_code == 422
        assert 'href="#id_share_certificate"' in answer.content.decode()
        assert not Investment.objects.filter(proposal=proposal).exists()

    def test_above_what_was_proposed_is_named_at_the_amount(self, made, maker, url):
        answer = maker.post(url(agreed(made)), DONE | {"amount_hkd": "15600000.01"})
        assert answer.status_code == 422
        assert 'href="#id_amount_hkd"' in answer.content.decode()


class TestADealInAnotherCurrency:
    """Is booked once, at its rate, with source and date."""

    def test_is_booked_at_the_rate(self, made, maker, url):
        proposal = agreed(made, **USD)
        rate = {"fx_rate": "7.812", "fx_source": "Bank advice", "fx_date": DONE["completed_date"]}
        assert maker.post(url(proposal), DONE | rate | {"units": "9000"}).status_code == 302
        event = Investment.objects.get(proposal=proposal).life_events.get()
        assert (event.currency, event.foreign_amount, event.amount_hkd) == (
            "USD",
            Decimal("2000000.0000"),
            Decimal("15624000.00"),
        )

    def test_asks_for_rate_source_and_day(self, made, maker, url):
        page = maker.post(url(agreed(made, **USD)), DONE).content.decode()
        for name in ("fx_rate", "fx_source", "fx_date"):
            assert f'href="#id_{name}"' in page


class TestWhoMay:
    """The general partner's maker, once the Corporation has answered."""

    def test_outsiders_find_nothing(self, made, outsiders, url):
        proposal = agreed(made)
        assert [client.get(url(proposal)).status_code for client in outsiders] == [404, 404]

    def test_a_signatory_may_not(self, made, url):
        assert portal.client_of(made.people.signatory).get(url(agreed(made))).status_code == 403

    def test_not_twice(self, made, maker, url):
        proposal = agreed(made)
        maker.post(url(proposal), DONE)
        assert maker.post(url(proposal), DONE).status_code == 409
