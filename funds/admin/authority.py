"""Recorded authority: who allowed what; recorded by one, approved by another (A13, A18, A20)."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import RecordedAuthority
from funds.services import authorities
from itvf.admin_forms import DateField, MoneyField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import RecordAdmin, tag
from itvf.admin_verbs import Verb

Stage = RecordedAuthority.Stage


class AuthorityForm(VerbForm):
    """A decision as its document says it."""

    kind = forms.ChoiceField(label=_("For what"), choices=RecordedAuthority.Kind)
    limit_hkd = MoneyField(label=_("Up to (HK$)"), required=False, help_text=_("Left empty, it covers any amount."))
    given_by = forms.CharField(label=_("Given by"), max_length=200)
    given_date = DateField(label=_("Given on"))
    expires_date = DateField(label=_("Until"), required=False)
    scope = forms.CharField(label=_("Wording"), widget=forms.Textarea(attrs={"rows": 4}))
    document = UploadField(label=_("Document"), required=False)
    rows = (("kind", "limit_hkd"), ("given_by", "given_date", "expires_date"))


AUTHORITY_VERB = Verb(
    "record-authority",
    _("Record an authority"),
    "authority.record",
    lambda fund, **inputs: authorities.record(fund=fund, **inputs),
    form=AuthorityForm,
    intro=_("It counts once another person has approved it."),
    icon="gavel",
)


@admin.register(RecordedAuthority)
class RecordedAuthorityAdmin(RecordAdmin):
    """One decision on one fund."""

    list_display = ["fund", "kind", "limit_hkd", "shown_stage", "given_by", "given_date", "expires_date"]
    list_filter = ["stage", "kind", "fund"]
    list_select_related = ["fund"]
    search_fields = ["given_by", "scope", "fund__code", "fund__name_en"]
    verbs = (
        Verb(
            "approve",
            _("Approve this authority"),
            "authority.approve",
            lambda authority, **inputs: authorities.approve(authority=authority, **inputs),
            stages=(Stage.DRAFT,),
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse this authority"),
            "authority.approve",
            lambda authority, **inputs: authorities.refuse(authority=authority, **inputs),
            form=ReasonForm,
            stages=(Stage.DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
