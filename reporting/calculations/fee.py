"""`fee`: the management fee of each period, with the days, bases and rates that it comes from (A3, A4)."""

from typing import Any

from funds.rules import fees
from funds.rules.day_count import CONVENTIONS
from itvf.errors import plain
from itvf.money import ONE, ratio, total
from reporting.calculations.reader import Reader

ENDS_BEFORE_START = fees.ENDS_BEFORE_START


def calculate(given: Reader) -> dict[str, Any]:
    """This function will compute fees in HK$, each rounded once, half up; the terms are taken as given."""
    rate_steps = given.children("rate_steps", null=True) or ()
    terms = fees.FeeTerms(
        rate_during=given.rate("rate_during"),
        rate_after=given.rate("rate_after"),
        base_during=given.choice("base_during", fees.BASES),
        base_after=given.choice("base_after", fees.BASES),
        investment_period_end_date=given.date("investment_period_end_date"),
        committed_hkd=given.money("committed_hkd"),
        day_count=given.choice("day_count", tuple(CONVENTIONS)),
        calendar=given.choice("calendar", fees.CALENDARS, default="daily"),
        proration=given.choice("proration", fees.PRORATIONS, default="days"),
        steps=tuple(fees.RateStep(step.date("date"), step.rate("rate")) for step in rate_steps),
    )
    events = [
        fees.CostEvent(event.date("date"), event.choice("kind", tuple(fees.EFFECTS)), event.money("amount_hkd"))
        for event in given.children("events")
    ]
    periods = [_period(period) for period in given.children("periods")]
    given.close()
    charged = fees.period_fees(terms, events, periods)
    return {
        "periods": [_charged(period) for period in charged],
        "total_hkd": plain(total(period.fee_hkd for period in charged)),
    }


def _period(period: Reader) -> tuple:
    start, end = period.date("start_date"), period.date("end_date")
    if start and end and end < start:
        period.refuse("end_date", ENDS_BEFORE_START, code="ends_before_start", start=start, found=end)
    return start, end


def _charged(period: fees.PeriodFee) -> dict[str, Any]:
    segments = [
        {
            "start_date": plain(segment.start_date),
            "end_date": plain(segment.end_date),
            "base_hkd": plain(segment.base_hkd),
            "rate": plain(ratio(segment.rate, ONE)),
            "days": segment.days,
        }
        for segment in period.segments
    ]
    return {
        "start_date": plain(period.start_date),
        "end_date": plain(period.end_date),
        "fee_hkd": plain(period.fee_hkd),
        "segments": segments,
    }
