"""What the staff's verbs ask about a value: method, inputs, figures, policy (IPEV)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from investments.lot_fields import FOREIGN_VALUE, InputsField, foreign, rate_of_exchange
from investments.models import Valuation
from investments.services.life import HKD
from investments.services.valuations import Estimate
from itvf.admin_forms import DateField, MoneyField, UploadField, VerbForm

LINES = forms.Textarea(attrs={"rows": 3})


class EstimateForm(VerbForm):
    """An estimate of fair value by a named method."""

    valuation_date = DateField(label=_("Valued as of"))
    method = forms.ChoiceField(label=_("Method (IPEV)"), choices=Valuation.Method)
    level = forms.TypedChoiceField(label=_("Level of inputs"), choices=Valuation.Level, coerce=int, initial=3)
    policy_version = forms.CharField(label=_("Version of the valuation policy"), max_length=60)
    fair_value_hkd = MoneyField(label=_("Fair value (HK$)"))
    foreign_value = foreign(_("Value in the deal's currency"))
    fx_rate = rate_of_exchange()
    fx_source = forms.CharField(label=_("Source of the rate"), max_length=120)
    fx_date = DateField(label=_("Date of the rate"))
    inputs_used = InputsField(
        label=_("Inputs"),
        help_text=_("One a line, such as “round: Series A of 2 May 2026” or “multiple: 6.5”."),
        required=False,
    )
    reason = forms.CharField(label=_("Reason for a jump"), widget=LINES, required=False)
    file = UploadField(label=_("Working (file)"), required=False)
    rows = (
        ("valuation_date", "policy_version"),
        ("method", "level"),
        ("foreign_value", "fx_rate"),
        ("fx_source", "fx_date"),
    )

    def prepare(self, subject):
        """Only an investment in another currency asks for its value there."""
        self.currency = subject.proposal.currency
        if self.currency == HKD:
            for name in FOREIGN_VALUE:
                del self.fields[name]
            self.rows = self.rows[:2]

    def inputs(self, *, by):
        """The estimate as the service takes it."""
        given = super().inputs(by=by)
        file, used = given.pop("file"), given.pop("inputs_used")
        return {"estimate": Estimate(currency=self.currency, inputs=used, **given), "file": file}
