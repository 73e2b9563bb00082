"""What was judged: a rule's outcome on a proposal, a check of a drawdown notice; as they were kept, with facts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.dateparse import parse_date

from funds.models import JournalEntry, LedgerAccount, PaymentCheck
from investments import portfolio
from investments.models import CheckOutcome, Proposal
from investments.rules.facts import Outcome
from itvf.dates import local_date
from itvf.derivation import DATE, HKD, NUMBER, RATE, TEXT, Derivation
from itvf.errors import fill, gettext_noop
from itvf.money import quantise
from itvf.presentation import fact_name, name_of
from reporting.explain.entries import movements
from reporting.explain.question import Choice, Question, missing

OUTCOME = gettext_noop("{rule}: headroom of proposal {number}, {company}")
STANDING = gettext_noop("{rule}: headroom of the portfolio on {date}")
OF_STANDING = gettext_noop("{rule}: {check}")
OF_OUTCOME = gettext_noop("proposal {number}, {company}: {rule}")
CHECK = gettext_noop("Check of call {number}: {outcome}")
OF_CHECK = gettext_noop("call {number}: {rule} {check}")
FOUND = gettext_noop("{sentence}")
ASKED = gettext_noop("The rate's part of what it is held against")
FACT = gettext_noop("{fact}")
AS_KEPT = gettext_noop("As it was judged on {date}, on the facts of that day; the outcome and its facts are kept.")
SHOWN = 100


def outcome(question: Question) -> Derivation:
    """What a restriction said of a proposal, with its headroom and every fact that it rests on."""
    found = _outcomes(question).filter(pk=question.number()).select_related("proposal__company").first()
    if found is None:
        raise missing()
    deal = found.proposal
    facts = {"number": deal.number, "company": name_of(deal.company), "date": local_date(found.checked_at)}
    return _said(question, found, OUTCOME, facts, AS_KEPT)


def standing(question: Question) -> Derivation:
    """What a restriction says of the portfolio on the day, with its headroom and every fact that it rests on."""
    found = next((one for one in _standing(question) if one.restriction == question.of), None)
    if found is None:
        raise missing()
    return _said(question, found, STANDING, {"date": question.on}, "")


def standings(question: Question) -> list[Choice]:
    """The restrictions that are measured without a deal."""
    return [(one.restriction, OF_STANDING, {"rule": one.rule, "check": one.restriction}) for one in _standing(question)]


def _standing(question: Question) -> tuple[Outcome, ...]:
    if question.fund.first_closing_date is None:
        return ()
    return portfolio.at(question.fund, question.on, known_at=question.known_at).outcomes


def _said(question: Question, found: CheckOutcome | Outcome, label: str, facts: dict, convention: str) -> Derivation:
    facts |= {"rule": found.rule, "sentence": fill(found.template, found.facts)}
    bought = tuple(
        one.entry
        for one in movements(question, LedgerAccount.Code.INVESTMENT_AT_COST)
        if one.kind == JournalEntry.Kind.INVESTMENT
    )
    return Derivation(
        "outcome",
        label,
        found.headroom_hkd,
        HKD,
        facts=facts,
        rule=found.rule,
        clause=found.clause,
        convention=convention,
        note=FOUND,
        parts=(*as_figures(found.facts), *_required(found.facts)),
        entries=bought if found.facts.get("numerator_hkd") is not None else (),
    )


def check(question: Question) -> Derivation:
    """What the Corporation's check of a drawdown notice found, with the facts that it was judged on; for staff."""
    found = _checks(question).filter(pk=question.number()).select_related("case__line__call").first()
    if found is None:
        raise missing()
    call = found.case.line.call
    facts = {"number": call.number, "outcome": PaymentCheck.Outcome(found.outcome), "sentence": found.message}
    return Derivation(
        "check",
        CHECK,
        found.case.line.payable_hkd,
        HKD,
        facts=facts | {"date": local_date(found.checked_at)},
        rule=found.rule,
        clause=found.clause,
        convention=AS_KEPT,
        note=FOUND,
        parts=as_figures(found.facts),
        entries=(call.entry_id,) if call.entry_id else (),
        opens=("call-line", str(found.case.line_id)),
    )


def outcome_choices(question: Question) -> list[Choice]:
    """The outcomes of the fund's latest proposals."""
    found = _outcomes(question).select_related("proposal__company").order_by("-proposal", "-run", "id")[:SHOWN]
    return [
        (
            str(one.pk),
            OF_OUTCOME,
            {"number": one.proposal.number, "company": name_of(one.proposal.company), "rule": one.rule},
        )
        for one in found
    ]


def check_choices(question: Question) -> list[Choice]:
    """The checks of the fund's latest notices, where the reader may see them."""
    found = _checks(question).select_related("case__line__call").order_by("-case", "-run", "id")[:SHOWN]
    return [
        (str(one.pk), OF_CHECK, {"number": one.case.line.call.number, "rule": one.rule, "check": one.code})
        for one in found
    ]


def _outcomes(question: Question):
    seen = Proposal.objects.visible_to(question.user).filter(fund=question.fund)
    found = CheckOutcome.objects.filter(proposal__in=seen.order_by().values("pk"))
    return found if question.known_at is None else found.filter(checked_at__lte=question.known_at)


def _checks(question: Question):
    if not question.user.is_staff:
        return PaymentCheck.objects.none()
    found = PaymentCheck.objects.filter(case__line__call__fund=question.fund)
    return found if question.known_at is None else found.filter(checked_at__lte=question.known_at)


def as_figures(kept: Mapping) -> tuple[Derivation, ...]:
    """Facts as figures: money, rates and dates by their names, the rest as it was said; nested ones beneath."""
    found = []
    for name, value in kept.items():
        if value in (None, "", []):
            continue
        if isinstance(value, Mapping):
            found.append(Derivation(name, FACT, None, TEXT, facts={"fact": fact_name(name)}, parts=as_figures(value)))
            continue
        unit, shown = _valued(name, value)
        found.append(Derivation(name, FACT, shown, unit, facts={"fact": fact_name(name)}))
    return tuple(found)


def _required(kept: Mapping) -> tuple[Derivation, ...]:
    """The amount that a rate asks for of what a rule is held against, where the facts have both."""
    rate = kept.get("minimum_rate") or kept.get("limit_rate")
    if not rate or kept.get("denominator_hkd") is None:
        return ()
    asked = quantise(Decimal(kept["denominator_hkd"]) * Decimal(rate), mode="half_up")
    return (Derivation("asked", ASKED, asked),)


def _valued(name: str, value) -> tuple[str, Decimal | date | int | str]:
    try:
        if name.endswith("_hkd"):
            return HKD, Decimal(value)
        if name.endswith(("_rate", "_share")):
            return RATE, Decimal(value)
    except (InvalidOperation, TypeError):
        return TEXT, str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return NUMBER, value
    day = parse_date(value) if isinstance(value, str) and len(value) == 10 else None
    return (DATE, day) if day else (TEXT, str(value))
