"""How the Corporation's book and each fund's book meet: accepted, paid, on its way, received; all from the ledgers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum

from funds import selectors
from funds.models import Book, Contribution, Fund, JournalEntry, LedgerAccount, Partner, PaymentCase, Posting
from funds.standing import standing
from itvf.money import ZERO, total

Code, Kind = LedgerAccount.Code, JournalEntry.Kind


@dataclass(frozen=True, slots=True)
class Tie:
    """One fund, in HK$: the Corporation's interest, payable and payments, what is in transit, what came."""

    fund: Fund
    interest_hkd: Decimal
    accepted_hkd: Decimal
    payable_hkd: Decimal
    paid_hkd: Decimal
    in_transit_hkd: Decimal
    received_hkd: Decimal

    @property
    def difference_hkd(self) -> Decimal:
        """What does not tie: paid, less in transit, less received. Zero in good books."""
        return total([self.paid_hkd, -self.in_transit_hkd, -self.received_hkd])


def ties(*, known_at: datetime | None = None) -> list[Tie]:
    """This function will give each fund of which the Corporation accepted a notice, in a fixed number of queries.

    `known_at` reads both books as they stood at that recorded time.
    """
    corporation = selectors.postings(known_at=known_at).filter(account__book__kind=Book.Kind.CORPORATION)
    interest = _by_reference(corporation.filter(account__code=Code.INTEREST_IN_FUND))
    accepted = _by_reference(corporation.filter(account__code=Code.INTEREST_IN_FUND, entry__kind=Kind.NOTICE_ACCEPTED))
    payable = _by_reference(corporation.filter(account__code=Code.CALL_PAYABLE))
    paid = _by_reference(corporation.filter(account__code=Code.CALL_PAYABLE, entry__kind=Kind.CALL_PAID))
    cash = came(known_at)
    received = _sums(cash.values_list("account__book__fund").annotate(sum=Sum("amount_hkd")).order_by())
    transit = _sums(in_transit(known_at).values_list("line__call__fund").annotate(sum=Sum("amount_hkd")).order_by())
    found = []
    for fund in Fund.objects.order_by("code"):
        reference = f"fund:{fund.pk}"
        if reference in interest or fund.pk in received:
            found.append(
                Tie(
                    fund=fund,
                    interest_hkd=interest.get(reference, ZERO),
                    accepted_hkd=accepted.get(reference, ZERO),
                    payable_hkd=-payable.get(reference, ZERO),
                    paid_hkd=paid.get(reference, ZERO),
                    in_transit_hkd=transit.get(fund.pk, ZERO),
                    received_hkd=received.get(fund.pk, ZERO),
                )
            )
    return found


def came(known_at: datetime | None = None) -> QuerySet[Posting]:
    """The cash of the funds' receipts from the Corporation that stand (at a recorded time)."""
    receipts = standing(Contribution.objects.filter(line__partner__kind=Partner.Kind.GOVERNMENT), known_at)
    return Posting.objects.filter(entry__in=receipts.values("entry"), account__code=Code.CASH)


def in_transit(known_at: datetime | None = None) -> QuerySet[PaymentCase]:
    """Payments that the Corporation made and whose receipt the fund's book does not show (at a recorded time)."""
    receipts = standing(Contribution.objects.filter(line=OuterRef("line")).exclude(entry__kind=Kind.NETTING), known_at)
    made = PaymentCase.objects.filter(~Exists(receipts), charge=None, paid_entry__isnull=False)
    return standing(made, known_at, "paid_entry")


def _by_reference(postings) -> dict[str, Decimal]:
    return _sums(postings.values_list("account__reference").annotate(sum=Sum("amount_hkd")).order_by())


def _sums(rows: Iterable[tuple]) -> dict:
    return {key: amount for key, amount in rows if amount is not None}
