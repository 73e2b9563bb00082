"""What a comparison of a quarterly report says of a line, as the portal and the admin show it."""

from django.utils.translation import gettext_lazy as _

from reporting.rules import quarterly

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
    quarterly.REJECTED: _("Rejected on verification"),
    quarterly.NOT_VALUED: _("Not valued yet"),
    quarterly.NO_SPEND: _("No spend on record yet"),
}
HOLDING = {
    "cost_hkd": _("cost"),
    quarterly.FAIR_VALUE: _("fair value"),
    quarterly.SPEND: _("Hong Kong spend to date"),
}


def holding_figure(field: str) -> str:
    """This function will say which figure of a holding a line is about."""
    return str(HOLDING[field.rpartition(".")[2]])
