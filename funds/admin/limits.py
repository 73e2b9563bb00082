"""Limit tables: who may authorise payments up to which amount."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from funds.models import LimitTable
from funds.services import treasury
from itvf.admin_forms import DateField, MoneyField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, tag
from itvf.admin_verbs import Verb
from itvf.roles import StaffRole


class LimitsForm(VerbForm):
    """A limit for each authorising officer; those left empty get none."""

    effective_from = DateField(label=_("Effective from"))

    def prepare(self, subject) -> None:
        """One field for each person who authorises."""
        officers = get_user_model().objects.filter(
            is_active=True, role_grants__role=StaffRole.AUTHORISING_OFFICER, role_grants__revoked_at__isnull=True
        )
        self.officers = {f"limit_{officer.pk}": officer for officer in officers.distinct()}
        for name, officer in self.officers.items():
            label = _("Limit a payment of %(officer)s (HK$)") % {"officer": officer}
            self.fields[name] = MoneyField(label=label, required=False)

    def inputs(self, *, by) -> dict:
        """Limits by officer."""
        values = super().inputs(by=by)
        limits = {officer: values[name] for name, officer in self.officers.items() if values[name] is not None}
        return {"effective_from": values["effective_from"], "limits": limits}


@admin.register(LimitTable)
class LimitTableAdmin(RecordAdmin):
    """Who may authorise up to which amount."""

    list_display = ["effective_from", "shown_stage", "proposed_by", "approved_by"]
    list_filter = ["stage"]
    list_select_related = ["proposed_by", "approved_by"]
    search_fields = ["limits__officer__name"]
    verbs = (
        Verb(
            "propose",
            _("Propose a limit table"),
            "limit_table.propose",
            lambda _none, **inputs: treasury.propose_limits(**inputs),
            form=LimitsForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this table"),
            "limit_table.approve",
            lambda table, **inputs: treasury.approve_limits(table=table, **inputs),
            stages=(LimitTable.Stage.DRAFT,),
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse this table"),
            "limit_table.approve",
            lambda table, **inputs: treasury.refuse_limits(table=table, **inputs),
            form=ReasonForm,
            stages=(LimitTable.Stage.DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The limits."""
        return [
            Panel(
                _("Limits"),
                [(_("Officer"), "text"), (_("Limit a payment (HK$)"), "money")],
                [(str(x.officer), x.limit_hkd) for x in obj.limits.select_related("officer")],
            )
        ]
