"""The audit trail's only writer and its prover.

One chain a fund ("fund:<id>") and one for the programme. Each event carries the hash of the one
before, so that a change of the past by whoever owns the database shows.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import translation
from django.utils.functional import Promise

from itvf import walls
from itvf.errors import DomainError, InputRefused, gettext_noop, plain
from itvf.models import AuditEvent

PROGRAMME = "programme"
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a chain does not hold."""

    chain: str
    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many events, and the hash that stands for all of them."""

    chain: str
    sequence: int
    hash: str


@transaction.atomic(savepoint=False)
def record(
    *,
    chain: str,
    verb: str,
    subject: models.Model | None,
    by,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """This function will add one event to the end of a chain, in the caller's transaction.

    `by` None is the system itself. `at` is when it happened and defaults to the database's clock, which
    also says when it was recorded. Writers of one chain wait for each other until they commit.
    """
    recorded_at, last = _wait_for_turn(chain)
    event = {
        "chain": chain,
        "sequence": last.sequence + 1,
        "verb": verb,
        "subject_type": subject._meta.label_lower if subject is not None else "",
        "subject_id": str(subject.pk) if subject is not None else "",
        "subject_label": _label(subject),
        "actor_id": by.pk if by is not None else None,
        "actor_name": str(by) if by is not None else SYSTEM,
        "reason": reason,
        "facts": _prepared(facts or {}),
        "happened_at": _prepared(at or recorded_at),
        "recorded_at": _prepared(recorded_at),
        "previous_hash": last.hash,
    }
    content = canonical(event)
    return AuditEvent.objects.create(
        **event | {"happened_at": at or recorded_at, "recorded_at": recorded_at},
        content=content.decode(),
        hash=hashlib.sha256(content).hexdigest(),
    )


@transaction.atomic
def record_refusal(
    *, error: DomainError, by, verb: str, subject: models.Model | None = None, chain: str = PROGRAMME, at=None
) -> AuditEvent:
    """This function will record that a verb was refused. A door calls it after the service's rollback."""
    facts = {"code": error.code, "message": str(error)}
    if breaches := getattr(error, "breaches", ()):
        facts["breaches"] = [breach.as_json() for breach in breaches]
    return record(chain=chain, verb=f"{verb}.refused"[:60], subject=subject, by=by, facts=facts, at=at)


def require_reason(reason: str) -> str:
    """This function will give a reason without the space around it; an empty one is refused (InputRefused)."""
    if not reason.strip():
        raise InputRefused(gettext_noop("Give the reason: it goes on record."), code="reason_missing", field="reason")
    return reason.strip()


def canonical(value: Any) -> bytes:
    """This function will write a value as canonical JSON: keys sorted, no spaces, decimals as strings, moments
    in UTC with microseconds. Floats are refused, since they have no one spelling.
    """
    return json.dumps(_prepared(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def visible_to(user) -> models.QuerySet:
    """This function will give the events that a member of staff may read, newest first; others read none.

    What an app closes to a person (itvf/walls.py) is not in it, such as an application on which they have a conflict.
    """
    if not user.is_staff:
        return AuditEvent.objects.none()
    return walls.open_to(user, AuditEvent.objects.order_by("-id"))


def head(chain: str) -> Head:
    """This function will give the end of a chain; an empty chain has number 0 and no hash."""
    last = AuditEvent.objects.filter(chain=chain).order_by("-sequence").values_list("sequence", "hash").first()
    return Head(chain, *(last or (0, "")))


def chains() -> list[str]:
    """This function will give the keys of all chains."""
    return sorted(AuditEvent.objects.order_by().values_list("chain", flat=True).distinct())


def verify(chain: str) -> list[Fault]:
    """This function will prove a chain in one statement and name every event that does not hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sequence,
                   CASE WHEN sequence <> expected THEN 'an event before it is missing'
                        WHEN previous_hash <> before THEN 'it does not follow the event before it'
                        ELSE 'its content was changed' END
            FROM (
                SELECT sequence, previous_hash, audit_event_faithful(event) AS faithful,
                       coalesce(lag(sequence) OVER chain_order, 0) + 1 AS expected,
                       coalesce(lag(hash) OVER chain_order, '') AS before
                FROM itvf_auditevent event WHERE chain = %s
                WINDOW chain_order AS (ORDER BY sequence)
            ) events
            WHERE sequence <> expected OR previous_hash <> before OR NOT faithful
            ORDER BY sequence
            """,
            [chain],
        )
        return [Fault(chain, sequence, what) for sequence, what in cursor.fetchall()]


def _wait_for_turn(chain: str) -> tuple[datetime, Head]:
    with connection.cursor() as cursor:
        # The lock is a statement of its own, if sent along: what is read after it has to see what the one before us
        # committed.
        cursor.execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('audit:' || %s, 0));
            SELECT clock_timestamp(), e.sequence, e.hash FROM (SELECT) AS once
            LEFT JOIN LATERAL (
                SELECT sequence, hash FROM itvf_auditevent WHERE chain = %s ORDER BY sequence DESC LIMIT 1
            ) e ON true
            """,
            [chain, chain],
        )
        cursor.nextset()
        moment, sequence, last_hash = cursor.fetchone()
    return moment, Head(chain, sequence or 0, last_hash or "")


def _label(subject) -> str:
    if subject is None:
        return ""
    with translation.override("en"):
        return str(subject)[:200]


def _prepared(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, Promise)):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, (Decimal, date)):
        return plain(value)
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, Mapping):
        return {str(key): _prepared(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_prepared(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical spelling; give it as a string")
