"""Derivations in a real browser: a carry figure opened by keyboard, step by step, down to its journal entry."""

import re
from decimal import Decimal
from urllib.parse import quote

import pytest

from funds.services import fees
from itvf.dates import now
from tests import portal
from tests.reporting.explain import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(transactional_db, monkeypatch):
    """The fund with two distributions, on the day on which its pages are read."""
    portal.stop_clock(monkeypatch, world.ON)
    return world.build()


@pytest.fixture
def enter(chromium, live_server):
    """A page of somebody signed in: `enter(user)`; without scripts where they are switched off."""
    contexts = []

    def enter(user, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = portal.client_of(user).cookies["sessionid"]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


def read(heading: str) -> Decimal:
    """The amount in a heading."""
    return Decimal(re.sub(r"[^0-9.]", "", heading))


def opened(page, label: str):
    """Opens the first closed figure of a label by keyboard."""
    summary = page.locator("details:not([open]) > summary", has_text=label).locator("visible=true").first
    summary.focus()
    page.keyboard.press("Enter")
    return summary


class TestCarry:
    """From the fund's page to the figure, its tiers, the catch-up's equation, the hurdle, the entry."""

    def test_opens_down_to_a_journal_entry(self, made, enter):
        page = enter(made.cast.maker(made.fund))
        page.goto("/funds/harbour/")
        page.get_by_role("link", name="Explanations").first.click()
        page.get_by_role("link", name="Carried interest distributed").first.click()
        heading = page.get_by_role("heading", level=1).inner_text()
        assert heading.startswith("HK$")
        for label in (
            "Carried interest of the distribution",
            "Catch-up, the general partner",
            "What the catch-up tier pays",
        ):
            opened(page, label)
        opened(page, "What the catch-up tier owed")
        assert page.get_by_text("It owes x where").locator("visible=true").count() == 1
        opened(page, "What the tiers before leave")
        opened(page, "Return of capital")
        opened(page, "Capital owed before it")
        opened(page, "contribution")
        page.get_by_role("listitem").filter(has_text="Contribution received").get_by_role("link").last.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Contribution received"
        assert page.get_by_role("table").is_visible()

    def test_as_known_before_is_the_same_to_the_cent_with_what_changed_since(self, made, enter):
        known_at = now()
        fees.pay_expense(
            fund=made.fund,
            label="Audit, invoiced late",
            amount_hkd=Decimal("1000.00"),
            value_date=world.SECOND,
            bank_reference="AUD-1",
            by=made.cast.officer,
            at=now(),
        )
        page = enter(made.cast.maker(made.fund))
        page.goto("/funds/harbour/explain/net-assets/")
        changed = page.get_by_role("heading", level=1).inner_text()
        page.goto(f"/funds/harbour/explain/net-assets/?known_at={quote(known_at.isoformat())}")
        known = page.get_by_role("heading", level=1).inner_text()
        assert [read(known), read(changed)] == [read(changed) + Decimal("1000.00"), read(known) - Decimal("1000.00")]
        page.get_by_text("1 entry was recorded later").wait_for()
        assert page.get_by_text("Audit, invoiced late").is_visible()

    def test_reads_without_a_script_and_prints_every_step(self, made, enter):
        page = enter(made.cast.officer, java_script_enabled=False)
        page.goto("/funds/harbour/explain/carry/?open=all")
        shown = page.locator(".why__entries a").locator("visible=true").count()
        assert shown > 0
        page.get_by_role("link", name="Entry ").first.click()
        assert "/admin/funds/journalentry/" in page.url

    def test_prints_what_is_closed_and_fits_a_phone(self, made, enter):
        page = enter(made.cast.maker(made.fund))
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/funds/harbour/explain/accrued-carry/?open=all")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.goto("/funds/harbour/explain/carry/")
        closed = page.get_by_text("It owes x where").first
        assert not closed.is_visible()
        page.emulate_media(media="print")
        assert closed.is_visible()
