"""An application: a house's working copy, what it submitted (frozen and hashed), and how it fares against R17.

What is submitted is received by the database's clock, between opening and closing, to the second; the working copy
stands still from the close on (migrations/selection_rounds.sql). The working copy is the house's alone for ever.
"""

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.agreement import Compounding, DayCount, TierOrder, WaterfallScope
from funds.models.house import House, HouseMembership
from funds.models.invitation import Invitation
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, one_of, rate_field, stage_machine, together
from itvf.models import File


class ApplicationQuerySet(models.QuerySet):
    """Applications as a person may see them."""

    def of_houses_of(self, user):
        """Those of the houses that a person works for."""
        return self.filter(house__in=House.objects.visible_to(user).values("pk"))

    def declared_by(self, user):
        """Those on which a person declared that there is no conflict of interest, and none was found since."""
        return self.filter(pk__in=apps.get_model("funds", "ConflictDeclaration").objects.opening(user))

    def received(self):
        """Those that were submitted and not withdrawn."""
        return self.exclude(stage__in=("draft", "withdrawn"))


# The working copy stays out of the row history, which staff read.
@pghistory.track(exclude=["sections"])
class Application(models.Model):
    """A house's application to one round. `sections` is its working copy: answers by section, as kept."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ELIGIBLE = "eligible", _("eligible")
        INELIGIBLE = "ineligible", _("not eligible")
        SELECTED = "selected", _("selected")
        RESERVED = "reserved", _("on the reserve list")
        NOT_SELECTED = "not_selected", _("not selected")

    invitation = models.ForeignKey(
        Invitation, models.PROTECT, related_name="applications", verbose_name=_("invitation")
    )
    house = models.ForeignKey(House, models.PROTECT, related_name="applications", verbose_name=_("house"))
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.DRAFT)
    sections = models.JSONField(_("working copy"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handed to sign by")
    )
    ready_at = models.DateTimeField(_("handed to sign at"), null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]
        constraints = [
            one_of("application", "stage", stages.APPLICATION),
            models.UniqueConstraint(fields=["invitation", "house"], name="application_once_a_house"),
            together("application", "ready_by", "ready_at"),
        ]
        triggers = [stage_machine("application", stages.APPLICATION)]

    def __str__(self):
        return self.reference

    @property
    def is_received(self) -> bool:
        """Whether something stands with the Corporation."""
        return self.stage not in (self.Stage.DRAFT, self.Stage.WITHDRAWN)


@pghistory.track()
class ApplicationDocument(models.Model):
    """A document in a working copy; taken out, never deleted. `code` is the invitation's."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="documents", verbose_name=_("application")
    )
    code = models.SlugField(_("document"), max_length=40)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("taken out at"), null=True)

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering = ["application", "id"]

    def __str__(self):
        return f"{self.code}: {self.file}"


class SubmissionQuerySet(models.QuerySet):
    """Submissions as a person may see them."""

    def visible_to(self, user):
        """Staff see what a round received once it is closed, by the database's clock; a house its own at any time.

        A conflict of interest closes an application to staff and assessors; assessors declare before they see one.
        """
        closed_to = apps.get_model("funds", "ConflictDeclaration").objects
        received = self.filter(application__invitation__closes_at__lt=Now())
        received = received.exclude(application__in=closed_to.closing(user))
        rounds = user.round_memberships.live().assessors().values("invitation")
        declared = Q(application__in=closed_to.opening(user))
        if user.is_staff:
            return received.filter(declared | ~Q(application__invitation__in=rounds))
        if user.round_memberships.live().assessors().exists():
            return received.filter(declared, application__invitation__in=rounds)
        houses = HouseMembership.objects.live().filter(user=user).values("house")
        return self.filter(application__house__in=houses)

    def standing(self):
        """The last one of each application that was not withdrawn."""
        newest = Submission.objects.filter(application=models.OuterRef("application")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1])).exclude(application__stage="withdrawn")


class Submission(models.Model):
    """An application as it was submitted: content, hash, and the database's own moment of receipt. Never changed."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    content_sha256 = models.CharField("SHA-256", max_length=64)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    received_at = models.DateTimeField(_("received at"), db_default=Now(), editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_number_once"),
            maker_is_not_checker("submission", "prepared_by", "submitted_by"),
            models.CheckConstraint(condition=Q(content_sha256__regex="^[0-9a-f]{64}$"), name="submission_is_hashed"),
        ]

    def __str__(self):
        return f"{self.application.reference} ({self.number:d})"


class ProposedTerms(models.Model):
    """The terms that a submission offers, typed as FundAgreement types them (a test holds the columns equal)."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="proposed_terms", verbose_name=_("submission")
    )
    fund_size_hkd = money_field(verbose_name=_("fund size (HK$)"))
    non_government_target_hkd = money_field(verbose_name=_("to be raised outside the Government (HK$)"))
    gp_commitment_hkd = money_field(verbose_name=_("commitment of the GP (HK$)"))
    hard_circles_hkd = money_field(verbose_name=_("hard circles (HK$)"))
    soft_circles_hkd = money_field(verbose_name=_("soft circles (HK$)"))
    term_years = models.PositiveSmallIntegerField(_("term, extensions included (years)"))
    investment_period_years = models.PositiveSmallIntegerField(_("investment period (years)"))
    fee_rate_during = rate_field(verbose_name=_("fee rate in the investment period"))
    fee_rate_after = rate_field(verbose_name=_("fee rate afterwards"))
    fee_base_during = models.CharField(_("fee base in the investment period"), max_length=20)
    fee_base_after = models.CharField(_("fee base afterwards"), max_length=20)
    carry_rate = rate_field(verbose_name=_("carried interest"))
    hurdle_rate = rate_field(verbose_name=_("hurdle rate"))
    catch_up_rate = rate_field(verbose_name=_("GP catch-up"))
    second_hurdle_rate = rate_field(null=True, verbose_name=_("second hurdle rate"))
    second_carry_rate = rate_field(null=True, verbose_name=_("carried interest above the second hurdle"))
    second_catch_up_rate = rate_field(null=True, verbose_name=_("GP catch-up after the second hurdle"))
    third_hurdle_rate = rate_field(null=True, verbose_name=_("third hurdle rate"))
    third_carry_rate = rate_field(null=True, verbose_name=_("carried interest above the third hurdle"))
    third_catch_up_rate = rate_field(null=True, verbose_name=_("GP catch-up after the third hurdle"))
    waterfall_scope = models.CharField(
        _("waterfall runs over"), max_length=12, choices=WaterfallScope, default=WaterfallScope.WHOLE_FUND
    )
    tier_order = models.CharField(
        _("order of the first tiers"), max_length=14, choices=TierOrder, default="capital_first"
    )
    hurdle_compounding = models.CharField(
        _("hurdle compounds"), max_length=17, choices=Compounding, default=Compounding.ANNUAL
    )
    hurdle_day_count = models.CharField(
        _("day count of the hurdle"), max_length=10, choices=DayCount, default="ACT/365"
    )
    loss_make_up = models.BooleanField(_("deals make up the losses of others first"), default=True)
    gp_in_pool = models.BooleanField(_("the GP's own commitment bears carry"), default=True)
    carry_escrow_rate = rate_field(default=0, verbose_name=_("share of carry held in escrow"))
    gp_money_is_matched = models.BooleanField(_("GP money counts towards the 1 : 3 base (A7)"), default=True)
    follow_ons_after_period = models.BooleanField(_("follow-ons allowed after the investment period"), default=True)
    company_limit_rate = rate_field(null=True, verbose_name=_("at most in one company, of commitments"))
    group_limit_rate = rate_field(null=True, verbose_name=_("at most in one group of companies, of commitments"))
    follow_on_reserve_rate = rate_field(null=True, verbose_name=_("kept for follow-ons, of commitments"))
    bridge_limit_rate = rate_field(null=True, verbose_name=_("at most in bridge financing, of commitments"))
    bridge_months = models.PositiveSmallIntegerField(_("bridge financing ends within (months)"), null=True)

    class Meta:
        verbose_name = _("proposed terms")
        verbose_name_plural = _("proposed terms")
        constraints = [
            one_of("proposed_terms", "waterfall_scope", WaterfallScope.values),
            one_of("proposed_terms", "tier_order", TierOrder.values),
            one_of("proposed_terms", "hurdle_compounding", Compounding.values),
            one_of("proposed_terms", "hurdle_day_count", DayCount.values),
        ]

    def __str__(self):
        return str(self.submission)


@pghistory.track()
class EligibilityFinding(models.Model):
    """One requirement of Annex 3 and one submission: what the machine found, what a person ruled; a fail takes two."""

    class Outcome(models.TextChoices):
        PASS = "pass", _("pass")
        FAIL = "fail", _("fail")
        NEEDS_EVIDENCE = "needs_evidence", _("needs evidence")

    class Stage(models.TextChoices):
        OPEN = "open", _("needs a ruling")
        PASSED = "passed", _("pass")
        FAIL_PROPOSED = "fail_proposed", _("fail proposed")
        FAILED = "failed", _("fail")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="findings", verbose_name=_("submission"))
    requirement = models.SlugField(_("requirement"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    rule = models.CharField(_("rule"), max_length=8)
    clause = models.CharField(_("clause"), max_length=80)
    machine = models.CharField(_("what the system found"), max_length=14, choices=Outcome)
    sentence = models.TextField(_("sentence"))
    facts = models.JSONField(_("facts"), default=dict)
    stage = models.CharField(_("ruling"), max_length=14, choices=Stage, default=Stage.OPEN)
    note = models.TextField(_("note"), blank=True)
    evidence = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence"))
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ruled by")
    )
    ruled_at = models.DateTimeField(_("ruled at"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("fail confirmed by")
    )
    confirmed_at = models.DateTimeField(_("fail confirmed at"), null=True)

    class Meta:
        verbose_name = _("eligibility requirement")
        verbose_name_plural = _("eligibility requirements")
        ordering = ["submission", "position"]
        constraints = [
            one_of("eligibility_finding", "machine", ("pass", "fail", "needs_evidence")),
            one_of("eligibility_finding", "stage", stages.ELIGIBILITY_FINDING),
            models.UniqueConstraint(fields=["submission", "requirement"], name="requirement_once_a_submission"),
            together("eligibility_finding", "ruled_by", "ruled_at"),
            together("eligibility_finding", "confirmed_by", "confirmed_at"),
            maker_is_not_checker("eligibility_finding", "ruled_by", "confirmed_by"),
            models.CheckConstraint(
                condition=~Q(stage="failed") | Q(ruled_by__isnull=False, confirmed_by__isnull=False),
                name="eligibility_fail_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(stage="passed") | Q(machine="pass") | (Q(ruled_by__isnull=False) & ~Q(note="")),
                name="eligibility_pass_is_accounted_for",
            ),
        ]
        triggers = [stage_machine("eligibility_finding", stages.ELIGIBILITY_FINDING)]

    def __str__(self):
        return f"{self.submission}: {self.requirement}"
