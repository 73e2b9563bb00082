"""The twelve months at their doors: the manager's page, the staff's, the API; what waits when they are over."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funds.models import FundraisingPledge, LapseLetter
from funds.services import fundraising, selection
from itvf.roles import FundRole
from reporting.admin import fundraising as waiting
from tests import portal, programme

pytestmark = pytest.mark.django_db

ON, OVER = date(2025, 12, 30), date(2026, 1, 11)
PLEDGE = {
    "investor": "Example Family Office",
    "kind": "private",
    "firmness": "signed",
    "amount_hkd": "120000000.00",
    "as_of_date": "2025-12-29",
}


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    scheme = programme.scheme()
    fund = programme.founded(cast, scheme)
    other = programme.founded(cast, scheme, code="ridge", ce_number="BQK314")
    programme.seat(cast, other, cast.other_maker, FundRole.GP_MAKER)
    fundraising.remind(selection=fund.selection, at=programme.at(ON))
    return SimpleNamespace(cast=cast, fund=fund, other=other)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The day of the doors that show what stands."""
    set_day(monkeypatch, ON)


def set_day(monkeypatch, on: date) -> None:
    portal.stop_clock(monkeypatch, on)
    for name in ("funds.admin.selection", "funds.admin.selection_panels", "funds.api.fundraising", waiting.__name__):
        monkeypatch.setattr(f"{name}.today", lambda: on)
    for name in ("itvf.admin_verbs", "funds.api.fundraising", "funds.api.lapses", "funds.admin.selection"):
        monkeypatch.setattr(f"{name}.now", lambda: programme.at(on))


def page(person, name: str, *args) -> str:
    answer = portal.client_of(person).get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestThePortal:
    def test_shows_the_clock_what_is_missing_and_what_was_sent(self, cast, fund):
        shown = page(cast.maker, "portal_fundraising", fund.selection.pk)
        for words in ("11 days left", "HK$\u00a0450,000,000.00", "reminded", "missed: a later one was sent"):
            assert words in shown
        front = page(cast.maker, "portal_front")
        assert "Raise the money" in front
        assert "11 days left" in front

    def test_takes_a_report_with_the_signed_commitment_and_shows_it(self, cast, fund):
        client = portal.client_of(cast.maker)
        address = reverse("portal_fundraising_report", args=[fund.selection.pk])
        assert client.post(address, PLEDGE | {"amount_hkd": "0"}).status_code == 422
        paper = SimpleUploadedFile("signed.pdf", b"%PDF-1.4 signed", "application/pdf")
        assert client.post(address, PLEDGE | {"document": paper}).status_code == 302
        pledge = FundraisingPledge.objects.get()
        assert (pledge.source, pledge.document.name) == ("manager", "signed.pdf")
        shown = page(cast.maker, "portal_fundraising", fund.selection.pk)
        assert "Example Family Office" in shown
        assert "signed.pdf" in shown
        paper = client.get(reverse("portal_fundraising_document", args=[fund.selection.pk, pledge.pk]))
        assert paper.content == b"%PDF-1.4 signed"

    def test_hides_it_from_others(self, cast, fund):
        for person in (cast.other_maker, cast.stranger, cast.contact):
            client = portal.client_of(person)
            for name in ("portal_fundraising", "portal_fundraising_report"):
                assert client.get(reverse(name, args=[fund.selection.pk])).status_code == 404
        assert portal.client_of(cast.stranger).get(reverse("portal_selections")).status_code == 404


class TestTheApi:
    def test_reports_once_and_reads_the_progress(self, cast, fund):
        client = portal.client_of(cast.maker)
        address = f"/api/v1/selections/{fund.selection.pk}/pledges/report"
        for _time in range(2):
            made = client.post(address, PLEDGE, "application/json", headers={"Idempotency-Key": "one"})
            assert made.status_code == 201, made.content
        assert FundraisingPledge.objects.count() == 1
        found = client.get(f"/api/v1/selections/{fund.selection.pk}/fundraising?on=2025-12-30").json()
        assert (found["days_left"], found["missing_hkd"], found["signed_hkd"]) == (11, "450000000.00", "120000000.00")
        assert [one["outcome"] for one in found["milestones"]] == ["missed", "missed", "missed", "sent", None]
        assert found["pledges"][0]["investor"] == "Example Family Office"
        assert len(client.get("/api/v1/selections").json()["results"]) == 1
        other = f"/api/v1/selections/{fund.selection.pk}/fundraising"
        assert portal.client_of(cast.other_maker).get(other).status_code == 404

    def test_lapses_a_selection_by_two_and_shows_its_manager_what_went_out(self, cast, fund, monkeypatch):
        set_day(monkeypatch, OVER)
        at = f"/api/v1/selections/{fund.selection.pk}"

        def post(person, verb, **body):
            return portal.client_of(person).post(
                f"{at}/{verb}", body, "application/json", headers={"Idempotency-Key": f"{verb}{person.pk:d}"}
            )

        assert post(cast.maker, "propose-lapse", reason="Over.").status_code == 403
        assert post(cast.other_maker, "propose-lapse", reason="Over.").status_code == 404
        assert post(cast.officer, "propose-lapse", reason="Over.").json()["stage"] == "lapse_proposed"
        refused = post(cast.manager, "refuse-lapse", reason="A closing is on its way.")
        assert (refused.status_code, refused.json()["stage"]) == (200, "selected")
        assert post(cast.second_officer, "propose-lapse", reason="Over still.").status_code == 200
        assert portal.client_of(cast.maker).get(f"{at}/lapse-letters").json()["results"] == []
        assert post(cast.officer, "approve-lapse").status_code == 403
        done = post(cast.manager, "approve-lapse").json()
        assert (done["stage"], done["reserved_hkd"]) == ("lapsed", "0.00")
        (letter,) = portal.client_of(cast.maker).get(f"{at}/lapse-letters").json()["results"]
        assert (letter["stage"], len(letter["content_sha256"])) == ("approved", 64)
        paper = f"/api/v1/lapse-letters/{letter['id']}/pdf"
        assert portal.client_of(cast.maker).get(paper).content.startswith(b"%PDF")
        assert portal.client_of(cast.other_maker).get(paper).status_code == 404


class TestTheStaff:
    def test_see_the_money_and_the_reminders_and_record_a_contact(self, cast, fund):
        address = reverse("admin:funds_selection_change", args=[fund.selection.pk])
        shown = portal.client_of(cast.officer).get(address).content.decode()
        for words in ("11 days left", "harbour@managers.example", "closed and counted, by the register of closings"):
            assert words in shown
        verb = reverse("admin:funds_selection_set_contact", args=[fund.selection.pk])
        about = {"contact_email": "new@managers.example", "contact_name": "A. Example", "contact_language": "zh-hant"}
        assert portal.client_of(cast.officer).post(verb, about).status_code == 302
        fund.selection.refresh_from_db()
        assert (fund.selection.contact_email, fund.selection.contact_language) == ("new@managers.example", "zh-hant")

    def test_find_the_lapse_proposed_the_day_after_and_read_its_letter(self, cast, fund, monkeypatch):
        assert waiting.over(cast.officer) == []
        set_day(monkeypatch, OVER)
        (item,) = [one for one in waiting.over(cast.officer) if str(fund.selection) in one.title]
        assert item.url.endswith(f"/{fund.selection.pk}/change/")
        asked = page(cast.maker, "portal_fundraising", fund.selection.pk)
        assert "The last day has passed" in asked
        client = portal.client_of(cast.officer)
        address = reverse("admin:funds_selection_propose_lapse", args=[fund.selection.pk])
        assert client.post(address, {"reason": "Nothing was closed"}).status_code == 302
        letter = LapseLetter.objects.get()
        paper = client.get(reverse("admin:funds_selection_letter", args=[letter.pk]))
        assert paper.content.startswith(b"%PDF")
        assert waiting.lapses(cast.officer) == []
        (item,) = waiting.lapses(cast.manager)
        assert str(fund.selection) in item.title
        selection.approve_lapse(selection=fund.selection, by=cast.manager, at=programme.at(OVER + timedelta(days=1)))
        shown = client.get(reverse("admin:funds_selection_change", args=[fund.selection.pk])).content.decode()
        assert "This selection has no reserve list." in shown
