"""The outbox in the admin: each message with what goes with it, and the mail as it was caught in the demo."""

from email import message_from_bytes, policy

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from itvf import mail_catcher, outbox, walls
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, tag
from itvf.admin_verbs import Verb
from itvf.errors import NotFound
from itvf.models import OutboxMessage

State = OutboxMessage.State


@admin.register(OutboxMessage)
class OutboxMessageAdmin(RecordAdmin):
    """A message on its way, gone, or waiting for a person."""

    list_display = ["subject", "to", "kind", "shown_state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["subject", "to", "key", "message_id"]
    hidden_fields = ("html", "claim")
    verbs = (
        Verb(
            "resend",
            _("Send again"),
            "outbox.resend",
            lambda message, **inputs: outbox.resend(message, **inputs),
            form=ReasonForm,
            stages=(State.FAILED, State.UNKNOWN),
            intro=_("It goes out with the same Message-ID, so that a mail program shows it once."),
            icon="forward_to_inbox",
            tone="go",
            stage_field="state",
        ),
        Verb(
            "cancel",
            _("Cancel the message"),
            "outbox.cancel",
            lambda message, **inputs: outbox.cancel(message, **inputs),
            form=ReasonForm,
            stages=(State.PENDING, State.FAILED, State.UNKNOWN),
            icon="cancel_schedule_send",
            tone="stop",
            stage_field="state",
        ),
    )

    def get_queryset(self, request):
        """All but what is closed to the reader."""
        return walls.open_to(request.user, super().get_queryset(request))

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, obj):
        """The state, coloured."""
        return tag(obj, "state")

    def panels(self, obj, request):
        """The mail that was caught, where this site keeps it; else the attachments as they would go out."""
        mail = caught(obj)
        if mail is not None:
            parts = [("mail", "message.eml", "message/rfc822"), *_numbered(_attachments_of(mail))]
            note = _("This site catches its mail. This is what the mail server took, byte for byte.")
        elif obj.renderer:
            files, fault = _made(obj)
            parts = _numbered(files)
            note = fault or _("Made afresh from the same figures: the same message gives the same bytes.")
        else:
            return []
        rows = [((name, self._url("part", obj.pk, part)), content_type) for part, name, content_type in parts]
        return [Panel(_("What goes with it"), [(_("File"), "text"), (_("Kind"), "text")], rows, note=note)]

    def get_urls(self):
        """The mail and its attachments beside the message's pages."""
        view = self.admin_site.admin_view(self.part)
        own = path("<int:message_id>/parts/<slug:part>/", view, name=self._name("part"))
        return [own, *super().get_urls()]

    def part(self, request, message_id: int, part: str):
        """One file of a message, for saving."""
        message = self.get_queryset(request).filter(pk=message_id).first()
        if message is None or not self.has_view_permission(request, message):
            raise NotFound()
        mail = caught(message)
        if part == "mail" and mail is not None:
            name, content_type, content = f"message-{message.pk}.eml", "message/rfc822", mail
        else:
            parts = _attachments_of(mail) if mail is not None else outbox.attachments(message)
            if not part.isdecimal() or int(part) >= len(parts):
                raise NotFound()
            name, content_type, content = parts[int(part)]
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


def caught(message: OutboxMessage) -> bytes | None:
    """This function will give a message's mail as the demo's mail server kept it, or None."""
    place = mail_catcher.find(settings.MAIL_FOLDER, message.message_id)
    return place.read_bytes() if place is not None and place.is_file() else None


def _attachments_of(mail: bytes) -> list[tuple[str, str, bytes]]:
    parts = message_from_bytes(mail, policy=policy.default).iter_attachments()
    return [
        (part.get_filename() or "attachment", part.get_content_type(), part.get_payload(decode=True) or b"")
        for part in parts
    ]


def _numbered(files) -> list[tuple[int, str, str]]:
    return [(number, name, content_type) for number, (name, content_type, _content) in enumerate(files)]


def _made(message: OutboxMessage) -> tuple[list[tuple[str, str, bytes]], str]:
    """The attachments, or why they can't be made: a page that shows a broken message must not break."""
    try:
        return outbox.attachments(message), ""
    except Exception as fault:
        return [], f"{type(fault).__name__}: {fault}"
