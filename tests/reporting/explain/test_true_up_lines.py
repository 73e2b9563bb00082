"""A true-up's line opens to shares before and after, and to the interest of every call (A13)."""

from dataclasses import replace
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
from tests import builders, people, portal
from tests.reporting.explain.pages import figures

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
        assert {"moved", "after", "before", "capital_moved", "dollar"} <= {node.name for node in nodes(tree)}
        (after,) = (node for node in nodes(tree) if node.name == "after")
        mine, whole = (part.value for part in after.parts)
        assert abs(Decimal("60000000") * mine / whole - after.value) < Decimal("0.000001")
    ordinary = world.fund.calls.exclude(pk=world.call.pk).get()
    for line in ordinary.lines.all():
        assert explain("call-line", Question(world.fund, question.on, question.user, now(), of=str(line.pk))).note == ""


def test_every_partner_s_part_of_the_true_up_opens_by_itself(world):
    worked = world.call.closing.working["true_up"]
    closing, on = world.call.closing, date(2025, 9, 30)
    for mine in worked["lines"]:
        of = f"{closing.number}/{mine['partner']}"
        tree = explain("true-up", Question(world.fund, on, world.cast.officer, now(), of=of))
        assert tree.value == Decimal(mine["capital_hkd"]) + Decimal(mine["interest_hkd"])
        assert [node.name for node in nodes(tree) if node.difference] == []


def test_the_page_of_the_true_up_opens_every_partner_s_figures(world):
    page = portal.client_of(world.cast.officer).get(f"/closings/{world.call.closing_id}/true-up/").content.decode()
    found = [one for one in figures(page) if one.label in ("Capital (HK$)", "Interest (HK$)", "Share after")]
    lines = len(world.call.closing.working["true_up"]["lines"])
    assert len([one for one in found if one.urls]) >= 3 * lines
    assert all("explain/true-up/" in url for one in found for url in one.urls)
    sums = {one.label: one for one in figures(page) if one.label in ("Called before it", "Capital that moves")}
    assert len(sums) == len([url for one in sums.values() for url in one.urls]) == 2


def test_what_moves_is_the_sum_of_who_pays(world):
    closing, on = world.call.closing, date(2025, 9, 30)
    for name in ("called", "capital", "outside", "interest"):
        question = Question(world.fund, on, world.cast.officer, now(), of=f"{closing.number}/{name}")
        tree = explain("true-up", question)
        assert tree.value == Decimal(closing.working["true_up"][f"{name}_hkd"])
        assert not tree.difference
        for part in tree.parts:
            if part.opens:
                further = explain(part.opens[0], replace(question, of=part.opens[1]))
                assert part.value in {node.value for node in nodes(further)}


def test_the_later_closing_derives_the_government_s_part_again(world):
    question = Question(world.fund, date(2025, 9, 30), world.cast.officer, now(), of="2")
    tree = explain("government-commitment", question)
    assert tree.value == Decimal(world.fund.closings.get(number=2).working["government_hkd"])
    assert "before" in {part.name for part in tree.parts}
    assert [node.name for node in nodes(tree) if node.difference] == []
