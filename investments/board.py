"""The portfolio board: one row a fund and company, with the lights that say where to look, for any day and any filter.

One statement gives a page and the totals of all that the filters leave (investments/sql/board_*.sql), whatever the
size; one or two more say who reads. Money is from the books, as investments/positions.py reads it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from funds.models import Fund
from investments.all_funds import statement
from investments.rules.valuation import STALE_AFTER_DAYS
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, money

PAGE_SIZE = 50
OK, WATCH, ACT = "ok", "watch", "act"
LIGHTS = (OK, WATCH, ACT)
STATES = ("held", "partly_realised", "realised", "written_off")
PLACES = ("hong_kong", "establishment", "elsewhere", "unknown")

# What each order sorts by; the first in each is turned round by a minus sign before the name.
ORDERS: Mapping[str, str] = {
    "fund": "fund_code",
    "company": "company_name",
    "original_cost": "original_cost_hkd",
    "cost": "cost_hkd",
    "value": "fair_value_hkd",
    "multiple": "multiple",
    "ownership": "ownership_rate",
    "age": "valuation_age_days",
    "light": "light",
}

BREACHES_OVERDUE = gettext_noop("Open breaches of {rules}, with no cure agreed or past its day.")
BREACHES_IN_CURE = gettext_noop("Open breaches of {rules}; a cure is agreed.")
NO_UNDERTAKING = gettext_noop("No signed undertaking to spend in Hong Kong is on record for every lot.")
SPEND_SHORT_AT_END = gettext_noop("{counted_hkd} of Hong Kong spend counts; {expected_hkd} was due by {date}.")
SPEND_BEHIND = gettext_noop(
    "{counted_hkd} of Hong Kong spend counts; the straight line to {date} expects {expected_hkd} by now."
)
VALUE_STALE = gettext_noop("The last reviewed value, or cost, is {days} days old; {allowed} are allowed.")
PLACE_UNKNOWN = gettext_noop("Whether the company counts as Hong Kong is not on record.")
RESTS_ON_CONSENT = gettext_noop("It rests on a consent to {rules}, the first of which lapses after {date}.")
NOTHING_TO_DO = gettext_noop("Nothing stands against it.")

UNKNOWN_ORDER = gettext_noop("{found} is no order of the board; use one of: {allowed}.")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; empty means all. `text` is searched in names and registration numbers."""

    fund: int | None = None
    sector: str = ""
    stage: str = ""
    place: str = ""
    state: str = ""
    light: str = ""
    text: str = ""

    def __str__(self) -> str:
        """Those that are set, as an address holds them."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True, slots=True)
class Light:
    """One reason to look at a holding: of what, how urgent, and the sentence that says why."""

    subject: str
    light: str
    template: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """What one fund holds and held of one company on the day, its lots together; money in HK$, rates as fractions.

    `valued_date` is the oldest of its lots' last reviewed values, completion where there is none; None once nothing is
    held. `realised_hkd` is proceeds and income. Spend is None where none is reported or undertaken.
    """

    fund_id: int
    fund_code: str
    fund_name: str
    company_id: int
    company_name: str
    company_name_zh_hant: str
    sector: str
    stage: str
    place: str
    instruments: list[str]
    lots: int
    first_date: date
    original_cost_hkd: Decimal
    cost_hkd: Decimal
    fair_value_hkd: Decimal
    realised_hkd: Decimal
    multiple: Decimal | None
    units: Decimal
    ownership_rate: Decimal | None
    diluted_rate: Decimal | None
    undertaken_hkd: Decimal | None
    reported_hkd: Decimal | None
    accepted_hkd: Decimal | None
    rejected_hkd: Decimal | None
    expected_spend_hkd: Decimal | None
    spent_by_date: date
    valued_date: date | None
    valuation_age_days: int | None
    state: str
    breaches: tuple[str, ...]
    consents: tuple[str, ...]
    light: str
    lights: tuple[Light, ...]

    @property
    def counted_spend_hkd(self) -> Decimal:
        """What counts towards R10: reported, less what was rejected."""
        return (self.reported_hkd or ZERO) - (self.rejected_hkd or ZERO)


@dataclass(frozen=True, slots=True)
class Totals:
    """All that the filters leave, in HK$; a company that two funds hold is one company and two holdings."""

    holdings: int
    funds: int
    companies: int
    original_cost_hkd: Decimal
    cost_hkd: Decimal
    fair_value_hkd: Decimal
    realised_hkd: Decimal
    by_state: Mapping[str, int]
    by_light: Mapping[str, int]
    filters: Filters


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board, with the totals of all pages."""

    rows: tuple[Row, ...]
    totals: Totals
    page: int
    pages: int


def board(
    user, on: date, filters: Filters = Filters(), *, order: str = "fund", page: int = 1, page_size: int = PAGE_SIZE
) -> Board:
    """The board as a person may see it on a day: staff every fund, a GP its own, others nothing.

    `order` is one of ORDERS, `-` before it turns it round; ties go by fund and company. A page past the last is empty.
    """
    given = {
        "on": on,
        "funds": _funds(user, filters.fund),
        "sector": filters.sector,
        "stage": filters.stage,
        "place": filters.place,
        "state": filters.state,
        "light": LIGHTS.index(filters.light) if filters.light in LIGHTS else None,
        "text": _pattern(filters.text),
        "stale_days": STALE_AFTER_DAYS,
        "limit": page_size,
        "offset": (page - 1) * page_size,
    }
    parts = ("terms_of_funds", "board_lots", "companies_known", "board_holdings", "board_page")
    with connection.cursor() as cursor:
        cursor.execute(statement(parts).replace("{order}", _order(order)), given)
        names = [column.name for column in cursor.description]
        found = cursor.fetchall()
    totals = _totals(dict(zip(names[:TOTALS], found[0][:TOTALS], strict=True)), filters)
    rows = [dict(zip(names[TOTALS:], row[TOTALS:], strict=True)) for row in found if row[TOTALS] is not None]
    return Board(
        rows=tuple(_row(row) for row in rows),
        totals=totals,
        page=page,
        pages=max(1, -(-totals.holdings // page_size)),
    )


# How many of the statement's columns are totals; they come first.
TOTALS = 14


def _funds(user, chosen: int | None) -> list[int] | None:
    """The funds to read: None for every one there is."""
    if user.is_staff:
        return None if chosen is None else [chosen]
    return [fund for fund in Fund.objects.managed_by(user).values_list("pk", flat=True) if chosen in (None, fund)]


def _pattern(text: str) -> str:
    """A search text as a pattern of SQL that means it literally."""
    words = " ".join(text.split())
    for sign in ("\\", "%", "_"):
        words = words.replace(sign, f"\\{sign}")
    return f"%{words}%" if words else ""


def _order(order: str) -> str:
    name = order.removeprefix("-")
    if name not in ORDERS:
        raise InputRefused(UNKNOWN_ORDER, code="unknown_order", field="order", found=order, allowed=tuple(ORDERS))
    return f"{ORDERS[name]} {'DESC' if order.startswith('-') else 'ASC'} NULLS LAST"


def _totals(sums: dict[str, Any], filters: Filters) -> Totals:
    by_state = {state: sums.pop(state) for state in STATES}
    by_light = {light: sums.pop(light) for light in LIGHTS}
    return Totals(**sums, by_state=by_state, by_light=by_light, filters=filters)


def _row(found: dict[str, Any]) -> Row:
    lights = _lights(found)
    names = [name for name in Row.__slots__ if name not in ("breaches", "consents", "light", "lights")]
    return Row(
        **{name: found[name] for name in names},
        breaches=tuple(found["breaches"] or ()),
        consents=tuple(found["consents"] or ()),
        light=LIGHTS[found["light"]],
        lights=lights,
    )


def _lights(found: dict[str, Any]) -> tuple[Light, ...]:
    """The lights that are not `ok`, the most urgent first; one `ok` where there is none."""
    named = (
        ("breaches", found["breach_light"], _breach_sentence(found), {"rules": tuple(found["breaches"] or ())}),
        ("spend", found["spend_light"], *_spend_reason(found)),
        (
            "valuation",
            found["valuation_light"],
            VALUE_STALE,
            {"days": found["valuation_age_days"], "allowed": STALE_AFTER_DAYS},
        ),
        ("place", found["place_light"], PLACE_UNKNOWN, {}),
        (
            "consents",
            found["consent_light"],
            RESTS_ON_CONSENT,
            {"rules": tuple(found["consents"] or ()), "date": found["consent_expiry_date"]},
        ),
    )
    lit = [Light(subject, LIGHTS[light], template, facts) for subject, light, template, facts in named if light]
    lit.sort(key=lambda light: -LIGHTS.index(light.light))
    return tuple(lit) or (Light("all", OK, NOTHING_TO_DO, {}),)


def _breach_sentence(found: dict[str, Any]) -> str:
    return BREACHES_OVERDUE if found["is_overdue"] else BREACHES_IN_CURE


def _spend_reason(found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if found["lacks_undertaking"]:
        return NO_UNDERTAKING, {}
    facts = {
        "counted_hkd": (found["reported_hkd"] or ZERO) - (found["rejected_hkd"] or ZERO),
        "expected_hkd": money(found["expected_spend_hkd"]),
        "date": found["spent_by_date"],
    }
    return SPEND_SHORT_AT_END if found["spend_light"] == LIGHTS.index(ACT) else SPEND_BEHIND, facts
