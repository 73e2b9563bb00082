"""A fund's portfolio on any day: the same restrictions without a deal, and R9's path to the end (A1, A2)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funds.models import Fund
from investments import portfolio
from investments.models import Proposal
from investments.services import companies, investments
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
LATER = date(2025, 6, 2)


@pytest.fixture(scope="module")
def standing(held):
    """HK$600m committed, 60m in cash; at most 10% in a company."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme(), company_limit_rate=D("0.1"), limits_clause="LPA 6.3")
    programme.paid(cast, fund)
    return SimpleNamespace(cast=cast, fund=fund)


def abroad(cast, name="Borealis Demo"):
    return programme.company(cast, name, is_hong_kong=False, has_it_establishment=False)


def outcomes(standing):
    return {outcome.restriction: outcome for outcome in standing.outcomes}


class TestAt:
    def test_judges_what_was_made_by_the_day(self, cast, fund):
        programme.invested(cast, fund, abroad(cast), "40000000.00")
        before = outcomes(portfolio.at(fund, date(2025, 5, 19)))
        after = outcomes(portfolio.at(fund, programme.INVESTED))
        assert set(after) == {"ecosystem", "hong_kong_share", "company_limit"}
        assert before["hong_kong_share"].status == "pass"
        share = after["hong_kong_share"]
        assert (share.status, share.code, share.severity) == ("breach", "hong_kong_share_of_cost_low", "notify")
        assert (share.facts["numerator_hkd"], share.facts["denominator_hkd"]) == (0, D("40000000.00"))
        assert share.facts["headroom_on_commitments_hkd"] == D("260000000.00")
        limit = after["company_limit"]
        assert (limit.status, limit.clause, limit.headroom_hkd) == ("pass", "LPA 6.3", D("20000000.00"))

    def test_reads_the_facts_of_the_day(self, cast, fund):
        target = abroad(cast)
        programme.invested(cast, fund, target, "40000000.00")
        companies.record_fact(
            company=target,
            kind="has_research_site",
            holds=True,
            since_date=date(2025, 6, 1),
            evidence="Lease of a laboratory",
            by=cast.officer,
            at=programme.at(LATER),
        )
        days = (date(2025, 5, 31), date(2025, 6, 1))
        assert [outcomes(portfolio.at(fund, day))["hong_kong_share"].status for day in days] == ["breach", "pass"]

    def test_leaves_promises_out_of_what_stands_and_takes_them_into_the_path(self, cast, fund):
        programme.agreed(cast, programme.proposed(cast, fund, abroad(cast), "60000000.00"))
        standing = portfolio.at(fund, LATER)
        assert outcomes(standing)["company_limit"].headroom_hkd == D("60000000.00")
        assert standing.path.outside_hkd == D("60000000.00")
        # Half of 600m may go outside; 60m of it is promised.
        assert standing.path.may_go_outside_hkd == D("240000000.00")
        assert standing.path.must_go_inside_hkd == D("300000000.00")
        assert standing.path.days_left == (date(2030, 3, 30) - LATER).days

    def test_names_the_bridges_that_should_have_ended(self, cast):
        fund = programme.another(cast, bridge_months=6, limits_clause="LPA 6.4")
        programme.paid(cast, fund)
        target = programme.company(cast)
        proposal = programme.agreed(cast, programme.proposed(cast, fund, target, is_bridge=True))
        investments.complete(
            proposal=proposal,
            completed_date=programme.INVESTED,
            evidence="Note",
            by=cast.maker,
            at=programme.at(LATER),
        )
        assert portfolio.at(fund, date(2025, 11, 20)).overdue_bridges == ()
        (late,) = portfolio.at(fund, date(2025, 11, 21)).overdue_bridges
        assert late.company_id == str(target.pk)

    def test_has_no_path_before_the_first_closing(self, cast):
        assert (
            portfolio.at(programme.founded(cast, programme.scheme(), code="ridge", ce_number="BQK314"), LATER).path
            is None
        )

    def test_reads_with_as_many_queries_however_much_is_held(self, cast, fund):
        programme.invested(cast, fund, programme.company(cast), "10000000.00")
        one = queries(lambda: portfolio.at(fresh(fund), LATER))
        for number in range(3):
            programme.invested(cast, fund, programme.company(cast, f"Cumulus {number}"), "10000000.00")
        assert queries(lambda: portfolio.at(fresh(fund), LATER)) == one


class TestWhatIf:
    def test_reads_with_as_many_queries_however_much_is_held(self, cast, fund):
        proposal = programme.proposed(cast, fund, programme.company(cast), "10000000.00")

        def ask():
            investments.what_if(fresh(fund), Proposal.objects.get(pk=proposal.pk), LATER)

        programme.invested(cast, fund, programme.company(cast, "Borealis"), "10000000.00")
        one = queries(ask)
        for number in range(3):
            programme.invested(cast, fund, programme.company(cast, f"Cumulus {number}"), "10000000.00")
        assert queries(ask) == one


def fresh(fund: Fund) -> Fund:
    """The fund with nothing read of it yet."""
    return Fund.objects.get(pk=fund.pk)


def queries(act) -> int:
    """How many statements an act takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
