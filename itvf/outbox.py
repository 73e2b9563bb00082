"""Messages go out once: written with the fact they tell, claimed before the mail server hears of them.

Promise: never silently lost, never sent twice by itself. A message whose worker died while the mail
server had it is *unknown* and waits for a person.

Renderers and hooks are named by the apps above (in their AppConfig.ready):

    outbox.renderers["call_notice"] = "funds.notices.attachments"    # (message) -> [(name, type, bytes), ...]
    outbox.on_sent["call_notice"] = "funds.services.notices.mark_served"    # (message, *, at)
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.errors import WrongStage, gettext_noop
from itvf.mail import Carrier, Refused, Undelivered, compose
from itvf.models import OutboxMessage

log = logging.getLogger(__name__)
State = OutboxMessage.State
Attachment = tuple[str, str, bytes]

renderers: dict[str, str] = {}
on_sent: dict[str, str] = {}

# What the writer of a message gives; the rest is the database's or the relay's.
GIVEN = (
    "key", "kind", "chain", "to", "subject", "text", "html", "language", "renderer", "subject_type", "subject_id",
    "message_id", "state", "attempts", "sent_sha256", "error",
)  # fmt: skip
CHUNK = 100
# Longer than any worker may take for a chunk (CELERY_TASK_TIME_LIMIT), so that no live claim is judged dead.
CLAIM_TIMEOUT = timedelta(seconds=300)
LONGEST_WAIT = timedelta(hours=1)


def put(
    *,
    key: str,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    language: str = "",
    chain: str = audit.PROGRAMME,
    renderer: str = "",
    about=None,
) -> OutboxMessage:
    """This function will write one message in the caller's transaction and wake the relay after it.

    `key` names the fact that the message tells ("call_notice:17"); a second message with it is refused
    by the database. `about` is the object it is about.
    """
    message = OutboxMessage(
        key=key,
        kind=kind,
        to=to,
        subject=_one_line(subject),
        text=text,
        html=html,
        language=language,
        chain=chain,
        renderer=renderer,
        subject_type=about._meta.label_lower if about is not None else "",
        subject_id=str(about.pk) if about is not None else "",
    )
    message.save(force_insert=True)
    enqueue("itvf.relay_outbox")
    return message


@transaction.atomic
def put_many(messages: Iterable[OutboxMessage]) -> list[OutboxMessage]:
    """This function will write any number of messages by one COPY and give them back with their ids.

    For verbs that write to every partner: two statements, however many they are. The caller enqueues
    "itvf.relay_outbox" itself, once.
    """
    messages = list(messages)
    columns = ", ".join(f'"{column}"' for column in GIVEN)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY itvf_outboxmessage ({columns}) FROM STDIN") as rows:
            for message in messages:
                message.subject = _one_line(message.subject)
                rows.write_row([getattr(message, column) for column in GIVEN])
        cursor.execute(
            "SELECT key, id FROM itvf_outboxmessage WHERE key = ANY(%s)", [[message.key for message in messages]]
        )
        ids = dict(cursor.fetchall())
    for message in messages:
        message.pk = ids[message.key]
        message._state.adding, message._state.db = False, connection.alias
    return messages


def put_selected(select: str, params: dict, *, kind: str, chain: str, renderer: str = "") -> int:
    """This function will write one message for each row of a SELECT, in one statement, and give their number.

    `select` yields the columns key, to, subject, text; `params` are its parameters by name. For verbs that
    write to thousands of partners. The caller enqueues "itvf.relay_outbox" itself, once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO itvf_outboxmessage (
                key, "to", subject, text, kind, chain, renderer, message_id, state,
                html, language, subject_type, subject_id, attempts, sent_sha256, error
            )
            SELECT key, "to", subject, text, %(_kind)s, %(_chain)s, %(_renderer)s,
                   '<' || replace(gen_random_uuid()::text, '-', '') || '@notices.itvf.example>', 'pending',
                   '', '', '', '', 0, '', ''
            FROM ({select}) AS message (key, "to", subject, text)
            """,  # noqa: S608 (the SELECT is a constant of the calling service)
            {**params, "_kind": kind, "_chain": chain, "_renderer": renderer},
        )
        return cursor.rowcount


def relay(*, clock, most: int = 5_000, until: datetime | None = None) -> dict[str, int]:
    """This function will send what waits, chunk by chunk over one kept connection, and count what became of it.

    `clock` gives the moment (itvf.dates.now); no chunk is begun after `until`. Run by any number of
    workers at once: a message is claimed by one.
    """
    counts: dict[str, int] = {}
    with Carrier() as carrier:
        while sum(counts.values()) < most and (until is None or clock() < until):
            claimed = claim(at=clock())
            if not claimed:
                break
            for state in _send_chunk(claimed, carrier, clock):
                counts[state] = counts.get(state, 0) + 1
            if carrier.is_down:
                break
    return counts


@transaction.atomic
def claim(*, at: datetime, limit: int = CHUNK) -> list[OutboxMessage]:
    """This function will claim messages that are due, oldest first, skipping those that others hold."""
    token = uuid.uuid4()
    due = list(
        OutboxMessage.objects.filter(state=State.PENDING, next_try_at__lte=at)
        .order_by("next_try_at", "id")
        .select_for_update(skip_locked=True)[:limit]
    )
    OutboxMessage.objects.filter(pk__in=[message.pk for message in due]).update(
        state=State.CLAIMED, claim=token, claimed_at=at, sending_at=None, attempts=F("attempts") + 1, error=""
    )
    for message in due:
        message.state, message.claim, message.claimed_at = State.CLAIMED, token, at
        message.attempts += 1
    return due


@transaction.atomic
def sweep(*, at: datetime) -> tuple[int, int]:
    """This function will settle the claims of workers that died: (back to waiting, unknown).

    What never reached the mail server waits again. What may have reached it is *unknown*.
    """
    dead = OutboxMessage.objects.filter(state=State.CLAIMED, claimed_at__lt=at - CLAIM_TIMEOUT)
    unknown = dead.filter(sending_at__isnull=False).update(
        state=State.UNKNOWN, error="The worker stopped while the mail server had this message."
    )
    back = dead.filter(sending_at__isnull=True).update(state=State.PENDING, claim=None, claimed_at=None)
    return back, unknown


@transaction.atomic
def resend(message: OutboxMessage, *, by, reason: str, at: datetime) -> OutboxMessage:
    """This function will let a failed or unknown message go out (again) with the same Message-ID."""
    permissions.require(by, "outbox.resend")
    message = _locked(message, State.FAILED, State.UNKNOWN)
    was = message.state
    audit.require_reason(reason)
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.PENDING, claim=None, claimed_at=None, sending_at=None, next_try_at=at
    )
    message.refresh_from_db()
    audit.record(
        chain=message.chain or audit.PROGRAMME,
        verb="outbox.resend",
        subject=message,
        by=by,
        at=at,
        reason=reason,
        facts={"was": was, "to": message.to, "message_id": message.message_id},
    )
    enqueue("itvf.relay_outbox")
    return message


@transaction.atomic
def cancel(message: OutboxMessage, *, by, reason: str, at: datetime) -> OutboxMessage:
    """This function will see to it that a message that waits, failed or is unknown does not go out (again)."""
    permissions.require(by, "outbox.cancel")
    message = _locked(message, State.PENDING, State.FAILED, State.UNKNOWN)
    was = message.state
    audit.require_reason(reason)
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.CANCELLED)
    message.refresh_from_db()
    audit.record(
        chain=message.chain or audit.PROGRAMME,
        verb="outbox.cancel",
        subject=message,
        by=by,
        at=at,
        reason=reason,
        facts={"was": was, "to": message.to},
    )
    return message


def attachments(message: OutboxMessage) -> list[Attachment]:
    """This function will make a message's attachments afresh; the same message gives the same bytes."""
    return import_string(renderers[message.renderer])(message) if message.renderer else []


def _send_chunk(claimed: list[OutboxMessage], carrier: Carrier, clock) -> list[str]:
    ready, states = [], []
    for message in claimed:
        try:
            ready.append((message, compose(message, attachments(message))))
        except Exception as error:
            log.exception("the attachments of message %s could not be made", message.pk)
            states.append(_settle(message, State.FAILED, f"Could not be made: {type(error).__name__}: {error}"))
    for index, (message, mail) in enumerate(ready):
        if not carrier.is_open():
            for waiting, _mail in ready[index:]:
                states.append(_back(waiting, carrier.why, clock()))
            break
        if not _begin(message, clock()):
            continue  # the sweeper took it back: this worker was too slow
        states.append(_send_one(message, mail, carrier, clock))
    return states


def _send_one(message: OutboxMessage, mail: bytes, carrier: Carrier, clock) -> str:
    try:
        carrier.hand_over(message.to, mail)
    except Refused as refusal:
        if refusal.for_good:
            return _settle(message, State.FAILED, str(refusal))
        return _back(message, str(refusal), clock())
    except Undelivered as doubt:
        return _settle(message, State.UNKNOWN, str(doubt))
    return _sent(message, carrier.digest(mail), clock())


def _begin(message: OutboxMessage, at: datetime) -> bool:
    """From here on the mail server may know of the message. Committed before it does."""
    return bool(_held(message, State.CLAIMED).update(sending_at=at))


@transaction.atomic
def _sent(message: OutboxMessage, digest: str, at: datetime) -> str:
    note = ""
    if hook := on_sent.get(message.kind):
        try:
            with transaction.atomic():
                import_string(hook)(message, at=at)
        except Exception as error:
            log.exception("message %s was sent, and what follows from it failed", message.pk)
            note = f"Sent; what follows from it failed: {type(error).__name__}: {error}"
    _held(message, State.CLAIMED, State.UNKNOWN).update(state=State.SENT, sent_at=at, sent_sha256=digest, error=note)
    return State.SENT


def _settle(message: OutboxMessage, state: str, error: str) -> str:
    _held(message, State.CLAIMED).update(state=state, error=error)
    return state


def _back(message: OutboxMessage, error: str, at: datetime) -> str:
    wait = min(timedelta(seconds=30) * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
    _held(message, State.CLAIMED).update(
        state=State.PENDING, claim=None, claimed_at=None, sending_at=None, error=error, next_try_at=at + wait
    )
    return State.PENDING


def _held(message: OutboxMessage, *states: str):
    return OutboxMessage.objects.filter(pk=message.pk, claim=message.claim, state__in=states)


def _locked(message: OutboxMessage, *states: str) -> OutboxMessage:
    message = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if message.state not in states:
        raise WrongStage(
            gettext_noop("The message is {state}; this is for messages that are {needed}."),
            state=message.state,
            needed=list(states),
        )
    return message


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:250]
