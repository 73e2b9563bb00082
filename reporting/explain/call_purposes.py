"""A call's line, purpose by purpose: where purposes are shared by bases of their own, or stand outside commitment."""

from funds.models import CallLine, CallPurpose, CallPurposeLine
from funds.rules.allocation import CAP, GOVERNMENT, LIMIT, NO_PART, SHARE
from itvf.derivation import EXACT_HKD, Derivation
from itvf.errors import gettext_noop
from itvf.money import total

PURPOSE = gettext_noop("{label}: {amount_hkd} of all")
INSIDE = gettext_noop("Inside its commitment")
OUTSIDE = gettext_noop("Outside its commitment, as the agreement says")
EXACT_SHARE = gettext_noop("The exact share of this purpose")
ALL_BASES = gettext_noop("The same of all partners")
BASES = {
    CallPurpose.Base.COMMITMENT: gettext_noop("Its commitment"),
    CallPurpose.Base.UNFUNDED: gettext_noop("What it had unfunded when the day began"),
    CallPurpose.Base.HOLDING: gettext_noop("What was called of it before for this investment"),
}
WAYS = {
    SHARE: gettext_noop(
        "Pro rata to the base among those taking part; cents that do not divide go to those furthest below the exact "
        "sum of their shares."
    ),
    GOVERNMENT: gettext_noop(
        "The Government's exact share of the base over all partners, and never above its share by commitments; its "
        "running total is rounded down."
    ),
    LIMIT: gettext_noop("What it can still be called for, since its share is more; the others carry the rest."),
    CAP: gettext_noop("What the cap on carrying others' shortfall leaves, since its share of it is more."),
    NO_PART: gettext_noop("It takes no part in this purpose."),
}


def parts(line: CallLine) -> tuple[Derivation, ...]:
    """The parts of a line by where they stand, each a sum over its purposes; none where the line was split at once."""
    rows = list(
        CallPurposeLine.objects.filter(call=line.call_id, partner=line.partner_id)
        .select_related("purpose")
        .order_by("purpose__order")
    )
    if not rows:
        return ()
    weights: dict[int, list] = {}
    for purpose, weight in CallPurposeLine.objects.filter(call=line.call_id).values_list("purpose", "weight_hkd"):
        weights.setdefault(purpose, []).append(weight)
    found = {True: [], False: []}
    for row in rows:
        found[row.purpose.is_outside].append(_purpose(row, total(weights[row.purpose_id])))
    sums = ((INSIDE, "inside", line.amount_hkd, False), (OUTSIDE, "outside", line.outside_hkd, True))
    return tuple(
        Derivation(name, label, value, parts=tuple(found[is_outside]), is_sum=True)
        for label, name, value, is_outside in sums
        if found[is_outside]
    )


def _purpose(row: CallPurposeLine, whole) -> Derivation:
    purpose = row.purpose
    base = Derivation("base", BASES[purpose.allocation_base], row.weight_hkd)
    share = Derivation(
        "share", EXACT_SHARE, row.entitled_hkd, EXACT_HKD, parts=(base, Derivation("bases", ALL_BASES, whole))
    )
    return Derivation(
        "purpose",
        PURPOSE,
        row.amount_hkd,
        facts={"label": purpose.label, "amount_hkd": purpose.amount_hkd},
        rule="A21" if purpose.is_outside else "A11",
        clause=purpose.clause,
        convention=WAYS[row.way],
        parts=(share,),
    )
