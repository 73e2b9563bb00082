"""The examples of docs/worked-examples.md on an investment's life, computed by hand, against the rules."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from investments.rules import foreign, lifecycle, valuation
from investments.rules.lifecycle import ConversionTerms, Holding
from investments.rules.valuation import Movement

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
EXAMPLE = re.compile(r"^## (?P<title>life: [^\n]+)\n[^#]*?^```figures\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL)
DATES = {"interest_from", "converted_on"}


def examples() -> list:
    """Every example with its title; a block without a heading of its own fails the collection."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = [pytest.param(json.loads(match["block"]), id=match["title"]) for match in EXAMPLE.finditer(text)]
    assert found, "there are examples"
    assert len(found) == text.count("```figures"), "an example has no heading of its own"
    return found


def convert(**given):
    """The conversion of a bond by its terms."""
    return lifecycle.convert(ConversionTerms(**given))


def release(sold_units: Decimal, **given):
    """What leaves a holding with so many units."""
    holding = Holding(**given)
    return lifecycle.release(holding, lifecycle.part_of_units(holding, sold_units))


def bridge(opening_hkd: Decimal, closing_hkd: Decimal, exchange_hkd: Decimal, **moved):
    """The bridge between two values."""
    return valuation.bridge(opening_hkd, closing_hkd, Movement(**moved), exchange_hkd=exchange_hkd)


RULES: dict[str, Callable] = {
    "split_result": foreign.split_result,
    "split_settlement": foreign.split_settlement,
    "convert": convert,
    "release": release,
    "bridge": bridge,
}


def read(name: str, value: str) -> Decimal | date:
    return date.fromisoformat(value) if name in DATES else Decimal(value)


def shown(value) -> str:
    """A figure as the examples write it; an exact price to twelve places."""
    return str(lifecycle.shown_price(value)) if type(value).__name__ == "Fraction" else str(value)


@pytest.mark.parametrize("example", examples())
def test_the_rules_find_what_was_worked_out_by_hand(example):
    answer = RULES[example["rule"]](**{name: read(name, value) for name, value in example["input"].items()})
    names = {one.name for one in fields(answer)}
    assert set(example["output"]) <= names
    assert {name: shown(getattr(answer, name)) for name in example["output"]} == example["output"]


def test_every_rule_has_its_example():
    assert {example.values[0]["rule"] for example in examples()} == set(RULES)
