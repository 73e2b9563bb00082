"""The last distribution of a fund: every account at nothing, and its end."""

from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from funds import agreement_register, capital_accounts, selectors, waterfall_facts
from funds.models import JournalEntry
from funds.rules.allocation import earliest_due_date
from funds.services import (
    capital_calls,
    debits,
    distributions,
    endings,
    fees,
)
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
from tests.funds.services.sales import PAID, SOLD, sell, sources
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code


@pytest.fixture
def sold(cast, lot):  # noqa: F811
    return sell(cast, lot)


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
