"""Later closings after money was called: everybody stands as if all had joined at the first closing (A13)."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from types import SimpleNamespace

import pytest

from funds import fee_facts, netting_facts, payment_facts, selectors
from funds.models import CapitalCall, Notice, PaymentCase, PaymentCheck
from funds.notice_documents import content_of, pdf_of
from funds.rules import payment
from funds.rules.allocation import earliest_due_date
from funds.services import (
    authorities,
    call_corrections,
    capital_calls,
    closings,
    distributions,
    endings,
    nettings,
    payments,
    register_changes,
    true_ups,
)
from investments.services import exits
from itvf.errors import InputRefused, RuleBroken, WrongStage
from itvf.money import CENT, total
from reporting import books
from reporting.demo import acts, deals, plans, returns
from reporting.demo.acts import Seat, moment
from tests import builders, people
from tests.funds import registered
from tests.investments.services.lots import note, plan

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
SECOND = date(2025, 9, 1)
DUE = date(2025, 12, 31)
LATE = Seat("private", "Late Example Investors Limited", "遲來示例投資有限公司", "late@itvf.example", D("150000000.00"))
GP_MORE = D("5000000.00")


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE at 450m : 150m, HK$60m called and paid; a newcomer has a seat."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.authority(cast)
    call = builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    acts.seat_one(cast, fund, LATE, on=date(2025, 8, 1))
    return SimpleNamespace(cast=cast, fund=fund, call=call)


def second_closing(cast, fund):
    """The newcomer signs 150m and the GP 5m more; the Government's part rises by a third of both."""
    gp = fund.partners.get(kind="gp")
    more = Seat("gp", gp.name_en, "", gp.contact_email, GP_MORE)
    return acts.close(cast, fund, [LATE, more], on=SECOND)


def position(fund):
    return {p.name_en: p for p in selectors.partners_with_position(fund)}


class TestWorkingOut:
    def test_conserves_every_cent_and_equals_shares_of_the_new_register(self, cast, fund):
        closing = second_closing(cast, fund)
        worked = closing.working["true_up"]
        assert worked["called_hkd"] == "60000000.00"
        assert total(D(line["capital_hkd"]) for line in worked["lines"]) == 0
        assert total(D(line["interest_hkd"]) for line in worked["lines"]) == 0
        late = next(line for line in worked["lines"] if line["name_en"] == LATE.name_en)
        size = closing.working["fund_size_hkd"]
        assert D(late["capital_hkd"]) == (D("60000000") * D("150000000") / D(size)).quantize(D("0.01"))
        days = (SECOND - fund.calls.get().due_date).days
        interest = D("60000000") * D("150000000") / D(size) * (D("1.07") ** (D(days) / D(365)) - 1)
        assert abs(D(late["interest_hkd"]) - interest) < D("0.01")

    def test_the_register_stands_still_while_it_waits(self, cast, fund):
        second_closing(cast, fund)
        about = {"effective_date": SECOND, "reason": "Deed", "by": cast.officer, "at": moment(SECOND, 15)}
        giver, taker = fund.partners.filter(kind="private").order_by("pk")[:2]
        with pytest.raises(WrongStage, match="true-up of"):
            register_changes.propose_transfer(giver=giver, taker=taker, amount_hkd=D("1000000.00"), **about)
        with pytest.raises(WrongStage, match="true-up of"):
            endings.propose(fund=fund, ended_date=SECOND, by=cast.officer, at=moment(SECOND, 15))

    def test_the_government_stays_at_a_quarter_and_moves_nothing(self, cast, fund):
        closing = second_closing(cast, fund)
        pk = fund.partners.get(kind="government").pk
        line = next(line for line in closing.working["true_up"]["lines"] if line["partner"] == pk)
        assert abs(D(line["capital_hkd"])) <= D("0.01")

    def test_before_a_call_is_due_it_is_refused(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            closings.draft(
                fund=fund, closing_date=fund.calls.get().due_date, by=cast.officer, at=moment(date(2025, 4, 25))
            )
        assert refusal.value.code == "call_still_due"


class TestCarryingOut:
    def test_payers_pay_and_earlier_partners_get_it_back_to_the_cent(self, cast, fund):
        closing = second_closing(cast, fund)
        with pytest.raises(WrongStage):  # nothing else is called while it waits
            acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000.00")], issued=SECOND)
        call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        assert call.amount_hkd == D(closing.working["true_up"]["capital_hkd"])
        for line in acts.private_lines(call):
            if line.payable_hkd:
                acts.receive(cast, line, on=call.due_date, amount_hkd=line.payable_hkd)
        assert selectors.balance(fund, Code.EQUALISATION) == -D(closing.working["true_up"]["interest_hkd"])
        back = returns.return_true_up(cast, closing, on=call.due_date)
        returns.pay(cast, back, on=call.due_date)
        assert selectors.balance(fund, Code.EQUALISATION) == 0
        assert selectors.balance(fund, Code.CASH) == D("60000000.00")
        after = position(fund)
        size = total(p.committed_hkd for p in after.values())
        assert total(p.called_hkd for p in after.values()) == D("60000000.00")
        for partner in after.values():
            assert abs(partner.called_hkd - D("60000000") * partner.committed_hkd / size) <= D("0.01")
        assert [str(fault) for fault in books.prove()] == []

    def test_the_fee_in_it_is_not_called_a_second_time(self, cast, fund):
        asked = [acts.purpose("management_fee", "Fee", "1000000.00")]
        first = acts.issue_call(cast, fund, asked, issued=date(2025, 6, 2))
        closing = second_closing(cast, fund)
        call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        assert call.purposes.filter(kind="management_fee").exists()
        returns.return_true_up(cast, closing, on=date(2025, 9, 20))
        after = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000.00")], issued=date(2025, 10, 2))
        case = PaymentCase.objects.get(line__call=after)
        called = payment_facts.of(case, date(2025, 10, 3)).fee_called_to_date_hkd
        assert called == first.amount_hkd == total(amount for _day, amount in fee_facts.position(fund, DUE).called)

    def test_the_next_call_goes_on_by_the_new_shares(self, cast, fund):
        closing = second_closing(cast, fund)
        acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        returns.return_true_up(cast, closing, on=date(2025, 9, 20))
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000000.00")], issued=date(2025, 10, 2))
        size = total(p.committed_hkd for p in position(fund).values())
        for line in call.lines.all():
            assert abs(line.called_after_hkd - D("61000000") * line.commitment_hkd / size) <= D("0.02")

    def test_money_not_invested_goes_back_to_those_who_bear_it_now(self, cast, fund, standing):
        closing = second_closing(cast, fund)
        about = {"nature": "uninvested", "call": standing.call}
        sources = [returns.source("return_of_capital", "Not invested", "12000000.00")]
        with pytest.raises(WrongStage, match="true-up of"):
            returns.declare(cast, fund, sources, on=date(2025, 9, 2), **about)
        call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        for line in call.lines.select_related("partner", "call__fund"):
            if line.payable_hkd:
                acts.receive(cast, line, on=call.due_date, amount_hkd=line.payable_hkd)
        returns.return_true_up(cast, closing, on=call.due_date)
        back = returns.declare(cast, fund, sources, on=call.due_date, **about)
        size = D(closing.working["fund_size_hkd"])
        for line in back.lines.all():
            assert abs(line.capital_hkd - D("12000000") * line.commitment_hkd / size) <= CENT
        for partner in position(fund).values():
            assert abs(partner.called_hkd - D("48000000") * partner.committed_hkd / size) <= 2 * CENT

    def test_its_lines_are_the_closing_s_and_can_t_be_revised(self, cast, fund):
        closing = second_closing(cast, fund)
        call = capital_calls.draft_true_up(
            closing=closing,
            due_date=earliest_due_date(SECOND),
            by=cast.maker(fund),
            at=moment(SECOND, 18),
        )
        with pytest.raises(InputRefused) as refusal:
            capital_calls.revise(
                call=call,
                purposes=[acts.purpose("expense", "Audit", "1.00")],
                due_date=call.due_date,
                by=cast.maker(fund),
                at=moment(SECOND, 18),
            )
        assert refusal.value.code == "true_up_is_computed"


class TestNettedIntoTheNextCall:
    """The same closing, its true-up settled inside the next call's notice."""

    @pytest.fixture
    def netting(self, cast, fund):
        closing = second_closing(cast, fund)
        maker, at = cast.maker(fund), moment(SECOND, 17)
        true_ups.choose_way(closing=closing, way="next_call", by=maker, at=at)
        drawn = capital_calls.draft(
            fund=fund,
            purposes=[acts.purpose("investment", "More deals", "90000000.00")],
            due_date=earliest_due_date(SECOND),
            channel="portal",
            by=maker,
            at=at,
        )
        with pytest.raises(WrongStage):  # neither alone, nor the true-up in the other way
            capital_calls.issue(call=drawn, by=cast.signatory(fund), at=at)
        with pytest.raises(WrongStage):
            capital_calls.draft_true_up(closing=closing, due_date=drawn.due_date, by=maker, at=at)
        return nettings.bind(call=drawn, by=maker, at=at)

    def issued(self, cast, fund, netting):
        signatory = cast.signatory(fund)
        back = netting.distributions.get()
        distributions.state_solvency(distribution=back, statement=returns.SOLVENT, by=signatory, at=moment(SECOND, 18))
        return nettings.issue(netting=netting, by=signatory, at=moment(SECOND, 19))

    def test_each_partner_pays_one_net_amount_and_the_cents_meet(self, cast, fund, netting):
        netting = self.issued(cast, fund, netting)
        closing = fund.closings.order_by("number").last()
        worked = {line["partner"]: line for line in closing.working["true_up"]["lines"]}
        lines = list(netting.lines.select_related("partner"))
        assert total(line.net_hkd for line in lines) == D("90000000.00")
        drawn = {line.partner_id: line.amount_hkd for line in netting.calls.get(nature="ordinary").lines.all()}
        for line in lines:
            one = worked[line.partner_id]
            assert line.net_hkd == drawn[line.partner_id] + D(one["capital_hkd"]) + D(one["interest_hkd"])
        assert selectors.balance(fund, Code.EQUALISATION) == 0
        for line in netting.calls.get(nature="ordinary").lines.filter(partner__kind="private").select_related("call"):
            left = total(x.outstanding_hkd for x in open_lines(netting, line.partner_id))
            net = netting.lines.get(partner=line.partner_id).net_hkd
            assert left == net
            acts.receive(cast, line, on=netting.day, amount_hkd=net)  # one credit of the bank pays both calls
            assert not open_lines(netting, line.partner_id)
        size = total(p.committed_hkd for p in position(fund).values())
        for partner in position(fund).values():
            assert abs(partner.called_hkd - D("150000000") * partner.committed_hkd / size) <= D("0.02")
        assert [str(fault) for fault in books.prove()] == []

    def test_the_notice_says_capital_interest_and_the_new_call_apart(self, cast, fund, netting):
        netting = self.issued(cast, fund, netting)
        notice = Notice.objects.get(netting_line__netting=netting, netting_line__partner__name_en=LATE.name_en)
        content = content_of(notice)
        trued, drawn = content["calls"]
        assert (trued["nature"], drawn["nature"]) == ("true_up", "ordinary")
        assert D(trued["line"]["outside_hkd"]) > 0
        assert D(content["net"]["to_pay_hkd"]) == D(trued["line"]["payable_hkd"]) + D(drawn["line"]["payable_hkd"])
        assert pdf_of(notice)[:5] == b"%PDF-"

    def test_cancelled_everybody_stands_as_before_and_the_true_up_waits_again(self, cast, fund, netting):
        before = {p.pk: p.called_hkd for p in position(fund).values()}
        netting = self.issued(cast, fund, netting)
        nettings.cancel(netting=netting, by=cast.signatory(fund), at=moment(SECOND, 20), reason="Wrong day")
        assert {p.pk: p.called_hkd for p in position(fund).values()} == before
        assert true_ups.waiting(fund).number == 2
        assert [str(fault) for fault in books.prove()] == []

    def test_taken_off_it_may_be_paid_at_once_after_all(self, cast, fund, netting):
        assert total(line.outside_hkd for line in netting_facts.government(netting)) == 0
        nettings.unbind(netting=netting, by=cast.maker(fund), at=moment(SECOND, 18), reason="Paid at once after all")
        closing = true_ups.waiting(fund)
        true_ups.choose_way(closing=closing, way="at_once", by=cast.maker(fund), at=moment(SECOND, 18))
        assert acts.call_true_up(cast, closing, issued=date(2025, 9, 2)).stage == "issued"


def open_lines(netting, partner):
    found = selectors.call_lines(netting.calls.all()).filter(partner=partner, outstanding_hkd__gt=0)
    return list(found)


class TestAuthority:
    def test_the_government_pays_interest_only_with_recorded_authority(self, cast):
        """A fund whose first closing stays under 450m: the Government joins at the second, after a call."""
        fund = builders.fund(cast, plans.HARBOUR, number=7)
        seats = plans.HARBOUR.seats
        first = [one for one in seats if one.kind in ("gp", "private")][:2]
        rest = [one for one in seats if one not in first]
        acts.close(cast, fund, first, on=date(2025, 3, 3))
        registered.term(cast, fund, "expenses_outside", clause="LPA 9.3", flag=True)
        purposes = [
            acts.purpose("investment", "Deals", "9000000.00"),
            acts.purpose("expense", "Formation", "6000000.00"),
        ]
        call = acts.issue_call(cast, fund, purposes, issued=date(2025, 4, 7))
        for line in acts.private_lines(call):
            acts.receive(cast, line, on=call.due_date)
        closing = acts.close(cast, fund, rest, on=SECOND)
        call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        case = PaymentCase.objects.select_related("line__call__fund").get(line__call=call)
        size = D(closing.working["fund_size_hkd"])
        share = D(closing.working["government_hkd"]) / size
        inside, beside = ((D(amount) * share).quantize(CENT, ROUND_DOWN) for amount in ("9000000", "6000000"))
        assert (case.line.amount_hkd, case.line.outside_hkd - case.line.interest_hkd) == (inside, beside)
        assert case.amount_hkd == total([inside, beside, case.line.interest_hkd])
        found = {one.code: one for one in payment.check_notice(payment_facts.of(case, date(2025, 9, 4)))}
        assert (found["proportion"].outcome, found["gross_within_commitment"].outcome) == ("pass", "pass")
        assert found["gross_within_commitment"].facts["after_hkd"] == total([inside, beside])
        acts.fund_corporation(cast, case.amount_hkd, on=date(2025, 9, 3))
        payments.check(case=case, by=cast.finance, at=moment(date(2025, 9, 4)), note="Formation costs")
        found = PaymentCheck.objects.get(case=case, code="interest_authorised")
        assert found.outcome == "fail"
        case.refresh_from_db()
        assert case.stage == "opened"
        authority = authorities.record(
            fund=fund,
            kind="true_up_interest",
            given_by="Director, by minute",
            given_date=date(2025, 9, 4),
            scope="Interest of the second closing's true-up",
            limit_hkd=case.line.interest_hkd,
            by=cast.officer,
            at=moment(date(2025, 9, 4), 11),
        )
        authorities.approve(authority=authority, by=cast.manager, at=moment(date(2025, 9, 4), 12))
        case = payments.check(case=case, by=cast.finance, at=moment(date(2025, 9, 4), 13), note="Formation costs")
        assert case.stage == "checked"
        assert [str(fault) for fault in books.prove()] == []

    def test_netted_it_is_set_off_only_with_recorded_authority(self, cast):
        """The Government joins late and owes interest; a net notice would settle it at once."""
        fund = builders.fund(cast, plans.HARBOUR, number=7)
        seats = plans.HARBOUR.seats
        first = [one for one in seats if one.kind in ("gp", "private")][:2]
        acts.close(cast, fund, first, on=date(2025, 3, 3))
        call = acts.issue_call(
            cast, fund, [acts.purpose("expense", "Formation", "6000000.00")], issued=date(2025, 4, 7)
        )
        for line in acts.private_lines(call):
            acts.receive(cast, line, on=call.due_date)
        closing = acts.close(cast, fund, [one for one in seats if one not in first], on=SECOND)
        maker, signatory, at = cast.maker(fund), cast.signatory(fund), moment(SECOND, 17)
        true_ups.choose_way(closing=closing, way="next_call", by=maker, at=at)
        drawn = capital_calls.draft(
            fund=fund,
            purposes=[acts.purpose("expense", "Audit", "1000000.00")],
            due_date=earliest_due_date(SECOND),
            channel="portal",
            by=maker,
            at=at,
        )
        netting = nettings.bind(call=drawn, by=maker, at=at)
        back = netting.distributions.get()
        distributions.state_solvency(distribution=back, statement=returns.SOLVENT, by=signatory, at=at)
        with pytest.raises(RuleBroken) as refusal:
            nettings.issue(netting=netting, by=signatory, at=moment(SECOND, 18))
        assert [breach.code for breach in refusal.value.breaches] == ["interest_not_authorised"]
        assert not fund.calls.filter(stage="issued", nature="true_up").exists()
        about = {"fund": fund, "kind": "true_up_interest", "given_by": "Director", "given_date": SECOND}
        authority = authorities.record(**about, scope="The second closing", by=cast.officer, at=moment(SECOND, 18))
        authorities.approve(authority=authority, by=cast.manager, at=moment(SECOND, 18))
        netting = nettings.issue(netting=netting, by=signatory, at=moment(SECOND, 19))
        true_up, drawdown = PaymentCase.objects.filter(line__call__netting=netting).order_by("pk")
        assert true_up.line.outside_hkd > 0
        assert true_up.gross_hkd == true_up.amount_hkd == true_up.line.payable_hkd
        assert drawdown.amount_hkd == drawdown.line.amount_hkd

    def test_at_cost_after_a_sale_it_needs_recorded_authority(self, cast, fund):
        lot = deals.invest(cast, fund, plan(), on=builders.DEAL_DONE, units=D(1_000_000))
        exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=D("12000000.00"),
            note=note(date(2025, 8, 1)),
            by=cast.officer,
            at=moment(date(2025, 8, 20)),
        )
        with pytest.raises(RuleBroken) as refusal:
            closings.draft(fund=fund, closing_date=SECOND, by=cast.officer, at=moment(SECOND))
        assert [breach.code for breach in refusal.value.breaches] == ["true_up_at_cost"]


class TestCallStays:
    def test_cancelled_it_can_be_drafted_again(self, cast, fund):
        closing = second_closing(cast, fund)
        call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
        call_corrections.cancel(
            call=call, by=cast.signatory(fund), at=moment(date(2025, 9, 3)), reason="Wrong due date"
        )
        again = acts.call_true_up(cast, closing, issued=date(2025, 9, 4))
        assert again.amount_hkd == call.amount_hkd
        assert CapitalCall.objects.get(pk=call.pk).stage == "cancelled"
