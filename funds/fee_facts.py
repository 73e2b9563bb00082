"""Fees and hurdle computed from the books: facts for funds/rules/fees.py and hurdle.py (A3, A4, A5)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from funds import selectors, waterfall_facts
from funds.models import Distribution, Fund, FundAgreement, JournalEntry, LedgerAccount
from funds.rules import fees, hurdle
from itvf.dates import quarter_end, quarter_start
from itvf.money import total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
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


def quarter(fund: Fund, period_end: date, *, known_at: datetime | None = None) -> tuple[fees.PeriodFee, fees.PeriodFee]:
    """A fund's fee for a calendar quarter and the cap of R14 for it, in HK$; the first runs from the first closing."""
    agreement = selectors.agreement_of(fund)
    periods = selectors.periods(fund, agreement)
    start = max(quarter_start(period_end), periods.starts)
    events = cost_events(fund, as_of=period_end, known_at=known_at)
    fee_terms = fees.FeeTerms(
        rate_during=agreement.fee_rate_during,
        rate_after=agreement.fee_rate_after,
        base_during=agreement.fee_base_during,
        base_after=agreement.fee_base_after,
        investment_period_end_date=periods.investment_period_end,
        committed_hkd=selectors.register(fund, on=period_end).total_hkd,
    )
    (fee,) = fees.period_fees(fee_terms, events, [(start, period_end)])
    cap = fees.fee_cap(
        start,
        period_end,
        events=events,
        investment_period_end_date=periods.investment_period_end,
        terms=selectors.terms_of(agreement.scheme_version),
    )
    return fee, cap


def cap_to_date(fund: Fund, until: date) -> Decimal:
    """What R14 allows as fee from the first closing to a quarter's end, quarter by quarter, in HK$."""
    if fund.first_closing_date is None:
        return total([])
    agreement = selectors.agreement_of(fund)
    terms = selectors.terms_of(agreement.scheme_version)
    periods = selectors.periods(fund, agreement)
    events = cost_events(fund, as_of=until)
    caps = []
    start = periods.starts
    while start <= until:
        end = quarter_end(start)
        cap = fees.fee_cap(
            start,
            end,
            events=[event for event in events if event.date <= end],
            investment_period_end_date=periods.investment_period_end,
            terms=terms,
        )
        caps.append(cap.fee_hkd)
        start = end + timedelta(days=1)
    return total(caps)


def hurdle_position(fund: Fund, on: date, *, known_at: datetime | None = None) -> hurdle.HurdleStatement:
    """A fund's hurdle at a date, from its books (see `hurdle_of`)."""
    agreement = selectors.agreement_of(fund)
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

    Called capital that went back (A19) is a contribution taken away again; carry is no partner's money.
    """
    contributions = [hurdle.Contribution(amount, due, value_date) for due, value_date, amount in paid_in]
    distributions = []
    for payment_date, nature, amount in shares:
        if nature == Distribution.Nature.UNINVESTED:
            contributions.append(hurdle.Contribution(-amount, payment_date, payment_date))
        else:
            distributions.append(hurdle.Distribution(amount, payment_date))
    return hurdle.hurdle_balance(
        contributions, distributions, terms=waterfall_facts.terms(agreement).hurdle, on=on
    )
