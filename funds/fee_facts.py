"""Fees and hurdle computed from the books: facts for funds/rules/fees.py and hurdle.py (A3, A4, A5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Sum

from funds import agreement_versions, selectors, waterfall_facts
from funds.models import (
    CallPurpose,
    CapitalCall,
    Closing,
    Commitment,
    Distribution,
    FeeAccrual,
    FeeConcession,
    FeeOffset,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    OffsetSettlementLine,
    Partner,
)
from funds.rules import fees, hurdle, partner_fees
from funds.rules.terms import Terms
from funds.standing import standing
from itvf.dates import quarter_end, quarter_start
from itvf.errors import WrongStage, gettext_noop
from itvf.money import ZERO, quantise, total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
# What went out as fee, and came back of it.
FEE_MONEY = (Kind.FEE_PAID, Kind.FEE_REFUNDED)
# What an entry of a kind does to the fee's base, and on which account it shows (A3).
COST_EVENTS = {
    (Code.INVESTMENT_AT_COST, Kind.INVESTMENT): ("invested", 1),
    (Code.INVESTMENT_AT_COST, Kind.REALISATION): ("realised_cost", -1),
    (Code.INVESTMENT_AT_COST, Kind.WRITE_DOWN): ("written_off", -1),
    (Code.INVESTMENT_CONVERTED, Kind.REALISATION): ("realised_cost", -1),
    (Code.INVESTMENT_CONVERTED, Kind.WRITE_DOWN): ("written_off", -1),
    (Code.INVESTMENT_UNREALISED, Kind.WRITE_DOWN): ("written_down", -1),
}
# The accounts on which those events show; what a conversion moves between the two at cost changes no base.
COST_CODES = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.INVESTMENT_UNREALISED)


def cost_events(fund: Fund, *, as_of: date, known_at: datetime | None = None) -> list[fees.CostEvent]:
    """What changed a fund's invested and net invested cost, from its book; reversals net their entry out."""
    return events_of(
        (code, *movement)
        for code in COST_CODES
        for movement in selectors.movements(fund, code, as_of=as_of, known_at=known_at)
    )


def events_of(movements: Iterable[tuple[str, date, str, Decimal]]) -> list[fees.CostEvent]:
    """The events of the fee's base among a book's movements (account's code, effective date, kind, HK$) (A3)."""
    events = []
    for code, day, kind, amount in movements:
        if (code, kind) in COST_EVENTS:
            name, sign = COST_EVENTS[code, kind]
            events.append(fees.CostEvent(date=day, kind=name, amount_hkd=sign * amount))
    return events


@dataclass(frozen=True, slots=True)
class FeePosition:
    """What is on record of a fund's management fee to a day, as known at a moment: enough to compute any quarter.

    `commitments` are (partner, whether it is the Government, day, HK$), `offsets` those not counted yet (day, HK$),
    `settled` those carried forward that the manager settled (accrual, partner, HK$), `transfers` those of commitments
    (day, approved at, giver, taker, part of the giver's that passed), `called` and `paid` what went out as fee (day,
    HK$). `accruals` are those that stand.
    """

    fund: Fund
    starts: date
    terms: Terms
    agreed: fees.FeeTerms
    events: tuple[fees.CostEvent, ...]
    commitments: tuple[tuple[int, bool, date, Decimal], ...]
    concessions: Mapping[int, tuple[partner_fees.Concession, ...]]
    offsets: tuple[tuple[date, Decimal], ...]
    settled: tuple[tuple[int, int, Decimal], ...]
    accruals: Mapping[date, FeeAccrual]
    transfers: tuple[tuple[date, datetime, int, int, Fraction], ...]
    called: tuple[tuple[date, Decimal], ...]
    paid: tuple[tuple[date, Decimal], ...]

    def quarters(self, until: date) -> list[tuple[date, date]]:
        """First and last day of each quarter since the first closing; the last one ends on `until`."""
        found, start = [], self.starts
        while start <= until:
            found.append((start, min(quarter_end(start), until)))
            start = found[-1][1] + timedelta(days=1)
        return found

    def agreed_fees(self, periods: Sequence[tuple[date, date]]) -> tuple[fees.PeriodFee, ...]:
        """The fee of each period by the agreement alone."""
        return fees.period_fees(self.agreed, self.events, periods)

    def caps(self, periods: Sequence[tuple[date, date]]) -> tuple[fees.PeriodFee, ...]:
        """The most that R14 allows for each period, whatever the agreement says."""
        end = self.agreed.investment_period_end_date
        return fees.fee_caps(periods, events=self.events, investment_period_end_date=end, terms=self.terms)

    def last_accrual(self, before: date = date.max) -> FeeAccrual | None:
        """The standing accrual of the last quarter that ended before a day."""
        ended = [end for end in self.accruals if end < before]
        return self.accruals[max(ended)] if ended else None

    def carried(self, before: date = date.max) -> dict[int, Decimal]:
        """The offsets that the last accrued quarter before a day left over, by partner, in HK$, less those settled."""
        last = self.last_accrual(before)
        if last is None:
            return {}
        return self.passed_on(self.left_by(last), last.period_end, last.accrued_at, until=before)

    def left_by(self, accrual: FeeAccrual) -> dict[int, Decimal]:
        """The offsets that a quarter carried forward and the manager did not settle, by partner, in HK$."""
        found = {line.partner_id: line.carried_hkd for line in accrual.partners.all()}
        for of, partner, amount in self.settled:
            if of == accrual.pk:
                found[partner] = found.get(partner, ZERO) - amount
        return found

    def passed_on(
        self, carried: Mapping[int, Decimal], ended: date, accrued_at: datetime, *, until: date = date.max
    ) -> dict[int, Decimal]:
        """Offsets that a quarter carried forward, by partner, after the transfers of commitments since.

        They pass with a commitment: in its part, half up, where a transfer is of a day after that quarter, or was
        approved after the quarter was accrued. What was approved before is in the quarter's own shares.
        """
        found = dict(carried)
        for day, approved_at, giver, taker, part in self.transfers:
            if day <= until and (day > ended or approved_at > accrued_at):
                passed = quantise(Fraction(found.get(giver, ZERO)) * part, mode="half_up")
                found[giver] = found.get(giver, ZERO) - passed
                found[taker] = found.get(taker, ZERO) + passed
        return found

    def shared(
        self, fee: fees.PeriodFee, cap: fees.PeriodFee, *, carried: Mapping[int, Decimal], offset_hkd: Decimal
    ) -> partner_fees.QuarterFee:
        """The fee of a quarter as its partners bear it, with offsets brought forward by partner and new ones."""
        committed: dict[int, Decimal] = {}
        government = {partner for partner, is_government, _day, _amount in self.commitments if is_government}
        for partner, _is_government, day, amount in self.commitments:
            if day <= fee.end_date:
                committed[partner] = total([committed.get(partner, ZERO), amount])
        seats = [
            partner_fees.Seat(
                partner, amount, partner in government, carried.get(partner, ZERO), self.concessions.get(partner, ())
            )
            for partner, amount in sorted(committed.items())
        ]
        return partner_fees.partner_fees(fee, cap, seats, offset_hkd=offset_hkd)


def position(fund: Fund, on: date, *, known_at: datetime | None = None) -> FeePosition:
    """One fund's position; refused (WrongStage) before its agreement and its first closing."""
    found = positions([fund], on, known_at=known_at).get(fund.pk)
    if found is None:
        selectors.agreement_of(fund)
        raise WrongStage(gettext_noop("{fund} has had no closing; no fee runs yet."), fund=str(fund))
    return found


def positions(funds: Iterable[Fund], on: date, *, known_at: datetime | None = None) -> dict[int, FeePosition]:
    """The positions of funds that have an agreement and a closing, by id, in a fixed number of queries."""
    ids = [fund.pk for fund in funds]
    agreements = (
        FundAgreement.objects.filter(fund__in=ids, fund__first_closing_date__isnull=False)
        .select_related("fund", "scheme_version__scheme")
        .prefetch_related("fee_steps", "scheme_version__terms", "scheme_version__assumptions")
    )
    moved = _by_fund(_movements(ids, on, known_at))
    commitments = _by_fund(_commitments(ids, on, known_at))
    concessions = _by_fund(_concessions(ids, known_at))
    offsets = _by_fund(_offsets(ids, on, known_at))
    settled = _by_fund(_settled(ids, known_at))
    accruals = _by_fund((accrual.fund_id, accrual) for accrual in _accruals(ids, known_at))
    transfers = _by_fund(_transfers(ids, on, known_at))
    called = _by_fund(_called(ids, on, known_at))
    found, terms = {}, {}
    for agreement in agreement_versions.as_known(agreements, known_at):
        version = agreement.scheme_version
        terms[version.pk] = terms.get(version.pk) or selectors.terms_of(version)
        pk, periods = agreement.fund_id, selectors.periods(agreement.fund, agreement)
        joined = [fees.CostEvent(day, "committed", amount) for _partner, _is, day, amount in commitments[pk]]
        costs = [movement for movement in moved[pk] if movement[0] in COST_CODES]
        let_off: dict[int, tuple[partner_fees.Concession, ...]] = {}
        for partner, *concession in concessions[pk]:
            let_off[partner] = (*let_off.get(partner, ()), partner_fees.Concession(*concession))
        found[pk] = FeePosition(
            fund=agreement.fund,
            starts=periods.starts,
            terms=terms[version.pk],
            agreed=_fee_terms(agreement, periods, known_at),
            events=(*joined, *events_of(costs)),
            commitments=tuple(commitments[pk]),
            concessions=let_off,
            offsets=tuple(offsets[pk]),
            settled=tuple(settled[pk]),
            accruals={accrual.period_end: accrual for (accrual,) in accruals[pk]},
            transfers=tuple(transfers[pk]),
            called=tuple(called[pk]),
            paid=tuple((day, amount) for code, day, _kind, amount in moved[pk] if code == Code.FEE_PAYABLE),
        )
    return found


def quarter(fund: Fund, period_end: date, *, known_at: datetime | None = None) -> tuple[fees.PeriodFee, fees.PeriodFee]:
    """A fund's fee for a calendar quarter and the cap of R14 for it, in HK$; the first runs from the first closing."""
    return quarter_of(position(fund, period_end, known_at=known_at), period_end)


def quarter_of(found: FeePosition, period_end: date) -> tuple[fees.PeriodFee, fees.PeriodFee]:
    """The same of a position that is at hand."""
    period = (max(quarter_start(period_end), found.starts), period_end)
    return found.agreed_fees([period])[0], found.caps([period])[0]


def cap_to_date(fund: Fund, until: date) -> Decimal:
    """What R14 allows as fee from the first closing to a quarter's end, quarter by quarter, in HK$."""
    if fund.first_closing_date is None:
        return ZERO
    found = position(fund, until)
    return total(cap.fee_hkd for cap in found.caps(found.quarters(until)))


def hurdle_position(fund: Fund, on: date, *, known_at: datetime | None = None) -> hurdle.HurdleStatement:
    """A fund's hurdle at a date, from its books (see `hurdle_of`)."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    paid_in = waterfall_facts.contributions([agreement], on, known_at)
    shares = waterfall_facts.partners_share([agreement], on, known_at)
    return hurdle_of(agreement, [row[1:] for row in paid_in], [row[1:] for row in shares], on)


def hurdle_of(
    agreement: FundAgreement,
    paid_in: Iterable[tuple[date, date, Decimal]],
    shares: Iterable[tuple[date, str, Decimal]],
    on: date,
) -> hurdle.HurdleStatement:
    """The hurdle on contributions from the later of due date and receipt, less what went back (A5).

    Called capital that went back (A19) is a contribution taken away again; carry is no partner's money until the GP
    has given it back and it went on to them.
    """
    contributions = [hurdle.Contribution(amount, due, value_date) for due, value_date, amount in paid_in]
    distributions = []
    for payment_date, nature, amount in shares:
        if nature == Distribution.Nature.UNINVESTED:
            contributions.append(hurdle.Contribution(-amount, payment_date, payment_date))
        else:
            distributions.append(hurdle.Distribution(amount, payment_date))
    terms = waterfall_facts.terms(agreement).hurdle
    return hurdle.hurdle_balance(contributions, distributions, terms=terms, on=on)


def _fee_terms(agreement: FundAgreement, periods: selectors.Periods, known_at: datetime | None) -> fees.FeeTerms:
    """The agreement's fee; of the steps of one day the one recorded last counts."""
    known = [step for step in agreement.fee_steps.all() if known_at is None or step.recorded_at <= known_at]
    steps = {step.from_date: step.rate for step in sorted(known, key=lambda step: step.pk)}
    return fees.FeeTerms(
        rate_during=agreement.fee_rate_during,
        rate_after=agreement.fee_rate_after,
        base_during=agreement.fee_base_during,
        base_after=agreement.fee_base_after,
        investment_period_end_date=periods.investment_period_end,
        committed_hkd=ZERO,
        steps=tuple(fees.RateStep(day, rate) for day, rate in sorted(steps.items())),
    )


def _movements(ids: list[int], on: date, known_at: datetime | None):
    """What moved the base, and what was paid as fee: (fund, account's code, day, kind, HK$)."""
    moves = Q(account__code__in=COST_CODES) | Q(account__code=Code.FEE_PAYABLE, entry__kind__in=FEE_MONEY)
    found = selectors.postings(as_of=on, known_at=known_at).filter(moves, account__book__fund__in=ids)
    return (
        found.values_list("account__book__fund", "account__code", "entry__effective_date", "entry__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "entry__kind")
    )


def _commitments(ids: list[int], on: date, known_at: datetime | None):
    """(fund, partner, whether it is the Government, day, HK$)."""
    found = Commitment.objects.admitted().filter(fund__in=ids, closing__closing_date__lte=on)
    if known_at is not None:
        found = found.filter(closing__completed_at__lte=known_at)
    is_government = Q(partner__kind=Partner.Kind.GOVERNMENT)
    return found.annotate(is_government=ExpressionWrapper(is_government, BooleanField())).values_list(
        "fund", "partner", "is_government", "closing__closing_date", "amount_hkd"
    )


def _transfers(ids: list[int], on: date, known_at: datetime | None):
    """Commitments that passed: (fund, day, approved at, giver, taker, part of the giver's), in the register's order."""
    found = Commitment.objects.admitted().filter(fund__in=ids, closing__closing_date__lte=on)
    if known_at is not None:
        found = found.filter(closing__completed_at__lte=known_at)
    held: dict[int, Decimal] = defaultdict(lambda: ZERO)
    giver = None
    ordered = found.order_by("closing__closing_date", "closing__number", "amount_hkd").select_related("closing")
    for row in ordered:
        if row.closing.kind == Closing.Kind.TRANSFER and row.amount_hkd < 0:
            giver, before = row.partner_id, held[row.partner_id]
        elif row.closing.kind == Closing.Kind.TRANSFER:
            part = Fraction(row.amount_hkd) / Fraction(before)
            yield row.fund_id, row.closing.closing_date, row.closing.completed_at, giver, row.partner_id, part
        held[row.partner_id] += row.amount_hkd


def _concessions(ids: list[int], known_at: datetime | None):
    """(fund, partner, rate, from, to): as known then, to the last day that was set by then."""
    found = FeeConcession.objects.approved().filter(fund__in=ids).order_by("from_date")
    ends = {}
    if known_at is not None:
        found = found.filter(approved_at__lte=known_at)
        history = apps.get_model("funds", "FeeConcessionEvent").objects.filter(fund__in=ids).order_by("pgh_id")
        for pk, to_date, set_at in history.values_list("pgh_obj", "to_date", "pgh_created_at"):
            if pk not in ends or set_at <= known_at:
                ends[pk] = to_date
    for pk, *row, to_date in found.values_list("pk", "fund", "partner", "rate", "from_date", "to_date"):
        yield *row, ends.get(pk, to_date)


def _offsets(ids: list[int], on: date, known_at: datetime | None):
    """Those not counted yet: (fund, day, HK$)."""
    waiting = Q(stage=FeeOffset.Stage.RECORDED)
    if known_at is not None:
        counted_later = Q(stage=FeeOffset.Stage.COUNTED, accrual__accrued_at__gt=known_at)
        settled_later = Q(stage=FeeOffset.Stage.SETTLED, settlement__recorded_at__gt=known_at)
        history = apps.get_model("funds", "FeeOffsetEvent").objects
        later = history.filter(fund__in=ids, pgh_created_at__gt=known_at)
        withdrawn_later = Q(stage=FeeOffset.Stage.WITHDRAWN, pk__in=later.values("pgh_obj"))
        waiting = (waiting | counted_later | settled_later | withdrawn_later) & Q(recorded_at__lte=known_at)
    found = FeeOffset.objects.filter(waiting, fund__in=ids, received_date__lte=on)
    return found.order_by("received_date", "id").values_list("fund", "received_date", "offset_hkd")


def _settled(ids: list[int], known_at: datetime | None):
    """What of offsets carried forward the manager settled: (fund, accrual, partner, HK$)."""
    found = OffsetSettlementLine.objects.filter(settlement__fund__in=ids, settlement__accrual__isnull=False)
    found = standing(found, known_at, "settlement__entry")
    return found.values_list("settlement__fund", "settlement__accrual", "partner", "carried_hkd")


def _accruals(ids: list[int], known_at: datetime | None) -> QuerySet[FeeAccrual]:
    return FeeAccrual.objects.filter(fund__in=ids).standing(known_at).prefetch_related("partners")


def _called(ids: list[int], on: date, known_at: datetime | None):
    """What issued calls asked for as fee, by due date: (fund, day, HK$). A true-up's goes back to other partners."""
    found = CallPurpose.objects.filter(
        call__fund__in=ids,
        call__stage=CapitalCall.Stage.ISSUED,
        call__nature=CapitalCall.Nature.ORDINARY,
        call__due_date__lte=on,
        kind=CallPurpose.Kind.MANAGEMENT_FEE,
    )
    if known_at is not None:
        found = found.filter(call__issued_at__lte=known_at)
    return found.order_by("call__due_date", "id").values_list("call__fund", "call__due_date", "amount_hkd")


def _by_fund(rows: Iterable[tuple]) -> defaultdict[int, list[tuple]]:
    """Rows by the fund that each begins with."""
    found = defaultdict(list)
    for fund, *row in rows:
        found[fund].append(tuple(row))
    return found
