"""Where a figure opens to its derivation: the address that every page and panel links it to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from itvf.money import total


def cell(value: Any, fund_code: str, figure: str, **about: Any) -> Any:
    """This function will give a table's cell that opens to its derivation; what is empty stays as it is."""
    return value if value is None else (value, address(fund_code, figure, **about))


def address(
    fund_code: str, figure: str, *, of: object = "", on: date | None = None, known_at: datetime | None = None
) -> str:
    """This function will give the page of a derivation: of what in the fund, on which day, as known when."""
    page = reverse("portal_explain_figure", args=[fund_code, figure])
    return _page(page, of=f"{of}", on=on and on.isoformat(), known_at=known_at and known_at.isoformat())


def totals(label: Any, rows: Iterable[Sequence[Any]], *, first: int = 1) -> list[Any]:
    """This function will give a table's foot: each column's sum of money, which opens to the figures of its rows.

    Where a figure of a column has no derivation, its total stands by itself.
    """
    rows = [list(row) for row in rows]
    return [label, *(_total([row[place] for row in rows]) for place in range(first, len(rows[0]) if rows else first))]


def _total(cells: list[Any]) -> Any:
    amounts = [one[0] if isinstance(one, tuple) else one for one in cells]
    if not any(isinstance(one, Decimal) for one in amounts):
        return None
    whole = total(one for one in amounts if isinstance(one, Decimal))
    if any(not isinstance(one, tuple) for one in cells if one):
        return whole
    asked = [_asked(one[1]) for one in cells if isinstance(one, tuple) and "/explain/" in one[1]]
    moments = {(page.rpartition("/")[0], *sorted(rest.items())) for page, _of, rest in asked}
    if len(moments) != 1 or len(asked) != len([one for one in cells if one]):
        return whole
    if len(asked) == 1:
        return whole, next(one[1] for one in cells if one)
    (page, _of, rest) = asked[0]
    of = "~".join(f"{page.rpartition('/')[2]}:{of}" for page, of, _rest in asked)
    return whole, f"{page.rpartition('/')[0]}/sum/?{urlencode({'of': of} | rest)}"


def _asked(url: str) -> tuple[str, str, dict[str, str]]:
    """An address of a derivation: its page, what it is of, and the moment."""
    page, _, query = url.partition("?")
    rest = dict(parse_qsl(query))
    return page.rstrip("/"), rest.pop("of", ""), rest


def of_programme(figure: str, *, of: str = "", on: date | None = None) -> str:
    """This function will give the page that derives a figure of the whole programme, or of the funds one may see."""
    return _page(reverse("portal_explain_programme", args=[figure]), of=of, on=on and on.isoformat())


def _page(page: str, **given: str | None) -> str:
    asked = {name: text for name, text in given.items() if text}
    return f"{page}?{urlencode(asked)}" if asked else page
