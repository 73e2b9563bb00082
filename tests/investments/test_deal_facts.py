"""Who stands on both sides of a deal, and what is known of it: what the engine reads (R13, R27, A16, A17)."""

from datetime import date
from types import SimpleNamespace

import pytest

from investments import deal_facts, portfolio
from investments.models import Affiliation, CompanyGroup
from investments.rules.words import hints, merged
from investments.services import companies, investments
from tests import programme

pytestmark = pytest.mark.django_db

DAY = date(2025, 5, 20)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


@pytest.fixture
def target(cast):
    return programme.company(cast)


def stands_behind(cast, name, **about):
    """An affiliation on record since 3 March 2025."""
    defaults = {"is_person": True, "capacity": "director", "since_date": programme.SIGNED, "evidence": "Declared"}
    return Affiliation.objects.create(
        name_en=name, declared_by=cast.officer, declared_at=programme.at(programme.SIGNED), **defaults | about
    )


def related(cast, fund, target):
    return programme.proposed(cast, fund, target).outcomes.get(restriction="related_parties")


class TestParties:
    def test_in_order_where_nobody_meets(self, cast, fund, target):
        stands_behind(cast, "Ann Example", company=target)
        stands_behind(cast, "Ben Example", manager=fund.manager)
        assert related(cast, fund, target).status == "pass"

    def test_broken_by_one_number_on_both_sides(self, cast, fund, target):
        stands_behind(cast, "A. Example", company=target, identifier="A123456(7)")
        stands_behind(cast, "Ann Example", manager=fund.manager, identifier="a1234567")
        outcome = related(cast, fund, target)
        assert (outcome.status, outcome.code, outcome.severity) == ("breach", "related_party", "consent")
        (named,) = outcome.facts["related"]
        assert "A. Example (Aurora Demo Limited)" in named
        assert f"Ann Example ({fund.manager.name_en})" in named

    @pytest.mark.parametrize("side", ["manager", "partner", "staff", "company's own", "group", "user"])
    def test_a_question_where_a_name_is_on_both_sides(self, cast, fund, target, side):
        name = "Officer" if side == "user" else "Ann Example"
        if side == "company's own":
            name = fund.partners.first().name_en
            stands_behind(cast, name, company=target, capacity="shareholder", is_person=False)
        elif side == "group":
            stands_behind(cast, name, partner=fund.partners.first())
            group = CompanyGroup.objects.create(
                name_en=name, registered_by=cast.officer, registered_at=programme.at(programme.SIGNED)
            )
            companies.amend(
                company=target, group=group, reason="Bought.", by=cast.officer, at=programme.at(programme.SIGNED)
            )
        else:
            stands_behind(cast, name, company=target)
        if side in ("manager", "partner", "staff"):
            body = {"manager": fund.manager, "partner": fund.partners.last(), "staff": cast.finance}[side]
            stands_behind(cast, "EXAMPLE, Ann", **{side: body})
        target.refresh_from_db()
        assert related(cast, fund, target).code == "related_names"

    def test_only_while_it_stands(self, cast, fund, target):
        ended = {"until_date": date(2025, 5, 19), "ended_by": cast.officer}
        stands_behind(cast, "Ann Example", company=target, **ended)
        stands_behind(cast, "Ann Example", manager=fund.manager)
        assert related(cast, fund, target).status == "pass"

    def test_not_of_another_fund(self, cast, fund, target):
        other = programme.founded(cast, fund.selection.scheme, code="ridge", ce_number="BPJ214")
        stands_behind(cast, "Ann Example", company=target)
        stands_behind(cast, "Ann Example", manager=other.manager)
        assert related(cast, fund, target).status == "pass"


class TestDescription:
    """Both texts are read as the stored words of both: SQL joins those, the rule reads the texts together."""

    @pytest.mark.parametrize(
        ("deal", "company"),
        [
            ("Tokens for nurses.", "Casinos"),
            ("We buy from existing", "shares of nobody."),
            ("For intellectual", "property owners"),
            ("本", "地產公司"),
            ("Nothing", "Nothing"),
        ],
    )
    def test_finds_the_words_of_each_and_none_across(self, cast, fund, deal, company):
        target = programme.company(cast)
        companies.amend(
            company=target,
            description=company,
            reason="As told.",
            by=cast.officer,
            at=programme.at(programme.SIGNED),
        )
        target.refresh_from_db()
        proposal = programme.proposed(cast, fund, target, description=deal)
        proposal.refresh_from_db()
        read = deal_facts.proposal_facts(proposal, DAY, portfolio.position(fund, DAY))
        stored = merged(proposal.hints, target.hints)
        assert hints(read.description) == stored == merged(hints(deal), hints(company))


class TestHolding:
    def test_is_known_from_the_books(self, cast, fund, target):
        programme.paid(cast, fund)
        programme.invested(cast, fund, target)
        proposal = programme.proposed(cast, fund, target, is_follow_on=True)
        assert deal_facts.proposal_facts(proposal, DAY, portfolio.position(fund, DAY)).is_held is True
        before = date(2025, 5, 19)
        assert deal_facts.proposal_facts(proposal, before, portfolio.position(fund, before)).is_held is False

    def test_leaves_the_papers_of_a_deal_that_is_tried_out(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        proposal.pk = None
        assert "documents" not in {outcome.restriction for outcome in investments.what_if(fund, proposal, DAY)}
