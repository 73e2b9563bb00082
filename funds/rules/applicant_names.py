"""The names that an application holds: the house, its owners, its people, its investors and companies (R17, R24)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from funds.rules.names import Name
from itvf.errors import gettext_noop

APPLICANT = gettext_noop("applicant")
OWNER = gettext_noop("owner of the applicant")
OFFICER = gettext_noop("responsible officer")
TEAM = gettext_noop("member of the team")
INVESTOR = gettext_noop("investor of the proposed fund")
DEAL = gettext_noop("company of the track record")
START_UP = gettext_noop("start-up brought to Hong Kong")
PIPELINE = gettext_noop("company in view")
AT_CLOSING = gettext_noop("investor at a closing")
# Those who stand behind an applicant: two applicants may hold the same company and know nothing of each other.
BEHIND = frozenset({APPLICANT, OWNER, OFFICER, TEAM, INVESTOR})
# section, where its rows name somebody, as what, and the row's number where it has one
ROWS = (
    ("house", "name", OFFICER, "ce_number"),
    ("team", "name", TEAM, ""),
    ("investors", "name", INVESTOR, ""),
    ("track_record", "company", DEAL, ""),
    ("start_ups", "company", START_UP, ""),
    ("pipeline", "company", PIPELINE, ""),
)
_SHARE = re.compile(r"[,，:：(（]?\s*\d[\d.]*\s*[%％].*$")


def names_of(content: Mapping[str, Any]) -> tuple[Name, ...]:
    """This function will give every name in a submission's content, once each, `of` the application's reference."""
    found = dict.fromkeys(_names(content))
    return tuple(found)


def owners_named(text: str) -> list[str]:
    """This function will read the names out of an owners' list: one a line or between semicolons, shares left out."""
    parts = (_SHARE.sub("", part).strip(" ,，.;；") for part in re.split(r"[\n;；]", text))
    return [part for part in parts if part]


def _names(content: Mapping[str, Any]) -> Iterator[Name]:
    reference, house, sections = content["application"], content["house"], content["sections"]
    number = sections.get("house", {}).get("ce_number") or ""
    for name in (house["name_en"], house["name_zh_hant"]):
        if name:
            yield Name(name, number, APPLICANT, reference)
    for name in owners_named(sections.get("house", {}).get("owners") or ""):
        yield Name(name, "", OWNER, reference)
    for section, column, capacity, identifier in ROWS:
        for row in sections.get(section, {}).get("rows") or ():
            if name := (row.get(column) or "").strip():
                yield Name(name, (row.get(identifier) or "") if identifier else "", capacity, reference)
