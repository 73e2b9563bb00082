"""A derivation as known on a day goes by the agreement that was on record then, to its last step."""

from decimal import Decimal

import pytest
from django.utils import timezone

from funds import conventions, waterfall_facts
from funds.models import FundAgreement
from itvf.derivation import nodes
from reporting.explain.question import Question
from reporting.explain.registry import FIGURES, explain
from tests import programme
from tests.funds import borrowing

D = Decimal
ON = borrowing.VALUED


@pytest.mark.django_db(transaction=True)
def test_terms_of_today_change_no_derivation_of_what_was_known_before():
    """Committed as it goes: the database's clock tells what was recorded before what."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    call = programme.issued(cast, fund, "60000000.00")
    for line in call.lines.select_related("call__fund", "partner"):
        programme.receive(cast, line)
    borrowing.invested(cast, fund, "60000000.00", programme.INVESTED, gain="60000000.00")
    then = Question(fund, ON, cast.officer, timezone.now(), known_at=timezone.now())
    own = conventions.name_of(waterfall_facts.terms(then.agreement).hurdle)
    asked = [
        (name, of)
        for name, figure in FIGURES.items()
        if name != "account"
        for of in ([of for of, *_ in figure.choices(then)] if figure.choices else [""])
    ]
    gp = fund.partners.get(kind="gp")
    asked += [("liquidation", of) for of in ("", "500000000.00", "/carry", f"/{gp.pk}")]
    before = {one: told(then, *one) for one in asked}
    assert before["convention", own]["value"] == "12000000.00"
    FundAgreement.objects.filter(fund=fund).update(
        carry_rate=D("0.1"),
        gp_in_pool=False,
        hurdle_rate=D("0.09"),
        gp_money_is_matched=False,
        fee_rate_during=D("0.01"),
    )
    changed = [one for one in asked if told(then, *one) != before[one]]
    assert changed == []
    rates = {node.value for node in nodes(asking(then, "carry-left", "accrued")) if node.name == "carry_rate"}
    assert rates == {D("0.2")}
    now = asking(then, "convention", own, known_at=None)
    assert {node.value for node in nodes(now) if node.name == "carry_rate"} == {D("0.1")}


def asking(question, name, of, **about):
    return explain(
        name,
        Question(
            question.fund, ON, question.user, question.asked_at, **{"known_at": question.known_at, "of": of} | about
        ),
    )


def told(question, name, of) -> dict:
    return asking(question, name, of).as_json()
