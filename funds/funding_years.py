"""The Corporation's money from Government by financial year: allotted, requested, received, paid, and what waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from funds.models import FundingAllotment, FundingReceipt, FundingRequest, FundingRequestLine, PaymentCase
from funds.rules import funding
from funds.selectors import MONEY, ZERO_HKD
from itvf.dates import financial_year, financial_year_label, local_date
from itvf.models import AuditEvent
from itvf.money import ZERO, total

Stage = FundingRequest.Stage
# Requests that take of the year's allotment; one that was closed short takes what came.
STANDING = (Stage.DRAFT, Stage.APPROVED, Stage.RECEIVED)
# The verbs that end a request: when it ended stands in the audit trail alone.
ENDED_BY = ("funding.refuse", "funding.withdraw", "funding.close")


@dataclass(frozen=True, slots=True)
class Year:
    """One financial year of the Corporation, in HK$. Receipts and payments count on their bank value dates."""

    start: date
    original_hkd: Decimal | None
    allotted_hkd: Decimal | None
    requested_hkd: Decimal
    received_hkd: Decimal
    paid_hkd: Decimal

    @property
    def label(self) -> str:
        """The year as it is written: 2025-26."""
        return financial_year_label(self.start)

    @property
    def left_to_request_hkd(self) -> Decimal | None:
        """The allotment less what stands requested; None without an allotment."""
        return None if self.allotted_hkd is None else total([self.allotted_hkd, -self.requested_hkd])

    @property
    def balance_hkd(self) -> Decimal | None:
        """The allotment less what was received of it; None without an allotment."""
        return None if self.allotted_hkd is None else total([self.allotted_hkd, -self.received_hkd])


def allotment(year_start: date, *, known_at: datetime | None = None) -> FundingAllotment | None:
    """The allotment of a year that counts: of those approved (by then) the one dated last."""
    approved = FundingAllotment.objects.filter(year_start=year_start, stage=FundingAllotment.Stage.APPROVED)
    if known_at is not None:
        approved = approved.filter(approved_at__lte=known_at)
    return approved.order_by("-allotted_date", "-id").first()


def requests(stages: Iterable[str] | None = None) -> QuerySet[FundingRequest]:
    """Funding requests with `received_hkd`, what came for each."""
    found = FundingRequest.objects.annotate(
        received_hkd=Coalesce(Sum("receipts__amount_hkd"), ZERO_HKD, output_field=MONEY)
    )
    return found if stages is None else found.filter(stage__in=stages)


def known(known_at: datetime | None) -> list[FundingRequest]:
    """Every request with its stage and `received_hkd` as they stood at a moment, or stand now, the oldest first."""
    if known_at is None:
        return list(requests().order_by("id"))
    ended = AuditEvent.objects.filter(
        subject_type="funds.fundingrequest", verb__in=ENDED_BY, happened_at__lte=known_at
    ).values_list("subject_id", flat=True)
    gone = {int(pk) for pk in ended}
    came = Sum("receipts__amount_hkd", filter=Q(receipts__entry__recorded_at__lte=known_at))
    found = FundingRequest.objects.filter(drafted_at__lte=known_at).order_by("id")
    found = list(found.annotate(received_hkd=Coalesce(came, ZERO_HKD, output_field=MONEY)))
    for one in found:
        if one.pk not in gone:
            is_approved = one.approved_at is not None and one.approved_at <= known_at
            is_received = is_approved and one.received_hkd >= one.amount_hkd
            one.stage = Stage.RECEIVED if is_received else Stage.APPROVED if is_approved else Stage.DRAFT
    return found


def requested(year_start: date, *, apart_from: FundingRequest | None = None) -> Decimal:
    """What stands requested in a year, in HK$; of a request closed short what came for it."""
    found = requests((*STANDING, Stage.CLOSED)).filter(year_start=year_start)
    if apart_from is not None:
        found = found.exclude(pk=apart_from.pk)
    rows = found.values_list("stage", "amount_hkd", "received_hkd")
    return total(received if stage == Stage.CLOSED else amount for stage, amount, received in rows)


def requested_for(cases: Iterable[int], *, apart_from: FundingRequest | None = None) -> dict[int, Decimal]:
    """What standing requests ask for payment cases, by case."""
    lines = FundingRequestLine.objects.filter(case__in=list(cases), request__stage__in=STANDING)
    if apart_from is not None:
        lines = lines.exclude(request=apart_from)
    return dict(lines.values_list("case").annotate(sum=Sum("amount_hkd")).order_by())


def years() -> list[Year]:
    """Every financial year in which something was allotted, requested, received or paid, the newest first."""
    original: dict[date, Decimal] = {}
    allotted: dict[date, Decimal] = {}
    approved = FundingAllotment.objects.filter(stage=FundingAllotment.Stage.APPROVED).order_by("allotted_date", "id")
    for one in approved:
        allotted[one.year_start] = one.amount_hkd
        if one.kind == FundingAllotment.Kind.ORIGINAL:
            original[one.year_start] = one.amount_hkd
    asked: dict[date, Decimal] = defaultdict(lambda: ZERO)
    rows = requests((*STANDING, Stage.CLOSED)).values_list("year_start", "stage", "amount_hkd", "received_hkd")
    for start, stage, amount, received in rows:
        asked[start] = total([asked[start], received if stage == Stage.CLOSED else amount])
    came = _by_year(FundingReceipt.objects.values_list("value_date", "amount_hkd"))
    went = _by_year(PaymentCase.objects.filter(stage=PaymentCase.Stage.MATCHED).values_list("value_date", "amount_hkd"))
    starts = sorted({*allotted, *asked, *came, *went}, reverse=True)
    return [
        Year(
            start=start,
            original_hkd=original.get(start),
            allotted_hkd=allotted.get(start),
            requested_hkd=asked.get(start, ZERO),
            received_hkd=came.get(start, ZERO),
            paid_hkd=went.get(start, ZERO),
        )
        for start in starts
    ]


def waiting(on: date) -> tuple[Decimal, ...]:
    """What is requested and has not come, by age band (funds.rules.funding.BANDS), in HK$."""
    return funding.aged((waiting_of(one) for one in requests([Stage.APPROVED])), on)


def waiting_of(request: FundingRequest) -> funding.Waiting:
    """One request, annotated with what was received, as the rule ages it."""
    return funding.Waiting(local_date(request.approved_at), request.amount_hkd, request.received_hkd)


def _by_year(rows: Iterable[tuple[date, Decimal]]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for day, amount in rows:
        start = financial_year(day)[0]
        sums[start] = total([sums[start], amount])
    return sums
