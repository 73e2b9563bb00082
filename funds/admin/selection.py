"""Managers and their selection."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import Manager, Scheme, Selection
from funds.services import partnerships, selection
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import local_date, today

Stage = Selection.Stage


class ManagerForm(VerbForm):
    """A manager with its Type 9 licence."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    ce_number = forms.CharField(label=_("SFC CE number"), max_length=6, help_text=_("Such as BPJ213."))
    licence = forms.ChoiceField(label=_("Licence"), choices=Manager.Licence)
    licence_checked_date = DateField(label=_("Licence checked on"))
    licence_expiry_date = DateField(label=_("Licence expires on"), required=False)
    responsible_officers = forms.IntegerField(label=_("Responsible officers"), min_value=0)
    register_url = forms.URLField(label=_("Page in the SFC's public register"), required=False, assume_scheme="https")
    rows = (("name_en", "name_zh_hant"), ("ce_number", "licence"), ("licence_checked_date", "licence_expiry_date"))


class LicenceForm(VerbForm):
    """What a new look at the public register found."""

    licence = forms.ChoiceField(label=_("Licence"), choices=Manager.Licence)
    licence_checked_date = DateField(label=_("Licence checked on"))
    licence_expiry_date = DateField(label=_("Licence expires on"), required=False)


class SelectionForm(VerbForm):
    """A manager's selection and the notice that starts its twelve months."""

    scheme = forms.ModelChoiceField(Scheme.objects.all(), label=_("Scheme"))
    reference = forms.CharField(label=_("Reference"), max_length=40)
    notice_issued_date = DateField(label=_("Notice issued on"))
    notice_received_date = DateField(
        label=_("Notice received on"), help_text=_("The twelve months run from this day (R17(iv), A9).")
    )
    committee_opinion = forms.CharField(
        label=_("Advisory Committee's opinion (R24)"), widget=forms.Textarea(attrs={"rows": 4})
    )
    committee_date = DateField(label=_("Opinion given on"))
    rows = (("scheme", "reference"), ("notice_issued_date", "notice_received_date"))


class FundForm(VerbForm):
    """A fund under Cap. 637."""

    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("A short name in small letters."))
    cap637_number = forms.CharField(label=_("Cap. 637 number"), max_length=20)
    name_en = forms.CharField(
        label=_("Name (English)"), max_length=200, help_text=_("Ends in “Limited Partnership Fund” or “LPF”.")
    )
    name_zh_hant = forms.CharField(
        label=_("Name (Chinese)"), max_length=200, required=False, help_text=_("Ends in 「有限合夥基金」.")
    )
    registered_date = DateField(label=_("Registered on"))
    investment_manager = forms.CharField(label=_("Investment manager"), max_length=200)
    registered_office = forms.CharField(label=_("Registered office"), max_length=300)
    auditor = forms.CharField(label=_("Auditor"), max_length=200, required=False)
    responsible_person = forms.CharField(label=_("Responsible person (AML)"), max_length=200, required=False)
    rows = (("code", "cap637_number"), ("name_en", "name_zh_hant"), ("registered_date", "investment_manager"))

    def prepare(self, subject) -> None:
        """The manager usually manages the investments too."""
        self.fields["investment_manager"].initial = subject.manager.name_en


REGISTER = Verb(
    "register",
    _("Register a manager"),
    "manager.register",
    lambda _none, **inputs: selection.register_manager(**inputs),
    form=ManagerForm,
    icon="add",
    tone="go",
    on_list=True,
)
CHECK_LICENCE = Verb(
    "check-licence",
    _("Record a licence check"),
    "manager.register",
    lambda manager, **inputs: selection.check_licence(manager=manager, **inputs),
    form=LicenceForm,
    icon="verified",
    tone="go",
)
RECORD = Verb(
    "select",
    _("Record a selection"),
    "selection.record",
    lambda manager, **inputs: selection.record_selection(manager=manager, **inputs),
    form=SelectionForm,
    icon="how_to_reg",
    tone="go",
)
ESTABLISH = Verb(
    "establish-fund",
    _("Establish the fund"),
    "fund.establish",
    lambda chosen, **inputs: partnerships.establish_fund(selection=chosen, **inputs),
    form=FundForm,
    stages=(Stage.SELECTED,),
    when=lambda chosen: not hasattr(chosen, "fund"),
    icon="account_balance",
    tone="go",
)
PROPOSE_LAPSE = Verb(
    "propose-lapse",
    _("Propose its lapse"),
    "selection.propose_lapse",
    lambda chosen, *, at, **inputs: selection.propose_lapse(selection=chosen, on=local_date(at), at=at, **inputs),
    form=ReasonForm,
    stages=(Stage.SELECTED,),
    when=lambda chosen: today() > chosen.fundraising_last_date,
    icon="event_busy",
    tone="stop",
)
APPROVE_LAPSE = Verb(
    "approve-lapse",
    _("Approve the lapse"),
    "selection.approve_lapse",
    lambda chosen, **inputs: selection.approve_lapse(selection=chosen, **inputs),
    stages=(Stage.LAPSE_PROPOSED,),
    intro=_("The selection lapses and the part of the envelope that it reserved is free again (R18)."),
    icon="event_busy",
    tone="stop",
)


@admin.register(Manager)
class ManagerAdmin(RecordAdmin):
    """A fund manager with its licence, selections and funds."""

    list_display = ["name_en", "name_zh_hant", "ce_number", "licence", "licence_checked_date", "licence_expiry_date"]
    list_filter = ["licence"]
    search_fields = ["name_en", "name_zh_hant", "ce_number"]
    verbs = (REGISTER, RECORD, CHECK_LICENCE)

    def panels(self, obj, request):
        """Selections and funds."""
        return [
            Panel(
                _("Selections"),
                [(_("Reference"), "text"), (_("Stage"), "text"), (_("Received"), "date"), (_("Last day"), "date")],
                [
                    (link(s, s.reference), tag(s), s.notice_received_date, s.fundraising_last_date)
                    for s in obj.selections.all()
                ],
            ),
            Panel(
                _("Funds"),
                [(_("Fund"), "text"), (_("Stage"), "text"), (_("Registered"), "date")],
                [(link(fund), tag(fund), fund.registered_date) for fund in obj.funds.all()],
            ),
        ]


@admin.register(Selection)
class SelectionAdmin(RecordAdmin):
    """A selection and its twelve months."""

    list_display = [
        "reference",
        "manager",
        "shown_stage",
        "notice_received_date",
        "fundraising_last_date",
        "reserved_hkd",
    ]
    list_filter = ["stage", "scheme"]
    list_select_related = ["manager", "scheme"]
    search_fields = ["reference", "manager__name_en", "manager__name_zh_hant", "manager__ce_number"]
    verbs = (ESTABLISH, PROPOSE_LAPSE, APPROVE_LAPSE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The fund that came of it."""
        fund = getattr(obj, "fund", None)
        return [
            Panel(
                _("Fund"),
                [(_("Fund"), "text"), (_("Stage"), "text"), (_("First closing"), "date")],
                [(link(fund), tag(fund), fund.first_closing_date)] if fund else [],
                empty=_("No fund was established for this selection yet."),
            )
        ]
