"""`match`: the Government's commitment for the money a fund has raised (R1, R4, R6, A7)."""

from typing import Any

from funds.rules import matching, terms
from itvf.errors import plain
from itvf.money import ZERO
from reporting.calculations.reader import Reader


def calculate(given: Reader) -> dict[str, Any]:
    """This function will derive the Government's commitment, in HK$ to the cent, with what breaks a rule."""
    scheme = given.text("scheme")
    figures = {
        "non_government_hkd": given.money("non_government_hkd"),
        "envelope_used_hkd": given.money("envelope_used_hkd"),
        "gp_commitment_hkd": given.money("gp_commitment_hkd", default=ZERO),
        "gp_money_is_matched": given.flag("gp_money_is_matched", default=True),
    }
    given.close()
    commitment = matching.government_commitment(**figures, terms=terms.published(scheme))
    return {
        "government_hkd": plain(commitment.government_hkd),
        "fund_size_hkd": plain(commitment.fund_size_hkd),
        "government_share": plain(commitment.government_share),
        "breaches": [breach.as_json() for breach in commitment.breaches],
    }
