"""What watching over the programme reads: KPI, start-ups brought, money not invested, spend, confirmations.

Each takes all funds at once: the number of queries does not depend on how many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Min, Prefetch, Q, QuerySet, Sum

from funds import selectors, waterfall_facts
from funds.models import CallPurpose, CapitalCall, Commitment, Distribution, Fund, FundAgreement, Partner, SchemeVersion
from funds.rules.terms import Terms
from investments import positions
from investments.models import (
    Company,
    CompanyFact,
    FinancingRound,
    HoldingConfirmation,
    Investment,
    LifeEvent,
    SpendCheck,
    SpendLine,
    SpendReport,
)
from investments.rules import kpi, spending, start_ups, uninvested
from itvf.dates import local_date
from itvf.money import ZERO, total

Fact = CompanyFact.Kind
HERE = (Fact.HONG_KONG, Fact.IT_ESTABLISHMENT, Fact.RESEARCH_SITE, Fact.PRODUCTION, Fact.HEADQUARTERS)
CONFIRMED_FOR_DAYS = 366
Facts = Mapping[int, list[tuple[str, bool, date]]]


# --- R26: private money in local start-ups


def measure_kpi(funds: QuerySet[Fund], terms: Terms, on: date, *, known_at: datetime | None = None) -> kpi.Kpi:
    """This function will measure R26 on a day from every payment for an investment that stands (A24).

    As known at a recorded time: payments booked, commitments closed and facts recorded by then.
    """
    figures = terms.term("kpi_private_investment").value
    opening = next(Decimal(one["hkd"]) for one in figures if "hkd" in one)
    target = next(Decimal(one["target_hkd"]) for one in figures if "target_hkd" in one)
    paid = list(
        _standing_payments(funds, on, known_at)
        .select_related("investment__fund", "investment__company")
        .order_by("effective_date", "id")
    )
    facts = _facts({event.investment.company_id for event in paid}, known_at)
    promised = _commitments(funds, known_at)
    payments = [_payment(event, promised[event.investment.fund_id], facts) for event in paid]
    return kpi.measure(payments, opening_hkd=opening, target_hkd=target)


def rounds_beside(companies: Iterable[int], on: date, *, known_at: datetime | None = None) -> QuerySet[FinancingRound]:
    """This function will give the companies' rounds into which other private investors put money (A24)."""
    found = FinancingRound.objects.filter(_stands("recorded_at", known_at), company__in=list(companies))
    return found.filter(closed_date__lte=on, others_private_hkd__isnull=False)


def _standing_payments(funds: QuerySet[Fund], on: date, known_at: datetime | None) -> QuerySet[LifeEvent]:
    return LifeEvent.objects.standing(known_at).filter(
        investment__fund__in=funds.order_by().values("pk"),
        kind__in=(LifeEvent.Kind.COMPLETION, LifeEvent.Kind.TRANCHE),
        effective_date__lte=on,
    )


def _payment(event: LifeEvent, promised: list, facts: Facts) -> kpi.Payment:
    investment, day = event.investment, event.effective_date
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for kind, closed, amount in promised:
        if closed <= day:
            sums[kind] = total([sums[kind], amount])
    known = _known(facts.get(investment.company_id, ()), day)
    here = [known.get(kind) for kind in HERE]
    return kpi.Payment(
        fund=investment.fund.code,
        company=investment.company.name_en,
        company_id=investment.company_id,
        paid_date=day,
        amount_hkd=event.amount_hkd,
        private_hkd=total(sums[kind] for kind in (Partner.Kind.PRIVATE, Partner.Kind.GP, Partner.Kind.GP_AFFILIATE)),
        government_hkd=sums[Partner.Kind.GOVERNMENT],
        public_hkd=sums[Partner.Kind.PUBLIC_BODY],
        is_start_up=known.get(Fact.START_UP),
        is_local=True if True in here else None if None in here[:2] else False,
        event=event.pk,
        entry=event.entry_id,
    )


def _commitments(funds: QuerySet[Fund], known_at: datetime | None) -> dict[int, list[tuple[str, date, Decimal]]]:
    admitted = Commitment.objects.admitted()
    if known_at is not None:
        admitted = admitted.filter(closing__completed_at__lte=known_at)
    rows = (
        admitted.filter(fund__in=funds.order_by().values("pk"))
        .values_list("fund", "partner__kind", "closing__closing_date")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    found = defaultdict(list)
    for fund, kind, closed, amount in rows:
        found[fund].append((kind, closed, amount))
    return found


def _facts(companies: Iterable[int], known_at: datetime | None = None) -> Facts:
    """Every fact of companies in the order in which they took effect: kind, whether it holds, since when."""
    rows = CompanyFact.objects.filter(company__in=list(companies)).order_by("since_date", "id")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found = defaultdict(list)
    for company, kind, holds, since in rows.values_list("company", "kind", "holds", "since_date"):
        found[company].append((kind, holds, since))
    return found


def _known(rows: Iterable[tuple[str, bool, date]], on: date) -> dict[str, bool]:
    return {kind: holds for kind, holds, since in rows if since <= on}


# --- R31: start-ups brought to Hong Kong


def arrivals(funds: QuerySet[Fund], on: date) -> tuple[start_ups.Arrival, ...]:
    """This function will say of each company that funds invested in whether the programme brought it here (R31)."""
    held = Investment.objects.filter(fund__in=funds.order_by().values("pk"), completed_date__lte=on)
    companies = list(
        Company.objects.filter(pk__in=held.order_by().values("company"))
        .annotate(first_proposed=Min("proposals__submitted_at"))
        .order_by("name_en")
    )
    facts = _facts([company.pk for company in companies])
    jobs = _jobs(held, on)
    return start_ups.arrivals(
        start_ups.Investee(
            company_id=company.pk,
            name=company.name_en,
            place_of_incorporation=company.place_of_incorporation,
            first_proposed=local_date(company.first_proposed),
            here_since=start_ups.here_since((row for row in facts.get(company.pk, ()) if row[0] in HERE), on),
            is_start_up=_known(facts.get(company.pk, ()), on).get(Fact.START_UP),
            jobs=jobs.get(company.pk),
        )
        for company in companies
    )


def _jobs(held: QuerySet[Investment], on: date) -> dict[int, int]:
    """The jobs in Hong Kong that each company's newest report names; a company of two funds is counted once."""
    rows = (
        SpendReport.objects.standing()
        .filter(investment__in=held.order_by().values("pk"), period_end__lte=on)
        .order_by("period_end", "id")
        .values_list("investment__company", "hong_kong_jobs")
    )
    return dict(rows)


# --- A19: called and not invested


@dataclass(frozen=True, slots=True)
class Aged:
    """What is not invested of one call of one fund."""

    fund: Fund
    left: uninvested.Left


def aged_list(funds: QuerySet[Fund], on: date, *, known_at: datetime | None = None) -> tuple[Aged, ...]:
    """This function will list what was called for investments, is not invested and not given back, the oldest first.

    As known at a recorded time: calls issued, payments booked and returns declared by then and not undone by then.
    """
    asked = CallPurpose.objects.filter(
        call__fund__in=funds.order_by().values("pk"),
        call__entry__isnull=False,
        call__nature=CapitalCall.Nature.ORDINARY,
        kind=CallPurpose.Kind.INVESTMENT,
    )
    purposes = (
        waterfall_facts.standing(asked, known_at, "call__entry")
        .values_list("call__fund", "call__number", "call__due_date")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    given_back = _given_back(funds, on, known_at)
    called = defaultdict(list)
    for fund, number, due, amount in purposes:
        called[fund].append(uninvested.Called(number, due, amount, given_back.get((fund, number), ZERO)))
    invested = defaultdict(list)
    paid = _standing_payments(funds, on, known_at).values_list("investment__fund", "effective_date", "amount_hkd")
    for fund, day, amount in paid:
        invested[fund].append((day, amount))
    by_pk = {fund.pk: fund for fund in funds}
    found = [Aged(by_pk[fund], left) for fund in called for left in uninvested.aged(called[fund], invested[fund], on)]
    return tuple(sorted(found, key=lambda one: (one.left.return_by, one.fund.code, one.left.number)))


def _given_back(funds: QuerySet[Fund], on: date, known_at: datetime | None) -> dict[tuple[int, int], Decimal]:
    """What was given back of calls because it was not invested, by fund and the call's number (A19)."""
    declared = Distribution.objects.filter(
        fund__in=funds.order_by().values("pk"),
        nature=Distribution.Nature.UNINVESTED,
        entry__effective_date__lte=on,
    )
    rows = (
        waterfall_facts.standing(declared, known_at)
        .values_list("fund", "call__number")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    return {(fund, number): amount for fund, number, amount in rows}


# --- R10: Hong Kong spend


@dataclass(frozen=True, slots=True)
class Spend:
    """One investment's spend beside its undertaking, by category, and the jobs last reported."""

    undertaking: spending.Undertaking
    progress: spending.Progress
    undertaken_hkd: Decimal | None
    by_category: Mapping[str, Decimal]
    jobs: int | None
    reported_until: date | None


def spend(
    investments: QuerySet[Investment],
    on: date,
    *,
    minimum_rates: Mapping[int, Decimal] | None = None,
    known_at: datetime | None = None,
) -> dict[int, Spend]:
    """This function will give each investment's Hong Kong spend on a day, by id; as many queries whatever their number.

    `minimum_rates` are R10's by fund, where the caller has them. `known_at`: as reported and verified at that moment.
    """
    found = list(investments.select_related("proposal", "fund"))
    ids = [one.pk for one in found]
    rates = minimum_rates or _minimum_rates({one.fund_id for one in found})
    drawn = LifeEvent.objects.filter(
        investment__in=ids,
        kind__in=(LifeEvent.Kind.COMPLETION, LifeEvent.Kind.TRANCHE),
        effective_date__lte=on,
    )
    if known_at is not None:
        drawn = drawn.filter(recorded_at__lte=known_at)
    costs = dict(drawn.values_list("investment").annotate(sum=Sum("amount_hkd")).order_by())
    reports = _spend_reports(ids, on, known_at)
    lines = SpendLine.objects.filter(report__in=reports)
    categories: dict[int, dict[str, Decimal]] = defaultdict(dict)
    by_category = lines.values_list("report__investment", "category").annotate(sum=Sum("amount_hkd")).order_by()
    for investment, category, amount in by_category:
        categories[investment][category] = amount
    checked = {
        investment: (accepted, rejected)
        for investment, accepted, rejected in _spend_checks(known_at)
        .filter(line__in=lines)
        .values_list("line__report__investment")
        .annotate(accepted=Sum("accepted_hkd"), rejected=Sum("rejected_hkd"))
        .order_by()
    }
    last = {
        row[0]: row[1:]
        for row in reports.order_by("period_end", "id").values_list("investment", "hong_kong_jobs", "period_end")
    }
    return {
        one.pk: _spend(
            one,
            on,
            rates[one.fund_id],
            costs.get(one.pk, ZERO),
            categories.get(one.pk, {}),
            checked.get(one.pk, (ZERO, ZERO)),
            last.get(one.pk, (None, None)),
        )
        for one in found
    }


def spend_lines(investment: Investment, on: date, *, known_at: datetime | None = None) -> QuerySet[SpendLine]:
    """This function will give the lines that an investment's spend on a day sums, each with the check that stands."""
    checks = Prefetch("checks", _spend_checks(known_at), to_attr="standing_checks")
    found = SpendLine.objects.filter(report__in=_spend_reports([investment.pk], on, known_at))
    return found.select_related("report").prefetch_related(checks).order_by("report__period_end", "id")


def _spend_reports(investments: Iterable[int], on: date, known_at: datetime | None) -> QuerySet[SpendReport]:
    stands = _stands("submitted_at", known_at)
    return SpendReport.objects.filter(stands, investment__in=list(investments), period_end__lte=on)


def _spend_checks(known_at: datetime | None) -> QuerySet[SpendCheck]:
    return SpendCheck.objects.filter(_stands("checked_at", known_at))


def _stands(moment: str, known_at: datetime | None) -> Q:
    """What no later record replaces, as known at a moment; `moment` names the field of when a record was made."""
    if known_at is None:
        return Q(replaced_by__isnull=True)
    is_replaced_later = Q(**{f"replaced_by__{moment}__gt": known_at})
    return Q(**{f"{moment}__lte": known_at}) & (Q(replaced_by__isnull=True) | is_replaced_later)


def _minimum_rates(funds: Iterable[int]) -> dict[int, Decimal]:
    """R10's minimum by fund, of the terms that bind it; each version of the terms is read once, not each fund's."""
    bound = dict(FundAgreement.objects.filter(fund__in=funds).values_list("fund", "scheme_version"))
    versions = SchemeVersion.objects.filter(pk__in=set(bound.values())).select_related("scheme")
    rates = {one.pk: selectors.terms_of(one).rate("hong_kong_spend_minimum_rate") for one in versions}
    return {fund: rates[version] for fund, version in bound.items()}


def _spend(investment: Investment, on: date, rate: Decimal, cost, by_category, checked, last) -> Spend:
    proposal = investment.proposal
    undertaking = spending.Undertaking(cost, rate, investment.completed_date, proposal.spend_months)
    signed = proposal.undertaking_signed_date
    return Spend(
        undertaking=undertaking,
        progress=spending.progress(
            undertaking,
            reported_hkd=total(by_category.values()),
            accepted_hkd=checked[0],
            rejected_hkd=checked[1],
            on=on,
        ),
        undertaken_hkd=proposal.hong_kong_spend_undertaken_hkd if signed and signed <= on else None,
        by_category=by_category,
        jobs=last[0],
        reported_until=last[1],
    )


# --- confirmations of holdings


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An investment whose holding waits for its yearly confirmation, or was confirmed with a difference."""

    investment: Investment
    last: HoldingConfirmation | None
    due_date: date

    @property
    def differs(self) -> bool:
        """Whether the last confirmation is of another number than was on record."""
        return self.last is not None and self.last.confirmed_units != self.last.recorded_units


def unconfirmed(funds: QuerySet[Fund], on: date) -> tuple[Unconfirmed, ...]:
    """This function will list what is held and was not confirmed within a year, the longest due first (R28)."""
    held = Investment.objects.filter(fund__in=funds.order_by().values("pk"), completed_date__lte=on)
    states = positions.of_many(held, as_of=on)
    newest = HoldingConfirmation.objects.filter(investment__in=held.order_by().values("pk"), as_of_date__lte=on)
    last = {one.investment_id: one for one in newest.order_by("as_of_date", "id")}
    found = []
    for investment in held.select_related("fund", "company").order_by("pk"):
        if not states[investment.pk].is_held:
            continue
        confirmation = last.get(investment.pk)
        since = confirmation.as_of_date if confirmation else investment.completed_date
        one = Unconfirmed(investment, confirmation, since + timedelta(days=CONFIRMED_FOR_DAYS))
        if one.due_date <= on or one.differs:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.due_date, one.investment.pk)))


def last_valued(investments: QuerySet[Investment]) -> dict[int, date]:
    """The day of each investment's last value in the books."""
    rows = investments.filter(valuations__stage="reviewed").values_list("pk")
    return dict(rows.annotate(last=Max("valuations__valuation_date")).order_by())
