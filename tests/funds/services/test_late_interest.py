"""Late interest in the books (A18): charged by the signatory, received on its own, reversed, waived, never capital."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import late_interest_facts, overpayment_facts, payment_facts, selectors
from funds.models import FundAgreement, JournalEntry, LateInterest, PaymentCase
from funds.payment_voucher import pdf_of
from funds.services import authorities, contributions, late_interest, overpayments, payments
from itvf.errors import InputRefused, NotPermitted, RuleBroken
from reporting import books
from tests import portal, programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
LATE = programme.DUE + timedelta(days=14)
AT = programme.at(programme.LATER)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    call = programme.issued(cast, fund)
    lines = call.lines.select_related("call__fund", "partner")
    line, government = lines.filter(partner__kind="private").first(), lines.get(partner__kind="government")
    return SimpleNamespace(
        cast=cast,
        fund=fund,
        call=call,
        late=programme.receive(cast, line, "15000000.00", day=LATE),
        in_time=programme.receive(cast, line, "1000000.00", reference="FT-2"),
        government=programme.receive(cast, government, day=LATE),
    )


def charge(world, contribution=None, by=None):
    return late_interest.charge(contribution=contribution or world.late, by=by or world.cast.signatory, at=AT)


def receive(world, charged, amount, reference="IN-1"):
    about = {"value_date": LATE, "bank_reference": reference, "by": world.cast.officer, "at": AT}
    return late_interest.record_receipt(charge=charged, amount_hkd=D(amount), **about)


def reverse(world, receipt, by=None):
    about = {"on": programme.LATER, "reason": "Another fund's", "at": AT}
    return late_interest.reverse_receipt(receipt=receipt, by=by or world.cast.officer, **about)


def balances(fund) -> dict:
    return {code: amount for code, amount in selectors.balances_by_code(fund).items() if amount}


class TestCharge:
    def test_is_an_entry_of_its_own_and_no_contribution(self, world, fund):
        before = balances(fund)
        called = selectors.partners_with_position(fund).get(pk=world.late.line.partner_id).called_hkd
        charged = charge(world)
        assert (charged.amount_hkd, charged.days, charged.entry.effective_date) == (D("40273.97"), 14, LATE)
        assert {code: balances(fund)[code] for code in set(balances(fund)) - set(before)} == {
            Code.LATE_INTEREST: D("-40273.97"),
            Code.LATE_INTEREST_RECEIVABLE: D("40273.97"),
        }
        assert selectors.partners_with_position(fund).get(pk=world.late.line.partner_id).called_hkd == called

    def test_is_refused_for_a_receipt_in_time_reversed_or_charged(self, world, cast):
        with pytest.raises(InputRefused) as refusal:
            charge(world, world.in_time)
        assert refusal.value.code == "nothing_late"
        charge(world)
        with pytest.raises(InputRefused) as refusal:
            charge(world)
        assert refusal.value.code == "charge_stands"
        with pytest.raises(InputRefused) as refusal:
            contributions.reverse(
                contribution=world.late, on=programme.LATER, by=cast.officer, at=AT, reason="Another line's"
            )
        assert refusal.value.code == "late_interest_stands"

    def test_is_the_signatory_s(self, world, cast):
        for person in (cast.maker, cast.officer, cast.manager, cast.other_maker):
            with pytest.raises(NotPermitted):
                charge(world, by=person)
        assert not JournalEntry.objects.filter(kind="late_interest").exists()

    def test_asks_the_government_only_with_recorded_authority(self, world, cast):
        about = {"fund": world.fund, "kind": "late_interest", "given_by": "Example Bureau", "scope": "Call 1 alone"}
        given = {"given_date": programme.LATER, "expires_date": programme.LATER, "by": cast.officer, "at": AT}
        authority = authorities.record(**about, **given, limit_hkd=D("40273.97"))
        with pytest.raises(RuleBroken) as refusal:
            charge(world, world.government)
        assert refusal.value.breaches[0].code == "interest_without_authority"
        authorities.approve(authority=authority, by=cast.manager, at=AT)
        charged = charge(world, world.government)
        assert (charged.amount_hkd, charged.authorised_hkd) == (D("40273.97"), D("40273.97"))
        next_day = programme.LATER + timedelta(days=1)
        given |= {"given_date": next_day, "expires_date": None, "at": programme.at(next_day)}
        authority = authorities.record(**about, **given, limit_hkd=D("5000.00"))
        authorities.approve(authority=authority, by=cast.manager, at=programme.at(next_day))
        left = [late_interest_facts.authority_left(world.fund, day) for day in (programme.LATER, next_day)]
        assert left == [D("0.00"), D("5000.00")]  # what the first let through takes nothing from the second


class TestTheGovernmentS:
    @pytest.fixture
    def charged(self, world, cast):
        about = {"fund": world.fund, "kind": "late_interest", "given_by": "Example Bureau", "scope": "Call 1 alone"}
        authority = authorities.record(**about, given_date=programme.LATER, by=cast.officer, at=AT)
        authorities.approve(authority=authority, by=cast.manager, at=AT)
        programme.limits(cast)
        programme.funding(cast)
        return charge(world, world.government)

    def paid(self, cast, case):
        """The case through its two officers to the bank's debit, as every payment of the Corporation goes."""
        case = payments.check(case=case, by=cast.finance, at=AT)
        case = payments.prepare_voucher(case=case, by=cast.finance, at=AT)
        with pytest.raises(NotPermitted):
            payments.certify(case=case, by=cast.finance, at=AT)
        case = payments.certify(case=case, by=cast.certifier, at=AT)
        case = payments.authorise(case=case, by=cast.authoriser, at=AT)
        with pytest.raises(NotPermitted):
            payments.authorise(case=case, by=cast.authoriser, at=AT)
        case = payments.authorise(case=case, by=cast.second_authoriser, at=AT)
        case = payments.release(case=case, by=cast.finance, at=AT)
        about = {"value_date": programme.LATER, "bank_reference": "DR-I", "by": cast.finance, "at": AT}
        with pytest.raises(InputRefused):
            payments.match_debit(case=case, amount_hkd=D("40273.98"), **about)
        return payments.match_debit(case=case, amount_hkd=D("40273.97"), **about)

    def test_is_paid_like_every_payment_before_the_fund_receives_it(self, world, cast, charged):
        with pytest.raises(InputRefused) as refusal:
            receive(world, charged, "40273.97")
        assert refusal.value.code == "not_paid"
        case = self.paid(cast, charged.payment_case)
        assert (case.stage, case.voucher_number, case.accepted_entry) == ("matched", "PI2025-26-0001", None)
        assert {check.outcome for check in case.checks.all()} == {"pass"}
        assert pdf_of(case)[:5] == b"%PDF-"
        assert selectors.corporation_balance(Code.LATE_INTEREST_COST) == D("40273.97")
        assert selectors.corporation_balance(Code.BANK) == D("99959726.03")
        assert receive(world, charged, "40273.97").amount_hkd == D("40273.97")
        # the contribution itself stands here without the Corporation's payment: that alone is found
        assert {fault.code for fault in books.prove()} == {
            "fund_received_what_the_corporation_paid",
            "government_money_ties_by_fund",
        }

    def test_is_held_with_a_reason_and_starts_anew(self, cast, charged):
        case = payments.check(case=charged.payment_case, by=cast.finance, at=AT)
        case = payments.hold(case=case, by=cast.finance, at=AT, reason="The Bureau asks")
        case = payments.resume(case=case, by=cast.finance, at=AT, reason="Answered")
        assert (case.stage, case.round) == ("opened", 2)

    def test_without_authority_that_still_stands_stays_open(self, cast, charged):
        findings = {f.code: f.outcome for f in payment_facts.findings(charged.payment_case, programme.CALLED)}
        assert findings["interest_authorised"] == "fail"

    def test_waived_closes_its_case_until_the_voucher_stands(self, world, cast, charged):
        case = payments.check(case=charged.payment_case, by=cast.finance, at=AT)
        payments.prepare_voucher(case=case, by=cast.finance, at=AT)
        with pytest.raises(InputRefused) as refusal:
            late_interest.waive(charge=charged, by=cast.maker, at=AT, reason="Agreed")
        assert refusal.value.code == "being_paid"

    def test_waived_before_its_voucher_is_not_paid_any_more(self, cast, charged):
        late_interest.waive(charge=charged, by=cast.maker, at=AT, reason="Agreed")
        assert PaymentCase.objects.get(charge=charged).stage == "cancelled"


class TestReceipt:
    def test_clears_the_charge_in_part_then_in_full_and_holds_the_rest_in_suspense(self, world, fund):
        charged = charge(world)
        receive(world, charged, "40000.00")
        receipt = receive(world, charged, "300.00", "IN-2")
        assert (receipt.amount_hkd, receipt.suspense_hkd) == (D("273.97"), D("26.03"))
        charged.refresh_from_db()
        assert charged.stage == "received"
        assert balances(fund)[Code.SUSPENSE] == D("-26.03")
        assert Code.LATE_INTEREST_RECEIVABLE not in balances(fund)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_hkd": D("0.00")}, "not_positive"),
            ({"value_date": programme.LATER + timedelta(days=1)}, "future_value_date"),
            ({"value_date": programme.DUE - timedelta(days=1)}, "before_due_date"),
            ({"bank_reference": " "}, "reference_missing"),
        ],
    )
    def test_is_refused_where_the_bank_could_not_show_it(self, world, changes, code):
        about = {"amount_hkd": D("1.00"), "value_date": LATE, "bank_reference": "IN-1"}
        with pytest.raises(InputRefused) as refusal:
            late_interest.record_receipt(charge=charge(world), by=world.cast.officer, at=AT, **about | changes)
        assert refusal.value.code == code


class TestReversal:
    def test_opens_the_charge_again_and_the_same_receipt_may_be_recorded_anew(self, world, cast, fund):
        charged = charge(world)
        receive(world, charged, "40000.00")
        last = receive(world, charged, "273.97", "IN-2")
        with pytest.raises(NotPermitted):
            reverse(world, last, by=cast.signatory)
        reverse(world, last)
        charged = late_interest_facts.charges().get(pk=charged.pk)
        assert (charged.stage, late_interest_facts.outstanding(charged)) == ("charged", D("273.97"))
        assert balances(fund)[Code.LATE_INTEREST_RECEIVABLE] == D("273.97")
        with pytest.raises(InputRefused) as refusal:
            reverse(world, last)
        assert refusal.value.code == "already_reversed"
        receive(world, charged, "273.97", "IN-2")
        assert LateInterest.objects.get().stage == "received"

    def test_takes_a_waiver_of_the_rest_with_it_and_another_may_follow(self, world, cast, fund):
        charged = charge(world)
        receipt = receive(world, charged, "40000.00")
        for receipts in (1, 0):
            late_interest.waive(charge=charged, by=cast.maker, at=AT, reason="Bank's fault")
            if receipts:
                reverse(world, receipt)
                assert balances(fund)[Code.LATE_INTEREST] == D("-40273.97")
                assert LateInterest.objects.get().waived_entry is None
        assert {Code.LATE_INTEREST, Code.LATE_INTEREST_RECEIVABLE}.isdisjoint(balances(fund))

    def test_waits_for_its_over_payment_which_is_returned_or_pays_a_call(self, world, cast, fund):
        receipt = receive(world, charge(world), "40300.00")
        about = {"receipt": receipt, "by": cast.officer, "at": AT}
        held = {one.reference: one.left_hkd for one in overpayment_facts.aged(programme.LATER, [fund.pk])}
        assert held == {"IN-1": D("26.03")}
        overpayments.apply(line=world.late.line, amount_hkd=D("6.03"), on=LATE, reason="His call", **about)
        back = {"value_date": LATE, "bank_reference": "OUT-1", "reason": "Asked for it"}
        used = overpayments.give_back(amount_hkd=D("20.00"), **back, **about)
        assert (used.partner, Code.SUSPENSE in balances(fund)) == (world.late.line.partner, False)
        with pytest.raises(InputRefused) as refusal:
            reverse(world, receipt)
        assert refusal.value.code == "overpayment_used"
        for one in overpayment_facts.uses(receipt):
            overpayments.reverse(used=one, on=programme.LATER, by=cast.officer, at=AT, reason="Wrongly")
        reverse(world, receipt)
        assert Code.SUSPENSE not in balances(fund)
        page = portal.client_of(cast.officer).get(f"/admin/funds/lateinterestreceipt/{receipt.pk}/change/")
        assert "Over-payment" in page.content.decode()
        found = {fault.code for fault in books.prove()}
        assert found == {"fund_received_what_the_corporation_paid", "government_money_ties_by_fund"}


class TestWaive:
    def test_takes_another_person_and_a_reason_and_what_came_stays(self, world, cast, fund):
        charged = charge(world)
        receive(world, charged, "40000.00")
        with pytest.raises(NotPermitted) as refusal:
            late_interest.waive(charge=charged, by=cast.signatory, at=AT, reason="Bank's fault")
        assert refusal.value.code == "maker_is_checker"
        with pytest.raises(InputRefused):
            late_interest.waive(charge=charged, by=cast.maker, at=AT, reason=" ")
        late_interest.waive(charge=charged, by=cast.maker, at=AT, reason="Bank's fault")
        assert LateInterest.objects.get().stage == "waived"
        assert balances(fund)[Code.LATE_INTEREST] == D("-40000.00")
        assert Code.LATE_INTEREST_RECEIVABLE not in balances(fund)


class TestFacts:
    def test_show_each_late_line_with_what_runs_on(self, world):
        charge(world)
        found = late_interest_facts.of_call(world.call, LATE)
        by_line = {one.line.pk: one for one in found}
        private = by_line[world.late.line_id]
        assert [part.receipt for part in private.late.received] == [world.late.pk]
        assert private.late.running.principal_hkd == private.line.amount_hkd - D("16000000.00")
        assert private.charges[world.late.pk].received_hkd == 0
        FundAgreement.objects.filter(fund=world.fund).update(hurdle_rate=D("0.09"))  # as an amendment leaves it (R27)
        (again,) = (one for one in late_interest_facts.of_call(world.call, LATE) if one.line.pk == world.late.line_id)
        assert again.late.received == private.late.received  # what was charged keeps its rate
        assert again.late.running.rate == D("0.09")
        assert [one.late.received for one in found if one.line.partner.kind == "gp"] == [()]
        assert late_interest_facts.of_call(world.call, programme.DUE)[0].late.running is None
