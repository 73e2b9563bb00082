"""A derivation as known on a day goes by the agreement that was on record then, to its last step."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from funds import conventions, waterfall_facts
from funds.models import CallLine, Contribution, FundAgreement
from funds.services import contributions, late_interest
from investments.services import companies, investments
from itvf.derivation import nodes
from reporting.explain.question import Question
from reporting.explain.registry import FIGURES, explain
from tests import programme
from tests.funds import borrowing

D = Decimal
ON = borrowing.VALUED
LATE_DUE = date(2025, 9, 30)
CHANGED = ("late-interest", "measure", "r9-path", "private-investment", "uninvested")


@pytest.mark.django_db(transaction=True)
def test_what_came_since_changes_no_derivation_of_what_was_known_before():
    """Committed as it goes: the database's clock tells what was recorded before what."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.paid(cast, fund, "70000000.00")
    borrowing.invested(cast, fund, "60000000.00", programme.INVESTED, gain="60000000.00")
    company = programme.company(cast)
    programme.invested(cast, fund, company, "10000000.00")
    late = programme.issued(cast, fund, "4000000.00", day=programme.INVESTED, due=LATE_DUE)
    lines = late.lines.exclude(partner__kind="government").select_related("call__fund", "partner")
    first, second, third, *_ = lines.order_by("order")
    charged = late_interest.charge(contribution=paid_late(cast, first), by=cast.signatory, at=timezone.now())
    wrong = paid_late(cast, second)
    programme.proposed(cast, fund, company, "1000000.00", expected_date=ON, is_follow_on=True)
    then = Question(fund, ON, cast.officer, timezone.now(), known_at=timezone.now())
    own = conventions.name_of(waterfall_facts.terms(then.agreement).hurdle)
    asked = [(name, of) for name, figure in FIGURES.items() if name != "account" for of in some(figure, then)]
    gp = fund.partners.get(kind="gp")
    asked += [("liquidation", of) for of in ("", "500000000.00", "/carry", f"/{gp.pk}")]
    before = {one: told(then, *one) for one in asked}
    assert D(before["convention", own]["value"]) > D("12000000.00")
    FundAgreement.objects.filter(fund=fund).update(
        carry_rate=D("0.1"),
        gp_in_pool=False,
        hurdle_rate=D("0.09"),
        gp_money_is_matched=False,
        fee_rate_during=D("0.01"),
    )
    late_interest.waive(charge=charged, reason="Agreed.", by=cast.maker, at=timezone.now())
    contributions.reverse(
        contribution=wrong, on=programme.LATER, reason="Another fund's.", by=cast.officer, at=timezone.now()
    )
    paid_late(cast, third)
    companies.record_fact(
        company=company,
        kind="is_hong_kong",
        holds=False,
        since_date=programme.SIGNED,
        evidence="It moved",
        by=cast.officer,
        at=timezone.now(),
    )
    deal = programme.agreed(cast, fund.proposals.get(stage="submitted"))
    about = {"completed_date": programme.LATER, "evidence": "Share certificate", "by": cast.maker}
    investments.complete(proposal=deal, at=timezone.now(), **about)
    changed = [one for one in asked if told(then, *one) != before[one]]
    assert changed == []
    for name in CHANGED:
        assert any(told(replace(then, known_at=None), *one) != before[one] for one in before if one[0] == name), name
    rates = {node.value for node in nodes(asking(then, "carry-left", "accrued")) if node.name == "carry_rate"}
    assert rates == {D("0.2")}
    now = asking(then, "convention", own, known_at=None)
    assert {node.value for node in nodes(now) if node.name == "carry_rate"} == {D("0.1")}


def asking(question, name, of, **about):
    return explain(name, replace(question, of=of, **about))


def some(figure, question) -> list[str]:
    """What a figure may be asked of: some half a dozen things, from the first on."""
    chosen = [of for of, *_ in figure.choices(question)] if figure.choices else [""]
    return chosen[:: max(len(chosen) // 6, 1)]


def paid_late(cast, line: CallLine) -> Contribution:
    return programme.receive(cast, line, day=LATE_DUE + timedelta(days=30))


def told(question, name, of) -> dict:
    return asking(question, name, of).as_json()
