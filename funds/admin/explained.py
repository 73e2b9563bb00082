"""The panel of an admin page that opens its figures to their derivations."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, JournalEntry
from itvf.admin_records import Panel
from itvf.dates import today
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


def booked_to(fund: Fund) -> date:
    """This function will give the day up to which a fund's book goes: today, or the last due date that is booked."""
    last = JournalEntry.objects.filter(book__fund=fund).aggregate(last=Max("effective_date"))["last"]
    return max(today(), last or today())


def panel(fund: Fund, figures: Iterable[tuple] = OF_FUND) -> Panel:
    """This function will list figures, each leading to its derivation; a figure is (label, name, of)."""
    return Panel(
        _("How figures came about"),
        [(_("Figure"), "text")],
        [((label, address(fund.code, name, of=of)),) for label, name, of in figures],
        note=_("Each opens to rule and clause, inputs, steps and the journal entries under it."),
    )
