"""`allocate`: a total split over weights to the cent, the parts summing to it exactly."""

from typing import Any

from itvf import money
from itvf.errors import plain
from reporting.calculations.reader import Reader, refuse_duplicates


def calculate(given: Reader) -> dict[str, Any]:
    """This function will split an amount by largest remainder, ties in the order given."""
    amount_hkd = given.money("amount_hkd", negative=True)
    readers = given.children("weights", may_be_empty=False)
    ids = [weight.identity() for weight in readers]
    weights = [weight.rate("weight") for weight in readers]
    refuse_duplicates(readers, ids)
    given.close()
    parts = money.allocate(amount_hkd, weights)
    return {"lines": [{"id": identity, "amount_hkd": plain(part)} for identity, part in zip(ids, parts, strict=True)]}
