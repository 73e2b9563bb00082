"""Net notices: calls and distributions of one fund and one day, told in one notice and set off against each other."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund, FundMembership, Partner
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, stage_machine, together


class NettingQuerySet(models.QuerySet):
    """Net notices as a person may see them."""

    def visible_to(self, user):
        """Staff see every one, a GP its funds'; a partner's contact issued ones of its fund only."""
        if user.is_staff:
            return self
        managed = Fund.objects.managed_by(user).values("pk")
        visible = Fund.objects.visible_to(user).values("pk")
        return self.filter(Q(fund__in=managed) | Q(fund__in=visible, stage=Netting.Stage.ISSUED))


@pghistory.track()
class Netting(models.Model):
    """What binds calls and distributions of one day: each partner is told of all at once and pays or gets the net.

    Gross figures stay gross: what is set off counts as contributed and as distributed. `calls` and `distributions`
    point here; what a later closing trues up may be among them.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="nettings", verbose_name=_("fund"))
    number = models.PositiveIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.DRAFT)
    day = models.DateField(_("due and payable on"))
    bound_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("bound by"))
    bound_at = models.DateTimeField(_("bound at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"), null=True)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="netting", verbose_name=_("journal entry")
    )
    notice_common = models.JSONField(_("what every notice says"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = NettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("net notice")
        verbose_name_plural = _("net notices")
        ordering = ["-id"]
        constraints = [
            one_of("netting", "stage", stages.NETTING),
            models.UniqueConstraint(fields=["fund", "number"], name="netting_number_once_a_fund"),
            maker_is_not_checker("netting", "bound_by", "issued_by"),
            together("netting", "issued_by", "issued_at"),
            models.CheckConstraint(
                condition=Q(stage__in=["issued", "cancelled"], issued_by__isnull=False)
                | Q(stage__in=["draft", "withdrawn"], issued_by__isnull=True),
                name="netting_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "issued"]) | ~Q(reason=""), name="netting_ends_for_a_reason"
            ),
        ]
        triggers = [stage_machine("netting", stages.NETTING)]

    def __str__(self):
        return f"{self.fund.code} {_('net notice')} {self.number}"

    @property
    def reference(self) -> str:
        """What its notices and set-offs are called by."""
        return f"{self.fund.code.upper()}-N{self.number:03d}"


class NettingLineQuerySet(models.QuerySet):
    """Lines of net notices as a person may see them."""

    def visible_to(self, user):
        """Staff see every line, a GP its funds' lines, a partner's contact its own partner's."""
        if user.is_staff:
            return self
        contact_of = FundMembership.objects.live().filter(user=user, partner__isnull=False).values("partner")
        managed = Fund.objects.managed_by(user).values("pk")
        return self.filter(Q(partner__in=contact_of) | Q(netting__fund__in=managed))


class NettingLine(models.Model):
    """One partner of a net notice: what it is called for, what it is distributed, and what of both is set off.

    Written when the notice is issued; append-only. Amounts are gross, interest of a true-up among them.
    """

    netting = models.ForeignKey(Netting, models.PROTECT, related_name="lines", verbose_name=_("net notice"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="netting_lines", verbose_name=_("partner"))
    order = models.PositiveIntegerField(_("order"))
    called_hkd = money_field(verbose_name=_("called (HK$)"))
    distributed_hkd = money_field(verbose_name=_("distributed (HK$)"))
    set_off_hkd = money_field(verbose_name=_("set off (HK$)"))

    objects = NettingLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a net notice")
        verbose_name_plural = _("lines of a net notice")
        ordering = ["netting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["netting", "partner"], name="netting_line_once_a_partner"),
            not_negative("netting_line", "called_hkd"),
            not_negative("netting_line", "distributed_hkd"),
            models.CheckConstraint(
                condition=Q(set_off_hkd=Least(F("called_hkd"), F("distributed_hkd"))),
                name="netting_line_sets_off_the_smaller",
            ),
        ]

    def __str__(self):
        return f"{self.netting} · {self.partner}"

    @property
    def net_hkd(self):
        """What the partner pays, in HK$; below zero what it is paid."""
        return self.called_hkd - self.distributed_hkd
