"""Deals done: booked at cost once and for what was agreed, in HK$ or another currency, with what they break (A3)."""

import copy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import JournalEntry, RecordedBreach
from funds.services import fees
from investments import portfolio
from investments.models import Investment
from investments.rules.mandate import INSTRUMENT_OUTSIDE
from investments.services import investments, rulings
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme
from tests.conftest import copied

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 5, 6)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


def agreed_deal(standing, amount: str, **changes):
    """A deal with no objection, and the fund's cash for it."""
    world = copy.deepcopy(standing)
    cast, fund = world.cast, world.fund
    programme.paid(cast, fund)
    return programme.agreed(cast, programme.proposed(cast, fund, programme.company(cast), amount, **changes))


@pytest.fixture(scope="class")
def agreed(standing, held_by_class):
    return agreed_deal(standing, "40000000.00")


@pytest.fixture(scope="class")
def agreed_in_dollars(standing, held_by_class):
    return agreed_deal(standing, "39000000.00", currency="USD", foreign_amount=D("5000000.0000"))


@pytest.fixture
def target(cast):
    return programme.company(cast)


def complete(cast, proposal, *, day=programme.INVESTED, by=None, evidence="Share certificate", **paid):
    return investments.complete(
        proposal=proposal,
        completed_date=day,
        evidence=evidence,
        by=by or cast.maker,
        at=programme.at(programme.LATER),
        **paid,
    )


class TestComplete:
    @pytest.fixture
    def proposal(self, agreed, world):
        return copied(agreed, world)

    def test_books_the_cost_against_the_cash(self, cast, fund, proposal):
        made = complete(cast, proposal)
        assert selectors.balance(fund, selectors.Code.INVESTMENT_AT_COST) == D("40000000.00")
        assert selectors.balance(fund, selectors.Code.CASH) == D("20000000.00")
        assert made.entry.effective_date == programme.INVESTED
        held = portfolio.investments_with_cost(fund).get()
        assert held.original_cost_hkd == held.cost_hkd == D("40000000.00")
        assert AuditEvent.objects.get(verb="proposal.complete").facts["amount_hkd"] == "40000000.00"

    def test_begins_the_investment_s_life(self, cast, proposal):
        made = complete(cast, proposal, units=D("1250000.5"), documents=programme.papers(cast.maker, "cap_table"))
        event = made.life_events.get()
        assert (event.number, event.kind, event.units) == (1, "completion", D("1250000.5"))
        assert event.amount_hkd == event.cost_hkd == D("40000000.00")
        assert (event.currency, event.foreign_amount, event.entry) == ("HKD", None, made.entry)
        assert event.file == proposal.documents.get(kind="cap_table").file

    def test_happens_once(self, cast, fund, proposal):
        complete(cast, proposal)
        with pytest.raises(WrongStage):
            complete(cast, proposal)
        assert Investment.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"day": date(2026, 3, 3)}, "future_completion"),
            ({"evidence": " "}, "no_evidence"),
            ({"amount_hkd": D("40000000.01")}, "not_within_proposal"),
            ({"amount_hkd": D("0.00")}, "not_within_proposal"),
            ({"units": D("-1")}, "units_negative"),
            ({"foreign_amount": D("1")}, "foreign_amount_of_hkd"),
            ({"fx_rate": D("7.8")}, "foreign_amount_of_hkd"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, proposal, changes, code):
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal, **changes)
        assert refusal.value.code == code
        assert not Investment.objects.exists()
        assert not JournalEntry.objects.filter(kind="investment").exists()
        assert not AuditEvent.objects.filter(verb="proposal.complete").exists()

    def test_waits_for_the_cash_of_its_own_day(self, cast, proposal):
        """The fund's money came on 15 May: what it holds today paid for nothing the day before."""
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal, day=date(2025, 5, 14))
        assert (refusal.value.code, refusal.value.facts["cash"]) == ("fund_cash_short", 0)
        assert not Investment.objects.exists()

    def test_leaves_the_cash_of_payments_recorded_since(self, cast, fund, proposal):
        """HK$60m came on 15 May; 30m of expenses paid on 1 June leave 30m for a deal of 20 May recorded later."""
        fees.pay_expense(
            fund=fund,
            label="Legal",
            amount_hkd=D("30000000.00"),
            value_date=date(2025, 6, 2),
            bank_reference="EXP1",
            by=cast.officer,
            at=programme.at(date(2025, 6, 2)),
        )
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal)
        assert (refusal.value.code, refusal.value.facts["cash"]) == ("fund_cash_short", D("30000000.00"))

    def test_requires_its_permission(self, cast, proposal):
        for person in (cast.manager, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                complete(cast, proposal, by=person)


class TestCompleteAnswered:
    """What follows from the answer that the deal had."""

    def test_registers_the_breaches_of_a_deal_done_against_a_breach_notice(self, cast, fund, target):
        programme.paid(cast, fund)
        proposal = programme.proposed(cast, fund, target, instrument="loan")
        investments.answer(
            proposal=proposal, answer="breach_notice", reason="See R12.", by=cast.officer, at=programme.at(DAY)
        )
        complete(cast, proposal)
        found = {breach.rule: breach for breach in RecordedBreach.objects.filter(fund=fund)}
        assert set(found) == {"R12", "R13"}
        assert found["R12"].sentence == INSTRUMENT_OUTSIDE
        assert found["R12"].message.startswith("The instrument loan is none of the scheme's")
        assert (found["R12"].found_date, found["R12"].cured_date) == (programme.INVESTED, None)

    def test_leaves_a_breach_open_whose_rule_passes_again(self, cast, fund):
        """A person records a cure; that a later deal meets the rule again cures nothing."""
        programme.paid(cast, fund)
        abroad = programme.company(cast, "Borealis Demo", is_hong_kong=False, has_it_establishment=False)
        first = programme.agreed(cast, programme.proposed(cast, fund, abroad, "10000000.00"))
        complete(cast, first)
        breach = RecordedBreach.objects.get(rule="R9")
        home = programme.company(cast)
        second = programme.agreed(cast, programme.proposed(cast, fund, home), day=date(2025, 5, 20))
        complete(cast, second)
        assert second.outcomes.filter(restriction="hong_kong_share").order_by("run").last().status == "pass"
        breach.refresh_from_db()
        assert breach.cured_date is None

    def test_registers_each_question_decided_against_the_deal(self, cast, fund, target):
        programme.paid(cast, fund)
        proposal = programme.proposed(cast, fund, target, instrument="safe", description="Tokens.")
        for restriction in ("instrument", "prohibited"):
            rulings.decide(
                proposal=proposal,
                restriction=restriction,
                holds=False,
                reason="It is.",
                by=cast.officer,
                at=programme.at(DAY),
            )
        investments.answer(
            proposal=proposal, answer="breach_notice", reason="See R12, R13.", by=cast.officer, at=programme.at(DAY)
        )
        complete(cast, proposal)
        assert set(RecordedBreach.objects.values_list("rule", "code")) == {
            ("R12", "instrument_ruled_broken"),
            ("R13", "prohibited_ruled_broken"),
        }

    def test_waits_for_the_answer(self, cast, fund, target):
        programme.paid(cast, fund)
        with pytest.raises(WrongStage):
            complete(cast, programme.proposed(cast, fund, target))

    def test_waits_for_the_cash(self, cast, fund, target):
        proposal = programme.agreed(cast, programme.proposed(cast, fund, target))
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal)
        assert refusal.value.code == "fund_cash_short"
        assert not JournalEntry.objects.filter(kind="investment").exists()


class TestFirstTranche:
    """The rest of a deal is drawn later; until then it uses headroom as if it were."""

    def test_books_what_was_paid(self, cast, fund, target):
        programme.paid(cast, fund)
        proposal = programme.agreed(cast, programme.proposed(cast, fund, target))
        made = complete(cast, proposal, amount_hkd=D("15000000.00"))
        assert selectors.balance(fund, selectors.Code.INVESTMENT_AT_COST) == D("15000000.00")
        assert made.life_events.get().cost_hkd == D("15000000.00")

    def test_leaves_the_rest_in_use_of_the_limits(self, cast):
        fund = programme.another(cast, company_limit_rate=D("0.1"), limits_clause="LPA 6.3")
        programme.paid(cast, fund)
        target = programme.company(cast)
        complete(cast, programme.agreed(cast, programme.proposed(cast, fund, target)), amount_hkd=D("15000000.00"))
        told = programme.proposed(cast, fund, target, "20000000.01", expected_date=date(2025, 6, 2))
        outcome = told.outcomes.get(restriction="company_limit")
        assert (outcome.status, outcome.facts["numerator_hkd"]) == ("breach", "60000000.01")

    def test_leaves_the_rest_in_use_of_the_share_outside_hong_kong(self, cast, fund):
        programme.paid(cast, fund)
        abroad = programme.company(cast, "Borealis Demo", is_hong_kong=False, has_it_establishment=False)
        proposal = programme.agreed(cast, programme.proposed(cast, fund, abroad, "300000000.00"))
        complete(cast, proposal, amount_hkd=D("1000000.00"))
        more = programme.proposed(cast, fund, abroad, "0.01", expected_date=date(2025, 6, 2))
        assert more.outcomes.get(restriction="hong_kong_share").code == "hong_kong_share_out_of_reach"


class TestForeignCurrency:
    """USD 5m were proposed at HK$39m, 7.8 for one."""

    @pytest.fixture
    def proposal(self, agreed_in_dollars, world):
        return copied(agreed_in_dollars, world)

    def pay(self, cast, proposal, **changes):
        about = {"fx_rate": D("7.812345678901"), "fx_source": "Demo Bank, value date", "fx_date": programme.INVESTED}
        return complete(cast, proposal, **about | changes)

    def test_is_kept_as_it_happened_and_booked_once_rounded(self, cast, fund, proposal):
        made = self.pay(cast, proposal)
        event = made.life_events.get()
        assert (event.currency, event.foreign_amount, event.foreign_cost) == ("USD", D("5000000"), D("5000000"))
        assert (event.fx_rate, event.fx_date) == (D("7.812345678901"), programme.INVESTED)
        # 5,000,000 x 7.812345678901 = 39,061,728.394505
        assert event.amount_hkd == event.cost_hkd == D("39061728.39")
        assert selectors.balance(fund, selectors.Code.INVESTMENT_AT_COST) == D("39061728.39")

    def test_may_be_paid_in_part(self, cast, fund, proposal):
        self.pay(cast, proposal, foreign_amount=D("2000000"), fx_rate=D("7.8"), amount_hkd=D("15600000.00"))
        (made,) = portfolio.position(fund, programme.LATER).investments
        assert portfolio.undrawn_hkd(made) == D("23400000.00")

    def test_leaves_nothing_undrawn_once_all_of_it_is_paid(self, cast, fund, proposal):
        self.pay(cast, proposal, fx_rate=D("7.7"))
        (made,) = portfolio.position(fund, programme.LATER).investments
        assert (made.original_cost_hkd, portfolio.undrawn_hkd(made)) == (D("38500000.00"), 0)

    @pytest.mark.parametrize(("rate", "booked"), [("7.02", "35100000.00"), ("8.58", "42900000.00")])
    def test_takes_a_rate_up_to_a_tenth_away(self, cast, proposal, rate, booked):
        assert self.pay(cast, proposal, fx_rate=D(rate)).life_events.get().cost_hkd == D(booked)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"fx_rate": D("7.019999999999")}, "fx_rate_far"),
            ({"fx_rate": D("8.580000000001")}, "fx_rate_far"),
            ({"fx_rate": D("78")}, "fx_rate_far"),
            ({"fx_rate": D("7.8000000000001")}, "fx_rate_places"),
            ({"fx_rate": None}, "fx_rate_missing"),
            ({"fx_source": " "}, "fx_rate_missing"),
            ({"fx_date": None}, "fx_rate_missing"),
            ({"fx_date": date(2025, 5, 21)}, "fx_date_late"),
            ({"foreign_amount": D("5000000.0001")}, "not_within_proposal"),
            ({"foreign_amount": D("0")}, "not_within_proposal"),
            ({"foreign_amount": D("4999999.99999")}, "foreign_places"),
            ({"amount_hkd": D("39061728.40")}, "fx_disagrees"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, proposal, changes, code):
        with pytest.raises(InputRefused) as refusal:
            self.pay(cast, proposal, **changes)
        assert refusal.value.code == code
        assert not Investment.objects.exists()
