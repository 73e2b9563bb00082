"""Management reports: one frozen snapshot of the programme, printed in both languages, approved by another (R28)."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from funds.locks import lock_scheme
from funds.models import Fund, Scheme
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date, quarter_end
from itvf.documents import render
from itvf.errors import InputRefused, gettext_noop
from itvf.files import store
from itvf.models import File
from reporting import programme, snapshot
from reporting.models import ManagementReport

Stage = ManagementReport.Stage
TITLES = {"en": "Management report, position at {date}", "zh-hant": "管理報告，截至{date}"}


@transaction.atomic
def freeze(*, scheme: Scheme, period_end: date, by, at: datetime) -> ManagementReport:
    """This function will freeze the programme at a quarter's end, as known at `at`, and print it in both languages.

    One snapshot: every section is read while the scheme and its funds are locked, so no entry comes in between.
    A second report of the same quarter gets the next number and the old one stands. Refuses a day that is not a
    quarter's last, a quarter that is not over, and one before the scheme's terms (InputRefused).
    """
    permissions.require(by, "management_report.freeze")
    scheme = lock_scheme(scheme)
    _check_quarter(period_end, local_date(at))
    _wait_for_writers(scheme)
    number = (scheme.reports.filter(period_end=period_end).aggregate(last=Max("number"))["last"] or 0) + 1
    content = snapshot.of(
        programme.position(scheme, period_end, known_at=at),
        reference=f"MR-{period_end}-{number}",
        prepared_by=str(by),
    )
    report = ManagementReport.objects.create(
        scheme=scheme,
        period_end=period_end,
        number=number,
        known_at=at,
        content=content,
        content_sha256=content_hash(content),
        audit_head=content["audit"]["head"],
        pdf_en=_print(content, "en", by),
        pdf_zh_hant=_print(content, "zh-hant", by),
        frozen_by=by,
        frozen_at=at,
    )
    _record(
        "freeze",
        report,
        by,
        at,
        content_sha256=report.content_sha256,
        snapshot_hash=content["snapshot_hash"],
        pdf_en=report.pdf_en.sha256,
        pdf_zh_hant=report.pdf_zh_hant.sha256,
    )
    return report


@transaction.atomic
def approve(*, report: ManagementReport, by, at: datetime) -> ManagementReport:
    """This function will approve a frozen report, by a person other than the one who froze it.

    The content stays as it is; the PDFs are printed again with the approver's name. Refuses a content that is
    not the one that was frozen (InputRefused `content_changed`).
    """
    permissions.require(by, "management_report.approve")
    report = _lock(report)
    require_stage(report, Stage.FROZEN)
    permissions.require_other_person(by, report.frozen_by)
    if content_hash(report.content) != report.content_sha256:
        raise InputRefused(
            gettext_noop("The content of {report} is not the one that was frozen; withdraw it and freeze another."),
            code="content_changed",
            report=str(report),
        )
    signed = report.content | {"programme": report.content["programme"] | {"approved_by": str(by)}}
    report.stage = Stage.APPROVED
    report.approved_by, report.approved_at = by, at
    report.pdf_en = _print(signed, "en", by)
    report.pdf_zh_hant = _print(signed, "zh-hant", by)
    report.save(update_fields=["stage", "approved_by", "approved_at", "pdf_en", "pdf_zh_hant"])
    _record("approve", report, by, at, pdf_en=report.pdf_en.sha256, pdf_zh_hant=report.pdf_zh_hant.sha256)
    return report


@transaction.atomic
def withdraw(*, report: ManagementReport, reason: str, by, at: datetime) -> ManagementReport:
    """This function will withdraw a frozen report that is not approved; it stays on record with the reason."""
    permissions.require(by, "management_report.freeze")
    report = _lock(report)
    require_stage(report, Stage.FROZEN)
    audit.require_reason(reason)
    report.stage = Stage.WITHDRAWN
    report.withdrawn_reason = reason.strip()
    report.save(update_fields=["stage", "withdrawn_reason"])
    _record("withdraw", report, by, at, reason=reason.strip())
    return report


def content_hash(content: dict) -> str:
    """SHA-256 over the whole content as canonical JSON: what shows that a frozen report is as it was frozen."""
    return hashlib.sha256(audit.canonical(content)).hexdigest()


def _lock(report: ManagementReport) -> ManagementReport:
    lock_scheme(report.scheme)
    return ManagementReport.objects.select_related("scheme", "frozen_by").get(pk=report.pk)


def _check_quarter(period_end: date, on: date) -> None:
    if not is_quarter_end(period_end):
        raise InputRefused(
            gettext_noop("{date} is not the last day of a quarter; its quarter ends on {quarter_end}."),
            code="not_a_quarter_end",
            field="period_end",
            date=period_end,
            quarter_end=quarter_end(period_end),
        )
    if period_end >= on:
        raise InputRefused(
            gettext_noop("The quarter to {date} is not over; freeze its report from the day after."),
            code="quarter_not_over",
            field="period_end",
            date=period_end,
        )


def _wait_for_writers(scheme: Scheme) -> None:
    """Locks every fund of the scheme: money verbs that have begun commit first, others wait for the snapshot."""
    list(Fund.objects.select_for_update().filter(selection__scheme=scheme).order_by("pk").values_list("pk"))


def _print(content: dict, language: str, by) -> File:
    pdf = render(
        "management_report",
        {"language": language, "snapshot": content},
        date=date.fromisoformat(content["as_of"]),
        title=TITLES[language].format(date=content["as_of"]),
    )
    return store(pdf, name=f"{content['reference']}-{language}.pdf", content_type="application/pdf", by=by)


def _record(verb: str, report: ManagementReport, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=audit.PROGRAMME,
        verb=f"management_report.{verb}",
        subject=report,
        by=by,
        at=at,
        reason=reason,
        facts={"period_end": report.period_end, "number": report.number, **facts},
    )
