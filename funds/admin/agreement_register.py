"""The agreement's register: terms by clause and events, each recorded by one and approved by another."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin import agreement_forms as forms
from funds.agreement_words import values_in_words, values_of
from funds.models import AgreementClause, AgreementEvent
from funds.rules.agreement_register import EVENTS
from funds.services import agreement_events, agreement_register
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb

DRAFT = AgreementClause.Stage.DRAFT


@admin.register(AgreementClause)
class AgreementClauseAdmin(RecordAdmin):
    """One term of an agreement from a date on."""

    list_display = ["topic", "clause", "fund", "says", "effective_from", "shown_stage", "basis"]
    list_filter = ["fund", "stage", "topic", "basis"]
    list_select_related = ["fund"]
    search_fields = ["clause", "text", "fund__code", "fund__name_en", "fund__name_zh_hant"]
    date_hierarchy = "effective_from"
    verbs = (
        Verb(
            "record",
            _("Record a term"),
            "agreement_clause.record",
            lambda _none, **inputs: agreement_register.record_clause(**inputs),
            form=forms.ClauseForm,
            intro=_("Fill in the values that the topic holds, and no others. Another person approves the term."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this term"),
            "agreement_clause.approve",
            lambda clause, **inputs: agreement_register.approve_clause(clause=clause, **inputs),
            stages=(DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this term"),
            "agreement_clause.approve",
            lambda clause, **inputs: agreement_register.refuse_clause(clause=clause, **inputs),
            form=ReasonForm,
            stages=(DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    @admin.display(description=_("says"))
    def says(self, obj):
        """What it says, in one line."""
        return values_in_words(obj)

    def panels(self, obj, request):
        """What it says, and the other rows of its topic."""
        rows = obj.fund.agreement_clauses.filter(topic=obj.topic).select_related("fund")
        return [
            Panel(_("What it says"), [(_("What"), "text"), (_("Is"), "text")], values_of(obj)),
            Panel(
                _("Every row of this topic, the latest first"),
                [(_("Effective from"), "date"), (_("Clause"), "text"), (_("Says"), "text"), (_("Stage"), "text")],
                [(row.effective_from, link(row, row.clause), values_in_words(row), tag(row)) for row in rows],
            ),
        ]


@admin.register(AgreementEvent)
class AgreementEventAdmin(RecordAdmin):
    """Something that happened under an agreement."""

    list_display = ["kind", "fund", "occurred_date", "clause", "shown_stage", "last_day", "partner"]
    list_filter = ["fund", "stage", "kind"]
    list_select_related = ["fund", "partner"]
    search_fields = ["what", "clause", "fund__code", "fund__name_en", "partner__name_en"]
    date_hierarchy = "occurred_date"
    verbs = (
        Verb(
            "record",
            _("Record an event"),
            "agreement_event.record",
            lambda _none, **inputs: agreement_events.record(**inputs),
            form=forms.EventForm,
            intro=_("What stops new investment counts at once; what lets it go on, once another person approves it."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this event"),
            "agreement_event.approve",
            lambda event, **inputs: agreement_events.approve(event=event, **inputs),
            stages=(DRAFT,),
            tone="go",
        ),
        Verb(
            "follow",
            _("Record what followed"),
            "agreement_event.record",
            lambda event, **inputs: agreement_events.record(fund=event.fund, follows=event, **inputs),
            form=forms.FollowForm,
            when=lambda event: event.stage != "refused" and any(event.kind in one.follows for one in EVENTS.values()),
            icon="arrow_forward",
        ),
        Verb(
            "refuse",
            _("Refuse this event"),
            "agreement_event.approve",
            lambda event, **inputs: agreement_events.refuse(event=event, **inputs),
            form=ReasonForm,
            stages=(DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """What it follows and what followed it."""
        found = [event for event in (obj.follows, *obj.followed_by.select_related("fund")) if event is not None]
        columns = [(_("Event"), "text"), (_("On"), "date"), (_("Clause"), "text"), (_("Stage"), "text")]
        rows = [
            (link(event, event.get_kind_display()), event.occurred_date, event.clause, tag(event)) for event in found
        ]
        return [Panel(_("Before and after it"), columns, rows)]

    def notes(self, obj):
        """That calls stop."""
        if EVENTS[obj.kind].suspends and obj.stage != AgreementEvent.Stage.REFUSED:
            return [_("While this stands, calls for new investment are refused and their payments held (R27).")]
        return []
