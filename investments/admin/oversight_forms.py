"""What the staff's verbs ask when they watch over what is held: confirmations, findings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from investments.models import HoldingConfirmation
from itvf.admin_forms import DateField, UploadField, VerbForm

LINES = forms.Textarea(attrs={"rows": 3})


class ConfirmationForm(VerbForm):
    """What a bank, registry or custodian confirms."""

    as_of_date = DateField(label=_("As of"))
    source = forms.ChoiceField(label=_("Confirmed by"), choices=HoldingConfirmation.Source)
    confirmed_units = forms.DecimalField(label=_("Units confirmed"), max_digits=24, decimal_places=6, min_value=0)
    note = forms.CharField(label=_("Note: a difference is explained"), widget=LINES, required=False)
    file = UploadField(label=_("Confirmation (file)"), required=False)
    rows = (("as_of_date", "source"),)


class FindingForm(VerbForm):
    """What a visit found wanting."""

    finding = forms.CharField(label=_("Finding"), widget=LINES)
    due_date = DateField(label=_("To be answered by"))


class FindingAnswerForm(VerbForm):
    """What was done about a finding."""

    answer = forms.CharField(label=_("Answer"), widget=LINES)
    file = UploadField(label=_("Evidence (file)"), required=False)


class ClosingForm(VerbForm):
    """Why a finding is closed."""

    closing_note = forms.CharField(label=_("Why it is closed"), widget=LINES)
