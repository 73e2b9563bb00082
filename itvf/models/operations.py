"""What keeps the machinery honest: keys of requests already answered, and signs of life."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """An answer already given to a person's key, kept in the transaction of its effect (itvf.idempotency)."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    key = models.CharField(_("key"), max_length=200)
    request_sha256 = models.CharField(_("SHA-256 of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    payload = models.JSONField(_("answer"), null=True)
    created_at = models.DateTimeField(_("answered at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_key_once_a_person")]

    def __str__(self):
        return self.key


class Heartbeat(models.Model):
    """The last sign of life of a part: queued by the scheduler, written by the worker."""

    name = models.CharField(_("part"), max_length=40, primary_key=True)
    beat_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self):
        return self.name
