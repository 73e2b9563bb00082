"""The set-based engine says what the pure rules say, of every deal and every fund, to the cent."""

import os
from datetime import date, timedelta

import pytest
from django.db import connection

from investments import all_funds, deal_facts, portfolio
from investments.models import CheckOutcome, Proposal
from investments.rules import mandate
from investments.rules.restrictions import RESTRICTIONS, SECTOR
from investments.services import checks
from reporting.rules.mandate_tests import Investee, Position, mandate_tests
from tests.benchmarks.measuring import queries
from tests.investments.worlds import START, World

pytestmark = pytest.mark.django_db
# Many more programmes under bin/prove.
PROVING = os.environ.get("ITVF_PROVE") == "1"
SEEDS = range(300 if PROVING else 8)
SOME = SEEDS if PROVING else SEEDS[:4]


def purely(proposal: Proposal, on: date) -> dict[str, tuple]:
    """What the pure rules say of a proposal on a day, rulings left aside."""
    position = portfolio.position(proposal.fund, on, apart_from=proposal)
    outcomes = mandate.check_all(
        position.facts(),
        deal_facts.proposal_facts(proposal, on, position),
        position.terms,
        limits=position.limits,
        lots=position.lots(),
    )
    return {
        outcome.restriction: (outcome.status, outcome.severity, outcome.headroom_hkd)
        for outcome in outcomes
        if outcome.restriction != "documents"
    }


def by_sql(verdict: all_funds.Verdict) -> dict[str, tuple]:
    """The same of a verdict."""
    return {
        outcome.restriction: (outcome.status, outcome.severity, outcome.headroom_hkd) for outcome in verdict.outcomes()
    }


def open_proposals() -> list[Proposal]:
    """Every proposal that is neither done nor withdrawn."""
    found = Proposal.objects.exclude(stage__in=("completed", "withdrawn"))
    return list(found.select_related("fund", "company").order_by("id"))


class TestProposals:
    """All open proposals in one statement."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_say_what_the_pure_rules_say_on_each_deal_s_day(self, seed):
        World(seed)
        verdicts = all_funds.proposals()
        assert [verdict.proposal for verdict in verdicts] == [proposal.pk for proposal in open_proposals()]
        for verdict, proposal in zip(verdicts, open_proposals(), strict=True):
            assert by_sql(verdict) == purely(proposal, proposal.expected_date), (proposal, verdict)

    @pytest.mark.parametrize("seed", SOME)
    def test_say_it_on_any_day_for_all(self, seed):
        World(seed)
        for on in (START - timedelta(days=30), START + timedelta(days=500), date(2030, 3, 30), date(2031, 6, 1)):
            for verdict, proposal in zip(all_funds.proposals(on=on), open_proposals(), strict=True):
                assert by_sql(verdict) == purely(proposal, on), (proposal, verdict)

    def test_are_compared_on_every_answer_that_there_is(self):
        World(1, funds=12, companies=40, lots=60, promised=10, proposals=400)
        outcomes = [outcome for verdict in all_funds.proposals() for outcome in verdict.outcomes()]
        found = {(outcome.restriction, outcome.status) for outcome in outcomes}
        everywhere = {(one.id, status) for one in all_funds.JUDGED for status in ("pass", "breach")}
        with_facts = set(all_funds.MANDATE) - {SECTOR}
        assert found == everywhere | {(one.id, "needs_evidence") for one in with_facts}
        clear = {verdict.proposal for verdict in all_funds.proposals() if verdict.is_clear}
        assert clear == {one.proposal for one in outcomes} - {one.proposal for one in outcomes if one.status != "pass"}
        shares = {outcome.severity for outcome in outcomes if outcome.restriction == "hong_kong_share"}
        assert shares == {"consent", "notify"}

    def test_pick_the_open_ones_among_those_asked_for(self):
        world = World(2)
        chosen = [world.open[3].pk, world.open[0].pk, world.investments[0].proposal_id]
        found = {verdict.proposal: verdict for verdict in all_funds.proposals(ids=chosen)}
        assert found == {v.proposal: v for v in all_funds.proposals() if v.proposal in chosen[:2]}
        assert all_funds.proposals(ids=[]) == []

    def test_take_one_statement_whatever_the_number(self):
        World(3)
        assert queries(all_funds.proposals) == 1

    def test_give_no_row_without_terms_that_bind(self):
        world = World(4, mess=0.0)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM funds_fundagreement WHERE fund_id = %s", [world.made[0].pk])
        found = {verdict.proposal for verdict in all_funds.proposals()}
        assert found == {proposal.pk for proposal in open_proposals() if proposal.fund_id != world.made[0].pk}


class TestDecisions:
    """Consents lift as in the checks of one deal; rulings are shown."""

    @pytest.mark.parametrize("seed", SOME)
    def test_a_consent_lifts_what_it_lifts_in_the_checks_of_one_deal(self, seed):
        World(seed)
        on = START + timedelta(days=300)
        proposals = {proposal.pk: proposal for proposal in open_proposals()}
        for verdict in all_funds.proposals(consented_on=on):
            proposal = proposals[verdict.proposal]
            consents = list(portfolio.live_consents(proposal.fund, on, proposal))
            for outcome in verdict.outcomes():
                row = CheckOutcome(
                    restriction=outcome.restriction,
                    rule=RESTRICTIONS[outcome.restriction].rule,
                    status=outcome.status,
                    severity=outcome.severity,
                )
                assert outcome.has_consent == any(checks.lifts(consent, row) for consent in consents)
                assert outcome.stops == checks.stops(row, consents)

    def test_consents_are_read_on_the_day_judged_unless_another_is_named(self):
        world = World(5, mess=0.0)
        deal = world.open[0]
        world.consent(deal, "R11", expiry_date=deal.expected_date)
        assert "stage" in self.consented(deal)
        assert "stage" in self.consented(deal, consented_on=deal.expected_date)
        assert self.consented(deal, consented_on=deal.expected_date + timedelta(days=1)) == set()
        assert self.consented(deal, on=deal.expected_date + timedelta(days=1)) == set()

    def consented(self, deal: Proposal, **days) -> set[str]:
        """The restrictions of a deal to which a consent is live."""
        (verdict,) = all_funds.proposals(ids=[deal.pk], **days)
        return {outcome.restriction for outcome in verdict.outcomes() if outcome.has_consent}

    def test_a_ruling_is_shown_and_decides_nothing_here(self):
        world = World(6)
        ruled = {ruling.pk for ruling in world.open[:2]}
        for verdict in all_funds.proposals():
            shown = {outcome.restriction for outcome in verdict.outcomes() if outcome.has_ruling}
            assert shown == ({"prohibited"} if verdict.proposal in ruled else set())


class TestPortfolios:
    """All funds on any day in one statement."""

    @pytest.mark.parametrize("seed", SOME)
    def test_say_what_the_pure_rules_say_of_each_fund(self, seed):
        world = World(seed)
        for on in (START - timedelta(days=30), START + timedelta(days=500), date(2030, 3, 30), date(2031, 6, 1)):
            measured = all_funds.portfolios(on)
            assert set(measured) == {fund.pk for fund in world.made}
            for fund in world.made:
                assert portfolio.measures(portfolio.position(fund, on)) == measured[fund.pk]
                standing = portfolio.at(fund, on)
                for outcome in standing.outcomes:
                    self.compare(outcome, [m for m in measured[fund.pk] if m.restriction == outcome.restriction])
                assert {m.restriction for m in measured[fund.pk]} == {o.restriction for o in standing.outcomes}

    def compare(self, outcome, measures: list[all_funds.Measure]):
        """One outcome of a fund with the measures of its bases: the worst of them is the outcome's."""
        statuses = [measure.status for measure in measures]
        worst = next(status for status in ("breach", "needs_evidence", "pass") if status in statuses)
        assert worst == outcome.status, (outcome, measures)
        if "headroom_on_cost_hkd" in outcome.facts:
            cost, commitments = measures
            assert cost.headroom_hkd == outcome.facts["headroom_on_cost_hkd"]
            assert commitments.headroom_hkd == outcome.facts["headroom_on_commitments_hkd"]
            assert (cost.denominator_hkd, commitments.denominator_hkd) == (
                outcome.facts["cost_hkd"],
                outcome.facts["commitments_hkd"],
            )
        if "numerator_hkd" in outcome.facts:
            assert {measure.numerator_hkd for measure in measures} == {outcome.facts["numerator_hkd"]}
            assert min(measure.headroom_hkd for measure in measures) == outcome.headroom_hkd
            assert outcome.facts["denominator_hkd"] in {measure.denominator_hkd for measure in measures}
        if outcome.status == "breach":
            broken = {measure.severity for measure in measures if measure.status != "pass"}
            assert outcome.severity == (broken.pop() if len(broken) == 1 else "consent")

    @pytest.mark.parametrize("seed", SOME)
    def test_count_what_the_tests_of_a_quarter_end_count(self, seed):
        world = World(seed)
        on = START + timedelta(days=730)
        measured = all_funds.portfolios(on)
        for fund in world.made:
            position = portfolio.position(fund, on)
            investees = tuple(
                Investee(holding, on, None, None) for holding in position.facts(as_promised=False).holdings
            )
            end = position.periods and position.periods.investment_period_end
            tests = mandate_tests(Position(position.commitments_hkd, end, investees), position.terms, on)
            shares = [m for m in measured[fund.pk] if m.restriction in ("ecosystem", "hong_kong_share")]
            for measure, test in zip(shares, tests[:4], strict=True):
                assert (measure.basis, measure.numerator_hkd) == (test.basis, test.counted_hkd)
                assert measure.denominator_hkd == test.denominator_hkd

    def test_take_one_statement_and_pick_funds(self):
        world = World(7)
        on = START + timedelta(days=500)
        assert queries(lambda: all_funds.portfolios(on)) == 1
        chosen = world.made[1].pk
        assert all_funds.portfolios(on, funds=[chosen]) == {chosen: all_funds.portfolios(on)[chosen]}
