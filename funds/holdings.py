"""What was called of each partner for one investment: the base of a follow-on that goes by holding (A11)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from funds import true_up_facts
from funds.models import CallPurposeLine, CapitalCall, Closing, Commitment, DistributionLine, Fund, JournalEntry
from itvf.dates import HONG_KONG
from itvf.money import ZERO, allocate, quantise, total

Nature = CapitalCall.Nature


def called_for(fund: Fund, references: Collection[str], *, before: date) -> dict[int, Decimal]:
    """This function will give what calls issued before a day asked of each partner for an investment, in HK$.

    It is what their notices said of the purposes with these references, in the order of the books: less what went back
    uninvested (A19); shared anew at a true-up, as the same calls would have been had all joined at the first closing
    (A13); and passed on with a commitment that was transferred.
    """
    midnight = datetime.combine(before, time(), HONG_KONG)
    calls = fund.calls.filter(stage=CapitalCall.Stage.ISSUED, issued_at__lt=midnight).order_by("entry_id")
    steps = [(call.entry_id, call) for call in calls] + _transfers(fund)
    held: dict[int, Decimal] = {}
    for _entry, step in sorted(steps, key=lambda one: one[0]):
        if isinstance(step, Closing):
            _pass_on(held, step)
        elif step.nature == Nature.TRUE_UP:
            held = _shared_anew(held, true_up_facts.held_after(step, references))
        else:
            for partner, amount in _asked(step, references).items():
                held[partner] = held.get(partner, ZERO) + amount
    return held


def _asked(call: CapitalCall, references: Collection[str]) -> dict[int, Decimal]:
    """What a call's notices asked for the purposes of an investment, less what of it went back."""
    purposes = list(call.purposes.all())
    ours = [place for place, one in enumerate(purposes) if one.reference and one.reference in references]
    if not ours:
        return {}
    lines = dict(call.lines.values_list("partner", "amount_hkd"))
    rows = CallPurposeLine.objects.filter(purpose__in=[purposes[place].pk for place in ours])
    asked = dict(rows.values_list("partner").annotate(sum=Sum("amount_hkd")).order_by())
    if not asked:
        amounts = [one.amount_hkd for one in purposes]
        parts = {partner: allocate(line, amounts) for partner, line in lines.items()}
        asked = {partner: total(of[place] for place in ours) for partner, of in parts.items()}
    back = DistributionLine.objects.filter(distribution__call=call, distribution__stage="declared")
    gone = back.aggregate(sum=Sum("capital_hkd"))["sum"]
    if not gone:
        return asked
    # What went back went to all who bore the call by then, in proportion: whoever its lines named.
    stays = 1 - Fraction(gone) / Fraction(total(lines.values()))
    return {partner: quantise(Fraction(amount) * stays, mode="half_up") for partner, amount in asked.items()}


def _shared_anew(held: dict[int, Decimal], shares: Mapping[int, Fraction]) -> dict[int, Decimal]:
    whole = total(held.values())
    parts = allocate(whole, list(shares.values())) if whole and any(shares.values()) else []
    return dict(zip(shares, parts, strict=True)) if parts else held


def _transfers(fund: Fund) -> list[tuple[int, Closing]]:
    """The transfers that moved capital, by the entry that did."""
    changes = fund.closings.filter(stage=Closing.Stage.COMPLETED, kind=Closing.Kind.TRANSFER)
    by_source = {f"closing:{one.pk}": one for one in changes}
    entries = JournalEntry.objects.filter(source__in=by_source, kind=JournalEntry.Kind.TRANSFER, reverses=None)
    return [(pk, by_source[source]) for pk, source in entries.values_list("pk", "source")]


def _pass_on(held: dict[int, Decimal], change: Closing) -> None:
    giver, taker = change.commitments.order_by("amount_hkd")
    earlier = Commitment.objects.admitted().filter(partner=giver.partner_id, closing__number__lt=change.number)
    before = earlier.aggregate(sum=Sum("amount_hkd"))["sum"]
    has = held.get(giver.partner_id, ZERO)
    moved = quantise(Fraction(has) * Fraction(taker.amount_hkd) / Fraction(before), mode="half_up")
    held[giver.partner_id] = has - moved
    held[taker.partner_id] = held.get(taker.partner_id, ZERO) + moved
