"""What the portal asks of a deal and of a company; the choices hold what rules may refuse, so that they can explain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.portal.pages import PortalForm
from investments.models import CompanyFact, ProposalDocument
from investments.services.investments import Deal
from itvf import files
from itvf.errors import InputRefused
from itvf.forms import DateField, MoneyField
from itvf.models import File

SECTORS = {
    "ai_data_science": _("Artificial intelligence and data science"),
    "life_health": _("Life and health technology"),
    "advanced_manufacturing_new_energy": _("Advanced manufacturing and new energy technology"),
    "other": _("Another sector"),
}
STAGES = {
    "seed": _("Seed"),
    "pre_a": _("Pre-A"),
    "series_a": _("Series A"),
    "series_b": _("Series B"),
    "series_c": _("Series C or later"),
}
INSTRUMENTS = {
    "equity": _("Equity"),
    "convertible_bond": _("Convertible bond"),
    "convertible_note": _("Convertible note"),
    "safe": _("SAFE (simple agreement for future equity)"),
    "loan": _("Loan"),
}
ACTIVITIES = {
    "listed_shares": _("Listed shares"),
    "secondary": _("Second-hand shares"),
    "loan": _("Loans"),
    "crypto": _("Cryptocurrency"),
    "gambling": _("Gambling"),
    "property": _("Property"),
}
# What a rule may say that it does not know.
UNKNOWN = {
    "sector": _("the sector"),
    "stage": _("the financing stage"),
    "instrument": _("the instrument"),
    "amount_hkd": _("the amount"),
    "hong_kong_spend_undertaken_hkd": _("a signed undertaking of Hong Kong spend"),
    "total_commitments_hkd": _("the fund's commitments"),
    "date": _("the expected completion"),
}
# How a code in a rule's facts reads.
WORDS = {
    **dict(ProposalDocument.Kind.choices),
    **UNKNOWN,
    **ACTIVITIES,
    **INSTRUMENTS,
    **STAGES,
    **SECTORS,
    **dict(CompanyFact.Kind.choices),
}


def _choices(words: dict) -> list[tuple]:
    return [("", _("Choose")), *words.items()]


# The documents that a deal is proposed with, as the form asks for them.
PAPERS = ("term_sheet", "ic_paper", "undertaking")


def store_upload(upload, *, field: str, by) -> File:
    """This function will keep a file that was handed in; a refusal names the form's field."""
    try:
        return files.store(upload.read(), name=upload.name, content_type=upload.content_type or "", by=by)
    except InputRefused as refusal:
        refusal.field = field
        raise


class DocumentForm(PortalForm):
    """A document of a deal."""

    kind = forms.ChoiceField(label=_("Document"), choices=[("", _("Choose")), *ProposalDocument.Kind.choices])
    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DealForm(PortalForm):
    """A deal as the general partner proposes it."""

    sector = forms.ChoiceField(label=_("Sector"), choices=_choices(SECTORS))
    financing_stage = forms.ChoiceField(label=_("Financing stage"), choices=_choices(STAGES))
    instrument = forms.ChoiceField(label=_("Instrument"), choices=_choices(INSTRUMENTS))
    description = forms.CharField(
        label=_("What the company does, and what the money is for"), widget=forms.Textarea(attrs={"rows": 5})
    )
    amount_hkd = MoneyField(label=_("Amount to invest"))
    expected_date = DateField(label=_("Expected completion"))
    hong_kong_spend_undertaken_hkd = MoneyField(
        label=_("Hong Kong spend that the company undertakes"),
        required=False,
        help_text=_("At least half of the investment (R10): talent, goods and services bought in Hong Kong."),
    )
    undertaking_signed_date = DateField(label=_("Undertaking signed on"), required=False)
    activities = forms.MultipleChoiceField(
        label=_("Does the deal touch any of these?"),
        choices=list(ACTIVITIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The scheme does not allow them (R13). Tick whatever applies; leave all empty if none does."),
    )
    is_secondary = forms.BooleanField(label=_("The fund buys shares from an existing holder"), required=False)
    is_follow_on = forms.BooleanField(label=_("A follow-on in a company that the fund already holds"), required=False)
    is_bridge = forms.BooleanField(label=_("Bridge financing until the next round"), required=False)
    spend_months = forms.IntegerField(
        label=_("Months within which it is to be spent"), min_value=1, max_value=120, initial=24, required=False
    )
    currency = forms.CharField(
        label=_("Currency of the deal"),
        max_length=3,
        min_length=3,
        initial="HKD",
        required=False,
        help_text=_("Such as HKD or USD."),
    )
    foreign_amount = forms.DecimalField(
        label=_("Amount in that currency"),
        max_digits=20,
        decimal_places=4,
        min_value=0,
        required=False,
        help_text=_("For a deal in another currency than HK$."),
    )
    term_sheet = forms.FileField(label=_("Term sheet"), required=False)
    ic_paper = forms.FileField(label=_("Investment committee paper"), required=False)
    undertaking = forms.FileField(
        label=_("Hong Kong spend undertaking, signed (R10)"),
        required=False,
        help_text=_("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB. Choose the files again if the form comes back."),
    )

    @property
    def deal(self) -> Deal:
        """The deal as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in PAPERS}
        defaults = {name: given[name] or default for name, default in (("currency", "HKD"), ("spend_months", 24))}
        return Deal(**given | defaults)

    def papers(self, *, by) -> list[tuple[str, File]]:
        """The files that came with the deal, kept: pairs of kind and file. A refused file is named at its field."""
        kept = []
        for name in PAPERS:
            upload = self.cleaned_data[name]
            if upload:
                kept.append((name, store_upload(upload, field=name, by=by)))
        return kept


class CompanyForm(PortalForm):
    """A company that is not in the register yet."""

    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    br_number = forms.CharField(
        label=_("Business registration number"),
        max_length=20,
        required=False,
        help_text=_("Eight digits, for a company registered in Hong Kong."),
    )
    place_of_incorporation = forms.CharField(label=_("Place of incorporation"), max_length=80)
    incorporation_date = DateField(label=_("Incorporated on"), required=False)
    registered_address = forms.CharField(
        label=_("Registered address"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    business_address = forms.CharField(
        label=_("Place of business"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description = forms.CharField(label=_("What it does"), widget=forms.Textarea(attrs={"rows": 4}))


class FactForm(PortalForm):
    """A fact that a rule reads, with its evidence."""

    kind = forms.ChoiceField(label=_("Fact"), choices=[("", _("Choose")), *CompanyFact.Kind.choices])
    holds = forms.TypedChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    quantity = forms.IntegerField(
        label=_("Number"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("Where there is one, such as of staff in Hong Kong."),
    )
    since_date = DateField(label=_("Since"))
    evidence = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What shows it: document, number, date (A17)."),
    )
    file = forms.FileField(
        label=_("Evidence (file)"),
        required=False,
        help_text=_("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB. Choose the file again if the form comes back."),
    )


class ReplyForm(PortalForm):
    """An answer to the Corporation's query."""

    reply = forms.CharField(label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 6}))
