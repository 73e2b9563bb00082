"""The portal in a real browser: a call from draft to read notice, and a deal that the rules stop."""

import re
from datetime import timedelta

import pytest

from funds.models import CapitalCall, FundMembership, Notice
from funds.services import partnerships
from reporting.demo import acts, plans
from tests import builders, people, portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    """Everybody, as the pages' own threads see them."""
    return people.cast()


@pytest.fixture
def fund(cast):
    """A fund that closed a month ago, with a contact for its largest partner."""
    fund = builders.closed_fund(cast)
    partnerships.grant_membership(
        fund=fund,
        user=cast.partner,
        role=FundMembership.Role.PARTNER_CONTACT,
        partner=fund.partners.get(contact_email=cast.partner.email),
        by=cast.administrator,
        at=acts.moment(builders.CLOSED, 12),
    )
    return fund


@pytest.fixture
def enter(page, live_server):
    """Signs somebody in on the page: `enter(user)`."""

    def enter(user):
        page.context.clear_cookies()
        cookie = portal.client_of(user).cookies["sessionid"]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto("/")
        return page

    return enter


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The portal's day lies in the fund's investment period, whenever the tests run."""
    portal.stop_clock(monkeypatch)


class TestACallFromDraftToNotice:
    """The main road through the portal, step by step as people click it."""

    def test_is_drafted_issued_and_read(self, cast, fund, enter):
        page = enter(cast.maker(fund))
        page.get_by_role("link", name=re.compile("Open the fund")).click()
        page.get_by_role("link", name="Capital calls", exact=True).first.click()
        page.get_by_role("link", name="Draft a capital call").click()
        page.get_by_label("What for").select_option(label="Fund expense")
        page.get_by_label("Amount").fill("1,234,567.89")
        page.get_by_label(re.compile("In words")).fill("Valuation and audit")
        page.get_by_role("button", name="Add another purpose").click()
        page.get_by_label("What for").nth(1).select_option(label="Management fee")
        page.get_by_label("Amount").nth(1).fill("10.01")
        page.get_by_label(re.compile("In words")).nth(1).fill("Fee to 31 March 2025")
        page.get_by_role("button", name="Continue").last.click()
        page.get_by_role("heading", name="When is it due?").wait_for()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Check your answers").wait_for()
        assert page.get_by_text("370,373.37").is_visible()  # 30% of the whole
        page.get_by_role("button", name="Save the draft").click()
        assert page.get_by_text("The draft is saved.").is_visible()

        page = enter(cast.signatory(fund))
        page.get_by_role("link", name="Issue capital call 1").click()
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name=re.compile("Issue the call of")).click()
        assert page.get_by_text("A notice goes to every partner.").is_visible()
        assert CapitalCall.objects.get(fund=fund).stage == "issued"

        page = enter(cast.partner)
        page.get_by_role("link", name=re.compile("Read the notice")).click()
        assert page.get_by_role("heading", level=1).inner_text() == "HK$\xa0370,373.37"
        assert page.get_by_text("000-111222-001").is_visible()
        notice = Notice.objects.get(line__partner__contact_email=cast.partner.email)
        assert notice.first_viewed_by == cast.partner
        with page.expect_download() as paper:
            page.get_by_role("link", name="Download the PDF").click()
        assert paper.value.suggested_filename == f"{notice.reference}.pdf"


class TestADealThatSoundsLikeCrypto:
    """The page says what stops it, by which clause, and what to do."""

    def test_is_shown_why(self, cast, fund, enter):
        company = builders.proposal(cast, fund, plans.TOKEN, on=portal.TODAY).company
        page = enter(cast.maker(fund))
        page.goto(f"/funds/{fund.code}/companies/{company.pk}/propose/")
        page.get_by_label("Sector").select_option("life_health")
        page.get_by_label("Financing stage").select_option("seed")
        page.get_by_label("Instrument").select_option("equity")
        page.get_by_label("Amount to invest").fill("15000000")
        page.get_by_label("Expected completion").fill((portal.TODAY + timedelta(days=30)).isoformat())
        page.get_by_role("button", name="Check the rules").click()
        said = page.get_by_role("listitem").filter(has_text="Annex 3 1(j)")
        assert "Needs evidence" in said.inner_text()
        assert "tokens, digital asset" in said.inner_text()
        assert "Cryptocurrency" in said.inner_text()
        assert page.get_by_text("R13", exact=False).first.is_visible()
        page.get_by_label("Cryptocurrency").check()
        page.get_by_role("button", name="Check the rules").click()
        page.get_by_text("Stopped by").wait_for()
        assert page.get_by_label("Amount to invest").input_value() == "15000000"

    def test_fits_a_phone(self, cast, fund, enter):
        page = enter(cast.maker(fund))
        page.set_viewport_size({"width": 375, "height": 800})
        for path in ("/", f"/funds/{fund.code}/", f"/funds/{fund.code}/calls/new/", f"/funds/{fund.code}/reports/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
