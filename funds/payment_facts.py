"""What is on record of a drawdown notice when the Corporation checks it: facts for funds/rules/payment.py."""

from datetime import date

from django.db.models import F, Q, Sum

from funds import (
    agreement_register,
    authorities,
    bank_details,
    call_splits,
    call_uses,
    fee_facts,
    late_interest_facts,
    selectors,
)
from funds.models import (
    CallLine,
    CallPurpose,
    CapitalCall,
    DistributionLine,
    Fund,
    FundMembership,
    JournalEntry,
    Manager,
    Notice,
    Partner,
    PaymentCase,
    Posting,
    RecordedAuthority,
)
from funds.rules import allocation, eligibility, late_interest, payment
from funds.services import true_ups
from itvf.dates import local_date, quarter_end
from itvf.money import ZERO, total


def findings(case: PaymentCase, on: date) -> tuple[payment.Finding, ...]:
    """This function will answer every question that the Corporation asks before a case is paid, with its facts."""
    if case.charge_id:
        return late_interest.check_payment(_of_interest(case, on))
    return payment.check_notice(of(case, on))


def _of_interest(case: PaymentCase, on: date) -> late_interest.Payment:
    charge, fund = case.charge, case.line.call.fund
    computed = late_interest.interest(
        charge.principal_hkd, rate=charge.annual_rate, start_date=charge.start_date, end_date=charge.end_date
    )
    return late_interest.Payment(
        charged_hkd=charge.amount_hkd,
        computed_hkd=computed,
        authority_left_hkd=late_interest_facts.authority_left(fund, on, apart_from=charge),
        has_master_account=bank_details.master(fund) is not None,
        bank_balance_hkd=selectors.corporation_balance(selectors.Code.BANK),
    )


def of(case: PaymentCase, on: date) -> payment.NoticeFacts:
    """This function will gather the facts of a case; the split is computed again from the lines' own inputs."""
    line = case.line
    call = CapitalCall.objects.select_related("fund__manager", "issued_by", "bank_account").get(pk=line.call_id)
    fund = call.fund
    agreement = selectors.agreement_of(fund)
    periods = selectors.periods(fund, agreement)
    lines = list(call.lines.select_related("partner"))
    is_to_all = call.netting_id or call.nature == CapitalCall.Nature.ORDINARY
    noticed = [one for one in lines if one.payable_hkd or is_to_all]
    fee_to_date = _fee_called(fund, up_to=call)
    return payment.NoticeFacts(
        issued_by_signatory=_issued_by_signatory(call),
        signatory=call.issued_by.name,
        is_admitted=fund.government_admitted_date is not None,
        condition_breaches=conditions_precedent(fund, on),
        due_date=call.due_date,
        investment_period_end_date=periods.investment_period_end,
        period_breaches=_period_breaches(call, periods, agreement),
        line_hkd=line.amount_hkd,
        call_hkd=call.amount_hkd,
        positions=tuple(call_splits.position(item) for item in lines),
        government_id=line.partner_id,
        fee_called_hkd=call.purposes.filter(kind=CallPurpose.Kind.MANAGEMENT_FEE).aggregate(s=Sum("amount_hkd"))["s"]
        or ZERO,
        fee_called_to_date_hkd=fee_to_date,
        fee_cap_to_date_hkd=fee_facts.cap_to_date(fund, quarter_end(call.due_date)),
        notices_to_all=_notices(call) == len(noticed) and selectors.partners_with_position(fund).count() == len(lines),
        partners=len(noticed),
        bank_account_is_master=not bank_details.differences(call),
        bank_account_ending=bank_details.stated(call).ending,
        unfunded_hkd=line.unfunded_before_hkd,
        bank_balance_hkd=selectors.corporation_balance(selectors.Code.BANK),
        gross=_gross(case, fund, on),
        uses=call_uses.of_call(call),
        suspensions=agreement_register.check_new_investment(fund, call.purposes.all(), on),
        **(_true_up(call, line, on) or _by_purpose(call, line)),
        **_net(case, call),
    )


def _true_up(call: CapitalCall, line: CallLine, on: date) -> dict:
    """What the closing's working says the Government owes, and how much interest somebody allowed it to pay (A13)."""
    if call.nature != CapitalCall.Nature.TRUE_UP:
        return {}
    inside, outside, _interest = true_ups.government_line(call)
    allowed = authorities.true_up_interest_left(call, on)
    return {
        "true_up_hkd": total([inside, outside]),
        "outside_hkd": line.outside_hkd - line.interest_hkd,
        "interest_hkd": line.interest_hkd,
        "interest_allowed_hkd": allowed,
    }


def _by_purpose(call: CapitalCall, line: CallLine) -> dict:
    """The Government's parts worked out anew, purpose by purpose, where the call was split so (A11, A21)."""
    found = call_splits.again(call)
    if found is None:
        return {}
    inside = next(one.amount_hkd for one in found.inside.lines if one.id == line.partner_id)
    exact = total([inside, found.outside_hkd[line.partner_id]])
    return {"outside_hkd": line.outside_hkd, "by_purpose_hkd": exact}


def _notices(call: CapitalCall) -> int:
    """How many partners were told of a call, by its own notices or by the net ones that it is part of."""
    told = Q(netting_line__netting=call.netting) if call.netting_id else Q(line__call=call)
    return Notice.objects.filter(told).count()


def _net(case: PaymentCase, call: CapitalCall) -> dict:
    """What a net notice sets off of the Government's line, and what it is distributed by the same notice."""
    if not call.netting_id:
        return {}
    given = DistributionLine.objects.filter(distribution__netting=call.netting, partner=case.line.partner)
    distributed = given.aggregate(s=Sum("amount_hkd"))["s"] or ZERO
    return {"set_off_hkd": case.set_off_hkd, "distributed_hkd": distributed}


def conditions_precedent(fund: Fund, on: date):
    """The conditions of A23 that are not on record for a fund on a day; a licence counts to the day it expires."""
    agreement, manager = selectors.agreement_of(fund), fund.manager
    has_expired = manager.licence_expiry_date is not None and manager.licence_expiry_date < on
    return eligibility.check_conditions_precedent(
        eligibility.Conditions(
            licence_is_held=manager.licence == Manager.Licence.HELD and not has_expired,
            agreement_is_signed_by_all=agreement.signed_by_all,
            fund_is_registered=bool(fund.cap637_number and fund.registered_date),
            auditor_is_named=bool(fund.auditor.strip()),
            responsible_person_is_named=bool(fund.responsible_person.strip()),
        )
    )


def _gross(case: PaymentCase, fund: Fund, on: date) -> payment.Gross:
    """What the Government pays into a fund in all (A20): every accepted notice's capital but this one's.

    What is called outside commitment counts too. Called capital that came back because it was not used (A13, A19) was
    never drawn; what was distributed was, and counts for good.
    """
    others = PaymentCase.objects.filter(
        line__call__fund=fund, accepted_entry__isnull=False, accepted_entry__reversed_by=None
    ).exclude(pk=case.pk)
    unused = Posting.objects.filter(
        entry__kind=JournalEntry.Kind.CAPITAL_RETURNED,
        account__code__in=(selectors.Code.CAPITAL_CONTRIBUTED, selectors.Code.CAPITAL_OUTSIDE),
        account__partner__fund=fund,
        account__partner__kind=Partner.Kind.GOVERNMENT,
    )
    capital = F("line__amount_hkd") + F("line__outside_hkd") - F("line__interest_hkd")
    accepted = others.aggregate(s=Sum(capital))["s"] or ZERO
    return payment.Gross(
        before_hkd=accepted - (unused.aggregate(s=Sum("amount_hkd"))["s"] or ZERO),
        commitment_hkd=selectors.register(fund).government_hkd,
        authorised_hkd=authorities.standing(fund, RecordedAuthority.Kind.BEYOND_COMMITMENT, on),
    )


def _issued_by_signatory(call: CapitalCall) -> bool:
    """Whether a signatory of the GP issued it; two of the staff checked a paper one against specimens."""
    if call.channel == CapitalCall.Channel.PAPER:
        return True
    held = FundMembership.objects.filter(
        fund=call.fund, user=call.issued_by, role=FundMembership.Role.GP_SIGNATORY, granted_at__lte=call.issued_at
    )
    return held.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=call.issued_at)).exists()


def _period_breaches(call: CapitalCall, periods, agreement):
    """What R7 says of the call's uses on its due date; the lines stand as issued."""
    facts = allocation.Call(
        amount_hkd=call.amount_hkd,
        purposes=tuple(allocation.Purpose(p.kind, p.amount_hkd, p.is_follow_on) for p in call.purposes.all()),
        split=allocation.Split((), ZERO, ()),
        noticed_date=local_date(call.issued_at),
        due_date=call.due_date,
        first_closing_date=periods.starts,
        investment_period_end_date=periods.investment_period_end,
        term_end_date=periods.term_end,
        follow_ons_after_period=agreement.follow_ons_after_period,
    )
    return allocation.check_call(facts, selectors.terms_of(agreement.scheme_version))


def _fee_called(fund: Fund, *, up_to: CapitalCall):
    """Fee called to date as R14's comparison counts it: a true-up's part goes back to the others, so it is not new."""
    found = CallPurpose.objects.filter(
        call__fund=fund,
        call__stage=CapitalCall.Stage.ISSUED,
        call__nature=CapitalCall.Nature.ORDINARY,
        call__entry_id__lte=up_to.entry_id,
        kind=CallPurpose.Kind.MANAGEMENT_FEE,
    )
    return found.aggregate(s=Sum("amount_hkd"))["s"] or ZERO
