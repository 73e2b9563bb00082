"""A fund in the middle of its life, played through the services: closed, called, paid, invested, fees accrued."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from funds.models import CapitalCall, Fund, Scheme
from funds.rules.terms import DATA
from funds.services import fees, schemes
from investments.models import Investment
from itvf import dates
from reporting.demo import acts, cast, deals, plans
from reporting.demo.acts import moment, purpose
from reporting.demo.cast import Cast
from reporting.demo.programme import Calendar


@dataclass(slots=True)
class World:
    """The cast, the calendar and one fund; `quarter` is the quarter that the tests report on."""

    people: Cast
    calendar: Calendar
    scheme: Scheme
    fund: Fund
    call: CapitalCall
    investment: Investment

    @property
    def quarter(self) -> date:
        return self.calendar.ended(4)


@pytest.fixture(scope="module")
def standing(held) -> World:
    """The world of `play`, once for a module."""
    return play()


def play() -> World:
    """One fund of HK$1,000m, a call of HK$204.5m paid in full, HK$110m invested, fees accrued to the quarter."""
    calendar = Calendar(dates.today())
    document = json.loads((DATA / "itvf-enhanced-2024.json").read_text("utf-8"), parse_float=str)
    version, _ = schemes.load_published(document, at=moment(calendar.after(8, 10)))
    people = cast.enrol(at=moment(calendar.after(8, 20)), password=None)
    acts.set_limits(people, on=calendar.after(8, 20))
    chosen = acts.select(people, plans.HARBOUR, scheme=version.scheme, received=calendar.after(7, 20), number=1)
    fund = acts.found(people, plans.HARBOUR, chosen, on=calendar.after(6, 30))
    account = acts.enter_bank(people, fund, on=calendar.after(6, 40))
    acts.confirm_bank(people, account, on=calendar.after(6, 41))
    acts.close(people, fund, plans.HARBOUR.seats, on=calendar.after(6, 75))
    call = call_and_pay(people, fund, calendar.after(5, 5), "204500000.00")
    investment = deals.invest(people, fund, plans.VISION, on=calendar.after(5, 45))
    for quarters_ago in (5, 4):
        fees.accrue(
            fund=fund,
            period_end=calendar.ended(quarters_ago),
            by=people.officer,
            at=moment(calendar.after(quarters_ago, 3)),
        )
    return World(people, calendar, version.scheme, fund, call, investment)


def call_and_pay(people: Cast, fund: Fund, issued: date, amount_hkd: str) -> CapitalCall:
    """A call for an investment, paid by every partner on its due date, the Government through its payment case."""
    purposes = [purpose("investment", "Sample Vision Robotics Limited, Series A", Decimal(amount_hkd))]
    call = acts.issue_call(people, fund, purposes, issued=issued)
    acts.fund_corporation(people, acts.case_of(call).amount_hkd, on=dates.add_business_days(issued, 4))
    acts.pay_government(people, call, on=dates.add_business_days(issued, 7))
    for line in acts.private_lines(call):
        acts.receive(people, line, on=call.due_date)
    return call
