"""A true-up's line opens to shares before and after, and to the interest of every call (A13)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from itvf.dates import now
from itvf.derivation import nodes
from reporting.demo import acts, plans
from reporting.demo.acts import Seat
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import builders, people

pytestmark = pytest.mark.django_db

SECOND = date(2025, 9, 1)
LATE = Seat("private", "Late Example Investors Limited", "遲來示例", "late@itvf.example", Decimal("150000000.00"))


@pytest.fixture(scope="module")
def standing(held):
    """HK$60m called, then a newcomer's closing whose true-up is called."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    acts.seat_one(cast, fund, LATE, on=date(2025, 8, 1))
    gp = fund.partners.get(kind="gp")
    more = Seat("gp", gp.name_en, "", gp.contact_email, Decimal("5000000.00"))
    closing = acts.close(cast, fund, [LATE, more], on=SECOND)
    call = acts.call_true_up(cast, closing, issued=date(2025, 9, 2))
    return SimpleNamespace(cast=cast, fund=fund, call=call)


def test_every_line_adds_up_and_shows_its_shares(world):
    question = Question(world.fund, date(2025, 9, 30), world.cast.officer, now())
    for line in world.call.lines.all():
        tree = explain("call-line", Question(world.fund, question.on, question.user, now(), of=str(line.pk)))
        assert tree.value == line.payable_hkd
        assert [node.name for node in nodes(tree) if node.difference] == []
        assert {"called", "share_after", "share_before"} <= {node.name for node in nodes(tree)}
    ordinary = world.fund.calls.exclude(pk=world.call.pk).get()
    for line in ordinary.lines.all():
        assert explain("call-line", Question(world.fund, question.on, question.user, now(), of=str(line.pk))).note == ""


def test_the_later_closing_derives_the_government_s_part_again(world):
    question = Question(world.fund, date(2025, 9, 30), world.cast.officer, now(), of="2")
    tree = explain("government-commitment", question)
    assert tree.value == Decimal(world.fund.closings.get(number=2).working["government_hkd"])
    assert "before" in {part.name for part in tree.parts}
    assert [node.name for node in nodes(tree) if node.difference] == []
