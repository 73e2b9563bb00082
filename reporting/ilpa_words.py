"""Words of ILPA's figures in the reader's language; the types of transactions keep ILPA's own labels."""

from django.utils.translation import gettext_lazy as _

from itvf.errors import gettext_noop

METHODOLOGIES = {"granular": _("granular"), "gross_up": _("gross-up")}
FACILITIES = {"with": _("With the facility"), "without": _("Without the facility")}
FIGURES = {
    "net_irr": gettext_noop("Net IRR"),
    "gross_irr": gettext_noop("Gross IRR"),
    "net_multiple": gettext_noop("Net multiple (TVPI)"),
    "gross_multiple": gettext_noop("Gross multiple"),
}
CONVENTION = gettext_noop(
    "ILPA Performance Template v1.1, all partners together: contributions when due, distributions when declared, "
    "true-ups left out. Without the facility a drawdown is paid in and a repayment given back, and its interest "
    "and fees are left out. Gross leaves fees and expenses out and adds the carried interest back."
)
ADJUSTMENTS = gettext_noop(
    "At the day: fees and expenses charged and neither called for nor drawn for, the facility's cost charged and not "
    "called for, the carry on paper, what stands out of the facility, and the net asset value after that carry."
)
UNDER_A_YEAR = gettext_noop("Under a year from the first flow a rate is the period's, not a year's (GIPS).")
