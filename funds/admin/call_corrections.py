"""Calls that were wrong, and partners who take no part: cancellations and excuses."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import CallCancellation, CallExcuse, CapitalCall
from funds.services import call_corrections
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb

CANCEL = Verb(
    "cancel",
    _("Cancel the call"),
    "capital_call.cancel",
    lambda call, **inputs: call_corrections.cancel(call=call, **inputs).call,
    form=ReasonForm,
    stages=(CapitalCall.Stage.ISSUED,),
    intro=_("Its entry is reversed and every partner is told why. Possible only while no money for it has come in."),
    icon="block",
    tone="stop",
)


def panels(call: CapitalCall) -> list[Panel]:
    """This function will give who is excused from a call, why it was cancelled and what replaced it."""
    found = []
    excuses = list(call.excuses.select_related("partner"))
    if excuses:
        columns = [(_("Partner"), "text"), (_("Clause"), "text"), (_("Reason"), "text")]
        found.append(Panel(_("Excused (A11)"), columns, [(link(e.partner), e.clause, e.reason) for e in excuses]))
    rows = []
    cancellation = CallCancellation.objects.filter(call=call).select_related("entry", "cancelled_by").first()
    if cancellation:
        rows += [
            (_("reason"), cancellation.reason),
            (_("cancelled by"), str(cancellation.cancelled_by)),
            (_("entry that reverses it"), link(cancellation.entry)),
        ]
    if call.replaces:
        rows.append((_("corrects"), link(call.replaces)))
    replaced = CapitalCall.objects.filter(replaces=call).select_related("fund").first()
    if replaced:
        rows.append((_("corrected by"), link(replaced)))
    if rows:
        found.append(Panel(_("Correction"), [(_("What"), "text"), (_("Is"), "text")], rows))
    return found


@admin.register(CallCancellation)
class CallCancellationAdmin(RecordAdmin):
    """Why an issued call counts no longer."""

    list_display = ["call", "reason", "cancelled_by", "cancelled_at"]
    list_filter = ["call__fund"]
    list_select_related = ["call__fund", "cancelled_by"]
    search_fields = ["reason", "call__fund__code"]


@admin.register(CallExcuse)
class CallExcuseAdmin(RecordAdmin):
    """A partner who takes no part in a call, and by which right."""

    list_display = ["call", "partner", "clause", "reason"]
    list_filter = ["call__fund"]
    list_select_related = ["call__fund", "partner"]
    search_fields = ["clause", "reason", "partner__name_en", "call__fund__code"]
