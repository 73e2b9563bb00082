"""A table's total: the figures of its rows, "called:12~called:13", each of which opens by itself."""

from collections.abc import Callable
from dataclasses import replace

from itvf.derivation import HKD, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain.question import Question, missing

SUM = gettext_noop("Total of the figures below, on {date}")
MOST = 300


def of_rows(question: Question, explain: Callable[[str, Question], Derivation]) -> Derivation:
    """The total of the figures asked for, each derived by `explain`."""
    asked = [one.partition(":") for one in question.of.split("~")]
    if len(asked) > MOST or any(name == "sum" for name, _, _of in asked):
        raise missing()
    parts = []
    for name, _, of in asked:
        found = explain(name, replace(question, of=of))
        if found.unit != HKD or found.value is None:
            raise missing()
        parts.append(Derivation("row", found.label, found.value, facts=found.facts, opens=(name, of)))
    value = total(part.value for part in parts)
    return Derivation("sum", SUM, value, facts={"date": question.on}, parts=tuple(parts), is_sum=True)
