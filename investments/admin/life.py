"""Events of investments: how each was booked, and the last one undone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.services import ledger
from investments.admin.event_forms import LossForm
from investments.models import LifeEvent
from investments.services import events
from itvf.admin_records import Panel, RecordAdmin, facts_line, link
from itvf.admin_verbs import Verb


def _is_undoable(event) -> bool:
    stands = event.reverses_id is None and not hasattr(event, "reversed_by")
    return stands and event.kind != LifeEvent.Kind.COMPLETION and not _is_settled(event)


def _is_settled(event) -> bool:
    return event.entry is not None and ledger.is_settled_by_end(event.entry)


@admin.register(LifeEvent)
class LifeEventAdmin(RecordAdmin):
    """One event of an investment's life, as it happened and as it was booked."""

    list_display = ["investment", "number", "kind", "effective_date", "amount_hkd", "cost_hkd", "units", "recorded_by"]
    list_filter = ["kind", "route", "investment__fund"]
    list_select_related = ["investment__company", "investment__fund", "recorded_by"]
    search_fields = ["investment__company__name_en", "investment__company__name_zh_hant", "investment__fund__code"]
    date_hierarchy = "effective_date"
    hidden_fields = ("working",)
    verbs = (
        Verb(
            "reverse",
            _("Reverse this event"),
            "investment.reverse_event",
            lambda event, **inputs: events.reverse(event=event, **inputs).investment,
            form=LossForm,
            when=_is_undoable,
            intro=_("Only the last event that stands is reversed, its journal entries with it."),
            icon="undo",
            tone="stop",
        ),
    )

    def panels(self, obj, request):
        """How its figures were found, and what undid it or it undid."""
        rows = [(str(name).replace("_", " "), facts_line({name: value})) for name, value in obj.working.items()]
        other = obj.reverses or getattr(obj, "reversed_by", None)
        found = [Panel(_("Working"), [(_("Step"), "text"), (_("Figures"), "text")], rows)]
        if other is not None:
            label = _("It reverses") if obj.reverses_id else _("It is reversed by")
            heads = [(label, "text"), (_("Date"), "date"), (_("Reason"), "text")]
            found.append(Panel(_("Reversal"), heads, [(link(other), other.effective_date, other.reason)]))
        return found
