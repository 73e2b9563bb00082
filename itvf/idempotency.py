"""Asked twice, done once: a person's key, the request's hash and the answer, kept with the effect."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from itvf.audit import canonical
from itvf.errors import DomainError, InputRefused, WrongStage, gettext_noop
from itvf.models import IdempotencyKey

LONGEST_KEY = 200


class KeyReused(DomainError):
    """The key was used before with another request."""

    status = 422
    code = "idempotency_key_reused"


@transaction.atomic
def once(*, actor, key: str, body: Any, perform: Callable[[], tuple[int, Any]]) -> tuple[int, Any, bool]:
    """This function will do something once for a person's key: (status, answer, whether it was a repetition).

    `body` is what was asked, as plain JSON; `perform` does it and gives status and answer (plain JSON),
    in one transaction with the record of it. The same key and body answer the first result again; the
    same key with another body is refused (KeyReused, 422); a key whose first request is still at work
    answers 409 (WrongStage). A refusal by `perform` is not kept: the same key may try again.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise InputRefused(
            gettext_noop("Give an Idempotency-Key of 1 to {longest} characters; a UUID is best."),
            code="idempotency_key_missing",
            field="Idempotency-Key",
            longest=LONGEST_KEY,
        )
    _hold(actor, key)
    request_sha256 = hashlib.sha256(canonical(body)).hexdigest()
    before = IdempotencyKey.objects.filter(actor=actor, key=key).first()
    if before is None:
        status, payload = perform()
        IdempotencyKey.objects.create(
            actor=actor, key=key, request_sha256=request_sha256, status=status, payload=payload
        )
        return status, payload, False
    if before.request_sha256 != request_sha256:
        raise KeyReused(
            gettext_noop("The Idempotency-Key {key} was used before with another request; take a new key."), key=key
        )
    return before.status, before.payload, True


def _hold(actor, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [f"idempotency:{actor.pk}:{key}"])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise WrongStage(
            gettext_noop("A request with the Idempotency-Key {key} is still at work; ask again shortly."),
            code="idempotency_key_in_flight",
            key=key,
        )
