"""What the portal asks about a lot: an event of its life, its value, its Hong Kong spend, the answer to a finding."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.portal.pages import PortalForm
from investments.lot_fields import (
    EXCHANGE,
    FOREIGN_VALUE,
    NOTE,
    TERMS,
    InputsField,
    foreign,
    rate_of_exchange,
    units,
)
from investments.models import LifeEvent, SpendLine, Valuation
from investments.portal.forms import store_upload
from investments.rules.lifecycle import ConversionTerms
from investments.services.life import HKD, Exchange, Note
from investments.services.spending import Spent
from investments.services.valuations import Estimate
from itvf.errors import InputRefused
from itvf.forms import DateField, MoneyField

FILES = _("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB.")
LINES = 8


def lines(rows: int = 3) -> forms.Textarea:
    """This function will give a control for a few lines of text."""
    return forms.Textarea(attrs={"rows": rows})


def fraction(label, **options):
    """This function will give a field of a rate as a fraction."""
    options.setdefault("help_text", _("As a fraction: 0.07 is 7%."))
    return forms.DecimalField(label=label, max_digits=13, decimal_places=12, min_value=0, **options)


class LotForm(PortalForm):
    """A form about one lot: where a service names a field by another name, `answers_for` says which is meant."""

    answers_for: dict[str, str] = {}

    def __init__(self, *args, lot, **kwargs):
        super().__init__(*args, **kwargs)
        self.lot, self.currency = lot, lot.proposal.currency
        self.prepare()

    def prepare(self) -> None:
        """Fits the fields to the lot."""

    def refuse(self, refusal) -> None:
        """Shows a refusal at the field that asks for what was refused."""
        if isinstance(refusal, InputRefused):
            refusal.field = self.answers_for.get(refusal.field, refusal.field)
        super().refuse(refusal)

    def kept(self, name: str, *, by):
        """The file of a field, kept; None where none was handed in."""
        upload = self.cleaned_data[name]
        return store_upload(upload, field=name, by=by) if upload else None


class EventForm(LotForm):
    """The day of an event, what shows it, and why."""

    on = DateField(label=_("Date"))
    evidence = forms.CharField(label=_("Evidence: document, number, date"), widget=lines())
    reason = forms.CharField(label=_("Reason"), widget=lines(), required=False)
    file = forms.FileField(label=_("Evidence (file)"), required=False, help_text=FILES)
    reason_is_needed = False
    answers_for = {"effective_date": "on", "converted_on": "on"}

    def prepare(self):
        """The event's own figures stand between its day and its evidence; a loss has its reason."""
        own = [name for name in self.fields if name not in NOTE]
        self.order_fields(["on", *own, "evidence", "reason", "file"])
        self.fields["reason"].required = self.reason_is_needed

    def inputs(self, *, by) -> dict:
        """What the service takes: the event's own figures and one note."""
        given = self.cleaned_data | {"file": self.kept("file", by=by)}
        return given | {"note": Note(**{name: given.pop(name) for name in NOTE})}


class MoneyEventForm(EventForm):
    """An event with money: in HK$ for a deal in HK$, else in the deal's currency at a rate with source and date."""

    hkd_field = "amount_hkd"
    foreign_amount = foreign(_("Amount in the deal's currency"))
    fx_rate = rate_of_exchange()
    fx_source = forms.CharField(label=_("Source of the rate"), max_length=120)
    fx_date = DateField(label=_("Date of the rate"))

    def prepare(self):
        """Asks in the currency of the deal only."""
        super().prepare()
        for name in EXCHANGE if self.currency == HKD else (self.hkd_field,):
            del self.fields[name]
        self.answers_for = self.answers_for | {
            "amount_hkd": self.hkd_field if self.currency == HKD else "foreign_amount"
        }

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
    interest_rate = fraction(_("Interest rate a year"), initial=0)
    interest_from = DateField(label=_("Interest runs from"))
    round_price = foreign(_("Price a unit in the round"), required=False)
    discount_rate = fraction(_("Discount"), initial=0)
    cap = foreign(_("Cap on the pre-money value"), required=False)
    cap_units = units(_("Fully diluted units that the cap is over"), required=False)

    def inputs(self, *, by):
        """The bond's terms as the rule takes them; it converts on the event's day."""
        given = super().inputs(by=by)
        terms = ConversionTerms(converted_on=given["note"].on, **{name: given.pop(name) for name in TERMS})
        return given | {"terms": terms}


class RatioForm(EventForm):
    """How many new units stand for how many old ones."""

    new = forms.IntegerField(label=_("New units"), min_value=1)
    old = forms.IntegerField(label=_("For each so many old units"), min_value=1, initial=1)


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
    part_rate = fraction(_("Or the part of the holding that is sold"), initial=1)


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


class EstimateForm(LotForm):
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
    reason = forms.CharField(label=_("Reason for a jump"), widget=lines(), required=False)
    file = forms.FileField(label=_("Working (file)"), required=False, help_text=FILES)
    answers_for = {"inputs": "inputs_used"}

    def prepare(self):
        """Only a lot in another currency asks for its value there."""
        for name in FOREIGN_VALUE if self.currency == HKD else ():
            del self.fields[name]

    def inputs(self, *, by):
        """The estimate as the service takes it."""
        given = self.cleaned_data | {"file": self.kept("file", by=by)}
        file, used = given.pop("file"), given.pop("inputs_used")
        return {"estimate": Estimate(currency=self.currency, inputs=used, **given), "file": file}


class SpendForm(LotForm):
    """A quarter's Hong Kong spend and jobs: so many lines at once, empty ones left out."""

    period_end = DateField(label=_("Quarter ended"))
    hong_kong_jobs = forms.IntegerField(label=_("Jobs in Hong Kong"), min_value=0)
    note = forms.CharField(label=_("Note"), widget=lines(2), required=False)
    answers_for = {"lines": "category_1"}

    def prepare(self):
        """Each line's four fields are numbered."""
        heads = {"category": _now("category"), "description": _now("what for"), "amount_hkd": _now("HK$")}
        heads["file"] = _now("evidence (file)")
        for number in range(1, LINES + 1):
            words = {
                part: _now("Line {number}: {what}").format(number=number, what=what) for part, what in heads.items()
            }
            self.fields |= {
                f"category_{number}": forms.ChoiceField(
                    label=words["category"], choices=[("", _("Choose")), *SpendLine.Category.choices], required=False
                ),
                f"description_{number}": forms.CharField(label=words["description"], required=False),
                f"amount_hkd_{number}": MoneyField(label=words["amount_hkd"], required=False),
                f"file_{number}": forms.FileField(label=words["file"], required=False),
            }

    def clean(self):
        """A line that is begun is whole: category, what for and amount."""
        given = super().clean()
        self.begun = []
        for number in range(1, LINES + 1):
            line = {part: given.get(f"{part}_{number}") for part in ("category", "description", "amount_hkd")}
            if not any(value not in (None, "") for value in (*line.values(), given.get(f"file_{number}"))):
                continue
            self.begun.append(number)
            for part, value in line.items():
                if value in (None, "") and f"{part}_{number}" not in self.errors:
                    self.add_error(f"{part}_{number}", _("Fill this in, or leave the whole line empty."))
        return given

    def refuse(self, refusal):
        """A service counts the lines that it was given, and names a file; the form counts all its lines."""
        if isinstance(refusal, InputRefused) and refusal.field.startswith("lines."):
            _lines, place, part = refusal.field.split(".")
            refusal.field = f"{part}_{self.begun[int(place)]}"
        elif refusal.code == "evidence_used":
            names = {self.cleaned_data[f"file_{number}"]: f"file_{number}" for number in self.begun}
            refusal.field = next((at for file, at in names.items() if file and file.name == refusal.facts["name"]), "")
        super().refuse(refusal)

    def inputs(self, *, by):
        """Quarter, jobs, note and the lines, their files kept."""
        given = self.cleaned_data
        spent = [
            Spent(
                given[f"category_{number}"],
                given[f"description_{number}"],
                given[f"amount_hkd_{number}"],
                self.kept(f"file_{number}", by=by),
            )
            for number in self.begun
        ]
        return {name: given[name] for name in ("period_end", "hong_kong_jobs", "note")} | {"lines": spent}


class FindingForm(PortalForm):
    """What was done about a finding, with what shows it."""

    answer = forms.CharField(label=_("What was done"), widget=lines(6))
    file = forms.FileField(label=_("Evidence (file)"), required=False, help_text=FILES)
