"""Called money that goes back is derived from what each had paid in by then and had not back (A19)."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from itvf.derivation import nodes
from itvf.money import total
from reporting.demo import acts, plans, returns
from reporting.demo.acts import moment
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import builders, people

pytestmark = pytest.mark.django_db

D = Decimal
ASKED = date(2025, 7, 30)


@pytest.fixture(scope="module")
def standing(held):
    """HK$60m called and paid; three sums at odd cents went back of it, week after week."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.authority(cast)
    call = builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    given = [
        back(cast, fund, call, amount, call.due_date + timedelta(days=7 * week))
        for week, amount in enumerate(("1000000.01", "7000000.07", "3333333.33"), start=1)
    ]
    return SimpleNamespace(cast=cast, fund=fund, call=call, given=given)


def back(cast, fund, call, amount, on):
    source = returns.source("return_of_capital", "Not invested", amount, "未投資款項")
    return returns.declare(cast, fund, [source], on=on, nature="uninvested", call=call)


def test_each_return_by_what_was_left_before_it(world):
    left = {line.partner_id: line.amount_hkd for line in world.call.lines.all()}
    for given in world.given:
        for line in given.lines.filter(amount_hkd__gt=0):
            of = f"{line.pk:d}"
            tree = explain("distribution-line", Question(world.fund, ASKED, world.cast.officer, moment(ASKED), of=of))
            (share,) = [node for node in nodes(tree) if node.name == "share"]
            assert share.facts == {"own_hkd": left[line.partner_id], "all_hkd": total(left.values())}
            assert (tree.value, tree.difference) == (line.amount_hkd, 0)
        for line in given.lines.all():
            left[line.partner_id] -= line.capital_hkd
    assert min(left.values()) > 0
