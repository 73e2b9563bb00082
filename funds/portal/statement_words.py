"""What the lines and figures of a capital account are called on pages."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from itvf.presentation import NOTHING

CAUSES = {
    "opening": _("Opening balance"),
    "contributions_hkd": _("Contributions called"),
    "distributions_hkd": _("Distributions"),
    "carry_paid_hkd": _("Carried interest distributed"),
    "fees_hkd": _("Management fee"),
    "expenses_hkd": _("Fund expenses"),
    "income_hkd": _("Income, less tax withheld"),
    "realised_hkd": _("Realised gains and losses"),
    "unrealised_hkd": _("Unrealised gains and losses"),
    "reshared_hkd": _("Earlier results shared anew at later closings"),
    "carry_hkd": _("Carried interest, paid and accrued"),
    "closing": _("Closing balance"),
}
PERIODS = {"quarter": _("Quarter"), "year": _("Year to date"), "inception": _("Since the first closing")}
FIGURES = {
    "committed_hkd": _("Commitment"),
    "called_hkd": _("Called to date"),
    "outside_hkd": _("Called outside commitment"),
    "recallable_hkd": _("Recallable distributions"),
    "unfunded_hkd": _("Unfunded"),
    "outstanding_hkd": _("Called and not received yet"),
    "payable_hkd": _("Declared and not paid out yet"),
    "distributed_hkd": _("Distributed to date"),
    "nav_hkd": _("Net asset value"),
    "accrued_carry_hkd": _("Carried interest accrued, not paid"),
    "dpi": _("DPI, distributed to called"),
    "rvpi": _("RVPI, net asset value to called"),
    "tvpi": _("TVPI, both to called"),
    "pic": _("PIC, called to committed"),
}


def multiple(value: str | Decimal | None) -> str:
    """A multiple as it is read: 1.88x, half up; a dash where nothing was called."""
    return NOTHING if value is None else f"{Decimal(value).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}x"
