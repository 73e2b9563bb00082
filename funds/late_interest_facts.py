"""The late interest of call lines from the books: facts for funds/rules/late_interest.py, and what was charged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from funds import selectors
from funds.models import CallLine, CapitalCall, Contribution, LateInterest
from funds.rules import late_interest
from itvf.money import ZERO


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line paid late, or late and not paid yet: its interest, and the charges that stand on its receipts."""

    line: CallLine
    late: late_interest.Late
    charges: dict[int, LateInterest]
    receipts: dict[int, Contribution]


def charges() -> QuerySet[LateInterest]:
    """Charges with `received_hkd` and `outstanding_hkd`; of one waived nothing is outstanding."""
    return LateInterest.objects.annotate(
        received_hkd=Coalesce(Sum("receipts__amount_hkd"), selectors.ZERO_HKD, output_field=selectors.MONEY)
    )


def outstanding(charge: LateInterest) -> Decimal:
    """What is still to come of a charge annotated with what was received."""
    return ZERO if charge.stage == LateInterest.Stage.WAIVED else charge.amount_hkd - charge.received_hkd


def of_call(
    call: CapitalCall, on: date, lines: Iterable[int] | None = None, *, known_at: datetime | None = None
) -> list[LateLine]:
    """The lines of an issued call that bear late interest on a day, in their order; of some lines where named.

    The rate is the hurdle's of the agreement as known at a recorded time.
    """
    if call.stage != CapitalCall.Stage.ISSUED:
        return []
    found = selectors.call_lines([call]).select_related("partner", "call__fund").order_by("order")
    if lines is not None:
        found = found.filter(pk__in=list(lines))
    rate = selectors.agreement_of(call.fund, known_at=known_at).hurdle_rate
    stand = Contribution.objects.filter(line__call=call, entry__reversed_by__isnull=True).order_by("value_date", "id")
    by_line: dict[int, list[Contribution]] = {}
    for one in stand:
        by_line.setdefault(one.line_id, []).append(one)
    charged: dict[int, dict[int, LateInterest]] = {}
    for one in charges().filter(line__call=call).select_related("charged_by", "waived_by"):
        charged.setdefault(one.line_id, {})[one.contribution_id] = one
    result = []
    for line in found:
        receipts = by_line.get(line.pk, [])
        late = late_interest.late(
            call.due_date,
            [late_interest.Receipt(one.pk, one.value_date, one.amount_hkd) for one in receipts],
            rate=rate,
            outstanding_hkd=line.outstanding_hkd,
            on=on,
        )
        if late.received or late.running:
            result.append(LateLine(line, late, charged.get(line.pk, {}), {one.pk: one for one in receipts}))
    return result


def charged_to_government(call: CapitalCall) -> Decimal:
    """What the Government was charged in a fund in all, waived charges left out, in HK$."""
    found = LateInterest.objects.filter(line__call__fund=call.fund, line__partner__kind="government")
    return found.exclude(stage=LateInterest.Stage.WAIVED).aggregate(s=Sum("amount_hkd"))["s"] or ZERO
