"""Companies, proposals and what the rules say of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investments.models import Company, CompanyFact, Investment, Proposal, ProposalAnswer
from investments.services import investments
from itvf.models import File
from reporting.demo.acts import moment
from tests import builders, portal, programme

DEAL = {
    "sector": "life_health",
    "financing_stage": "seed",
    "instrument": "equity",
    "description": "Sensors for wards.",
    "amount_hkd": "10,000,000.00",
    "expected_date": "2025-05-20",
    "hong_kong_spend_undertaken_hkd": "6,000,000",
    "undertaking_signed_date": "2025-04-09",
}
COMPANY = {
    "name_en": "Sample Ward Sensors Limited",
    "name_zh_hant": "範例病房傳感有限公司",
    "br_number": "91234567",
    "place_of_incorporation": "Hong Kong",
    "description": "Sensors for hospital wards.",
}


@pytest.fixture(scope="module")
def standing(standing):
    """A company beside the fund, registered in the portal, all its facts in order."""
    with pytest.MonkeyPatch.context() as days:
        portal.stop_clock(days)
        maker, pages = portal.client_of(standing.cast.maker(standing.fund)), f"/funds/{standing.fund.code}/companies"
        maker.post(f"{pages}/new/", COMPANY)
        standing.company = Company.objects.get(br_number="91234567")
        for kind in CompanyFact.Kind.values:
            holds = "no" if kind == "is_listed" else "yes"
            fact = {"kind": kind, "holds": holds, "since_date": "2025-01-01", "evidence": "Register extract."}
            maker.post(f"{pages}/{standing.company.pk}/", fact)
    return standing


@pytest.fixture
def company(world):
    """The company in the module's world."""
    return world.company


@pytest.fixture
def url(fund, company):
    """Where a deal is proposed."""
    return f"/funds/{fund.code}/companies/{company.pk}/propose/"


@pytest.fixture
def proposal(maker, url):
    """A proposal submitted in the portal."""
    maker.post(url, DEAL | {"submit": "1"})
    return programme.documented(Proposal.objects.get())


def answer(cast, proposal, kind, *people):
    """The Corporation answers."""
    for person in people:
        proposal.refresh_from_db()
        investments.answer(
            proposal=proposal, answer=kind, reason="See our letter.", by=person, at=moment(portal.TODAY, 15)
        )


class TestCompanies:
    """Known once, with evidence."""

    def test_are_found_by_number(self, maker, fund, company):
        page = maker.get(f"/funds/{fund.code}/proposals/new/", {"q": "91234567"}).content.decode()
        assert "Sample Ward Sensors Limited" in page

    def test_refuse_a_second_of_the_same_number_at_the_field(self, maker, fund, company):
        answer = maker.post(f"/funds/{fund.code}/companies/new/", COMPANY | {"name_en": "Twin Limited"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_br_number"' in page
        assert 'value="Twin Limited"' in page

    def test_are_not_for_contacts_or_strangers(self, contact, stranger, fund, company):
        for client in (contact, stranger):
            assert client.get(f"/funds/{fund.code}/companies/{company.pk}/").status_code == 404


class TestWhatIf:
    """The rules are asked before anything is saved."""

    def test_shows_a_deal_within_the_rules(self, maker, url):
        page = maker.post(url, DEAL | {"check": "1"}).content.decode()
        assert "Every rule of the mandate is met." in page
        assert "Headroom" in page
        assert not Proposal.objects.exists()

    def test_says_why_a_crypto_deal_is_stopped(self, maker, url):
        page = maker.post(url, DEAL | {"activities": ["crypto"], "check": "1"}).content.decode()
        assert "Stopped by R13" in page
        assert "Cryptocurrency" in page
        assert "Annex 3 1(j)" in page

    def test_asks_for_evidence_where_words_only_sound_like_it(self, maker, url):
        page = maker.post(url, DEAL | {"description": "Nurses earn tokens.", "check": "1"}).content.decode()
        assert "R13 cannot be judged yet" in page
        assert "Nurses earn tokens." in page

    def test_says_it_in_chinese(self, cast, fund, url):
        chinese = portal.client_of(cast.maker(fund), "zh-hant")
        page = chinese.post(url, DEAL | {"activities": ["crypto"], "check": "1"}).content.decode()
        assert "不符合規則" in page
        assert "加密貨幣" in page

    def test_keeps_what_was_typed(self, maker, url):
        answer = maker.post(url, DEAL | {"amount_hkd": "ten", "check": "1"})
        assert answer.status_code == 422
        assert 'value="ten"' in answer.content.decode()


class TestProposals:
    """Submitted, queried, answered, completed, withdrawn."""

    def test_submitting_saves_the_outcomes(self, cast, fund, maker, proposal):
        assert (proposal.stage, proposal.submitted_by) == ("submitted", cast.maker(fund))
        assert proposal.outcomes.filter(run=1).count() == 10
        assert "Within the rules" in maker.get(f"/proposals/{proposal.pk}/").content.decode()

    def test_a_query_is_replied_to(self, cast, maker, proposal):
        answer(cast, proposal, ProposalAnswer.Answer.QUERY, cast.officer)
        assert "See our letter." in maker.get(f"/proposals/{proposal.pk}/reply/").content.decode()
        maker.post(f"/proposals/{proposal.pk}/reply/", {"reply": "Here is the contract."})
        proposal.refresh_from_db()
        assert proposal.stage == "submitted"
        assert maker.post(f"/proposals/{proposal.pk}/reply/", {"reply": "Again."}).status_code == 409

    def test_completion_explains_a_lack_of_cash(self, cast, maker, proposal):
        answer(cast, proposal, ProposalAnswer.Answer.NO_OBJECTION, cast.officer, cast.manager)
        done = {"completed_date": "2025-04-10", "evidence": "Share certificate 1."}
        refused = maker.post(f"/proposals/{proposal.pk}/complete/", done)
        assert refused.status_code == 422
        assert "10,000,000.00" in refused.content.decode()
        assert "Share certificate 1." in refused.content.decode()
        assert not Investment.objects.exists()

    def test_completion_books_the_cost(self, cast, fund, maker, proposal):
        answer(cast, proposal, ProposalAnswer.Answer.NO_OBJECTION, cast.officer, cast.manager)
        builders.paid_call(cast, fund, issued=builders.CLOSED)
        done = {"completed_date": "2025-04-10", "evidence": "Share certificate 1."}
        maker.post(f"/proposals/{proposal.pk}/complete/", done)
        assert Investment.objects.get().proposal == proposal
        assert "10,000,000.00" in maker.get(f"/funds/{fund.code}/investments/").content.decode()

    def test_are_withdrawn_by_the_maker(self, maker, signatory, proposal):
        assert signatory.post(f"/proposals/{proposal.pk}/withdraw/", {"reason": "No."}).status_code == 403
        maker.post(f"/proposals/{proposal.pk}/withdraw/", {"reason": "The round closed."})
        proposal.refresh_from_db()
        assert proposal.stage == "withdrawn"

    def test_are_hidden_from_others(self, contact, stranger, proposal):
        for client in (contact, stranger):
            for path in ("", "reply/", "withdraw/", "complete/"):
                assert client.get(f"/proposals/{proposal.pk}/{path}").status_code == 404


class TestOutcomesInWords:
    """Codes and kept text become what a reader knows."""

    def test_names_what_is_not_known(self, maker, url):
        page = maker.post(url, DEAL | {"undertaking_signed_date": "", "check": "1"}).content.decode()
        assert "a signed undertaking of Hong Kong spend" in page
        assert "hong_kong_spend_undertaken_hkd. " not in page

    def test_writes_a_rate_as_a_percentage(self, maker, url):
        page = maker.post(url, DEAL | {"check": "1"}).content.decode()
        assert "the minimum is 50%" in page


def pdf(name="paper.pdf", content=b"%PDF-1.4 demo", kind="application/pdf"):
    """A file as a browser hands it in."""
    return SimpleUploadedFile(name, content, content_type=kind)


class TestDocuments:
    """Handed in with the deal or later; a bad file is named at its field."""

    def test_come_with_the_deal(self, maker, url):
        maker.post(url, DEAL | {"submit": "1", "term_sheet": pdf("terms.pdf"), "ic_paper": pdf("ic.pdf")})
        assert set(Proposal.objects.get().documents.values_list("kind", flat=True)) == {"term_sheet", "ic_paper"}

    def test_are_not_kept_by_a_check(self, maker, url):
        maker.post(url, DEAL | {"check": "1", "term_sheet": pdf()})
        assert not File.objects.exists()

    def test_are_added_later_and_the_rules_asked_again(self, maker, url):
        maker.post(url, DEAL | {"submit": "1"})
        proposal = Proposal.objects.get()
        for kind in ("term_sheet", "ic_paper", "undertaking"):
            answer = maker.post(f"/proposals/{proposal.pk}/documents/add/", {"kind": kind, "file": pdf()})
            assert answer.status_code == 302
        last = proposal.outcomes.filter(restriction="documents").order_by("-run").first()
        assert last.status == "pass"
        assert "paper.pdf" in maker.get(f"/proposals/{proposal.pk}/").content.decode()

    @pytest.mark.parametrize(
        ("upload", "said"),
        [
            (pdf(content=b""), "The submitted file is empty."),
            (pdf(content=b"MZ not a PDF"), "its bytes are not"),
            (pdf("run.exe", b"MZ", "application/x-msdownload"), "are not taken"),
        ],
    )
    def test_of_a_bad_kind_are_named_and_nothing_is_kept(self, maker, url, upload, said):
        answer = maker.post(url, DEAL | {"submit": "1", "term_sheet": upload})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert 'href="#id_term_sheet"' in page
        assert not Proposal.objects.exists()
        assert not File.objects.exists()

    def test_are_hidden_from_others(self, contact, stranger, proposal):
        for client in (contact, stranger):
            path = f"/proposals/{proposal.pk}/documents/add/"
            assert client.post(path, {"kind": "other", "file": pdf()}).status_code == 404
