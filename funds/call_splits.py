"""How a call is split over its partners: what the agreement says of it, what is on record, and the split itself.

One road for drafts, what-ifs and issue (`work_out`), and one for whoever splits an issued call again (`again`).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Sum

from funds import agreement_register, authorities, call_uses, holdings
from funds.models import (
    CallLine,
    CallPurpose,
    CallPurposeLine,
    CapitalCall,
    DistributionLine,
    Fund,
    Partner,
    RecordedAuthority,
)
from funds.rules import allocation
from funds.rules import call_purposes as rule
from funds.rules.allocation import Position, ShortfallCap
from funds.rules.call_purposes import Agreed, Purpose, PurposeSplit, Seat
from itvf.dates import HONG_KONG, local_date
from itvf.errors import Breach
from itvf.money import ZERO, total


@dataclass(frozen=True, slots=True)
class Worked:
    """A call as it would be issued: lines inside commitment, what stands outside, the parts where purposes differ.

    `interest_hkd` is what of a true-up stands outside and is no capital (A13).
    """

    positions: Sequence[Position]
    split: allocation.Split
    agreed: Agreed = field(default_factory=Agreed)
    outside_hkd: Mapping[Hashable, Decimal] = field(default_factory=dict)
    interest_hkd: Mapping[Hashable, Decimal] = field(default_factory=dict)
    parts: tuple[tuple[rule.Part, ...], ...] = ()
    breaches: tuple[Breach, ...] = ()


def agreed_on(fund: Fund, on: date) -> Agreed:
    """This function will read what a fund's agreement settles of calls on a day, each with its clause (R27)."""
    terms = agreement_register.terms_of(fund, on)
    held = {topic: term.clause for topic, term in terms.items() if term.flag}
    denied = {topic: term.clause for topic, term in terms.items() if term.flag is False}
    cap = terms.get(rule.CAP_TOPIC)
    return Agreed(
        bases={base: held[topic] for base, topic in rule.BASE_TOPICS.items() if topic in held},
        denied={base: denied[topic] for base, topic in rule.BASE_TOPICS.items() if topic in denied},
        outside={kind: held[topic] for kind, topic in rule.OUTSIDE_TOPICS.items() if topic in held},
        cap=cap and ShortfallCap(cap.rate, cap.clause),
    )


def work_out(fund: Fund, purposes: Sequence, positions: Sequence[Position], on: date) -> Worked:
    """This function will split a call on a day as its agreement says: at once where all purposes are shared alike.

    `purposes` are as given or as stored. Purposes on other bases, or outside commitment, are split one by one; so are
    all where the Government's gross payments bind (A20).
    """
    agreed = agreed_on(fund, on)
    asked = [_purpose(fund, one, on) for one in purposes]
    breaches = rule.check_purposes(asked, agreed)
    if breaches:
        return Worked(positions, allocation.Split((), ZERO, ()), agreed, breaches=breaches)
    seats = _seats(fund, positions, on, outside_before=_called_outside(fund))
    if all(one.is_plain for one in asked) and not any(_binds(seat) for seat in seats):
        amount = total(one.amount_hkd for one in asked)
        split = allocation.split_call(amount, positions, cap=agreed.cap)
        return Worked(positions, split, agreed)
    found = rule.split_purposes(asked, seats, cap=agreed.cap)
    return Worked(positions, found.inside, agreed, found.outside_hkd, parts=found.parts)


def again(call: CapitalCall) -> PurposeSplit | None:
    """This function will split an issued call by purpose again from what its lines keep; None where it was not."""
    rows = list(call.purpose_lines.order_by("id"))
    if not rows:
        return None
    lines = call.lines.select_related("partner").order_by("order")
    positions = [position(line) for line in lines]
    weights: dict[int, dict[Hashable, Decimal]] = {}
    for row in rows:
        weights.setdefault(row.purpose_id, {})[row.partner_id] = row.weight_hkd
    purposes = [
        Purpose(one.kind, one.amount_hkd, rule.HOLDING, one.is_outside, weights.get(one.pk, {}))
        for one in call.purposes.all()
    ]
    seats = _seats(call.fund, positions, local_date(call.issued_at), outside_before=_called_outside(call.fund, call))
    return rule.split_purposes(purposes, seats, cap=cap_of(call))


def cap_of(call: CapitalCall) -> ShortfallCap | None:
    """The cap under which a call was issued."""
    return None if call.shortfall_cap_rate is None else ShortfallCap(call.shortfall_cap_rate)


def position(line: CallLine) -> Position:
    """A partner's position as its line of an issued call keeps it."""
    return Position(
        id=line.partner_id,
        commitment_hkd=line.commitment_hkd,
        called_before_hkd=line.called_before_hkd,
        unfunded_before_hkd=line.unfunded_before_hkd,
        is_government=line.partner.kind == Partner.Kind.GOVERNMENT,
        entitled_before_hkd=line.entitled_before_hkd,
        excused=line.is_excused,
    )


def _purpose(fund: Fund, one, on: date) -> Purpose:
    held = {}
    if one.allocation_base == rule.HOLDING and one.reference:
        held = holdings.called_for(fund, call_uses.siblings(one.reference), before=on)
    base = CallPurpose.Base(one.allocation_base)  # its label is what a refusal says
    return Purpose(one.kind, one.amount_hkd, base, one.is_outside, held)


def _seats(
    fund: Fund, positions: Sequence[Position], on: date, *, outside_before: Mapping[int, tuple[Decimal, Decimal]]
) -> list[Seat]:
    today = _called_on(fund, on)
    found = []
    for one in positions:
        outside, entitled = outside_before.get(one.id, (ZERO, ZERO))
        gross = None
        if one.is_government:
            beyond = authorities.standing(fund, RecordedAuthority.Kind.BEYOND_COMMITMENT, on)
            gross = max(one.commitment_hkd + beyond - one.called_before_hkd - outside, ZERO)
        opening = one.unfunded_before_hkd + today.get(one.id, ZERO)
        found.append(Seat(one, opening, outside, entitled, gross))
    return found


def _binds(seat: Seat) -> bool:
    """Whether what the Government may pay in all is less than what it has unfunded."""
    return seat.gross_left_hkd is not None and seat.gross_left_hkd < seat.position.unfunded_before_hkd


def _called_outside(fund: Fund, before: CapitalCall | None = None) -> dict[int, tuple[Decimal, Decimal]]:
    """What issued calls asked of each partner outside commitment, in HK$: cents, and the exact sum of the shares."""
    rows = CallPurposeLine.objects.filter(
        call__fund=fund, call__stage=CapitalCall.Stage.ISSUED, purpose__is_outside=True
    )
    if before is not None:
        rows = rows.filter(call__entry_id__lt=before.entry_id)
    sums = rows.values_list("partner").annotate(called=Sum("amount_hkd"), entitled=Sum("entitled_hkd")).order_by()
    back = _outside_back(fund, before)
    return {
        partner: (called - back.get(partner, ZERO), entitled - back.get(partner, ZERO))
        for partner, called, entitled in sums
    }


def _outside_back(fund: Fund, before: CapitalCall | None) -> dict[int, Decimal]:
    """What of it a true-up gave back to earlier partners, in HK$ (A13)."""
    rows = DistributionLine.objects.filter(distribution__in=fund.distributions.declared(), outside_hkd__gt=0)
    if before is not None:
        rows = rows.filter(distribution__entry_id__lt=before.entry_id)
    return dict(rows.values_list("partner").annotate(sum=Sum("outside_hkd")).order_by())


def _called_on(fund: Fund, on: date) -> dict[int, Decimal]:
    """What drawdowns issued on the day itself asked inside commitment, by partner.

    A true-up moves what is unfunded for good, by its call and by what it gives back, so that it stays in on both sides.
    """
    midnight = datetime.combine(on, time(), HONG_KONG)
    drawdowns = fund.calls.filter(
        stage=CapitalCall.Stage.ISSUED, nature=CapitalCall.Nature.ORDINARY, issued_at__gte=midnight
    )
    lines = CallLine.objects.filter(call__in=drawdowns)
    return dict(lines.values_list("partner").annotate(sum=Sum("amount_hkd")).order_by())


def excused_of(call: CapitalCall) -> Collection[int]:
    """The keys of the partners who take no part in a draft."""
    return list(call.excuses.values_list("partner", flat=True))
