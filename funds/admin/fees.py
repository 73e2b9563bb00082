"""Fee accruals with the working behind each figure."""

from datetime import date
from decimal import Decimal

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin import explained, fee_panels
from funds.models import FeeAccrual
from itvf.admin_records import Panel, RecordAdmin


@admin.register(FeeAccrual)
class FeeAccrualAdmin(RecordAdmin):
    """One quarter's fee of one fund, beside the cap of R14."""

    list_display = ["fund", "period_start", "period_end", "fee_hkd", "cap_hkd", "accrued_by"]
    list_filter = ["fund"]
    list_select_related = ["fund", "accrued_by"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    date_hierarchy = "period_end"
    hidden_fields = ("working",)

    def panels(self, obj, request):
        """What each partner bears, and the days, bases and rates of the fee and of its cap."""
        titles = {"fee": _("Working of the fee (A3, A4)"), "cap": _("Working of the cap (R14, Annex 3 1(k)(i))")}
        workings = [_working(title, obj.working[key]) for key, title in titles.items() if key in obj.working]
        figures = [(_("the fee"), "fee", obj.period_end), (_("the cap of R14"), "fee-cap", obj.period_end)]
        return [fee_panels.of_accrual(obj), *workings, explained.panel(obj.fund, figures)]


def _working(title, working):
    return Panel(
        title,
        [
            (_("From"), "date"),
            (_("To"), "date"),
            (_("Days"), "number"),
            (_("Base (HK$)"), "money"),
            (_("Rate a year"), "rate"),
        ],
        [
            (
                date.fromisoformat(part["start_date"]),
                date.fromisoformat(part["end_date"]),
                part["days"],
                Decimal(part["base_hkd"]),
                Decimal(part["rate"]),
            )
            for part in working["segments"]
        ],
    )
