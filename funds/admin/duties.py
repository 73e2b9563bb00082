"""The calendar of duties of all funds, and what was marked as done with its evidence."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import agreement_calendar
from funds.admin.agreement_forms import DutyForm
from funds.admin.agreement_panels import DUTY_COLUMNS, duty_row
from funds.models import DutyDone, Fund
from funds.rules import duties as rules
from funds.services import duties
from itvf import permissions
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.errors import NotFound
from itvf.presentation import hk_date

SHOWN_DONE = 50
TITLES = (
    (rules.OVERDUE, _("Overdue")),
    (rules.SOON, _("Due within 30 days")),
    (rules.COMING, _("To come within a year")),
    (rules.DONE, _("Done")),
)


@admin.register(DutyDone)
class DutyDoneAdmin(RecordAdmin):
    """That a duty was done, with evidence."""

    list_display = ["kind", "fund", "due_date", "done_date", "shown_stage", "clause", "recorded_by"]
    list_filter = ["fund", "kind", "stage"]
    list_select_related = ["fund", "recorded_by"]
    search_fields = ["evidence", "key", "fund__code", "fund__name_en"]
    date_hierarchy = "due_date"
    verbs = (
        Verb(
            "record",
            _("Record that a duty was done"),
            "duty.record_done",
            lambda _none, **inputs: duties.record_done(**inputs),
            form=DutyForm,
            icon="task_alt",
            tone="go",
            on_list=True,
        ),
        Verb(
            "reopen",
            _("Open the duty again"),
            "duty.reopen",
            lambda done, **inputs: duties.reopen(done=done, **inputs),
            form=ReasonForm,
            stages=(DutyDone.Stage.DONE,),
            icon="lock_open",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def get_urls(self):
        """The calendar beside the list."""
        own = path("calendar/", self.admin_site.admin_view(self.calendar), name=self._name("calendar"))
        return [own, *super().get_urls()]

    def calendar(self, request):
        """What is overdue, due, to come and done, over all funds."""
        if not self.has_view_permission(request):
            raise NotFound()
        on = today()
        found = agreement_calendar.calendar(Fund.objects.select_related("manager"), on)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("Calendar of duties"),
            "as_of": hk_date(on),
            "record_url": permissions.allows(request.user, "duty.record_done")
            and reverse(f"admin:{self._name('record')}"),
            "panels": [_panel(title, state, found, on) for state, title in TITLES],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/itvf/calendar.html", context)


def _panel(title, state: str, found, on) -> Panel:
    rows = [(link(fund), *duty_row(duty, on)) for fund, duty in found if rules.state(duty, on) == state]
    shown = rows[-SHOWN_DONE:][::-1] if state == rules.DONE else rows
    return Panel(title, [(_("Fund"), "text"), *DUTY_COLUMNS], shown, empty=_("Nothing."))
