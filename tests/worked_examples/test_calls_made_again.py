"""The example of docs/worked-examples.md on calls that a later closing makes again, by hand, against the rules."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from funds.rules.hurdle import HurdleTerms
from funds.rules.replay import Drawdown, Member, Use, replay
from funds.rules.true_up import moves, settle
from itvf.money import total

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
EXAMPLE = re.compile(r"^## (?P<title>again: [^\n]+)\n[^#]*?^```again\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list:
    """Every example with its title; a block without a heading of its own fails the collection."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = [pytest.param(json.loads(match["block"]), id=match["title"]) for match in EXAMPLE.finditer(text)]
    assert len(found) == text.count("```again\n") > 0, "an example has no heading of its own"
    return found


def drawdown(given: dict) -> Drawdown:
    due = date.fromisoformat(given["due_date"])
    uses = tuple(Use(**use | {"amount_hkd": Decimal(use["amount_hkd"])}) for use in given["uses"])
    return Drawdown(due, due, uses, excused=frozenset(given["excused"]))


@pytest.mark.parametrize("example", examples())
def test_the_rules_find_what_was_worked_out_by_hand(example):
    former, later = example["commitments"]
    ids, government = [name for name in later if name != "date"], example["government"]
    calls = [drawdown(call) for call in example["calls"]]
    before, after = (
        replay([Member(id, Decimal(register.get(id, "0.00")), id == government) for id in ids], calls)
        for register in (former, later)
    )
    terms = HurdleTerms(**example["terms"] | {"rate": Decimal(example["terms"]["rate"])})
    day = date.fromisoformat(later["date"])
    step = settle(day, ids, moves(before, after), terms, capped={government})
    names = ("capital_hkd", "outside_hkd", "interest_hkd")
    found = {line.id: {name: f"{getattr(line, name):.2f}" for name in names} for line in step.lines}
    assert found == example["output"]
    for name in names:
        assert total(getattr(line, name) for line in step.lines) == 0
