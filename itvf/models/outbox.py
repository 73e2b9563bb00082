"""Messages that have to go out. The row is the fact; mail and queue only carry it (itvf.outbox)."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from itvf.constraints import one_of, stage_machine

# What may follow what. A claim is given back only while nothing has left the house; from *unknown*
# only a person moves a message on, or the worker that held the claim, when it comes back to life.
STATES = {
    "pending": ("claimed", "cancelled"),
    "claimed": ("pending", "sent", "failed", "unknown"),
    "unknown": ("pending", "sent", "failed", "cancelled"),
    "failed": ("pending", "cancelled"),
}


def new_message_id() -> str:
    """A Message-ID of our own, fixed for the message's life, so that a second copy can be told from a second notice."""
    return f"<{uuid.uuid4().hex}@notices.itvf.example>"


class OutboxMessage(models.Model):
    """One message to one address."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        UNKNOWN = "unknown", _("not known whether sent")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    chain = models.CharField(_("audit chain"), max_length=40, blank=True, default="programme")
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField("HTML", blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    renderer = models.CharField(_("attachments by"), max_length=40, blank=True, default="")
    subject_type = models.CharField(_("kind of subject"), max_length=60, blank=True, default="")
    subject_id = models.CharField(_("id of subject"), max_length=40, blank=True, default="")
    message_id = models.CharField("Message-ID", max_length=100, unique=True, default=new_message_id, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), db_default=Now())
    claim = models.UUIDField(_("claim"), null=True, editable=False)
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    sending_at = models.DateTimeField(_("handed to the mail server at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64, blank=True, default="")
    error = models.TextField(_("what went wrong"), blank=True, default="")
    created_at = models.DateTimeField(_("written at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="pending"), name="outbox_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="outbox_claimed"),
            models.Index(fields=["-id"], condition=Q(state__in=["unknown", "failed"]), name="outbox_for_a_person"),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_by_subject"),
        ]
        constraints = [
            one_of("outbox_message", "state", ("pending", "claimed", "sent", "unknown", "failed", "cancelled")),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outbox_message_sent_at_when_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claim__isnull=False, claimed_at__isnull=False),
                name="outbox_message_claimed_by_somebody",
            ),
        ]
        triggers = [
            stage_machine("outbox_message", STATES, field="state"),
            pgtrigger.ReadOnly(
                name="outbox_message_words",
                fields=["key", "kind", "to", "subject", "text", "html", "renderer", "message_id"],
            ),
            pgtrigger.Protect(name="outbox_message_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"
