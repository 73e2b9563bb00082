"""A general partner proposes a crypto company in a real browser, and sees in its language why it is stopped."""

from datetime import timedelta

import pytest

from investments.models import Proposal
from reporting.demo import plans
from tests import builders, people, portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a paper"}
# What the page says of it: clause, needs evidence, the words it found in, what to do; and what stops it for good.
WORDS = {
    "en": {
        "clause": "Annex 3 1(j)",
        "waits": "Needs evidence",
        "found": "tokens, digital asset",
        "activity": "Cryptocurrency",
        "cure": "Record the evidence that it is not so, or declare it.",
        "stopped": "Stopped by R13",
    },
    "zh-hant": {
        "clause": "附件三 1(j)",
        "waits": "有待證明",
        "found": "tokens、digital asset",
        "activity": "加密貨幣",
        "cure": "請記錄並非如此的證明，或作出申報。",
        "stopped": "R13",
    },
}


@pytest.fixture
def cast(transactional_db, monkeypatch):
    """Everybody, as the pages' own threads see them, on a day in the fund's investment period."""
    portal.stop_clock(monkeypatch)
    return people.cast()


@pytest.fixture
def fund(cast):
    """A fund that closed a month ago."""
    return builders.closed_fund(cast)


@pytest.fixture
def company(cast, fund):
    """A company that rewards patients with tokens, as its description says."""
    return builders.proposal(cast, fund, plans.TOKEN, on=portal.TODAY).company


@pytest.fixture
def proposing(page, live_server, cast, fund, company):
    """The form of a proposal, filled in: `proposing(language)`."""

    def proposing(language):
        cookies = portal.client_of(cast.maker(fund), language).cookies.values()
        page.context.add_cookies([{"name": one.key, "value": one.value, "url": live_server.url} for one in cookies])
        page.goto(f"/funds/{fund.code}/companies/{company.pk}/propose/")
        page.locator("#id_sector").select_option("life_health")
        page.locator("#id_financing_stage").select_option("seed")
        page.locator("#id_instrument").select_option("equity")
        page.locator("#id_amount_hkd").fill("15000000")
        page.locator("#id_expected_date").fill((portal.TODAY + timedelta(days=30)).isoformat())
        page.locator("#id_hong_kong_spend_undertaken_hkd").fill("8000000")
        page.locator("#id_undertaking_signed_date").fill(portal.TODAY.isoformat())
        return page

    return proposing


@pytest.mark.parametrize("language", WORDS)
class TestACryptoCompany:
    """Is stopped by R13, and the page says by which clause, on which words, and what to do."""

    def test_is_explained_before_anything_is_saved(self, proposing, language):
        page, words, before = proposing(language), WORDS[language], Proposal.objects.count()
        page.locator("button[name=check]").click()
        said = page.get_by_role("listitem").filter(has_text="R13").first.inner_text()
        for name in ("clause", "waits", "found", "activity", "cure"):
            assert words[name] in said, name
        assert Proposal.objects.count() == before

    def test_is_stopped_once_it_is_declared(self, proposing, language):
        page, words = proposing(language), WORDS[language]
        page.locator("input[name=activities][value=crypto]").check()
        page.locator("button[name=check]").click()
        banner = page.locator(".banner--bad")
        banner.wait_for()
        assert words["stopped"] in banner.inner_text()
        assert page.locator("#id_amount_hkd").input_value() == "15000000"

    def test_is_submitted_with_its_papers_and_still_says_so(self, proposing, language):
        page, words = proposing(language), WORDS[language]
        for name in ("term_sheet", "ic_paper", "undertaking"):
            page.locator(f"#id_{name}").set_input_files(PDF)
        page.locator("button[name=submit]").click()
        page.wait_for_url("**/proposals/*/")
        said = page.locator(".breaches").get_by_role("listitem").filter(has_text="R13").inner_text()
        assert words["waits"] in said
        assert words["found"] in said
        assert page.get_by_role("link", name="paper.pdf").count() == 3
        page.set_viewport_size({"width": 375, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def test_fits_a_phone(self, proposing, language):
        page = proposing(language)
        page.set_viewport_size({"width": 375, "height": 800})
        page.locator("button[name=check]").click()
        page.get_by_role("listitem").filter(has_text="R13").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
