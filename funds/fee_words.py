"""How the comparison of fees is said to people: a quarter's state, and the reading that gives a charge."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.rules import fee_comparison
from funds.rules.fee_comparison import Basis, OverCharge
from itvf.presentation import hkd, rate

STATUSES = {
    fee_comparison.WITHIN: gettext_lazy("Within the cap"),
    fee_comparison.ABOVE_COMPUTED: gettext_lazy("Above the computed fee"),
    fee_comparison.ABOVE_CAP: gettext_lazy("Above the cap"),
    fee_comparison.NOT_REPORTED: gettext_lazy("Not reported"),
    fee_comparison.RUNNING: gettext_lazy("Running"),
}
BASES = {
    "committed": gettext_lazy("what is committed"),
    "invested": gettext_lazy("what is invested"),
    "net_invested": gettext_lazy("what is invested, net"),
}
CALENDARS = {
    "daily": gettext_lazy("by each day's base"),
    "opening": gettext_lazy("by the base of the quarter's first day"),
}
PRORATIONS = {"days": gettext_lazy("by days"), "quarter": gettext_lazy("as a fourth of a year")}


def basis(found: Basis) -> str:
    """This function will say the reading that gives a charge to the cent."""
    return _("{rates} a year of {base}, {calendar}, {proration}").format(
        rates=" / ".join(rate(one) for one in found.rates),
        base=BASES[found.base],
        calendar=CALENDARS[found.calendar],
        proration=PRORATIONS[found.proration],
    )


def where_from(found: OverCharge) -> str:
    """This function will say where an over-charge comes from: the reading that gives it, or the base it implies."""
    if found.basis is not None:
        return _("The charge is, to the cent, {basis}.").format(basis=basis(found.basis))
    return _(
        "No reading of the agreement gives the charge. At the scheme's highest rate it implies a base of {base} on "
        "every day; the charge is spread evenly over the days."
    ).format(base=hkd(found.implied_base_hkd))
