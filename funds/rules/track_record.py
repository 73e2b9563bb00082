"""An applicant's track record computed from its cash flows: gross rate of return and multiple beside those claimed.

Gross: between the fund and its companies, before fees, expenses and carry. Pure; the rate is funds.rules.performance's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funds.rules.performance import Irr, irr
from itvf.money import ZERO, ratio, total


@dataclass(frozen=True, slots=True)
class Line:
    """A deal, a fund or the whole: computed beside claimed. Rates are fractions; money is HK$; None is not known."""

    label: str
    deals: int
    paid_in_hkd: Decimal
    received_hkd: Decimal
    value_hkd: Decimal
    irr: Irr
    multiple: Decimal | None
    claimed_irr: Decimal | None = None
    claimed_multiple: Decimal | None = None

    @property
    def irr_difference(self) -> Decimal | None:
        """Claimed less computed, as a fraction."""
        return _difference(self.claimed_irr, self.irr.rate)

    @property
    def multiple_difference(self) -> Decimal | None:
        """Claimed less computed."""
        return _difference(self.claimed_multiple, self.multiple)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Every deal, every fund that held them, and the whole."""

    deals: tuple[Line, ...]
    funds: tuple[Line, ...]
    whole: Line


def compute(values: Mapping[str, Any], prior_funds: Sequence[Mapping[str, Any]] = ()) -> TrackRecord:
    """This function will compute a track record deal by deal, by prior fund and in all (R17(ii), Annex 3 1(l)(ii)).

    `values` are the section's, as read; deals without flows, a value or its date are left out. A fund's claim is that
    of the prior fund of the same name. A value counts as received on its own day, so that deals valued on different
    days stand in one rate. Multiples have 12 places half up, rates as `performance.irr` gives them.
    """
    whole = _complete(values)
    names = dict.fromkeys(deal["fund"].strip() for deal in whole)
    claims = {fund["name"].strip().casefold(): fund for fund in prior_funds}
    return TrackRecord(
        deals=tuple(_line(deal["company"], [deal], deal) for deal in whole),
        funds=tuple(
            _line(name, [deal for deal in whole if deal["fund"].strip() == name], claims.get(name.casefold(), {}))
            for name in names
        ),
        whole=compute_whole(values),
    )


def compute_whole(values: Mapping[str, Any]) -> Line:
    """This function will compute a track record's deals in one line, as `compute` does, and none of them alone."""
    return _line("", _complete(values), values)


def is_complete(deal: Mapping[str, Any]) -> bool:
    """Whether a deal's rate and multiple can be computed."""
    flows, day = deal["flows"], deal["value_date"]
    return bool(flows) and deal["value_hkd"] is not None and day is not None and flows[-1][0] <= day


def proceeds_hkd(deal: Mapping[str, Any]) -> Decimal:
    """This function will sum what came back from a deal in cash, HK$."""
    return total(amount for _day, amount in deal["flows"] if amount > 0)


def _complete(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [deal for deal in values["rows"] if is_complete(deal)]


def _line(label: str, deals: Sequence[Mapping[str, Any]], claim: Mapping[str, Any]) -> Line:
    flows = [flow for deal in deals for flow in deal["flows"]]
    paid = -total(amount for _day, amount in flows if amount < 0)
    received = total(amount for _day, amount in flows if amount > 0)
    value = total(deal["value_hkd"] for deal in deals)
    values = [(deal["value_date"], deal["value_hkd"]) for deal in deals]
    last = max((day for day, _amount in [*flows, *values]), default=None)
    rate = irr([*flows, *values], nav_hkd=ZERO, as_of=last) if last else Irr(None, "no_sign_change")
    return Line(
        label,
        len(deals),
        paid,
        received,
        value,
        rate,
        ratio(received + value, paid),
        claim.get("claimed_irr"),
        claim.get("claimed_multiple"),
    )


def _difference(claimed: Decimal | None, computed: Decimal | None) -> Decimal | None:
    return None if claimed is None or computed is None else claimed - computed
