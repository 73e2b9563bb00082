"""Fee offsets that no fee took up: what the manager settled, whose it is, and whether it went to them."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import offset_facts
from funds.admin.capital import ReversalForm
from funds.models import OffsetSettlement
from funds.services import endings, offset_settlements
from itvf.admin_forms import DateField, MoneyField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.money import total
from itvf.presentation import hkd


class SettlementForm(VerbForm):
    """What the manager paid or set off, all of what is unused."""

    way = forms.ChoiceField(label=_("How"), choices=OffsetSettlement.Way)
    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    value_date = DateField(label=_("Value date"))
    reference = forms.CharField(label=_("Bank reference or document"), max_length=80)
    rows = (("way", "amount_hkd"), ("value_date", "reference"))

    def prepare(self, subject) -> None:
        """What is left of the offsets today."""
        left = endings.unused_offsets(subject, today())
        self.fields["amount_hkd"].initial = left
        self.fields["amount_hkd"].help_text = _("%(amount)s is left over.") % {"amount": hkd(left)}


SETTLE_VERB = Verb(
    "settle-offsets",
    _("Record unused fee offsets settled"),
    "fee_offset.settle",
    lambda fund, **inputs: offset_settlements.settle(fund=fund, **inputs),
    form=SettlementForm,
    stages=("open",),
    when=lambda fund: fund.first_closing_date is not None and endings.unused_offsets(fund, today()) > 0,
    intro=_("The manager pays what no fee took up. It is owed to the partners whose offsets they were."),
    icon="redeem",
)


@admin.register(OffsetSettlement)
class OffsetSettlementAdmin(RecordAdmin):
    """One settlement of unused fee offsets, with each partner's part."""

    list_display = ["fund", "way", "amount_hkd", "value_date", "reference", "recorded_by"]
    list_filter = ["way", "fund"]
    list_select_related = ["fund", "recorded_by"]
    search_fields = ["reference", "fund__code", "fund__name_en"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this settlement"),
            "debit.reverse",
            lambda settlement, **inputs: _undone(settlement, inputs),
            form=ReversalForm,
            when=offset_settlements.is_reversible,
            intro=_("By another person than who recorded it. A mirror entry is booked; the offsets are unused again."),
            icon="undo",
            tone="stop",
        ),
    )

    def panels(self, obj, request):
        """Whose the offsets were, and what of them waits to be distributed."""
        rows = [
            (link(one.partner), one.carried_hkd, one.waiting_hkd, one.amount_hkd)
            for one in obj.lines.select_related("partner").order_by("partner")
        ]
        owed = total(offset_facts.to_pass_on(obj.fund).values())
        return [
            Panel(
                _("Whose they were (HK$)"),
                [
                    (_("Partner"), "text"),
                    (_("Carried forward"), "money"),
                    (_("Not counted yet"), "money"),
                    (_("Together"), "money"),
                ],
                rows,
                foot=(_("All partners"), *(total(row[place] for row in rows) for place in (1, 2, 3))),
                note=_("%(amount)s of the fund's settled offsets waits to be distributed to its partners.")
                % {"amount": hkd(owed)},
            )
        ]


def _undone(settlement: OffsetSettlement, inputs: dict) -> OffsetSettlement:
    offset_settlements.reverse(settlement=settlement, **inputs)
    return settlement
