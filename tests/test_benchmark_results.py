"""The README's table of benchmarks is what docs/benchmarks.json keeps: nobody writes a figure into it by hand."""

import json

from tests.benchmarks.results import KEPT, README, between, summary


class TestTable:
    def test_in_the_readme_is_the_one_that_is_kept(self):
        text = README.read_text("utf-8")
        assert between(text, "benchmarks", "\n".join(summary(json.loads(KEPT.read_text("utf-8"))))) == text

    def test_says_beside_the_aim_what_else_was_found(self):
        line = {"work": "w", "size": "1", "found": "2 /s", "floor": "9 /s", "exponent": None, "aim": "a", "met": False}
        kept = {"w11": {"headlines": [line, line | {"beside": "none lost"}]}}
        assert [row.rsplit("| ", 1)[1] for row in summary(kept)[2:]] == ["no |", "no (none lost) |"]
