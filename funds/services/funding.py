"""Money asked of Government: the year's allotment entered by two people, requests within it, their letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from funds import funding_letter, funding_years
from funds.locks import lock_corporation
from funds.models import Fund, FundingAllotment, FundingRequest, FundingRequestLine, PaymentCase
from funds.rules import funding
from funds.rules.stages import require_stage
from funds.services.payments import BEFORE_RELEASE
from itvf import audit, outbox, permissions
from itvf.dates import financial_year, financial_year_label, local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.models import OutboxMessage
from itvf.money import ZERO, money, total

CHAIN = "programme"
KIND = "funding_request"
Stage = FundingRequest.Stage
# The stages of a payment that still takes money; later ones have it, or need none any more.
WAITING = (*BEFORE_RELEASE, PaymentCase.Stage.HELD)
ENDS = {Stage.REFUSED: "refuse", Stage.WITHDRAWN: "withdraw", Stage.CLOSED: "close"}


@dataclass(frozen=True, slots=True)
class LineInput:
    """A part of a request: for a payment case, or for a call that a fund is expected to make on a day."""

    amount_hkd: Decimal
    case: PaymentCase | None = None
    fund: Fund | None = None
    expected_date: date | None = None


@transaction.atomic
def propose_allotment(
    *,
    year_start: date,
    kind: str,
    allotted_date: date,
    amount_hkd: Decimal,
    charged_to: str,
    reference: str,
    by,
    at: datetime,
) -> FundingAllotment:
    """This function will enter what Government sets aside for a financial year, for another person to approve.

    Any day of the year names it. A year has one original estimate, and a revised one only after it.
    """
    permissions.require(by, "funding.propose_allotment")
    amount_hkd = _positive(amount_hkd)
    for field, value in (("charged_to", charged_to), ("reference", reference)):
        if not value.strip():
            raise InputRefused(
                gettext_noop("Name the vote that it is charged to, and the document that allots it."),
                code="document_missing",
                field=field,
            )
    found = FundingAllotment.objects.create(
        year_start=financial_year(year_start)[0],
        kind=kind,
        allotted_date=allotted_date,
        amount_hkd=amount_hkd,
        charged_to=charged_to.strip(),
        reference=reference.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _check_order(found)
    facts = {"year": found.year, "kind": kind, "amount_hkd": amount_hkd, "reference": found.reference}
    audit.record(chain=CHAIN, verb="funding.propose_allotment", subject=found, by=by, at=at, facts=facts)
    return found


@transaction.atomic
def approve_allotment(*, allotment: FundingAllotment, by, at: datetime) -> FundingAllotment:
    """This function will approve a year's allotment; who entered it can't."""
    permissions.require(by, "funding.approve_allotment")
    lock_corporation()
    allotment = FundingAllotment.objects.get(pk=allotment.pk)
    require_stage(allotment, FundingAllotment.Stage.DRAFT)
    permissions.require_other_person(by, allotment.proposed_by)
    _check_order(allotment)
    allotment.stage = FundingAllotment.Stage.APPROVED
    allotment.approved_by, allotment.approved_at = by, at
    allotment.save(update_fields=["stage", "approved_by", "approved_at"])
    facts = {"year": allotment.year, "amount_hkd": allotment.amount_hkd}
    audit.record(chain=CHAIN, verb="funding.approve_allotment", subject=allotment, by=by, at=at, facts=facts)
    return allotment


@transaction.atomic
def refuse_allotment(*, allotment: FundingAllotment, by, at: datetime, reason: str) -> FundingAllotment:
    """This function will refuse an allotment that was entered, with the reason."""
    permissions.require(by, "funding.approve_allotment")
    reason = audit.require_reason(reason)
    lock_corporation()
    allotment = FundingAllotment.objects.get(pk=allotment.pk)
    require_stage(allotment, FundingAllotment.Stage.DRAFT)
    allotment.stage = FundingAllotment.Stage.REFUSED
    allotment.save(update_fields=["stage"])
    audit.record(chain=CHAIN, verb="funding.refuse_allotment", subject=allotment, by=by, at=at, reason=reason)
    return allotment


@transaction.atomic
def draft(
    *,
    lines: Sequence[LineInput],
    needed_by_date: date,
    purpose: str,
    by,
    at: datetime,
    purpose_zh_hant: str = "",
    addressee: str = "",
    addressee_email: str = "",
) -> FundingRequest:
    """This function will draft a request for money, of the financial year in which it is needed.

    Refuses, with the figures, what is beyond the year's allotment and what asks more for a payment than it takes.
    The addressee is that of the settings unless another is named.
    """
    permissions.require(by, "funding.draft")
    lock_corporation()
    lines = _read(lines)
    if not purpose.strip():
        raise InputRefused(gettext_noop("Say what the money is for."), code="purpose_missing", field="purpose")
    if needed_by_date < local_date(at):
        raise InputRefused(
            gettext_noop("{date} has passed; ask for money that is still needed."),
            code="needed_by_past",
            field="needed_by_date",
            date=needed_by_date,
        )
    year_start = financial_year(needed_by_date)[0]
    _check(lines, year_start)
    label = financial_year_label(year_start)
    number = FundingRequest.objects.filter(year_start=year_start).count() + 1
    request = FundingRequest.objects.create(
        reference=f"FR{label}-{number:03d}",
        year_start=year_start,
        amount_hkd=total(line.amount_hkd for line in lines),
        needed_by_date=needed_by_date,
        purpose=purpose.strip(),
        purpose_zh_hant=purpose_zh_hant.strip(),
        addressee=addressee.strip() or settings.FUNDING_ADDRESSEE,
        addressee_email=addressee_email.strip() or settings.FUNDING_ADDRESSEE_EMAIL,
        drafted_by=by,
        drafted_at=at,
    )
    FundingRequestLine.objects.bulk_create(
        FundingRequestLine(
            request=request,
            order=order,
            fund=line.case.line.call.fund if line.case else line.fund,
            case=line.case,
            expected_date=line.expected_date,
            amount_hkd=line.amount_hkd,
        )
        for order, line in enumerate(lines, start=1)
    )
    _record("draft", request, by, at, lines=len(lines))
    return request


@transaction.atomic
def approve(*, request: FundingRequest, by, at: datetime) -> FundingRequest:
    """This function will approve a drafted request by another person, and send its letter.

    The allotment is asked once more, and the letter is fixed: what goes out is what was approved.
    """
    permissions.require(by, "funding.approve")
    lock_corporation()
    request = FundingRequest.objects.select_related("drafted_by").get(pk=request.pk)
    require_stage(request, Stage.DRAFT)
    permissions.require_other_person(by, request.drafted_by)
    stand = [LineInput(one.amount_hkd, one.case, one.fund, one.expected_date) for one in request.lines.all()]
    _check(stand, request.year_start, apart_from=request)
    request.approved_by, request.approved_at = by, at
    request.content = funding_letter.content_of(request)
    request.content_sha256 = funding_letter.hash_of(request.content)
    request.message = outbox.put(
        key=f"{KIND}:{request.pk}",
        kind=KIND,
        to=request.addressee_email,
        subject=f"ITVF Corporation: funding request {request.reference}",
        text=funding_letter.mail_text(request),
        renderer=KIND,
        about=request,
    )
    request.stage = Stage.APPROVED
    request.save()
    _record("approve", request, by, at, to=request.addressee_email, sha256=request.content_sha256)
    return request


@transaction.atomic
def end(*, request: FundingRequest, stage: str, by, at: datetime, reason: str) -> FundingRequest:
    """This function will end a request with a reason: refused, withdrawn by who drafted it, or closed short.

    What is not received of one closed short is free again in the year's allotment.
    """
    permissions.require(by, "funding.draft" if stage == Stage.WITHDRAWN else "funding.approve")
    reason = audit.require_reason(reason)
    lock_corporation()
    request = FundingRequest.objects.get(pk=request.pk)
    require_stage(request, Stage.APPROVED if stage == Stage.CLOSED else Stage.DRAFT)
    request.stage, request.reason = stage, reason
    request.save(update_fields=["stage", "reason"])
    _record(ENDS[stage], request, by, at, reason=reason)
    return request


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    """This function will record that a request's letter has gone: called by the outbox."""
    FundingRequest.objects.filter(message=message, sent_at__isnull=True).update(sent_at=at)


def settle(request: FundingRequest) -> FundingRequest:
    """This function will mark a request as received in full once what came covers it; called under the book's lock."""
    found = funding_years.requests().get(pk=request.pk)
    if found.stage == Stage.APPROVED and found.received_hkd >= found.amount_hkd:
        FundingRequest.objects.filter(pk=found.pk).update(stage=Stage.RECEIVED)
    return found


def _read(lines: Sequence[LineInput]) -> list[LineInput]:
    if not lines:
        raise InputRefused(gettext_noop("A request has at least one line."), code="lines_missing", field="lines")
    for number, line in enumerate(lines, start=1):
        is_forecast = line.fund is not None and line.expected_date is not None
        if (line.case is None) != is_forecast:
            raise InputRefused(
                gettext_noop("Line {number} names a payment case, or a fund and the day of the call expected of it."),
                code="line_unclear",
                field="lines",
                number=number,
            )
    return [LineInput(_positive(line.amount_hkd), line.case, line.fund, line.expected_date) for line in lines]


def _check(lines: Sequence[LineInput], year_start: date, *, apart_from: FundingRequest | None = None) -> None:
    allotment = funding_years.allotment(year_start)
    cases = PaymentCase.objects.select_related("line__call__fund").in_bulk(
        {line.case.pk for line in lines if line.case}
    )
    before = funding_years.requested_for(cases, apart_from=apart_from)
    asked = [
        funding.Asked(
            label=str(case.line.call),
            amount_hkd=total(line.amount_hkd for line in lines if line.case and line.case.pk == pk),
            case_hkd=case.amount_hkd if case.stage in WAITING else ZERO,
            asked_before_hkd=before.get(pk, ZERO),
        )
        for pk, case in cases.items()
    ]
    breaches = funding.check_lines(asked) + funding.check_request(
        total(line.amount_hkd for line in lines),
        year=financial_year_label(year_start),
        allotted_hkd=allotment.amount_hkd if allotment else None,
        requested_before_hkd=funding_years.requested(year_start, apart_from=apart_from),
    )
    if breaches:
        raise RuleBroken(breaches)


def _check_order(allotment: FundingAllotment) -> None:
    standing = funding_years.allotment(allotment.year_start)
    is_original = allotment.kind == FundingAllotment.Kind.ORIGINAL
    if is_original and standing is not None:
        raise InputRefused(
            gettext_noop("{year} has its original estimate already; enter a revised one."),
            code="original_stands",
            field="kind",
            year=allotment.year,
        )
    if not is_original and (standing is None or standing.allotted_date >= allotment.allotted_date):
        raise InputRefused(
            gettext_noop("A revised estimate of {year} is dated after the approved one that it revises."),
            code="nothing_to_revise",
            field="allotted_date",
            year=allotment.year,
        )


def _positive(amount_hkd: Decimal) -> Decimal:
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("An amount is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    return amount_hkd


def _record(verb: str, request: FundingRequest, by, at: datetime, *, reason: str = "", **facts) -> None:
    facts |= {"amount_hkd": request.amount_hkd, "year": request.year}
    audit.record(chain=CHAIN, verb=f"funding.{verb}", subject=request, by=by, at=at, reason=reason, facts=facts)
