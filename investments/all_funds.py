"""The restriction engine for all funds at once: one SQL statement for any number of open proposals or of funds.

The statements stand in investments/sql/ and are read once. They say what the pure rules say of one deal or one fund
(investments/rules), each fund by the terms that its agreement binds; a test holds the two together to the cent.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from investments.rules import activities
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS
from investments.rules.hong_kong import NOTIFY
from investments.rules.mandate import LIKE_CONVERTIBLE_BONDS
from investments.rules.measures import Measure
from investments.rules.restrictions import (
    AGREEMENT,
    ECOSYSTEM,
    HONG_KONG_SHARE,
    HONG_KONG_SPEND,
    MANDATE,
)

SQL = Path(__file__).resolve().parent / "sql"
JUDGED = (*MANDATE, *AGREEMENT)
STATUSES = {"p": PASS, "b": BREACH, "n": NEEDS_EVIDENCE}
SEVERITIES = {"r": "refuse", "c": "consent", "n": NOTIFY}
NOT_SET = "-"
BY_ID = {restriction.id: restriction for restriction in JUDGED}
# The restrictions whose headroom is measured, in the order in which the statement gives it.
_MEASURED = (ECOSYSTEM, HONG_KONG_SHARE, HONG_KONG_SPEND, *AGREEMENT)
_PLACES = {restriction.id: place for place, restriction in enumerate(_MEASURED)}


class Outcome(NamedTuple):
    """What one restriction says of one proposal; `headroom_hkd` None where it has no measure or facts are missing.

    `has_consent`: a live consent lifts it where its severity is `consent`. `has_ruling`: a person has decided on it;
    whether that is still about the facts of today only `checks.what_if` says, which knows them by their hash.
    """

    proposal: int
    restriction: str
    status: str
    severity: str
    headroom_hkd: Decimal | None
    has_consent: bool
    has_ruling: bool

    @property
    def stops(self) -> bool:
        """Whether it stops a no objection, rulings left aside."""
        if self.status == PASS or self.severity == NOTIFY:
            return False
        return not (self.severity == "consent" and self.has_consent)


class Verdict(NamedTuple):
    """All that the restrictions say of one proposal, packed as the statement gives it.

    A letter for each restriction in the register's order; headrooms in cents, those measured only.
    """

    proposal: int
    statuses: str
    severities: str
    headrooms: str
    consents: list[str] | None
    rulings: list[str] | None

    def stopping(self, *, is_open: bool = False) -> tuple[str, ...]:
        """The rules that stop a no objection, each once; those alone that want evidence where `is_open`."""
        found = (one for one in self.outcomes() if one.stops and not one.has_ruling)
        wanted = NEEDS_EVIDENCE if is_open else BREACH
        return tuple(dict.fromkeys(BY_ID[one.restriction].rule for one in found if one.status == wanted))

    @property
    def is_clear(self) -> bool:
        """Whether every restriction is met."""
        return not ("b" in self.statuses or "n" in self.statuses)

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome for each restriction that binds the fund, in the register's order."""
        headrooms = self.headrooms.split("|")
        consents, rulings = self.consents or (), self.rulings or ()
        for restriction, status, severity in zip(JUDGED, self.statuses, self.severities, strict=True):
            if status == NOT_SET:
                continue
            place = _PLACES.get(restriction.id)
            headroom = headrooms[place] if place is not None else ""
            to_it = (f"{restriction.rule}:", f"{restriction.rule}:{restriction.id}")
            yield Outcome(
                self.proposal,
                restriction.id,
                STATUSES[status],
                SEVERITIES[severity],
                Decimal(headroom).scaleb(-2) if headroom else None,
                any(consent in consents for consent in to_it),
                restriction.id in rulings,
            )


def proposals(
    on: date | None = None,
    ids: Iterable[int] | None = None,
    *,
    since: date | None = None,
    consented_on: date | None = None,
) -> list[Verdict]:
    """Every open proposal judged by the mandate and by its fund's limits, in one statement, ordered by id.

    Each is judged on its expected day, on `since` where that has passed, or all on one day; consents have to be live on
    `consented_on`, else on the day judged. `ids` picks some of the open ones. Related parties and papers are judged one
    deal at a time (`checks.what_if`); a fund without an agreement binds no terms and gives no row.
    """
    hinting = {code: division.hints_at for code, division in activities.divisions().items() if division.hints_at}
    given = {
        "on": on,
        "since": since,
        "ids": None if ids is None else list(ids),
        "consented_on": consented_on,
        "promised": True,
        "hsic": Jsonb(hinting),
        "divisions": list(hinting),
        "unclear": list(LIKE_CONVERTIBLE_BONDS),
    }
    parts = (
        *("terms_of_funds", "proposals_concerned", "funds_committed", "companies_known", "proposals_asked"),
        *("funds_by_day", "proposals_judged"),
    )
    found = list(map(Verdict._make, _rows(parts, given)))
    found.sort(key=itemgetter(0))  # cheaper here than in the database, where wide rows would go through a file
    return found


def portfolios(on: date, funds: Iterable[int] | None = None) -> dict[int, tuple[Measure, ...]]:
    """Every fund's portfolio on a day, without a new deal: R8 and R9 on both bases, and each limit of its agreement.

    Of companies and groups the one in which most is held is measured. What counts is what is known to count.
    """
    given = {"on": on, "funds": None if funds is None else list(funds), "promised": False}
    found: dict[int, list[Measure]] = {}
    parts = ("terms_of_funds", "funds_asked", "funds_committed", "companies_known", "funds_by_day", "portfolios")
    for fund, *measure in _rows(parts, given):
        found.setdefault(fund, []).append(Measure(*measure))
    return {fund: tuple(measures) for fund, measures in found.items()}


@lru_cache(maxsize=8)
def statement(parts: tuple[str, ...]) -> str:
    """A statement put together from its parts: common table expressions, the query itself last."""
    return "WITH " + ",\n".join((SQL / f"{part}.sql").read_text("utf-8").strip() for part in parts)


def _rows(parts: tuple[str, ...], given: Mapping[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement(parts), given)
        return cursor.fetchall()
