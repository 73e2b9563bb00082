"""The KPI of R26 as A24 defines it: private money invested in local start-ups under the ITVF, no dollar twice.

Counted are the private partners' shares of what a fund paid for an investment in a local start-up, on the commitments
of the day on which it was paid. Public bodies' money counts to neither side (A7). What other investors put into the
same rounds is no money of the ITVF: it is shown beside and never counted. Commitments are not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.money import ZERO, allocate, ratio, total


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a fund paid for an investment, with the fund's commitments by kind on that day, in HK$.

    `event` and `entry` say which event and journal entry it was, where it is on record.
    """

    fund: str
    company: str
    company_id: int
    paid_date: date
    amount_hkd: Decimal
    private_hkd: Decimal
    government_hkd: Decimal
    public_hkd: Decimal
    is_start_up: bool | None
    is_local: bool | None
    event: int | None = None
    entry: int | None = None

    @property
    def counts(self) -> bool | None:
        """Whether the company was a local start-up when it was paid; None while that is not on record."""
        if self.is_start_up is False or self.is_local is False:
            return False
        return None if self.is_start_up is None or self.is_local is None else True


@dataclass(frozen=True, slots=True)
class Split:
    """One payment by whose money it was; the three sum to it exactly (largest remainder)."""

    payment: Payment
    private_hkd: Decimal
    government_hkd: Decimal
    public_hkd: Decimal
    private_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """R26 on a day: the opening balance, what the programme adds, and the target; not known yet stands apart."""

    opening_hkd: Decimal
    private_hkd: Decimal
    government_hkd: Decimal
    public_hkd: Decimal
    unknown_hkd: Decimal
    target_hkd: Decimal
    splits: tuple[Split, ...]

    @property
    def total_hkd(self) -> Decimal:
        """What counts towards the target: the opening balance and the programme's private money."""
        return total([self.opening_hkd, self.private_hkd])

    @property
    def share_rate(self) -> Decimal | None:
        """How much of the target that is, 12 places."""
        return ratio(self.total_hkd, self.target_hkd)

    @property
    def missing_hkd(self) -> Decimal:
        """What is still missing to the target; zero where it is met."""
        return max(ZERO, total([self.target_hkd, -self.total_hkd]))


def split(payment: Payment) -> Split:
    """This function will split a payment over private, Government and public money by the day's commitments."""
    weights = [payment.private_hkd, payment.government_hkd, payment.public_hkd]
    if not total(weights):
        return Split(payment, ZERO, ZERO, ZERO, None)
    private, government, public = allocate(payment.amount_hkd, weights)
    return Split(payment, private, government, public, ratio(payment.private_hkd, total(weights)))


def measure(payments: Iterable[Payment], *, opening_hkd: Decimal, target_hkd: Decimal) -> Kpi:
    """This function will measure R26 (Annex 2 (2) 5, A24) from the payments of all funds, each counted once."""
    splits = [split(payment) for payment in payments]
    counted = [one for one in splits if one.payment.counts]
    return Kpi(
        opening_hkd=opening_hkd,
        private_hkd=total(one.private_hkd for one in counted),
        government_hkd=total(one.government_hkd for one in counted),
        public_hkd=total(one.public_hkd for one in counted),
        unknown_hkd=total(one.private_hkd for one in splits if one.payment.counts is None),
        target_hkd=target_hkd,
        splits=tuple(splits),
    )
