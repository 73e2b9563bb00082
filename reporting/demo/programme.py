"""The demo programme: a fund of ten years and three younger ones in three states, on a calendar relative to today.

Played through the services in one transaction: it stands whole or not at all, and a second call does nothing.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from funds.models import CapitalCall, Distribution, Fund, FundingRequest, Netting, Scheme
from funds.rules.allocation import NOTICE_BUSINESS_DAYS
from funds.rules.terms import DATA
from funds.services import fees, schemes
from itvf import outbox
from itvf.dates import add_business_days, add_months, is_business_day, local_date, quarter_end
from itvf.models import OutboxMessage
from itvf.money import quantise
from reporting.demo import (
    acts,
    cast,
    deals,
    decade,
    government_money,
    lives,
    past_rounds,
    plans,
    raising,
    registers,
    reports,
    rounds,
)
from reporting.demo.acts import business_day, moment, purpose
from reporting.demo.cast import Cast
from reporting.demo.decade_plans import SUMMIT
from reporting.services import management_reports

PAPER = DATA / "itvf-enhanced-2024.json"
# What Harbour's agreement sets itself: limits as shares of commitments (R27), and a waterfall deal by deal.
HARBOUR_TERMS = {
    "company_limit_rate": Decimal("0.18"),
    "group_limit_rate": Decimal("0.20"),
    "follow_on_reserve_rate": Decimal("0.20"),
    "bridge_limit_rate": Decimal("0.10"),
    "bridge_months": 12,
    "limits_clause": "LPA 6.3",
    "waterfall_scope": "deal_by_deal",
    "carry_rate": Decimal("0.15"),
    "carry_escrow_rate": Decimal("0.30"),
    "waterfall_clause": "LPA 10.1",
    "second_hurdle_rate": Decimal("0.12"),
    "second_carry_rate": Decimal("0.20"),
    "second_catch_up_rate": Decimal("0.50"),
    "second_hurdle_clause": "LPA 10.2",
}
MAIL_TAKES = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Quarter ends counted back from the last one before today: `ended(0)` is that one."""

    today: date

    def ended(self, quarters_ago: int) -> date:
        """The last day of a quarter that is over."""
        last = quarter_end(add_months(self.today.replace(day=1), -3))
        return quarter_end(add_months(last.replace(day=1), -3 * quarters_ago))

    def after(self, quarters_ago: int, days: int) -> date:
        """The business day at or after so many days past a quarter's end."""
        return business_day(self.ended(quarters_ago) + timedelta(days=days))


def fill(*, clock: Callable[[], datetime]) -> bool:
    """This function will fill an empty database with the demo programme, and say whether it did so now.

    `clock` gives the moment (itvf.dates.now): the report is frozen as the books are known after all else. The
    notices of the past go out by real mail afterwards, where a mail server answers; else the worker sends them.
    """
    with transaction.atomic():
        if Fund.objects.filter(code=plans.HARBOUR.code).exists():
            return False
        _play(Calendar(local_date(clock())), clock)
    _send_notices_of_the_past(clock())
    return True


def _play(calendar: Calendar, clock: Callable[[], datetime]) -> None:
    at = clock()
    begins = calendar.after(decade.BEGINS + past_rounds.QUARTERS, 5)
    version, _ = schemes.load_published(json.loads(PAPER.read_text(encoding="utf-8"), parse_float=str), at=at)
    people = cast.enrol(at=moment(begins))
    acts.set_limits(people, on=begins)
    chosen = past_rounds.play_first(people, version.scheme, received=calendar.after(decade.BEGINS, 10))
    decade.play(people, version.scheme, calendar, chosen)
    harbour = _found_harbour(people, version.scheme, calendar)
    ridge = _found_ridge(people, version.scheme, calendar)
    _raise_delta(people, version.scheme, calendar)
    _run_harbour(people, harbour, calendar)
    registers.play(people, harbour, calendar)
    registers.discharge(people, Fund.objects.get(code=SUMMIT.code), until=calendar.today)
    _run_ridge(people, ridge, calendar)
    rounds.play(people, version.scheme)
    schemes.propose_version(
        scheme=version.scheme,
        changes={"fundraising_months": 15},
        effective_from=calendar.ended(-1) + timedelta(days=1),
        reason="Two managers asked for three more months; the Advisory Committee was consulted (R25).",
        by=people.officer,
        at=at - timedelta(days=2),
    )
    management_reports.freeze(scheme=version.scheme, period_end=calendar.ended(0), by=people.officer, at=clock())


def _found_harbour(people: Cast, scheme: Scheme, calendar: Calendar) -> Fund:
    """A large fund, closed at X = HK$750m: the Government's HK$250m is the ceiling of R6."""
    chosen = acts.select(people, plans.HARBOUR, scheme=scheme, received=calendar.after(7, 20), number=1)
    plan = replace(plans.HARBOUR, agreement={**acts.AGREEMENT, **HARBOUR_TERMS})
    fund = acts.found(people, plan, chosen, on=calendar.after(6, 30))
    account = acts.enter_bank(people, fund, on=calendar.after(6, 40), account_number="000-300-101838")
    acts.confirm_bank(people, account, on=calendar.after(6, 41))
    acts.admit_contact(people, fund, on=calendar.after(6, 45))
    acts.close(people, fund, plans.HARBOUR.seats, on=calendar.after(6, 75))
    return fund


def _found_ridge(people: Cast, scheme: Scheme, calendar: Calendar) -> Fund:
    """A fund at exactly HK$450m of other money: the Government's HK$150m is the floor of R6."""
    chosen = acts.select(people, plans.RIDGE, scheme=scheme, received=calendar.after(4, 10), number=2)
    fund = acts.found(people, plans.RIDGE, chosen, on=calendar.after(3, 20))
    account = acts.enter_bank(people, fund, on=calendar.after(3, 30), account_number="000-300-202838")
    acts.confirm_bank(people, account, on=calendar.after(3, 31))
    acts.close(people, fund, plans.RIDGE.seats, on=calendar.after(1, 5))
    return fund


def _raise_delta(people: Cast, scheme: Scheme, calendar: Calendar) -> None:
    """A fund still raising money, its twelve months with three weeks left and a closing in draft."""
    received = add_months(calendar.today + timedelta(days=24), -12)
    chosen = past_rounds.play_second(people, scheme, received=received)
    fund = acts.found(people, plans.DELTA, chosen, on=add_months(received, 6))
    acts.enter_bank(people, fund, on=calendar.today - timedelta(days=3), account_number="000-300-303838")
    drafted = calendar.today - timedelta(days=6)
    acts.draft_closing(people, fund, plans.DELTA_SIGNED, closing_date=drafted + timedelta(days=20), drafted=drafted)
    raising.play(people, fund, today=calendar.today)


def _run_harbour(people: Cast, fund: Fund, calendar: Calendar) -> None:
    first = [
        purpose("investment", "Sample Vision Robotics Limited, Series A", "110000000.00", "範例視覺機械人，A 輪"),
        purpose("investment", "Example Gene Therapy Limited, pre-A", "90000000.00", "示例基因治療，Pre-A 輪"),
        purpose("investment", "Five early companies", "45000000.00", "五家早期公司"),
        purpose("expense", "Formation and audit", "4500000.00", "成立及核數開支"),
    ]
    _call_and_pay(people, fund, first, issued=calendar.after(5, 5))
    _pay_expenses(people, fund, Decimal("3200000.00"), on=calendar.after(5, 40))
    deals.invest(people, fund, plans.VISION, on=calendar.after(5, 45), units=Decimal(1_100_000))
    deals.invest(people, fund, plans.GENE, on=calendar.after(5, 70), units=Decimal(900_000))
    lives.harbour_begins(people, fund, calendar)
    _end_quarters(people, fund, calendar, 5, 4)
    second = [
        purpose("investment", "Demo Solid Cell Inc., Series B", "70000000.00", "示範固態電池，B 輪"),
        purpose("investment", "Sample Photon Sensors GmbH, Series A", "130000000.00", "範例光子傳感，A 輪"),
    ]
    second = _with_fee(fund, second, calendar.ended(4))
    _call_and_pay(people, fund, second, issued=calendar.after(4, 15))
    _pay_fee(people, fund, second, on=calendar.after(4, 50))
    deals.invest(people, fund, plans.CELL, on=calendar.after(4, 55))
    deals.invest(people, fund, plans.SENSOR, on=calendar.after(3, 25))
    lives.harbour_second_year(people, fund, calendar)
    _end_quarters(people, fund, calendar, 3, 2)
    third = [
        purpose("investment", "Example Cantonese AI, convertible bond", "170000000.00", "示例粵語人工智能，可轉換債券"),
        purpose("investment", "Sample Vision Robotics Limited, Series C", "12000000.00", "範例視覺機械人，C 輪"),
    ]
    third = _with_fee(fund, third, calendar.ended(2))
    _call_and_pay(people, fund, third, issued=calendar.after(2, 15))
    _pay_fee(people, fund, third, on=calendar.after(2, 50))
    deals.invest(people, fund, plans.LANGUAGE, on=calendar.after(2, 60))
    lives.harbour_third_year(people, fund, calendar)
    _end_quarters(people, fund, calendar, 1)
    lives.harbour_now(people, fund, calendar)
    fees.accrue(fund=fund, period_end=calendar.ended(0), by=people.officer, at=moment(calendar.after(0, 3)))
    soon = _with_fee(fund, [purpose("expense", "Valuation and audit", "900000.00", "估值及核數")], calendar.ended(0))
    call = _issue_due_soon(people, fund, soon, calendar, days_left=5)
    government_money.query_and_answer(people, call, on=_ago(calendar, 2))
    deals.propose(people, fund, plans.HARBOUR_NEXT, on=_ago(calendar, 5), expected=calendar.today + timedelta(days=30))


def _pay_expenses(people: Cast, fund: Fund, amount_hkd: Decimal, *, on: date) -> None:
    fees.pay_expense(
        fund=fund,
        label="Formation and audit",
        amount_hkd=amount_hkd,
        value_date=on,
        bank_reference=f"EXP{on:%y%m%d}",
        by=people.officer,
        at=moment(on, 17),
    )


def _run_ridge(people: Cast, fund: Fund, calendar: Calendar) -> None:
    first = [
        purpose("investment", "Sample Nasal Vaccine Limited, seed", "40000000.00", "範例鼻噴疫苗，種子輪"),
        purpose("investment", "Three further companies", "16000000.00", "另外三家公司"),
        purpose("expense", "Formation and first audit", "5200000.01", "成立及首次核數開支"),
    ]
    call = _call_and_pay(people, fund, first, issued=calendar.after(1, 20), late="Sample Trading Company Limited")
    lives.ridge(people, fund, calendar, add_business_days(call.due_date, 15))
    fees.accrue(fund=fund, period_end=calendar.ended(0), by=people.officer, at=moment(calendar.after(0, 3)))
    second = [
        purpose("investment", "Example Ultrasound Imaging Limited, Series A", "35000000.00", "示例超聲影像，A 輪")
    ]
    call = _issue_due_soon(people, fund, second, calendar, days_left=3)
    government_money.ask_and_receive(people, call, on=_ago(calendar, 4))
    acts.authorise_once(people, call, on=_ago(calendar, 2))
    gp, founders, bank, *_ = acts.private_lines(call)
    acts.receive(people, gp, on=_ago(calendar, 2))
    acts.receive(people, founders, on=_ago(calendar, 2))
    acts.receive(people, bank, on=_ago(calendar, 1), amount_hkd=Decimal("5000000.00"))
    deals.propose(people, fund, plans.IMAGING, on=_ago(calendar, 4), expected=calendar.today + timedelta(days=20))
    deals.propose(people, fund, plans.TOKEN, on=_ago(calendar, 3), expected=calendar.today + timedelta(days=25))


def _call_and_pay(people: Cast, fund: Fund, purposes, *, issued: date, late: str = "") -> CapitalCall:
    """A call issued and paid on its due date, the Government's line through its case; `late` pays two thirds."""
    call = acts.issue_call(people, fund, purposes, issued=issued)
    government_money.ask_and_receive(people, call, on=add_business_days(issued, 4))
    acts.pay_government(people, call, on=add_business_days(issued, 7))
    government_money.confirm(people, call, on=add_business_days(issued, 7))
    for line in acts.private_lines(call):
        part = quantise(line.amount_hkd * 2 / 3, mode="down") if line.partner.name_en == late else None
        acts.receive(people, line, on=call.due_date, amount_hkd=part)
    return call


def _issue_due_soon(people: Cast, fund: Fund, purposes, calendar: Calendar, *, days_left: int) -> CapitalCall:
    """A call that falls due in a few business days: issued as long before as A12 asks."""
    due = add_business_days(calendar.today, days_left)
    return acts.issue_call(people, fund, purposes, issued=_before(due, NOTICE_BUSINESS_DAYS), due=due)


def _with_fee(fund: Fund, purposes, period_end: date) -> list:
    """The purposes with the management fee that is accrued and unpaid at a quarter's end."""
    fee = purpose(
        "management_fee",
        f"Management fee to {period_end}",
        acts.fee_payable(fund, as_of=period_end),
        f"管理費，截至 {period_end.year} 年 {period_end.month} 月 {period_end.day} 日",
    )
    return [*purposes, fee]


def _pay_fee(people: Cast, fund: Fund, purposes, *, on: date) -> None:
    """The fee that a call asked for, paid to the manager out of the fund's cash."""
    fees.pay(
        fund=fund,
        amount_hkd=purposes[-1].amount_hkd,
        value_date=on,
        bank_reference=f"FEE{on:%y%m%d}",
        by=people.officer,
        at=moment(on, 17),
    )


def _end_quarters(people: Cast, fund: Fund, calendar: Calendar, *quarters_ago: int) -> None:
    """Quarters that are over: the fee accrued from the books, the manager's report in and accepted."""
    for ago in quarters_ago:
        fees.accrue(fund=fund, period_end=calendar.ended(ago), by=people.officer, at=moment(calendar.after(ago, 2)))
        reports.submit_and_accept(people, fund, calendar.ended(ago), on=calendar.after(ago, 45))


def _ago(calendar: Calendar, business_days: int) -> date:
    """The business day so many business days before today."""
    return _before(calendar.today, business_days)


def _before(day: date, business_days: int) -> date:
    while business_days > 0:
        day -= timedelta(days=1)
        business_days -= is_business_day(day)
    return day


def _send_notices_of_the_past(at: datetime) -> None:
    """Hands the notices of the past to the mail server as of their issue, oldest first, as long as it answers."""
    calls = CapitalCall.objects.filter(stage=CapitalCall.Stage.ISSUED).values_list("pk", "issued_at")
    declared = Distribution.objects.declared().values_list("pk", "declared_at")
    told = [(moment, {"notice__line__call": pk}) for pk, moment in calls]
    asked = FundingRequest.objects.exclude(message=None).values_list("pk", "approved_at")
    told += [(moment, {"funding_request": pk}) for pk, moment in asked]
    told += [(moment, {"notice__distribution_line__distribution": pk}) for pk, moment in declared]
    netted = Netting.objects.filter(stage=Netting.Stage.ISSUED).values_list("pk", "issued_at")
    told += [(moment, {"notice__netting_line__netting": pk}) for pk, moment in netted]
    told += [*raising.letters(), *past_rounds.letters()]
    for moment_, about in sorted(told, key=lambda one: one[0]):
        sent_at = moment_ + MAIL_TAKES
        waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.PENDING, **about)
        waiting.update(next_try_at=sent_at)
        became = outbox.relay(clock=lambda sent_at=sent_at: min(sent_at, at))
        if OutboxMessage.State.PENDING in became:
            return
    outbox.relay(clock=lambda: at)
