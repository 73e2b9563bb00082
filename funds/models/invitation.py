"""An open invitation to fund managers: a round of a scheme, frozen once it is open but for announced amendments (R29).

The freeze is the database's (migrations/selection_rounds.sql): only the transaction that announces an amendment may
change what applicants were told.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.house import House
from funds.models.scheme import Scheme, SchemeVersion
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, rate_field, stage_machine, together


class InvitationQuerySet(models.QuerySet):
    """Invitations as the public may see them."""

    def public(self):
        """Those that were opened: coming, open and past ones."""
        return self.exclude(stage__in=("draft", "withdrawn"))


@pghistory.track()
class Invitation(models.Model):
    """A round: when it opens and closes, what is asked for, and what is at least needed (R29, para 12)."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECIDED = "decided", _("decided")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="invitations", verbose_name=_("scheme"))
    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="+", verbose_name=_("scheme terms"))
    reference = models.SlugField(_("reference"), max_length=40, unique=True)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_zh_hant = models.CharField(_("title (Chinese)"), max_length=200)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary_zh_hant = models.TextField(_("summary (Chinese)"), blank=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    least_responsible_officers = models.PositiveSmallIntegerField(_("responsible officers, at least"), default=2)
    least_equity_deals = models.PositiveSmallIntegerField(_("equity deals with proceeds, at least"), default=2)
    least_funds_raised = models.PositiveSmallIntegerField(_("funds raised before, at least"), default=1)
    least_start_ups_led = models.PositiveSmallIntegerField(_("start-ups led to Hong Kong, at least"), default=1)
    least_pipeline = models.PositiveSmallIntegerField(_("start-ups from outside in view, at least"), default=1)
    # Held before the system came into use: over when it is published, its applications entered from paper.
    is_on_paper = models.BooleanField(_("held on paper"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    opened_at = models.DateTimeField(_("published at"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-closes_at"]
        constraints = [
            one_of("invitation", "stage", stages.INVITATION),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="invitation_closes_after_it_opens"),
            maker_is_not_checker("invitation", "prepared_by", "opened_by"),
            together("invitation", "opened_by", "opened_at"),
            models.CheckConstraint(
                condition=Q(stage__in=("draft", "withdrawn")) | Q(opened_by__isnull=False),
                name="invitation_opened_by_somebody",
            ),
        ]
        triggers = [stage_machine("invitation", stages.INVITATION)]

    def __str__(self):
        return f"{self.reference} {self.title_en}"

    def roles_of(self, user) -> set[str]:
        """The live roles of a person in this round (itvf.permissions asks for them)."""
        return set(self.memberships.live().filter(user=user).values_list("role", flat=True))


@pghistory.track()
class InvitationCriterion(models.Model):
    """A criterion of a round with its weight, a fraction of the whole, and what its scores mean."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="criteria", verbose_name=_("invitation"))
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_zh_hant = models.CharField(_("title (Chinese)"), max_length=200)
    weight_rate = rate_field(verbose_name=_("weight"))
    levels = models.JSONField(_("levels"))

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["invitation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "code"], name="criterion_once_an_invitation"),
            models.CheckConstraint(
                condition=Q(weight_rate__gt=0, weight_rate__lte=1), name="criterion_weight_is_a_share"
            ),
        ]

    def __str__(self):
        return self.title_en


@pghistory.track()
class InvitationDocument(models.Model):
    """A document that a round asks for."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="documents", verbose_name=_("invitation"))
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_zh_hant = models.CharField(_("title (Chinese)"), max_length=200)
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("document asked for")
        verbose_name_plural = _("documents asked for")
        ordering = ["invitation", "position"]
        constraints = [models.UniqueConstraint(fields=["invitation", "code"], name="document_once_an_invitation")]

    def __str__(self):
        return self.title_en


@pghistory.track()
class InvitationAmendment(models.Model):
    """A change of an open round: proposed by one, announced by another, e-mailed to every house with a draft.

    `changes` holds what it says (closing time, criteria, documents); `before` what stood when it was announced.
    """

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ANNOUNCED = "announced", _("announced")
        REFUSED = "refused", _("refused")

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="amendments", verbose_name=_("invitation"))
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PROPOSED)
    words_en = models.TextField(_("what changes (English)"))
    words_zh_hant = models.TextField(_("what changes (Chinese)"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    before = models.JSONField(_("what stood before"), default=dict)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("announced by")
    )
    announced_at = models.DateTimeField(_("announced at"), null=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["invitation", "number"]
        constraints = [
            one_of("invitation_amendment", "stage", stages.INVITATION_AMENDMENT),
            models.UniqueConstraint(fields=["invitation", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(stage="proposed"), name="one_amendment_proposed_at_a_time"
            ),
            maker_is_not_checker("invitation_amendment", "proposed_by", "announced_by"),
            together("invitation_amendment", "announced_by", "announced_at"),
            models.CheckConstraint(
                condition=~Q(stage="announced") | Q(announced_by__isnull=False), name="amendment_announced_by_somebody"
            ),
        ]
        triggers = [stage_machine("invitation_amendment", stages.INVITATION_AMENDMENT)]

    def __str__(self):
        return f"{self.invitation.reference} #{self.number}"


@pghistory.track()
class InvitationQuestion(models.Model):
    """A question on a round. What is published names nobody; `asked` is the asker's own text and stays inside."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("asked")
        PUBLISHED = "published", _("published")
        SET_ASIDE = "set_aside", _("set aside")

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="questions", verbose_name=_("invitation"))
    house = models.ForeignKey(House, models.PROTECT, related_name="questions", verbose_name=_("house"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.ASKED)
    asked = models.TextField(_("question as asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    question_en = models.TextField(_("question (English)"), blank=True)
    question_zh_hant = models.TextField(_("question (Chinese)"), blank=True)
    answer_en = models.TextField(_("answer (English)"), blank=True)
    answer_zh_hant = models.TextField(_("answer (Chinese)"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["invitation", "-id"]
        constraints = [
            one_of("invitation_question", "stage", stages.INVITATION_QUESTION),
            together("invitation_question", "answered_by", "answered_at"),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | (Q(answered_by__isnull=False) & (~Q(answer_en="") | ~Q(answer_zh_hant=""))),
                name="question_published_with_an_answer",
            ),
        ]
        triggers = [stage_machine("invitation_question", stages.INVITATION_QUESTION)]

    def __str__(self):
        return f"{self.invitation.reference}: {self.asked[:60]}"
