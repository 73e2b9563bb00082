"""The portfolio board: what every fund holds, filtered and ordered in the address, with words for every light."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funds.models import Fund
from funds.portal.pages import show
from investments import board as holdings_board
from investments.board import ACT, OK, PAGE_SIZE, WATCH, Board, Row
from investments.portal.forms import SECTORS, STAGES
from investments.portal.holdings import STATES, times
from investments.portal.reading import Filters, FundField, choice, funds_read_by, views
from itvf.dates import today
from itvf.errors import Breach
from itvf.money import money
from itvf.presentation import hkd, hkd_millions, is_chinese, name_of
from itvf.templatetags.explain import programme_link
from itvf.words import breach_text

LIGHTS = {
    ACT: (gettext_lazy("To be acted on"), "bad"),
    WATCH: (gettext_lazy("To be watched"), "wait"),
    OK: (gettext_lazy("In order"), "good"),
}
PLACES = {
    "hong_kong": gettext_lazy("Hong Kong company"),
    "establishment": gettext_lazy("I&T establishment in Hong Kong"),
    "elsewhere": gettext_lazy("Elsewhere"),
    "unknown": gettext_lazy("Not known"),
}
SUBJECTS = {
    "breaches": gettext_lazy("Breaches"),
    "spend": gettext_lazy("Hong Kong spend"),
    "valuation": gettext_lazy("Valuation"),
    "place": gettext_lazy("Place"),
    "consents": gettext_lazy("Consents"),
    "all": "",
}
# By name: its heading, and what the order is called upwards and downwards.
UP_DOWN = (gettext_lazy("smallest first"), gettext_lazy("largest first"))
A_TO_Z = (gettext_lazy("A to Z"), gettext_lazy("Z to A"))
ORDERS = {
    "company": (gettext_lazy("Company"), *A_TO_Z),
    "fund": (gettext_lazy("Fund"), *A_TO_Z),
    "light": (gettext_lazy("Status light"), gettext_lazy("calmest first"), gettext_lazy("most urgent first")),
    "original_cost": (gettext_lazy("Invested (HK$)"), *UP_DOWN),
    "cost": (gettext_lazy("Held at cost"), *UP_DOWN),
    "value": (gettext_lazy("Fair value (HK$)"), *UP_DOWN),
    "multiple": (gettext_lazy("Multiple"), *UP_DOWN),
    "ownership": (gettext_lazy("Share"), *UP_DOWN),
    "age": (gettext_lazy("Valued"), gettext_lazy("newest first"), gettext_lazy("oldest first")),
}
FIRST_ORDER = "fund"


class BoardFilters(Filters):
    """What the board is narrowed to, and its order, since a phone shows no headings to order by."""

    text = forms.CharField(label=gettext_lazy("Name or number"), max_length=100, strip=True)
    fund = FundField(label=gettext_lazy("Fund"))
    sector = choice(gettext_lazy("Sector"), gettext_lazy("All sectors"), SECTORS.items())
    stage = choice(gettext_lazy("Stage"), gettext_lazy("All stages"), STAGES.items())
    place = choice(gettext_lazy("Place"), gettext_lazy("All places"), PLACES.items())
    state = choice(
        gettext_lazy("State"), gettext_lazy("All states"), [(state, label) for state, (label, _tone) in STATES.items()]
    )
    light = choice(
        gettext_lazy("Status light"),
        gettext_lazy("All lights"),
        [(light, label) for light, (label, _tone) in LIGHTS.items()],
    )
    order = forms.ChoiceField(label=gettext_lazy("Order"))

    def __init__(self, request, funds):
        super().__init__(request)
        self.fields["fund"].queryset = funds
        self.fields["order"].choices = [("", _("Fund, A to Z")), *_orders()]

    @property
    def asked(self) -> holdings_board.Filters:
        """The filters as the board takes them."""
        chosen = {name: value for name, value in self.chosen.items() if name != "order"}
        if "fund" in chosen:
            chosen["fund"] = chosen["fund"].pk
        return holdings_board.Filters(**chosen)

    @property
    def order_asked(self) -> str:
        """The order, the fund's where none is asked for."""
        return self.chosen.get("order", FIRST_ORDER)


@login_required
def board(request):
    """Every holding that the reader may see, a page at a time, under the totals of all that the filters leave."""
    funds, on = funds_read_by(request), today()
    filters = BoardFilters(request, funds)
    found, page = _page(request, filters, on)
    names = {fund.pk: fund for fund in funds}
    return show(
        request,
        "portal/portfolio/board.html",
        section="portfolio",
        views=views(request, "board"),
        filters=filters,
        headings=_headings(filters.order_asked),
        tiles=_tiles(found.totals, on),
        lights=_by_light(found.totals.by_light, filters),
        rows=[_row(row, names[row.fund_id]) for row in found.rows],
        page_obj=page,
        on=on,
    )


def _page(request, filters: BoardFilters, on) -> tuple[Board, Page]:
    """The page asked for; a number that does not exist gives the nearest one that does."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), 10**6) if asked.isdecimal() and int(asked) else 1

    def read(number: int) -> Board:
        return holdings_board.board(request.user, on, filters.asked, order=filters.order_asked, page=number)

    found = read(number)
    if number > found.pages:
        found = read(found.pages)
    return found, Paginator(range(found.totals.holdings), PAGE_SIZE).get_page(found.page)


def _orders() -> list[tuple[str, str]]:
    choices = []
    for name, (label, up, down) in ORDERS.items():
        choices += [(name, f"{label}, {up}"), (f"-{name}", f"{label}, {down}")]
    return choices


def _headings(order: str) -> dict[str, dict]:
    """Each column that can be ordered: its words, which way it stands, and the order that a press asks for."""
    headings = {}
    for name, (label, up, down) in ORDERS.items():
        is_up, is_down = order == name, order == f"-{name}"
        headings[name] = {
            "label": label,
            "sorted": "ascending" if is_up else "descending" if is_down else "",
            "mark": up if is_up else down if is_down else "",
            "next": f"-{name}" if is_up or (not is_down and up is not A_TO_Z[0]) else name,
        }
    return headings


def _tiles(totals: holdings_board.Totals, on: date) -> list[dict]:
    """The sums of all that the filters leave, each of which opens to its holdings."""
    companies = ngettext("{count} company", "{count} companies", totals.companies).format(count=totals.companies)
    in_funds = ngettext("{companies} in {count} fund", "{companies} in {count} funds", totals.funds)
    counted = in_funds.format(companies=companies, count=totals.funds)
    tiles = [{"label": _("Holdings"), "figure": totals.holdings, "note": counted}]
    for label, figure, name in (
        (_("Invested at cost"), totals.original_cost_hkd, "paid"),
        (_("Held at cost"), totals.cost_hkd, "cost"),
        (_("Fair value in the books"), totals.fair_value_hkd, "value"),
        (_("Proceeds and income"), totals.realised_hkd, "back"),
    ):
        note = programme_link(hkd(figure), "board", of=f"{name}/{totals.filters}", on=on)
        tiles.append({"label": label, "figure": hkd_millions(figure), "note": note})
    return tiles


def _by_light(counts: Mapping[str, int], filters: BoardFilters) -> list[dict]:
    """How many holdings show each light; each leads to them, other filters kept."""
    chosen = filters.chosen.get("light")
    return [
        {"name": light, "label": label, "tone": tone, "count": counts[light], "current": light == chosen}
        for light, (label, tone) in LIGHTS.items()
    ]


def _row(row: Row, fund: Fund) -> dict:
    """A holding as the board shows it."""
    light, tone = LIGHTS[row.light]
    state, state_tone = STATES[row.state]
    return {
        "row": row,
        "of": f"company-{row.company_id}",
        "company": (is_chinese() and row.company_name_zh_hant) or row.company_name,
        "url": reverse("portal_company_page", args=[row.company_id]),
        "fund": name_of(fund),
        "fund_url": reverse("portal_fund", args=[row.fund_code]),
        "state": {"label": state, "tone": state_tone},
        "light": {"label": light, "tone": tone},
        "reasons": [_reason(one) for one in row.lights],
        "sector": SECTORS.get(row.sector, row.sector),
        "stage": STAGES.get(row.stage, row.stage),
        "place": PLACES[row.place],
        "multiple": times(row.multiple),
    }


def _reason(light: holdings_board.Light) -> dict:
    """Why a light shows, with what it is about; each reason names its own light in words."""
    facts = {name: money(value) if name.endswith("_hkd") else value for name, value in light.facts.items()}
    words = breach_text(Breach(light.subject, light.template, facts=facts))
    label, tone = LIGHTS[light.light]
    return {"subject": SUBJECTS[light.subject], "light": label, "tone": tone, "words": words}
