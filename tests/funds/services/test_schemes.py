"""A scheme's terms: as published, then changed only by a dated version that two people make."""

from datetime import date
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import SchemeVersion
from funds.services import schemes
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

FROM = date(2026, 1, 1)


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    return SimpleNamespace(cast=cast, scheme=scheme)


def propose(cast, scheme, by=None, **changes):
    about = {"changes": {"maximum_carry_rate": "0.15"}, "effective_from": FROM, "reason": "Review"}
    return schemes.propose_version(
        scheme=scheme, by=by or cast.officer, at=programme.at(programme.CLOSED), **about | changes
    )


def approve(cast, version, by=None):
    return schemes.approve_version(version=version, by=by or cast.manager, at=programme.at(programme.CLOSED))


class TestLoadPublished:
    def test_loads_every_term_with_rule_and_clause_once(self, scheme):
        version, is_new = schemes.load_published(programme.paper(), at=programme.at(programme.CLOSED))
        assert (is_new, version.number, version.stage) == (False, 1, "approved")
        assert version.terms.count() == len(programme.paper()["terms"])
        assert AuditEvent.objects.filter(verb="scheme.load_published").count() == 1

    def test_refuses_a_paper_that_differs_from_what_was_loaded(self, scheme):
        paper = programme.paper()
        paper["terms"]["maximum_carry_rate"]["value"] = "0.25"
        with pytest.raises(InputRefused) as refusal:
            schemes.load_published(paper, at=programme.at(programme.CLOSED))
        assert refusal.value.facts["terms"] == ["maximum_carry_rate"]


class TestAVersion:
    def test_counts_from_its_day_once_two_people_have_made_it(self, cast, scheme):
        version = propose(cast, scheme)
        assert selectors.version_in_force(scheme, FROM).number == 1
        approve(cast, version)
        assert selectors.version_in_force(scheme, date(2025, 12, 31)).number == 1
        assert selectors.terms_in_force(scheme, FROM).rate("maximum_carry_rate") == selectors.Decimal("0.15")
        assert version.terms.count() == len(programme.paper()["terms"])

    def test_leaves_funds_under_the_terms_that_they_signed(self, cast, scheme):
        fund = programme.founded(cast, scheme)
        approve(cast, propose(cast, scheme))
        assert selectors.terms_of_fund(fund).rate("maximum_carry_rate") == selectors.Decimal("0.20")

    def test_shows_in_the_audit_trail_what_changed(self, cast, scheme):
        propose(cast, scheme)
        facts = AuditEvent.objects.get(verb="scheme.propose_version").facts
        assert facts["changes"]["maximum_carry_rate"]["to"] == "0.15"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"changes": {"maximum_luck": "1"}}, "unknown_terms"),
            ({"changes": {}}, "unknown_terms"),
            ({"reason": " "}, "reason_missing"),
            ({"effective_from": date(2024, 10, 28)}, "date_not_later"),
        ],
    )
    def test_is_refused_with_the_reason(self, cast, scheme, changes, code):
        with pytest.raises(InputRefused) as refusal:
            propose(cast, scheme, **changes)
        assert refusal.value.code == code
        assert SchemeVersion.objects.count() == 1

    def test_takes_no_float(self, cast, scheme):
        with pytest.raises(InputRefused):
            propose(cast, scheme, changes={"maximum_carry_rate": 0.15})

    def test_is_not_approved_by_its_maker(self, cast, scheme):
        version = propose(cast, scheme)
        SchemeVersion.objects.filter(pk=version.pk).update(made_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            approve(cast, version)
        assert refusal.value.code == "maker_is_checker"

    def test_is_decided_once(self, cast, scheme):
        version = propose(cast, scheme)
        schemes.refuse_version(version=version, by=cast.manager, at=programme.at(programme.CLOSED), reason="Not now")
        with pytest.raises(WrongStage):
            approve(cast, version)

    def test_requires_its_permissions(self, cast, scheme):
        with pytest.raises(NotPermitted):
            propose(cast, scheme, by=cast.manager)
        with pytest.raises(NotPermitted):
            approve(cast, propose(cast, scheme), by=cast.second_officer)
