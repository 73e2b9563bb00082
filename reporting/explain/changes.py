"""What changed since a figure was known: entries recorded later that count on or before its day."""

from collections.abc import Iterable

from funds.models import Fund, JournalEntry
from reporting.explain.question import Question

SHOWN = 200


def since(question: Question):
    """Entries of the fund's book recorded after the moment that the figure was known at, effective by its day."""
    if question.known_at is None:
        return JournalEntry.objects.none()
    return (
        visible_entries(question.fund, question.user)
        .filter(recorded_at__gt=question.known_at, effective_date__lte=question.on)
        .order_by("recorded_at", "id")
    )


def visible_entries(fund: Fund, user):
    """A fund's entries as a person may see them: staff and its general partner all, a contact those of its partner."""
    found = JournalEntry.objects.filter(book__fund=fund)
    if Fund.objects.books_open_to(user).filter(pk=fund.pk).exists():
        return found
    return found.filter(postings__account__partner__in=own_partners(fund, user)).distinct()


def own_partners(fund: Fund, user):
    """The partners of a fund of whom a person may know."""
    return fund.partners.filter(pk__in=fund.partners.model.objects.visible_to(user).values("pk"))


def by_id(fund: Fund, user, ids: Iterable[int]) -> dict[int, JournalEntry]:
    """Entries by id, as far as the person may see them; one query."""
    return {one.pk: one for one in visible_entries(fund, user).filter(pk__in=list(ids))}
