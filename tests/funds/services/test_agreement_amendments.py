"""Amendments of an agreement's own terms in the database: a vote, a deed, two people, and figures that follow."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from funds import agreement_register, selectors
from funds.models import AgreementAmendment
from funds.services import agreement_amendments
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from tests import portal, programme
from tests.funds import registered

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 4, 30)
DEED = DAY + timedelta(days=6)


@pytest.fixture(scope="module")
def standing(held):
    """A fund of ten years and five, whose partners passed two amendments."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    registered.term(cast, fund, "amendments")
    weights = agreement_register.commitments(fund, DAY)
    voters = [fund.partners.get(pk=pk) for pk, amount in weights.items() if amount > D("100000000")]
    passed = [registered.resolved(cast, fund, "amendment", DAY, *voters) for _ in range(2)]
    return SimpleNamespace(cast=cast, fund=fund, passed=passed)


@pytest.fixture
def passed(world):
    return world.passed


def recorded(cast, fund, resolution, by=None, **terms) -> AgreementAmendment:
    return agreement_amendments.record(
        agreement=fund.agreement,
        resolution=resolution,
        signed_date=terms.pop("signed_date", DEED),
        clause=terms.pop("clause", "Deed 2.1"),
        reason=terms.pop("reason", ""),
        terms=terms,
        by=by or cast.officer,
        at=programme.at(DEED),
    )


def approved(cast, fund, resolution, **terms) -> AgreementAmendment:
    found = recorded(cast, fund, resolution, **terms)
    return agreement_amendments.approve(amendment=found, by=cast.manager, at=programme.at(DEED))


class TestAmendments:
    def test_move_what_rules_read_and_leave_what_was_known_before(self, cast, fund, passed):
        before = now()
        ended = selectors.periods(fund).investment_period_end
        done = approved(cast, fund, passed[0], investment_period_years=4, company_limit_rate=D("0.15"),
                        limits_clause="LPA 6.3", carry_rate=D("0.2"))  # fmt: skip
        assert done.terms == {"investment_period_years": "4", "company_limit_rate": "0.15", "limits_clause": "LPA 6.3"}
        assert done.former == {"investment_period_years": "5", "company_limit_rate": "", "limits_clause": ""}
        agreement = selectors.agreement_of(fund)
        assert (agreement.company_limit_rate, agreement.limits_clause) == (D("0.15"), "LPA 6.3")
        assert selectors.periods(fund, agreement).investment_period_end.year == ended.year - 1
        assert selectors.agreement_of(fund, known_at=before).investment_period_years == 5
        approved(cast, fund, passed[1], company_limit_rate=None, limits_clause="")
        assert selectors.agreement_of(fund).company_limit_rate is None

    def test_correct_what_was_recorded_wrongly_for_a_reason(self, cast, fund):
        done = approved(cast, fund, None, signed_date=programme.SIGNED, reason="The clause says 9.", term_years=9)
        assert (done.resolution, done.former) == (None, {"term_years": "10"})
        assert selectors.agreement_of(fund).term_years == 9

    @pytest.mark.parametrize(
        ("terms", "code"),
        [({"term_years": 11}, "term"), ({"carry_rate": D("0.25")}, "carry"), ({"hurdle_rate": D("0.06")}, "hurdle")],
    )
    def test_never_leave_the_scheme(self, cast, fund, passed, terms, code):
        with pytest.raises(RuleBroken) as refused:
            recorded(cast, fund, passed[0], **terms)
        assert [one.rule for one in refused.value.breaches] == [{"term": "R7", "carry": "R15", "hurdle": "R16"}[code]]

    def test_are_refused_without_vote_clause_order_change_or_second_person(self, cast, fund, passed):
        failed = registered.resolved(cast, fund, "amendment", DAY)
        for about, code in (
            ({"resolution": failed, "term_years": 9}, "not_amended"),
            ({"resolution": None, "term_years": 9}, "reason_missing"),
            ({"clause": " ", "term_years": 9}, "clause_missing"),
            ({"signed_date": DAY - timedelta(days=1), "term_years": 9}, "signed_out_of_order"),
            ({"signed_date": DEED + timedelta(days=1), "term_years": 9}, "signed_out_of_order"),
            ({"anything": 9}, "agreement_terms"),
            ({"waterfall_scope": "by_planet"}, "unknown_convention"),
        ):
            with pytest.raises(InputRefused) as refused:
                recorded(cast, fund, about.pop("resolution", passed[0]), **about)
            assert refused.value.code == code
        with pytest.raises(RuleBroken, match="as it stands"):
            recorded(cast, fund, passed[0], term_years=10)
        with pytest.raises(NotPermitted):
            recorded(cast, fund, passed[0], by=cast.auditor, term_years=9)
        waiting = recorded(cast, fund, passed[0], term_years=9)
        with pytest.raises(InputRefused, match="deed on record already"):
            recorded(cast, fund, passed[0], term_years=8)
        refused = agreement_amendments.refuse(
            amendment=waiting, by=cast.manager, at=programme.at(DEED), reason="Another deed."
        )
        with pytest.raises(WrongStage):
            agreement_amendments.approve(amendment=refused, by=cast.manager, at=programme.at(DEED))
        again = recorded(cast, fund, passed[0], term_years=8)
        with pytest.raises(DatabaseError), transaction.atomic():
            AgreementAmendment.objects.filter(pk=again.pk).update(terms={"term_years": "12"})
        assert selectors.agreement_of(fund).term_years == 10


class TestDoors:
    def test_take_the_deed_as_a_form_and_show_it_to_the_manager(self, cast, fund, passed):
        officer = portal.client_of(cast.officer)
        page = reverse("admin:funds_fundagreement_amend", args=[fund.agreement.pk])
        form = officer.get(page)
        fields = form.context["form"]
        given = {name: fields[name].value() for name in fields.fields}
        given = {name: "on" if value is True else value for name, value in given.items() if value not in (None, False)}
        given |= {"resolution": passed[0].pk, "signed_date": "2025-05-06", "clause": "Deed 2.1", "term_years": "9"}
        assert officer.post(page, given).status_code == 302
        amendment = AgreementAmendment.objects.get()
        assert amendment.terms == {"term_years": "9"}
        manager = portal.client_of(cast.manager)
        assert "10 → 9" in manager.get(reverse("admin:funds_agreementamendment_changelist")).content.decode()
        assert manager.post(reverse("admin:funds_agreementamendment_approve", args=[amendment.pk])).status_code == 302
        maker = cast.maker
        told = portal.client_of(maker).get(f"/funds/{fund.code}/agreement/").content.decode()
        assert "10 → 9" in told
        assert "9 years" in told
        assert "Deed 2.1, 6 May 2025" in told.replace("\xa0", " ")
        client = APIClient()
        client.force_login(maker)
        (answer,) = client.get(f"/api/v1/funds/{fund.code}/agreement-amendments").json()["results"]
        assert answer["terms"] == [{"name": "term_years", "before": "10", "after": "9"}]
