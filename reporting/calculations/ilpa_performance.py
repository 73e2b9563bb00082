"""`ilpa-performance`: the figures of ILPA's Performance Template v1.1, with and without the subscription facility."""

from typing import Any

from itvf.errors import plain
from reporting.calculations.reader import Reader
from reporting.rules import ilpa
from reporting.rules.ilpa import Figures, Transaction


def calculate(given: Reader) -> dict[str, Any]:
    """This function will give net and gross rates and multiples of coded flows; negative = paid in."""
    methodology = given.choice("methodology", ilpa.METHODOLOGIES)
    flows = [
        Transaction(flow.date("date"), _type(flow, methodology), flow.money("amount", negative=True))
        for flow in given.children("flows")
    ]
    given.close()
    found = ilpa.figures(flows, methodology=methodology)
    return {f"{facility}_facility": _shown(found[facility]) for facility in ilpa.FACILITIES}


def _type(flow: Reader, methodology: str | None) -> str | None:
    """A code of the methodology; any text where the methodology is at fault, which is said once."""
    return flow.choice("type", tuple(ilpa.types(methodology))) if methodology else flow.text("type")


def _shown(figures: Figures) -> dict[str, Any]:
    shown = {}
    for side in ilpa.SIDES:
        rate = getattr(figures, f"{side}_irr")
        shown |= {
            f"{side}_irr": plain(rate.rate),
            f"{side}_irr_status": rate.status,
            f"{side}_irr_roots": plain(rate.roots),
            f"{side}_multiple": plain(getattr(figures, f"{side}_multiple")),
        }
    return shown
