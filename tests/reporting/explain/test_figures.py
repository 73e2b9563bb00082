"""Every family of derivations once, on one fund that called, invested, sold and distributed."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from funds import capital_accounts, fee_facts, selectors, waterfall_facts
from funds.models import CallLine, JournalEntry, LedgerAccount
from itvf.dates import now
from itvf.derivation import entry_ids, nodes
from itvf.errors import NotFound, plain
from itvf.money import ratio
from reporting import fund_returns
from reporting.explain.question import Question
from reporting.explain.registry import FIGURES, explain
from tests.reporting.explain.world import FIRST, ON, QUARTER

pytestmark = pytest.mark.django_db

Code = LedgerAccount.Code


@pytest.fixture
def ask(world):
    """Asks for a figure of the fund: `ask("carry", of="…")`, by staff unless somebody else asks."""
    question = Question(world.fund, ON, world.cast.officer, now())
    return lambda name, **about: explain(name, replace(question, **about))


def kinds(fund, tree) -> set[str]:
    """What kinds of journal entry a tree leads down to; each is of the fund's own book."""
    found = JournalEntry.objects.filter(pk__in=entry_ids(tree), book__fund=fund)
    assert found.count() == len(entry_ids(tree))
    return set(found.values_list("kind", flat=True))


def every(world):
    """Every figure, of some of the things that it may be asked of: the first, and some of the others."""
    question = Question(world.fund, ON, world.cast.officer, now())
    for name, figure in FIGURES.items():
        chosen = [of for of, _label, _facts in figure.choices(question)] if figure.choices else [""]
        if name == "account":
            chosen = [str(world.fund.book.accounts.get(code=Code.CASH).pk)]
        for of in chosen[:: max(len(chosen) // 6, 1)]:
            yield name, of


class TestEveryFigure:
    def test_adds_up_and_is_told_alike_by_every_door(self, world, ask):
        asked = list(every(world))
        # a true-up needs a later closing: test_true_up_lines has one; what a table or a line alone asks: test_totals,
        # test_api; a loan: test_facility_doors
        elsewhere = {"net-line", "true-up", "sum", "what-if-call", "line-standing", "borrowing"}
        assert {name for name, _of in asked} == set(FIGURES) - elsewhere
        for name, of in asked:
            tree = ask(name, of=of)
            wrong = [(node.name, node.difference) for node in nodes(tree) if node.difference]
            assert wrong == [], (name, of)
            told = json.loads(json.dumps(tree.as_json()))
            assert told["value"] == plain(tree.value), (name, of)
            assert "{" not in json.dumps([node["label"] for node in walk(told)]), (name, of)

    def test_is_hidden_from_who_may_not_see_it(self, world, ask):
        for name, of in every(world):
            with pytest.raises(NotFound):
                ask(name, of=of, user=world.cast.ridge_maker)

    def test_is_refused_for_what_there_is_not(self, world, ask):
        for name, of in (("nothing", ""), ("fee", "2025-06-29"), ("fee", ""), ("call-line", "x"), ("headroom", "R9-")):
            with pytest.raises(NotFound):
                ask(name, of=of)


class TestCommitmentAndCalls:
    def test_of_the_government_opens_to_what_partners_signed(self, world, ask):
        tree = ask("government-commitment", of="1")
        register = selectors.register(world.fund)
        assert tree.value == register.government_hkd
        assert [part.name for part in tree.parts] == ["supported", "ceiling", "envelope_left"]
        (matched,) = tree.parts[0].parts
        assert matched.value == register.non_government_hkd
        assert (tree.rule, tree.clause) == ("R6", "Annex 3 1(e)")

    def test_of_a_line_is_its_exact_share_cut_and_its_cent(self, world, ask):
        for line in CallLine.objects.filter(call__fund=world.fund):
            tree = ask("call-line", of=str(line.pk))
            assert tree.value == line.amount_hkd
            assert tree.note == ""
            assert entry_ids(tree) == [line.call.entry_id]

    def test_of_a_partner_are_its_own_movements_for_its_contact(self, world, ask):
        contact, mine = world.cast.partner, str(world.partner.pk)
        paid = ask("paid-in", of=mine, user=contact)
        line = CallLine.objects.get(call__fund=world.fund, partner=world.partner)
        assert paid.value == line.amount_hkd
        assert kinds(world.fund, paid) == {"contribution"}
        other = world.fund.partners.exclude(pk=world.partner.pk).first()
        for of in ("", str(other.pk)):
            with pytest.raises(NotFound):
                ask("paid-in", of=of, user=contact)
        with pytest.raises(NotFound):
            ask("carry", user=contact)

    def test_of_what_is_unfunded_is_commitment_less_called(self, world, ask):
        tree = ask("unfunded")
        assert tree.value == selectors.register(world.fund).total_hkd - Decimal("100000000.00")
        assert kinds(world.fund, tree) == {"call_issued"}

    def test_of_a_partner_s_nav_goes_by_cause(self, world, ask):
        accounts = capital_accounts.of_fund(world.fund, [ON])
        tree = ask("nav", of=str(world.partner.pk), user=world.cast.partner)
        assert tree.value == accounts.at[ON][world.partner.pk].figures.nav_hkd
        assert {part.opens[1].partition("-")[0] for part in tree.parts} == {str(world.partner.pk)}


class TestFeeAndHurdle:
    def test_of_a_quarter_that_runs_open_to_its_days(self, ask):
        line = ask("fee-line", of=f"{ON}/computed")
        tree = ask(*line.opens[:1], of=line.opens[1])
        assert tree.value == line.value
        assert [node.name for node in nodes(tree) if node.difference] == []
        assert ask("fee-cap", of=ON.isoformat()).parts

    def test_of_a_fee_goes_by_segments_down_to_the_investment(self, world, ask):
        fee, cap = fee_facts.quarter(world.fund, QUARTER)
        tree = ask("fee", of=QUARTER.isoformat())
        assert tree.value == min(fee.fee_hkd, cap.fee_hkd)
        assert tree.entries == (world.fund.fee_accruals.get(period_end=QUARTER).entry_id,)
        assert kinds(world.fund, tree) == {"fee_accrued", "investment"}
        assert ask("fee-cap", of=QUARTER.isoformat()).value == cap.fee_hkd

    def test_of_a_hurdle_names_every_flow(self, world, ask):
        statement = fee_facts.hurdle_position(world.fund, FIRST)
        tree = ask("hurdle", on=FIRST)
        assert [part.value for part in tree.parts] == [statement.capital_hkd, statement.hurdle_hkd]
        assert kinds(world.fund, tree) == {"contribution", "distribution"}

    def test_of_a_hurdle_names_what_stands_beside_it(self, world, ask):
        statement = fee_facts.hurdle_position(world.fund, ON)
        for of, value in (("above", statement.above_hkd), ("lacking", statement.lacking_hkd)):
            assert ask("hurdle", of=of).value == value
        contributed = ask("hurdle", of="contributed")
        assert contributed.value == Decimal("100000000.00")
        assert all(part.entries for part in contributed.parts)
        with pytest.raises(NotFound):
            ask("hurdle", of="below")


class TestWaterfall:
    def test_of_carry_opens_every_distribution_down_to_its_entries(self, world, ask):
        tree = ask("carry")
        booked = selectors.balance(world.fund, Code.CARRY_DISTRIBUTED)
        assert tree.value == booked > 0
        assert [part.facts["date"] for part in tree.parts] == list(
            world.fund.distributions.order_by("number").values_list("payment_date", flat=True)
        )
        assert kinds(world.fund, tree) == {"contribution", "distribution"}
        assert "catch_up_owed" in {node.name for node in nodes(tree)}

    def test_of_the_clawback_shows_both_tests(self, world, ask):
        tree = ask("clawback")
        assert tree.value == waterfall_facts.of(world.fund, ON).clawback_hkd
        assert [part.name for part in tree.parts] == ["above_share", "lacking", "carry_received"]

    def test_of_accrued_carry_rests_on_the_net_assets(self, world, ask):
        assets = ask("net-assets")
        tree = ask("accrued-carry")
        accounts = capital_accounts.of_fund(world.fund, [ON])
        assert tree.value == accounts.accrued_hkd[ON] > 0
        assert assets.value == accounts.whole(ON).nav_hkd
        assert "net_assets" in {node.name for node in nodes(tree)}


class TestTheBooks:
    def test_of_a_balance_without_accounts_is_nothing(self, ask):
        tree = ask("balance", of=Code.FEE_OFFSET_PAYABLE)
        assert (tree.value, tree.parts) == (0, ())
        with pytest.raises(NotFound):
            ask("balance", of="gold")

    def test_of_a_balance_opens_to_its_movements(self, world, ask):
        tree = ask("balance", of=Code.CASH)
        assert tree.value == selectors.balance(world.fund, Code.CASH, as_of=ON)
        assert kinds(world.fund, tree) == {"contribution", "investment", "realisation"}

    def test_of_a_return_names_its_flows_and_conventions(self, world, ask):
        tree = ask("performance", of="net-tvpi")
        distributed, left, paid_in = tree.parts
        assert tree.value == ratio(distributed.value + left.value, paid_in.value)
        assert kinds(world.fund, tree) == {"call_issued", "distribution"}
        assert tree.value == fund_returns.of(capital_accounts.of_fund(world.fund, [ON]), ON).net.tvpi
        rate = ask("performance", of="net-irr")
        assert rate.value > 0
        assert "not a year's" in rate.note
        assert ask("performance", of="gross-dpi").value == Decimal(12)

    def test_of_a_restriction_counts_investee_by_investee(self, world, ask):
        tree = ask("headroom", of="R9-cost")
        assert tree.value == Decimal("5000000.00")
        assert kinds(world.fund, tree) == {"investment"}

    def test_as_known_before_is_what_was_known_then(self, world, ask):
        first = JournalEntry.objects.filter(book__fund=world.fund, kind="distribution").earliest("id")
        known_at = first.recorded_at
        before = ask("carry", known_at=known_at)
        assert len(before.parts) in (0, 1, 2)


def walk(told: dict):
    yield told
    for part in told["parts"]:
        yield from walk(part)
