"""Managers and their selection: the notice whose receipt starts the twelve months (R17, R18)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.scheme import Scheme
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, stage_machine, together
from itvf.models import User
from itvf.roles import FundRole

Language = User.Language


@pghistory.track()
class Manager(models.Model):
    """A fund manager: the general partner's house, with its Type 9 licence, held or to be held (R17(i)).

    One that is still to hold it has no CE number until it does.
    """

    class Licence(models.TextChoices):
        HELD = "held", _("Type 9 held")
        TO_BE_HELD = "to_be_held", _("Type 9 to be held")

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    ce_number = models.CharField(_("SFC CE number"), max_length=6, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence)
    licence_checked_date = models.DateField(_("licence checked on"), null=True)
    licence_expiry_date = models.DateField(_("licence expires on"), null=True, blank=True)
    register_url = models.URLField(_("public register"), blank=True)
    responsible_officers = models.PositiveSmallIntegerField(_("responsible officers"))

    class Meta:
        verbose_name = _("manager")
        verbose_name_plural = _("managers")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ce_number__regex=r"^([A-Z]{3}[0-9]{3})?$"), name="manager_ce_number_shape"
            ),
            models.UniqueConstraint(fields=["ce_number"], condition=~Q(ce_number=""), name="manager_ce_number_once"),
            models.CheckConstraint(
                condition=~Q(licence="held") | ~Q(ce_number=""), name="manager_with_licence_has_number"
            ),
            one_of("manager", "licence", ("held", "to_be_held")),
        ]

    def __str__(self):
        return self.name_en


class SelectionQuerySet(models.QuerySet):
    """Selections as a person may see them."""

    def visible_to(self, user):
        """Staff see every selection; others those of funds whose GP they act for, and of houses they work for."""
        if user.is_staff:
            return self
        of_fund = Q(
            fund__memberships__user=user,
            fund__memberships__revoked_at__isnull=True,
            fund__memberships__role__in=(FundRole.GP_MAKER, FundRole.GP_SIGNATORY),
        )
        of_house = Q(application__house__memberships__user=user, application__house__memberships__ended_at__isnull=True)
        return self.filter(pk__in=Selection.objects.filter(of_fund | of_house).values("pk"))

    def running(self):
        """Those whose manager still raises money, or whose lapse waits for its second person."""
        return self.filter(stage__in=(Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED))


@pghistory.track()
class Selection(models.Model):
    """A manager selected under a scheme; the envelope is reserved until it closes or lapses.

    The twelve months run from the day of the notice's receipt: until that is recorded there is no last day (A9).
    """

    class Stage(models.TextChoices):
        SELECTED = "selected", _("raising money")
        LAPSE_PROPOSED = "lapse_proposed", _("lapse proposed")
        CLOSED = "closed", _("closed")
        LAPSED = "lapsed", _("lapsed")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="selections", verbose_name=_("scheme"))
    manager = models.ForeignKey(Manager, models.PROTECT, related_name="selections", verbose_name=_("manager"))
    application = models.OneToOneField(
        "funds.Application",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="selection",
        verbose_name=_("application"),
    )
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("reminders and letters go to"), blank=True)
    contact_language = models.CharField(
        _("language of the contact"), max_length=10, choices=Language, default=Language.ENGLISH
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, default=Stage.SELECTED)
    notice_issued_date = models.DateField(_("notice issued on"))
    notice_received_date = models.DateField(_("notice received on"), null=True)
    fundraising_last_date = models.DateField(_("last day to close"), null=True)
    reserved_hkd = money_field(verbose_name=_("envelope reserved (HK$)"))
    committee_opinion = models.TextField(_("Advisory Committee's opinion"), blank=True)
    committee_date = models.DateField(_("opinion given on"), null=True, blank=True)
    lapse_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lapse proposed by")
    )
    lapse_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lapse approved by")
    )

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["-notice_issued_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_received_date__gte=models.F("notice_issued_date")),
                name="selection_received_on_or_after_issue",
            ),
            together("selection", "notice_received_date", "fundraising_last_date"),
            not_negative("selection", "reserved_hkd"),
            maker_is_not_checker("selection", "lapse_proposed_by", "lapse_approved_by"),
            one_of("selection", "stage", stages.SELECTION),
            one_of("selection", "contact_language", Language.values),
        ]
        triggers = [stage_machine("selection", stages.SELECTION)]

    def __str__(self):
        return f"{self.reference} {self.manager}"

    def roles_of(self, user) -> set[str]:
        """The live roles of a person in the selection's fund, and in the house that applied (itvf.permissions asks)."""
        fund, application = getattr(self, "fund", None), self.application
        return (fund.roles_of(user) if fund else set()) | (application.house.roles_of(user) if application else set())
