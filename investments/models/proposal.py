"""A deal from proposal to completion: checks, answers, investment (R3, R8 to R13)."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models.company import Company
from investments.rules import stages
from itvf.constraints import (
    foreign_field,
    money_field,
    not_negative,
    one_of,
    positive,
    stage_machine,
)
from itvf.models import File


class ProposalQuerySet(models.QuerySet):
    """Proposals as a person may see them."""

    def visible_to(self, user):
        """Staff see every proposal, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(fund__in=Fund.objects.managed_by(user).values("pk"))


@pghistory.track()
class Proposal(models.Model):
    """A deal that the GP means to do, put to the Corporation, which answers and does not decide."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        QUERIED = "queried", _("queried")
        NO_OBJECTION = "no_objection", _("no objection")
        BREACH_NOTICE = "breach_notice", _("breach notice")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="proposals", verbose_name=_("fund"))
    number = models.PositiveIntegerField(_("number"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="proposals", verbose_name=_("company"))
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, default=Stage.SUBMITTED)
    sector = models.CharField(_("sector"), max_length=60)
    financing_stage = models.CharField(_("financing stage"), max_length=40)
    instrument = models.CharField(_("instrument"), max_length=40)
    description = models.TextField(_("description"))
    activities = models.JSONField(_("activities (R13)"), default=list, blank=True)
    is_secondary = models.BooleanField(_("secondary shares"))
    is_follow_on = models.BooleanField(_("follow-on"), default=False)
    is_bridge = models.BooleanField(_("bridge financing"), default=False)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    currency = models.CharField(_("currency"), max_length=3, default="HKD")
    foreign_amount = foreign_field(null=True, blank=True, verbose_name=_("amount in that currency"))
    hints = models.JSONField(_("words that hint at R13"), default=dict, blank=True)
    hong_kong_spend_undertaken_hkd = money_field(
        null=True, blank=True, verbose_name=_("Hong Kong spend undertaken (HK$)")
    )
    spend_months = models.PositiveSmallIntegerField(_("to be spent within (months)"), default=24)
    undertaking_signed_date = models.DateField(_("undertaking signed on"), null=True, blank=True)
    undertaking_file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undertaking (file)")
    )
    expected_date = models.DateField(_("expected completion"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-id"]
        constraints = [
            one_of("proposal", "stage", stages.PROPOSAL),
            positive("proposal", "amount_hkd"),
            not_negative("proposal", "hong_kong_spend_undertaken_hkd"),
            models.UniqueConstraint(fields=["fund", "number"], name="proposal_number_once_a_fund"),
        ]
        triggers = [stage_machine("proposal", stages.PROPOSAL)]

    def __str__(self):
        return f"{self.fund.code} {_('proposal')} {self.number} · {self.company}"


class CheckOutcome(models.Model):
    """What one rule said of a proposal on one run: kept as it was, with facts and headroom; append-only."""

    class Status(models.TextChoices):
        PASS = "pass", _("pass")
        BREACH = "breach", _("breach")
        NEEDS_EVIDENCE = "needs_evidence", _("needs evidence")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="outcomes", verbose_name=_("proposal"))
    run = models.PositiveSmallIntegerField(_("run"))
    rule = models.CharField(_("rule"), max_length=8)
    restriction = models.CharField(_("restriction"), max_length=30)
    clause = models.CharField(_("clause"), max_length=80)
    status = models.CharField(_("status"), max_length=16, choices=Status)
    severity = models.CharField(_("severity"), max_length=10)
    code = models.CharField(_("code"), max_length=60)
    template = models.TextField(_("sentence"))
    facts = models.JSONField(_("facts"), default=dict)
    headroom_hkd = money_field(null=True, verbose_name=_("headroom (HK$)"))
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("check outcome")
        verbose_name_plural = _("check outcomes")
        ordering = ["proposal", "-run", "id"]
        constraints = [
            one_of("check_outcome", "status", ("pass", "breach", "needs_evidence")),
            models.UniqueConstraint(fields=["proposal", "run", "restriction"], name="check_outcome_once_a_run"),
        ]

    def __str__(self):
        return f"{self.rule} {self.status}"


class ProposalAnswer(models.Model):
    """One person's answer to a proposal; no objection takes two; append-only."""

    class Answer(models.TextChoices):
        NO_OBJECTION = "no_objection", _("no objection")
        QUERY = "query", _("query")
        BREACH_NOTICE = "breach_notice", _("breach notice")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers", verbose_name=_("proposal"))
    run = models.PositiveSmallIntegerField(_("on the checks of run"))
    answer = models.CharField(_("answer"), max_length=14, choices=Answer)
    reason = models.TextField(_("reason"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to a proposal")
        verbose_name_plural = _("answers to proposals")
        ordering = ["id"]
        constraints = [
            one_of("proposal_answer", "answer", ("no_objection", "query", "breach_notice")),
            models.UniqueConstraint(fields=["proposal", "run", "answered_by"], name="proposal_answered_by_two_people"),
        ]

    def __str__(self):
        return f"{self.get_answer_display()} ({self.answered_by})"


class ProposalReply(models.Model):
    """What the GP replied to a query; append-only."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="replies", verbose_name=_("proposal"))
    run = models.PositiveSmallIntegerField(_("on the checks of run"))
    reply = models.TextField(_("reply"))
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("replied by")
    )
    replied_at = models.DateTimeField(_("replied at"))

    class Meta:
        verbose_name = _("reply to a query")
        verbose_name_plural = _("replies to queries")
        ordering = ["id"]

    def __str__(self):
        return f"{self.proposal} ({self.replied_by})"


class ProposalDocument(models.Model):
    """A document of a deal: what it was proposed with, and what shows that it was done; append-only."""

    class Kind(models.TextChoices):
        TERM_SHEET = "term_sheet", _("term sheet")
        IC_PAPER = "ic_paper", _("investment committee paper")
        UNDERTAKING = "undertaking", _("Hong Kong spend undertaking, signed (R10)")
        SHARE_CERTIFICATE = "share_certificate", _("share certificate")
        BANK_ADVICE = "bank_advice", _("bank advice")
        CAP_TABLE = "cap_table", _("capitalisation table")
        OTHER = "other", _("other document")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="documents", verbose_name=_("proposal"))
    kind = models.CharField(_("document"), max_length=20, choices=Kind)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("document of a deal")
        verbose_name_plural = _("documents of deals")
        ordering = ["id"]
        constraints = [
            one_of(
                "proposal_document",
                "kind",
                (
                    "bank_advice",
                    "cap_table",
                    "ic_paper",
                    "other",
                    "share_certificate",
                    "term_sheet",
                    "undertaking",
                ),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.file}"


class Ruling(models.Model):
    """A person's decision on what a check could not decide, with its reason, for just the facts shown; append-only."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="rulings", verbose_name=_("proposal"))
    restriction = models.CharField(_("restriction"), max_length=30)
    holds = models.BooleanField(_("the rule is met"))
    reason = models.TextField(_("reason"))
    facts = models.JSONField(_("facts"), default=dict)
    facts_hash = models.CharField(_("hash of the facts"), max_length=64)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.restriction} {self.proposal}"
