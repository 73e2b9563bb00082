"""Queries and answers, notices' bank details against the master, the GP's receipt beside the bank's debit."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import corporation_ties
from funds.models import PaymentCase, PaymentHold
from funds.services import capital_calls, payment_record, payments
from itvf import files
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from reporting.demo import acts
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
AT = programme.at(date(2025, 5, 12))
NOTE = acts.BEFORE_ITS_DEAL


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.limits(cast)
    programme.funding(cast)
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture
def case(cast, fund):
    return programme.case_of(programme.issued(cast, fund))


@pytest.fixture
def paper_of(cast, fund, settings, tmp_path):
    """A paper notice that asks for payment to an account, confirmed by a second person."""
    settings.FILES_FOLDER = tmp_path

    def registered(number: str, name: str = "") -> PaymentCase:
        paper = capital_calls.Paper(programme.at(programme.CALLED, 9), "hand", scan(cast), name or fund.name_en, number)
        call = capital_calls.draft(
            fund=fund,
            purposes=[programme.purpose("60000000.00")],
            due_date=programme.DUE,
            channel="paper",
            paper=paper,
            by=cast.officer,
            at=programme.at(programme.CALLED),
        )
        return programme.case_of(capital_calls.issue(call=call, by=cast.manager, at=programme.at(programme.CALLED)))

    return registered


def scan(cast):
    return files.store(b"%PDF-1.7 notice", name="notice.pdf", content_type="application/pdf", by=cast.officer)


def resume(case, by):
    return payments.resume(case=case, by=by, at=AT, reason="Called back on the number known")


class TestQuery:
    def test_holds_the_payment_and_keeps_question_answer_and_reason(self, cast, fund, case):
        hold = payment_record.query(case=case, question="Why 60 million?", by=cast.finance, at=AT)
        case.refresh_from_db()
        assert (case.stage, hold.kind, hold.held_by) == ("held", "query", cast.finance)
        assert set(OutboxMessage.objects.filter(kind="payment_query").values_list("to", flat=True)) == {
            cast.maker.email,
            cast.signatory.email,
        }
        payment_record.answer(hold=hold, reply="Two deals close.", by=cast.maker, at=AT)
        payment_record.query(case=case, question="Which?", by=cast.finance, at=AT)
        assert PaymentHold.objects.count() == 1
        assert list(hold.messages.values_list("is_from_manager", "words")) == [
            (False, "Why 60 million?"),
            (True, "Two deals close."),
            (False, "Which?"),
        ]
        resume(case, cast.finance)
        hold.refresh_from_db()
        assert (hold.reason, hold.end_reason, hold.ended_by) == (
            "Why 60 million?",
            "Called back on the number known",
            cast.finance,
        )
        with pytest.raises(WrongStage):
            payment_record.answer(hold=hold, reply="Late", by=cast.maker, at=AT)
        assert AuditEvent.objects.filter(verb="payment_case.answer_query", reason="Two deals close.").exists()

    def test_is_asked_by_finance_and_answered_by_the_fund_s_own_gp(self, cast, case):
        for person in (cast.maker, cast.auditor, cast.officer):
            with pytest.raises(NotPermitted):
                payment_record.query(case=case, question="Why?", by=person, at=AT)
        hold = payment_record.query(case=case, question="Why?", by=cast.finance, at=AT)
        for person in (cast.other_maker, cast.finance, cast.contact):
            with pytest.raises(NotPermitted):
                payment_record.answer(hold=hold, reply="So.", by=person, at=AT)
        with pytest.raises(InputRefused):
            payment_record.answer(hold=hold, reply=" ", by=cast.maker, at=AT)
        assert PaymentHold.objects.visible_to(cast.other_maker).count() == 0
        assert PaymentHold.objects.visible_to(cast.maker).count() == 1


class TestBankDetails:
    def test_that_agree_let_the_payment_go_on(self, paper_of):
        assert paper_of("000 123456 838").stage == "opened"

    def test_that_differ_freeze_it_until_a_corrected_notice_is_read(self, cast, fund, paper_of):
        case = paper_of("000-123456-839")
        hold = case.holds.get()
        assert (case.stage, hold.kind) == ("held", "bank_details")
        assert "…839" in hold.reason
        assert "123456" not in hold.reason
        with pytest.raises(RuleBroken) as refusal:
            resume(case, cast.finance)
        assert refusal.value.breaches[0].code == "account_number_differs"
        about = {"call": case.line.call, "account_name": fund.name_en, "file": scan(cast), "at": AT}
        with pytest.raises(NotPermitted):
            payment_record.read_account(**about, account_number="000-123456-838", by=cast.finance)
        payment_record.read_account(**about, account_number="000-123456-838", by=cast.officer)
        assert resume(case, cast.finance).stage == "opened"
        assert payments.check(case=case, by=cast.finance, at=AT, note=NOTE).stage == "checked"

    def test_that_differ_freeze_it_until_the_new_account_is_confirmed(self, cast, fund, paper_of):
        case = paper_of("999-999999-999")
        programme.bank_account(cast, fund, number="999999999999", day=date(2025, 5, 2))
        assert resume(case, cast.finance).stage == "opened"
        case = programme.case_at(cast, case.line.call, "released")
        assert case.payee.account_number == "999999999999"

    def test_of_a_portal_notice_are_held_against_the_master_as_it_is_now(self, cast, fund, case):
        programme.case_at(cast, case.line.call, "certified")
        programme.bank_account(cast, fund, number="999-999999-999", day=date(2025, 5, 2))
        case.refresh_from_db()
        assert (case.stage, case.holds.get().held_by) == ("held", cast.manager)
        with pytest.raises(RuleBroken):
            resume(case, cast.finance)


class TestReceiptOfTheGp:
    def confirm(self, cast, case, amount="15000000.00", day=date(2025, 5, 12), by=None):
        about = {"amount_hkd": D(amount), "value_date": day, "at": programme.at(date(2025, 5, 14))}
        return payment_record.confirm_receipt(case=case, by=by or cast.signatory, **about)

    def test_is_compared_with_the_debit_and_a_difference_stays(self, cast, case):
        case = programme.case_at(cast, case.line.call, "matched")
        first = self.confirm(cast, case, "14999985.00", date(2025, 5, 13))
        assert (first.difference_hkd, first.days, first.differs) == (D("-15.00"), 1, True)
        assert not self.confirm(cast, case).differs
        assert case.confirmations.count() == 2
        facts = AuditEvent.objects.filter(verb="payment_case.confirm_receipt").order_by("id").first().facts
        assert facts["difference_hkd"] == "-15.00"

    def test_waits_for_the_debit_and_is_the_fund_s_own_gp_s(self, cast, case):
        with pytest.raises(WrongStage):
            self.confirm(cast, programme.case_at(cast, case.line.call, "released"))
        for person in (cast.finance, cast.other_maker, cast.contact):
            with pytest.raises(NotPermitted):
                self.confirm(cast, case, by=person)


class TestTies:
    def test_show_what_is_in_transit_apart(self, cast, fund, case):
        programme.case_at(cast, case.line.call, "matched")
        (tie,) = corporation_ties.ties()
        assert (tie.paid_hkd, tie.in_transit_hkd, tie.received_hkd) == (D("15000000.00"), D("15000000.00"), 0)
        programme.receive(cast, case.line)
        programme.issued(cast, fund, "4000000.00")
        (tie,) = corporation_ties.ties()
        assert (tie.in_transit_hkd, tie.received_hkd, tie.payable_hkd) == (0, D("15000000.00"), 0)
        assert (tie.accepted_hkd, tie.interest_hkd, tie.difference_hkd) == (D("15000000.00"), D("15000000.00"), 0)
