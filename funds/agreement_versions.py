"""Agreements as they stood at a recorded time: a figure as known then is computed by the terms on record then.

The row's own history (pghistory) says what stood when; nobody has to remember to keep versions.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.apps import apps

from funds.models import FundAgreement


def as_known(agreements: Iterable[FundAgreement], known_at: datetime | None) -> list[FundAgreement]:
    """This function will give agreements with the terms on record at a recorded time; one query, none for now.

    Before an agreement was recorded it stands as it was first recorded: who asks finds no money of that time.
    """
    agreements = list(agreements)
    if known_at is None or not agreements:
        return agreements
    history = apps.get_model("funds", "FundAgreementEvent").objects
    rows = history.filter(pgh_obj__in=[one.pk for one in agreements]).order_by("pgh_id")
    stood: dict[int, object] = {}
    for row in rows:
        if row.pgh_obj_id not in stood or row.pgh_created_at <= known_at:
            stood[row.pgh_obj_id] = row
    return [_with_terms(one, stood[one.pk]) if one.pk in stood else one for one in agreements]


def _with_terms(agreement: FundAgreement, row) -> FundAgreement:
    """The agreement with the columns of a row of its history; what was read with it stays at hand."""
    found = copy(agreement)
    found._state = copy(agreement._state)
    found._state.fields_cache = dict(agreement._state.fields_cache)
    for field in FundAgreement._meta.concrete_fields:
        setattr(found, field.attname, getattr(row, field.attname))
    return found
