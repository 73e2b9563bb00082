"""What a call's purposes name on the floor above: read through the function which that floor has put here.

A purpose's `reference` is opaque to this app ("proposal:12"); the part before the colon says whose function reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.db.models import Sum
from django.utils.module_loading import import_string

from funds.models import CallPurpose, CapitalCall, Fund
from funds.rules.payment import UNNAMED, Use

# By the reference's first part: where the function stands that takes a fund and references, and gives
# {reference: Answer} of those that name a deal of that fund.
readers: dict[str, str] = {}
# By the same part: where the function stands that gives all references of one investment, the reference's own too.
families: dict[str, str] = {}

# By the same part: where the function stands that says whether a deal on record is a new one; None where none is.
firsts: dict[str, str] = {}
# By the same part: where the function stands that gives the deals of a fund which its next call may name.
offers: dict[str, str] = {}


def of_call(call: CapitalCall) -> tuple[Use, ...]:
    """This function will give what each investment in a call is for, with what was called for it in all."""
    purposes = list(call.purposes.filter(kind=CallPurpose.Kind.INVESTMENT))
    answers = _answers(call.fund, (purpose.reference for purpose in purposes if purpose.reference))
    called = _called_to_date(call, answers)
    return tuple(
        Use(
            label=purpose.label,
            amount_hkd=purpose.amount_hkd,
            state=answers[purpose.reference][0] if purpose.reference in answers else UNNAMED,
            allowed_hkd=answers[purpose.reference][1] if purpose.reference in answers else None,
            called_hkd=called.get(purpose.reference, purpose.amount_hkd),
        )
        for purpose in purposes
    )


def unknown(fund: Fund, references: Iterable[str]) -> tuple[str, ...]:
    """This function will give the references that somebody reads and that name no deal of a fund."""
    read = [one for one in references if one.partition(":")[0] in readers]
    known = _answers(fund, read)
    return tuple(one for one in read if one not in known)


def siblings(reference: str) -> frozenset[str]:
    """This function will give the references that name the same investment of the fund; at least the one itself."""
    named = families.get(reference.split(":")[0])
    return frozenset({reference, *(import_string(named)(reference) if named else ())})


def offered(fund: Fund) -> list:
    """This function will give the deals of a fund that a call may name, each with `reference` and `choice`."""
    return [deal for named in offers.values() for deal in import_string(named)(fund)]


def is_new(reference: str) -> bool:
    """This function will say whether a reference names a deal on record that is no follow-on."""
    named = firsts.get(reference.split(":")[0])
    return bool(named and import_string(named)(reference))


def _answers(fund: Fund, references: Iterable[str]) -> Mapping[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    by_reader: dict[str, list[str]] = {}
    for reference in references:
        by_reader.setdefault(reference.split(":")[0], []).append(reference)
    for prefix, named in by_reader.items():
        if prefix in readers:
            read: Callable = import_string(readers[prefix])
            found |= read(fund, named)
    return found


def _called_to_date(call: CapitalCall, references: Iterable[str]) -> dict[str, Decimal]:
    issued = CallPurpose.objects.filter(
        call__fund=call.fund_id, call__stage=CapitalCall.Stage.ISSUED, reference__in=list(references)
    )
    return dict(issued.values_list("reference").annotate(sum=Sum("amount_hkd")))
