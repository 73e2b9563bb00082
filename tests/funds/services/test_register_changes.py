"""A commitment passes to another partner with its capital account, or is released undrawn; two people each time."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from funds import capital_accounts, selectors
from funds.models import RecordedBreach
from funds.portal.fund_life import timeline
from funds.services import closings, distributions, register_changes
from investments.services import exits
from itvf.derivation import nodes
from itvf.errors import InputRefused, NotFound, NotPermitted, WrongStage
from itvf.money import ZERO, total
from reporting import books
from reporting.demo import acts, deals, returns
from reporting.demo.acts import moment
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import builders
from tests.funds.services.test_true_ups import LATE, second_closing, standing  # noqa: F401 (fixture)
from tests.investments.services.lots import by as officers
from tests.investments.services.lots import note, plan

pytestmark = pytest.mark.django_db

D = Decimal
ON = date(2025, 9, 1)


def by_name(fund):
    return {p.name_en: p for p in selectors.partners_with_position(fund)}


def transfer(cast, fund, amount, *, giver="Example Bank Ventures Limited"):
    return register_changes.propose_transfer(
        giver=fund.partners.get(name_en=giver),
        taker=fund.partners.get(name_en=LATE.name_en),
        amount_hkd=D(amount),
        effective_date=ON,
        reason="Deed of transfer of 29 August 2025",
        by=cast.officer,
        at=moment(ON),
    )


def approve(cast, change):
    return register_changes.approve(change=change, by=cast.manager, at=moment(ON, 15))


class TestTransfer:
    def test_both_capital_accounts_follow_and_the_next_call_goes_on(self, cast, fund):
        before = by_name(fund)
        approve(cast, transfer(cast, fund, "50000000.00"))
        after = by_name(fund)
        giver = "Example Bank Ventures Limited"
        assert after[LATE.name_en].committed_hkd == D("50000000.00")
        assert after[LATE.name_en].called_hkd == before[giver].called_hkd / 4
        assert total(p.called_hkd for p in after.values()) == D("60000000.00")
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 9, 3))
        line = call.lines.get(partner__name_en=LATE.name_en)
        assert line.amount_hkd == D("500000.00")
        assert [str(fault) for fault in books.prove()] == []

    def test_the_whole_of_it_leaves_the_giver_out_of_the_next_call(self, cast, fund):
        approve(cast, transfer(cast, fund, "200000000.00"))
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 9, 3))
        assert not call.lines.filter(partner__name_en="Example Bank Ventures Limited").exists()
        assert [str(fault) for fault in books.prove()] == []

    def test_of_an_earlier_day_moves_capital_as_it_stood_then_and_what_came_since_on_its_own_day(self, cast, fund):
        giver = "Example Bank Ventures Limited"
        then = by_name(fund)[giver].called_hkd
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 9, 3))
        line = call.lines.get(partner__name_en=giver)
        acts.receive(cast, line, on=call.due_date)
        register_changes.approve(
            change=transfer(cast, fund, "50000000.00"), by=cast.manager, at=moment(call.due_date, 15)
        )
        day = call.due_date - timedelta(days=1)
        partners = {one.name_en: one.pk for one in by_name(fund).values()}
        accounts = capital_accounts.of_fund(fund, [ON, day, call.due_date])
        stood = {
            on: [accounts.at[on][partners[name]].figures.contributions_hkd for name in (giver, LATE.name_en)]
            for on in (ON, day, call.due_date)
        }
        after = then + line.amount_hkd
        assert stood[ON] == stood[day] == [then * 3 / 4, then / 4]
        assert stood[call.due_date] == [after * 3 / 4, after / 4]
        assert [str(fault) for fault in books.prove()] == []
        with pytest.raises(WrongStage):
            register_changes.require_none_passed_since(call)

    def test_of_an_earlier_day_passes_what_may_be_called_again_on_the_day_it_came(self, cast, fund):
        sold(cast, fund, recallable="12000000.00")
        later = date(2025, 9, 4)
        source = returns.source("return_of_capital", "Example Life", "6000000.00")
        returns.declare(cast, fund, [source], on=later, recallable_hkd=D("6000000.00"))
        register_changes.approve(change=transfer(cast, fund, "50000000.00"), by=cast.manager, at=moment(later, 15))
        giver, taker = (fund.partners.get(name_en=name).pk for name in ("Example Bank Ventures Limited", LATE.name_en))
        days = (ON - timedelta(days=1), ON, later)
        at = capital_accounts.of_fund(fund, days).at
        assert [[at[day][pk].recallable_hkd for pk in (giver, taker) if pk in at[day]] for day in days] == [
            [D("4000000.00"), ZERO],
            [D("3000000.00"), D("1000000.00")],
            [D("4500000.00"), D("1500000.00")],
        ]
        asked = Question(fund, ON, cast.officer, moment(later, 16), of=f"{taker:d}")
        tree = explain("unfunded", asked)
        assert (tree.value, tree.difference) == (at[ON][taker].unfunded_hkd, 0)
        assert [str(fault) for fault in books.prove()] == []

    def test_takes_its_part_of_what_goes_back_of_an_earlier_call(self, cast, fund):
        """A quarter passed of the giver's HK$20m of a call; 12m of its 60m goes back, 3m and 1m of it here."""
        call = fund.calls.get()
        approve(cast, transfer(cast, fund, "50000000.00"))
        source = returns.source("return_of_capital", "Not invested", "12000000.00", "未投資款項")
        given = returns.declare(cast, fund, [source], on=date(2025, 9, 2), nature="uninvested", call=call)
        lines = {line.partner.name_en: line for line in given.lines.select_related("partner")}
        giver, taker = lines["Example Bank Ventures Limited"], lines[LATE.name_en]
        assert (giver.capital_hkd, taker.capital_hkd) == (D("3000000.00"), D("1000000.00"))
        after = by_name(fund)
        assert [after[one.partner.name_en].called_hkd for one in (giver, taker)] == [D("12000000.00"), D("4000000.00")]
        asked = Question(fund, ON + timedelta(days=30), cast.officer, moment(ON, 16), of=f"{taker.pk:d}")
        assert explain("distribution-line", asked).difference == 0
        assert [str(fault) for fault in books.prove()] == []

    @pytest.mark.parametrize("amount", ["200000000.01", "0.00"])
    def test_more_than_there_is_is_refused(self, cast, fund, amount):
        with pytest.raises(InputRefused) as refusal:
            transfer(cast, fund, amount)
        assert refusal.value.code == "more_than_there_is"

    def test_the_government_s_passes_to_nobody(self, cast, fund):
        with pytest.raises(InputRefused):
            transfer(cast, fund, "1000.00", giver=fund.partners.get(kind="government").name_en)

    def test_takes_two_people_and_is_no_closing(self, cast, fund):
        change = transfer(cast, fund, "1000.00")
        with pytest.raises(NotPermitted):
            register_changes.approve(change=change, by=cast.officer, at=moment(ON, 15))
        with pytest.raises(WrongStage):
            closings.complete(closing=change, by=cast.manager, at=moment(ON, 15))

    @pytest.mark.parametrize(
        ("amount", "unfunded"), [("100000000.00", "92000000.00"), ("200000000.00", "184000000.00")]
    )
    def test_passes_every_line_of_the_account_and_what_may_be_called_again(self, cast, fund, amount, unfunded):
        sold(cast, fund, recallable="12000000.00")
        approve(cast, transfer(cast, fund, amount))
        part = D(amount) / D("200000000.00")
        accounts = capital_accounts.of_fund(fund, [ON - timedelta(days=1), ON])
        before, after = accounts.at[ON - timedelta(days=1)], accounts.at[ON]
        giver, taker = (fund.partners.get(name_en=name).pk for name in ("Example Bank Ventures Limited", LATE.name_en))
        had = before[giver].figures.as_dict()
        assert had["realised_hkd"] == D("8000000.00")
        assert after[taker].figures.as_dict() == {name: amount * part for name, amount in had.items()}
        assert after[giver].figures.as_dict() == {name: amount * (1 - part) for name, amount in had.items()}
        assert accounts.whole(ON) == accounts.whole(ON - timedelta(days=1))
        assert accounts.sum(ON, "unfunded_hkd") == D("552000000.00")
        positions = by_name(fund)
        assert total(one.unfunded_hkd for one in positions.values()) == D("552000000.00")
        assert positions[LATE.name_en].unfunded_hkd == after[taker].unfunded_hkd == D(unfunded)
        assert after[giver].unfunded_hkd == D("184000000.00") - D(unfunded)
        assert [str(fault) for fault in books.prove()] == []
        for pk in (giver, taker):
            explained = {
                figure: explain(figure, Question(fund, ON, cast.officer, moment(ON, 16), of=of))
                for figure, of in (("unfunded", f"{pk:d}"), ("account-line", f"{pk:d}-realised_hkd"))
            }
            assert explained["unfunded"].value == after[pk].unfunded_hkd
            assert explained["account-line"].value == after[pk].figures.realised_hkd
            for tree in explained.values():
                assert [node.name for node in nodes(tree) if node.difference or node.name == "rounding"] == []
            assert "passed" in {node.name for node in nodes(explained["account-line"])}

    def test_of_the_whole_lets_the_final_distribution_take_everything(self, cast, fund):
        realised(cast, fund)
        approve(cast, transfer(cast, fund, "200000000.00"))
        left = selectors.balance(fund, "cash")
        source = returns.source("return_of_capital", "Example Life", str(left))
        final = returns.declare(cast, fund, [source], on=date(2025, 9, 10), is_final=True)
        carry = total(line.carry_hkd for line in final.lines.all())
        assert carry == D("4800000.00")
        assert final.lines.get(partner__name_en=LATE.name_en).amount_hkd == (left - carry) / 3
        at_end = capital_accounts.of_fund(fund, [date(2025, 9, 10)])
        assert {one.figures.nav_hkd for one in at_end.at[date(2025, 9, 10)].values()} == {ZERO}

    def test_holds_what_it_passed_on_against_cancelling(self, cast, fund):
        given = sold(cast, fund)
        approve(cast, transfer(cast, fund, "100000000.00"))
        with pytest.raises(WrongStage) as refusal:
            distributions.cancel(distribution=given, by=cast.signatory(fund), at=moment(ON, 16), reason="Wrong")
        assert refusal.value.code == "passed_on_since"
        with pytest.raises(WrongStage):
            register_changes.require_none_passed_since(fund.calls.get())
        assert by_name(fund)["Example Bank Ventures Limited"].distributed_hkd == D("5000000.00")


def realised(cast, fund):
    """HK$40m sold for 64m."""
    lot = deals.invest(cast, fund, plan(amount_hkd=D("40000000.00")), on=date(2025, 5, 20), units=D(1000))
    proceeds = {"route": "trade_sale", "proceeds_hkd": D("64000000.00"), "note": note(date(2025, 8, 4))}
    exits.exit_(investment=lot, **proceeds, **officers(cast))


def sold(cast, fund, recallable="0.00"):
    """The same, and 30m of it declared."""
    realised(cast, fund)
    source = returns.source("return_of_capital", "Example Life", "30000000.00")
    return returns.declare(cast, fund, [source], on=date(2025, 8, 6), recallable_hkd=D(recallable))


class TestRelease:
    def release(self, cast, fund, partner, amount):
        return register_changes.propose_release(
            partner=partner,
            amount_hkd=D(amount),
            effective_date=ON,
            reason="Letter of release of 1 September 2025",
            by=cast.officer,
            at=moment(ON),
        )

    def test_of_the_government_s_undrawn_part_gives_the_envelope_back(self, cast, fund):
        scheme = fund.selection.scheme
        terms = selectors.terms_of_fund(fund)
        used = selectors.envelope(scheme, terms).used_hkd
        approve(cast, self.release(cast, fund, fund.partners.get(kind="government"), "10000000.00"))
        assert selectors.envelope(scheme, terms).used_hkd == used - D("10000000.00")
        assert [str(fault) for fault in books.prove()] == []
        asked = Question(fund, ON, cast.officer, moment(ON, 16), of=f"{fund.partners.get(kind='government').pk:d}")
        tree = explain("committed", asked)
        assert tree.value == D("140000000.00")
        opened = [explain(name, replace(asked, of=of)) for name, of in (n.opens for n in nodes(tree) if n.opens)]
        assert [one.value for one in opened] == [D("150000000.00")]  # the closing derived it, the release did not
        with pytest.raises(NotFound):
            explain("government-commitment", replace(asked, of="2"))
        told = [(event.what, event.state, event.amount_hkd) for event in timeline(cast.officer, fund, ON)]
        assert told[0] == ("Release 2", "commitment released undrawn", D("-10000000.00"))
        closing = second_closing(cast, fund)  # 155m more: a third of it, and nothing of what was released
        assert selectors.register(fund).government_hkd == D("191666666.66")
        assert total(D(line["capital_hkd"]) for line in closing.working["true_up"]["lines"]) == ZERO
        tree = explain("government-commitment", replace(asked, of=f"{closing.number:d}", known_at=None))
        (bound,) = [node for node in nodes(tree) if node.name == "after_release"]
        assert bound.value == tree.value == D("191666666.66")

    def test_of_another_s_is_a_breach_of_r6_and_the_government_s_never_falls(self, cast, fund):
        partner = fund.partners.get(name_en="Demo Endowment Foundation Limited")
        approve(cast, self.release(cast, fund, partner, "30000000.00"))
        breach = RecordedBreach.objects.get(fund=fund, code="matched_money_fell")
        assert breach.rule == "R6"
        assert selectors.register(fund).government_hkd == D("150000000.00")

    def test_of_what_was_drawn_is_refused(self, cast, fund):
        partner = fund.partners.get(name_en="Demo Endowment Foundation Limited")
        with pytest.raises(InputRefused):
            self.release(cast, fund, partner, "120000000.00")


def test_a_partner_with_a_call_outstanding_pays_it_first(cast, fund):
    acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 8, 4))
    change = transfer(cast, fund, "1000.00")
    with pytest.raises(Exception) as refusal:
        approve(cast, change)
    assert [breach.code for breach in refusal.value.breaches] == ["call_outstanding"]
    assert builders.ISSUED < ON
