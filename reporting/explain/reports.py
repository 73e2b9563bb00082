"""A management report's figures by their ids, each leading to its derivation on the report's day, as known then.

An id names section, fund, what of it, and figure: "hurdle.harbour.balance_hkd", "tests.harbour.R9-cost.headroom_hkd",
"fees.harbour.2025-06-30.cap_hkd". Figures of the whole programme are sums of their funds'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from itvf.explained import address


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure of a report, and the figure (with what it is of) that derives it."""

    id: str
    fund_code: str
    value: Decimal
    figure: str
    of: str


def figures_of(content: dict) -> Iterator[Reported]:
    """The figures of a report's snapshot that a fund's own books derive, in the report's order."""
    for row in content.get("funds", {}).get("rows", ()):
        yield _of(row, "funds", row["code"], "size_hkd", "committed")
    for row in content.get("tests", ()):
        yield _of(row, "tests", row["fund_code"], "headroom_hkd", "headroom", f"{row['rule']}-{row['basis']}")
    for row in content.get("fees", ()):
        yield _of(row, "fees", row["fund_code"], "cap_hkd", "fee-cap", row["end_date"])
        if Decimal(row["accrued_hkd"]):
            yield _of(row, "fees", row["fund_code"], "accrued_hkd", "fee", row["end_date"])
    for row in content.get("hurdle", ()):
        yield _of(row, "hurdle", row["fund_code"], "balance_hkd", "hurdle")


def page(one: Reported, content: dict) -> str:
    """The page that derives a reported figure, on the report's day and as known when it was frozen."""
    known_at = datetime.fromisoformat(content["known_at"])
    on = date.fromisoformat(content["as_of"])
    return address(one.fund_code, one.figure, of=one.of, on=on, known_at=known_at)


def _of(row: dict, section: str, fund: str, name: str, figure: str, of: str = "") -> Reported:
    return Reported(".".join(filter(None, (section, fund, of, name))), fund, Decimal(row[name]), figure, of)
