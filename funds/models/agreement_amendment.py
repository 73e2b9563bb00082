"""Amendments of an agreement's own terms: what its partners resolved, recorded by one and approved by another (R27)."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models.agreement import FundAgreement
from funds.models.agreement_register import Recorded, Resolution
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, stage_machine, together
from itvf.models import File

CONTENT = (
    "agreement",
    "resolution",
    "reason",
    "signed_date",
    "clause",
    "terms",
    "document",
    "recorded_by",
    "recorded_at",
)


@pghistory.track()
class AgreementAmendment(models.Model):
    """What restates terms of a signed agreement; approved, the agreement has them.

    A deed rests on a resolution that passed; without one the row corrects what was recorded wrongly, for a reason.
    `terms` holds what changes as {name: value as text}, `former` what stood before, filled on approval. Dates and
    money of the terms are those of `FundAgreement`, whose own history keeps every former row.
    """

    Stage = Recorded

    agreement = models.ForeignKey(
        FundAgreement, models.PROTECT, related_name="amendments", verbose_name=_("fund agreement")
    )
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, related_name="restated", verbose_name=_("resolution that passed")
    )
    reason = models.TextField(_("reason for a correction"), blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Recorded, default=Recorded.DRAFT)
    signed_date = models.DateField(_("signed on"))
    clause = models.CharField(_("clause"), max_length=80)
    terms = models.JSONField(_("terms that change"))
    former = models.JSONField(_("as they stood before"), default=dict)
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deed of amendment")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("amendment of an agreement")
        verbose_name_plural = _("amendments of agreements")
        ordering = ["agreement", "-id"]
        constraints = [
            one_of("agreement_amendment", "stage", stages.AGREEMENT_AMENDMENT),
            maker_is_not_checker("agreement_amendment", "recorded_by", "approved_by"),
            together("agreement_amendment", "approved_by", "approved_at"),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=~models.Q(stage="refused"),
                name="agreement_amendment_one_a_resolution",
            ),
            models.CheckConstraint(
                condition=models.Q(resolution__isnull=False, reason="")
                | (models.Q(resolution__isnull=True) & ~models.Q(reason="")),
                name="agreement_amendment_by_a_vote_or_a_reason",
            ),
        ]
        triggers = [
            stage_machine("agreement_amendment", stages.AGREEMENT_AMENDMENT),
            pgtrigger.ReadOnly(name="agreement_amendment_content", fields=list(CONTENT)),
        ]

    def __str__(self):
        return f"{self.agreement} {_('amended')} {self.signed_date}"
