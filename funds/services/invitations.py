"""Rounds of the scheme: prepared by one, published by another, frozen but for announced amendments (R29, para 12)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from funds import selectors
from funds.models import (
    Invitation,
    InvitationAmendment,
    InvitationCriterion,
    InvitationDocument,
    Scheme,
)
from funds.rounds import criteria_of, database_clock
from funds.rules import scoring
from funds.rules.scoring import Criterion
from funds.rules.stages import require_stage, require_version
from funds.services.invitation_letters import write_to_drafters
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, WrongStage, gettext_noop, plain

Stage = Invitation.Stage


@dataclass(frozen=True, slots=True)
class Document:
    """A document asked for."""

    code: str
    title_en: str
    title_zh_hant: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """What a round says, beside its criteria and documents; `least_…` are what is at least needed (R17)."""

    title_en: str
    title_zh_hant: str
    opens_at: datetime
    closes_at: datetime
    summary_en: str = ""
    summary_zh_hant: str = ""
    least_responsible_officers: int = 2
    least_equity_deals: int = 2
    least_funds_raised: int = 1
    least_start_ups_led: int = 1
    least_pipeline: int = 1
    is_on_paper: bool = False


@transaction.atomic
def prepare(
    *,
    scheme: Scheme,
    reference: str,
    content: Content,
    criteria: Sequence[Criterion],
    documents: Sequence[Document],
    by,
    at: datetime,
) -> Invitation:
    """This function will prepare a round as a draft (R29), bound to the scheme's terms in force when it opens.

    The draft may be incomplete: what is wrong is said when it is to be published. Refuses a reference that stands.
    """
    permissions.require(by, "invitation.prepare")
    if Invitation.objects.filter(reference=reference).exists():
        raise InputRefused(
            gettext_noop("An invitation with the reference {reference} stands already."),
            code="invitation_stands",
            field="reference",
            reference=reference,
        )
    _check_order(content)
    invitation = Invitation.objects.create(
        scheme=scheme,
        scheme_version=selectors.version_in_force(scheme, local_date(content.opens_at)),
        reference=reference,
        prepared_by=by,
        prepared_at=at,
        **asdict(content),
    )
    _write_parts(invitation, criteria, documents)
    _record("prepare", invitation, by, at)
    return invitation


@transaction.atomic
def revise(
    *,
    invitation: Invitation,
    content: Content,
    criteria: Sequence[Criterion],
    documents: Sequence[Document],
    by,
    at: datetime,
    version: int | None = None,
) -> Invitation:
    """This function will change a round that is still a draft, whole; who changed it counts as who prepared it."""
    permissions.require(by, "invitation.prepare")
    invitation = _lock(invitation)
    require_stage(invitation, Stage.DRAFT)
    require_version(invitation, version)
    _check_order(content)
    for name, value in asdict(content).items():
        setattr(invitation, name, value)
    invitation.scheme_version = selectors.version_in_force(invitation.scheme, local_date(content.opens_at))
    invitation.prepared_by, invitation.prepared_at = by, at
    invitation.version += 1
    invitation.save()
    _write_parts(invitation, criteria, documents)
    _record("revise", invitation, by, at)
    return invitation


@transaction.atomic
def publish(*, invitation: Invitation, by, at: datetime, version: int | None = None) -> Invitation:
    """This function will publish a round, by a person other than who prepared it; from then on it is frozen.

    It takes applications from its opening time on. Refuses (RuleBroken) weights that are not exactly the whole,
    incomplete levels, codes that stand twice, and a closing time that is over by the database's clock; of a round held
    on paper, one that is to come.
    """
    permissions.require(by, "invitation.open")
    invitation = _lock(invitation)
    require_stage(invitation, Stage.DRAFT)
    require_version(invitation, version)
    permissions.require_other_person(by, invitation.prepared_by)
    codes = list(invitation.documents.values_list("code", flat=True))
    check_times = scoring.check_times_on_paper if invitation.is_on_paper else scoring.check_times
    breaches = (
        *scoring.check_criteria(criteria_of(invitation)),
        *scoring.check_codes(codes),
        *check_times(invitation.opens_at, invitation.closes_at, at=database_clock()),
    )
    if breaches:
        raise RuleBroken(breaches)
    invitation.stage, invitation.opened_by, invitation.opened_at = Stage.OPEN, by, at
    invitation.version += 1
    invitation.save(update_fields=["stage", "opened_by", "opened_at", "version"])
    _record("publish", invitation, by, at, opens_at=invitation.opens_at, closes_at=invitation.closes_at)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by, at: datetime, reason: str) -> Invitation:
    """This function will give up a round that was never published."""
    permissions.require(by, "invitation.prepare")
    audit.require_reason(reason)
    invitation = _lock(invitation)
    require_stage(invitation, Stage.DRAFT)
    invitation.stage = Stage.WITHDRAWN
    invitation.save(update_fields=["stage"])
    _record("withdraw", invitation, by, at, reason=reason)
    return invitation


@transaction.atomic
def propose_amendment(
    *,
    invitation: Invitation,
    words_en: str,
    by,
    at: datetime,
    words_zh_hant: str = "",
    closes_at: datetime | None = None,
    criteria: Sequence[Criterion] | None = None,
    documents: Sequence[Document] | None = None,
) -> InvitationAmendment:
    """This function will propose a change of an open round (R29): closing time, criteria or documents, with words.

    Nothing changes until another person announces it. One at a time. Refuses a round that is closed by the database's
    clock, an amendment that changes nothing, criteria that do not weigh the whole, a closing time that is over.
    """
    permissions.require(by, "invitation.amend")
    invitation = _lock(invitation)
    _require_not_closed(invitation)
    if not words_en.strip():
        raise InputRefused(gettext_noop("Say what changes, as applicants will read it."), field="words_en")
    changes = {}
    if closes_at is not None and closes_at != invitation.closes_at:
        changes["closes_at"] = closes_at.isoformat()
    if criteria is not None and list(criteria) != criteria_of(invitation):
        changes["criteria"] = [plain(asdict(one)) for one in criteria]
    if documents is not None and list(documents) != _documents(invitation):
        changes["documents"] = [asdict(one) for one in documents]
    if not changes:
        raise InputRefused(gettext_noop("The amendment changes nothing; change something."), code="changes_nothing")
    _check_changes(invitation, changes)
    if invitation.amendments.filter(stage="proposed").exists():
        raise WrongStage(gettext_noop("An amendment waits already; announce or refuse it first."), code="one_waits")
    amendment = InvitationAmendment.objects.create(
        invitation=invitation,
        number=invitation.amendments.count() + 1,
        words_en=words_en.strip(),
        words_zh_hant=words_zh_hant.strip(),
        changes=changes,
        proposed_by=by,
        proposed_at=at,
    )
    _record("propose_amendment", invitation, by, at, number=amendment.number, changes=changes)
    return amendment


@transaction.atomic
def announce_amendment(*, amendment: InvitationAmendment, by, at: datetime) -> InvitationAmendment:
    """This function will announce an amendment, by a second person: it holds at once, and every house with a draft or
    an application is told by mail. Refuses once the round is closed by the database's clock.
    """
    permissions.require(by, "invitation.announce")
    invitation = _lock(amendment.invitation)
    amendment = InvitationAmendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    require_stage(amendment, InvitationAmendment.Stage.PROPOSED)
    permissions.require_other_person(by, amendment.proposed_by)
    _require_not_closed(invitation)
    _check_changes(invitation, amendment.changes)
    amendment.before = {
        name: value
        for name, value in {
            "closes_at": invitation.closes_at.isoformat(),
            "criteria": [plain(asdict(one)) for one in criteria_of(invitation)],
            "documents": [asdict(one) for one in _documents(invitation)],
        }.items()
        if name in amendment.changes
    }
    amendment.stage = InvitationAmendment.Stage.ANNOUNCED
    amendment.announced_by, amendment.announced_at = by, at
    amendment.save()
    _apply(invitation, amendment.changes)
    write_to_drafters(amendment)
    _record("announce_amendment", invitation, by, at, number=amendment.number, changes=amendment.changes)
    return amendment


@transaction.atomic
def refuse_amendment(*, amendment: InvitationAmendment, by, at: datetime, reason: str) -> InvitationAmendment:
    """This function will refuse an amendment that was proposed; the round stays as it is."""
    permissions.require(by, "invitation.announce")
    audit.require_reason(reason)
    _lock(amendment.invitation)
    amendment = InvitationAmendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    require_stage(amendment, InvitationAmendment.Stage.PROPOSED)
    amendment.stage = InvitationAmendment.Stage.REFUSED
    amendment.save(update_fields=["stage"])
    _record("refuse_amendment", amendment.invitation, by, at, reason=reason, number=amendment.number)
    return amendment


def _apply(invitation: Invitation, changes: dict) -> None:
    if "closes_at" in changes:
        invitation.closes_at = datetime.fromisoformat(changes["closes_at"])
    invitation.version += 1
    invitation.save(update_fields=["closes_at", "version"])
    if "criteria" in changes:
        _write_criteria(invitation, _criteria(changes["criteria"]))
    if "documents" in changes:
        _write_documents(invitation, [Document(**one) for one in changes["documents"]])


def _check_changes(invitation: Invitation, changes: dict) -> None:
    breaches = []
    if "closes_at" in changes:
        closes_at = datetime.fromisoformat(changes["closes_at"])
        breaches += scoring.check_times(invitation.opens_at, closes_at, at=database_clock())
    if "criteria" in changes:
        breaches += scoring.check_criteria(_criteria(changes["criteria"]))
    if "documents" in changes:
        breaches += scoring.check_codes([one["code"] for one in changes["documents"]])
    if breaches:
        raise RuleBroken(breaches)


def _criteria(plainly: Sequence[dict]) -> list[Criterion]:
    return [
        Criterion(
            one["code"],
            one["title_en"],
            one["title_zh_hant"],
            Decimal(one["weight_rate"]),
            tuple(scoring.Level(**level) for level in one["levels"]),
        )
        for one in plainly
    ]


def _documents(invitation: Invitation) -> list[Document]:
    return [Document(one.code, one.title_en, one.title_zh_hant, one.is_required) for one in invitation.documents.all()]


def _write_parts(invitation: Invitation, criteria: Sequence[Criterion], documents: Sequence[Document]) -> None:
    for one in criteria:
        if not 0 < one.weight_rate <= 1:
            raise RuleBroken(scoring.check_criteria([one])[:1])
    for codes in ([one.code for one in criteria], [one.code for one in documents]):
        if breaches := scoring.check_codes(codes):
            raise RuleBroken(breaches)
    _write_criteria(invitation, criteria)
    _write_documents(invitation, documents)


def _write_criteria(invitation: Invitation, criteria: Sequence[Criterion]) -> None:
    """By code, so that a criterion keeps its row through an amendment."""
    invitation.criteria.exclude(code__in=[one.code for one in criteria]).delete()
    for position, one in enumerate(criteria, start=1):
        values = asdict(one) | {"levels": [asdict(level) for level in one.levels], "position": position}
        InvitationCriterion.objects.update_or_create(invitation=invitation, code=values.pop("code"), defaults=values)


def _write_documents(invitation: Invitation, documents: Sequence[Document]) -> None:
    invitation.documents.exclude(code__in=[one.code for one in documents]).delete()
    for position, one in enumerate(documents, start=1):
        values = asdict(one) | {"position": position}
        InvitationDocument.objects.update_or_create(invitation=invitation, code=values.pop("code"), defaults=values)


def _check_order(content: Content) -> None:
    if content.closes_at <= content.opens_at:
        raise RuleBroken(scoring.check_times(content.opens_at, content.closes_at, at=content.opens_at))


def _require_not_closed(invitation: Invitation) -> None:
    require_stage(invitation, Stage.OPEN)
    if database_clock() > invitation.closes_at:
        raise WrongStage(
            gettext_noop("The invitation {reference} closed at {closes_at}; it is not changed any more."),
            code="invitation_closed",
            reference=invitation.reference,
            closes_at=invitation.closes_at,
        )


def _lock(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=invitation.pk)


def _record(verb: str, invitation: Invitation, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=audit.PROGRAMME,
        verb=f"invitation.{verb}",
        subject=invitation,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
