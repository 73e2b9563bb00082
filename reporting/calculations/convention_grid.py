"""`convention-grid`: what every way to compound, count days and order the tiers does to the GP's carry."""

from itertools import product
from typing import Any

from funds.rules.day_count import CONVENTIONS
from funds.rules.hurdle import COMPOUNDING, ORDERS
from funds.rules.waterfall import waterfall
from reporting.calculations.reader import Reader
from reporting.calculations.waterfall import agreed_terms, hkd, read_agreement, read_flows


def calculate(given: Reader) -> dict[str, Any]:
    """This function will run the waterfall of the input's flows under all 60 combinations of conventions."""
    agreement = read_agreement(given.child("terms"))
    flows = read_flows(given)
    given.close()
    combinations = []
    for compounding, day_count, order in product(COMPOUNDING, CONVENTIONS, ORDERS):
        convention = {"compounding": compounding, "day_count": day_count, "order": order}
        answer = waterfall(flows, agreed_terms(agreement, **convention))
        combinations.append(convention | {"gp_hkd": hkd(answer.tiers.gp_hkd)})
    return {"combinations": combinations}
