"""The panel of an admin page that opens its figures to their derivations."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from itvf.admin_records import Panel
from itvf.explained import address

OF_FUND = (
    (_("commitments"), "committed", ""),
    (_("capital called"), "called", ""),
    (_("paid in"), "paid-in", ""),
    (_("unfunded"), "unfunded", ""),
    (_("distributed"), "distributed", ""),
    (_("hurdle balance"), "hurdle", ""),
    (_("distributions through the waterfall"), "waterfall", ""),
    (_("carried interest distributed"), "carry", ""),
    (_("accrued carry"), "accrued-carry", ""),
    (_("clawback"), "clawback", ""),
    (_("net assets"), "net-assets", ""),
    (_("net rate of return"), "performance", "net-irr"),
    (_("headroom under R9, of cost"), "headroom", "R9-cost"),
)


def panel(fund: Fund, figures: Iterable[tuple] = OF_FUND) -> Panel:
    """This function will list figures, each leading to its derivation; a figure is (label, name, of)."""
    return Panel(
        _("How figures came about"),
        [(_("Figure"), "text")],
        [((label, address(fund.code, name, of=of)),) for label, name, of in figures],
        note=_("Each opens to rule and clause, inputs, steps and the journal entries under it."),
    )
