"""An event rehearsed before it is recorded: the verb itself runs and is taken back, so what is shown will be done."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.models import JournalEntry
from investments import positions
from investments.models import Investment, LifeEvent
from investments.portal import holdings
from investments.positions import Position
from itvf.money import total
from itvf.presentation import hk_date, hkd

# Buttons and what the page itself adds are no part of what was typed.
NOT_TYPED = ("csrfmiddlewaretoken", "checked", "check", "record")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an event changes and posts; `mark` stands for just this, `is_kept` says that it is recorded."""

    changes: dict
    entries: list[dict]
    mark: str
    is_confirmed: bool
    is_kept: bool

    @property
    def has_changed(self) -> bool:
        """Whether something else was confirmed than would be booked now."""
        return self.is_confirmed and not self.is_kept


def run(request, found: Investment, act: Callable[[], LifeEvent]) -> Rehearsal:
    """This function will run a verb and tell what it changes and posts, and keep it only where just that was confirmed.

    Otherwise, so too where the books moved since it was shown, all of it is taken back. Refusals pass through.
    """
    is_confirmed = "record" in request.POST
    with transaction.atomic():
        before = positions.of(found)
        event = act()
        changes, entries = _changes(before, positions.of(found)), _entries(event)
        mark = _mark(request.POST, changes, entries)
        is_kept = is_confirmed and request.POST.get("checked") == mark
        if not is_kept:
            transaction.set_rollback(True)
    return Rehearsal(changes, entries, mark, is_confirmed, is_kept)


def _mark(given, changes: dict, entries: list[dict]) -> str:
    """What was typed and what it does, in one word."""
    typed = sorted((name, given.getlist(name)) for name in given if name not in NOT_TYPED)
    return hashlib.sha256(repr((typed, changes, entries)).encode()).hexdigest()


def _changes(before: Position, after: Position) -> dict:
    """Where the investment stands before and after; cost and units always, the others where they move."""
    pairs = [
        [_("Units held"), holdings.units(before.holding.units), holdings.units(after.holding.units)],
        [_("Held at cost"), hkd(before.holding.cost_hkd), hkd(after.holding.cost_hkd)],
        [_("Written down for good"), hkd(before.holding.written_down_hkd), hkd(after.holding.written_down_hkd)],
        [_("Fair value in the books"), hkd(before.fair_value_hkd), hkd(after.fair_value_hkd)],
        [_("Proceeds"), hkd(before.proceeds_hkd), hkd(after.proceeds_hkd)],
        [_("Realised gain"), hkd(before.gain_hkd), hkd(after.gain_hkd)],
        [_("Realised exchange difference"), hkd(before.exchange_hkd), hkd(after.exchange_hkd)],
        [_("Held in escrow"), hkd(before.escrow_hkd), hkd(after.escrow_hkd)],
        [_("Income received"), hkd(before.income_hkd), hkd(after.income_hkd)],
        [_("State"), str(holdings.STATES[before.state][0]), str(holdings.STATES[after.state][0])],
    ]
    always, others = pairs[:2], pairs[2:]
    return {
        "columns": [(_("What"), "text"), (_("Before"), "text"), (_("Afterwards"), "text")],
        "rows": [*always, *(row for row in others if row[1] != row[2])],
    }


def _entries(event: LifeEvent) -> list[dict]:
    """The journal entries of the event, each with its debits and credits and their sums."""
    book, source = event.investment.cost_account.book_id, f"life_event:{event.investment_id}:{event.number}"
    found = JournalEntry.objects.filter(book=book, source=source).order_by("id")
    return [_entry(entry) for entry in found.prefetch_related("postings__account")]


def _entry(entry: JournalEntry) -> dict:
    lines = sorted(entry.postings.all(), key=lambda posting: (posting.amount_hkd < 0, posting.pk))
    rows = [
        [
            capfirst(posting.account.get_code_display()),
            posting.amount_hkd if posting.amount_hkd > 0 else None,
            -posting.amount_hkd if posting.amount_hkd < 0 else None,
        ]
        for posting in lines
    ]
    debit, credit = (total(row[side] for row in rows if row[side] is not None) for side in (1, 2))
    caption = _("Journal entry of {day}: {kind}")
    return {
        "caption": caption.format(day=hk_date(entry.effective_date), kind=entry.get_kind_display()),
        "columns": [(_("Account"), "text"), (_("Debit (HK$)"), "money"), (_("Credit (HK$)"), "money")],
        "rows": rows,
        "foot": [_("Total"), debit, credit],
    }
