"""The distribution of docs/worked-examples.md, by hand, against a fund that declares it: lines, notice, books."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from funds import capital_accounts
from investments.models import LifeEvent
from itvf.dates import now
from itvf.derivation import nodes
from itvf.money import total
from reporting import books
from reporting.demo import acts, deals, life, plans, returns
from reporting.demo.acts import Seat
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import builders, people
from tests.investments.services.lots import plan

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
PAID_IN, PAID_OUT = date(2025, 5, 14), date(2026, 5, 14)


@pytest.fixture(scope="module")
def example() -> dict:
    (block,) = re.findall(r"^```distribution\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return json.loads(block)


@pytest.fixture(scope="module")
def standing(held, example):
    """The fund of the example, up to its payment."""
    cast = people.cast()
    private = Seat("private", "Sample Pension Holdings Limited", "", "pension@itvf.example", Decimal("435000000.00"))
    gp = replace(plans.HARBOUR.seats[0], commitment_hkd=Decimal("15000000.00"))
    agreed = {**acts.AGREEMENT, "carry_escrow_rate": Decimal("0.30"), "waterfall_clause": "LPA 8.2"}
    fund = builders.closed_fund(cast, replace(plans.HARBOUR, seats=(gp, private), agreement=agreed))
    whole = Decimal(example["sources"]["return_of_capital"])
    call = builders.call(cast, fund, acts.purpose("investment", "One deal", whole), due=PAID_IN)
    builders.authority(cast)
    acts.fund_corporation(cast, acts.case_of(call).amount_hkd, on=builders.ISSUED)
    acts.pay_government(cast, call, on=PAID_IN)
    for line in acts.private_lines(call):
        acts.receive(cast, line, on=PAID_IN)
    lot = deals.invest(cast, fund, plan(amount_hkd=whole), on=date(2025, 6, 3), units=1_000)
    proceeds = total(map(Decimal, example["sources"].values()))
    life.sell(cast, lot, LifeEvent.Route.TRADE_SALE, str(proceeds), on=date(2026, 5, 4))
    sources = [returns.source(kind, f"Sale, {kind}", amount) for kind, amount in example["sources"].items()]
    by_kind = {partner.kind: partner for partner in fund.partners.all()}
    withheld = {by_kind[kind].pk: Decimal(tax) for kind, tax in example["withheld_hkd"].items()}
    distribution = returns.declare(
        cast, fund, sources, on=PAID_OUT, recallable_hkd=Decimal(example["recallable_hkd"]), withheld_hkd=withheld
    )
    returns.pay(cast, distribution, on=PAID_OUT)
    fund.refresh_from_db()
    return SimpleNamespace(cast=cast, fund=fund, distribution=distribution, by_kind=by_kind)


def test_runs_through_the_tiers_worked_out_by_hand(world, example):
    assert world.distribution.working["tiers"] == example["tiers"]


def test_gives_every_partner_the_line_worked_out_by_hand(world, example):
    for kind, expected in example["lines"].items():
        line = world.distribution.lines.get(partner=world.by_kind[kind])
        assert {name: str(getattr(line, name)) for name in expected} == expected, kind


def test_says_it_on_the_notice(world, example):
    for kind, expected in example["lines"].items():
        told = world.distribution.lines.get(partner=world.by_kind[kind]).notice.content["line"]
        assert {name: told[name] for name in expected if name in told} == {
            name: amount for name, amount in expected.items() if name in told
        }
        assert {"amount_hkd", "withheld_hkd", "unfunded_after_hkd"} <= set(told)


def test_leaves_the_capital_accounts_worked_out_by_hand(world, example):
    accounts = capital_accounts.of_fund(world.fund, [PAID_OUT])
    for kind, expected in example["accounts"].items():
        figures = accounts.at[PAID_OUT][world.by_kind[kind].pk].figures
        assert {name: str(getattr(figures, name)) for name in expected} == expected, kind
    assert [str(fault) for fault in books.prove()] == []


def test_opens_every_line_to_a_derivation_that_adds_up(world):
    for line in world.distribution.lines.all():
        question = Question(world.fund, PAID_OUT, world.cast.officer, now(), of=str(line.pk))
        tree = explain("distribution-line", question)
        assert tree.value == line.amount_hkd
        assert [node.name for node in nodes(tree) if node.difference] == []
