"""Summit, the demo's fund of ten years: two closings, calls, follow-ons, losses, sales, carry, and carry given back."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from funds import distribution_facts, selectors
from funds.models import CapitalCall, Distribution, Fund, Netting, Scheme, Selection
from funds.rules.allocation import earliest_due_date
from funds.services import carry, endings, fees
from funds.services.distributions import SourceInput
from investments.models import Investment, LifeEvent
from investments.services import events
from itvf.dates import add_business_days, local_date
from itvf.money import ZERO, quantise, total
from reporting.demo import acts, borrowing, deals, fee_life, government_money, life, nets, registers, reports, returns
from reporting.demo import decade_plans as plans
from reporting.demo.acts import FundPlan, moment, purpose
from reporting.demo.cast import Cast
from reporting.demo.deals import DealPlan

Code = selectors.Code
Route = LifeEvent.Route
# Quarters ago of the first quarter end; the years run from there to now.
BEGINS = 45
# The quarter that the manager charged on commitments, and the last one at the first rate of its fee.
OVER_CHARGED, LAST_AT_FIRST_RATE = 35, 12
TERMS = {
    "carry_escrow_rate": Decimal("0.30"),
    "waterfall_clause": "LPA 8.2",
}
# How late calls are shared, and what of them stands outside commitment.
CALL_TERMS = (
    ("split_by_unfunded", "LPA 4.3", {"flag": True}),
    ("shortfall_cap", "LPA 4.6", {"rate": Decimal("0.25")}),
    ("expenses_outside", "LPA 9.3", {"flag": True}),
)


@dataclass
class Decade:
    """Where the decade stands: who plays, in which fund, and up to which quarter the fees are accrued."""

    people: Cast
    fund: Fund
    calendar: object
    accrued: int = BEGINS

    def day(self, quarters_ago: int, days: int) -> date:
        """A business day so many days after a quarter's end, its fees accrued and reported first."""
        self.end_quarters(quarters_ago)
        return self.calendar.after(quarters_ago, days)

    def end_quarters(self, until: int) -> None:
        """Every quarter that ended since: the fee accrued from the books, the manager's report in and accepted."""
        for ago in range(self.accrued, until - 1, -1):
            end = self.calendar.ended(ago)
            if self.fund.first_closing_date and end >= self.fund.first_closing_date:
                on = self.calendar.after(ago, 2)
                fees.accrue(fund=self.fund, period_end=end, by=self.people.officer, at=moment(on))
                report = fee_life.over_charge if ago == OVER_CHARGED else reports.submit_and_accept
                report(self.people, self.fund, end, on=on)
            self.accrued = ago - 1


def plan_of_summit() -> FundPlan:
    """Summit with what its agreement has of its own: part of the carry in escrow, and the clause of its waterfall."""
    return replace(plans.SUMMIT, agreement={**acts.AGREEMENT, **TERMS})


def found(people: Cast, scheme: Scheme, calendar, chosen: Selection | None = None) -> Decade:
    """Selection (of a round, or recorded here), fund, bank account and the first closing, at HK$450m of other money."""
    plan = plan_of_summit()
    chosen = chosen or acts.select(people, plan, scheme=scheme, received=calendar.after(BEGINS, 10), number=4)
    fund = acts.found(people, plan, chosen, on=calendar.after(BEGINS - 1, 30))
    account = acts.enter_bank(people, fund, on=calendar.after(BEGINS - 1, 40), account_number="000-300-404838")
    acts.confirm_bank(people, account, on=calendar.after(BEGINS - 1, 41))
    acts.close(people, fund, plans.SUMMIT.seats, on=calendar.after(BEGINS - 2, 20))
    fund.refresh_from_db()
    step_from = calendar.ended(LAST_AT_FIRST_RATE) + timedelta(days=1)
    fee_life.agree(people, fund, on=calendar.after(BEGINS - 2, 21), step_from=step_from)
    return Decade(people, fund, calendar)


def play(people: Cast, scheme: Scheme, calendar, chosen: Selection | None = None) -> Fund:
    """This function will play the fund's ten years through the services, from selection to its end."""
    decade = found(people, scheme, calendar, chosen)
    _first_years(decade)
    _follow_ons_and_first_sale(decade)
    _after_the_period(decade)
    _end(decade)
    return decade.fund


def _first_years(decade: Decade) -> None:
    """The first call, a latecomer with its true-up, money called and not invested, the portfolio built."""
    people, fund, day = decade.people, decade.fund, decade.day
    _call(decade, 43, 40, invest("110", "Two companies, seed and series A", "兩家公司，種子輪及 A 輪"), expense("4"))
    deals.invest(people, fund, plans.ROBOT, on=day(43, 70), units=Decimal(500_000))
    deals.invest(people, fund, plans.VOICE, on=day(43, 80), units=Decimal(600_000))
    acts.seat_one(people, fund, plans.LATECOMER, on=day(42, 30))
    closing = acts.close(people, fund, [plans.LATECOMER], on=day(42, 40))
    call = acts.call_true_up(people, closing, issued=day(42, 42))
    _pay(decade, call)
    returns.pay(people, returns.return_true_up(people, closing, on=call.due_date), on=call.due_date)
    call = _call(
        decade, 41, 15,
        invest("130", "Two companies, pre-A and series A", "兩家公司，Pre-A 及 A 輪"),
        invest("20", "Sample Battery Recycling, seed", "範例電池回收，種子輪"),
    )  # fmt: skip
    deals.invest(people, fund, plans.IMPLANT, on=day(41, 45), units=Decimal(700_000))
    deals.invest(people, fund, plans.MEMBRANE, on=day(41, 50), units=Decimal(600_000))
    _give_back(decade, call, "20000000.00", on=day(40, 10))
    _call(decade, 37, 15, invest("140", "Two companies, series A and B", "兩家公司，A 及 B 輪"))
    deals.invest(people, fund, plans.SCREEN, on=day(37, 45), units=Decimal(800_000))
    deals.invest(people, fund, plans.HARVEST, on=day(37, 50), units=Decimal(600_000))


def _follow_ons_and_first_sale(decade: Decade) -> None:
    """Follow-ons out of two calls; the first sale, part of its capital recallable."""
    people, fund, day = decade.people, decade.fund, decade.day
    fee_life.company_fee(people, fund, "directors", "Sample Voice Interfaces Limited", "240000.00", on=day(34, 20))
    _follow_on_by_facility(decade)
    life.value(people, lot(fund, plans.IMPLANT), "85000000.00", on=decade.calendar.ended(32))
    on = day(30, 30)
    life.sell(people, lot(fund, plans.VOICE), Route.TRADE_SALE, "200000000.00", on=on)
    life.sell(people, lot(fund, plans.VOICE_AGAIN), Route.TRADE_SALE, "90000000.00", on=on)
    _distribute(decade, 30, 60, ("Sample Voice Interfaces", "範例語音介面"), "100000000.00", recallable="30000000.00")
    fee_life.company_fee(people, fund, "break_up", "Example Gene Reader Limited", "6000000.00", on=day(28, 20))
    _call(decade, 27, 15, follow_on("30", "Demo Membrane Energy, series A", "示範薄膜能源，A 輪"))
    deals.invest(people, fund, plans.MEMBRANE_AGAIN, on=day(27, 45), units=Decimal(200_000))
    life.impair(
        people, lot(fund, plans.SCREEN), events.write_down, "40000000.00", "The device was not approved",
        on=day(25, 40),
    )  # fmt: skip
    life.write_off(people, lot(fund, plans.ROBOT), "In liquidation; no dividend is expected", on=day(24, 20))


def _follow_on_by_facility(decade: Decade) -> None:
    """A follow-on paid out of the subscription facility at once, called for a month later with the interest."""
    people, fund, day = decade.people, decade.fund, decade.day
    facility = borrowing.agree(people, fund, on=day(34, 40))
    drawn = day(33, 2)
    borrowing.draw(people, facility, "40000000.00", on=drawn)
    deals.invest(people, fund, plans.VOICE_AGAIN, on=day(33, 4), units=Decimal(250_000))
    issued = day(33, 15)
    due = earliest_due_date(issued)
    interest = borrowing.interest_to(facility, drawn, due)
    call = _call(
        decade, 33, 15,
        follow_on("40", "Sample Voice Interfaces, series B", "範例語音介面，B 輪"),
        purpose("facility_cost", "Interest of the subscription facility", interest, "認繳信貸利息"),
    )  # fmt: skip
    borrowing.repay(people, facility, "40000000.00", drawn=drawn, interest_hkd=interest, on=call.due_date)


def _after_the_period(decade: Decade) -> None:
    """After the investment period: a part sold, the sale that brings carry, one more follow-on.

    It is shared by what partners have unfunded, and the fund's own costs are called outside commitment by then.
    """
    people, fund, day = decade.people, decade.fund, decade.day
    life.sell(people, lot(fund, plans.IMPLANT), Route.TRADE_SALE, "115000000.00", on=day(20, 30), units=350_000)
    _net(decade, 20, 60, ("Example Bone Implants, half", "示例骨科植入物，一半"), "35000000.00", expense("2"))
    on = day(14, 30)
    life.sell(people, lot(fund, plans.MEMBRANE), Route.TRADE_SALE, "290000000.00", on=on)
    life.sell(people, lot(fund, plans.MEMBRANE_AGAIN), Route.TRADE_SALE, "110000000.00", on=on)
    _distribute(decade, 14, 60, ("Demo Membrane Energy", "示範薄膜能源"), "90000000.00")
    on = day(12, 20)
    registers.record_terms(people, fund, CALL_TERMS, on=on, since=on)
    last = follow_on("50", "Example Indoor Harvest, series B", "示例室內種植，B 輪")
    _call(decade, 11, 15, replace(last, allocation_base="unfunded"), expense("2"))
    deals.invest(people, fund, plans.HARVEST_AGAIN, on=day(11, 45), units=Decimal(400_000))


def _end(decade: Decade) -> None:
    """What was left is lost but for a little; the carry is too high by then and goes back, escrow first."""
    people, fund, day = decade.people, decade.fund, decade.day
    on = day(8, 20)
    for plan in (plans.HARVEST, plans.HARVEST_AGAIN):
        life.write_off(people, lot(fund, plan), "The last farm closed", on=on)
    life.sell(people, lot(fund, plans.SCREEN), Route.TRADE_SALE, "12000000.00", on=day(7, 30))
    life.write_off(people, lot(fund, plans.IMPLANT), "Recalled; in liquidation", on=day(5, 30))
    _distribute(decade, 4, 40, ("Sample Cell Screening", "範例細胞篩檢"), "12000000.00")
    on = day(2, 20)
    due, _ = carry.clawback_due(fund, on)
    out_of_escrow = min(due, carry.in_escrow(fund))
    returns.give_back_carry(people, fund, out_of_escrow, on=on, road="escrow")
    if due > out_of_escrow:
        returns.give_back_carry(people, fund, due - out_of_escrow, on=on)
    passed_on = [returns.source("gain", "Carried interest returned", due, "退回的附帶權益")]
    last = returns.declare(people, fund, passed_on, on=day(2, 30), nature="clawback", is_final=True)
    returns.pay(people, last, on=day(2, 40))
    on = day(2, 50)
    carry.release_escrow(
        fund=fund, amount_hkd=carry.in_escrow(fund), value_date=on, bank_reference=f"CE{on:%y%m%d}",
        by=people.officer, at=moment(on, 17),
    )  # fmt: skip
    decade.end_quarters(1)
    about = {"ended_date": decade.calendar.ended(1), "at": moment(decade.calendar.after(1, 20))}
    ending = endings.propose(fund=fund, by=people.officer, **about)
    endings.approve(ending=ending, by=people.manager, at=about["at"])


def lot(fund: Fund, plan: DealPlan) -> Investment:
    """A fund's lot of a plan."""
    found = Investment.objects.select_related("fund", "company", "proposal")
    return found.get(fund=fund, company__br_number=plan.br_number, proposal__amount_hkd=plan.amount_hkd)


def invest(million: str, label: str, label_zh_hant: str):
    """Money for new investments."""
    return purpose("investment", label, Decimal(million) * 1_000_000, label_zh_hant)


def follow_on(million: str, label: str, label_zh_hant: str):
    """Money for a company that the fund holds."""
    return replace(invest(million, label, label_zh_hant), is_follow_on=True)


def expense(million: str):
    """Money for the fund's own costs."""
    return purpose("expense", "Fund expenses", Decimal(million) * 1_000_000, "基金開支")


def _call(decade: Decade, quarters_ago: int, days: int, *purposes) -> CapitalCall:
    """A call with the fee that is accrued and unpaid, paid by everybody; the fee and most of the expenses paid out."""
    people, fund = decade.people, decade.fund
    issued = decade.day(quarters_ago, days)
    owed = acts.fee_payable(fund, as_of=issued)
    asked = list(purposes)
    if owed:
        asked.append(purpose("management_fee", "Management fee accrued", owed, "已累計的管理費"))
    call = acts.issue_call(people, fund, asked, issued=issued)
    _pay(decade, call)
    _spend(decade, purposes, on=call.due_date)
    _pay_fee(decade, owed, on=call.due_date)
    return call


def _spend(decade: Decade, purposes, *, on: date) -> None:
    """Most of the expenses that were called for, paid out."""
    spent = quantise(total(one.amount_hkd for one in purposes if one.kind == "expense") * 3 / 4, mode="down")
    if spent:
        fees.pay_expense(
            fund=decade.fund, label="Fund expenses", amount_hkd=spent, value_date=on,
            bank_reference=f"EXP{on:%y%m%d}", by=decade.people.officer, at=moment(on, 19),
        )  # fmt: skip


def _pay(decade: Decade, call: CapitalCall) -> None:
    """Everybody pays on the due date, the Government through its payment case before it."""
    people = decade.people
    on = add_business_days(local_date(call.issued_at), 4)
    if call.lines.filter(payment_cases__isnull=False).exists():
        government_money.ask_and_receive(people, call, on=on)
        acts.pay_government(people, call, on=add_business_days(on, 3))
        government_money.confirm(people, call, on=add_business_days(on, 3))
    for line in acts.private_lines(call):
        if line.payable_hkd:
            acts.receive(people, line, on=call.due_date)


def _pay_fee(decade: Decade, amount_hkd: Decimal, *, on: date) -> None:
    if amount_hkd:
        fees.pay(
            fund=decade.fund, amount_hkd=amount_hkd, value_date=on, bank_reference=f"FEE{on:%y%m%d}",
            by=decade.people.officer, at=moment(on, 19),
        )  # fmt: skip


def _give_back(decade: Decade, call: CapitalCall, amount_hkd: str, *, on: date) -> None:
    back = [returns.source("return_of_capital", "Sample Battery Recycling, not invested", amount_hkd, "未投資的款項")]
    returns.pay(
        decade.people, returns.declare(decade.people, decade.fund, back, on=on, nature="uninvested", call=call), on=on
    )


def _distribute(
    decade: Decade, quarters_ago: int, days: int, label: tuple[str, str], cost_hkd: str, recallable: str = "0.00"
) -> Distribution:
    """All that was realised and not distributed, less the fee that is owed, which is paid first."""
    people, fund = decade.people, decade.fund
    on = decade.day(quarters_ago, days)
    sources = _proceeds(decade, on, label, cost_hkd)
    distribution = returns.declare(people, fund, sources, on=on, recallable_hkd=Decimal(recallable))
    return returns.pay(people, distribution, on=on)


def _net(decade: Decade, quarters_ago: int, days: int, label: tuple[str, str], cost_hkd: str, asked) -> Netting:
    """A distribution and a call of one day in one notice: the partners are paid the net, the Government too."""
    people, fund = decade.people, decade.fund
    on = decade.day(quarters_ago, days)
    netting = nets.issue(people, fund, [asked], _proceeds(decade, on, label, cost_hkd), on=on)
    nets.pay(people, netting)
    _spend(decade, [asked], on=netting.day)
    return netting


def _proceeds(decade: Decade, on: date, label: tuple[str, str], cost_hkd: str) -> list[SourceInput]:
    """The sources of all that was realised and not distributed, once the fee that is owed is paid."""
    fund = decade.fund
    _pay_fee(decade, acts.fee_payable(fund, as_of=on), on=on)
    sums = selectors.balances_by_code(fund)
    free = sums[Code.CASH] + total(sums.get(code, ZERO) for code in distribution_facts.OWED)
    amount = min(distribution_facts.available_proceeds(fund), free)
    cost = min(Decimal(cost_hkd), amount)
    sources = [returns.source("return_of_capital", f"{label[0]}, cost", cost, f"{label[1]}，成本")]
    if amount > cost:
        sources.append(returns.source("gain", f"{label[0]}, gain", amount - cost, f"{label[1]}，收益"))
    return sources
