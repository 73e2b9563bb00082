"""Consents to what a rule would otherwise stop."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models import Consent, Proposal
from investments.rules.restrictions import RESTRICTIONS
from investments.services import consents
from itvf.admin_forms import DateField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import RecordAdmin, tag
from itvf.admin_verbs import Verb
from itvf.dates import today


def _restrictions():
    return [("", _("the whole rule"))] + [
        (one.id, f"{one.rule} {gettext(one.title)}") for one in RESTRICTIONS.values() if one.severity == "consent"
    ]


class ConsentForm(VerbForm):
    """A consent to what a rule would otherwise stop."""

    fund = forms.ModelChoiceField(Fund.objects.all(), label=_("Fund"))
    proposal = forms.ModelChoiceField(
        Proposal.objects.select_related("fund", "company"),
        label=_("Proposal"),
        required=False,
        empty_label=_("the fund as a whole"),
    )
    rule = forms.CharField(label=_("Rule"), max_length=8, help_text=_("Such as R11."))
    restriction = forms.ChoiceField(
        label=_("Restriction"),
        choices=_restrictions,
        required=False,
        help_text=_("R27 holds several: name the one that is consented to."),
    )
    given_by = forms.ChoiceField(
        label=_("Given by"),
        choices=Consent.GivenBy,
        help_text=_("Related-party and cross-fund deals need the partners' advisory committee."),
    )
    given_date = DateField(label=_("Given on"))
    expiry_date = DateField(label=_("Expires on"))
    document_reference = forms.CharField(label=_("Document reference"), max_length=120)
    scope = forms.CharField(label=_("Scope"), widget=forms.Textarea(attrs={"rows": 3}))
    file = UploadField(label=_("Document"), required=False)
    rows = (
        ("fund", "proposal"),
        ("rule", "restriction"),
        ("given_by", "given_date"),
        ("expiry_date", "document_reference"),
    )

    def prepare(self, subject):
        """Given today, unless the document says otherwise; on a deal's page fund and deal are known."""
        self.fields["given_date"].initial = today()


class DealConsentForm(ConsentForm):
    """A consent to one deal, asked on its page."""

    fund = proposal = None
    rows = ConsentForm.rows[1:]


@admin.register(Consent)
class ConsentAdmin(RecordAdmin):
    """A recorded consent: who, when, scope, expiry, document."""

    list_display = [
        "__str__",
        "restriction",
        "fund",
        "proposal",
        "shown_stage",
        "given_by",
        "expiry_date",
        "recorded_by",
        "approved_by",
    ]
    list_filter = ["stage", "given_by", "rule", "fund"]
    list_select_related = ["fund", "proposal__fund", "proposal__company", "recorded_by", "approved_by"]
    search_fields = ["rule", "restriction", "scope", "document_reference", "fund__name_en", "fund__code"]
    verbs = (
        Verb(
            "record",
            _("Record a consent"),
            "consent.record",
            lambda _none, **inputs: consents.record(**inputs),
            form=ConsentForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.approve(consent=consent, **inputs),
            stages=(Consent.Stage.DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.refuse(consent=consent, **inputs),
            form=ReasonForm,
            stages=(Consent.Stage.DRAFT,),
            tone="stop",
        ),
        Verb(
            "revoke",
            _("Revoke this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.revoke(consent=consent, **inputs),
            form=ReasonForm,
            stages=(Consent.Stage.APPROVED,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
