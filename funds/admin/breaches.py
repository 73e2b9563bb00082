"""The breach register."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import RecordedBreach
from funds.services import breaches
from itvf.admin_forms import DateField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, read_facts
from itvf.admin_verbs import Verb
from itvf.presentation import fact_name, fact_value


class CureForm(VerbForm):
    """How and when a breach was cured."""

    cured_date = DateField(label=_("Cured on"))
    cure = forms.CharField(label=_("What cured it"), widget=forms.Textarea(attrs={"rows": 3}))


class AgreeForm(VerbForm):
    """By when a breach is to be cured, and why then."""

    cure_due_date = DateField(label=_("To be cured by"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(RecordedBreach)
class RecordedBreachAdmin(RecordAdmin):
    """A fact that breaks a rule and stands all the same."""

    list_display = ["rule", "clause", "fund", "message", "found_date", "cure_due_date", "cured_date"]
    list_filter = [("cured_date", admin.EmptyFieldListFilter), "rule", "fund"]
    list_select_related = ["fund"]
    search_fields = ["message", "code", "rule", "fund__name_en", "fund__code"]
    date_hierarchy = "found_date"
    hidden_fields = ("facts",)
    verbs = (
        Verb(
            "cure",
            _("Record its cure"),
            "breach.cure",
            lambda breach, **inputs: breaches.cure(breach=breach, **inputs),
            form=CureForm,
            when=lambda breach: breach.cured_date is None,
            icon="healing",
            tone="go",
        ),
        Verb(
            "agree-cure",
            _("Agree the day of its cure"),
            "breach.agree_cure",
            lambda breach, **inputs: breaches.agree_cure(breach=breach, **inputs),
            form=AgreeForm,
            when=lambda breach: breach.cured_date is None,
            icon="event",
        ),
    )

    def panels(self, obj, request):
        """The facts that show it."""
        return [
            Panel(
                _("Facts"),
                [(_("Fact"), "text"), (_("Is"), "text")],
                [(fact_name(name), fact_value(value, name)) for name, value in read_facts(obj.facts).items()],
            )
        ]
