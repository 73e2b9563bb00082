"""API tokens of a person: made behind a session, shown once, revoked at once. Knox keeps a hash only."""

from django.db import transaction
from knox.models import AuthToken

from itvf import audit


@transaction.atomic
def make(*, by) -> tuple[AuthToken, str]:
    """This function will make a token for a person and give it with its secret, which is kept nowhere."""
    token, secret = AuthToken.objects.create(user=by)
    _record("make", token, by)
    return token, secret


@transaction.atomic
def revoke(*, token: AuthToken, by) -> None:
    """This function will revoke a token: from the next request on it opens nothing."""
    _record("revoke", token, by)
    token.delete()


def _record(verb: str, token: AuthToken, by) -> None:
    audit.record(
        chain=audit.PROGRAMME,
        verb=f"token.{verb}",
        subject=token.user,
        by=by,
        facts={"key": token.token_key, "expiry": token.expiry},
    )
