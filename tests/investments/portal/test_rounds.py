"""A financing round recorded in the portal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investments.models import FinancingRound
from tests import portal

ROUND = {
    "name": "Series A",
    "financing_stage": "series_a",
    "closed_date": "2026-02-10",
    "raised_hkd": "75,000,000",
    "issued_units": "1250000",
    "diluted_units": "1400000",
    "currency": "hkd",
    "foreign_pre_money": "300000000",
    "evidence": "Capitalisation table of 10 February 2026",
}


@pytest.fixture
def url(made):
    """Where a round of the first company is recorded."""
    return f"/funds/harbour/companies/{made.company.pk}/rounds/new/"


class TestARound:
    """Is kept with its paper, and refused where its units do not add up."""

    def test_is_recorded(self, maker, url):
        paper = SimpleUploadedFile("cap-table.pdf", b"%PDF-1.7 table", content_type="application/pdf")
        assert maker.post(url, ROUND | {"file": paper}).status_code == 302
        found = FinancingRound.objects.get()
        assert (found.currency, found.file.name, int(found.issued_units)) == ("HKD", "cap-table.pdf", 1250000)

    def test_with_fewer_diluted_than_issued_is_named_at_the_field(self, maker, url):
        answer = maker.post(url, ROUND | {"diluted_units": "1249999"})
        assert answer.status_code == 422
        assert 'href="#id_diluted_units"' in answer.content.decode()

    def test_with_fewer_in_issue_than_the_fund_holds_is_explained(self, maker, url):
        answer = maker.post(url, ROUND | {"issued_units": "99999"})
        assert answer.status_code == 422
        assert not FinancingRound.objects.exists()


class TestWhoMay:
    """The manager's maker and officers."""

    def test_outsiders_find_nothing(self, outsiders, url):
        assert [client.get(url).status_code for client in outsiders] == [404, 404]

    def test_a_signatory_may_not(self, made, url):
        assert portal.client_of(made.people.signatory).get(url).status_code == 403
