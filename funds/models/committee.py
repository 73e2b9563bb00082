"""The Advisory Committee's independent opinion, and the decision on a round (R1, R24, para 14)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.application import Application
from funds.models.assessment import Assessment, RoundMembership
from funds.models.selection import Selection
from funds.rules import stages
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    rate_field,
    stage_machine,
    together,
)


class CommitteeMeeting(models.Model):
    """A meeting of the Advisory Committee on a round, with its quorum and minutes. Never changed."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="committee_meetings", verbose_name=_("assessment")
    )
    held_date = models.DateField(_("held on"))
    quorum = models.PositiveSmallIntegerField(_("quorum"))
    quorum_reason = models.TextField(_("reason of the quorum"))
    minutes = models.TextField(_("minutes"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("committee meeting")
        verbose_name_plural = _("committee meetings")
        ordering = ["assessment", "held_date", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(minutes=""), name="committee_meeting_has_minutes"),
            models.CheckConstraint(
                condition=Q(quorum__gte=1) & ~Q(quorum_reason=""), name="committee_quorum_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.assessment}: {self.held_date:%Y-%m-%d}"


class CommitteePresence(models.Model):
    """That a member was at a meeting. Never changed."""

    meeting = models.ForeignKey(CommitteeMeeting, models.PROTECT, related_name="presences", verbose_name=_("meeting"))
    membership = models.ForeignKey(RoundMembership, models.PROTECT, related_name="+", verbose_name=_("member"))

    class Meta:
        verbose_name = _("member present")
        verbose_name_plural = _("members present")
        ordering = ["meeting", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="committee_member_present_once")]

    def __str__(self):
        return f"{self.meeting}: {self.membership.user}"


class CommitteeOpinion(models.Model):
    """The Committee's opinion on one application; the last one counts. Never changed."""

    class Opinion(models.TextChoices):
        SUPPORT = "support", _("support")
        CONDITIONS = "conditions", _("support with conditions")
        NOT_SUPPORT = "not_support", _("not support")

    meeting = models.ForeignKey(CommitteeMeeting, models.PROTECT, related_name="opinions", verbose_name=_("meeting"))
    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions", verbose_name=_("application"))
    opinion = models.CharField(_("opinion"), max_length=11, choices=Opinion)
    words = models.TextField(_("reasons and conditions"))
    taking_part = models.PositiveSmallIntegerField(_("members taking part"))

    class Meta:
        verbose_name = _("committee opinion")
        verbose_name_plural = _("committee opinions")
        ordering = ["application", "-id"]
        constraints = [
            one_of("committee_opinion", "opinion", ("support", "conditions", "not_support")),
            models.UniqueConstraint(fields=["meeting", "application"], name="committee_opinion_once_a_meeting"),
            models.CheckConstraint(condition=~Q(words=""), name="committee_opinion_says_why"),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.get_opinion_display()}"


@pghistory.track()
class SelectionDecision(models.Model):
    """Who is selected, who is in reserve, who is not: proposed by one, approved by another, once a round."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="decisions", verbose_name=_("assessment"))
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSED)
    envelope_left_hkd = money_field(verbose_name=_("left in the envelope when proposed (HK$)"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("decision on a round")
        verbose_name_plural = _("decisions on rounds")
        ordering = ["-id"]
        constraints = [
            one_of("selection_decision", "stage", stages.SELECTION_DECISION),
            models.UniqueConstraint(
                fields=["assessment"], condition=~Q(stage="refused"), name="one_decision_stands_a_round"
            ),
            maker_is_not_checker("selection_decision", "proposed_by", "approved_by"),
            together("selection_decision", "approved_by", "approved_at"),
            models.CheckConstraint(
                condition=~Q(stage="approved") | Q(approved_by__isnull=False), name="decision_approved_by_somebody"
            ),
            not_negative("selection_decision", "envelope_left_hkd"),
        ]
        triggers = [stage_machine("selection_decision", stages.SELECTION_DECISION)]

    def __str__(self):
        return f"{self.assessment}: {self.get_stage_display()}"


@pghistory.track()
class DecisionLine(models.Model):
    """What a decision says of one application, beside what the ranking and the Committee's opinion come to."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", _("selected")
        RESERVED = "reserved", _("on the reserve list")
        NOT_SELECTED = "not_selected", _("not selected")

    decision = models.ForeignKey(SelectionDecision, models.PROTECT, related_name="lines", verbose_name=_("decision"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="decision_lines", verbose_name=_("application")
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    position = models.PositiveSmallIntegerField(_("place in the list"))
    total_rate = rate_field(verbose_name=_("total"))
    opinion = models.ForeignKey(CommitteeOpinion, models.PROTECT, related_name="+", verbose_name=_("opinion"))
    likely_hkd = money_field(verbose_name=_("likely Government commitment (HK$)"))
    by_rule = models.CharField(_("by ranking and opinion"), max_length=12, choices=Outcome)
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome)
    reason = models.TextField(_("reason of a departure"), blank=True)
    selection = models.OneToOneField(
        Selection, models.PROTECT, null=True, related_name="decision_line", verbose_name=_("selection")
    )

    class Meta:
        verbose_name = _("line of a decision")
        verbose_name_plural = _("lines of decisions")
        ordering = ["decision", "position"]
        constraints = [
            one_of("decision_line", "by_rule", ("selected", "reserved", "not_selected")),
            one_of("decision_line", "outcome", ("selected", "reserved", "not_selected")),
            models.UniqueConstraint(fields=["decision", "application"], name="application_decided_once"),
            models.UniqueConstraint(fields=["decision", "position"], name="decision_place_once"),
            models.CheckConstraint(
                condition=Q(outcome=models.F("by_rule")) | ~Q(reason=""), name="departure_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(selection__isnull=True) | Q(outcome__in=("selected", "reserved")),
                name="selection_of_a_line_selected_or_in_reserve",
            ),
            not_negative("decision_line", "likely_hkd"),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.get_outcome_display()}"


@pghistory.track()
class ReservePromotion(models.Model):
    """The next on the reserve list taken up: proposed by one, approved by another, once the envelope has room (R1)."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    line = models.ForeignKey(
        DecisionLine, models.PROTECT, related_name="promotions", verbose_name=_("place on the reserve list")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSED)
    reason = models.TextField(_("reason"))
    envelope_left_hkd = money_field(verbose_name=_("left in the envelope when proposed (HK$)"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("promotion from the reserve list")
        verbose_name_plural = _("promotions from the reserve list")
        ordering = ["-id"]
        constraints = [
            one_of("reserve_promotion", "stage", stages.RESERVE_PROMOTION),
            models.UniqueConstraint(fields=["line"], condition=~Q(stage="refused"), name="one_promotion_stands_a_line"),
            maker_is_not_checker("reserve_promotion", "proposed_by", "approved_by"),
            together("reserve_promotion", "approved_by", "approved_at"),
            models.CheckConstraint(
                condition=~Q(stage="approved") | Q(approved_by__isnull=False), name="promotion_approved_by_somebody"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="promotion_has_a_reason"),
            not_negative("reserve_promotion", "envelope_left_hkd"),
        ]
        triggers = [stage_machine("reserve_promotion", stages.RESERVE_PROMOTION)]

    def __str__(self):
        return f"{self.line.application.reference}: {self.get_stage_display()}"
