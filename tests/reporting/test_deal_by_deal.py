"""A fund whose agreement runs deal by deal: losses made up, carry in escrow, given back twice, its books proved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from beancount.loader import load_file
from django.core.management import call_command

from funds import capital_accounts, conventions, partner_statements, selectors, waterfall_facts, what_if
from funds.models import CarryReturn, DistributionLine
from funds.services import carry, distributions, fees, ledger
from investments.models import LifeEvent
from investments.services import events
from itvf.dates import now
from itvf.derivation import entry_ids, nodes
from itvf.errors import InputRefused, RuleBroken
from itvf.money import total
from reporting import books
from reporting.demo import acts, deals, life, plans, returns
from reporting.demo.acts import moment
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import builders, people, portal
from tests.investments.services.lots import plan

pytestmark = pytest.mark.django_db

Code = selectors.Code
TRADE_SALE = LifeEvent.Route.TRADE_SALE
TERMS = {
    "waterfall_scope": "deal_by_deal",
    "loss_make_up": True,
    "gp_in_pool": False,
    "carry_rate": Decimal("0.15"),
    "second_hurdle_rate": Decimal("0.12"),
    "second_carry_rate": Decimal("0.20"),
    "second_catch_up_rate": Decimal("0.5"),
    "second_hurdle_clause": "LPA 9.2",
    "carry_escrow_rate": Decimal("0.10"),
    "waterfall_clause": "LPA 9.1",
}
# The general partner and its house hold a twentieth of the fund beside the pool: of 12m written down this is the rest.
POOLS_LOSS = Decimal("11400000.00")
INTERIM, ENDED = date(2025, 12, 1), date(2026, 7, 6)


@pytest.fixture(scope="module")
def standing(held):
    """Three deals: one sold well, one written down and then off, one sold with its neighbour's loss to make up.

    Of the last, which cost 25m, 27m was to come; 6m of it was held back and never paid.
    """
    cast = people.cast()
    fund = builders.closed_fund(cast, replace(plans.HARBOUR, agreement={**acts.AGREEMENT, **TERMS}))
    builders.authority(cast)
    asked = (acts.purpose("investment", "Deals", "75000000.00"), acts.purpose("expense", "Costs", "1000000.00"))
    call = builders.paid_call(cast, fund, *asked)
    good, lost, fair = (
        deals.invest(cast, fund, plan(name_en=name, br_number=number, amount_hkd=Decimal(amount)), on=on, units=1_000)
        for name, number, amount, on in (
            ("Example Life Limited", "90009001", "20000000.00", date(2025, 5, 20)),
            ("Sample Loom Limited", "90009002", "30000000.00", date(2025, 5, 27)),
            ("Demo Kiln Limited", "90009003", "25000000.00", date(2025, 6, 3)),
        )
    )
    fees.pay_expense(
        fund=fund,
        label="Formation",
        amount_hkd=Decimal("1000000.00"),
        value_date=date(2025, 6, 10),
        bank_reference="EXP-1",
        by=cast.officer,
        at=moment(date(2025, 6, 10), 17),
    )
    world = SimpleNamespace(cast=cast, fund=fund, call=call, good=good, lost=lost, fair=fair, clawed_back=[])
    mistaken = life.sell(cast, good, TRADE_SALE, "29000000.00", on=date(2025, 8, 25))
    note = life.happened(date(2025, 8, 27), "Letter of the seller", "Not completed")
    events.reverse(event=mistaken, note=note, by=cast.officer, at=moment(note.on, 12))
    _sell_and_distribute(world, good, "80000000.00", on=date(2025, 9, 1))
    life.impair(cast, lost, events.write_down, "12000000.00", "The loom did not run", on=date(2025, 11, 3))
    world.refused = [_release(world, day) for day in (date(2025, 7, 1), date(2025, 10, 1))]
    _give_back(world, on=INTERIM)
    _sell_and_distribute(world, fair, "27000000.00", on=date(2026, 3, 2), escrow="6000000.00")
    life.settle_escrow(cast, fair, "6000000.00", "0.00", on=date(2026, 5, 4))
    life.write_off(cast, lost, "In liquidation", on=date(2026, 6, 1))
    _give_back(world, on=date(2026, 6, 15))
    left = carry.in_escrow(fund)
    if left:
        carry.release_escrow(
            fund=fund, amount_hkd=left, value_date=ENDED, bank_reference="CE-1", by=cast.officer, at=moment(ENDED, 17)
        )
    fund.refresh_from_db()
    return world


def _release(world, value_date: date) -> str:
    """What refuses all the escrow after the write-down, with a value date before the carry or before the loss."""
    held = {"amount_hkd": carry.in_escrow(world.fund), "value_date": value_date, "bank_reference": "CE-0"}
    with pytest.raises(RuleBroken) as refused:
        carry.release_escrow(fund=world.fund, **held, by=world.cast.officer, at=moment(INTERIM, 12))
    assert held["amount_hkd"] > 0
    return refused.value.breaches[0].code


def _sell_and_distribute(world, lot, proceeds: str, *, on: date, escrow: str = "0.00") -> None:
    life.sell(world.cast, lot, TRADE_SALE, proceeds, on=on, escrow=escrow)
    reference, came = lot.cost_account.reference, Decimal(proceeds) - Decimal(escrow)
    cost = min(lot.proposal.amount_hkd, came)
    parts = (("return_of_capital", "cost", cost), ("gain", "gain", came - cost))
    sources = [
        returns.source(kind, f"{lot.company.name_en}, {word}", amount, "", reference)
        for kind, word, amount in parts
        if amount
    ]
    paid = acts.business_day(date.fromordinal(on.toordinal() + 7))
    returns.pay(world.cast, returns.declare(world.cast, world.fund, sources, on=paid), on=paid)


def _give_back(world, *, on: date) -> None:
    """All that is due back on a day, out of escrow first, and on to the partners."""
    due, _ = carry.clawback_due(world.fund, on)
    world.clawed_back.append(due)
    out_of_escrow = min(due, carry.in_escrow(world.fund))
    if out_of_escrow:
        returns.give_back_carry(world.cast, world.fund, out_of_escrow, on=on, road="escrow")
    if due > out_of_escrow:
        returns.give_back_carry(world.cast, world.fund, due - out_of_escrow, on=on)
    passed_on = [returns.source("gain", "Carried interest returned", due)]
    given = returns.declare(world.cast, world.fund, passed_on, on=on, nature="clawback")
    returns.pay(world.cast, given, on=on)


class TestItsLife:
    def test_ends_with_books_that_prove_themselves_and_that_beancount_balances(self, fund, tmp_path):
        assert [str(fault) for fault in books.prove()] == []
        path = tmp_path / "books.beancount"
        call_command("export_beancount", "--all", "--output", str(path))
        _entries, errors, _options = load_file(str(path))
        assert errors == []
        assert selectors.balance(fund, Code.CASH) == selectors.balance(fund, Code.CARRY_ESCROW) == 0

    def test_replays_from_the_journal_to_what_was_declared(self, fund):
        replayed = waterfall_facts.of(fund, ENDED).lines
        stored = fund.distributions.filter(nature="proceeds").order_by("entry_id")
        assert [one.working["tiers"] for one in stored] == [
            {name: str(amount) for name, amount in line.tiers.as_dict().items()} for line in replayed
        ]
        assert replayed[1].step.made_up_hkd == POOLS_LOSS

    def test_gave_carry_back_at_the_write_down_and_at_the_end(self, fund, world):
        assert world.refused == ["escrow_needed", "escrow_needed"]
        interim, final = world.clawed_back
        assert interim > 0 < final
        assert set(CarryReturn.objects.filter(fund=fund).values_list("road", flat=True)) == {"escrow", "cash"}
        assert carry.clawback_due(fund, ENDED)[0] == 0
        whole = waterfall_facts.of(fund, ENDED)
        kept = selectors.balance(fund, Code.CARRY_DISTRIBUTED)
        assert kept == whole.tiers.gp_hkd - interim - final
        assert kept <= Decimal("0.2") * max(whole.profit_hkd, Decimal(0)) + Decimal("0.01")

    def test_takes_of_a_deal_what_the_pool_paid_and_nothing_of_a_sale_that_was_undone(self, fund, world):
        """19/20 of the good deal's 20m; the sale at 29m that was booked by mistake is neither gain nor loss."""
        flows = waterfall_facts.flows(fund, date(2025, 8, 31))
        deal = world.good.cost_account.reference
        assert [(one.kind, one.amount_hkd) for one in flows if one.deal == deal] == [
            ("contribution", Decimal("19000000.00"))
        ]
        whole = waterfall_facts.of(fund, ENDED)
        assert whole.contributed_hkd == Decimal("72200000.00") == Decimal("76000000.00") * 19 / 20

    def test_counts_what_a_buyer_held_back_and_never_paid_as_a_loss_beyond_the_gain(self, fund, world):
        """6m did not come, 2m of it was gain: 4m of cost is lost, 19/20 of that the pool's."""
        deal = world.fair.cost_account.reference
        lost = [one for one in waterfall_facts.flows(fund, ENDED) if one.deal == deal and one.kind == "realised_loss"]
        assert [(one.date, one.amount_hkd) for one in lost] == [(date(2026, 5, 4), Decimal("3800000.00"))]


class TestFeePaidBack:
    def test_is_no_capital_and_shows_under_the_fee_that_it_came_back_of(self, fund, cast):
        """100.00 of fee is paid and 40.00 of it comes back: the pool paid 19/20 of 60.00."""
        paid, back = (
            self.moved(fund, cast, *one)
            for one in (("fee_paid", date(2026, 3, 16), "-100.00"), ("fee_refunded", date(2026, 3, 20), "40.00"))
        )
        on = date(2026, 3, 31)
        found = [one for one in waterfall_facts.flows(fund, on) if one.date >= paid.effective_date]
        assert [(one.kind, one.amount_hkd) for one in found] == [("contribution", Decimal("57.00"))]
        tree = explain("accrued-carry", Question(fund, on, cast.officer, now()))
        assert [node.name for node in nodes(tree) if node.difference] == []
        assert {paid.pk, back.pk} <= set(entry_ids(tree))

    def moved(self, fund, cast, kind, day, amount):
        book, amount = ledger.fund_book(fund), Decimal(amount)
        lines = [(ledger.account(book, "cash"), amount), (ledger.account(book, "fee_payable"), -amount)]
        about = {"kind": kind, "effective_date": day, "memo": kind, "source": f"{kind}:1"}
        return ledger.post(book=book, lines=lines, by=cast.officer, **about)


class TestWhereTheMoneyCameFrom:
    def test_is_a_deal_of_the_fund_that_brought_it(self, fund, world):
        """All that came of the good deal is distributed: nothing more can take carry by its name."""
        on = date(2026, 6, 30)
        asked = returns.source("gain", "More of it", "1.00", "", world.good.cost_account.reference)
        found = distributions.preview(fund, [asked], on, on)
        facts = next(one.facts for one in found.breaches if one.code == "not_of_this_deal")
        assert facts["deal"] == "Example Life Limited"
        assert facts["came_hkd"] == facts["gone_hkd"] == Decimal("80000000.00")
        with pytest.raises(InputRefused) as refusal:
            distributions.preview(fund, [replace(asked, reference="proposal:0")], on, on)
        assert refusal.value.code == "unknown_deal"


class TestWhatRestsOnIt:
    def test_a_liquidation_of_each_day_sums_to_its_net_assets(self, fund):
        for on in (date(2025, 8, 1), INTERIM, date(2026, 3, 31)):
            found = what_if.liquidation(fund, on)
            assert total(part.line.gross_hkd for part in found.parts) == found.liquidation.nav_hkd
            accounts = capital_accounts.of_fund(fund, [on])
            assert accounts.whole(on).nav_hkd == found.book_nav_hkd

    def test_the_grid_runs_the_deals_and_a_liquidation_under_every_convention(self, fund, cast, monkeypatch):
        on = date(2026, 3, 31)
        nav = waterfall_facts.net_assets_of([fund.pk], on)[fund.pk]
        found = conventions.grid(fund, on, nav_hkd=nav)
        own = next(one for one in found if one.is_own)
        assert (len(found), own.gp_hkd) == (60, waterfall_facts.liquidated(fund, on, nav).whole.tiers.gp_hkd)
        portal.stop_clock(monkeypatch, on)
        page = portal.client_of(cast.auditor).get(f"/funds/{fund.code}/conventions/").content.decode()
        assert f"{own.gp_hkd:,}" in page

    def test_every_derivation_adds_up_deal_by_deal(self, fund, cast):
        question = Question(fund, date(2026, 3, 31), cast.officer, now())
        lines = DistributionLine.objects.filter(distribution__fund=fund, amount_hkd__gt=0)
        lines = lines.filter(distribution__entry__effective_date__lte=question.on)
        asked = [("carry", ""), ("waterfall", ""), ("clawback", ""), ("accrued-carry", ""), ("liquidation", "")]
        asked += [("distribution", "1"), ("distribution", "3"), ("carry-left", "clawback")]
        asked += [("distribution-line", str(pk)) for pk in lines.values_list("pk", flat=True)]
        asked += [("convention", "daily ACT/360 hurdle_first")]
        for name, of in asked:
            tree = explain(name, replace(question, of=of))
            wrong = [(node.name, node.difference) for node in nodes(tree) if node.difference]
            assert wrong == [], (name, of)
            assert entry_ids(tree), (name, of)

    def test_a_tier_names_its_deal_and_the_loss_that_it_makes_up(self, fund, cast):
        tree = explain("distribution", Question(fund, date(2026, 3, 31), cast.officer, now(), of="3"))
        (through, *_outside) = tree.parts
        assert "Demo Kiln Limited" in through.facts["deal"]
        made_up = {node.value for node in nodes(tree) if node.name == "made_up"}
        assert made_up == {POOLS_LOSS}

    def test_statements_and_the_register_name_the_second_hurdle(self, fund, cast, monkeypatch):
        content = partner_statements.content_of(fund.partners.first(), date(2026, 3, 31))
        second = {"hurdle_rate": "0.12", "carry_rate": "0.2", "catch_up_rate": "0.5", "clause": "LPA 9.2"}
        assert content["terms"]["further_hurdles"] == [second]
        portal.stop_clock(monkeypatch, date(2026, 4, 1))
        page = portal.client_of(cast.auditor).get(f"/funds/{fund.code}/agreement/").content.decode()
        assert "Carry above 12% a year" in page
        assert "20%; catch-up 50%" in page
        assert "LPA 9.2" in page
