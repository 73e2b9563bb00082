"""What the staff's verbs on the assessment of a round ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from funds import rounds
from funds.models import ApplicantLink, Application, Invitation, ModerationMeeting
from itvf.admin_forms import DateField, VerbForm
from itvf.models import User
from itvf.roles import RoundRole


def lines(rows: int = 3) -> forms.Textarea:
    """This function will give a box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class StartForm(VerbForm):
    """Which closed round, and how many assessors each application needs."""

    invitation = forms.ModelChoiceField(Invitation.objects.none(), label=_("Round"))
    fewest_assessors = forms.IntegerField(label=_("Assessors for each application, at least"), min_value=1, initial=2)
    fewest_reason = forms.CharField(label=_("Why so many"), widget=lines(), required=False)

    def prepare(self, subject) -> None:
        """Rounds that are closed and not assessed yet."""
        closed = Invitation.objects.filter(stage="open", closes_at__lt=rounds.database_clock(), assessment=None)
        self.fields["invitation"].queryset = closed


class PartForm(VerbForm):
    """Who takes part in a round, as what."""

    user = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=RoundRole)
    capacity = forms.CharField(label=_("Profession or post"), max_length=200)
    rows = (("user", "role"),)


class _OfARound(VerbForm):
    application = forms.ModelChoiceField(Application.objects.none(), label=_("Application"))

    def prepare(self, subject) -> None:
        """What the round received."""
        self.fields["application"].queryset = Application.objects.received().filter(invitation=subject.invitation)


class ConflictForm(_OfARound):
    """A conflict that others found."""

    user = forms.ModelChoiceField(User.objects.all(), label=_("Person"))
    what = forms.CharField(label=_("What it is"), widget=lines())
    since_date = DateField(label=_("Since"))
    rows = (("application", "user"),)


class LinkForm(_OfARound):
    """A link that somebody declared."""

    name = forms.CharField(label=_("Name in the application"), max_length=300)
    capacity = forms.CharField(label=_("There as"), max_length=60)
    other = forms.ChoiceField(label=_("Meets"), choices=ApplicantLink.Other)
    other_name = forms.CharField(label=_("Name there"), max_length=300)
    other_user = forms.ModelChoiceField(User.objects.all(), label=_("Person there"), required=False)
    words = forms.CharField(label=_("In words"), widget=lines())
    rows = (("name", "capacity"), ("other", "other_name"))


class RulingForm(VerbForm):
    """Why a link is accepted, or is a conflict."""

    reason = forms.CharField(label=_("Reason"), widget=lines())


class MeetingForm(VerbForm):
    """A moderation meeting; scores are changed one by one, each naming it."""

    held_date = DateField(label=_("Held on"))
    present = forms.CharField(label=_("Present"), widget=lines(4), help_text=_("One name a line."))
    minutes = forms.CharField(label=_("Minutes"), widget=lines(8))

    def inputs(self, *, by) -> dict:
        """Names by line; the changes come after."""
        given = super().inputs(by=by)
        return given | {"present": [one for one in given["present"].splitlines() if one.strip()], "changes": []}


class ScenarioForm(VerbForm):
    """How many times its cost a fund's investments bring back."""

    gross_multiple = forms.DecimalField(label=_("Gross multiple"), max_digits=4, decimal_places=2, min_value=0)
    reason = forms.CharField(label=_("Reason"), widget=lines())


class ChangeForm(VerbForm):
    """A score's level after moderation."""

    meeting = forms.ModelChoiceField(ModerationMeeting.objects.none(), label=_("Moderation meeting"))
    after = forms.TypedChoiceField(label=_("After"), coerce=int)
    reason = forms.CharField(label=_("Reason"), widget=lines())

    def prepare(self, subject) -> None:
        """Meetings of the score's round; levels of its criterion."""
        round_of = subject.sheet.application.invitation
        self.fields["meeting"].queryset = ModerationMeeting.objects.filter(assessment__invitation=round_of)
        levels = subject.criterion.levels
        self.fields["after"].choices = [(one["score"], f"{one['score']:d}: {one['words_en']}") for one in levels]
