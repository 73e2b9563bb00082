"""`true-up`: what partners pay each other at each later closing, capital and interest apart (A13)."""

from typing import Any

from funds.rules.day_count import CONVENTIONS
from funds.rules.hurdle import COMPOUNDING, HurdleTerms
from funds.rules.true_up import Call, Closing, TrueUp, true_up
from itvf.errors import plain
from reporting.calculations.reader import Reader, refuse_duplicates


def calculate(given: Reader) -> dict[str, Any]:
    """This function will give a step for each closing after the first; positive = pays."""
    closings = [_closing(closing) for closing in given.children("closings", may_be_empty=False)]
    calls = [Call(call.date("date"), call.money("amount_hkd")) for call in given.children("calls")]
    convention = {
        "rate": given.rate("rate"),
        "compounding": given.choice("compounding", tuple(COMPOUNDING)),
        "day_count": given.choice("day_count", tuple(CONVENTIONS)),
    }
    given.close()
    return {"steps": [_step(step) for step in true_up(closings, calls, terms=HurdleTerms(**convention))]}


def _closing(given: Reader) -> Closing:
    day = given.date("date")
    readers = given.children("commitments", may_be_empty=False)
    ids = [reader.identity() for reader in readers]
    amounts = [reader.money("commitment_hkd") for reader in readers]
    refuse_duplicates(readers, ids)
    return Closing(day, dict(zip(ids, amounts, strict=True)))


def _step(step: TrueUp) -> dict[str, Any]:
    lines = [
        {"id": line.id, "capital_hkd": plain(line.capital_hkd), "interest_hkd": plain(line.interest_hkd)}
        for line in step.lines
    ]
    return {"date": step.date.isoformat(), "lines": lines}
