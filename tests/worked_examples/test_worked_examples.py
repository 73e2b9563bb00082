"""The examples of docs/worked-examples.md, computed by hand, against what the system calculates."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reporting.calculations.run import calculate

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
EXAMPLE = re.compile(r"^## (?P<title>[^\n]+)\n(?P<words>.*?)^```json\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list:
    """Every example with its title. A block without a heading, or one that is not JSON, fails the collection."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = [
        pytest.param(json.loads(match["block"]), match["words"], id=match["title"]) for match in EXAMPLE.finditer(text)
    ]
    assert len(found) == text.count("```json"), "an example has no heading of its own"
    return found


def covered(expected: Any, answer: Any) -> Any:
    """The part of an answer that an example speaks of, so that a difference shows both side by side."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        return {key: covered(expected[key], answer[key]) for key in expected if key in answer}
    if isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        return [covered(*pair) for pair in zip(expected, answer, strict=True)]
    return answer


@pytest.mark.parametrize(("example", "words"), examples())
def test_the_system_finds_what_was_worked_out_by_hand(example, words):
    assert words.strip(), "an example says in words how its figures come about"
    answer, ok = calculate(example["kind"], example["input"])
    expected = example["output"] if "output" in example else {"errors": example["errors"]}
    assert covered(expected, answer) == expected
    assert ok is ("output" in example)
