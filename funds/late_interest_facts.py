"""The late interest of call lines from the books: facts for funds/rules/late_interest.py, and what was charged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BooleanField, Case, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from funds import authorities, selectors, waterfall_facts
from funds.models import CallLine, CapitalCall, Contribution, Fund, LateInterest, RecordedAuthority
from funds.rules import late_interest
from itvf.dates import local_date
from itvf.money import ZERO, total


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line paid late, or late and not paid yet: its interest, and the charges that stand on its receipts."""

    line: CallLine
    late: late_interest.Late
    charges: dict[int, LateInterest]
    receipts: dict[int, Contribution]


def charges(known_at: datetime | None = None) -> QuerySet[LateInterest]:
    """Charges with `received_hkd` and `is_waived`, as known at a recorded time; now where that is None."""
    made, undone = LateInterest.objects.all(), Q(receipts__entry__reversed_by__isnull=False)
    of_then, waived = Q(), Q(stage=LateInterest.Stage.WAIVED)
    if known_at is not None:
        made = made.filter(entry__recorded_at__lte=known_at)
        of_then = Q(receipts__entry__recorded_at__lte=known_at)
        undone &= Q(receipts__entry__reversed_by__recorded_at__lte=known_at)
        waived = Q(waived_entry__recorded_at__lte=known_at)
    received = Sum("receipts__amount_hkd", filter=of_then & ~undone)
    return made.annotate(
        received_hkd=Coalesce(received, selectors.ZERO_HKD, output_field=selectors.MONEY),
        is_waived=Case(When(waived, then=True), default=False, output_field=BooleanField()),
    )


def outstanding(charge: LateInterest) -> Decimal:
    """What is still to come of a charge annotated with what was received; nothing of one that is waived."""
    return ZERO if charge.is_waived else charge.amount_hkd - charge.received_hkd


def of_call(
    call: CapitalCall, on: date, lines: Iterable[int] | None = None, *, known_at: datetime | None = None
) -> list[LateLine]:
    """The lines of an issued call that bear late interest on a day, in their order; of some lines where named.

    As known at a recorded time: the agreement's rate, receipts and charges of then, of a call that stood then.
    """
    found = CallLine.objects.filter(call=call, call__entry__isnull=False)
    found = waterfall_facts.standing(found, known_at, "call__entry")
    found = found.select_related("partner", "call__fund").order_by("order")
    if lines is not None:
        found = found.filter(pk__in=list(lines))
    rate = selectors.agreement_of(call.fund, known_at=known_at).hurdle_rate
    stand = waterfall_facts.standing(Contribution.objects.filter(line__call=call), known_at)
    stand = stand.order_by("value_date", "id")
    by_line: dict[int, list[Contribution]] = {}
    for one in stand:
        by_line.setdefault(one.line_id, []).append(one)
    charged: dict[int, dict[int, LateInterest]] = {}
    for one in charges(known_at).filter(line__call=call).select_related("charged_by", "waived_by"):
        charged.setdefault(one.line_id, {})[one.contribution_id] = one
    result = []
    for line in found:
        receipts, of_line = by_line.get(line.pk, []), charged.get(line.pk, {})
        late = late_interest.late(
            call.due_date,
            [
                late_interest.Receipt(
                    one.pk, one.value_date, one.amount_hkd, of_line[one.pk].annual_rate if one.pk in of_line else None
                )
                for one in receipts
            ],
            rate=rate,
            outstanding_hkd=total([line.payable_hkd, *(-one.amount_hkd for one in receipts)]),
            on=on,
        )
        if late.received or late.running:
            result.append(LateLine(line, late, of_line, {one.pk: one for one in receipts}))
    return result


def authority_left(fund: Fund, on: date, *, apart_from: LateInterest | None = None) -> Decimal:
    """How much late interest the Government may still be charged on a day, in HK$: less what stands charged (A18)."""
    found = LateInterest.objects.filter(line__call__fund=fund, line__partner__kind="government")
    found = found.exclude(stage=LateInterest.Stage.WAIVED)
    if apart_from is not None:
        found = found.exclude(pk=apart_from.pk)
    uses = [(local_date(charged), amount) for charged, amount in found.values_list("charged_at", "amount_hkd")]
    return authorities.left_of(fund, RecordedAuthority.Kind.LATE_INTEREST, uses, on)
