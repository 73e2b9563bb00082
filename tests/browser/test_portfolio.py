"""The portfolio's reading screens in a real browser: filtered, ordered, read on a phone, without a script, printed."""

import pytest

from tests import portal
from tests.investments.portal import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = (
    "/portfolio/",
    "/breaches/",
    "/consents/",
    "/programme/kpi/",
    "/programme/start-ups/",
    "/programme/uninvested/",
    "/funds/harbour/mandate/",
)


@pytest.fixture
def made(transactional_db, monkeypatch):
    """Something on every screen, on the day on which the pages are read."""
    portal.stop_clock(monkeypatch, world.TODAY)
    return world.build()


@pytest.fixture
def enter(page, live_server):
    """Signs somebody in: `enter(user, language)`."""

    def enter(user, language="en"):
        page.context.clear_cookies()
        cookies = portal.client_of(user, language).cookies
        page.context.add_cookies(
            [{"name": one.key, "value": one.value, "url": live_server.url} for one in cookies.values()]
        )
        return page

    return enter


class TestTheBoard:
    """Narrowed by a form and ordered by its headings; both stay in the address."""

    def test_is_filtered_ordered_and_left_for_a_company(self, made, enter):
        page = enter(made.people.officer)
        page.goto("/portfolio/")
        page.get_by_label("Fund", exact=True).select_option(label="Harbour Frontier LPF")
        page.get_by_label("State", exact=True).select_option(label="Held")
        page.get_by_role("button", name="Show").click()
        assert "fund=harbour" in page.url
        assert "state=held" in page.url
        page.get_by_role("link", name="Invested (HK$)").click()
        assert "order=-original_cost" in page.url
        assert "state=held" in page.url
        heads = page.get_by_role("rowheader")
        assert [heads.nth(0).get_by_role("link").first.inner_text(), heads.count()] == [
            "Sample Vision Robotics Limited",
            2,
        ]
        assert page.get_by_role("columnheader", name="Invested").get_attribute("aria-sort") == "descending"
        page.get_by_role("link", name="Sample Vision Robotics Limited").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Sample Vision Robotics Limited"

    def test_leads_back_from_nothing(self, made, enter):
        page = enter(made.people.officer)
        page.goto("/portfolio/?text=nobody")
        page.get_by_text("Nothing matches").wait_for()
        page.get_by_role("main").get_by_role("link", name="Clear the filters").last.click()
        assert page.url.endswith("/portfolio/")
        assert page.get_by_role("rowheader").count() == 4


class TestEveryScreen:
    """In both languages, light and dark, on a phone and on paper."""

    @pytest.mark.parametrize(
        ("scheme", "language"),
        [
            ("light", "zh-hant"),
            ("dark", "en"),
            pytest.param("light", "en", marks=pytest.mark.prove),
            pytest.param("dark", "zh-hant", marks=pytest.mark.prove),
        ],
    )
    def test_fits_a_phone(self, made, enter, language, scheme):
        page = enter(made.people.officer, language)
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme=scheme)
        for path in (*SCREENS, f"/portfolio/companies/{made.company.pk}/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path

    def test_says_what_every_control_and_table_is(self, made, enter):
        page = enter(made.people.officer)
        for path in (*SCREENS, f"/portfolio/companies/{made.company.pk}/"):
            page.goto(path)
            assert page.evaluate(NAMELESS) == [], path
            assert page.get_by_role("heading", level=1).count() == 1, path

    def test_prints_without_its_controls_and_with_its_filters(self, made, enter):
        page = enter(made.people.officer)
        page.goto("/portfolio/?state=held")
        page.emulate_media(media="print")
        assert not page.get_by_role("button", name="Show").is_visible()
        assert not page.get_by_role("navigation", name="Main").is_visible()
        assert page.locator(".filtered").is_visible()
        assert page.get_by_role("table").is_visible()

    def test_reads_without_a_script(self, made, chromium, live_server):
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
        cookie = portal.client_of(made.people.officer).cookies["sessionid"]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"/portfolio/companies/{made.company.pk}/")
        page.get_by_role("link", name="Breaches", exact=True).click()
        page.get_by_label("State", exact=True).select_option(label="Cured")
        page.get_by_role("button", name="Show").click()
        assert page.get_by_role("rowheader").count() == 1
        context.close()


# Controls without a label, tables without a caption, drawings without words, ids that stand twice.
NAMELESS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isWordless = (one) => !one.getAttribute("aria-hidden") && !one.getAttribute("aria-labelledby");
  const twice = (one) => all("#" + CSS.escape(one.id)).length > 1;
  return [
    ...all("main input, main select").filter((one) => !one.labels.length),
    ...all("main table").filter((one) => !one.caption && isWordless(one)),
    ...all("main svg").filter(isWordless),
    ...all("[id]").filter(twice),
  ].map((one) => one.outerHTML.slice(0, 120));
}"""
