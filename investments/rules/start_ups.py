"""Start-ups that the programme brought to Hong Kong: from elsewhere, established here since their deal (R31)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HOME = frozenset(
    ("hong kong", "hong kong sar", "hksar", "hong kong, china", "hong kong sar, china", "香港", "中國香港", "中国香港")
)
BROUGHT, HERE_BEFORE, NOT_YET = "brought", "here_before", "not_yet"
LOCAL, NOT_A_START_UP, UNKNOWN = "local", "not_a_start_up", "unknown"


@dataclass(frozen=True, slots=True)
class Investee:
    """A company that funds invested in: where it was incorporated, when it was first proposed, since when it is here.

    `here_since` is the first day of any Hong Kong establishment on record (`here_since`); None: none stands.
    """

    company_id: int
    name: str
    place_of_incorporation: str
    first_proposed: date
    here_since: date | None
    is_start_up: bool | None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What R31 counts of a company, and why."""

    investee: Investee
    state: str


def arrivals(investees: Iterable[Investee]) -> tuple[Arrival, ...]:
    """This function will say of each investee whether the programme brought it to Hong Kong.

    Brought is a start-up from outside Hong Kong that has an establishment here and had none, of any kind, before the
    day on which it was first proposed (R31, para 14: more start-ups set up business here). One that was here before is
    not counted, even where that establishment ended and another kind followed: it had found its way by itself.
    """
    return tuple(Arrival(one, _state(one)) for one in investees)


def here_since(establishments: Iterable[tuple[str, bool, date]], on: date) -> date | None:
    """This function will give the first day of any Hong Kong establishment, ended or not; None where none stands.

    Each is its kind, whether it stands from then on, and the day, in the order of record; of two facts of a kind and
    day the later corrects the earlier.
    """
    by_day = {(kind, since): stands for kind, stands, since in establishments if since <= on}
    now = {kind: stands for (kind, _since), stands in sorted(by_day.items(), key=lambda one: one[0][1])}
    if True not in now.values():
        return None
    return min(since for (_kind, since), stands in by_day.items() if stands)


def brought(found: Iterable[Arrival]) -> int:
    """How many start-ups the programme brought (R31)."""
    return sum(one.state == BROUGHT for one in found)


def _state(one: Investee) -> str:
    place = one.place_of_incorporation.strip().casefold()
    if place in HOME:
        return LOCAL
    if not place:
        return UNKNOWN
    if not one.is_start_up:
        return UNKNOWN if one.is_start_up is None else NOT_A_START_UP
    if one.here_since is None:
        return NOT_YET
    return BROUGHT if one.here_since >= one.first_proposed else HERE_BEFORE
