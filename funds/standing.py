"""Rows beside journal entries, as far as their entries stand: not reversed, by what was known at a moment."""

from datetime import datetime

from django.db.models import Q, QuerySet


def standing(rows: QuerySet, known_at: datetime | None, entry: str = "entry") -> QuerySet:
    """Rows whose entry counts: recorded by then and not reversed by then."""
    undone = Q(**{f"{entry}__reversed_by__isnull": False})
    if known_at is not None:
        rows = rows.filter(**{f"{entry}__recorded_at__lte": known_at})
        undone &= Q(**{f"{entry}__reversed_by__recorded_at__lte": known_at})
    return rows.exclude(undone)
