"""Scores and moderation in the staff's admin: blind until all have scored, before and after of each change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin.assessment_forms import ChangeForm
from funds.models import Assessment, ModerationMeeting, Score, ScoreChange, ScoreSheet
from funds.services import assessments
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb
from itvf.presentation import title_of

CHANGE = Verb(
    "moderate",
    _("Record the moderated score"),
    "moderation.record",
    lambda one, **inputs: assessments.change_score(score=one, **inputs),
    form=ChangeForm,
    when=lambda one: one.sheet.application.invitation.assessment.stage == Assessment.Stage.MODERATING,
    icon="edit_note",
    tone="go",
)


@admin.register(ScoreSheet)
class ScoreSheetAdmin(RecordAdmin):
    """An assessor's scores of one application: others' only once all have scored."""

    list_display = ["application", "membership", "number", "given_at"]
    list_filter = ["application__invitation"]
    list_select_related = ["application", "membership__user", "membership__invitation"]
    search_fields = ["application__reference", "membership__user__name"]

    def get_queryset(self, request):
        """As the round's blindness and conflicts allow."""
        return ScoreSheet.objects.visible_to(request.user)

    def panels(self, obj, request):
        """Every criterion with its score, reason and changes."""
        rows = [
            (link(one, title_of(one.criterion)), one.score, one.reason, _changes(one))
            for one in obj.scores.select_related("criterion").prefetch_related("changes")
        ]
        columns = [(_("Criterion"), "text"), (_("Score"), "number"), (_("Reason"), "text"), (_("Moderated"), "text")]
        return [Panel(_("Scores"), columns, rows)]


@admin.register(Score)
class ScoreAdmin(RecordAdmin):
    """One score, with what moderation made of it."""

    list_display = ["sheet", "criterion", "score"]
    list_filter = ["sheet__application__invitation"]
    list_select_related = ["sheet__application", "sheet__membership__user", "criterion"]
    search_fields = ["sheet__application__reference", "sheet__membership__user__name"]
    verbs = (CHANGE,)

    def get_queryset(self, request):
        """As the sheets."""
        return super().get_queryset(request).filter(sheet__in=ScoreSheet.objects.visible_to(request.user).values("pk"))

    def panels(self, obj, request):
        """Before and after."""
        rows = [
            (link(one.meeting), one.before, one.after, one.reason)
            for one in obj.changes.select_related("meeting__assessment__invitation")
        ]
        columns = [(_("Meeting"), "text"), (_("Before"), "number"), (_("After"), "number"), (_("Reason"), "text")]
        return [Panel(_("Moderation"), columns, rows)]


@admin.register(ModerationMeeting)
class ModerationMeetingAdmin(RecordAdmin):
    """A moderation meeting with its minutes."""

    list_display = ["assessment", "held_date", "recorded_by", "recorded_at"]
    list_select_related = ["assessment__invitation", "recorded_by"]
    search_fields = ["assessment__invitation__reference", "minutes"]

    def panels(self, obj, request):
        """Each score that it changed, but of what is closed to the reader."""
        seen = ScoreChange.objects.filter(meeting=obj, score__sheet__in=ScoreSheet.objects.visible_to(request.user))
        rows = [
            (
                link(one.score, one.score.sheet.application.reference),
                str(one.score.criterion),
                one.before,
                one.after,
                one.reason,
            )
            for one in seen.select_related("score__sheet__application", "score__criterion")
        ]
        columns = [
            (_("Application"), "text"),
            (_("Criterion"), "text"),
            (_("Before"), "number"),
            (_("After"), "number"),
        ]
        return [Panel(_("Changes"), [*columns, (_("Reason"), "text")], rows)]


def _changes(score: Score) -> str:
    return "; ".join(f"{one.before:d} → {one.after:d}: {one.reason}" for one in score.changes.all())
