"""Rounds and applications in the portal: read by strangers, drafted and submitted by a house, hidden from others."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from funds import rounds
from funds.models import Application, House, Submission
from funds.services import applications, notice_receipts
from itvf.models import User
from itvf.presentation import hk_date
from tests import office_files, portal, programme
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    world = worlds.round_world()
    world.application = worlds.drafted_application(world.invitation, world.kestrel)
    return world


@pytest.fixture
def preparer(world):
    return portal.client_of(world.kestrel.preparer)


@pytest.fixture
def signatory(world):
    return portal.client_of(world.kestrel.signatory)


@pytest.fixture
def start(world) -> str:
    return f"/applications/{world.application.pk}/"


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


class TestRounds:
    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_are_read_by_a_stranger_without_signing_in(self, world, language):
        stranger = Client()
        stranger.cookies["django_language"] = language
        assert "round-1" in text(stranger.get("/rounds/"))
        page = text(stranger.get("/rounds/round-1/"))
        for said in ("35%", "R16", "Annex 3 1(k)(iii)" if language == "en" else "附件三 1(k)(iii)", "600,000,000.00"):
            assert said in page

    def test_that_are_drafts_are_not_there(self, world):
        worlds.drafted(world.cast, world.scheme, reference="secret")
        stranger = Client()
        assert "secret" not in text(stranger.get("/rounds/"))
        assert stranger.get("/rounds/secret/").status_code == 404


class TestSigningUp:
    def test_makes_a_person_without_a_part_who_may_register_once_the_address_is_proved(self, world, mailoutbox):
        newcomer = Client()
        given = {"email": "new@house.example", "password1": "a-long-enough-sentence-7", "name": "Nora Newcomer"}
        assert newcomer.post("/accounts/signup/", given).status_code == 302
        made = User.objects.get(email="new@house.example")
        assert made.name == "Nora Newcomer"
        signed_in = portal.client_of(made)
        assert "Prove your e-mail address" in text(signed_in.get("/houses/new/"))
        house = {"name_en": "New House", "licence": "to_be_held", "name_zh_hant": "", "ce_number": ""}
        signed_in.post("/houses/new/", house)
        assert not House.objects.filter(name_en="New House").exists()
        link = next(word for word in mailoutbox[0].body.split() if "/confirm-email/" in word)
        path = link.split("testserver")[1]
        assert "Is new@house.example your address?" in text(newcomer.get(path))
        newcomer.post(path)
        assert newcomer.get("/houses/new/").status_code == 302  # nobody is signed in by signing up
        newcomer = signed_in
        made = newcomer.post("/houses/new/", house)
        assert made.url == f"/houses/{House.objects.get(name_en='New House').pk}/"
        assert "Nora Newcomer" in text(newcomer.get(made.url))

    def test_says_the_same_of_an_address_that_is_taken_and_writes_to_its_owner(self, world, mailoutbox):
        given = {"password1": "a-long-enough-sentence-7", "name": "Nora Newcomer"}
        owner = world.kestrel.signatory
        answers = [
            Client().post("/accounts/signup/", given | {"email": email}, follow=True)
            for email in ("unknown@house.example", owner.email.upper())
        ]
        first, second = (answer.content.decode() for answer in answers)
        assert answers[0].redirect_chain == answers[1].redirect_chain
        assert "Check your e-mail" in first
        assert portal.without_tokens(first) == portal.without_tokens(second)
        assert [one.to for one in mailoutbox] == [["unknown@house.example"], [owner.email]]
        assert "has an account already" in mailoutbox[1].body
        assert User.objects.filter(email__iexact=owner.email).count() == 1

    def test_leads_a_house_without_a_fund_to_its_own_pages(self, world):
        for person in (world.kestrel.signatory, world.kestrel.preparer):
            client = portal.client_of(person)
            assert client.get("/").url == "/rounds/"
            assert "/rounds/round-1/" in text(client.get("/rounds/"))
            assert "Kestrel Example Capital" in text(client.get(f"/houses/{world.kestrel.house.pk}/"))
            assert text(client.get("/notices/"))
            assert client.get("/selections/").status_code == 404

    def test_shows_a_selected_house_without_a_fund_its_twelve_months(self, world):
        about = {"by": world.cast.officer, "at": worlds.database_clock()}
        chosen = programme.selected(world.cast, world.scheme)
        type(chosen).objects.filter(pk=chosen.pk).update(
            application=world.application, notice_received_date=None, fundraising_last_date=None
        )
        client = portal.client_of(world.kestrel.signatory)
        front = text(client.get("/"))
        assert "receipt not recorded" in front
        assert "not yet a member of a fund" not in front
        assert "Tell the Corporation on which day you received it" in text(client.get(f"/selections/{chosen.pk:d}/"))
        told = {"investor": "A. Investor", "kind": "private", "firmness": "soft", "amount_hkd": "1,000,000.00"}
        reported = client.post(f"/selections/{chosen.pk:d}/report/", told | {"as_of_date": str(portal.TODAY)})
        assert reported.status_code == 302, reported.content.decode()[-3000:]
        chosen.refresh_from_db()
        day = chosen.notice_issued_date
        moved = notice_receipts.record(selection=chosen, received_date=day, reason="Signed for.", **about)
        assert hk_date(moved.fundraising_last_date) in text(client.get(f"/selections/{chosen.pk:d}/"))


class TestAnApplication:
    def test_is_nobody_elses(self, world, start):
        for user in (world.plover.signatory, world.cast.stranger, world.cast.officer, world.cast.auditor):
            client = portal.client_of(user)
            for page in ("", "check/", "documents/", "track-record/", "track-record/1/", "sections/fund/", "pdf/1/"):
                assert client.get(start + page).status_code == 404, page
            assert client.post(f"{start}sections/fund/", {}).status_code == 404

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_shows_every_page(self, world, start, language):
        client = portal.client_of(world.kestrel.preparer, language)
        pages = ["", "check/", "documents/", "track-record/", "track-record/1/", "track-record/3/"]
        pages += [f"sections/{key}/" for key in worlds.ANSWERS if key != "track_record"]
        for page in pages:
            assert "Error:" not in text(client.get(start + page))

    def test_keeps_what_was_typed_and_says_what_is_wrong_beside_it(self, world, start, preparer):
        page = f"{start}sections/fund/"
        posted = {
            "fund_size_hkd": "six hundred",
            "non_government_target_hkd": "450,000,000",
            "sectors": ["life_health"],
        }
        assert preparer.post(page, posted).url == page
        shown = text(preparer.get(page))
        assert 'value="six hundred"' in shown
        assert "an amount of HK$ such as 450,000,000.00" in shown
        assert 'value="450,000,000.00"' in shown

    def test_warns_of_terms_outside_the_framework_and_takes_them(self, world, start, preparer):
        terms = dict(worlds.ANSWERS["terms"], carry_rate="25%")
        posted = {name: value for name, value in terms.items() if value is not False}
        assert preparer.post(f"{start}sections/terms/", posted).url == start
        assert "at most 20% is allowed" in text(preparer.get(f"{start}sections/terms/"))

    def test_has_rows_that_come_and_go(self, world, start, preparer):
        page = f"{start}sections/investors/"
        row = {"rows-TOTAL": "1", "rows-0-name": "One", "rows-0-kind": "private", "rows-0-circle": "hard"}
        row["rows-0-amount_hkd"] = "5"
        assert "more=1" in preparer.post(page, row | {"add": "1"}).url
        assert 'name="rows-1-name"' in text(preparer.get(f"{page}?more=1"))
        preparer.post(page, row | {"remove": "0"})
        world.application.refresh_from_db()
        assert world.application.sections["investors"]["rows"] == []

    def test_refuses_who_saved_an_older_copy(self, world, start, preparer):
        assert preparer.post(f"{start}sections/fund/", {"version": "1"}).status_code == 412


class TestTheTrackRecord:
    def test_is_computed_beside_the_claims(self, start, preparer):
        page = text(preparer.get(f"{start}track-record/"))
        assert "Kestrel Invented Robotics" in page
        assert ">3x<" in page
        assert "3.1x" in page

    def test_goes_out_and_comes_back_as_a_workbook(self, world, start, preparer):
        before = world.application.sections["track_record"]
        book = preparer.get(f"{start}track-record/workbook/").content
        file = SimpleUploadedFile("record.xlsx", book, office_files.XLSX)
        assert preparer.post(f"{start}track-record/workbook/", {"file": file}).status_code == 302
        world.application.refresh_from_db()
        assert world.application.sections["track_record"] == before

    def test_refuses_a_workbook_that_is_not_ours_by_name(self, world, start, preparer):
        file = SimpleUploadedFile("record.xlsx", office_files.workbook(), office_files.XLSX)
        assert "has no sheet" in text(preparer.post(f"{start}track-record/workbook/", {"file": file}), 422)

    def test_has_a_deal_a_page(self, world, start, preparer):
        flows = "2020-01-01 -1000000\n2022-01-01 500000"
        new = worlds.DEAL | {"company": "Third", "flows": flows, "value_hkd": "900,000"}
        assert preparer.post(f"{start}track-record/3/", new).url == f"{start}track-record/"
        world.application.refresh_from_db()
        assert len(world.application.sections["track_record"]["rows"]) == 3
        preparer.post(f"{start}track-record/3/", {"remove": "1"})
        assert "Third" not in text(preparer.get(f"{start}track-record/"))


class TestSubmitting:
    def test_takes_two_and_gives_a_receipt_and_a_paper(self, world, start, preparer, signatory):
        assert preparer.post(f"{start}check/", {}).status_code == 302
        assert "Handed over for signature" in text(preparer.get(f"{start}check/"))
        assert "Submit the application" in text(signatory.get(f"{start}check/"))
        assert signatory.post(f"{start}check/", {"confirmed": "on"}).url == start
        submission = Submission.objects.get()
        assert submission.content_sha256 in text(signatory.get(start))
        paper = signatory.get(f"{start}pdf/1/").content
        words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
        assert "Plover Invented Biotech" in words
        assert "擬議條款" in words
        assert signatory.get(f"{start}pdf/1/").content == paper
        assert signatory.post(f"{start}withdraw/", {}).url == start
        assert Application.objects.get().stage == "withdrawn"

    def test_says_which_sections_lack(self, world, start, preparer):
        about = {"by": world.kestrel.preparer, "at": rounds.database_clock()}
        applications.save_section(application=world.application, key="team", given={}, **about)
        assert "The team" in text(preparer.post(f"{start}check/", {}), 422)
