"""What managers say that they charged: read through the function which the floor above has put here.

The claims stand in quarterly reports, which this floor does not know.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.module_loading import import_string

from funds.models import Fund

# By what holds the claims: where the function stands that takes funds' ids and gives {(fund's id, quarter's end): HK$}.
readers: dict[str, str] = {}


def of(funds: Iterable[Fund], *, known_at: datetime | None = None) -> dict[tuple[int, date], Decimal]:
    """This function will give what managers charged in HK$, by fund's id and quarter's end, where they reported it."""
    ids = [fund.pk for fund in funds]
    found: dict[tuple[int, date], Decimal] = {}
    for path in readers.values():
        read: Callable = import_string(path)
        found |= read(ids, known_at=known_at)
    return found
