"""`waterfall`: each distribution through its tiers, the totals, the clawback and the partners' rate of return."""

from typing import Any

from funds.rules import performance
from funds.rules.day_count import CONVENTIONS
from funds.rules.further_hurdles import FurtherHurdle
from funds.rules.hurdle import COMPOUNDING, ORDERS, HurdleTerms
from funds.rules.waterfall import KINDS, SCOPES, Flow, Line, Waterfall, WaterfallTerms, waterfall
from itvf.errors import plain
from itvf.money import ZERO
from reporting.calculations.reader import Reader


def calculate(given: Reader) -> dict[str, Any]:
    """This function will run the waterfall of the input's terms over its flows (R15, R16, A5, A6)."""
    terms = given.child("terms")
    agreement = read_agreement(terms)
    convention = {
        "compounding": terms.choice("compounding", tuple(COMPOUNDING)),
        "day_count": terms.choice("day_count", tuple(CONVENTIONS)),
        "order": terms.choice("order", ORDERS),
    }
    flows = read_flows(given)
    given.close()
    answer = waterfall(flows, agreed_terms(agreement, **convention))
    return {
        "distributions": [_line(line) for line in answer.lines],
        "totals": _totals(answer),
        "clawback_hkd": hkd(answer.clawback_hkd),
    } | _partners_rate(answer)


def read_agreement(terms: Reader) -> dict[str, Any]:
    """This function will read what an agreement sets beside its conventions."""
    rates = {name: terms.rate(name) for name in ("hurdle_rate", "catch_up_rate", "carry_rate")}
    scope = terms.choice("scope", SCOPES)
    rates["further_hurdles"] = tuple(map(_further_hurdle, terms.children("further_hurdles", null=True) or ()))
    return rates | {"scope": scope, "loss_make_up": terms.flag("loss_make_up", default=False)}


def _further_hurdle(given: Reader) -> FurtherHurdle:
    catch_up_rate = given.rate("catch_up_rate", null=True) or ZERO
    return FurtherHurdle(given.rate("hurdle_rate"), given.rate("carry_rate"), catch_up_rate)


def agreed_terms(agreement: dict[str, Any], *, compounding: str, day_count: str, order: str) -> WaterfallTerms:
    """This function will join an agreement and its conventions."""
    rest = {name: value for name, value in agreement.items() if name != "hurdle_rate"}
    return WaterfallTerms(hurdle=HurdleTerms(agreement["hurdle_rate"], compounding, day_count, order), **rest)


def read_flows(given: Reader) -> list[Flow]:
    """This function will read contributions, distributions and realised losses."""
    return [
        Flow(
            date=flow.date("date"),
            kind=flow.choice("kind", KINDS),
            amount_hkd=flow.money("amount_hkd"),
            deal=flow.text("deal", null=True),
        )
        for flow in given.children("flows")
    ]


def hkd(amount) -> str:
    """HK$ as the contract prints it: a decimal string with two places."""
    return f"{amount:.2f}"


def _line(line: Line) -> dict[str, Any]:
    deal = {} if line.flow.deal is None else {"deal": line.flow.deal}
    return {
        "date": line.flow.date.isoformat(),
        **deal,
        "amount_hkd": hkd(line.flow.amount_hkd),
        "tiers": {tier: hkd(amount) for tier, amount in line.tiers.as_dict().items()},
        "lp_hkd": hkd(line.tiers.lp_hkd),
        "gp_hkd": hkd(line.tiers.gp_hkd),
    }


def _totals(answer: Waterfall) -> dict[str, str]:
    totals = answer.tiers.as_dict() | {
        "lp_hkd": answer.tiers.lp_hkd,
        "gp_hkd": answer.tiers.gp_hkd,
        "contributed_hkd": answer.contributed_hkd,
        "distributed_hkd": answer.distributed_hkd,
        "profit_hkd": answer.profit_hkd,
    }
    return {name: hkd(amount) for name, amount in totals.items()}


def _partners_rate(answer: Waterfall) -> dict[str, Any]:
    """The rate at which what partners received repays what they paid in, as `performance` gives it."""
    flows = answer.partner_flows
    if not flows:
        return {"lp_irr": None, "lp_irr_status": "no_sign_change", "lp_irr_note": performance.NO_FLOW}
    irr = performance.irr(flows, nav_hkd=ZERO, as_of=max(day for day, _amount in flows))
    return {"lp_irr": plain(irr.rate), "lp_irr_status": irr.status, "lp_irr_note": irr.note}
