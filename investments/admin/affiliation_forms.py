"""What the staff's verbs ask about who stands behind a company, a manager, a partner or a member of the staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.models import Manager, Partner
from investments.models import Affiliation, Company
from itvf.admin_forms import DateField, RateField, VerbForm
from itvf.models import RoleGrant, User

LINES = forms.Textarea(attrs={"rows": 3})


class AffiliationForm(VerbForm):
    """Who stands behind the company whose page it is."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Affiliation.Capacity)
    identifier = forms.CharField(label=_("Registration or other number"), max_length=40, required=False)
    share_rate = RateField(label=_("Share"), required=False)
    since_date = DateField(label=_("Since"))
    is_person = forms.BooleanField(label=_("A natural person"), required=False, initial=True)
    evidence = forms.CharField(label=_("Evidence"), widget=LINES)
    rows = (("name_en", "name_zh_hant"), ("capacity", "identifier"), ("share_rate", "since_date"))


class AnyAffiliationForm(AffiliationForm):
    """Who stands behind one of them; just one is named."""

    company = forms.ModelChoiceField(Company.objects.all(), label=_("Behind the company"), required=False)
    manager = forms.ModelChoiceField(Manager.objects.all(), label=_("Behind the fund manager"), required=False)
    partner = forms.ModelChoiceField(
        Partner.objects.select_related("fund"), label=_("Behind the partner"), required=False
    )
    staff = forms.ModelChoiceField(
        User.objects.filter(role_grants__in=RoleGrant.objects.live()).distinct(),
        label=_("Of the member of the staff"),
        required=False,
    )
    rows = (*AffiliationForm.rows, ("company", "manager"), ("partner", "staff"))


class EndForm(VerbForm):
    """That an affiliation ended."""

    until_date = DateField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), widget=LINES)
