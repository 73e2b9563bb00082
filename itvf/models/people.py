"""People and the roles that they hold in the Corporation. Roles in a fund live with the fund."""

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from itvf.constraints import maker_is_not_checker, one_of
from itvf.roles import StaffRole


class UserManager(BaseUserManager):
    """Makes people; a person without a password can't sign in until one is set."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields):
        """Creates a person; the e-mail address is kept in lower case, since it is the log-in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        """Finds a person by log-in, whatever the case it was typed in."""
        return self.get(email__iexact=email)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A person who signs in. There is no superuser: what a person may do is what their roles say."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        TRADITIONAL_CHINESE = "zh-hant", "繁體中文"

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=60, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("added at"), db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]
        constraints = [
            one_of("user", "language", ("en", "zh-hant")),
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self) -> str:
        """The name, for parts that ask in Django's way."""
        return self.name

    def get_short_name(self) -> str:
        """The name, for parts that ask in Django's way."""
        return self.name

    def staff_roles(self) -> set[str]:
        """The roles in the Corporation that count now, read afresh: a revoked role is gone at once."""
        return set(self.role_grants.live().values_list("role", flat=True))

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the Corporation: holds at least one live staff role."""
        return self.role_grants.live().exists()

    def has_perm(self, perm: str, obj=None) -> bool:
        """Django's own permissions are not used; itvf.permissions is the whole policy."""
        return False

    def has_perms(self, perm_list, obj=None) -> bool:
        """As has_perm."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """As has_perm."""
        return False


class RoleGrantQuerySet(models.QuerySet):
    """Grants that count now."""

    def live(self):
        """Those not revoked."""
        return self.filter(revoked_at__isnull=True)


@pghistory.track()
class RoleGrant(models.Model):
    """A staff role given to a person; revoked, never deleted. Only the first one of all has no giver."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=24, choices=StaffRole)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), db_default=Now())
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("revoked by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["user", "role", "id"]
        constraints = [
            one_of("role_grant", "role", StaffRole.values),
            maker_is_not_checker("role_grant", "granted_by", "user"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(revoked_at__isnull=True),
                name="role_grant_live_once",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"
