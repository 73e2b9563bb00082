"""The staff's main screens in a real browser: front page, a call with its figures, a verb refused and then done."""

import re

import pytest
from playwright.sync_api import expect

from tests import builders, people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def cast():
    return people.cast()


@pytest.fixture
def call(cast):
    return builders.call(cast, builders.closed_fund(cast))


def enter(page, sign_in, user):
    sign_in(page, user)
    page.goto("/admin/")


def test_front_page_leads_to_what_waits(page, sign_in, cast, call):
    enter(page, sign_in, cast.finance)
    expect(page.get_by_role("heading", name="For me to decide or do")).to_be_visible()
    page.get_by_role("link", name=re.compile("Check the notice")).click()
    expect(page.get_by_role("link", name="Run the checks")).to_be_visible()


def test_call_page_shows_lines_and_notices(page, sign_in, cast, call):
    enter(page, sign_in, cast.officer)
    page.goto(f"/admin/funds/capitalcall/{call.pk}/change/")
    lines = page.get_by_role("region", name="Lines (HK$)")
    expect(lines.get_by_role("row")).to_have_count(call.lines.count() + 2)
    expect(page.get_by_role("region", name="Notices").get_by_role("row")).to_have_count(call.lines.count() + 1)


def test_refused_verb_says_why_and_the_mended_one_goes_through(page, sign_in, cast, call):
    enter(page, sign_in, cast.officer)
    page.goto(f"/admin/funds/capitalcall/{call.pk}/record-contribution/")
    page.get_by_label("Partner").select_option(index=2)
    page.get_by_label("Amount (HK$)").fill("1,000.005")
    page.get_by_label("Bank value date").fill("2025-04-10")
    page.get_by_label("Bank reference").fill("FT-1")
    page.get_by_role("button", name="Record a receipt").click()
    expect(page.get_by_text("no more than two decimal places")).to_be_visible()
    page.faults.clear()  # the browser reports the 400 that this test provoked
    page.get_by_label("Amount (HK$)").fill("1,000.00")
    page.get_by_role("button", name="Record a receipt").click()
    expect(page.get_by_text("Done: Record a receipt.")).to_be_visible()


def test_phone_does_not_scroll_sideways(page, sign_in, cast, call):
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, sign_in, cast.officer)
    for address in (
        "/admin/",
        f"/admin/funds/capitalcall/{call.pk}/change/",
        f"/admin/funds/fund/{call.fund_id}/change/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
