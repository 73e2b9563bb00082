"""Where a figure opens to its derivation: the address that every page and panel links it to."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse


def address(fund_code: str, figure: str, *, of: object = "", on: date | None = None) -> str:
    """This function will give the page of a derivation: of what in the fund, on which day (today if none)."""
    asked = {name: text for name, text in (("of", f"{of}"), ("on", on and on.isoformat())) if text}
    page = reverse("portal_explain_figure", args=[fund_code, figure])
    return f"{page}?{urlencode(asked)}" if asked else page
