"""Scenes of the partnership through the services, each verb by the person whose job it is; demo and tests play them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from funds import offered_terms, selectors
from funds.models import (
    BankAccount,
    CallLine,
    CapitalCall,
    Closing,
    Fund,
    FundAgreement,
    Manager,
    Partner,
    PaymentCase,
    Scheme,
    Selection,
)
from funds.rules.allocation import earliest_due_date
from funds.services import (
    capital_calls,
    closings,
    contributions,
    partnerships,
    payments,
    selection,
    term_departures,
    treasury,
)
from funds.services.capital_calls import PurposeInput
from itvf.dates import HONG_KONG, add_business_days, is_business_day
from itvf.roles import FundRole
from reporting.demo.cast import DOMAIN, Cast

CORPORATION = ("Innovation and Technology Venture Fund Corporation", "創科創投基金公司")
AGREEMENT = {
    "term_years": 10,
    "investment_period_years": 5,
    "fee_rate_during": Decimal("0.02"),
    "fee_rate_after": Decimal("0.02"),
    "fee_base_during": "invested",
    "fee_base_after": "net_invested",
    "carry_rate": Decimal("0.20"),
    "hurdle_rate": Decimal("0.07"),
    "catch_up_rate": Decimal("1"),
    "gp_money_is_matched": True,
    "follow_ons_after_period": True,
}

# Why money for investments may go out before the deal is named: what finance writes where a purpose names none.
BEFORE_ITS_DEAL = "The deals follow one by one and are answered first; what is not invested goes back in 90 days (A19)."
# Why a term of an agreement may depart from what the application offered.
DEPARTURE = "Asked for by the investors of the first closing; better for every partner than what was offered."


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner-to-be: kind, names, address of its notices, and what it signs for."""

    kind: str
    name_en: str
    name_zh_hant: str
    contact_email: str
    commitment_hkd: Decimal


@dataclass(frozen=True, slots=True)
class FundPlan:
    """A manager and its fund as the demo invents them; the Government's seat is added by itself."""

    code: str
    name_en: str
    name_zh_hant: str
    manager_en: str
    manager_zh_hant: str
    ce_number: str
    cap637_number: str
    seats: tuple[Seat, ...]
    agreement: Mapping[str, object] = field(default_factory=lambda: dict(AGREEMENT))


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day in Hong Kong."""
    return datetime.combine(day, time(hour, minute), tzinfo=HONG_KONG)


def business_day(day: date) -> date:
    """The day itself, or the next one on which money moves."""
    return day if is_business_day(day) else add_business_days(day, 1)


def select(cast: Cast, plan: FundPlan, *, scheme: Scheme, received: date, number: int) -> Selection:
    """This function will register a manager and record its selection, with the notice received on a day."""
    at = moment(received)
    manager = selection.register_manager(
        name_en=plan.manager_en,
        name_zh_hant=plan.manager_zh_hant,
        ce_number=plan.ce_number,
        licence=Manager.Licence.HELD,
        licence_checked_date=received,
        licence_expiry_date=None,
        responsible_officers=2,
        by=cast.officer,
        at=at,
    )
    return selection.record_selection(
        scheme=scheme,
        manager=manager,
        reference=f"ITVF-DEMO-{number:02d}",
        notice_issued_date=received - timedelta(days=3),
        notice_received_date=received,
        committee_opinion="The Advisory Committee supports the selection; nobody who has an interest took part.",
        committee_date=received - timedelta(days=20),
        contact_email=f"{plan.code}-manager@{DOMAIN}",
        contact_name=f"The directors of {plan.manager_en}",
        by=cast.officer,
        at=at,
    )


def found(cast: Cast, plan: FundPlan, chosen: Selection, *, on: date) -> Fund:
    """This function will set up a fund with its people, agreement and partners."""
    fund = establish(cast, plan, chosen, on=on)
    if chosen.application is None:
        agree(cast, fund, on=on, **dict(plan.agreement))
    else:
        agree_as_offered(cast, fund, plan, on=on)
    seat(cast, fund, plan.seats, on=on)
    return fund


def establish(cast: Cast, plan: FundPlan, chosen: Selection, *, on: date) -> Fund:
    """This function will set up a fund and give its general partner's two people their roles in it."""
    at = moment(on, 11)
    fund = partnerships.establish_fund(
        selection=chosen,
        code=plan.code,
        name_en=plan.name_en,
        name_zh_hant=plan.name_zh_hant,
        cap637_number=plan.cap637_number,
        registered_date=on,
        registered_office="Unit 1, Example Tower, 1 Sample Road, Hong Kong",
        investment_manager=plan.manager_en,
        auditor="Sample & Example, Certified Public Accountants",
        responsible_person="Example Compliance Services Limited",
        by=cast.officer,
        at=at,
    )
    for user, role in ((cast.maker(fund), FundRole.GP_MAKER), (cast.signatory(fund), FundRole.GP_SIGNATORY)):
        partnerships.grant_membership(fund=fund, user=user, role=role, by=cast.administrator, at=at)
    return fund


def agree(cast: Cast, fund: Fund, *, on: date, **figures) -> FundAgreement:
    """This function will record a fund's agreement, signed by all; figures other than AGREEMENT's are named."""
    return partnerships.record_agreement(
        fund=fund, signed_date=on, signed_by_all=True, by=cast.officer, at=moment(on, 12), **{**AGREEMENT, **figures}
    )


def agree_as_offered(cast: Cast, fund: Fund, plan: FundPlan, *, on: date) -> FundAgreement:
    """This function will record an agreement with the terms as offered; what the plan has otherwise is approved."""
    offered = offered_terms.values_of(offered_terms.offer_of(fund))
    signed = agree(cast, fund, on=on, **{**offered, **plan.agreement})
    for departure in signed.departures.all():
        term_departures.approve(departure=departure, reason=DEPARTURE, by=cast.manager, at=moment(on, 15))
    return signed


def seat(cast: Cast, fund: Fund, seats: Sequence[Seat], *, on: date) -> None:
    """This function will add the Government's seat and the others to a fund."""
    government = Seat(Partner.Kind.GOVERNMENT, *CORPORATION, f"drawdowns@{DOMAIN}", Decimal(0))
    for taken in (government, *seats):
        partnerships.add_partner(
            fund=fund,
            kind=taken.kind,
            name_en=taken.name_en,
            name_zh_hant=taken.name_zh_hant,
            contact_email=taken.contact_email,
            by=cast.officer,
            at=moment(on, 13),
        )


def seat_one(cast: Cast, fund: Fund, taken: Seat, *, on: date) -> Partner:
    """This function will add one more partner to a fund, for a later closing."""
    return partnerships.add_partner(
        fund=fund,
        kind=taken.kind,
        name_en=taken.name_en,
        name_zh_hant=taken.name_zh_hant,
        contact_email=taken.contact_email,
        by=cast.officer,
        at=moment(on, 13),
    )


def admit_contact(cast: Cast, fund: Fund, *, on: date) -> Partner:
    """This function will let the cast's partner contact sign in for the partner whose notices go to that address."""
    partner = fund.partners.get(contact_email=cast.partner.email)
    partnerships.grant_membership(
        fund=fund,
        user=cast.partner,
        role=FundRole.PARTNER_CONTACT,
        partner=partner,
        by=cast.administrator,
        at=moment(on, 14),
    )
    return partner


def enter_bank(cast: Cast, fund: Fund, *, on: date, account_number: str = "000-111222-001") -> BankAccount:
    """This function will enter a fund's bank account by its maker; nothing uses it yet."""
    return partnerships.enter_bank_account(
        fund=fund,
        bank_name="Demo Bank (Example) Limited, Hong Kong",
        account_name=fund.name_en,
        account_number=account_number,
        swift="DEMOHKHHXXX",
        by=cast.maker(fund),
        at=moment(on, 14),
    )


def confirm_bank(cast: Cast, account: BankAccount, *, on: date) -> BankAccount:
    """This function will confirm bank details after a call back."""
    return partnerships.confirm_bank_account(
        account=account,
        call_back_note="Called back the signatory on the number of the signed agreement, who read out the account.",
        by=cast.manager,
        at=moment(on, 15),
    )


def draft_closing(
    cast: Cast, fund: Fund, seats: Sequence[Seat], *, closing_date: date, drafted: date, is_firm: bool = True
) -> Closing:
    """This function will draft a closing and sign what each seat commits to."""
    at = moment(drafted, 9)
    closing = closings.draft(fund=fund, closing_date=closing_date, by=cast.officer, at=at)
    partners = {partner.name_en: partner for partner in fund.partners.all()}
    for seat in seats:
        closings.sign(
            closing=closing,
            partner=partners[seat.name_en],
            amount_hkd=seat.commitment_hkd,
            signed_date=min(drafted, closing_date),
            is_accepted=True,
            is_unconditional=is_firm,
            by=cast.officer,
            at=at,
        )
    return closing


def close(cast: Cast, fund: Fund, seats: Sequence[Seat], *, on: date) -> Closing:
    """This function will hold a closing: signed, and completed by a second person, who thereby derives R6."""
    closing = draft_closing(cast, fund, seats, closing_date=on, drafted=on)
    closing = closings.complete(closing=closing, by=cast.manager, at=moment(on, 17))
    fund.refresh_from_db()
    return closing


def issue_call(
    cast: Cast, fund: Fund, purposes: Sequence[PurposeInput], *, issued: date, due: date | None = None
) -> CapitalCall:
    """This function will draft a call by the GP's maker and issue it by its signatory, due as early as A12 allows."""
    call = capital_calls.draft(
        fund=fund,
        purposes=purposes,
        due_date=due or earliest_due_date(issued),
        channel=CapitalCall.Channel.PORTAL,
        by=cast.maker(fund),
        at=moment(issued, 10),
    )
    return capital_calls.issue(call=call, by=cast.signatory(fund), at=moment(issued, 16, 30))


def call_true_up(cast: Cast, closing: Closing, *, issued: date) -> CapitalCall:
    """This function will draft and issue the call of a later closing's true-up, due as early as A12 allows."""
    fund = closing.fund
    call = capital_calls.draft_true_up(
        closing=closing, due_date=earliest_due_date(issued), by=cast.maker(fund), at=moment(issued, 10)
    )
    return capital_calls.issue(call=call, by=cast.signatory(fund), at=moment(issued, 16, 30))


def receive(cast: Cast, line: CallLine, *, on: date, amount_hkd: Decimal | None = None) -> None:
    """This function will record what the bank shows for a line: all of it, or a part."""
    contributions.record(
        line=line,
        amount_hkd=line.payable_hkd if amount_hkd is None else amount_hkd,
        value_date=on,
        bank_reference=f"FT{on:%y%m%d}{line.pk:06d}",
        by=cast.officer,
        at=moment(on, 18),
    )


def private_lines(call: CapitalCall) -> list[CallLine]:
    """A call's lines but the Government's, in their order."""
    return [line for line in call.lines.select_related("partner", "call__fund") if not line.partner.is_government]


def set_limits(cast: Cast, *, on: date) -> None:
    """This function will put the limit table of the two authorising officers into force."""
    table = treasury.propose_limits(
        effective_from=on,
        limits={cast.authoriser: Decimal("20000000.00"), cast.authoriser_2: Decimal("500000000.00")},
        by=cast.finance,
        at=moment(on, 9),
    )
    treasury.approve_limits(table=table, by=cast.manager, at=moment(on, 10))


def fund_corporation(cast: Cast, amount_hkd: Decimal, *, on: date) -> None:
    """This function will record money that the Corporation received from Government."""
    treasury.record_funding(
        amount_hkd=amount_hkd, value_date=on, bank_reference=f"GOV{on:%y%m%d}", by=cast.finance, at=moment(on, 9, 30)
    )


def case_of(call: CapitalCall) -> PaymentCase:
    """The payment case of a call's Government line."""
    return PaymentCase.objects.select_related("line__call__fund").get(line__call=call, charge=None)


def authorise_once(cast: Cast, call: CapitalCall, *, on: date) -> PaymentCase:
    """This function will take a payment from its notice to the first of its two authorisations."""
    case = payments.check(case=case_of(call), by=cast.finance, at=moment(on, 9, 40), note=BEFORE_ITS_DEAL)
    case = payments.prepare_voucher(case=case, by=cast.finance, at=moment(on, 10))
    case = payments.certify(case=case, by=cast.certifier, at=moment(on, 11))
    return payments.authorise(case=case, by=cast.authoriser, at=moment(on, 12))


def pay_government(cast: Cast, call: CapitalCall, *, on: date) -> PaymentCase:
    """This function will pay the Government's line: check to matched debit, and the receipt in the fund's book."""
    authorise_once(cast, call, on=on)
    return settle(cast, call, on=on)


def settle(cast: Cast, call: CapitalCall, *, on: date) -> PaymentCase:
    """This function will take a payment from its second authorisation to the receipt in the fund's book."""
    case = payments.authorise(case=case_of(call), by=cast.authoriser_2, at=moment(on, 14))
    case = payments.release(case=case, by=cast.finance, at=moment(on, 15))
    case = payments.match_debit(
        case=case,
        amount_hkd=case.amount_hkd,
        value_date=on,
        bank_reference=f"DB{on:%y%m%d}{case.pk:04d}",
        by=cast.finance,
        at=moment(on, 17),
    )
    receive(cast, case.line, on=on)
    return case


def purpose(kind: str, label: str, amount_hkd, label_zh_hant: str = "") -> PurposeInput:
    """One purpose of a call: `investment`, `management_fee` or `expense`."""
    return PurposeInput(kind=kind, label=label, amount_hkd=Decimal(amount_hkd), label_zh_hant=label_zh_hant)


def fee_payable(fund: Fund, *, as_of: date) -> Decimal:
    """The management fee accrued and not paid, in HK$."""
    return -selectors.balance(fund, selectors.Code.FEE_PAYABLE, as_of=as_of)
