"""What partners promised, were called for, paid and got back: of the whole fund, or of one partner (its own only)."""

from dataclasses import replace

from funds import selectors, waterfall_facts
from funds.models import Closing, Commitment, Distribution, DistributionLine, LedgerAccount, Partner
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.entries import leaves, movements
from reporting.explain.question import Choice, Question, missing

Code = LedgerAccount.Code

OF_FUND = gettext_noop("the whole fund")
OF_PARTNER = gettext_noop("{partner}")
COMMITTED = gettext_noop("Committed by {who} on {date}")
CALLED = gettext_noop("Called from {who} by {date}, less what was given back of it")
CALLED_OUTSIDE = gettext_noop("Called from {who} outside commitment by {date}")
PAID_IN = gettext_noop("Paid in by {who} by {date}")
DISTRIBUTED = gettext_noop("Distributed to {who} by {date}")
PAID_IN_NET = gettext_noop("Paid in by {who} by {date}, less what went back of it")
PAYABLE = gettext_noop("Declared for {who} and not paid out by {date}")
OUTSTANDING = gettext_noop("Called from {who} and not paid by {date}")
UNFUNDED = gettext_noop("Unfunded: what {who} can still be called for on {date}")
RECALLABLE = gettext_noop("Recallable distributions, which may be called again")
RECALLABLE_OF = gettext_noop("Distribution {number}: {partner}")
CAN_BE_CALLED = gettext_noop("Commitments, less what was called, plus what recallable distributions restored.")
AT_CLOSING = gettext_noop("Closing {number} of {date}: {partner}")
BY_DUE_DATE = gettext_noop("A call counts from its due date; capital given back lowers what was called.")
BY_VALUE_DATE = gettext_noop("Money counts from the bank's value date.")
SHOWN = 200
COMMITTED_BY_KIND = gettext_noop("Committed to {who} on {date} by partners of these kinds: {kinds}")
# Commitments by kind of partner, as the register shows them (A7).
OF_KINDS = {f"kind-{kind.value}": (kind,) for kind in Partner.Kind}
OF_KINDS["kind-non-government"] = tuple(kind for kind in Partner.Kind if kind != Partner.Kind.GOVERNMENT)


def committed(question: Question) -> Derivation:
    """Commitments of completed closings to the day: of a partner, of the whole fund, or of a kind, "kind-private"."""
    found = Commitment.objects.admitted().filter(fund=question.fund, closing__closing_date__lte=question.on)
    if kinds := OF_KINDS.get(question.of):
        _partner, facts = _who(replace(question, of=""))
        found = found.filter(partner__kind__in=kinds)
        label, facts["kinds"] = COMMITTED_BY_KIND, [Partner.Kind(kind).label for kind in kinds]
    else:
        label, (partner, facts) = COMMITTED, _who(question)
        found = found.filter(partner=partner) if partner else found
    if question.known_at is not None:
        found = found.filter(closing__completed_at__lte=question.known_at)
    rows = found.select_related("partner", "closing").order_by("closing__number", "partner")
    parts = tuple(
        Derivation(
            "commitment",
            AT_CLOSING,
            one.amount_hkd,
            facts={"number": one.closing.number, "date": one.closing.closing_date, "partner": name_of(one.partner)},
            opens=_closing(question, one),
        )
        for one in rows
    )
    return Derivation("committed", label, total(part.value for part in parts), facts=facts, parts=parts, is_sum=True)


def called(question: Question) -> Derivation:
    """Capital called, from the book."""
    return _ledger(question, "called", CALLED, Code.CAPITAL_CONTRIBUTED, sign=-1, convention=BY_DUE_DATE)


def called_outside(question: Question) -> Derivation:
    """Capital called outside commitment, from the book."""
    about = {"sign": -1, "convention": BY_DUE_DATE}
    return _ledger(question, "called_outside", CALLED_OUTSIDE, Code.CAPITAL_OUTSIDE, **about)


def outstanding(question: Question) -> Derivation:
    """What was called and has not come."""
    return _ledger(question, "outstanding", OUTSTANDING, Code.CALL_RECEIVABLE)


def distributed(question: Question) -> Derivation:
    """What was distributed, from the book."""
    return _ledger(question, "distributed_to", DISTRIBUTED, Code.CAPITAL_DISTRIBUTED)


def paid_in(question: Question) -> Derivation:
    """Contributions received, from the book."""
    about = {"sign": -1, "convention": BY_VALUE_DATE, "kinds": selectors.RECEIVED}
    return _ledger(question, "paid_in", PAID_IN, Code.CALL_RECEIVABLE, **about)


def paid_in_net(question: Question) -> Derivation:
    """What was called and is not outstanding: paid in, less what went back of it."""
    asked, missing_yet = called(question), outstanding(question)
    _partner, facts = _who(question)
    less = Derivation("outstanding", OUTSTANDING, -missing_yet.value, facts=facts, opens=("outstanding", question.of))
    further = Derivation("called", CALLED, asked.value, facts=facts, opens=("called", question.of))
    value = total([further.value, less.value])
    return Derivation("paid_in_net", PAID_IN_NET, value, facts=facts, parts=(further, less), is_sum=True)


def recallable(question: Question) -> Derivation:
    """What distributions gave back to be called again."""
    partner, facts = _who(question)
    return replace(_restored(question, partner), facts=facts, assumptions=("A20",))


def payable(question: Question) -> Derivation:
    """What was declared and is not paid out yet."""
    return _ledger(question, "payable", PAYABLE, Code.DISTRIBUTION_PAYABLE, sign=-1)


def unfunded(question: Question) -> Derivation:
    """What can still be called: commitments less what was called."""
    promised, asked = committed(question), called(question)
    less = Derivation(
        asked.name, asked.label, -asked.value, facts=asked.facts, parts=asked.parts, opens=("called", question.of)
    )
    partner, facts = _who(question)
    restored = _restored(question, partner)
    parts = (promised, less, restored) if restored.value else (promised, less)
    value = total(part.value for part in parts)
    about = {"assumptions": ("A20",), "convention": CAN_BE_CALLED, "is_sum": True}
    return Derivation("unfunded", UNFUNDED, value, facts=facts, parts=parts, **about)


def _restored(question: Question, partner: Partner | None) -> Derivation:
    """What recallable distributions gave back to be called again."""
    found = DistributionLine.objects.filter(
        distribution__fund=question.fund,
        distribution__in=waterfall_facts.standing(Distribution.objects.declared(), question.known_at),
        distribution__entry__effective_date__lte=question.on,
        recallable_hkd__gt=0,
    )
    if partner:
        found = found.filter(partner=partner)
    parts = tuple(
        Derivation(
            "restored",
            RECALLABLE_OF,
            one.recallable_hkd,
            facts={"number": one.distribution.number, "partner": name_of(one.partner)},
            entries=(one.distribution.entry_id,),
        )
        for one in found.select_related("distribution", "partner").order_by("distribution__number", "order")
    )
    parts += _passed(question, partner) if partner else ()
    return Derivation("restored", RECALLABLE, total(part.value for part in parts), parts=parts, is_sum=True)


def _passed(question: Question, partner: Partner) -> tuple[Derivation, ...]:
    """What of it passed from or to a partner with a commitment; of the whole fund it comes to nothing."""
    found = Commitment.objects.admitted().filter(partner=partner)
    if question.known_at is not None:
        found = found.filter(closing__completed_at__lte=question.known_at)
    return tuple(
        Derivation(
            "passed",
            AT_CLOSING,
            amount,
            facts={"number": one.closing.number, "date": day, "partner": name_of(partner)},
        )
        for one, day, amount in found.order_by("closing__number").restored_by_day()
        if day <= question.on
    )


def choices(question: Question) -> list[Choice]:
    """The whole fund for who may read its books, and the partners of whom the reader may know."""
    found = (
        question.partners()
        .filter(commitments__closing__stage=Closing.Stage.COMPLETED)
        .distinct()
        .order_by("id")[:SHOWN]
    )
    partners = [(str(one.pk), OF_PARTNER, {"partner": name_of(one)}) for one in found]
    return [("", OF_FUND, {}), *partners] if question.opens_books else partners


def _who(question: Question) -> tuple[Partner | None, dict]:
    if not question.of:
        if not question.opens_books:
            raise missing()
        return None, {"who": name_of(question.fund), "date": question.on}
    partner = question.partners().filter(pk=question.number()).first()
    if partner is None:
        raise missing()
    return partner, {"who": name_of(partner), "date": question.on}


def _ledger(question: Question, name: str, label: str, code: Code, *, sign=1, kinds=(), convention="") -> Derivation:
    partner, facts = _who(question)
    account = {"partner": partner} if partner else {}
    found = [one for one in movements(question, code, **account) if not kinds or one.kind in kinds]
    return Derivation(
        name,
        label,
        sign * total(one.amount_hkd for one in found),
        facts=facts,
        convention=convention,
        parts=leaves(found, sign=sign, page=question.page),
        is_sum=True,
    )


def _closing(question: Question, one: Commitment) -> tuple[str, str] | None:
    if one.is_derived and one.closing.kind == Closing.Kind.CLOSING and question.opens_books:
        return ("government-commitment", str(one.closing.number))
    return None
