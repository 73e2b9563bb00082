"""People and staff roles in the admin: added, given roles, shut out; each verb is the administrator's."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from itvf import people
from itvf.admin_forms import ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb
from itvf.models import RoleGrant, User
from itvf.roles import StaffRole


class PersonForm(VerbForm):
    """A new person."""

    rows = (("name", "name_zh_hant"), ("job_title", "language"))

    email = forms.EmailField(label=_("E-mail"), help_text=_("The person signs in with it. A message goes there."))
    name = forms.CharField(label=_("Name"), max_length=120)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=60, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=User.Language.choices)


class RoleForm(VerbForm):
    """A role for a person."""

    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices)

    def prepare(self, subject):
        """Roles that the person holds already are not offered."""
        held = subject.staff_roles()
        self.fields["role"].choices = [(value, label) for value, label in StaffRole.choices if value not in held]


@admin.register(User)
class UserAdmin(RecordAdmin):
    """A person with the roles held."""

    list_display = ["name", "name_zh_hant", "email", "job_title", "is_active"]
    list_filter = ["is_active", "language"]
    search_fields = ["name", "name_zh_hant", "email"]
    hidden_fields = ("password",)
    verbs = (
        Verb(
            "add-person",
            _("Add a person"),
            "user.manage",
            lambda nobody, **inputs: people.add(**inputs),
            form=PersonForm,
            icon="person_add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "grant-role",
            _("Give a role"),
            "user.manage",
            lambda user, **inputs: people.grant_role(user=user, **inputs),
            form=RoleForm,
            when=lambda user: user.is_active,
            intro=_("The role counts at once. Auditor and administrator are each held alone."),
            icon="shield_person",
            tone="go",
        ),
        Verb(
            "shut-out",
            _("Shut out"),
            "user.manage",
            lambda user, **inputs: people.shut_out(user=user, **inputs),
            form=ReasonForm,
            when=lambda user: user.is_active,
            intro=_("The person can't sign in any more; open sessions end with their next page."),
            icon="person_off",
            tone="stop",
        ),
        Verb(
            "let-in",
            _("Let in again"),
            "user.manage",
            lambda user, **inputs: people.let_in(user=user, **inputs),
            form=ReasonForm,
            when=lambda user: not user.is_active,
            intro=_("The person can sign in again, with the roles that were not ended meanwhile."),
            icon="person_check",
        ),
    )

    def panels(self, obj, request):
        """Roles in the Corporation and in funds."""
        return [
            Panel(
                _("Roles in the Corporation"),
                [(_("Role"), "text"), (_("Given"), "moment"), (_("By"), "text"), (_("Ended"), "moment")],
                [
                    (link(grant, grant.get_role_display()), grant.granted_at, _name(grant.granted_by), grant.revoked_at)
                    for grant in obj.role_grants.select_related("granted_by")
                ],
            ),
            Panel(
                _("Roles in funds"),
                [(_("Fund"), "text"), (_("Role"), "text"), (_("Ended"), "moment")],
                [
                    (link(membership, str(membership.fund)), membership.get_role_display(), membership.revoked_at)
                    for membership in obj.memberships.select_related("fund")
                ],
            ),
        ]


@admin.register(RoleGrant)
class RoleGrantAdmin(RecordAdmin):
    """A staff role given to a person."""

    list_display = ["user", "role", "granted_by", "granted_at", "revoked_at"]
    list_filter = ["role", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "granted_by"]
    search_fields = ["user__name", "user__email"]
    verbs = (
        Verb(
            "revoke",
            _("End the role"),
            "user.manage",
            lambda grant, **inputs: people.revoke_role(grant=grant, **inputs),
            form=ReasonForm,
            when=lambda grant: grant.revoked_at is None,
            intro=_("It ends at once and stays on record."),
            icon="remove_moderator",
            tone="stop",
        ),
    )


def _name(person) -> str:
    return str(person or "")
