"""What is on record of a fund's calls for a true-up to make them again: the register, and all events in their order."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet, Sum

from funds import authorities, call_uses
from funds.models import (
    CallLine,
    CallPurpose,
    CapitalCall,
    Closing,
    Commitment,
    Distribution,
    DistributionLine,
    Fund,
    Partner,
    RecordedAuthority,
)
from funds.rules.allocation import ShortfallCap
from funds.rules.replay import (
    Drawdown,
    Event,
    Member,
    Released,
    Restored,
    Returned,
    Transferred,
    Use,
    holdings,
    replay,
)
from itvf.dates import local_date
from itvf.money import ZERO

Kind = Closing.Kind
Base = CallPurpose.Base


@dataclass(frozen=True, slots=True)
class History:
    """A fund's drawdowns in the order of the books, and every event that a true-up makes again, those among them."""

    calls: Sequence[CapitalCall]
    events: Sequence[Event]


def history(fund: Fund, *, until: CapitalCall | Distribution | None = None) -> History:
    """This function will read a fund's drawdowns, returns, recalls, transfers and releases, in the order of the books.

    `until` leaves out what was issued from that true-up's call on, and what changed the register after its closing; or
    what came after a declared distribution.
    """
    drawn = fund.calls.filter(stage=CapitalCall.Stage.ISSUED, nature=CapitalCall.Nature.ORDINARY)
    changes = _register(fund, until).exclude(kind=Kind.CLOSING)
    given = fund.distributions.declared()
    if until is not None and until.entry_id is not None:
        drawn, given = (rows.filter(entry_id__lt=until.entry_id) for rows in (drawn, given))
    calls = list(drawn.prefetch_related("purposes").order_by("issued_at", "entry_id"))
    found = [(call.issued_at, call.entry_id, event) for call, event in zip(calls, _drawdowns(fund, calls), strict=True)]
    found += _given(given, {call.pk: place for place, call in enumerate(calls)})
    found += [(change.completed_at, 0, _change(change)) for change in changes]
    return History(calls, [event for _at, _entry, event in sorted(found, key=lambda one: one[:2])])


def members(closing: Closing, *, before_it: bool = False) -> list[Member]:
    """This function will give everybody in the register of a closing as if it had joined at the first one.

    In the order of joining, each with what it signed at all closings; `before_it` leaves this one's out. Who came in by
    a transfer alone starts at nothing.
    """
    admitted = Commitment.objects.admitted().filter(fund=closing.fund, closing__number__lte=closing.number)
    signed = Q(closing__kind=Kind.CLOSING) & (~Q(closing=closing) if before_it else Q())
    rows = admitted.values_list("partner", "partner__kind").annotate(sum=Sum("amount_hkd", filter=signed))
    return [
        Member(partner, amount or ZERO, kind == Partner.Kind.GOVERNMENT)
        for partner, kind, amount in rows.order_by("partner")
    ]


def held_after(call: CapitalCall, references: Collection[str]) -> dict[int, Fraction]:
    """This function will give what each partner holds of an investment once a true-up is carried out, exact, in HK$.

    What the calls before it asked for the investment, made again over the register of its closing (A11, A13).
    """
    made = replay(members(call.closing), history(call.fund, until=call).events)
    return holdings(made, _deal_of(references))


def borne_before(given: Distribution) -> dict[int, Fraction]:
    """This function will give what each partner bears inside commitment of the call that a return is of, before it.

    Exact, in HK$: the call made again over the register of then, trued up and passed on with commitments (A13).
    """
    told = history(given.fund, until=given)
    made = replay(members(_register(given.fund, given).latest("number")), told.events)
    return made[told.calls.index(given.call)].side(is_outside=False)


def _register(fund: Fund, until: CapitalCall | Distribution | None) -> QuerySet[Closing]:
    """The changes of a fund's register: all, those before a true-up's closing, or before a declared distribution."""
    found = fund.closings.filter(stage=Closing.Stage.COMPLETED)
    if isinstance(until, CapitalCall):
        return found.filter(number__lt=until.closing.number)
    if until is not None and until.declared_at is not None:
        return found.filter(completed_at__lte=until.declared_at)
    return found


def _drawdowns(fund: Fund, calls: Sequence[CapitalCall]) -> list[Drawdown]:
    excused: dict[int, set[int]] = defaultdict(set)
    for call, partner in CallLine.objects.filter(call__in=calls, is_excused=True).values_list("call", "partner"):
        excused[call].add(partner)
    deals = _deals(calls)
    caps = {call.pk: call.shortfall_cap_rate for call in calls if call.shortfall_cap_rate is not None}
    return [
        Drawdown(
            issued_date=(day := local_date(call.issued_at)),
            due_date=call.due_date,
            uses=tuple(
                Use(one.amount_hkd, one.kind, Base(one.allocation_base), one.is_outside, deals.get(one.reference))
                for one in call.purposes.all()
            ),
            excused=frozenset(excused[call.pk]),
            cap=ShortfallCap(caps[call.pk]) if call.pk in caps else None,
            beyond_hkd=authorities.standing(fund, RecordedAuthority.Kind.BEYOND_COMMITMENT, day),
        )
        for call in calls
    ]


def _deals(calls: Sequence[CapitalCall]) -> dict[str, str]:
    """Of every reference that calls name, one name for its investment."""
    references = {one.reference for call in calls for one in call.purposes.all() if one.reference}
    return {reference: _deal_of(call_uses.siblings(reference)) for reference in references}


def _deal_of(references: Collection[str]) -> str:
    return min(references)


def _given(given: QuerySet[Distribution], places: dict[int, int]) -> list[tuple]:
    """What went back of a call, and what distributions made recallable, with the moment and the entry."""
    found = []
    recalled: dict[int, dict[int, Decimal]] = defaultdict(dict)
    lines = DistributionLine.objects.filter(distribution__in=given, recallable_hkd__gt=0)
    for distribution, partner, amount in lines.values_list("distribution", "partner", "recallable_hkd"):
        recalled[distribution][partner] = amount
    for one in given:
        if one.nature == Distribution.Nature.UNINVESTED and one.call_id in places:
            found.append((one.declared_at, one.entry_id, Returned(places[one.call_id], one.amount_hkd)))
        if one.pk in recalled:
            found.append((one.declared_at, one.entry_id, Restored(recalled[one.pk])))
    return found


def _change(change: Closing) -> Event:
    """A transfer or a release as it moved the register."""
    rows = list(change.commitments.order_by("amount_hkd"))
    if change.kind == Kind.TRANSFER:
        giver, taker = rows
        return Transferred(giver.partner_id, taker.partner_id, taker.amount_hkd)
    return Released(rows[0].partner_id, -rows[0].amount_hkd)
