"""Values of investments: estimates that wait for another person, and those in the books."""

from collections.abc import Mapping

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.services import ledger
from investments.models import Valuation
from investments.portal.valued import BRIDGE
from investments.services import valuations
from investments.valuation_facts import LAST_EVENT
from itvf.admin_forms import ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, facts_line, tag
from itvf.admin_verbs import Verb
from itvf.presentation import fact_name

LAST_EVENT_SEEN = _("Number of the last event that the value has seen")


class ReviewForm(VerbForm):
    """What the reviewer looked at."""

    note = forms.CharField(label=_("Note of the review"), widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(Valuation)
class ValuationAdmin(RecordAdmin):
    """The fair value of one investment on a day, by whom it was made and reviewed."""

    list_display = [
        "investment",
        "valuation_date",
        "shown_stage",
        "method",
        "level",
        "fair_value_hkd",
        "made_by",
        "reviewed_by",
    ]
    list_filter = ["stage", "method", "level", "investment__fund"]
    list_select_related = ["investment__company", "investment__fund", "made_by", "reviewed_by"]
    search_fields = ["investment__company__name_en", "investment__company__name_zh_hant", "investment__fund__code"]
    date_hierarchy = "valuation_date"
    hidden_fields = ("inputs", "calibration", "bridge")
    verbs = (
        Verb(
            "review",
            _("Review and book it"),
            "valuation.review",
            lambda valuation, **inputs: valuations.review(valuation_=valuation, **inputs),
            form=ReviewForm,
            stages=(Valuation.Stage.DRAFT,),
            intro=_("What changes against the last value is posted to the fund's book."),
            icon="task_alt",
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this value"),
            "valuation.review",
            lambda valuation, **inputs: valuations.refuse(valuation_=valuation, **inputs),
            form=ReasonForm,
            stages=(Valuation.Stage.DRAFT,),
            icon="block",
            tone="stop",
        ),
        Verb(
            "reverse",
            _("Take it out of the books"),
            "valuation.reverse",
            lambda valuation, **inputs: valuations.reverse(valuation_=valuation, **inputs),
            form=ReasonForm,
            stages=(Valuation.Stage.REVIEWED,),
            when=lambda valuation: valuation.entry is None or ledger.can_be_reversed(valuation.entry),
            intro=_("Its entry is reversed on its own day and the value before it stands again."),
            icon="undo",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Inputs, calibration to the last round, bridge from the last value."""
        return [
            _pairs(_("Inputs"), obj.inputs),
            _pairs(_("Calibration to the last round"), obj.calibration),
            _pairs(_("Bridge from the last value"), obj.bridge, words=BRIDGE | {LAST_EVENT: LAST_EVENT_SEEN}),
        ]


def _pairs(title, facts: Mapping, *, words: Mapping | None = None) -> Panel:
    """Facts with what each is called: by `words` where they have a name of their own here."""
    names = words or {}
    rows = [(names.get(name) or fact_name(name), facts_line({name: facts[name]}).partition(": ")[2]) for name in facts]
    return Panel(title, [(_("What"), "text"), (_("Is"), "text")], rows)
