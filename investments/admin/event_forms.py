"""What the staff's verbs ask about an event of an investment's life: its day, its figures, what shows it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from investments.lot_fields import EXCHANGE, NOTE, TERMS, foreign, rate_of_exchange, units
from investments.models import LifeEvent
from investments.rules.lifecycle import ConversionTerms
from investments.services.life import HKD, Exchange, Note
from itvf.admin_forms import DateField, MoneyField, RateField, UploadField, VerbForm

LINES = forms.Textarea(attrs={"rows": 3})


class EventForm(VerbForm):
    """The day of an event, what shows it, and why."""

    on = DateField(label=_("Date"))
    evidence = forms.CharField(label=_("Evidence: document, number, date"), widget=LINES)
    reason = forms.CharField(label=_("Reason"), widget=LINES, required=False)
    file = UploadField(label=_("Evidence (file)"), required=False)
    reason_is_needed = False

    def __init__(self, *args, **kwargs):
        own = [name for name in self.base_fields if name not in NOTE]
        self.field_order = ["on", *own, "evidence", "reason", "file"]
        super().__init__(*args, **kwargs)

    def prepare(self, subject):
        """A loss has its reason."""
        self.fields["reason"].required = self.reason_is_needed

    def inputs(self, *, by):
        """Day, evidence, reason and file as the services take them: one note."""
        given = super().inputs(by=by)
        return given | {"note": Note(**{name: given.pop(name) for name in NOTE})}


class MoneyEventForm(EventForm):
    """An event with money: in HK$ for a deal in HK$, else in the deal's currency at a rate with source and date."""

    hkd_field = "amount_hkd"
    foreign_amount = foreign(_("Amount in the deal's currency"))
    fx_rate = rate_of_exchange()
    fx_source = forms.CharField(label=_("Source of the rate"), max_length=120)
    fx_date = DateField(label=_("Date of the rate"))
    rows = (("foreign_amount", "fx_rate"), ("fx_source", "fx_date"))

    def prepare(self, subject):
        """Asks in the currency of the deal only."""
        super().prepare(subject)
        self.currency = subject.proposal.currency
        for name in EXCHANGE if self.currency == HKD else (self.hkd_field,):
            del self.fields[name]
        self.rows = tuple(row for row in self.rows if all(name in self.fields for name in row))

    def inputs(self, *, by):
        """The money as it happened, where it was in another currency."""
        given = super().inputs(by=by)
        if self.currency == HKD:
            return given
        return given | {"exchange": Exchange(self.currency, *(given.pop(name) for name in EXCHANGE))}


class TrancheForm(MoneyEventForm):
    """A further part of a deal's money."""

    amount_hkd = MoneyField(label=_("Paid (HK$)"))
    units = units(_("Units received"), initial=0)


class ConversionForm(EventForm):
    """How a convertible bond became shares."""

    principal = foreign(_("Principal converted, in the bond's currency"))
    interest_rate = RateField(label=_("Interest rate a year"), initial=0)
    interest_from = DateField(label=_("Interest runs from"))
    round_price = foreign(_("Price a unit in the round"), required=False)
    discount_rate = RateField(label=_("Discount"), initial=0)
    cap = foreign(_("Cap on the pre-money value"), required=False)
    cap_units = units(_("Fully diluted units that the cap is over"), required=False)
    rows = (
        ("principal", "interest_rate"),
        ("interest_from", "round_price"),
        ("cap", "cap_units"),
    )

    def inputs(self, *, by):
        """The bond's terms as the rule takes them; it converts on the event's day."""
        given = super().inputs(by=by)
        terms = ConversionTerms(converted_on=given["note"].on, **{name: given.pop(name) for name in TERMS})
        return given | {"terms": terms}


class RatioForm(EventForm):
    """How many new units stand for how many old ones."""

    new = forms.IntegerField(label=_("New units"), min_value=1)
    old = forms.IntegerField(label=_("For each so many old units"), min_value=1, initial=1)
    rows = (("new", "old"),)


class LossForm(EventForm):
    """A loss of all that is left; its reason goes on record."""

    reason_is_needed = True


class WriteDownForm(LossForm):
    """A loss of part of the cost, or its reversal."""

    amount_hkd = MoneyField(label=_("Amount (HK$)"))


class ExitForm(MoneyEventForm):
    """A sale of all or part: by units, or as a share of what is held."""

    hkd_field = "proceeds_hkd"
    route = forms.ChoiceField(label=_("Route"), choices=[one for one in LifeEvent.Route.choices if one[0]])
    proceeds_hkd = MoneyField(label=_("Proceeds, what is held back included (HK$)"))
    escrow_hkd = MoneyField(label=_("Of it held in escrow (HK$)"), initial=0)
    units = units(_("Units sold"), required=False)
    part_rate = RateField(label=_("Or the part of the holding that is sold"), initial=1)
    rows = (("foreign_amount", "fx_rate"), ("fx_source", "fx_date"), ("units", "part_rate"))


class EscrowForm(MoneyEventForm):
    """What of the escrow is settled, and what of that was received."""

    hkd_field = "received_hkd"
    settled_hkd = MoneyField(label=_("Settled, of what was held back (HK$)"))
    received_hkd = MoneyField(label=_("Received (HK$)"))


class IncomeForm(MoneyEventForm):
    """Dividends or interest received."""

    hkd_field = "gross_hkd"
    gross_hkd = MoneyField(label=_("Before tax (HK$)"))
    tax_withheld_hkd = MoneyField(label=_("Tax withheld (HK$)"), initial=0)
