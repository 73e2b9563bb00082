"""The whole programme as of a date and as known at a moment, read with a number of queries that no fund adds to.

Each query takes every fund of the scheme at once; what it finds is handed out by fund. The report's figures are
computed from this and from nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import F, Min, Q, Sum

from funds import agreement_versions, fee_facts, selectors, waterfall_facts
from funds.models import (
    CapitalCall,
    Closing,
    Commitment,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    Partner,
    RecordedBreach,
    Scheme,
    SchemeVersion,
    Selection,
)
from funds.rules import fees
from funds.rules.terms import Terms
from investments import oversight, portfolio, positions
from investments.models import CheckOutcome, Consent, Investment
from investments.rules import kpi, start_ups
from itvf.dates import HONG_KONG, local_date
from itvf.models import AuditEvent
from itvf.money import ZERO, total
from reporting import paid_in_capital
from reporting import selectors as reports
from reporting.models import QuarterlyHolding, QuarterlyReport
from reporting.rules import quarterly

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
CODES = {*waterfall_facts.ASSETS_AND_LIABILITIES, Code.FEE_EXPENSE, Code.CAPITAL_DISTRIBUTED}


@dataclass(frozen=True, slots=True)
class FundPosition:
    """What is on record of one fund; every list holds only what counts at the date and was known at the moment."""

    fund: Fund
    agreement: FundAgreement | None
    terms: Terms | None
    register: selectors.Register
    periods: selectors.Periods | None
    movements: tuple[tuple[str, date, str, Decimal], ...]
    calls: tuple[CapitalCall, ...]
    receipts: tuple[paid_in_capital.Receipt, ...]
    paid_in: tuple[tuple[date, date, Decimal], ...]
    shares: tuple[tuple[date, str, Decimal], ...]
    investments: tuple[Investment, ...]
    reports: tuple[QuarterlyReport, ...]

    @property
    def cost_events(self) -> list[fees.CostEvent]:
        """What changed the fee's base (A3)."""
        return fee_facts.events_of(movement for movement in self.movements if movement[0] in fee_facts.COST_CODES)

    def moved(self, code: str, *, kind: str = "", since: date = date.min, until: date = date.max) -> Decimal:
        """The sum of movements on accounts of a code in HK$, debits positive, both days counted."""
        return total(
            amount
            for found, day, of_kind, amount in self.movements
            if found == code and kind in ("", of_kind) and since <= day <= until
        )

    def valued(self, on: date, *, is_whole: bool) -> quarterly.Valued:
        """The fund's investments and net assets as a quarterly report's are compared with them."""
        sums = {code: self.moved(code, until=on) for code in waterfall_facts.ASSETS_AND_LIABILITIES}
        cost_hkd = total([sums[Code.INVESTMENT_AT_COST], sums[Code.INVESTMENT_CONVERTED]])
        return quarterly.Valued(
            cost_hkd=cost_hkd,
            fair_value_hkd=total([cost_hkd, sums[Code.INVESTMENT_UNREALISED]]),
            nav_hkd=total(sums.values()),
            called_hkd=sums[Code.CALL_RECEIVABLE],
            fee_payable_hkd=-sums[Code.FEE_PAYABLE],
            is_whole=is_whole,
        )

    def received(self, *, government: bool = False, until: date = date.max) -> Decimal:
        """Capital paid in and not gone back, in HK$, of all partners or of the Government alone."""
        return total(
            receipt.amount_hkd
            for receipt in self.receipts
            if (receipt.is_government or not government) and receipt.value_date <= until
        )


@dataclass(frozen=True, slots=True)
class ProgrammePosition:
    """The programme at a date: its terms, its envelope's uses, its funds, and what was found and consented."""

    scheme: Scheme
    on: date
    known_at: datetime
    version: SchemeVersion
    terms: Terms
    reserved_hkd: Decimal
    released_hkd: Decimal
    funds: tuple[FundPosition, ...]
    company_facts: dict[int, dict[str, bool | None]]
    spend: dict[int, oversight.Spend]
    claims: dict[int, dict[int, quarterly.Claim]]
    lots: dict[int, positions.Position]
    kpi: kpi.Kpi
    arrivals: tuple[start_ups.Arrival, ...]
    uninvested: tuple[oversight.Aged, ...]
    breaches: tuple[RecordedBreach, ...]
    breach_templates: dict[tuple[str, str], str]
    consents: tuple[Consent, ...]
    audit_heads: tuple[tuple[str, int, str], ...]


def position(scheme: Scheme, on: date, *, known_at: datetime) -> ProgrammePosition:
    """A scheme's programme as of a date, as known at a moment, in a number of queries that funds do not add to."""
    version = selectors.version_in_force(scheme, on)
    funds = list(
        Fund.objects.filter(selection__scheme=scheme, registered_date__lte=on)
        .select_related("manager", "agreement")
        .order_by("code")
    )
    of_scheme = Fund.objects.filter(pk__in=[fund.pk for fund in funds])
    agreed = agreement_versions.as_known((one.agreement for one in funds if hasattr(one, "agreement")), known_at)
    agreements = {agreement.fund_id: agreement for agreement in agreed}
    terms = _terms({version.pk, *(agreement.scheme_version_id for agreement in agreed)})
    commitments = _commitments(scheme, on, known_at)
    movements = _movements(scheme, on, known_at)
    calls = _calls(scheme, on, known_at)
    receipts = _by_fund(paid_in_capital.of(scheme, on, known_at))
    paid_in = _by_fund((row[0], row[1:]) for row in waterfall_facts.contributions(agreed, on, known_at))
    shares = _by_fund((row[0], row[1:]) for row in waterfall_facts.partners_share(agreed, on, known_at))
    investments = _investments(scheme, on, known_at)
    reports = _reports(scheme, on, known_at)
    positions_of_funds = tuple(
        _fund_position(
            fund,
            agreements.get(fund.pk),
            commitments,
            terms,
            movements,
            calls,
            receipts,
            paid_in,
            shares,
            investments,
            reports,
        )
        for fund in funds
    )
    made = Investment.objects.filter(pk__in=[one.pk for held in investments.values() for one in held])
    breaches = tuple(
        RecordedBreach.objects.filter(fund__selection__scheme=scheme, found_date__lte=on)
        .select_related("fund")
        .order_by("found_date", "id")
    )
    return ProgrammePosition(
        scheme=scheme,
        on=on,
        known_at=known_at,
        version=version,
        terms=terms[version.pk],
        reserved_hkd=_reserved(
            scheme, on, known_at, {fund for fund in commitments if commitments[fund].government_hkd}
        ),
        released_hkd=_released(scheme, on, known_at),
        funds=positions_of_funds,
        company_facts=portfolio.company_facts(
            {i.company_id for held in investments.values() for i in held}, on, known_at=known_at
        ),
        spend=oversight.spend(made, on, minimum_rates=_minimum_rates(positions_of_funds), known_at=known_at),
        claims=_claims(positions_of_funds, on),
        lots=positions.of_many(made, as_of=on, known_at=known_at),
        kpi=oversight.measure_kpi(of_scheme, terms[version.pk], on, known_at=known_at),
        arrivals=oversight.arrivals(of_scheme, on),
        uninvested=oversight.aged_list(of_scheme, on, known_at=known_at),
        breaches=breaches,
        breach_templates=_templates(breaches),
        consents=tuple(
            Consent.objects.filter(
                fund__selection__scheme=scheme,
                stage=Consent.Stage.APPROVED,
                approved_at__lte=min(known_at, end_of(on)),
            )
            .select_related("fund", "approved_by")
            .order_by("approved_at", "id")
        ),
        audit_heads=tuple(
            AuditEvent.objects.order_by("chain", "-sequence").distinct("chain").values_list("chain", "sequence", "hash")
        ),
    )


def end_of(day: date) -> datetime:
    """The last moment of a day in Hong Kong."""
    return datetime.combine(day + timedelta(days=1), time.min, HONG_KONG) - timedelta(microseconds=1)


@dataclass(slots=True)
class _Promised:
    """A fund's commitments: the register, and the first closing that made it."""

    register: selectors.Register
    first_closing: date

    @property
    def government_hkd(self) -> Decimal:
        return self.register.government_hkd


def _fund_position(
    fund, agreement, commitments, terms, movements, calls, receipts, paid_in, shares, investments, reports
) -> FundPosition:
    promised = commitments.get(fund.pk)
    return FundPosition(
        fund=fund,
        agreement=agreement,
        terms=terms[agreement.scheme_version_id] if agreement else None,
        register=promised.register if promised else selectors.Register(ZERO, ZERO, ZERO, ZERO, ZERO),
        periods=selectors.periods(fund, agreement) if promised and agreement else None,
        movements=tuple(movements[fund.pk]),
        calls=tuple(calls[fund.pk]),
        receipts=tuple(receipts[fund.pk]),
        paid_in=tuple(paid_in[fund.pk]),
        shares=tuple(shares[fund.pk]),
        investments=tuple(investments[fund.pk]),
        reports=tuple(reports[fund.pk]),
    )


def _terms(versions: set[int]) -> dict[int, Terms]:
    found = SchemeVersion.objects.filter(pk__in=versions).select_related("scheme")
    return {version.pk: selectors.terms_of(version) for version in found.prefetch_related("terms", "assumptions")}


def _commitments(scheme: Scheme, on: date, known_at: datetime) -> dict[int, _Promised]:
    rows = (
        Commitment.objects.filter(
            fund__selection__scheme=scheme,
            closing__stage=Closing.Stage.COMPLETED,
            closing__closing_date__lte=on,
            closing__completed_at__lte=known_at,
        )
        .values_list("fund", "partner__kind")
        .annotate(sum=Sum("amount_hkd"), first=Min("closing__closing_date"))
        .order_by()
    )
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    first: dict[int, date] = {}
    for fund, kind, amount, day in rows:
        sums[fund][kind] = amount
        first[fund] = min(day, first.get(fund, day))
    kind = Partner.Kind
    order = (kind.GOVERNMENT, kind.GP, kind.GP_AFFILIATE, kind.PRIVATE, kind.PUBLIC_BODY)
    return {
        fund: _Promised(selectors.Register(*(by_kind.get(k, ZERO) for k in order)), first[fund])
        for fund, by_kind in sums.items()
    }


def _released(scheme: Scheme, on: date, known_at: datetime) -> Decimal:
    """What of the Government's commitments was formally released undrawn; it gives the envelope back (R1)."""
    released = Commitment.objects.filter(
        fund__selection__scheme=scheme,
        partner__kind=Partner.Kind.GOVERNMENT,
        closing__kind=Closing.Kind.RELEASE,
        closing__stage=Closing.Stage.COMPLETED,
        closing__closing_date__lte=on,
        closing__completed_at__lte=known_at,
    )
    return ZERO - (released.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO)


def _movements(scheme: Scheme, on: date, known_at: datetime) -> dict[int, list]:
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(account__book__fund__selection__scheme=scheme, account__code__in=CODES)
        .values_list("account__book__fund", "account__code", "entry__effective_date", "entry__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "account__code", "entry__kind")
    )
    return _by_fund((fund, (code, day, kind, amount)) for fund, code, day, kind, amount in rows if amount)


def _calls(scheme: Scheme, on: date, known_at: datetime) -> dict[int, list[CapitalCall]]:
    calls = (
        CapitalCall.objects.filter(
            fund__selection__scheme=scheme,
            stage=CapitalCall.Stage.ISSUED,
            issued_at__lte=min(known_at, end_of(on)),
        )
        .annotate(
            government_hkd=Sum(
                F("lines__amount_hkd") + F("lines__outside_hkd") - F("lines__interest_hkd"),
                filter=Q(lines__partner__kind=Partner.Kind.GOVERNMENT),
                default=ZERO,
            )
        )
        .order_by("number")
    )
    return _by_fund((call.fund_id, call) for call in calls)


def _investments(scheme: Scheme, on: date, known_at: datetime) -> dict[int, list[Investment]]:
    made = portfolio.investments_with_cost(as_of=on, known_at=known_at).filter(fund__selection__scheme=scheme)
    return _by_fund((investment.fund_id, investment) for investment in made.order_by("completed_date", "id"))


def _reports(scheme: Scheme, on: date, known_at: datetime) -> dict[int, list[QuarterlyReport]]:
    reports = QuarterlyReport.objects.filter(
        fund__selection__scheme=scheme, period_end__lte=on, submitted_at__lte=known_at
    )
    return _by_fund((report.fund_id, report) for report in reports.order_by("period_end"))


def _minimum_rates(funds: Iterable[FundPosition]) -> Mapping[int, Decimal]:
    """R10's minimum by fund, of the terms that bind it."""
    return {one.fund.pk: one.terms.rate("hong_kong_spend_minimum_rate") for one in funds if one.terms}


def _claims(funds: Iterable[FundPosition], on: date) -> dict[int, dict[int, quarterly.Claim]]:
    """What the quarter's reports that wait for review claim of their holdings, by report and investment."""
    waiting = [
        report.pk
        for fund in funds
        for report in fund.reports
        if report.period_end == on and report.stage == QuarterlyReport.Stage.SUBMITTED
    ]
    found: dict[int, list[QuarterlyHolding]] = defaultdict(list)
    for holding in QuarterlyHolding.objects.filter(report__in=waiting).order_by("id"):
        found[holding.report_id].append(holding)
    return {report: reports.claims(holdings) for report, holdings in found.items()}


def _reserved(scheme: Scheme, on: date, known_at: datetime, committed: set[int]) -> Decimal:
    """The envelope that selections held on the day: from the notice until a closing or a lapse (R1, A9)."""
    selections = (
        Selection.objects.filter(scheme=scheme, notice_issued_date__lte=on)
        .exclude(fund__in=committed)
        .values_list("pk", flat=True)
    )
    events = AuditEvent.objects.filter(
        subject_type="funds.selection", subject_id__in=[str(pk) for pk in selections], happened_at__lte=known_at
    ).values_list("subject_id", "verb", "happened_at", "facts")
    held: dict[str, Decimal] = {}
    lapsed = set()
    for selection, verb, happened_at, facts in events:
        if verb == "selection.record":
            held[selection] = Decimal(facts["reserved_hkd"])
        elif verb == "selection.approve_lapse" and local_date(happened_at) <= on:
            lapsed.add(selection)
    return total(amount for selection, amount in held.items() if selection not in lapsed)


def _templates(breaches: Iterable[RecordedBreach]) -> dict[tuple[str, str], str]:
    """The sentences behind breaches that proposals' checks found, by source and code, to say them in Chinese."""
    proposals = {breach.source.partition(":")[2] for breach in breaches if breach.source.startswith("proposal:")}
    rows = (
        CheckOutcome.objects.filter(proposal__in=proposals).order_by("run").values_list("proposal", "code", "template")
    )
    return {(f"proposal:{proposal}", code): template for proposal, code, template in rows}


def _by_fund(pairs: Iterable[tuple]) -> dict[int, list]:
    found = defaultdict(list)
    for fund, item in pairs:
        found[fund].append(item)
    return found
