"""Net notices: a call and a distribution of one day in one notice, gross in every figure, net in the bank."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from funds import selectors, waterfall_facts
from funds.models import Contribution, JournalEntry, Notice, PaymentCase
from funds.notice_documents import content_of, pdf_of
from funds.notice_workbook import xlsx_of
from funds.rules.allocation import earliest_due_date
from funds.services import (
    capital_calls,
    contributions,
    corporation_returns,
    distribution_payments,
    distributions,
    nettings,
    payment_settlements,
    payments,
)
from investments.services import exits
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.money import total
from reporting import books
from reporting.demo import acts, deals, plans, returns
from reporting.demo.acts import moment
from tests import builders, people
from tests.investments.services.lots import by, note, plan

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
SOLD, TOLD = date(2025, 8, 4), date(2025, 8, 6)
DAY = earliest_due_date(TOLD)


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE at 450m : 150m, HK$60m called and paid, HK$40m invested and sold for HK$64m."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    lot = deals.invest(cast, fund, plan(amount_hkd=D("40000000.00")), on=date(2025, 5, 20), units=D(1000))
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("64000000.00"), note=note(SOLD), **by(cast))
    return SimpleNamespace(cast=cast, fund=fund)


def drafts(cast, fund, call="40000000.00", back="60000000.00", day=DAY):
    maker, at = cast.maker(fund), moment(TOLD, 9)
    drawn = capital_calls.draft(
        fund=fund,
        purposes=[acts.purpose("investment", "More deals", call)],
        due_date=day,
        channel="portal",
        by=maker,
        at=at,
    )
    source = returns.source("return_of_capital", "Example Life", back, "示例生命")
    given = distributions.draft(fund=fund, sources=[source], payment_date=day, by=maker, at=at)
    return drawn, given


def bound(cast, fund, **amounts):
    drawn, given = drafts(cast, fund, **amounts)
    return nettings.bind(call=drawn, distribution=given, by=cast.maker(fund), at=moment(TOLD, 10))


def issued(cast, fund, **amounts):
    netting = bound(cast, fund, **amounts)
    for part in netting.distributions.all():
        about = {"statement": returns.SOLVENT, "by": cast.signatory(fund), "at": moment(TOLD, 11)}
        distributions.state_solvency(distribution=part, **about)
    return nettings.issue(netting=netting, by=cast.signatory(fund), at=moment(TOLD, 12))


class TestIssue:
    def test_tells_each_partner_once_and_sets_off_the_smaller_side(self, cast, fund):
        netting = issued(cast, fund)
        lines = list(netting.lines.all())
        assert (total(x.called_hkd for x in lines), total(x.distributed_hkd for x in lines)) == (
            D("40000000.00"),
            D("60000000.00"),
        )
        assert total(line.net_hkd for line in lines) == D("-20000000.00")
        assert Notice.objects.filter(netting_line__netting=netting).count() == len(lines)
        assert Notice.objects.filter(line__call__netting=netting).count() == 0
        entry = netting.entry
        assert (entry.kind, entry.effective_date) == ("netting", DAY)
        moved = {p.account.code: p.amount_hkd for p in entry.postings.select_related("account")}
        assert set(moved) == {Code.CALL_RECEIVABLE, Code.DISTRIBUTION_PAYABLE}
        assert selectors.balance(fund, Code.CALL_RECEIVABLE) == 0
        assert selectors.balance(fund, Code.DISTRIBUTION_PAYABLE) == D("-20000000.00")
        assert [str(fault) for fault in books.prove()] == []

    def test_shows_both_parts_gross_in_pdf_and_sheet(self, cast, fund):
        netting = issued(cast, fund)
        notice = Notice.objects.with_subject().filter(netting_line__netting=netting).order_by("pk").first()
        content = content_of(notice)
        line = notice.netting_line
        assert content["calls"][0]["line"]["payable_hkd"] == str(line.called_hkd)
        assert content["distributions"][0]["line"]["amount_hkd"] == str(line.distributed_hkd)
        assert D(content["net"]["to_receive_hkd"]) == line.distributed_hkd - line.called_hkd
        assert pdf_of(notice)[:5] == b"%PDF-"
        rows = workbook_rows(xlsx_of(notice))
        assert ["Paid to you", "", float(line.distributed_hkd - line.called_hkd)] in rows
        assert ["Called by this notice", "", float(line.called_hkd)] in rows
        assert ["This distribution, before it is set off", "", float(line.distributed_hkd)] in rows

    def test_keeps_every_gross_figure_gross(self, cast, fund):
        before = {p.pk: p for p in selectors.partners_with_position(fund)}
        netting = issued(cast, fund)
        after = {p.pk: p for p in selectors.partners_with_position(fund)}
        for line in netting.lines.all():
            assert after[line.partner_id].called_hkd - before[line.partner_id].called_hkd == line.called_hkd
            assert after[line.partner_id].distributed_hkd == line.distributed_hkd
        paid_in = total(
            amount
            for _f, _due, _day, amount in waterfall_facts.contributions([selectors.agreement_of(fund)], DAY, None)
        )
        assert paid_in == D("100000000.00")

    def test_shares_the_distribution_as_the_replay_does_once_all_is_paid(self, cast, fund):
        netting = issued(cast, fund, call="60000000.00", back="20000000.00")
        for line in selectors.call_lines(netting.calls.all()).filter(outstanding_hkd__gt=0):
            acts.receive(cast, line, on=DAY, amount_hkd=line.outstanding_hkd)
        (line,) = waterfall_facts.of(fund, DAY).lines
        given = netting.distributions.get()
        assert {name: str(amount) for name, amount in line.tiers.as_dict().items()} == given.working["tiers"]

    def test_is_for_the_signatory_who_bound_nothing_and_tells_nobody_when_refused(self, cast, fund):
        netting = bound(cast, fund)
        for person in (cast.maker(fund), cast.officer, cast.manager):
            with pytest.raises(NotPermitted):
                nettings.issue(netting=netting, by=person, at=moment(TOLD, 12))
        with pytest.raises(RuleBroken) as refusal:
            nettings.issue(netting=netting, by=cast.signatory(fund), at=moment(TOLD, 12))
        assert [breach.code for breach in refusal.value.breaches] == ["solvency_not_stated"]
        assert not JournalEntry.objects.filter(kind="netting").exists()


class TestBinding:
    def test_holds_its_parts_together_until_it_is_taken_off(self, cast, fund):
        netting = bound(cast, fund)
        drawn, given = netting.calls.get(), netting.distributions.get()
        signatory, maker, at = cast.signatory(fund), cast.maker(fund), moment(TOLD, 12)
        for verb in (
            lambda: capital_calls.issue(call=drawn, by=signatory, at=at),
            lambda: capital_calls.withdraw(call=drawn, by=maker, at=at, reason="Alone"),
            lambda: distributions.withdraw(distribution=given, by=maker, at=at, reason="Alone"),
            lambda: distributions.declare(distribution=given, by=signatory, at=at),
        ):
            with pytest.raises(WrongStage) as refusal:
                verb()
            assert refusal.value.code == "bound"
        nettings.unbind(netting=netting, by=maker, at=at, reason="Two notices after all")
        drawn.refresh_from_db()
        assert (drawn.stage, drawn.netting) == ("draft", None)

    def test_takes_one_day_and_something_to_net(self, cast, fund):
        drawn, given = drafts(cast, fund)
        maker, at = cast.maker(fund), moment(TOLD, 10)
        with pytest.raises(InputRefused) as refusal:
            nettings.bind(call=drawn, by=maker, at=at)
        assert refusal.value.code == "nothing_to_net"
        distributions.withdraw(distribution=given, by=maker, at=at, reason="Another day")
        source = returns.source("return_of_capital", "Example Life", "1000000.00")
        other = distributions.draft(fund=fund, sources=[source], payment_date=DAY + timedelta(days=1), by=maker, at=at)
        with pytest.raises(RuleBroken) as broken:
            nettings.bind(call=drawn, distribution=other, by=maker, at=at)
        assert broken.value.breaches[0].code == "another_day"

    def test_keeps_its_day_and_takes_no_final_distribution(self, cast, fund):
        netting = bound(cast, fund)
        drawn = netting.calls.get()
        about = {"purposes": [acts.purpose("investment", "More deals", "30000000.00")], "by": cast.maker(fund)}
        with pytest.raises(RuleBroken) as broken:
            capital_calls.revise(call=drawn, due_date=DAY + timedelta(days=3), at=moment(TOLD, 11), **about)
        assert [breach.code for breach in broken.value.breaches] == ["another_day"]
        revised = capital_calls.revise(call=drawn, due_date=DAY, at=moment(TOLD, 11), **about)
        assert revised.amount_hkd == D("30000000.00")
        nettings.unbind(netting=netting, by=cast.maker(fund), at=moment(TOLD, 12), reason="All goes out")
        given = netting.fund.distributions.get()
        given.is_final = True
        given.save(update_fields=["is_final"])
        with pytest.raises(InputRefused) as refusal:
            nettings.bind(call=revised, distribution=given, by=cast.maker(fund), at=moment(TOLD, 12))
        assert refusal.value.code == "final_is_alone"


class TestMoney:
    def test_what_is_left_goes_out_or_comes_in_as_the_bank_shows(self, cast, fund):
        netting = issued(cast, fund)
        given = netting.distributions.get()
        assert not selectors.call_lines(netting.calls.all()).filter(outstanding_hkd__gt=0).exists()
        distribution_payments.pay(
            distribution=given, value_date=DAY, bank_reference="DD-N", by=cast.officer, at=moment(DAY, 17)
        )
        assert selectors.balance(fund, Code.DISTRIBUTION_PAYABLE) == 0
        # 60m called and 64m of proceeds came in, 40m was invested; of 60m distributed 40m met the call.
        assert selectors.balance(fund, Code.CASH) == D("64000000.00")

    def test_the_government_s_case_is_settled_without_a_cent_and_authorised_on_the_gross(self, cast, fund):
        netting = issued(cast, fund)
        case = PaymentCase.objects.get(line__call__netting=netting)
        assert (case.amount_hkd, case.set_off_hkd, case.gross_hkd) == (D("0.00"), D("10000000.00"), D("10000000.00"))
        case = settled(cast, case)
        assert case.stage == "settled"
        about = f"fund:{fund.pk}"
        assert selectors.corporation_balance(Code.CALL_PAYABLE, reference=about) == 0
        assert selectors.corporation_balance(Code.DISTRIBUTION_RECEIVABLE, reference=about) == D("5000000.00")
        line = distributions.government_line(netting.distributions.get())
        assert corporation_returns.outstanding(line) == D("5000000.00")
        with pytest.raises(InputRefused):
            receive(cast, line, line.amount_hkd)
        receive(cast, line, "5000000.00")
        # Both sides stand gross in the Corporation's book.
        assert selectors.corporation_balance(Code.INTEREST_IN_FUND, reference=about) == D("10000000.00")
        assert [str(fault) for fault in books.prove()] == []

    def test_the_government_pays_the_net_where_it_is_called_for_more(self, cast, fund):
        netting = issued(cast, fund, call="60000000.00", back="20000000.00")
        case = PaymentCase.objects.get(line__call__netting=netting)
        assert (case.amount_hkd, case.set_off_hkd) == (D("10000000.00"), D("5000000.00"))
        acts.fund_corporation(cast, D("10000000.00"), on=TOLD)
        case = settled(cast, case)
        assert case.stage == "released"
        payments.match_debit(
            case=case,
            amount_hkd=D("10000000.00"),
            value_date=DAY,
            bank_reference="DR-N",
            by=cast.finance,
            at=moment(DAY),
        )
        assert [str(fault) for fault in books.prove()] == []
        acts.receive(cast, case.line, on=DAY, amount_hkd=D("10000000.00"))
        assert [str(fault) for fault in books.prove()] == []
        check = case.checks.get(code="proportion")
        assert (check.outcome, check.facts["line"]) == ("pass", "15000000.00")


class TestCancel:
    def test_undoes_both_sides_and_marks_each_notice(self, cast, fund):
        sums = selectors.balances_by_code(fund)
        netting = issued(cast, fund)
        nettings.cancel(netting=netting, by=cast.signatory(fund), at=moment(TOLD, 15), reason="Wrong day")
        netting.refresh_from_db()
        assert (netting.stage, netting.calls.get().stage, netting.distributions.get().stage) == ("cancelled",) * 3
        assert {code: amount for code, amount in selectors.balances_by_code(fund).items() if amount} == {
            code: amount for code, amount in sums.items() if amount
        }
        assert PaymentCase.objects.get(line__call__netting=netting).stage == "cancelled"
        assert Notice.objects.filter(netting_line__netting=netting).first().is_cancelled
        assert [str(fault) for fault in books.prove()] == []

    def test_waits_until_the_corporation_took_back_what_the_set_off_settled(self, cast, fund):
        netting = issued(cast, fund)
        case = settled(cast, PaymentCase.objects.get(line__call__netting=netting))
        about = {"by": cast.signatory(fund), "at": moment(TOLD, 16), "reason": "Wrong day"}
        with pytest.raises(WrongStage) as refusal:
            nettings.cancel(netting=netting, **about)
        assert refusal.value.code == "payment_settled"
        back = {"case": case, "at": moment(TOLD, 17), "reason": "The GP asks"}
        with pytest.raises(NotPermitted):
            payment_settlements.take_back(by=cast.finance, **back)
        case = payment_settlements.take_back(by=cast.certifier, **back)
        assert (case.stage, case.set_off_entry, case.holds.standing().get().reason) == ("held", None, "The GP asks")
        # it may also be settled anew, by the same people once more
        again = payments.resume(case=case, by=cast.finance, at=moment(TOLD, 17), reason="Kept after all")
        again = settled(cast, again)
        assert (again.stage, again.set_off_entry.source) == ("settled", f"payment_case:{again.pk}:2")
        payment_settlements.take_back(by=cast.certifier, **back)
        nettings.cancel(netting=netting, **about)
        assert PaymentCase.objects.get(pk=case.pk).stage == "cancelled"
        assert selectors.corporation_balance(Code.CALL_PAYABLE, reference=f"fund:{fund.pk}") == 0
        assert [str(fault) for fault in books.prove()] == []

    def test_is_refused_once_money_moved_and_for_one_part_alone(self, cast, fund):
        netting = issued(cast, fund)
        given = netting.distributions.get()
        about = {"by": cast.signatory(fund), "at": moment(DAY, 18), "reason": "Too late"}
        with pytest.raises(WrongStage) as refusal:
            distributions.cancel(distribution=given, **about)
        assert refusal.value.code == "bound"
        set_off = Contribution.objects.filter(entry=netting.entry).first()
        with pytest.raises(InputRefused):
            contributions.reverse(contribution=set_off, on=DAY, by=cast.officer, at=moment(DAY, 18), reason="Alone")
        distribution_payments.pay(
            distribution=given, value_date=DAY, bank_reference="DD-N", by=cast.officer, at=moment(DAY, 17)
        )
        with pytest.raises(WrongStage) as refusal:
            nettings.cancel(netting=netting, **about)
        assert refusal.value.code == "paid_already"
        assert not hasattr(JournalEntry.objects.get(pk=netting.entry_id), "reversed_by")


def settled(cast, case):
    """A case through checks and two officers to its release."""
    at = moment(TOLD, 15)
    case = payments.check(case=case, by=cast.finance, at=at, note=acts.BEFORE_ITS_DEAL)
    case = payments.prepare_voucher(case=case, by=cast.finance, at=at)
    case = payments.certify(case=case, by=cast.certifier, at=at)
    for officer in (cast.authoriser, cast.authoriser_2):
        case = payments.authorise(case=case, by=officer, at=at)
    return payments.release(case=case, by=cast.finance, at=at)


def receive(cast, line, amount):
    return corporation_returns.receive(
        line=line, amount_hkd=D(amount), value_date=DAY, bank_reference="CR-N", by=cast.finance, at=moment(DAY, 18)
    )


def workbook_rows(data: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
