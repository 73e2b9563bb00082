"""Managers and their selection."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from funds import lapse_letter
from funds.admin import selection_panels
from funds.models import FundraisingPledge, LapseLetter, Manager, Scheme, Selection
from funds.models.fundraising import Investor
from funds.services import fundraising, notice_receipts, partnerships, selection
from itvf.admin_forms import DateField, MoneyField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import local_date, now, today
from itvf.models import User

Language = User.Language.choices
Stage = Selection.Stage


class ManagerForm(VerbForm):
    """A manager with its Type 9 licence."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    ce_number = forms.CharField(
        label=_("SFC CE number"),
        max_length=6,
        required=False,
        help_text=_("Such as BPJ213. Empty where the licence is to be held."),
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=Manager.Licence)
    licence_checked_date = DateField(label=_("Licence checked on"), required=False)
    licence_expiry_date = DateField(label=_("Licence expires on"), required=False)
    responsible_officers = forms.IntegerField(label=_("Responsible officers"), min_value=0)
    register_url = forms.URLField(label=_("Page in the SFC's public register"), required=False, assume_scheme="https")
    rows = (("name_en", "name_zh_hant"), ("ce_number", "licence"), ("licence_checked_date", "licence_expiry_date"))


class LicenceForm(VerbForm):
    """What a new look at the public register found."""

    ce_number = forms.CharField(
        label=_("SFC CE number"),
        max_length=6,
        required=False,
        help_text=_("Where the manager has got one since it was registered."),
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=Manager.Licence)
    licence_checked_date = DateField(label=_("Licence checked on"))
    licence_expiry_date = DateField(label=_("Licence expires on"), required=False)


class SelectionForm(VerbForm):
    """A manager's selection and the notice that starts its twelve months."""

    scheme = forms.ModelChoiceField(Scheme.objects.all(), label=_("Scheme"))
    reference = forms.CharField(label=_("Reference"), max_length=40)
    notice_issued_date = DateField(label=_("Notice issued on"))
    notice_received_date = DateField(
        label=_("Notice received on"),
        required=False,
        help_text=_("The twelve months run from this day (R17(iv), A9). Left empty: recorded when it is known."),
    )
    committee_opinion = forms.CharField(
        label=_("Advisory Committee's opinion (R24)"), widget=forms.Textarea(attrs={"rows": 4})
    )
    committee_date = DateField(label=_("Opinion given on"))
    contact_email = forms.EmailField(label=_("Reminders and letters go to"), required=False)
    contact_name = forms.CharField(label=_("Contact"), max_length=200, required=False)
    contact_language = forms.ChoiceField(label=_("Language of the contact"), choices=Language)
    rows = (
        ("scheme", "reference"),
        ("notice_issued_date", "notice_received_date"),
        ("contact_email", "contact_name", "contact_language"),
    )


class ReceiptForm(VerbForm):
    """The day on which a manager received its notice."""

    received_date = DateField(label=_("Notice received on"))
    reason = forms.CharField(label=_("How it is known"), widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(VerbForm):
    """Whom at the manager reminders and letters go to."""

    contact_email = forms.EmailField(label=_("Reminders and letters go to"))
    contact_name = forms.CharField(label=_("Contact"), max_length=200, required=False)
    contact_language = forms.ChoiceField(label=_("Language of the contact"), choices=Language)

    def prepare(self, subject) -> None:
        """What stands."""
        for name, field in self.fields.items():
            field.initial = getattr(subject, name)


class PledgeForm(VerbForm):
    """What the manager says of one investor, as staff heard it."""

    investor = forms.CharField(label=_("Investor"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Investor, initial=Investor.PRIVATE)
    firmness = forms.ChoiceField(label=_("How firm"), choices=FundraisingPledge.Firmness)
    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    as_of_date = DateField(label=_("As of"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    document = UploadField(label=_("Signed commitment"), required=False)
    rows = (("investor", "kind"), ("firmness", "amount_hkd", "as_of_date"))


class LapseForm(ReasonForm):
    """Why the selection lapses, and what its letter says beside its own words."""

    addressee = forms.CharField(
        label=_("Letter addressed to"),
        max_length=200,
        required=False,
        help_text=_("Left empty: the contact, or the manager."),
    )
    words_en = forms.CharField(
        label=_("Own paragraph of the letter (English)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    words_zh_hant = forms.CharField(
        label=_("Own paragraph of the letter (Chinese)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


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
RECEIPT = Verb(
    "receipt",
    _("Record the receipt of the notice"),
    "selection.record",
    lambda chosen, **inputs: notice_receipts.record(selection=chosen, **inputs),
    form=ReceiptForm,
    stages=(Stage.SELECTED,),
    when=lambda chosen: chosen.notice_received_date is None,
    intro=_("The twelve months run from this day (R17(iv), A9)."),
    icon="mark_email_read",
    tone="go",
)
MOVE_RECEIPT = Verb(
    "move-receipt",
    _("Move the receipt of the notice"),
    "selection.move_receipt",
    lambda chosen, **inputs: notice_receipts.move(selection=chosen, **inputs),
    form=ReceiptForm,
    stages=(Stage.SELECTED,),
    when=lambda chosen: chosen.notice_received_date is not None and not hasattr(chosen, "fund"),
    intro=_("It was recorded wrongly by another person. The last day to raise the money moves with it."),
    icon="edit_calendar",
    tone="stop",
)
SET_CONTACT = Verb(
    "set-contact",
    _("Record the contact"),
    "selection.set_contact",
    lambda chosen, **inputs: fundraising.set_contact(selection=chosen, **inputs),
    form=ContactForm,
    stages=(Stage.SELECTED, Stage.LAPSE_PROPOSED),
    icon="contact_mail",
)
REPORT = Verb(
    "report-pledge",
    _("Record what an investor said"),
    "fundraising.report",
    lambda chosen, **inputs: fundraising.report(selection=chosen, **inputs),
    form=PledgeForm,
    stages=(Stage.SELECTED, Stage.LAPSE_PROPOSED),
    intro=_("As the manager told it. Only firm commitments at completed closings count (A8)."),
    icon="add_card",
)
PROPOSE_LAPSE = Verb(
    "propose-lapse",
    _("Propose its lapse"),
    "selection.propose_lapse",
    lambda chosen, *, at, **inputs: selection.propose_lapse(selection=chosen, on=local_date(at), at=at, **inputs),
    form=LapseForm,
    stages=(Stage.SELECTED,),
    when=lambda chosen: chosen.fundraising_last_date is not None and today() > chosen.fundraising_last_date,
    intro=_("Its letter is made now, and can be read as a draft until another person approves it."),
    icon="event_busy",
    tone="stop",
)
APPROVE_LAPSE = Verb(
    "approve-lapse",
    _("Approve the lapse"),
    "selection.approve_lapse",
    lambda chosen, **inputs: selection.approve_lapse(selection=chosen, **inputs),
    stages=(Stage.LAPSE_PROPOSED,),
    intro=_(
        "The selection lapses, its letter goes out, and the part of the envelope that it reserved is free again (R18)."
    ),
    icon="event_busy",
    tone="stop",
)
REFUSE_LAPSE = Verb(
    "refuse-lapse",
    _("Refuse the lapse"),
    "selection.refuse_lapse",
    lambda chosen, **inputs: selection.refuse_lapse(selection=chosen, **inputs),
    form=ReasonForm,
    stages=(Stage.LAPSE_PROPOSED,),
    icon="undo",
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
    verbs = (RECEIPT, MOVE_RECEIPT, ESTABLISH, REPORT, SET_CONTACT, PROPOSE_LAPSE, APPROVE_LAPSE, REFUSE_LAPSE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def get_urls(self):
        """A letter's page beside the selections' own."""
        letter = self.admin_site.admin_view(self.letter)
        return [path("letters/<int:letter_id>/", letter, name="funds_selection_letter"), *super().get_urls()]

    def letter(self, request, letter_id: int):
        """A letter of lapse as PDF: as it went out, or as it would read today."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(LapseLetter.objects.select_related("selection"), pk=letter_id)
        headers = {"Content-Disposition": f'inline; filename="{found.pk:d}-lapse.pdf"'}
        content = lapse_letter.pdf_of(found, at=now())
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def notes(self, obj):
        """That the clock is over, and that nobody is known to write to."""
        return selection_panels.notes(obj)

    def panels(self, obj, request):
        """The fund that came of it, the money raised, reminders, letters."""
        return selection_panels.of(obj)
