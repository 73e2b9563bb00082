"""Tokens: made behind a session, shown once, of use at once and of none after they are revoked."""

from rest_framework.test import APIClient

from itvf.models import AuditEvent


def bearer(token: str) -> APIClient:
    """A client with a token and no session."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


class TestTokens:
    def test_open_the_api_until_they_are_revoked(self, world):
        made = world.post("maker", "tokens", key=None)
        assert made.status_code == 201, made.content
        client = bearer(made.json()["token"])
        assert client.get("/api/v1/funds").status_code == 200
        assert world.client("maker").delete(f"/api/v1/tokens/{made.json()['key']}").status_code == 204
        assert client.get("/api/v1/funds").status_code == 401
        assert {"token.make", "token.revoke"} <= set(AuditEvent.objects.values_list("verb", flat=True))

    def test_show_their_secret_once(self, world):
        made = world.post("maker", "tokens", key=None).json()
        (listed,) = world.get("maker", "tokens").json()["results"]
        assert listed == {name: made[name] for name in ("key", "created", "expiry")}

    def test_make_no_other_token(self, world):
        made = world.post("maker", "tokens", key=None).json()
        answer = bearer(made["token"]).post("/api/v1/tokens", {}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "session_needed")

    def test_are_their_owner_s_alone(self, world):
        made = world.post("maker", "tokens", key=None).json()
        assert world.get("signatory", "tokens").json()["results"] == []
        assert world.client("signatory").delete(f"/api/v1/tokens/{made['key']}").status_code == 404

    def test_refuse_a_wrong_secret(self, world):
        assert bearer("0" * 64).get("/api/v1/funds").status_code == 401
