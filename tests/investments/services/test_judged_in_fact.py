"""A deal is judged on the day it is judged, at what it costs in fact, on facts that are so: never on a day it names."""

from datetime import date
from decimal import Decimal

import pytest

from investments.services import companies, events, investments
from investments.services.life import Exchange, Note
from itvf.errors import InputRefused
from reporting.demo import deals
from tests import programme
from tests.investments.services.lots import DONE, abroad, by, day, note, plan, standing

__all__ = ["standing"]

pytestmark = pytest.mark.django_db
D = Decimal


def bond(cast, fund):
    """HK$10m for a convertible bond."""
    return deals.invest(cast, fund, plan(instrument="convertible_bond"), on=DONE, units=D(1))


def terms(lot, **changes):
    """What the bond converts by, as agreed."""
    agreed = {
        "principal": D("10000000.00"),
        "interest_rate": D("0.06"),
        "interest_from": DONE,
        "converted_on": day(100),
        "round_price": D("10.00"),
        "discount_rate": D("0.2"),
        "cap": None,
        "cap_units": None,
    }
    return events.ConversionTerms(**agreed | changes)


class TestTheDay:
    def test_is_today_once_the_expected_one_has_passed(self, cast, fund):
        late = programme.at(date(2031, 1, 15))
        made = deals.propose(cast, fund, plan(), on=DONE)
        assert made.outcomes.get(restriction="investment_period").status == "pass"
        investments.recheck(proposal=made, by=cast.officer, at=late)
        outcome = made.outcomes.filter(restriction="investment_period").latest("run")
        assert (outcome.status, outcome.code) == ("breach", "after_investment_period")

    def test_of_an_undertaking_is_not_to_come(self, cast, fund):
        made = deals.propose(cast, fund, plan(), on=DONE)
        deal = investments.Deal(
            **{name: getattr(made, name) for name in investments.Deal.__slots__ if name != "undertaking_signed_date"},
            undertaking_signed_date=date(2099, 1, 1),
        )
        with pytest.raises(InputRefused) as refusal:
            investments.submit(
                fund=fund, company=made.company, deal=deal, by=made.submitted_by, at=made.submitted_at, documents=()
            )
        assert refusal.value.code == "undertaking_not_yet"

    def test_of_a_fact_is_not_to_come(self, cast, fund):
        company = deals.propose(cast, fund, plan(), on=DONE).company
        with pytest.raises(InputRefused) as refusal:
            companies.record_fact(
                company=company,
                kind="is_hong_kong",
                holds=True,
                since_date=day(201),
                evidence="To be opened",
                **by(cast),
            )
        assert refusal.value.code == "date_to_come"


class TestAnAnswer:
    def test_given_on_other_facts_counts_no_longer(self, cast, fund):
        made = deals.propose(cast, fund, plan(), on=DONE)
        when = made.submitted_at
        investments.answer(proposal=made, answer="no_objection", reason="Good.", by=cast.officer, at=when)
        companies.record_fact(
            company=made.company,
            kind="is_start_up",
            holds=False,
            since_date=when.date(),
            evidence="Accounts",
            by=cast.officer,
            at=when,
        )
        investments.answer(proposal=made, answer="query", reason="A start-up?", by=cast.manager, at=when)
        assert made.answers.get(answered_by=cast.officer).run < made.answers.get(answered_by=cast.manager).run


class TestWhatItCosts:
    def test_is_judged_at_the_rate_paid(self, cast, fund):
        lot = abroad(cast, fund)
        outcome = lot.proposal.outcomes.filter(restriction="hong_kong_share").latest("run")
        assert outcome.run > 1

    def test_of_a_tranche_is_within_a_tenth_of_the_rate_proposed(self, cast, fund):
        lot = abroad(cast, fund, drawn="400000.00")
        tenfold = Exchange("USD", D("600000.00"), D("78.0"), "HKAB opening rate", day(30))
        with pytest.raises(InputRefused) as refusal:
            events.draw_tranche(investment=lot, note=note(day(30)), exchange=tenfold, **by(cast))
        assert refusal.value.code == "fx_rate_far"

    def test_of_a_tranche_after_the_investment_period_is_on_the_breach_register(self, cast, fund):
        lot = abroad(cast, fund, drawn="400000.00")
        late = date(2034, 1, 4)
        rest = Exchange("USD", D("600000.00"), D("7.80"), "HKAB opening rate", late)
        events.draw_tranche(
            investment=lot,
            note=Note(on=late, evidence="Bank advice"),
            exchange=rest,
            by=cast.officer,
            at=programme.at(late),
        )
        assert fund.breaches.filter(source=f"proposal:{lot.proposal_id}", code="after_investment_period").exists()


class TestABond:
    @pytest.mark.parametrize("principal", ["900000000.00", "1.00", "9999999.99"])
    def test_converts_the_principal_that_is_held(self, cast, fund, principal):
        lot = bond(cast, fund)
        with pytest.raises(InputRefused) as refusal:
            events.convert(investment=lot, terms=terms(lot, principal=D(principal)), note=note(day(100)), **by(cast))
        assert refusal.value.code == "principal_differs"

    def test_bears_no_interest_before_the_deal(self, cast, fund):
        lot = bond(cast, fund)
        early = terms(lot, interest_from=date(2000, 1, 1))
        with pytest.raises(InputRefused) as refusal:
            events.convert(investment=lot, terms=early, note=note(day(100)), **by(cast))
        assert refusal.value.code == "interest_before_deal"

    def test_converts_whole(self, cast, fund):
        lot = bond(cast, fund)
        events.convert(investment=lot, terms=terms(lot), note=note(day(100)), **by(cast))
        assert lot.life_events.get(kind="conversion").working["principal"] == "10000000.00"
