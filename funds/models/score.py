"""Scores of a round: sheets given blind, moderation that changes them in the open, all of record (para 14)."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.application import Application
from funds.models.assessment import Assessment, ConflictDeclaration, RoundMembership
from funds.models.invitation import InvitationCriterion
from itvf.roles import StaffRole

OPEN_STAGES = (Assessment.Stage.MODERATING, Assessment.Stage.SETTLED)


class ScoreSheetQuerySet(models.QuerySet):
    """Sheets as a person may see them."""

    def visible_to(self, user):
        """An auditor sees all; everybody else nothing of what a conflict closes, and others' only once all have scored.

        An auditor who is an assessor in a round scores as blind as everybody, and reads no more than staff.
        Among those who are not staff, others' sheets open to assessors who declared that they have no conflict.
        """
        roles = user.staff_roles()
        if StaffRole.AUDITOR in roles and not user.round_memberships.live().assessors().exists():
            return self
        own = Q(membership__user=user)
        revealed = Q(application__invitation__assessment__stage__in=OPEN_STAGES)
        if not roles:
            rounds = RoundMembership.objects.live().assessors().filter(user=user).values("invitation")
            declared = ConflictDeclaration.objects.opening(user)
            revealed &= Q(application__in=declared, application__invitation__in=rounds)
        return self.filter(own | revealed).exclude(application__in=ConflictDeclaration.objects.closing(user))

    def standing(self):
        """The last sheet of each assessor and application, but those that a conflict voids."""
        pairs = ("membership_id", "application_id")
        last = ScoreSheet.objects.order_by(*pairs, "-number").distinct(*pairs)
        conflict = ConflictDeclaration.objects.filter(
            user=OuterRef("membership__user"), application=OuterRef("application"), is_conflict=True
        )
        return self.filter(pk__in=last.values("pk")).exclude(models.Exists(conflict))


class ScoreSheet(models.Model):
    """One assessor's scores of one application, given as a whole; a later one takes the place of it. Never changed.

    A conflict of the assessor on the application voids it: it stays on record and counts nowhere.
    """

    membership = models.ForeignKey(RoundMembership, models.PROTECT, related_name="sheets", verbose_name=_("assessor"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="score_sheets", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    given_at = models.DateTimeField(_("given at"))

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["application", "membership", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "application", "number"], name="score_sheet_number_once")
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.membership.user} ({self.number:d})"


class Score(models.Model):
    """One criterion's score in a sheet, with its reason. What moderation made of it is in its changes."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="scores", verbose_name=_("score sheet"))
    criterion = models.ForeignKey(InvitationCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    score = models.SmallIntegerField(_("score"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="criterion_scored_once_a_sheet"),
            models.CheckConstraint(condition=~Q(reason=""), name="score_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.score:d}"


class ModerationMeeting(models.Model):
    """A meeting at which assessors compared their scores: when, who was there, what was said. Never changed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="meetings", verbose_name=_("assessment"))
    held_date = models.DateField(_("held on"))
    present = models.JSONField(_("present"))
    minutes = models.TextField(_("minutes"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("moderation meeting")
        verbose_name_plural = _("moderation meetings")
        ordering = ["assessment", "held_date", "id"]
        constraints = [models.CheckConstraint(condition=~Q(minutes=""), name="moderation_has_minutes")]

    def __str__(self):
        return f"{self.assessment}: {self.held_date:%Y-%m-%d}"


class ScoreChange(models.Model):
    """A score before and after moderation, with the reason; the last one counts. Never changed."""

    meeting = models.ForeignKey(
        ModerationMeeting, models.PROTECT, related_name="changes", verbose_name=_("moderation meeting")
    )
    score = models.ForeignKey(Score, models.PROTECT, related_name="changes", verbose_name=_("score"))
    before = models.SmallIntegerField(_("before"))
    after = models.SmallIntegerField(_("after"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("moderated score")
        verbose_name_plural = _("moderated scores")
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "score"], name="score_moderated_once_a_meeting"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="moderation_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="moderation_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.score}: {self.before:d} → {self.after:d}"
