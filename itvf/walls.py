"""What apps close to a person in lists that belong to no app: the audit trail, mail, files, events beside an object.

An app adds the dotted name of a function that takes a user and a queryset, and leaves out what is closed to them.
"""

from django.db.models import QuerySet
from django.utils.module_loading import import_string

narrowing: list[str] = []


def open_to(user, found: QuerySet) -> QuerySet:
    """This function will leave out of a list what any app closes to a person."""
    for name in narrowing:
        found = import_string(name)(user, found)
    return found
