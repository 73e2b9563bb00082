"""Sign-in of the API by token: as knox does it, and the person goes into the row history."""

import pghistory
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxAuthentication


class TokenAuthentication(KnoxAuthentication):
    """Knows a person by a token. The middleware opened the history's context before the token was read."""

    def authenticate(self, request):
        """The person and the token, or None."""
        found = super().authenticate(request)
        if found:
            pghistory.context(user=found[0].pk, name=str(found[0]))
        return found


class TokenScheme(KnoxTokenScheme):
    """How the schema describes it: as knox's own."""

    target_class = "itvf.api_sign_in.TokenAuthentication"
