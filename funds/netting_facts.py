"""What is on record of a net notice: its parts in their order, what its calls mean to a distribution beside them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum

from funds import call_splits, selectors, waterfall_facts
from funds.models import CallLine, CapitalCall, Distribution, DistributionLine, Netting, Notice, Partner
from funds.rules import netting
from funds.services import call_lines
from itvf.money import ZERO, total


@dataclass(frozen=True, slots=True)
class Beside:
    """The calls that one net notice binds with a distribution, in HK$.

    `called_hkd` is all that they ask for, `pool_hkd` the drawdown's part of the waterfall's partners; `not_issued` the
    drawdown by partner while it is a draft, so that the register does not have it yet.
    """

    called_hkd: Decimal = ZERO
    pool_hkd: Decimal = ZERO
    not_issued: Mapping[int, Decimal] = field(default_factory=dict)


NOTHING = Beside()


def parts(bound: Netting) -> list[CapitalCall | Distribution]:
    """What a net notice binds, in the order in which it is issued.

    A true-up first, what it gives back next, so that the drawdown finds everybody where the closing put them; then the
    drawdown, and last what is distributed, since on one day contributions come first.
    """
    calls = list(bound.calls.exclude(stage="withdrawn").order_by("number"))
    given = list(bound.distributions.exclude(stage="withdrawn").order_by("number"))
    first = [call for call in calls if call.nature == CapitalCall.Nature.TRUE_UP]
    back = [one for one in given if one.nature == Distribution.Nature.TRUE_UP]
    rest = [call for call in calls if call not in first], [one for one in given if one not in back]
    return [*first, *back, *rest[0], *rest[1]]


def day_of(part: CapitalCall | Distribution) -> date:
    """When a part falls due or is payable."""
    return part.due_date if isinstance(part, CapitalCall) else part.payment_date


def settled(bound: Netting) -> tuple[netting.Settled, ...]:
    """This function will set off an issued notice's lines, partner by partner in the order of joining, in HK$."""
    ordered = parts(bound)
    place = {(type(one), one.pk): number for number, one in enumerate(ordered)}
    calls = sorted(
        CallLine.objects.filter(call__netting=bound), key=lambda line: (place[CapitalCall, line.call_id], line.order)
    )
    given = sorted(
        DistributionLine.objects.filter(distribution__netting=bound),
        key=lambda line: (place[Distribution, line.distribution_id], line.order),
    )
    return netting.settle(
        [netting.Item(line.pk, line.partner_id, line.payable_hkd) for line in calls],
        [netting.Item(line.pk, line.partner_id, line.amount_hkd) for line in given],
        list(selectors.partners_with_position(bound.fund).values_list("pk", flat=True)),
    )


def beside(distribution: Distribution, on: date) -> Beside:
    """What a distribution's net notice calls on its day; nothing where it stands alone."""
    if distribution.netting_id is None:
        return NOTHING
    calls = distribution.netting.calls
    agreement = selectors.agreement_of(distribution.fund)
    alone = () if agreement.gp_in_pool else waterfall_facts.OUTSIDE_POOL
    issued = CallLine.objects.filter(call__in=calls.filter(stage="issued"))
    drawn = issued.filter(call__nature=CapitalCall.Nature.ORDINARY).exclude(partner__kind__in=alone)
    called = issued.aggregate(sum=Sum(F("amount_hkd") + F("outside_hkd")))["sum"] or ZERO
    pool = drawn.aggregate(sum=Sum(F("amount_hkd") + F("outside_hkd")))["sum"] or ZERO
    not_issued: dict[int, Decimal] = {}
    for call in calls.filter(stage="draft").select_related("closing"):
        called += call.amount_hkd
        if call.nature == CapitalCall.Nature.TRUE_UP:
            called += Decimal(call.closing.working["true_up"]["interest_hkd"])
            continue
        positions = call_lines.positions(distribution.fund, on, excused=call_splits.excused_of(call))
        worked = call_splits.work_out(distribution.fund, call.purposes.all(), positions, on)
        not_issued |= {
            line.id: total([line.amount_hkd, worked.outside_hkd.get(line.id, ZERO)]) for line in worked.split.lines
        }
    kinds = dict(distribution.fund.partners.values_list("pk", "kind"))
    pool = total([pool, *(amount for partner, amount in not_issued.items() if kinds[partner] not in alone)])
    return Beside(called, pool, not_issued)


def notices_of(event: CapitalCall | Distribution, partners: Collection[int]) -> dict[int, Notice]:
    """Some partners' notices of a call or distribution by their keys: its own, or those of its net notice."""
    line, of = ("line", "call") if isinstance(event, CapitalCall) else ("distribution_line", "distribution")
    if event.netting_id:
        line, of, event = "netting_line", "netting", event.netting
    found = Notice.objects.filter(**{f"{line}__{of}": event, f"{line}__partner__in": partners})
    return {notice.subject_line.partner_id: notice for notice in found.select_related(line)}


def government(bound: Netting) -> list[CallLine]:
    """The Government's lines of a net notice's calls that ask for anything."""
    lines = CallLine.objects.filter(call__netting=bound, partner__kind=Partner.Kind.GOVERNMENT)
    return list(
        lines.filter(amount_hkd__gt=0 - F("outside_hkd")).select_related("call__fund").order_by("call__entry_id")
    )
