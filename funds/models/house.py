"""A house that applies to manage a fund, and its people."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.selection import Manager
from itvf.constraints import one_of
from itvf.roles import HouseRole


class HouseQuerySet(models.QuerySet):
    """Houses as a person may see them."""

    def visible_to(self, user):
        """A person sees the houses that they work for; nobody else's."""
        return self.filter(pk__in=HouseMembership.objects.live().filter(user=user).values("house"))


@pghistory.track()
class House(models.Model):
    """A fund manager's house as it registered itself. `manager` is its place in our own register, once it has one."""

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    ce_number = models.CharField(_("SFC CE number"), max_length=6, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Manager.Licence)
    manager = models.ForeignKey(
        Manager, models.PROTECT, null=True, blank=True, related_name="houses", verbose_name=_("manager")
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"))

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("houses")
        ordering = ["name_en", "id"]
        constraints = [
            one_of("house", "licence", ("held", "to_be_held")),
            models.CheckConstraint(
                condition=Q(ce_number__regex=r"^([A-Z]{3}[0-9]{3})?$"), name="house_ce_number_shape"
            ),
            models.CheckConstraint(
                condition=~Q(licence="held") | ~Q(ce_number=""), name="house_with_licence_has_number"
            ),
        ]

    def __str__(self):
        return self.name_en

    def roles_of(self, user) -> set[str]:
        """The live roles of a person in this house (itvf.permissions asks for them)."""
        return set(self.memberships.live().filter(user=user).values_list("role", flat=True))


class HouseMembershipQuerySet(models.QuerySet):
    """Memberships that count now."""

    def live(self):
        """Those not ended."""
        return self.filter(ended_at__isnull=True)


@pghistory.track()
class HouseMembership(models.Model):
    """A person's role in a house; ended, never deleted."""

    house = models.ForeignKey(House, models.PROTECT, related_name="memberships", verbose_name=_("house"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="house_memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=HouseRole)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = HouseMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a house")
        verbose_name_plural = _("roles in houses")
        ordering = ["house", "id"]
        constraints = [
            one_of("house_membership", "role", HouseRole.values),
            models.UniqueConstraint(
                fields=["house", "user"], condition=Q(ended_at__isnull=True), name="house_membership_live_once"
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.role} {self.house}"
