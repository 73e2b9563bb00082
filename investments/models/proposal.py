"""A deal from proposal to completion: checks, answers, investment (R3, R8 to R13)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, JournalEntry, LedgerAccount
from investments.models.company import Company
from investments.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, positive, stage_machine, together
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
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    hong_kong_spend_undertaken_hkd = money_field(
        null=True, blank=True, verbose_name=_("Hong Kong spend undertaken (HK$)")
    )
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
            models.UniqueConstraint(fields=["proposal", "run", "rule"], name="check_outcome_once_a_run"),
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


@pghistory.track()
class Consent(models.Model):
    """A recorded consent to what a rule would otherwise stop: who, when, scope, expiry, document."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        REVOKED = "revoked", _("revoked")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="consents", verbose_name=_("fund"))
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="consents", verbose_name=_("proposal")
    )
    rule = models.CharField(_("rule"), max_length=8)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    scope = models.TextField(_("scope"))
    expiry_date = models.DateField(_("expires on"))
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document"))
    document_reference = models.CharField(_("document reference"), max_length=120)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-id"]
        constraints = [
            one_of("consent", "stage", stages.CONSENT),
            maker_is_not_checker("consent", "recorded_by", "approved_by"),
            together("consent", "approved_by", "approved_at"),
        ]
        triggers = [stage_machine("consent", stages.CONSENT)]

    def __str__(self):
        return f"{self.rule} {self.fund.code}"


class InvestmentQuerySet(models.QuerySet):
    """Investments as a person may see them."""

    def visible_to(self, user):
        """Staff see every investment, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(fund__in=Fund.objects.managed_by(user).values("pk"))


@pghistory.track()
class Investment(models.Model):
    """A completed deal: it points at its accounts in the fund's book, where its money is."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="investment", verbose_name=_("proposal"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="investments", verbose_name=_("fund"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="investments", verbose_name=_("company"))
    completed_date = models.DateField(_("completed on"))
    evidence = models.TextField(_("completion evidence"))
    cost_account = models.OneToOneField(
        LedgerAccount, models.PROTECT, related_name="+", verbose_name=_("account: at cost")
    )
    unrealised_account = models.OneToOneField(
        LedgerAccount, models.PROTECT, related_name="+", verbose_name=_("account: unrealised")
    )
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="investment", verbose_name=_("journal entry")
    )
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    completed_at = models.DateTimeField(_("recorded at"))

    objects = InvestmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ["-completed_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(cost_account=models.F("unrealised_account")), name="investment_two_accounts"
            )
        ]

    def __str__(self):
        return f"{self.company} ({self.fund.code})"
