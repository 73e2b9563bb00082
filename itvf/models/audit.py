"""The audit trail: who did which verb to what, when and why, each event chained to the one before."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One verb done, or refused. Append-only; written by itvf.audit, sealed by the database.

    `content` is the canonical JSON whose SHA-256 is `hash`; the other columns repeat parts of it for
    lists and filters, and the database refuses a row where they differ (migrations/audit_event.sql).
    """

    chain = models.CharField(_("chain"), max_length=40)
    sequence = models.PositiveBigIntegerField(_("number"))
    verb = models.CharField(_("verb"), max_length=60)
    subject_type = models.CharField(_("kind of subject"), max_length=60, blank=True)
    subject_id = models.CharField(_("id of subject"), max_length=40, blank=True)
    subject_label = models.CharField(_("subject"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    actor_name = models.CharField(_("person's name then"), max_length=120)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    content = models.TextField(_("sealed content"), editable=False)
    previous_hash = models.CharField(_("hash of the event before"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_event_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_event_by_actor"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_event_once_a_place"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_event_starts_at_one"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_label}".strip()
