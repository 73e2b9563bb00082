"""The waterfall of a fund's own flows: what its rule would refuse of input, and a fund's books may well hold.

Deal by deal, a fee may come before there is a deal, and a deal may have given back more than what was sold did cost.
"""

from dataclasses import replace
from datetime import date

from funds.rules import waterfall
from funds.rules.waterfall import Flow, WaterfallTerms
from itvf.errors import InputRefused


def run(of_fund: list[Flow], agreed: WaterfallTerms) -> waterfall.Waterfall:
    """This function will run the waterfall over a fund's flows.

    Deal by deal, a fee for which no deal is open goes to the nearest deal; before the first deal it waits for one.
    """
    return run_before_and_after(of_fund, [], agreed)[0]


def run_before_and_after(
    of_fund: list[Flow], last: list[Flow], agreed: WaterfallTerms
) -> tuple[waterfall.Waterfall, waterfall.Waterfall]:
    """This function will run the waterfall over a fund's flows, and over last distributions after them as well.

    A deal that gave back more than the cost of what was sold has less capital left to lose than what remains did cost:
    its loss is what is left.
    """
    of_fund = list(of_fund)
    while True:
        try:
            return waterfall.waterfall_before_and_after(of_fund, last, agreed)
        except InputRefused as refusal:
            place = _place_of(refusal)
            if place is None or refusal.code not in ("no_open_deal", "loss_above_capital"):
                raise
            flow = of_fund[place]
            if refusal.code == "loss_above_capital":
                left = refusal.facts["capital_hkd"]
                of_fund[place : place + 1] = [replace(flow, amount_hkd=left)] if left else []
            else:
                deal = _nearest_deal(of_fund, flow.date)
                of_fund[place : place + 1] = [replace(flow, deal=deal)] if deal else []


def _place_of(refusal: InputRefused) -> int | None:
    parts = (refusal.field or "").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def _nearest_deal(of_fund: list[Flow], day: date) -> str | None:
    """The deal entered last by a day, or else the first after it."""
    entered = [(flow.date, flow.deal) for flow in of_fund if flow.kind == "contribution" and flow.deal]
    before = [deal for entered_on, deal in entered if entered_on <= day]
    return before[-1] if before else (entered[0][1] if entered else None)
