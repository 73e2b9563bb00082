"""Consents to what a rule would otherwise stop; they lapse by themselves."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models.proposal import Proposal
from investments.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, stage_machine, together
from itvf.models import File


@pghistory.track()
class Consent(models.Model):
    """A recorded consent to what a rule would otherwise stop: who, when, scope, expiry, document."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        REVOKED = "revoked", _("revoked")

    class GivenBy(models.TextChoices):
        CORPORATION = "corporation", _("the Corporation")
        PARTNERS_COMMITTEE = "partners_committee", _("the partners' advisory committee")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="consents", verbose_name=_("fund"))
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="consents", verbose_name=_("proposal")
    )
    rule = models.CharField(_("rule"), max_length=8)
    restriction = models.CharField(_("restriction"), max_length=30, blank=True)
    given_by = models.CharField(_("given by"), max_length=20, choices=GivenBy, default=GivenBy.CORPORATION)
    given_date = models.DateField(_("given on"), null=True)
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
            one_of("consent", "given_by", ("corporation", "partners_committee")),
            maker_is_not_checker("consent", "recorded_by", "approved_by"),
            together("consent", "approved_by", "approved_at"),
        ]
        triggers = [stage_machine("consent", stages.CONSENT)]

    def __str__(self):
        return f"{self.rule} {self.fund.code}"
