"""What the staff's verbs ask about a company: identity, facts, activities, rounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models import CompanyFact, CompanyGroup, FinancingRound
from investments.services import companies
from itvf.admin_forms import DateField, MoneyField, UploadField, VerbForm

LINES = forms.Textarea(attrs={"rows": 3})


class CompanyForm(VerbForm):
    """A company, known once for all funds."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    br_number = forms.CharField(label=_("Business registration number"), max_length=20, required=False)
    place_of_incorporation = forms.CharField(label=_("Place of incorporation"), max_length=80, initial="Hong Kong")
    incorporation_date = DateField(label=_("Incorporated on"), required=False)
    group = forms.ModelChoiceField(
        CompanyGroup.objects.all(), label=_("Group"), required=False, empty_label=_("in no group")
    )
    registered_address = forms.CharField(label=_("Registered address"), widget=LINES, required=False)
    business_address = forms.CharField(label=_("Place of business"), widget=LINES, required=False)
    description = forms.CharField(label=_("What it does"), widget=LINES)
    rows = (
        ("name_en", "name_zh_hant"),
        ("br_number", "place_of_incorporation"),
        ("incorporation_date", "group"),
        ("registered_address", "business_address"),
    )


class AmendForm(CompanyForm):
    """What identifies a company, as it stands, to be corrected with a reason."""

    reason = forms.CharField(label=_("Reason"), widget=LINES)

    def prepare(self, subject):
        """Starts from what stands."""
        self.initial = {name: getattr(subject, name) for name in companies.IDENTITY} | self.initial

    def inputs(self, *, by):
        """A number that is left out is an empty text."""
        return {
            name: "" if value is None and name == "br_number" else value
            for name, value in super().inputs(by=by).items()
        }


class GroupForm(VerbForm):
    """Companies under one control."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    rows = (("name_en", "name_zh_hant"),)


class FactForm(VerbForm):
    """A fact that a rule reads, with what shows it."""

    kind = forms.ChoiceField(label=_("Fact"), choices=CompanyFact.Kind)
    since_date = DateField(label=_("Since"))
    quantity = forms.IntegerField(label=_("Number, such as of staff"), min_value=0, required=False)
    holds = forms.BooleanField(label=_("It holds"), required=False, initial=True)
    evidence = forms.CharField(label=_("Evidence: document, number, date (A17)"), widget=LINES)
    file = UploadField(label=_("Evidence (file)"), required=False)
    rows = (("kind", "since_date"), ("quantity", "holds"))


class ActivityForm(VerbForm):
    """What a company does, by the standard classification."""

    hsic_code = forms.CharField(
        label=_("HSIC code"),
        max_length=6,
        help_text=_("Two to six digits of the Hong Kong Standard Industrial Classification."),
    )
    since_date = DateField(label=_("Since"))
    description = forms.CharField(label=_("Activity, in words"), widget=LINES, required=False)
    ended = forms.BooleanField(label=_("It ended on that day"), required=False)
    rows = (("hsic_code", "since_date"),)


class RoundForm(VerbForm):
    """A financing round as its papers state it."""

    name = forms.CharField(label=_("Round"), max_length=60)
    financing_stage = forms.CharField(label=_("Financing stage"), max_length=40, help_text=_("Such as series_a."))
    closed_date = DateField(label=_("Closed on"))
    raised_hkd = MoneyField(label=_("Raised in all (HK$)"))
    others_private_hkd = MoneyField(label=_("Of it by other private investors (HK$)"), required=False)
    issued_units = forms.DecimalField(label=_("Units in issue afterwards"), max_digits=24, decimal_places=6)
    diluted_units = forms.DecimalField(label=_("Units fully diluted afterwards"), max_digits=24, decimal_places=6)
    currency = forms.CharField(label=_("Currency of the price"), max_length=3, initial="HKD")
    foreign_pre_money = forms.DecimalField(
        label=_("Pre-money value in that currency"), max_digits=20, decimal_places=4, required=False
    )
    foreign_unit_price = forms.DecimalField(
        label=_("Price a unit in that currency"), max_digits=20, decimal_places=4, required=False
    )
    fx_rate = forms.DecimalField(
        label=_("Exchange rate (HK$ for one)"), max_digits=14, decimal_places=12, required=False
    )
    replaces = forms.ModelChoiceField(
        FinancingRound.objects.none(), label=_("Corrects the round"), required=False, empty_label=_("none: it is new")
    )
    evidence = forms.CharField(label=_("Evidence"), widget=LINES)
    file = UploadField(label=_("Evidence (file)"), required=False)
    rows = (
        ("name", "financing_stage"),
        ("closed_date", "replaces"),
        ("raised_hkd", "others_private_hkd"),
        ("issued_units", "diluted_units"),
        ("currency", "fx_rate"),
        ("foreign_pre_money", "foreign_unit_price"),
    )

    def prepare(self, subject):
        """Only rounds that stand are corrected."""
        self.fields["replaces"].queryset = subject.rounds.filter(replaced_by__isnull=True).select_related("company")


class VisitForm(VerbForm):
    """A visit to a company that a fund holds, with the first finding where there is one."""

    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("Fund"))
    visited_date = DateField(label=_("Visited on"))
    visitors = forms.CharField(label=_("Visitors"), widget=LINES)
    purpose = forms.CharField(label=_("Purpose"), widget=LINES)
    note = forms.CharField(label=_("What was seen"), widget=LINES)
    finding = forms.CharField(label=_("Finding"), widget=LINES, required=False)
    due_date = DateField(label=_("To be answered by"), required=False)
    file = UploadField(label=_("Report (file)"), required=False)
    rows = (("fund", "visited_date"), ("visitors", "purpose"))

    def prepare(self, subject):
        """Only funds that invested in the company."""
        self.fields["fund"].queryset = Fund.objects.filter(investments__company=subject).distinct()

    def clean(self):
        """A finding has a day by which it is answered."""
        given = super().clean()
        if given.get("finding") and not given.get("due_date"):
            self.add_error("due_date", _("Say by when the finding is to be answered."))
        return given

    def inputs(self, *, by):
        """The finding as the service takes it: with its day."""
        given = super().inputs(by=by)
        finding, due = given.pop("finding"), given.pop("due_date")
        return given | {"findings": [(finding, due)] if finding else []}
