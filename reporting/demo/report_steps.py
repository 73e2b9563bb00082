"""The last steps of the main job: the manager's quarterly report through the API, the management report on paper."""

from dataclasses import asdict
from decimal import Decimal

from django.core.management.base import CommandError
from rest_framework.test import APIClient

from itvf import tokens
from itvf.errors import plain
from itvf.files import read
from reporting import books
from reporting.comparison_words import holding_figure
from reporting.demo import reports
from reporting.demo.story import Story
from reporting.models import QuarterlyReport
from reporting.services import management_reports, quarterly_reports

LABELS = {
    "contributions_hkd": "contributions to date",
    "distributions_hkd": "distributions to date",
    "investments_at_cost_hkd": "investments at cost",
    "investments_fair_value_hkd": "investments at fair value",
    "nav_hkd": "net asset value",
    "cash_hkd": "cash",
    "fee_charged_hkd": "management fee of the quarter",
    "fee_cap_hkd": "cap of R14 on that fee",
}


def quarterly_report(story: Story) -> None:
    """The manager's report of the quarter: through the REST API with a token, compared, accepted."""
    page, people, fund = story.page, story.people, story.fund
    end = story.calendar.ended(0)
    page.step(8, f"The manager's quarterly report to {end}", "基金經理季度報告")
    figures, holdings = reports.claim(fund, end)
    body = plain(
        {"period_end": end, **asdict(figures), "holdings": [asdict(holding) for holding in holdings], "comments": ""}
    )
    wrong = body | {"cash_hkd": "0.005"}
    answer = _post(story, wrong, key="main-job-report-wrong")
    page.say(f"POST /api/v1/funds/{fund.code}/quarterly-reports, cash 0.005 → {answer.status_code}", style="bad")
    page.say(answer.json()["detail"], style="faint")
    answer = _post(story, body, key="main-job-report")
    page.say(f"POST /api/v1/funds/{fund.code}/quarterly-reports → {answer.status_code}", style="good")
    if answer.status_code != 201:
        raise CommandError(f"The API did not take the report: {answer.content.decode()}")
    again = _post(story, body, key="main-job-report")
    page.done(
        f"The same key and body again: {again.status_code}, the same report {again.json()['id']}, nothing doubled"
    )
    report = QuarterlyReport.objects.get(pk=answer.json()["id"])
    rows = [
        (
            f"{line['label']}: {holding_figure(line['field'])}"
            if line["label"]
            else LABELS.get(line["field"], line["field"]),
            Decimal(line["claimed_hkd"]),
            None if line["books_hkd"] is None else Decimal(line["books_hkd"]),
            line["explanation"].replace("_", " "),
        )
        for line in report.comparison
    ]
    page.table(("figure", "reported", "books", "result"), rows, right=(1, 2))
    quarterly_reports.accept(report=report, by=people.officer, at=story.clock())
    page.done(f"Due {report.due_date} (R21, A14); accepted by {people.officer}")


def management_report(story: Story) -> None:
    """The programme's report: frozen, printed in both languages, approved by another; and the books proved again."""
    page, people = story.page, story.people
    end = story.calendar.ended(0)
    page.step(9, f"Management report of the programme at {end}", "計劃管理報告")
    report = management_reports.freeze(scheme=story.scheme, period_end=end, by=people.officer, at=story.clock())
    commitment = report.content["commitment"]
    page.figures(
        [
            ("envelope", Decimal(commitment["envelope_hkd"]), "R1, para 12"),
            ("committed", Decimal(commitment["committed_hkd"]), "R6, Annex 3 1(e)"),
            ("drawn", Decimal(commitment["drawn_hkd"]), "R20, Annex 3 para 2"),
            ("undrawn", Decimal(commitment["undrawn_hkd"]), "committed, less released, less drawn"),
            ("available", Decimal(commitment["available_hkd"]), "left in the envelope"),
        ]
    )
    story.try_in_vain(
        "the report approved by the person who froze it",
        lambda: management_reports.approve(report=report, by=people.officer, at=story.clock()),
    )
    report = management_reports.approve(report=report, by=people.manager, at=story.clock())
    page.done(
        f"Frozen by {report.frozen_by}, approved by {report.approved_by}; content SHA-256 {report.content_sha256[:16]}…"
    )
    for language, file in (("en", report.pdf_en), ("zh-hant", report.pdf_zh_hant)):
        story.write(f"management-report-{end}-{language}.pdf", read(file))
    faults, summary = books.prove(), books.summary()
    for fault in faults:
        page.say(str(fault), style="bad")
    if faults:
        raise CommandError(f"check_books found {len(faults)} faults.")
    page.done(
        f"check_books: {len(books.claims())} claims over {summary['entries']} entries, {summary['postings']} postings, "
        f"{summary['audit_events']} audit events: 0 faults"
    )


def _post(story: Story, body: dict, *, key: str):
    maker = story.people.maker(story.fund)
    _token, secret = tokens.make(by=maker)
    client = APIClient(SERVER_NAME="localhost", HTTP_AUTHORIZATION=f"Token {secret}", HTTP_IDEMPOTENCY_KEY=key)
    return client.post(f"/api/v1/funds/{story.fund.code}/quarterly-reports", body, format="json")
