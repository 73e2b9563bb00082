"""Distributions: planned by the waterfall, declared once solvency is stated, paid, received, undone."""

from decimal import Decimal

import pytest
from django.db import connection

from funds import all_funds, fee_facts, selectors, waterfall_facts, what_if
from funds.models import CallLine, Distribution, JournalEntry, Notice
from funds.services import (
    carry,
    corporation_returns,
    debits,
    distribution_payments,
    distributions,
    fees,
)
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.money import total
from reporting import books
from reporting.demo import acts, returns
from reporting.demo.acts import moment
from tests import portal
from tests.funds.services.sales import PAID, sell, sources
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code


@pytest.fixture
def sold(cast, lot):  # noqa: F811
    return sell(cast, lot)


class TestDeclare:
    def test_runs_the_waterfall_and_books_every_line(self, cast, fund, sold):
        distribution = returns.declare(cast, fund, sources(), on=PAID)
        lines = list(distribution.lines.all())
        # HK$100m was called and paid on 23 April 2025; 70 days after 20 May is 29 July: 97 days at 7%.
        capital = total(line.capital_hkd for line in lines)
        hurdle = total(line.hurdle_hkd for line in lines)
        assert capital == D("100000000.00")
        assert hurdle == (D("100000000") * (D("1.07") ** (D(97) / D(365)) - 1)).quantize(D("0.01"))
        carry_hkd = total(line.carry_hkd for line in lines)
        profit = D("10000000.00")
        assert abs(carry_hkd - profit * D("0.2")) <= D("0.01")
        assert total(line.amount_hkd for line in lines) == distribution.amount_hkd == D("110000000.00")
        assert distribution.working["tiers"]["return_of_capital_hkd"] == "100000000.00"
        assert selectors.balance(fund, Code.DISTRIBUTION_PAYABLE) == D("-110000000.00")
        assert selectors.balance(fund, Code.CARRY_DISTRIBUTED) == carry_hkd

    def test_tells_every_partner_and_the_corporation(self, cast, fund, sold):
        distribution = returns.declare(cast, fund, sources(), on=PAID)
        notices = Notice.objects.filter(distribution_line__distribution=distribution)
        assert notices.count() == distribution.lines.filter(amount_hkd__gt=0).count()
        government = distributions.government_line(distribution)
        receivable = selectors.corporation_balance(Code.DISTRIBUTION_RECEIVABLE, reference=f"fund:{fund.pk}")
        assert receivable == government.amount_hkd
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT count(*) FROM funds_notice n JOIN funds_distributionline l ON l.id = n.distribution_line_id
                   JOIN funds_distribution d ON d.id = l.distribution_id WHERE n.content_sha256 <>
                   encode(sha256(convert_to(d.notice_common::text || n.content::text, 'UTF8')), 'hex')"""
            )
            assert cursor.fetchone() == (0,)

    def test_replay_from_the_journal_equals_what_was_stored(self, cast, fund, sold):
        distribution = returns.declare(cast, fund, sources(), on=PAID)
        (line,) = waterfall_facts.of(fund, PAID).lines
        assert {name: str(amount) for name, amount in line.tiers.as_dict().items()} == distribution.working["tiers"]

    def test_is_refused_before_solvency_is_stated(self, cast, fund, sold):
        draft = distributions.draft(
            fund=fund, sources=sources(), payment_date=PAID, by=cast.maker(fund), at=moment(PAID)
        )
        with pytest.raises(RuleBroken) as refusal:
            distributions.declare(distribution=draft, by=cast.signatory(fund), at=moment(PAID, 12))
        assert [breach.code for breach in refusal.value.breaches] == ["solvency_not_stated"]
        assert not JournalEntry.objects.filter(kind="distribution").exists()

    def test_is_refused_above_what_was_realised_or_is_in_the_bank(self, cast, fund, sold):
        with pytest.raises(RuleBroken) as refusal:
            returns.declare(cast, fund, sources(gain="200000000.00"), on=PAID)
        codes = {breach.code for breach in refusal.value.breaches}
        assert codes == {"not_realised"} or codes == {"not_realised", "cash_short"}

    def test_is_for_the_signatory_who_did_not_draft_it(self, cast, fund, sold):
        draft = distributions.draft(
            fund=fund, sources=sources(), payment_date=PAID, by=cast.maker(fund), at=moment(PAID)
        )
        with pytest.raises(NotPermitted):
            distributions.declare(distribution=draft, by=cast.maker(fund), at=moment(PAID, 12))

    def test_recallable_capital_can_be_called_again(self, cast, fund, sold):
        before = {p.pk: p.unfunded_hkd for p in selectors.partners_with_position(fund)}
        returns.declare(cast, fund, sources(), on=PAID, recallable_hkd=D("10000000.00"))
        after = {p.pk: p.unfunded_hkd for p in selectors.partners_with_position(fund)}
        assert total(after.values()) - total(before.values()) == D("10000000.00")
        assert total(p.called_hkd for p in selectors.partners_with_position(fund)) == D("100000000.00")


class TestUninvested:
    def test_goes_back_to_those_who_paid_and_is_not_called_any_more(self, cast, fund, lot):  # noqa: F811
        call = fund.calls.get()
        back = [returns.source("return_of_capital", "Not invested", "30000000.00", "未投資款項")]
        distribution = returns.declare(cast, fund, back, on=PAID, nature="uninvested", call=call)
        returns.pay(cast, distribution, on=PAID)
        called = total(p.called_hkd for p in selectors.partners_with_position(fund))
        assert called == D("70000000.00")
        # The next call is split as if those 30m had never been asked for: the Government's line is its share again.
        again = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000000.00")], issued=day(80))
        government = CallLine.objects.get(call=again, partner__kind="government")
        assert abs(government.amount_hkd - D("250000.00")) <= D("0.02")
        assert waterfall_facts.of(fund, day(75)).contributed_hkd == D("70000000.00")

    def test_more_than_the_call_brought_is_refused(self, cast, fund, lot):  # noqa: F811
        back = [returns.source("return_of_capital", "Not invested", "100000000.01")]
        with pytest.raises(RuleBroken) as refusal:
            returns.declare(cast, fund, back, on=PAID, nature="uninvested", call=fund.calls.get())
        assert "above_the_call" in {breach.code for breach in refusal.value.breaches}

    def test_goes_back_only_once_everybody_has_paid(self, cast, fund, lot):  # noqa: F811
        """Else the Government would go on to pay what the others have got back, beyond its proportion (R20)."""
        call = acts.issue_call(cast, fund, [acts.purpose("investment", "A deal", "8000000.00")], issued=day(60))
        for line in acts.private_lines(call):
            acts.receive(cast, line, on=call.due_date)
        back = [returns.source("return_of_capital", "Not invested", "6000000.00")]
        with pytest.raises(RuleBroken) as refusal:
            returns.declare(cast, fund, back, on=call.due_date, nature="uninvested", call=call)
        assert {breach.code for breach in refusal.value.breaches} == {"still_owed"}


class TestPay:
    def test_one_debit_pays_all_and_the_corporation_receives_its_part(self, cast, fund, sold):
        cash = selectors.balance(fund, Code.CASH)
        distribution = returns.pay(cast, returns.declare(cast, fund, sources(), on=PAID), on=PAID)
        assert selectors.balance(fund, Code.CASH) == cash - D("110000000.00")
        assert selectors.balance(fund, Code.DISTRIBUTION_PAYABLE) == 0
        government = distributions.government_line(distribution)
        assert corporation_returns.outstanding(government) == 0
        assert [str(fault) for fault in books.prove()] == []

    def test_more_than_outstanding_is_refused(self, cast, fund, sold):
        distribution = returns.declare(cast, fund, sources(), on=PAID)
        line = distribution.lines.filter(amount_hkd__gt=0).first()
        with pytest.raises(InputRefused) as refusal:
            distribution_payments.pay_line(
                line=line,
                amount_hkd=line.amount_hkd + D("0.01"),
                value_date=PAID,
                bank_reference="X",
                by=cast.officer,
                at=moment(PAID, 13),
            )
        assert refusal.value.code == "above_outstanding"

    def test_cancelled_while_unpaid_it_leaves_nothing_behind(self, cast, fund, sold):
        before = dict(selectors.balances_by_code(fund))
        distribution = returns.declare(cast, fund, sources(), on=PAID)
        gone = distributions.cancel(
            distribution=distribution, by=cast.signatory(fund), at=moment(PAID, 15), reason="Wrong payment date"
        )
        assert gone.stage == Distribution.Stage.CANCELLED
        after = {code: amount for code, amount in selectors.balances_by_code(fund).items() if amount}
        assert after == {code: amount for code, amount in before.items() if amount}
        assert [str(fault) for fault in books.prove()] == []

    def test_tax_withheld_is_paid_over_once_and_nothing_is_owed_any_more(self, cast, fund, sold):
        partner = fund.partners.filter(kind="private").order_by("pk").first()
        distribution = returns.declare(cast, fund, sources(), on=PAID, withheld_hkd={partner.pk: D("1000.00")})
        about = {"distribution": distribution, "value_date": PAID, "at": moment(PAID, 13)}
        for person, reference, refused in ((cast.maker(fund), "T-1", NotPermitted), (cast.officer, " ", InputRefused)):
            with pytest.raises(refused):
                distribution_payments.pay_withheld(**about, bank_reference=reference, by=person)
        cash = selectors.balance(fund, Code.CASH)
        page = portal.client_of(cast.officer).get(f"/admin/funds/distribution/{distribution.pk}/change/")
        assert "Record tax withheld as paid over" in page.content.decode()
        distribution_payments.pay_withheld(**about, bank_reference="T-1", by=cast.officer)
        assert selectors.balance(fund, Code.CASH) == cash - D("1000.00")
        assert selectors.balance(fund, Code.WITHHOLDING_PAYABLE) == 0
        assert [str(fault) for fault in books.prove()] == []
        with pytest.raises(InputRefused) as refusal:
            distribution_payments.pay_withheld(**about, bank_reference="T-2", by=cast.officer)
        assert refusal.value.code == "nothing_withheld"
        with pytest.raises(WrongStage):
            distributions.cancel(distribution=distribution, by=cast.signatory(fund), at=moment(PAID, 15), reason="Late")
        paid = JournalEntry.objects.get(kind="withholding_paid")
        undo = {"entry": paid, "on": PAID, "at": moment(PAID, 15), "reason": "Not paid"}
        debits.reverse(**undo, by=cast.manager)
        distribution_payments.pay_withheld(**about, bank_reference="T-2", by=cast.officer)
        assert selectors.balance(fund, Code.WITHHOLDING_PAYABLE) == 0

    def test_paid_it_is_not_cancelled(self, cast, fund, sold):
        distribution = returns.pay(cast, returns.declare(cast, fund, sources(), on=PAID), on=PAID)
        with pytest.raises(WrongStage):
            distributions.cancel(
                distribution=distribution, by=cast.signatory(fund), at=moment(PAID, 19), reason="Too late"
            )


class TestCarry:
    def test_a_loss_after_carry_is_clawed_back_and_passed_on(self, cast, fund, sold):
        returns.pay(cast, returns.declare(cast, fund, sources(), on=PAID), on=PAID)
        paid_carry = selectors.balance(fund, Code.CARRY_DISTRIBUTED)
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Costs", "50000000.00")], issued=day(80))
        acts.fund_corporation(cast, acts.case_of(call).amount_hkd, on=day(82))
        acts.pay_government(cast, call, on=call.due_date)
        for line in acts.private_lines(call):
            acts.receive(cast, line, on=call.due_date)
        spent = selectors.balance(fund, Code.CASH)
        fees.pay_expense(
            fund=fund,
            label="All spent",
            amount_hkd=spent,
            value_date=day(120),
            bank_reference="EXP1",
            by=cast.officer,
            at=moment(day(120)),
        )
        due, _ = carry.clawback_due(fund, day(120))
        assert due == paid_carry
        with pytest.raises(RuleBroken):
            returns.give_back_carry(cast, fund, due + D("0.01"), on=day(121))
        returns.give_back_carry(cast, fund, due, on=day(121))
        assert carry.clawback_due(fund, day(121))[0] == 0
        held = all_funds.figures([fund.pk], day(121))[fund.pk]
        # what came back is the partners' of the pool: no tier gives the GP a part of it again, nor is it owed twice
        assert (held.nav_hkd, held.carry_left_hkd, held.left_hkd, held.clawback_hkd) == (due, 0, due, 0)
        outcome = what_if.liquidation(fund, day(121))
        assert [outcome.liquidation.tiers.gp_hkd, outcome.liquidation.still_owed_hkd] == [0, 0]
        assert total(part.amount_hkd for part in outcome.parts) == due
        before = fee_facts.hurdle_position(fund, day(122))
        passed_on = returns.declare(
            cast, fund, [returns.source("gain", "Carry returned", due)], on=day(122), nature="clawback"
        )
        returns.pay(cast, passed_on, on=day(123))
        after = fee_facts.hurdle_position(fund, passed_on.payment_date)
        last = after.steps[-2]
        assert (last.date, last.kind, last.amount_hkd) == (passed_on.payment_date, "distribution", due)
        assert after.capital_hkd == before.capital_hkd - due
        assert selectors.balance(fund, Code.CASH) == 0
        assert [str(fault) for fault in books.prove()] == []
