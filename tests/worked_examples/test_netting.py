"""The examples of docs/worked-examples.md on net notices, computed by hand, against the rule."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from funds.rules import netting
from funds.rules.netting import Item
from itvf.money import total

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
EXAMPLE = re.compile(r"^## (?P<title>net: [^\n]+)\n[^#]*?^```net\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list:
    """Every example with its title; a block without a heading of its own fails the collection."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = [pytest.param(json.loads(match["block"]), id=match["title"]) for match in EXAMPLE.finditer(text)]
    assert len(found) == text.count("```net\n") > 0, "an example has no heading of its own"
    return found


def items(rows) -> list[Item]:
    return [Item((part, partner), partner, Decimal(amount)) for part, partner, amount in rows]


@pytest.mark.parametrize("example", examples())
def test_the_rule_finds_what_was_worked_out_by_hand(example):
    found = netting.settle(items(example["calls"]), items(example["distributions"]), list(example["output"]))
    figures = {one.partner: {"set_off_hkd": f"{one.set_off_hkd:.2f}", "net_hkd": f"{one.net_hkd:.2f}"} for one in found}
    assert figures == example["output"]
    assert total(one.net_hkd for one in found) == Decimal(example["net_hkd"])
