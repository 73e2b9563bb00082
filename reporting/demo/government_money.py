"""Demo: the Corporation asks Government for money within the year's allotment, and the GP confirms what came."""

from datetime import date, timedelta
from decimal import Decimal

from funds import funding_years
from funds.models import CapitalCall, FundingRequest, PaymentHold
from funds.services import funding, payment_record, treasury
from funds.services.funding import LineInput
from itvf.dates import add_business_days, financial_year, financial_year_label
from reporting.demo import acts
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

ALLOTTED = Decimal("400000000.00")
VOTE = "Head 000 Subhead 000 (demonstration)"


def allot(cast: Cast, year_start: date, amount_hkd: Decimal = ALLOTTED) -> None:
    """This function will enter and approve a financial year's allotment, a week before the year begins."""
    on = year_start - timedelta(days=7)
    label = financial_year_label(year_start)
    found = funding.propose_allotment(
        year_start=year_start,
        kind="original",
        allotted_date=on,
        amount_hkd=amount_hkd,
        charged_to=VOTE,
        reference=f"Demonstration warrant {label}",
        by=cast.finance,
        at=moment(on, 9),
    )
    funding.approve_allotment(allotment=found, by=cast.manager, at=moment(on, 15))


def ask(cast: Cast, call: CapitalCall, *, on: date) -> FundingRequest:
    """This function will ask Government for the money of a call's Government line, needed by the due date."""
    year_start = financial_year(call.due_date)[0]
    if funding_years.allotment(year_start) is None:
        allot(cast, year_start)
    case = acts.case_of(call)
    request = funding.draft(
        lines=[LineInput(case.amount_hkd, case=case)],
        needed_by_date=call.due_date,
        purpose=f"Capital call {call.number} of {call.fund.name_en}, due {call.due_date}.",
        purpose_zh_hant=f"{call.fund.name_zh_hant}第 {call.number} 次催繳。",
        by=cast.finance,
        at=moment(on, 9),
    )
    return funding.approve(request=request, by=cast.manager, at=moment(on, 9, 10))


def ask_and_receive(cast: Cast, call: CapitalCall, *, on: date) -> None:
    """This function will ask Government for a call's money and record it as it comes, all of it, on a day."""
    request = ask(cast, call, on=on)
    treasury.record_funding(
        amount_hkd=request.amount_hkd,
        value_date=on,
        bank_reference=f"GOV{request.reference}",
        request=request,
        by=cast.finance,
        at=moment(on, 9, 30),
    )


def confirm(cast: Cast, call: CapitalCall, *, on: date) -> None:
    """This function will record the GP's receipt for the Government's payment, as the bank debited it."""
    case = acts.case_of(call)
    payment_record.confirm_receipt(
        case=case,
        amount_hkd=case.amount_hkd,
        value_date=case.value_date,
        bank_reference=f"CR{case.value_date:%y%m%d}{call.number:03d}",
        by=cast.signatory(call.fund),
        at=moment(on, 18, 30),
    )


def query_and_answer(cast: Cast, call: CapitalCall, *, on: date) -> PaymentHold:
    """This function will hold a payment for a question to the GP, which answers it a business day later."""
    hold = payment_record.query(
        case=acts.case_of(call),
        question="Please send the auditor's engagement letter for the valuation and audit in this call.",
        by=cast.finance,
        at=moment(on, 11),
    )
    payment_record.answer(
        hold=hold,
        reply="The letter is among the fund's documents; the fee in it is the one called.",
        by=cast.maker(call.fund),
        at=moment(add_business_days(on, 1), 10),
    )
    return hold
