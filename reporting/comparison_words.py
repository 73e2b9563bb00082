"""What a comparison of a quarterly report says of a line, as the portal and the admin show it."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from itvf.errors import percentage
from reporting.rules import claimed_returns, quarterly

EXPLANATIONS = {
    quarterly.AGREES: _("Agrees"),
    quarterly.UNEXPLAINED: _("Not explained by what is on record"),
    quarterly.AFTER_PERIOD: _("Booked after the quarter"),
    quarterly.CALLED: _("Called and not received yet"),
    quarterly.FEE_NOT_PAID: _("Fee accrued and not paid"),
    quarterly.SUSPENSE: _("Over-payment held in suspense"),
    quarterly.NOT_ACCRUED: _("The system has not accrued this quarter's fee yet"),
    quarterly.ABOVE_CAP: _("Above the cap of R14"),
    quarterly.WITHIN_CAP: _("Within the cap of R14"),
    quarterly.AT_COST: _("Reported at cost"),
    quarterly.AT_VALUES: _("Follows from the values reported"),
    quarterly.REJECTED: _("Rejected on verification"),
    quarterly.NOT_VALUED: _("Not valued yet"),
    quarterly.NO_SPEND: _("No spend on record yet"),
    claimed_returns.AT_REPORTED_VALUE: _("Follows from the reported value"),
    claimed_returns.ANNUALISED: _("Annualised under a year (GIPS: it is not)"),
    claimed_returns.WITHOUT_FACILITY: _("Without the subscription facility"),
    claimed_returns.OTHER_SIDE: _("Gross and net are confused"),
    claimed_returns.NO_RETURN: _("No rate of return exists yet"),
}
RETURNS = {
    "gross_irr_rate": _("Gross IRR"),
    "net_irr_rate": _("Net IRR"),
    "tvpi": _("TVPI"),
    "dpi": _("DPI"),
}
# The figure of the books that derives each, as `performance` is asked of it.
DERIVED = {"gross_irr_rate": "gross-irr", "net_irr_rate": "net-irr", "tvpi": "net-tvpi", "dpi": "net-dpi"}
HOLDING = {
    "cost_hkd": _("cost"),
    quarterly.FAIR_VALUE: _("fair value"),
    quarterly.SPEND: _("Hong Kong spend to date"),
}


def shown_return(name: str, value: Decimal | None) -> str | None:
    """A claimed or own return as it is read: a rate as a percentage, a multiple with at least two places."""
    if value is None:
        return None
    if name.endswith("_rate"):
        return percentage(value)
    places = max(2, -value.normalize().as_tuple().exponent) if value == round(value, 6) else 4
    return f"{value:,.{places}f}×"


def holding_figure(field: str) -> str:
    """This function will say which figure of a holding a line is about."""
    return str(HOLDING[field.rpartition(".")[2]])
