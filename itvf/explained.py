"""Where a figure opens to its derivation: the address that every page and panel links it to."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse


def address(
    fund_code: str, figure: str, *, of: object = "", on: date | None = None, known_at: datetime | None = None
) -> str:
    """This function will give the page of a derivation: of what in the fund, on which day, as known when."""
    given = {"of": f"{of}", "on": on and on.isoformat(), "known_at": known_at and known_at.isoformat()}
    asked = {name: text for name, text in given.items() if text}
    page = reverse("portal_explain_figure", args=[fund_code, figure])
    return f"{page}?{urlencode(asked)}" if asked else page
