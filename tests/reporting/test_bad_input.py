"""Bad input is refused at every door, by one code, with the clause where a rule is broken, and with the figures."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from funds.models import Distribution, FundAgreement
from funds.services import capital_calls, distributions, register_changes
from investments.services import exits
from itvf.errors import DomainError, InputRefused, RuleBroken
from reporting.calculations.run import calculate
from reporting.demo import acts, deals, life, plans, returns
from reporting.demo.acts import moment
from tests import builders, people, portal
from tests.investments.services.lots import note, plan

pytestmark = pytest.mark.django_db

D = Decimal
SOLD, PAID = date(2025, 9, 1), date(2025, 9, 8)


@pytest.fixture(scope="module")
def standing(held):
    """A fund with HK$10m of a company, half of it sold and what came distributed."""
    from types import SimpleNamespace

    cast = people.cast()
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "10000000.00"))
    lot = deals.invest(cast, fund, plan(), on=builders.DEAL_DONE, units=D(1_000))
    life.sell(cast, lot, "trade_sale", "6000000.00", on=SOLD, units=500)
    returns.declare(cast, fund, [returns.source("gain", "Half", "1000000.00")], on=PAID)
    return SimpleNamespace(cast=cast, fund=fund, lot=lot)


def refused(run) -> DomainError:
    """What a service refuses with."""
    with pytest.raises((InputRefused, RuleBroken)) as refusal:
        run()
    return refusal.value


def post(user, path: str, body: dict):
    """A request to the API by somebody, with a key of its own."""
    client = portal.client_of(user)
    headers = {"Idempotency-Key": str(uuid4())}
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)


def told(answer) -> dict:
    """The first breach or error of a problem document."""
    body = answer.json()
    assert answer.status_code in (400, 422), body
    return (body.get("breaches") or body.get("errors") or [body])[0]


def error(kind: str, given: dict) -> dict:
    """The first error of a calculation that refuses its input."""
    answer, is_ok = calculate(kind, given)
    assert not is_ok, answer
    return answer["errors"][0]


class TestDatesOutOfOrder:
    def test_of_a_distribution_are_refused_by_the_service_and_the_api(self, fund, cast):
        source = returns.source("gain", "Half", "1000000.00")
        early = PAID - timedelta(days=3)
        about = {"fund": fund, "sources": [source], "payment_date": early, "by": cast.maker(fund)}
        (breach,) = [
            one
            for one in refused(lambda: distributions.draft(**about, at=moment(early))).breaches
            if one.code == "out_of_order"
        ]
        assert (breach.rule, breach.facts) == ("A6", {"date": early, "last": PAID})
        body = {
            "sources": [{"kind": "gain", "label": "Half", "amount_hkd": "1000000.00"}],
            "payment_date": early.isoformat(),
        }
        answer = post(cast.maker(fund), f"funds/{fund.code}/distributions", body).json()
        assert "out_of_order" in {one["code"] for one in answer["breaches"]}
        assert Distribution.objects.filter(fund=fund).count() == 1

    @pytest.mark.parametrize(
        ("kind", "given", "code", "path"),
        [
            (
                "performance",
                {
                    "flows": [{"date": "2026-02-01", "amount_hkd": "-5.00"}],
                    "nav_hkd": "1.00",
                    "as_of": "2026-01-31",
                },
                "flow_after_as_of",
                "flows.0.date",
            ),
            (
                "true-up",
                {
                    "closings": [
                        {"date": day, "commitments": [{"id": "a", "commitment_hkd": "5.00"}]}
                        for day in ("2026-02-01", "2026-01-01")
                    ],
                    "calls": [],
                    "rate": "0.07",
                    "compounding": "simple",
                    "day_count": "ACT/365",
                },
                "out_of_order",
                "closings.1.date",
            ),
        ],
    )
    def test_of_flows_are_refused_by_calculations(self, kind, given, code, path, cast):
        found = error(kind, given)
        assert (found["code"], found["path"]) == (code, path)
        assert "2026-01" in found["message"]
        assert told(post(cast.officer, f"calculations/{kind}", given))["code"] == code


class TestADayThatNoCalendarHas:
    def test_is_refused_by_a_page(self, fund, cast):
        reader = portal.client_of(cast.officer)
        for asked in (
            {"on": "9999-12-31"},
            {"known_at": "2025-02-30"},
            {"known_at": "0001-01-01T00:00:00+14:00"},
            {"known_at": "9999-12-31T23:59:59-12:00"},
        ):
            assert reader.get(f"/funds/{fund.code}/", asked).status_code == 422, asked

    def test_is_refused_by_the_api(self, fund, cast):
        reader = portal.client_of(cast.officer)
        for asked in ("hurdle?on=9999-12-31", "fees?as_of=9999-12-31", "fees?known_at=0001-01-01T00:00:00%2B14:00"):
            found = told(reader.get(f"/api/v1/funds/{fund.code}/{asked}"))
            assert "is not between the years 1900 and 2199" in found["message"], asked


class TestFlowsBeyondCommitment:
    def test_are_refused_by_the_service_with_what_there_is(self, fund, cast):
        asked = [acts.purpose("investment", "Too much", "995000000.00")]
        due = date(2025, 11, 20)
        (breach,) = refused(lambda: capital_calls.preview(fund, asked, due, date(2025, 11, 3))).breaches
        assert (breach.code, breach.rule) == ("exceeds_unfunded", "A11")
        assert breach.facts["residue"] == D("5000000.00")

    def test_are_refused_by_the_api(self, fund, cast, monkeypatch):
        monkeypatch.setattr("funds.api.capital_calls.today", lambda: date(2025, 11, 3))
        body = {
            "purposes": [{"kind": "investment", "label": "Too much", "amount_hkd": "995000000.00"}],
            "due_date": "2025-11-20",
        }
        found = told(post(cast.maker(fund), f"funds/{fund.code}/capital-calls/preview", body))
        assert (found["code"], found["facts"]["residue"]) == ("exceeds_unfunded", "5000000.00")

    def test_stand_in_the_breaches_of_the_calculation(self):
        partner = {"id": "a", "commitment_hkd": "50.00", "called_before_hkd": "10.00", "unfunded_before_hkd": "40.00"}
        answer, _ = calculate("call", {"amount_hkd": "100.00", "partners": [partner]})
        assert answer["breaches"][0]["code"] == "exceeds_unfunded"
        assert answer["residue_hkd"] == "60.00"


class TestChangesOfTheRegister:
    """A transfer or a release: a day before the last closing or to come, more than there is, less than nothing."""

    @pytest.mark.parametrize(
        ("verb", "changes", "code", "figure"),
        [
            ("release", {"effective_date": builders.CLOSED - timedelta(days=1)}, "change_out_of_order", "last"),
            ("transfer", {"effective_date": SOLD + timedelta(days=1)}, "change_out_of_order", "date"),
            ("release", {"amount_hkd": D("1000000000.01")}, "more_than_there_is", "most_hkd"),
            ("transfer", {"amount_hkd": D("-1.00")}, "more_than_there_is", "amount_hkd"),
        ],
    )
    def test_is_refused_with_what_there_is(self, fund, cast, verb, changes, code, figure):
        giver, taker = fund.partners.filter(kind="private").order_by("pk")[:2]
        who = {"giver": giver, "taker": taker} if verb == "transfer" else {"partner": giver}
        about = {"amount_hkd": D("1000.00"), "effective_date": SOLD, "reason": "Deed", "by": cast.officer} | changes
        propose = getattr(register_changes, f"propose_{verb}")
        found = refused(lambda: propose(**who, **about, at=moment(SOLD)))
        assert (found.code, found.facts.get(figure) is not None) == (code, True)
        assert not fund.closings.filter(stage="draft").exists()


class TestADistributionBeforeSolvencyIsStated:
    def test_is_refused_by_the_service_and_the_api_under_cap_637(self, fund, cast):
        source = returns.source("gain", "More", "1000.00")
        on = PAID + timedelta(days=2)
        maker, signatory = cast.maker(fund), cast.signatory(fund)
        draft = distributions.draft(fund=fund, sources=[source], payment_date=on, by=maker, at=moment(on))
        (breach,) = refused(lambda: distributions.declare(distribution=draft, by=signatory, at=moment(on, 12))).breaches
        assert (breach.code, breach.clause) == ("solvency_not_stated", "Cap. 637 s. 33")
        found = post(signatory, f"distributions/{draft.pk}/declare", {}).json()["breaches"]
        assert ("solvency_not_stated", "Cap. 637 s. 33") in {(one["code"], one["clause"]) for one in found}
        draft.refresh_from_db()
        assert draft.stage == "draft"


class TestAnUnknownConvention:
    def test_is_refused_where_an_agreement_is_recorded(self, fund, cast):
        forming = replace(plans.RIDGE, agreement={**acts.AGREEMENT, "hurdle_compounding": "weekly"})
        found = refused(lambda: builders.fund(cast, forming, number=2))
        assert (found.code, found.field) == ("unknown_convention", "hurdle_compounding")
        assert "weekly" in str(found)
        assert FundAgreement.objects.count() == 1

    @pytest.mark.parametrize(("name", "value"), [("compounding", "weekly"), ("day_count", "ACT/999"), ("order", "x")])
    def test_is_refused_by_calculation_and_api_with_those_there_are(self, name, value, cast):
        terms = {
            "scope": "whole_fund",
            "hurdle_rate": "0.07",
            "compounding": "annual",
            "day_count": "ACT/365",
            "order": "capital_first",
            "catch_up_rate": "1",
            "carry_rate": "0.2",
            "loss_make_up": False,
        }
        given = {"terms": terms | {name: value}, "flows": []}
        found = error("waterfall", given)
        assert (found["code"], found["path"]) == ("not_a_choice", f"terms.{name}")
        assert value in found["message"]
        assert told(post(cast.officer, "calculations/waterfall", given))["code"] == "not_a_choice"

    def test_has_no_derivation(self, fund, cast):
        for convention in ("weekly ACT/365 capital_first", "annual", ""):
            page = f"/funds/{fund.code}/explain/convention/?of={convention}"
            assert portal.client_of(cast.officer).get(page).status_code == 404


class TestANegativeHolding:
    def test_is_refused_by_the_service_with_what_is_held(self, world, cast):
        found = refused(
            lambda: exits.exit_(
                investment=world.lot,
                route="trade_sale",
                units=D(501),
                proceeds_hkd=D("1.00"),
                note=note(SOLD + timedelta(days=30)),
                by=cast.officer,
                at=moment(SOLD + timedelta(days=30)),
            )
        )
        assert (found.code, found.field) == ("too_many_units", "units")
        assert (found.facts["units"], found.facts["held"]) == (D(501), D(500))

    def test_is_refused_by_the_api(self, world, cast):
        body = {
            "route": "trade_sale",
            "units": "501",
            "proceeds_hkd": "1.00",
            "on": "2025-10-01",
            "evidence": "Contract note",
        }
        assert told(post(cast.officer, f"investments/{world.lot.pk}/exits", body))["code"] == "too_many_units"
        assert world.lot.life_events.count() == 2

    def test_is_refused_by_the_calculation(self):
        holding = {"company": "x", "cost_hkd": "-1.00", "is_hong_kong": True}
        holding |= {"has_it_establishment": True, "is_ecosystem": True}
        fund = {
            "total_commitments_hkd": "600000000.00",
            "holdings": [holding],
            "investment_period_start_date": "2025-01-01",
            "investment_period_end_date": "2030-01-01",
        }
        found = error("checks", {"scheme": "itvf-enhanced-2024", "fund": fund, "proposal": {}})
        assert (found["code"], found["path"]) == ("negative", "fund.holdings.0.cost_hkd")
        assert "-1.00" in found["message"]
