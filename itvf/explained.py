"""Where a figure opens to its derivation: the address that every page and panel links it to."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def cell(value: Any, fund_code: str, figure: str, **about: Any) -> Any:
    """This function will give a table's cell that opens to its derivation; what is empty stays as it is."""
    return value if value is None else (value, address(fund_code, figure, **about))


def address(
    fund_code: str, figure: str, *, of: object = "", on: date | None = None, known_at: datetime | None = None
) -> str:
    """This function will give the page of a derivation: of what in the fund, on which day, as known when."""
    given = {"of": f"{of}", "on": on and on.isoformat(), "known_at": known_at and known_at.isoformat()}
    asked = {name: text for name, text in given.items() if text}
    page = reverse("portal_explain_figure", args=[fund_code, figure])
    return f"{page}?{urlencode(asked)}" if asked else page


def of_programme(figure: str, *, on: date | None = None) -> str:
    """This function will give the page that derives a figure of the whole programme."""
    page = reverse("portal_explain_programme", args=[figure])
    asked = {"on": on.isoformat()} if on else {}
    return f"{page}?{urlencode(asked)}" if asked else page
