"""Distributions: planned by the waterfall, declared once solvency is stated, paid, received, undone."""

from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from funds import agreement_register, all_funds, capital_accounts, fee_facts, selectors, waterfall_facts, what_if
from funds.models import CallLine, Distribution, JournalEntry, Notice
from funds.rules.allocation import earliest_due_date
from funds.services import (
    capital_calls,
    carry,
    corporation_returns,
    debits,
    distribution_payments,
    distributions,
    endings,
    fees,
)
from investments.services import exits
from itvf.dates import add_months
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from itvf.money import total
from reporting import books
from reporting.demo import acts, returns
from reporting.demo.acts import moment
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import portal
from tests.funds import borrowing, registered
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
SOLD, PAID = day(60), day(70)


@pytest.fixture
def sold(cast, fund, lot):  # noqa: F811
    """The lot of HK$10m sold for HK$120m: 10m of cost back and 110m of gain in cash."""
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(SOLD), **by(cast))
    return lot


def sources(capital="10000000.00", gain="100000000.00"):
    found = [returns.source("return_of_capital", "Example Life, cost", capital, "示例生命，成本")]
    return found + ([returns.source("gain", "Example Life, gain", gain, "示例生命，收益")] if gain else [])


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


class TestTheFinalOne:
    def test_takes_each_partner_its_balance_and_leaves_every_account_at_zero(self, cast, fund, sold):
        about = {"label": "Audit", "amount_hkd": D("100000.01"), "value_date": SOLD, "bank_reference": "A-1"}
        fees.pay_expense(fund=fund, **about, by=cast.officer, at=moment(SOLD))
        self.pays_the_fee(cast, fund)
        cash = selectors.balance(fund, Code.CASH)
        with pytest.raises(RuleBroken) as refused:
            returns.declare(cast, fund, sources(gain="100000000.00"), on=PAID, is_final=True)
        assert [breach.code for breach in refused.value.breaches] == ["not_everything"]
        given = [returns.source("return_of_capital", "All that is left", cash, "餘款")]
        final = returns.declare(cast, fund, given, on=PAID, is_final=True)
        accounts = capital_accounts.of_fund(fund, [PAID])
        assert {one.figures.nav_hkd for one in accounts.at[PAID].values()} == {D("0.00")}
        assert accounts.accrued_hkd[PAID] == D("0.00")
        assert total(line.amount_hkd for line in final.lines.all()) == cash
        replayed = waterfall_facts.of(fund, PAID).lines[-1].tiers
        assert final.working["tiers"] == {name: str(amount) for name, amount in replayed.as_dict().items()}
        for line in final.lines.filter(amount_hkd__gt=0):
            tree = explain("distribution-line", Question(fund, PAID, cast.officer, moment(PAID), of=f"{line.pk:d}"))
            assert (tree.value, tree.difference) == (line.amount_hkd, 0)
        with pytest.raises(RuleBroken) as refused:
            endings.propose(fund=fund, ended_date=PAID, by=cast.officer, at=moment(PAID))
        assert [breach.code for breach in refused.value.breaches] == ["owed_by_the_fund", "cash_differs"]
        returns.pay(cast, final, on=PAID)
        assert selectors.balance(fund, Code.CASH) == 0
        assert books.prove() == []
        self.ends(cast, fund)

    def pays_the_fee(self, cast, fund):
        """What no quarter has accrued stands against the end, to the cent that is then accrued; it is paid."""
        by_officer = {"fund": fund, "by": cast.officer, "at": moment(SOLD)}
        with pytest.raises(RuleBroken) as refused:
            endings.propose(**by_officer, ended_date=SOLD)
        told = {breach.code: breach.facts for breach in refused.value.breaches}
        for end in (date(2025, 3, 31), date(2025, 6, 30)):
            fees.accrue(**by_officer, period_end=end)
        owed = -selectors.balance(fund, Code.FEE_PAYABLE)
        assert owed > 0
        assert told["fee_not_accrued"] == {"amount_hkd": owed}
        fees.pay(**by_officer, amount_hkd=owed, value_date=SOLD, bank_reference="F-1")

    def ends(self, cast, fund):
        """Two people set the end; a refused one leaves the fund open, and after it only proceeds go out."""
        about = {"fund": fund, "ended_date": PAID, "at": moment(PAID)}
        page = portal.client_of(cast.officer).get(reverse("admin:funds_fund_propose_end", args=[fund.pk]))
        assert "0.00 is left over" in page.content.decode()
        for person in (cast.manager, cast.finance):
            with pytest.raises(NotPermitted):
                endings.propose(by=person, **about)
        with pytest.raises(InputRefused):
            endings.propose(by=cast.officer, **about | {"ended_date": day(71)})
        refused = endings.propose(by=cast.officer, **about)
        with pytest.raises(InputRefused):
            endings.propose(by=cast.officer, **about)
        endings.refuse(ending=refused, by=cast.manager, at=moment(PAID), reason="The audit is to come")
        ending = self.asked_for(cast, fund)
        with pytest.raises(NotPermitted):
            endings.approve(ending=ending, by=cast.officer, at=moment(PAID))
        page = portal.client_of(cast.manager).get(f"/admin/funds/windingup/{ending.pk}/change/").content.decode()
        assert "Approve the end" in page
        assert endings.approve(ending=ending, by=cast.manager, at=moment(PAID)).fund.stage == "ended"
        assert [event.verb for event in AuditEvent.objects.order_by("-id")[:2]] == [
            "fund.approve_end",
            "fund.check_end",
        ]
        with pytest.raises(WrongStage):
            endings.refuse(ending=ending, by=cast.manager, at=moment(PAID), reason="Too late")
        with pytest.raises(InputRefused) as told:
            returns.declare(cast, fund, sources(), on=day(80), recallable_hkd=D("1.00"))
        assert told.value.code == "fund_ended"
        with pytest.raises(InputRefused) as told:
            fees.accrue(fund=fund, period_end=date(2025, 9, 30), by=cast.officer, at=moment(date(2025, 10, 2)))
        assert told.value.code == "fund_ended"
        self.is_taken_back(cast, fund, ending)

    def asked_for(self, cast, fund):
        """The GP asks in the portal and by API; its end waits for an officer before another person approves it."""
        maker, officer = portal.client_of(cast.maker(fund)), portal.client_of(cast.officer)
        page = maker.get(reverse("portal_endings", args=[fund.code])).content.decode()
        assert reverse("portal_end_ask", args=[fund.code]) in page
        short = maker.post(reverse("portal_end_ask", args=[fund.code]), {"ended_date": day(69).isoformat()})
        assert (short.status_code, "an entry of" in short.content.decode()) == (422, True)
        asked = maker.post(reverse("portal_end_ask", args=[fund.code]), {"ended_date": PAID.isoformat()})
        assert asked.status_code == 302
        body, key = {"ended_date": PAID.isoformat()}, {"HTTP_IDEMPOTENCY_KEY": "end-1"}
        again = maker.post(f"/api/v1/funds/{fund.code}/endings", body, "application/json", **key)
        assert again.json()["code"] == "end_proposed"
        ending = fund.endings.first()
        assert (ending.stage, ending.proposed_by) == ("asked", cast.maker(fund))
        with pytest.raises(WrongStage):
            endings.approve(ending=ending, by=cast.manager, at=moment(PAID))
        address = f"/api/v1/endings/{ending.pk}/check"
        assert maker.post(address, {}, "application/json", **key | {"HTTP_IDEMPOTENCY_KEY": "c-1"}).status_code == 403
        checked = officer.post(address, {}, "application/json", HTTP_IDEMPOTENCY_KEY="c-2")
        assert checked.json()["stage"] == "draft"
        return fund.endings.first()

    def is_taken_back(self, cast, fund, ending):
        """What the end rests on is not reversed, nor offered for it, until two people take the end back."""
        entry = JournalEntry.objects.get(kind="expense_paid")
        undo = {"entry": entry, "on": PAID, "at": moment(PAID), "reason": "Not ours"}
        manager = portal.client_of(cast.manager)
        page = manager.get(f"/admin/funds/journalentry/{entry.pk}/change/").content.decode()
        assert "Reverse this payment" not in page
        with pytest.raises(WrongStage) as told:
            debits.reverse(**undo, by=cast.manager)
        assert told.value.code == "fund_ended"
        about = {"label": "Audit", "amount_hkd": D("0.01"), "value_date": PAID, "bank_reference": "E-9"}
        with pytest.raises(WrongStage) as told:
            fees.pay_expense(fund=fund, **about, by=cast.officer, at=moment(day(80)))
        assert told.value.code == "fund_ended"
        maker = portal.client_of(cast.maker(fund))
        for name in ("portal_calls", "portal_distributions"):
            assert "Draft a" not in maker.get(reverse(name, args=[fund.code])).content.decode()
        asks = {"ending": ending, "at": moment(PAID), "reason": "An invoice was booked twice"}
        with pytest.raises(NotPermitted):
            endings.propose_reopening(**asks, by=cast.maker(fund))
        for decide in (endings.keep_ended, endings.reopen):
            found = endings.propose_reopening(**asks, by=cast.officer)
            with pytest.raises(NotPermitted):
                endings.reopen(ending=found, by=cast.officer, at=moment(PAID))
            reason = {"reason": "Leave it"} if decide is endings.keep_ended else {}
            decide(ending=found, by=cast.manager, at=moment(PAID), **reason)
        fund.refresh_from_db()
        assert (fund.stage, fund.ended_date) == ("open", None)
        debits.reverse(**undo, by=cast.manager)

    def test_waits_until_the_lender_is_repaid(self, cast, fund, sold):
        registered.term(cast, fund, "borrowing")
        borrowing.move(cast, borrowing.facility(cast, fund), "draw", "1000000.00", SOLD)
        left = selectors.balance(fund, Code.CASH) - D("1000000.00")
        given = [returns.source("return_of_capital", "All that is left", left, "餘款")]
        with pytest.raises(RuleBroken) as refused:
            returns.declare(cast, fund, given, on=PAID, is_final=True)
        assert [breach.code for breach in refused.value.breaches] == ["lender_owed"]

    def test_recycling_is_refused_above_the_agreements_cap(self, cast, fund, sold):
        registered.term(cast, fund, "recycling", clause="LPA 6.3", rate=D("0.01"), months=18)
        cap = agreement_register.cap_hkd(fund, "recycling", PAID)
        with pytest.raises(RuleBroken) as refused:
            returns.declare(cast, fund, sources(), on=PAID, recallable_hkd=cap + D("0.01"))
        (breach,) = refused.value.breaches
        assert (breach.code, breach.clause, breach.facts["cap_hkd"]) == ("above_recycling_cap", "LPA 6.3", cap)
        first = returns.declare(cast, fund, sources(), on=PAID, recallable_hkd=cap)
        assert total(line.recallable_hkd for line in first.lines.all()) == cap
        others = first.lines.filter(recallable_hkd__gt=0).exclude(partner__kind="government")
        unfunded = total(partner.unfunded_hkd for partner in selectors.partners_with_position(fund))
        unfunded -= distributions.government_line(first).recallable_hkd  # gross, it pays its commitment once (A20)
        asked = [acts.purpose("investment", "All that is left", str(unfunded))]
        last = add_months(PAID, 18)
        for on, gone in ((last, False), (last + timedelta(days=1), True)):
            with pytest.raises(RuleBroken) if gone else nullcontext() as refused:
                capital_calls.preview(fund, asked, earliest_due_date(on), on)
            if gone:
                assert {breach.code for breach in refused.value.breaches} == {"recall_lapsed"}
                assert len(refused.value.breaches) == others.count()
