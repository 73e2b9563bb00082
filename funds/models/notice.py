"""Notices: what one partner is told of one call or one distribution; the row is the record."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import CallLine, CapitalCall
from funds.models.distribution import Distribution, DistributionLine
from funds.models.netting import Netting, NettingLine
from funds.models.partnership import Fund, FundMembership
from itvf.constraints import together
from itvf.models import OutboxMessage


class NoticeQuerySet(models.QuerySet):
    """Notices as a person may read them."""

    def visible_to(self, user):
        """Staff read every notice, a GP its funds' notices, a contact its own partner's."""
        if user.is_staff:
            return self
        contact_of = FundMembership.objects.live().filter(user=user, partner__isnull=False).values("partner")
        managed = Fund.objects.managed_by(user).values("pk")
        return self.filter(
            Q(line__partner__in=contact_of)
            | Q(line__call__fund__in=managed)
            | Q(distribution_line__partner__in=contact_of)
            | Q(distribution_line__distribution__fund__in=managed)
            | Q(netting_line__partner__in=contact_of)
            | Q(netting_line__netting__fund__in=managed)
        )

    def with_subject(self):
        """With the line, its partner and fund, of either kind, in the same query."""
        return self.select_related(
            "line__partner",
            "line__call__fund__manager",
            "distribution_line__partner",
            "distribution_line__distribution__fund__manager",
            "netting_line__partner",
            "netting_line__netting__fund__manager",
        )


class Notice(models.Model):
    """What one partner is told of a call, a distribution, or both at once: the record, which the mail only brings.

    `content` holds the partner's own figures; with the `notice_common` of its event it is the whole notice, and
    `content_sha256` is the hash over both as canonical JSON.
    """

    line = models.OneToOneField(CallLine, models.PROTECT, null=True, related_name="notice", verbose_name=_("call line"))
    distribution_line = models.OneToOneField(
        DistributionLine, models.PROTECT, null=True, related_name="notice", verbose_name=_("distribution line")
    )
    netting_line = models.OneToOneField(
        NettingLine, models.PROTECT, null=True, related_name="notice", verbose_name=_("line of a net notice")
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    content = models.JSONField(_("content"))
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    message = models.OneToOneField(
        OutboxMessage, models.PROTECT, null=True, related_name="notice", verbose_name=_("message")
    )
    served_at = models.DateTimeField(_("served at"), null=True)
    first_viewed_at = models.DateTimeField(_("first viewed at"), null=True)
    first_viewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("first viewed by")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            together("notice", "first_viewed_at", "first_viewed_by"),
            models.CheckConstraint(
                condition=Q(line__isnull=False, distribution_line__isnull=True, netting_line__isnull=True)
                | Q(line__isnull=True, distribution_line__isnull=False, netting_line__isnull=True)
                | Q(line__isnull=True, distribution_line__isnull=True, netting_line__isnull=False),
                name="notice_is_of_one_event",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="notice_content",
                fields=["line", "distribution_line", "netting_line", "reference", "content", "content_sha256"],
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def subject_line(self) -> CallLine | DistributionLine | NettingLine:
        """The line that it tells of."""
        return self.line or self.distribution_line or self.netting_line

    @property
    def event(self) -> CapitalCall | Distribution | Netting:
        """The call or distribution that it tells of, or what binds them."""
        if self.netting_line_id:
            return self.netting_line.netting
        return self.line.call if self.line_id else self.distribution_line.distribution

    @property
    def fund(self) -> Fund:
        """Whose fund it is."""
        return self.event.fund

    @property
    def is_cancelled(self) -> bool:
        """Whether its event was cancelled afterwards."""
        return self.event.stage == "cancelled"

    @property
    def day(self):
        """When the money moves: the call's due date, the distribution's payment date, or the day of both."""
        if self.netting_line_id:
            return self.netting_line.netting.day
        return self.line.call.due_date if self.line_id else self.distribution_line.distribution.payment_date
