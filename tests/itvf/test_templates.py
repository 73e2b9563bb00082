"""The portal's look: nothing inline, nothing from outside, readable colours, errors that lead to their field."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import translation

from itvf import charts, presentation
from itvf.errors import Breach
from itvf.forms import DateField, MoneyField

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "admin" not in path.parts)
NBSP = "\u00a0"


def say(value: str) -> str:
    return value.replace(NBSP, " ")


class Reader(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, page: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


class TestEveryTemplate:
    def test_compiles(self):
        for path in PAGES:
            assert get_template(str(path.relative_to(TEMPLATES)))

    def test_has_no_inline_style_script_or_outside_host(self):
        refused = (
            r"<style|\sstyle=|\son[a-z]+=|javascript:",
            r"<script(?![^>]*\ssrc=)",
            r"(?:src|href|action)=\"(?:https?:)?//",
        )
        found = {
            str(path.relative_to(TEMPLATES)): [
                match[0] for pattern in refused for match in re.finditer(pattern, source)
            ]
            for path in PAGES
            for source in [path.read_text(encoding="utf-8")]
        }
        assert {name: inline for name, inline in found.items() if inline} == {}


class TestServerErrorPage:
    def test_needs_no_template_engine(self):
        assert not re.search(r"\{[%{]", (TEMPLATES / "500.html").read_text(encoding="utf-8"))

    def test_names_files_that_are_there(self):
        for name in re.findall(r'"/static/([^"]+)"', (TEMPLATES / "500.html").read_text(encoding="utf-8")):
            assert (STATIC / name).exists()

    def test_speaks_both_languages(self):
        page = render_to_string("500.html")
        assert "Something went wrong on our side" in page
        assert "系統出現問題" in page


def colours(css: str, *, is_dark: bool) -> dict[str, str]:
    """The custom properties of a stylesheet: the light ones, and the dark ones over them."""
    found = {}
    for number, block in enumerate(re.findall(r":root \{(.*?)\}", css.split("@media print")[0], re.DOTALL)):
        if number == 0 or is_dark:
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
class TestColours:
    @pytest.mark.parametrize(
        ("ink", "ground"),
        [
            *[(ink, ground) for ink in ("ink", "ink-2", "link", "bad") for ground in ("paper", "surface", "surface-2")],
            ("accent-ink", "accent"),
            ("link", "accent-wash"),
            ("mast-ink", "mast"),
            ("mast-soft", "mast"),
            *[(tone, f"{tone}-wash") for tone in ("good", "info", "wait", "bad")],
            *[("ink", f"{tone}-wash") for tone in ("good", "info", "wait", "bad")],
        ],
    )
    def test_of_text_stand_out_as_wcag_asks(self, ink, ground, is_dark):
        known = colours((STATIC / "css/base.css").read_text(encoding="utf-8"), is_dark=is_dark)
        assert contrast(known[ink], known[ground]) >= 4.5

    @pytest.mark.parametrize("part", ["line-strong", "focus", "accent"])
    @pytest.mark.parametrize("ground", ["paper", "surface"])
    def test_of_controls_and_focus_stand_out_as_wcag_asks(self, part, ground, is_dark):
        known = colours((STATIC / "css/base.css").read_text(encoding="utf-8"), is_dark=is_dark)
        assert contrast(known[part], known[ground]) >= 3

    def test_of_chart_series_stand_out_from_their_card(self, is_dark):
        known = colours((STATIC / "css/base.css").read_text(encoding="utf-8"), is_dark=is_dark)
        series = colours((STATIC / "css/charts.css").read_text(encoding="utf-8"), is_dark=is_dark)
        assert len(series) == charts.SERIES_COLOURS
        assert min(contrast(colour, known["surface"]) for colour in series.values()) >= 3


class TestMoney:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (Decimal("1234567.89"), "HK$ 1,234,567.89"),
            (Decimal("-1234.50"), "HK$ (1,234.50)"),
            (Decimal("0.00"), "HK$ 0.00"),
            (Decimal("9999999999999999.99"), "HK$ 9,999,999,999,999,999.99"),
            (None, "–"),
        ],
    )
    def test_is_shown_as_accounts_print_it(self, value, shown):
        assert say(presentation.hkd(value)) == shown

    @pytest.mark.parametrize(
        ("value", "english", "chinese"),
        [
            (Decimal("450000000"), "HK$ 450 million", "4.5 億元"),
            (Decimal("1500000000"), "HK$ 1,500 million", "15 億元"),
            (Decimal("0.00"), "HK$ 0", "0 元"),
            (Decimal("30000000"), "HK$ 30 million", "3,000 萬元"),
            (Decimal("99999999.99"), "HK$ 100 million", "10,000 萬元"),
            (Decimal("-2500000"), "(HK$ 2.5 million)", "(250 萬元)"),
        ],
    )
    def test_is_shown_at_a_glance_in_the_readers_units(self, value, english, chinese):
        with translation.override("en"):
            assert say(presentation.hkd_millions(value)) == english
        with translation.override("zh-hant"):
            assert say(presentation.hkd_millions(value)) == chinese


class TestRate:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (Decimal("0.07"), "7%"),
            (Decimal("0.071251"), "7.1251%"),
            (Decimal("0.333333333333"), "33.33%"),
            (Decimal("1"), "100%"),
            (Decimal("-0.5"), "-50%"),
            (None, "–"),
        ],
    )
    def test_is_a_percentage(self, value, shown):
        assert presentation.rate(value) == shown


class TestDate:
    def test_is_written_in_the_readers_way(self):
        with translation.override("en"):
            assert say(presentation.hk_date(date(2026, 11, 21))) == "21 Nov 2026"
        with translation.override("zh-hant"):
            assert presentation.hk_date(date(2026, 11, 21)) == "2026年11月21日"

    def test_of_a_moment_is_hong_kongs(self):
        late = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
        with translation.override("en"):
            assert say(presentation.hk_date(late)) == "1 Jan 2027"
            assert say(presentation.hk_moment(late)) == "1 Jan 2027, 00:00 HKT"
        with translation.override("zh-hant"):
            assert presentation.hk_moment(late) == "2027年1月1日 00:00（香港時間）"

    def test_refuses_a_moment_without_a_zone(self):
        with pytest.raises(ValueError, match="time zone"):
            presentation.hk_moment(datetime(2026, 1, 1))  # noqa: DTZ001


class TestClause:
    @pytest.mark.parametrize(
        ("clause", "chinese"),
        [
            ("Annex 3 1(e)", "附件三 1(e)"),
            ("Annex 3 para 2", "附件三第 2 段"),
            ("Annex 2 (2) 5", "附件二（二） 5"),
            ("para 12", "第 12 段"),
            ("assumption", "假設"),
            ("", ""),
        ],
    )
    def test_is_named_as_the_reader_knows_it(self, clause, chinese):
        with translation.override("en"):
            assert presentation.clause(clause) == clause
        with translation.override("zh-hant"):
            assert presentation.clause(clause) == chinese


class TestFactName:
    @pytest.mark.parametrize(
        ("name", "english", "chinese"),
        [
            ("envelope", "envelope", "撥款額"),
            ("envelope_hkd", "envelope", "撥款額"),
            ("minimum_rate", "minimum", "最低"),
            ("not_in_the_list", "not in the list", "not in the list"),
        ],
    )
    def test_is_the_same_with_and_without_its_unit(self, name, english, chinese):
        with translation.override("en"):
            assert presentation.fact_name(name) == english
        with translation.override("zh-hant"):
            assert presentation.fact_name(name) == chinese


class Order(forms.Form):
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    amount = MoneyField(label="Amount", help_text="To the cent.")
    due = DateField(label="Due", required=False)
    sure = forms.BooleanField(label="I have checked it")


class TestForm:
    def test_leads_from_each_error_to_a_control_that_is_there(self):
        page = str(Order({"amount": "x"}))
        reader = Reader(page)
        targets = [attrs["href"][1:] for tag, attrs in reader.tags if tag == "a"]
        assert targets == ["id_kind_0", "id_amount", "id_sure"]
        assert set(targets) <= set(reader.ids())

    def test_ties_hint_and_error_to_the_control(self):
        reader = Reader(str(Order({"amount": "x"})))
        control = next(attrs for _, attrs in reader.tags if attrs.get("name") == "amount")
        assert control["aria-invalid"] == "true"
        assert set(control["aria-describedby"].split()) == {"id_amount_helptext", "id_amount_error"}
        assert set(control["aria-describedby"].split()) <= set(reader.ids())

    def test_uses_no_id_twice(self):
        ids = Reader(str(Order({}))).ids()
        assert len(ids) == len(set(ids))

    def test_shows_no_summary_without_errors(self):
        assert "error-summary" not in str(Order())

    def test_says_what_is_optional(self):
        page = str(Order())
        assert page.count("field__optional") == 1

    def test_escapes_what_was_typed(self):
        assert "<b>" not in str(Order({"amount": "<b>"}))


class TestMoneyField:
    @pytest.mark.parametrize("typed", ["450,000,000.00", "HK$ 450000000", " $450,000,000.0 "])
    def test_reads_money_as_people_type_it(self, typed):
        assert MoneyField().clean(typed) == Decimal("450000000.00")

    @pytest.mark.parametrize("typed", ["", "x", "1.005", "NaN", "1e400", "12345678901234567"])
    def test_refuses_what_is_no_amount_to_the_cent(self, typed):
        with pytest.raises(forms.ValidationError):
            MoneyField().clean(typed)


class TestBreachList:
    def test_says_rule_clause_sentence_and_facts(self):
        breach = Breach(
            "called_too_much",
            "The call is {found_hkd}; lower it to {allowed}.",
            "R6",
            "Annex 3 1(e)",
            {"found_hkd": Decimal("10.50"), "allowed": "less"},
        )
        page = say(render_to_string("portal/parts/breach_list.html", {"breaches": [breach]}))
        for words in ("R6", "Annex 3 1(e)", "The call is HK$10.50; lower it to less.", "HK$ 10.50"):
            assert words in page


class TestTable:
    def draw(self, **context):
        source = "{% load itvf %}{% table caption columns rows foot %}"
        return Template(source).render(Context({"caption": "Lines", "foot": None, **context}))

    def test_sets_figures_to_the_right_under_their_heads(self):
        page = self.draw(
            columns=[("Partner", "text"), ("Amount", "money")],
            rows=[[("Tidewater", "/p/1"), Decimal("1000")]],
            foot=["Total", Decimal("1000")],
        )
        assert page.count('class="number"') == 3
        assert '<a href="/p/1">Tidewater</a>' in page
        assert page.count("1,000.00") == 2

    def test_refuses_a_row_that_does_not_fit_its_columns(self):
        with pytest.raises(ValueError, match="zip"):
            self.draw(columns=[("Partner", "text")], rows=[["a", "b"]])

    def test_escapes_its_cells(self):
        assert "<i>" not in self.draw(columns=[("Partner", "text")], rows=[["<i>"]])


class TestChart:
    def chart(self, *values, **more):
        labels = [f"Q{number}" for number, _ in enumerate(values, 1)]
        return charts.Chart("Cash", "Cash at quarter ends.", labels, [charts.Series("Cash", values)], **more)

    @pytest.mark.parametrize("draw", [charts.bars, charts.lines])
    def test_has_words_a_table_and_no_inline_style(self, draw):
        page = draw(self.chart(Decimal("5"), None, Decimal("12.5"), limit=Decimal("10"), limit_name="Cap"))
        assert "style=" not in page
        assert "Cash at quarter ends." in page
        assert say(page).count("HK$ 12.50") >= 1
        assert "<table" in page
        assert "Cap" in page

    def test_of_lines_breaks_where_a_value_is_unknown(self):
        page = charts.lines(self.chart(Decimal("1"), None, Decimal("2"), Decimal("3")))
        path = re.search(r' d="([^"]*)"', page).group(1)
        assert path.count("M") == 2
        assert path.count("L") == 1

    def test_keeps_its_numbers_plain_in_chinese(self):
        with translation.override("zh-hant"):
            page = charts.bars(self.chart(Decimal("1"), Decimal("3")))
        assert 'width="33.333"' in page

    def test_of_bars_refuses_a_negative_amount(self):
        with pytest.raises(ValueError, match="zero up"):
            charts.bars(self.chart(Decimal("-1")))

    def test_refuses_values_that_do_not_match_the_labels(self):
        with pytest.raises(ValueError, match="2 values for 1 labels"):
            charts.Chart("t", "d", ["a"], [charts.Series("s", [Decimal(1), Decimal(2)])])


class TestLockedPage:
    def test_says_for_how_long_and_what_to_do(self):
        page = render_to_string("account/locked.html", {"cooloff_timedelta": timedelta(minutes=15)})
        assert "15 minutes" in page
        assert "Reset your password" in page


def test_every_stylesheet_is_small_enough_to_read():
    assert all(len(Path(path).read_text(encoding="utf-8").splitlines()) < 400 for path in STATIC.rglob("*.css"))
