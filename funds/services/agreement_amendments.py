"""Amendments of a signed agreement: what a passed resolution restates, recorded by one, approved by another (R27)."""

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from funds import conflict_walls, offered_terms, selectors
from funds.locks import lock_fund
from funds.models import AgreementAmendment, Distribution, Fund, FundAgreement, Resolution
from funds.rules import agreement_amendments as rules
from funds.rules.stages import require_stage
from funds.services import agreement_figures
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.models import File

Stage = AgreementAmendment.Stage
BY_WATERFALL = (Distribution.Nature.PROCEEDS, Distribution.Nature.CLAWBACK)
TERMS = (*agreement_figures.TERMS_OF_AGREEMENT, *agreement_figures.OPTIONAL_TERMS)


@transaction.atomic
def record(
    *,
    agreement: FundAgreement,
    resolution: Resolution | None,
    signed_date: date,
    clause: str,
    terms: Mapping[str, Any],
    by,
    at: datetime,
    document: File | None = None,
    reason: str = "",
) -> AgreementAmendment:
    """This function will record what a deed of amendment restates; another person approves it.

    `terms` are figures of the agreement by name; those that are as they stand are left out. Without a resolution it
    corrects what was recorded wrongly, for a reason. Refuses (InputRefused) a resolution that is no passed amendment of
    this fund, was used before, or is later than the deed, and (RuleBroken) what R7, R14 to R16 or
    `rules.agreement_amendments` do not let anybody restate.
    """
    permissions.require(by, "agreement_amendment.record")
    fund, agreement = _locked(agreement, by)
    if resolution is None:
        reason = audit.require_reason(reason)
    else:
        reason = ""
        _refuse_resolution(fund, resolution)
    _refuse_day(agreement.signed_date if resolution is None else resolution.opened_date, signed_date, local_date(at))
    if not clause.strip():
        raise InputRefused(
            gettext_noop("Cite the clause of the deed, such as Deed 2.1."), code="clause_missing", field="clause"
        )
    changed = _changed(agreement, terms)
    _judge(fund, agreement, changed, signed_date)
    amendment = AgreementAmendment.objects.create(
        agreement=agreement,
        resolution=resolution,
        reason=reason,
        signed_date=signed_date,
        clause=clause.strip(),
        terms=_kept(changed),
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = amendment.terms | {"clause": amendment.clause, "signed": signed_date}
    audit.record(
        chain=fund.chain, verb="agreement_amendment.record", subject=amendment, by=by, at=at, reason=reason, facts=facts
    )
    return amendment


@transaction.atomic
def approve(*, amendment: AgreementAmendment, by, at: datetime) -> AgreementAmendment:
    """This function will give the agreement its restated terms, by a person who did not record them.

    Every figure follows them from now on; as known before, it follows the terms of that time. Judged again first.
    """
    permissions.require(by, "agreement_amendment.approve")
    fund, agreement = _locked(amendment.agreement, by)
    amendment = AgreementAmendment.objects.select_related("recorded_by", "agreement").get(pk=amendment.pk)
    require_stage(amendment, Stage.DRAFT)
    permissions.require_other_person(by, amendment.recorded_by)
    changed = _changed(agreement, {name: _read(name, kept) for name, kept in amendment.terms.items()})
    _judge(fund, agreement, changed, amendment.signed_date)
    amendment.former = _kept({name: getattr(agreement, name) for name in amendment.terms})
    amendment.stage, amendment.approved_by, amendment.approved_at = Stage.APPROVED, by, at
    amendment.save(update_fields=["former", "stage", "approved_by", "approved_at"])
    for name, value in changed.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(changed))
    facts = {name: f"{amendment.former[name]} → {kept}" for name, kept in amendment.terms.items()}
    audit.record(chain=fund.chain, verb="agreement_amendment.approve", subject=amendment, by=by, at=at, facts=facts)
    return amendment


@transaction.atomic
def refuse(*, amendment: AgreementAmendment, by, at: datetime, reason: str) -> AgreementAmendment:
    """This function will refuse a recorded amendment, which stays on record with the reason."""
    permissions.require(by, "agreement_amendment.approve")
    reason = audit.require_reason(reason)
    fund, _agreement = _locked(amendment.agreement, by)
    amendment = AgreementAmendment.objects.select_related("agreement__fund").get(pk=amendment.pk)
    require_stage(amendment, Stage.DRAFT)
    amendment.stage = Stage.REFUSED
    amendment.save(update_fields=["stage"])
    verb = "agreement_amendment.refuse"
    audit.record(chain=fund.chain, verb=verb, subject=amendment, by=by, at=at, reason=reason)
    return amendment


def _locked(agreement: FundAgreement, by) -> tuple[Fund, FundAgreement]:
    """The fund, locked and open, and its agreement as it stands now."""
    conflict_walls.require_free(agreement.fund.selection.application, by)
    fund = lock_fund(agreement.fund)
    require_stage(fund, Fund.Stage.OPEN)
    return fund, FundAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def _refuse_resolution(fund: Fund, resolution: Resolution) -> None:
    found = (resolution.fund_id, resolution.kind, resolution.stage)
    if found != (fund.pk, "amendment", Resolution.Stage.PASSED):
        raise InputRefused(
            gettext_noop("Name the amendment that this fund's partners passed; {resolution} is none."),
            code="not_amended",
            field="resolution",
            resolution=str(resolution),
        )
    if resolution.restated.exclude(stage=Stage.REFUSED).exists():
        raise InputRefused(
            gettext_noop("{resolution} has its deed on record already; another amendment needs another resolution."),
            code="resolution_used",
            field="resolution",
            resolution=str(resolution),
        )


def _refuse_day(earliest: date, signed: date, today: date) -> None:
    if not earliest <= signed <= today:
        raise InputRefused(
            gettext_noop("The deed or correction is of a day from {earliest} to {today}, not of {found}."),
            code="signed_out_of_order",
            field="signed_date",
            earliest=earliest,
            today=today,
            found=signed,
        )


def _changed(agreement: FundAgreement, terms: Mapping[str, Any]) -> dict[str, Any]:
    """What of the figures given is otherwise than it stands. An unknown name is refused."""
    if unknown := sorted(set(terms) - set(TERMS)):
        raise InputRefused(
            gettext_noop("The agreement has no {terms}; its terms are {known}."),
            code="agreement_terms",
            terms=unknown,
            known=TERMS,
        )
    return {name: value for name, value in terms.items() if value != getattr(agreement, name)}


def _judge(fund: Fund, agreement: FundAgreement, changed: Mapping[str, Any], signed: date) -> None:
    """Refuses what the scheme's terms, those of the day of signing, or what was done until now do not allow."""
    figures = {name: getattr(agreement, name) for name in TERMS} | changed
    agreement_figures.bind(fund, agreement.signed_date, figures)
    restated = copy(agreement)
    for name, value in changed.items():
        setattr(restated, name, value)
    now, then = selectors.periods(fund, agreement), selectors.periods(fund, restated)
    shared = fund.distributions.declared().filter(nature__in=BY_WATERFALL)
    standing = rules.Standing(
        fee_booked_to=fund.fee_accruals.aggregate(last=Max("period_end"))["last"],
        shared_on=shared.aggregate(first=Min("payment_date"))["first"],
    )
    periods = rules.Periods(
        (now.investment_period_end, then.investment_period_end),
        (now.term_end, then.term_end),
    )
    if breaches := rules.check(changed, offered_terms.labels(changed), signed, standing, periods):
        raise RuleBroken(breaches)


def _kept(terms: Mapping[str, Any]) -> dict[str, str]:
    return {name: offered_terms.plain_words(value) for name, value in terms.items()}


def _read(name: str, kept: str) -> Any:
    field = FundAgreement._meta.get_field(name)
    if kept == "":
        return None if field.null else ""
    return field.to_python({"true": True, "false": False}.get(kept, kept))
