"""A derivation as a page or a paper shows it: values by their unit, sentences in the reader's language, links."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from funds.models import Fund, JournalEntry
from itvf import derivation
from itvf.derivation import Derivation
from itvf.errors import trimmed
from itvf.presentation import NBSP, NOTHING, hk_date, hk_moment, hkd, rate
from itvf.words import said

PLACES = {derivation.YEARS: 6, derivation.MULTIPLE: 4}


class Shown:
    """Figures of a fund, or of the programme, as a reader sees them; `entries` are those that the reader may open."""

    def __init__(
        self,
        fund: Fund | None,
        entries: Mapping[int, JournalEntry],
        asked: Mapping[str, str],
        *,
        page: int = 1,
        is_staff: bool = False,
    ):
        self.fund, self.entries, self.asked = fund, entries, dict(asked)
        self.page, self.is_staff = page, is_staff

    def node(self, found: Derivation) -> dict[str, Any]:
        """One figure with its parts."""
        return {
            "name": found.name,
            "label": capfirst(said(found.label, found.facts)),
            "value": value(found),
            "rule": found.rule,
            "clause": found.clause,
            "assumptions": found.assumptions,
            "convention": capfirst(said(found.convention, found.facts)),
            "note": capfirst(said(found.note, found.facts)),
            "is_sum": found.is_sum,
            "difference": found.difference,
            "parts": [self.node(part) for part in found.parts],
            "entries": [self.entry(self.entries[pk]) for pk in found.entries if pk in self.entries],
            "url": self._further(found),
        }

    def entry(self, one: JournalEntry) -> dict[str, Any]:
        """A journal entry in a line, leading to its page: the admin's for staff, else the portal's."""
        return {
            "url": self._page_of(one),
            "number": f"{one.pk:d}",
            "kind": capfirst(one.get_kind_display()),
            "memo": one.memo,
            "date": hk_date(one.effective_date),
            "recorded": hk_moment(one.recorded_at),
        }

    def _page_of(self, one: JournalEntry) -> str:
        if self.is_staff:
            return reverse("admin:funds_journalentry_change", args=[one.pk])
        return reverse("portal_entry", args=[self.fund.code, one.pk])

    def _further(self, found: Derivation) -> str:
        if found.name in ("earlier", "later"):
            page = self.page + (1 if found.name == "earlier" else -1)
            return "?" + urlencode(self.asked | {"page": page})
        if found.opens is None:
            return ""
        name, of, *code = found.opens
        rest = {key: text for key, text in self.asked.items() if key != "of"}
        query = urlencode(rest | ({"of": of} if of else {}))
        return self._page_of_figure(name, *code) + (f"?{query}" if query else "")

    def _page_of_figure(self, name: str, code: str = "") -> str:
        """A figure's page: at the fund named, else at the tree's own, which may be the programme."""
        if code or self.fund:
            return reverse("portal_explain_figure", args=[code or self.fund.code, name])
        return reverse("portal_explain_programme", args=[name])


def value(found: Derivation) -> str:
    """A figure's value as its reader writes it."""
    if found.value is None:
        return NOTHING
    if found.unit == derivation.HKD:
        return hkd(found.value)
    if found.unit == derivation.EXACT_HKD:
        figure = trimmed(abs(found.value), 12)
        return f"HK${NBSP}({figure})" if found.value < 0 else f"HK${NBSP}{figure}"
    if found.unit == derivation.RATE:
        return rate(found.value)
    if found.unit in PLACES:
        return trimmed(found.value, PLACES[found.unit])
    if found.unit == derivation.DATE:
        return hk_date(found.value)
    return said(found.value, found.facts) if found.unit == derivation.WORDS else f"{found.value}"
