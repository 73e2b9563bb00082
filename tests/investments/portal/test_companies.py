"""A company registered in the portal once those like it were looked at, and its facts with number and file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investments.models import Company, CompanyFact
from itvf.models import AuditEvent, File
from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows

NEW = {
    "name_en": "Sample Vision Robotics (Asia) Ltd",
    "br_number": "91230001",
    "place_of_incorporation": "Hong Kong",
    "description": "Robots that see.",
}


@pytest.fixture
def url(made):
    """Where a company is registered for the first fund."""
    return f"/funds/{made.fund.code}/companies/new/"


def mark(page: str) -> str:
    """What says "it is another company" of just those shown."""
    return page.split('name="another" value="')[1].split('"')[0]


class TestACompanyLikeAnother:
    """Is registered once a person said that it is another one."""

    def test_is_shown_beside_those_on_record_and_not_saved(self, made, maker, url):
        before = Company.objects.count(), AuditEvent.objects.count()
        page = maker.post(url, NEW).content.decode()
        assert "Is it one of these?" in page
        assert rows(page, "Companies on the register")[0].endswith("Hong Kong A similar name")
        assert f'href="/funds/harbour/companies/{made.company.pk}/"' in page
        assert 'value="91230001"' in page
        assert (Company.objects.count(), AuditEvent.objects.count()) == before

    def test_is_registered_when_it_is_said_to_be_another(self, maker, url):
        shown = maker.post(url, NEW).content.decode()
        assert maker.post(url, NEW | {"another": mark(shown)}).status_code == 302
        assert Company.objects.filter(br_number="91230001").count() == 1

    def test_is_asked_again_when_the_name_became_another(self, maker, url):
        said = mark(maker.post(url, NEW).content.decode())
        again = maker.post(url, NEW | {"name_en": "Sample Vision Robotics Limited", "another": said}).content.decode()
        assert rows(again, "Companies on the register")[0].endswith("The same name")
        assert not Company.objects.filter(br_number="91230001").exists()

    def test_cannot_be_another_with_the_same_number_however_it_is_written(self, made, maker, url):
        number = f"{made.company.br_number}-000-03-25-1"
        answer = maker.post(url, NEW | {"name_en": "Quite Another Limited", "br_number": number})
        page = answer.content.decode()
        assert (answer.status_code, 'href="#id_br_number"' in page) == (422, True)
        assert rows(page, "Companies on the register")[0].endswith("The same business registration number")
        assert "another" not in page.split("<form")[-1].split("</form>")[0].replace("Quite Another", "")

    def test_tells_a_manager_nothing_of_another_manager_s_funds(self, made):
        world.second_fund(made, holds=False)
        other = portal.client_of(made.people.other_maker)
        page = plain(other.post("/funds/ridge/companies/new/", NEW).content.decode())
        assert "Sample Vision Robotics Limited" in page
        assert "Harbour" not in page
        assert "Machine vision for warehouses" not in page
        known = other.get(f"/funds/ridge/companies/{made.company.pk}/").content.decode()
        assert "Machine vision for warehouses" not in known
        assert f"/portfolio/companies/{made.company.pk}/" not in known

    def test_like_no_other_is_registered_at_once(self, maker, url):
        assert maker.post(url, NEW | {"name_en": "Unlike Anything Limited"}).status_code == 302


class TestAFact:
    """Is kept with its number and the file that shows it."""

    def test_has_number_and_file(self, made, maker, text):
        url = f"/funds/harbour/companies/{made.company.pk}/"
        fact = {"kind": "has_staff", "holds": "yes", "quantity": "24", "since_date": "2026-06-01", "evidence": "MPF"}
        paper = SimpleUploadedFile("mpf.pdf", b"%PDF-1.7 list", content_type="application/pdf")
        assert maker.post(url, fact | {"file": paper}).status_code == 302
        found = CompanyFact.objects.get(kind="has_staff")
        assert (found.quantity, found.file.name) == (24, "mpf.pdf")
        assert "MPF · mpf.pdf" in plain(text(maker, url))
        assert "Yes · 24 since 1 Jun 2026" in plain(text(maker, f"/portfolio/companies/{made.company.pk}/"))

    @pytest.mark.parametrize("wrong", ["quantity", "file"])
    def test_is_refused_at_its_field_with_nothing_kept(self, made, maker, wrong):
        fact = {"kind": "has_staff", "holds": "yes", "since_date": "2026-06-01", "evidence": "MPF", "quantity": "24"}
        paper = SimpleUploadedFile("mpf.pdf", b"no PDF", content_type="application/pdf")
        fact |= {"quantity": "-1"} if wrong == "quantity" else {"file": paper}
        files = File.objects.count()
        answer = maker.post(f"/funds/harbour/companies/{made.company.pk}/", fact)
        assert (answer.status_code, f'href="#id_{wrong}"' in answer.content.decode()) == (422, True)
        assert not CompanyFact.objects.filter(kind="has_staff").exists()
        assert File.objects.count() == files


class TestTheWaysOn:
    """Lists lead to the company, and the company to its lots."""

    def test_lists_lead_to_the_company_s_page(self, made, maker, text):
        link = f'href="/portfolio/companies/{made.company.pk}/"'
        assert link in text(maker, "/funds/harbour/investments/")
        assert link in text(maker, "/funds/harbour/proposals/new/")
        page = text(maker, f"/portfolio/companies/{made.company.pk}/")
        assert f'href="/investments/{made.investment.pk}/">Record an event' in page
        assert f'href="/funds/harbour/companies/{made.company.pk}/activities/"' in page

    def test_a_company_that_is_only_registered_can_be_filled_in(self, made, maker, text):
        other = world.company(made, "Example Gene Therapy Limited")
        page = text(maker, f"/portfolio/companies/{other.pk}/")
        assert f'href="/funds/harbour/companies/{other.pk}/activities/"' in page

    def test_an_end_is_offered_to_the_declaring_side(self, made, maker, officer, text):
        world.watch(made)
        url = f"/funds/harbour/companies/{made.company.pk}/affiliations/"
        assert "Record the end" not in text(maker, url)
        assert "Record the end" in text(officer, url)
