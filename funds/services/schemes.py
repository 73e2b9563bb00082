"""A scheme's terms: loaded as published, changed only by a new dated version that two people make."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from funds.locks import lock_scheme
from funds.models import Scheme, SchemeAssumption, SchemeTerm, SchemeVersion
from funds.rules.stages import require_stage
from funds.rules.terms import Terms
from itvf import audit, permissions
from itvf.errors import InputRefused, gettext_noop

CHAIN = "programme"
PAPER_NAMES = ("name", "instrument", "currency", "source", "assumptions")


@transaction.atomic
def load_published(document: dict, *, at: datetime) -> tuple[SchemeVersion, bool]:
    """This function will load a scheme's published paper as its first version, once.

    Gives the version and whether it was loaded now. A paper whose terms differ from what was loaded
    before is refused (InputRefused): a change is a new version, by `propose_version`.
    """
    Terms.from_published(document)
    _require_whole(document)
    scheme, _ = Scheme.objects.get_or_create(
        code=document["scheme"],
        defaults={
            "name_en": document["name"]["en"],
            "name_zh_hant": document["name"]["zh_hant"],
            "name_zh_hans": document["name"].get("zh_hans", ""),
            "instrument": document["instrument"],
            "currency": document["currency"],
        },
    )
    lock_scheme(scheme)
    standing = scheme.versions.filter(is_published_paper=True).first()
    if standing:
        loaded = {term.name: term.value for term in standing.terms.all()}
        changed = sorted(
            name
            for name in {*loaded, *document["terms"]}
            if loaded.get(name) != document["terms"].get(name, {}).get("value")
        )
        if changed:
            raise InputRefused(
                gettext_noop("The file differs from the published terms in {terms}; propose a new version instead."),
                code="published_terms_stand",
                terms=changed,
            )
        return standing, False
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=1,
        effective_from=date.fromisoformat(document["effective_from"]),
        stage=SchemeVersion.Stage.APPROVED,
        source=document["source"],
        status=document.get("status", ""),
        is_published_paper=True,
        made_at=at,
    )
    _write_terms(version, document["terms"], document["assumptions"])
    audit.record(chain=CHAIN, verb="scheme.load_published", subject=version, by=None, at=at)
    return version, True


@transaction.atomic
def propose_version(
    *, scheme: Scheme, changes: dict[str, object], effective_from: date, reason: str, by, at: datetime
) -> SchemeVersion:
    """This function will propose new values for named terms from a date on; all other terms carry over.

    Each term keeps its rule, clause and severity. Refuses unknown terms by name, values that the terms
    can't be read from, an empty reason, and a date not after the version that it follows (InputRefused).
    """
    permissions.require(by, "scheme.propose_version")
    scheme = lock_scheme(scheme)
    current = scheme.versions.filter(stage=SchemeVersion.Stage.APPROVED).order_by("-effective_from", "-number").first()
    terms = {term.name: term for term in current.terms.all()}
    unknown = sorted(set(changes) - set(terms))
    if unknown or not changes:
        raise InputRefused(
            gettext_noop("No such terms: {terms}. Give new values for terms that the scheme has."),
            code="unknown_terms",
            field="changes",
            terms=unknown or "-",
        )
    audit.require_reason(reason)
    if effective_from <= current.effective_from:
        raise InputRefused(
            gettext_noop("{date} is not after {current}, from which version {number} counts; choose a later date."),
            code="date_not_later",
            field="effective_from",
            date=effective_from,
            current=current.effective_from,
            number=current.number,
        )
    document = {
        name: {
            "value": changes.get(name, term.value),
            "rule": term.rule,
            "clause": term.clause,
            "severity": term.severity,
        }
        for name, term in terms.items()
    }
    assumptions = {a.code: {"question": a.question, "default": a.default} for a in current.assumptions.all()}
    Terms.from_published(
        {
            "scheme": scheme.code,
            "effective_from": effective_from.isoformat(),
            "terms": document,
            "assumptions": assumptions,
        }
    )
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=scheme.versions.aggregate(last=Max("number"))["last"] + 1,
        effective_from=effective_from,
        source=current.source,
        status=current.status,
        reason=reason,
        made_by=by,
        made_at=at,
    )
    _write_terms(version, document, assumptions)
    audit.record(
        chain=CHAIN,
        verb="scheme.propose_version",
        subject=version,
        by=by,
        at=at,
        reason=reason,
        facts={"changes": {name: {"from": terms[name].value, "to": value} for name, value in changes.items()}},
    )
    return version


@transaction.atomic
def approve_version(*, version: SchemeVersion, by, at: datetime) -> SchemeVersion:
    """This function will approve a proposed version; its maker can't (NotPermitted)."""
    permissions.require(by, "scheme.approve_version")
    lock_scheme(version.scheme)
    version = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require_stage(version, SchemeVersion.Stage.DRAFT)
    permissions.require_other_person(by, version.made_by)
    version.stage = SchemeVersion.Stage.APPROVED
    version.approved_by = by
    version.approved_at = at
    version.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=CHAIN, verb="scheme.approve_version", subject=version, by=by, at=at)
    return version


@transaction.atomic
def refuse_version(*, version: SchemeVersion, by, at: datetime, reason: str) -> SchemeVersion:
    """This function will refuse a proposed version, with a reason."""
    permissions.require(by, "scheme.approve_version")
    audit.require_reason(reason)
    lock_scheme(version.scheme)
    version = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require_stage(version, SchemeVersion.Stage.DRAFT)
    version.stage = SchemeVersion.Stage.REFUSED
    version.save(update_fields=["stage"])
    audit.record(chain=CHAIN, verb="scheme.refuse_version", subject=version, by=by, at=at, reason=reason)
    return version


def _require_whole(document: dict) -> None:
    """Refuses a paper that lacks what a scheme's own row needs beside its terms."""
    lacking = [name for name in PAPER_NAMES if name not in document]
    lacking += [f"name.{language}" for language in ("en", "zh_hant") if language not in document.get("name", {})]
    if lacking:
        raise InputRefused(
            gettext_noop("The paper lacks {names}; give them as the published paper does."),
            code="missing",
            field=lacking[0],
            names=lacking,
        )


def _write_terms(version: SchemeVersion, terms: dict, assumptions: dict) -> None:
    SchemeTerm.objects.bulk_create(
        SchemeTerm(
            version=version,
            name=name,
            value=term["value"],
            rule=term["rule"],
            clause=term["clause"],
            severity=term.get("severity") or "",
        )
        for name, term in terms.items()
    )
    SchemeAssumption.objects.bulk_create(
        SchemeAssumption(version=version, code=code, question=item["question"], default=item["default"])
        for code, item in assumptions.items()
    )
