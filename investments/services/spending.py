"""Hong Kong spend: reported by the manager with evidence, sampled by a recorded seed, verified (R10, A16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from funds.locks import lock_fund
from funds.models import Fund
from investments.models import Investment, SampledLine, SpendCheck, SpendLine, SpendReport, SpendSample
from investments.rules import spending
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date, quarter_end
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.models import File
from itvf.money import money, total


@dataclass(frozen=True, slots=True)
class Spent:
    """One line of a report: category, what for, HK$, and the file that shows it."""

    category: str
    description: str
    amount_hkd: Decimal
    file: File | None = None


@transaction.atomic
def report(
    *,
    investment: Investment,
    period_end: date,
    lines: Sequence[Spent],
    hong_kong_jobs: int,
    by,
    at: datetime,
    note: str = "",
) -> SpendReport:
    """This function will take in an investee's Hong Kong spend of a quarter; a second one replaces the first.

    A quarter whose sample was drawn, or of which a line was verified, is not replaced: what was drawn stays to be
    verified. Refused are a quarter that is not over or before the deal,
    a line without what for or above zero, and evidence that was handed in for another investment or quarter: one dollar
    of spend counts once, for one fund (A16).
    """
    permissions.require(by, "spend.report", within=investment.fund)
    lock_fund(investment.fund)
    _check_quarter(investment, period_end, local_date(at))
    if hong_kong_jobs < 0:
        raise InputRefused(
            gettext_noop("{jobs} jobs were given; there are none or more."),
            code="jobs_below_zero",
            field="hong_kong_jobs",
            jobs=hong_kong_jobs,
        )
    _check_lines(investment, period_end, lines)
    earlier = investment.spend_reports.standing().filter(period_end=period_end).first()
    if earlier is not None and SpendCheck.objects.filter(line__report=earlier).exists():
        raise WrongStage(
            gettext_noop("Lines of the quarter to {period_end} were verified; its report can no longer be replaced."),
            code="report_verified",
            period_end=period_end,
        )
    if (
        earlier is not None
        and _samples(investment.fund, period_end).filter(drawn_at__gte=earlier.submitted_at).exists()
    ):
        raise WrongStage(
            gettext_noop("The sample of the quarter to {period_end} was drawn; its report can no longer be replaced."),
            code="report_sampled",
            period_end=period_end,
        )
    recorded = SpendReport.objects.create(
        investment=investment,
        period_end=period_end,
        hong_kong_jobs=hong_kong_jobs,
        note=note.strip(),
        replaces=earlier,
        submitted_by=by,
        submitted_at=at,
    )
    SpendLine.objects.bulk_create(
        SpendLine(
            report=recorded,
            category=line.category,
            description=line.description.strip(),
            amount_hkd=money(line.amount_hkd),
            file=line.file,
        )
        for line in lines
    )
    _record(
        "report",
        investment.fund,
        recorded,
        by,
        at,
        period_end=period_end,
        amount_hkd=total(line.amount_hkd for line in lines),
        lines=len(lines),
        jobs=hong_kong_jobs,
    )
    return recorded


@transaction.atomic
def draw_sample(
    *,
    fund: Fund,
    period_end: date,
    seed: str,
    by,
    at: datetime,
    share_rate: Decimal = spending.SAMPLE_RATE,
    threshold_hkd: Decimal = spending.SAMPLE_THRESHOLD_HKD,
) -> SpendSample:
    """This function will draw the lines of a fund's quarter that are to be verified, and keep seed and population.

    The seed is given, so that nobody can choose the lines: a public figure of the day does. Lines of a quarter that
    are reported after its draw have a supplementary one, by the same rule, from a seed that was not known before.
    """
    permissions.require(by, "spend.draw_sample")
    fund = lock_fund(fund)
    if not seed.strip():
        raise InputRefused(
            gettext_noop("Give the seed: a public figure of the day, with its source."), code="no_seed", field="seed"
        )
    if not 0 < share_rate <= 1:
        raise InputRefused(
            gettext_noop("The share of lines is {found}; give a fraction above 0 and at most 1."),
            code="not_a_share",
            field="share_rate",
            found=share_rate,
        )
    population = _not_drawn_from(fund, period_end, seed.strip())
    drawn = spending.sample(seed.strip(), population, share_rate=share_rate, threshold_hkd=threshold_hkd)
    sample = SpendSample.objects.create(
        fund=fund,
        period_end=period_end,
        seed=seed.strip(),
        share_rate=share_rate,
        threshold_hkd=threshold_hkd,
        population_count=drawn.population_count,
        population_hkd=drawn.population_hkd,
        population_hash=drawn.population_hash,
        drawn_by=by,
        drawn_at=at,
    )
    SampledLine.objects.bulk_create(SampledLine(sample=sample, line_id=line) for line in drawn.lines)
    _record(
        "draw_sample",
        fund,
        sample,
        by,
        at,
        seed=seed,
        lines=list(drawn.lines),
        population_hash=drawn.population_hash,
    )
    return sample


@transaction.atomic
def check_line(
    *, line: SpendLine, accepted_hkd: Decimal, rejected_hkd: Decimal, reason: str, by, at: datetime
) -> SpendCheck:
    """This function will record what verification found of a line; a later check replaces an earlier one.

    Accepted and rejected add up to the line, a rejection has its reason, and who reported does not verify.
    """
    permissions.require(by, "spend.check")
    fund = line.report.investment.fund
    lock_fund(fund)
    permissions.require_other_person(by, line.report.submitted_by)
    if hasattr(line.report, "replaced_by"):
        raise WrongStage(gettext_noop("The report of this line was replaced; check the new one."), code="replaced")
    accepted, rejected = money(accepted_hkd), money(rejected_hkd)
    spending.check_line(amount_hkd=line.amount_hkd, accepted_hkd=accepted, rejected_hkd=rejected, reason=reason)
    check = SpendCheck.objects.create(
        line=line,
        accepted_hkd=accepted,
        rejected_hkd=rejected,
        reason=reason.strip(),
        replaces=line.checks.filter(replaced_by__isnull=True).first(),
        checked_by=by,
        checked_at=at,
    )
    _record("check", fund, check, by, at, reason=reason, line=line.pk, accepted_hkd=accepted, rejected_hkd=rejected)
    return check


def _samples(fund: Fund, period_end: date) -> QuerySet[SpendSample]:
    return fund.spend_samples.filter(period_end=period_end)


def _not_drawn_from(fund: Fund, period_end: date, seed: str) -> list[spending.Line]:
    """The lines of a quarter that no draw has seen: all of them, or those of reports that came after the last one."""
    earlier = _samples(fund, period_end)
    lines = SpendLine.objects.filter(
        report__investment__fund=fund, report__period_end=period_end, report__replaced_by__isnull=True
    )
    last = earlier.aggregate(last=Max("drawn_at"))["last"]
    if last is not None:
        lines = lines.filter(report__submitted_at__gt=last)
    population = [
        spending.Line(pk, amount, has_evidence=file is not None)
        for pk, amount, file in lines.values_list("pk", "amount_hkd", "file")
    ]
    if not population and last is not None:
        raise WrongStage(
            gettext_noop("The sample of the quarter to {period_end} was drawn, and nothing was reported since."),
            code="sample_drawn",
            period_end=period_end,
        )
    if not population:
        raise InputRefused(
            spending.NOTHING_TO_SAMPLE,
            code="nothing_to_sample",
            field="period_end",
            period_end=period_end,
            fund=fund.code,
        )
    if earlier.filter(seed=seed).exists():
        raise InputRefused(
            gettext_noop("This seed was known when the lines were reported; give a public figure of today."),
            code="seed_known",
            field="seed",
        )
    return population


def _check_quarter(investment: Investment, period_end: date, today: date) -> None:
    if not is_quarter_end(period_end):
        raise InputRefused(
            gettext_noop("{date} is not the last day of a quarter; its quarter ends on {quarter_end}."),
            code="not_a_quarter_end",
            field="period_end",
            date=period_end,
            quarter_end=quarter_end(period_end),
        )
    if not investment.completed_date <= period_end < today:
        raise InputRefused(
            gettext_noop(
                "The quarter to {date} is not between the completion on {completed} and today; report it when it is "
                "over."
            ),
            code="quarter_outside",
            field="period_end",
            date=period_end,
            completed=investment.completed_date,
        )


def _check_lines(investment: Investment, period_end: date, lines: Sequence[Spent]) -> None:
    if not lines:
        raise InputRefused(spending.NO_LINES, code="no_lines", field="lines")
    for number, line in enumerate(lines):
        if line.category not in spending.CATEGORIES:
            raise InputRefused(
                spending.NOT_A_CATEGORY,
                code="not_a_choice",
                field=f"lines.{number}.category",
                category=line.category,
                allowed=spending.CATEGORIES,
            )
        if money(line.amount_hkd) <= 0 or not line.description.strip():
            raise InputRefused(
                gettext_noop("Line {number}: say what for, and an amount above zero; {amount_hkd} was given."),
                code="line_incomplete",
                field=f"lines.{number}.amount_hkd",
                number=number + 1,
                amount_hkd=money(line.amount_hkd),
            )
    _check_evidence(investment, period_end, [line.file for line in lines if line.file])


def _check_evidence(investment: Investment, period_end: date, files: Sequence[File]) -> None:
    names = {file.sha256: file.name for file in files}
    _lock_evidence()
    used = (
        SpendLine.objects.filter(file__sha256__in=names, report__replaced_by__isnull=True)
        .exclude(report__investment=investment, report__period_end=period_end)
        .select_related("file", "report")
        .first()
    )
    if used is not None:
        raise InputRefused(
            gettext_noop(
                "The file {name} is evidence of spend reported already, in the quarter to {period_end}; one dollar of "
                "spend counts once (A16)."
            ),
            code="evidence_used",
            field="lines",
            name=names[used.file.sha256],
            period_end=used.report.period_end,
        )


def _lock_evidence() -> None:
    """Lets one report at a time compare its evidence, so that two funds can't hand in one file at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('spend evidence', 0))")


def _record(verb: str, fund: Fund, subject, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(chain=fund.chain, verb=f"spend.{verb}", subject=subject, by=by, at=at, reason=reason, facts=facts)
