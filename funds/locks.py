"""Row locks of the money verbs, always taken in this order: scheme, fund, Corporation's book.

Two verbs on one fund wait for each other; two closings of one scheme wait for each other.
"""

from funds.models import Book, Fund, Scheme


def lock_scheme(scheme: Scheme) -> Scheme:
    """This function will lock a scheme's row and give it back fresh: closings share its envelope."""
    return Scheme.objects.select_for_update().get(pk=scheme.pk)


def lock_fund(fund: Fund) -> Fund:
    """This function will lock a fund's row and give it back fresh with its book: first in every money transaction."""
    return Fund.objects.select_for_update(of=("self",)).select_related("book").get(pk=fund.pk)


def lock_corporation() -> Book:
    """This function will lock the Corporation's book, opened the first time: its bank is drawn under the lock."""
    Book.objects.get_or_create(kind=Book.Kind.CORPORATION)
    return Book.objects.select_for_update(of=("self",)).get(kind=Book.Kind.CORPORATION)
