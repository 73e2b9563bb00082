"""The assessment of a round: who assesses and who advises, conflicts of interest, links that were found (R24, para 14).

A conflict closes an application to a person everywhere: every read starts at a queryset that leaves out what
`ConflictDeclaration.objects.closing(user)` names. A declaration is never changed; none opens what another closed.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.application import Application
from funds.models.invitation import Invitation
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, stage_machine, together
from itvf.roles import RoundRole


@pghistory.track()
class Assessment(models.Model):
    """How far the assessment of a closed round is. Scores are blind until the database lets it pass on from scoring."""

    class Stage(models.TextChoices):
        PREPARING = "preparing", _("conflicts and links")
        SCORING = "scoring", _("being scored")
        MODERATING = "moderating", _("in moderation")
        SETTLED = "settled", _("scores settled")

    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="assessment", verbose_name=_("invitation")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PREPARING)
    fewest_assessors = models.PositiveSmallIntegerField(_("assessors for each application, at least"), default=2)
    fewest_reason = models.TextField(_("why so many"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    searched_at = models.DateTimeField(_("names last searched at"), null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scoring opened by")
    )
    opened_at = models.DateTimeField(_("scoring opened at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scores settled by")
    )
    settled_at = models.DateTimeField(_("scores settled at"), null=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-id"]
        constraints = [
            one_of("assessment", "stage", stages.ASSESSMENT),
            together("assessment", "opened_by", "opened_at"),
            together("assessment", "settled_by", "settled_at"),
            maker_is_not_checker("assessment", "started_by", "opened_by"),
            models.CheckConstraint(
                condition=Q(stage="preparing") | Q(opened_by__isnull=False), name="assessment_opened_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(stage="settled") | Q(settled_by__isnull=False), name="assessment_settled_by_somebody"
            ),
            models.CheckConstraint(condition=Q(fewest_assessors__gte=1), name="assessment_takes_at_least_one_assessor"),
        ]
        triggers = [stage_machine("assessment", stages.ASSESSMENT)]

    def __str__(self):
        return self.invitation.reference

    @property
    def is_blind(self) -> bool:
        """Whether scores are each assessor's own still."""
        return self.stage in (self.Stage.PREPARING, self.Stage.SCORING)


class RoundMembershipQuerySet(models.QuerySet):
    """Parts in rounds that count now."""

    def live(self):
        """Those not ended."""
        return self.filter(ended_at__isnull=True)

    def assessors(self):
        """Those who score."""
        return self.filter(role=RoundRole.ASSESSOR)


@pghistory.track()
class RoundMembership(models.Model):
    """A person's part in one round: an assessor, or a member of the Advisory Committee; ended, never deleted."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="memberships", verbose_name=_("invitation"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="round_memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=RoundRole)
    capacity = models.CharField(_("profession or post"), max_length=200)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = RoundMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("part in a round")
        verbose_name_plural = _("parts in rounds")
        ordering = ["invitation", "role", "id"]
        constraints = [
            one_of("round_membership", "role", RoundRole.values),
            models.UniqueConstraint(
                fields=["invitation", "user"], condition=Q(ended_at__isnull=True), name="round_membership_live_once"
            ),
            maker_is_not_checker("round_membership", "given_by", "user"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.invitation.reference}"


class ConflictDeclarationQuerySet(models.QuerySet):
    """What people declared of applications."""

    def closing(self, user):
        """The applications that are closed to a person."""
        return self.filter(user=user, is_conflict=True).values("application")

    def opening(self, user):
        """The applications on which a person declared that there is no conflict, and none was found since."""
        return (
            self.filter(user=user, is_conflict=False)
            .exclude(application__in=self.model.objects.closing(user))
            .values("application")
        )


class ConflictDeclaration(models.Model):
    """Whether a person has a conflict of interest on an application, as declared by them or found by others."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="declarations", verbose_name=_("application")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflict_declarations", verbose_name=_("person")
    )
    is_conflict = models.BooleanField(_("conflict"))
    what = models.TextField(_("what it is"), blank=True)
    since_date = models.DateField(_("since"), null=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared at"))

    objects = ConflictDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        ordering = ["application", "user", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_conflict=False) | (~Q(what="") & Q(since_date__isnull=False)),
                name="conflict_says_what_and_since_when",
            ),
            models.CheckConstraint(
                condition=Q(is_conflict=True) | Q(declared_by=models.F("user")),
                name="nobody_declares_for_another_that_there_is_no_conflict",
            ),
        ]
        indexes = [models.Index(fields=["user", "application"], name="declaration_by_person")]

    def __str__(self):
        return f"{self.user}: {self.application.reference}"


@pghistory.track()
class ApplicantLink(models.Model):
    """A name in an application that meets a name elsewhere: declared or found, and ruled on by a person."""

    class Other(models.TextChoices):
        ASSESSOR = "assessor", _("assessor")
        MEMBER = "member", _("member of the Advisory Committee")
        STAFF = "staff", _("staff")
        APPLICANT = "applicant", _("another applicant")
        COMPANY = "company", _("company on our register")

    class How(models.TextChoices):
        DECLARED = "declared", _("declared")
        IDENTIFIER = "identifier", _("the same number")
        EXACT = "exact", _("the same name")
        NEAR = "near", _("the same words")

    class Stage(models.TextChoices):
        OPEN = "open", _("needs a ruling")
        ACCEPTED = "accepted", _("accepted")
        CONFLICT = "conflict", _("conflict")

    application = models.ForeignKey(Application, models.PROTECT, related_name="links", verbose_name=_("application"))
    name = models.CharField(_("name in the application"), max_length=300)
    capacity = models.CharField(_("there as"), max_length=60)
    other = models.CharField(_("meets"), max_length=10, choices=Other)
    other_name = models.CharField(_("name there"), max_length=300)
    other_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person there")
    )
    other_application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="links_from_others", verbose_name=_("application there")
    )
    how = models.CharField(_("how it was found"), max_length=10, choices=How)
    words = models.TextField(_("in words"), blank=True)
    stage = models.CharField(_("ruling"), max_length=10, choices=Stage, default=Stage.OPEN)
    reason = models.TextField(_("reason of the ruling"), blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("found by"))
    found_at = models.DateTimeField(_("found at"))
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ruled by")
    )
    ruled_at = models.DateTimeField(_("ruled at"), null=True)

    class Meta:
        verbose_name = _("link of an applicant")
        verbose_name_plural = _("links of applicants")
        ordering = ["application", "id"]
        constraints = [
            one_of("applicant_link", "other", ("assessor", "member", "staff", "applicant", "company")),
            one_of("applicant_link", "how", ("declared", "identifier", "exact", "near")),
            one_of("applicant_link", "stage", stages.APPLICANT_LINK),
            models.UniqueConstraint(
                fields=["application", "name", "capacity", "other", "other_name", "other_user", "other_application"],
                name="link_found_once",
                nulls_distinct=False,
            ),
            together("applicant_link", "ruled_by", "ruled_at"),
            maker_is_not_checker("applicant_link", "other_user", "ruled_by"),
            models.CheckConstraint(
                condition=Q(stage="open") | (Q(ruled_by__isnull=False) & ~Q(reason="")),
                name="link_ruled_on_with_a_reason",
            ),
        ]
        triggers = [stage_machine("applicant_link", stages.APPLICANT_LINK)]

    def __str__(self):
        return f"{self.application.reference}: {self.name} = {self.other_name}"
