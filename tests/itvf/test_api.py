"""Shared parts of the API: problem documents, versions, keys, pages."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path
from rest_framework import generics, serializers
from rest_framework.test import APIClient
from rest_framework.views import APIView

from itvf import audit, permissions
from itvf.api import IdempotentVerb, Versioned
from itvf.errors import Breach, NotFound, RuleBroken, Stale
from itvf.models import Heartbeat, RoleGrant, User
from itvf.urls import urlpatterns as site

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

BELOW = Breach(
    "gp_below_minimum",
    "The GP commits {found_hkd}; at least {needed_hkd} is needed.",
    "R5",
    "Annex 3 1(d)",
    {"found_hkd": Decimal("1000.00"), "needed_hkd": Decimal("12000000.00")},
)
REFUSALS = {
    "rule": lambda by: RuleBroken([BELOW]),
    "hidden": lambda by: NotFound("There is no such fund."),
    "stale": lambda by: Stale("Somebody changed it; read it again."),
    "forbidden": lambda by: permissions.require(by, "closing.complete"),
    "fault": lambda by: 1 // 0,
}


class Input(serializers.Serializer):
    amount_hkd = serializers.DecimalField(max_digits=18, decimal_places=2)


class Refused(APIView):
    def get(self, request, how):
        raise REFUSALS[how](request.user)

    def post(self, request, how):
        raise REFUSALS[how](request.user)


class Versions(Versioned, APIView):
    def get(self, request):
        from rest_framework.response import Response

        return Response({"version": 7, "expected": self.expected_version(request)})


class Pay(IdempotentVerb):
    def perform(self, request, **kwargs):
        given = Input(data=request.data)
        given.is_valid(raise_exception=True)
        Heartbeat.objects.create(name=f"paid {Heartbeat.objects.count()}", beat_at="2026-01-01T00:00:00Z")
        return 201, given.validated_data


class HandIn(IdempotentVerb):
    def perform(self, request, **kwargs):
        return 201, {"bytes": len(request.FILES["file"].read())}


class Heartbeats(generics.ListAPIView):
    queryset = Heartbeat.objects.all()
    serializer_class = type(
        "HeartbeatOut",
        (serializers.ModelSerializer,),
        {"Meta": type("Meta", (), {"model": Heartbeat, "fields": ["name"]})},
    )

    class pagination_class(generics.api_settings.DEFAULT_PAGINATION_CLASS):
        ordering = "name"


urlpatterns = [
    path("try/refused/<str:how>", Refused.as_view()),
    path("try/versions", Versions.as_view()),
    path("try/pay", Pay.as_view()),
    path("try/hand-in", HandIn.as_view()),
    path("try/heartbeats", Heartbeats.as_view()),
    path("", include(site)),
]


@pytest.fixture
def officer():
    user = User.objects.create_user("officer@people.example", name="Officer")
    RoleGrant.objects.create(user=user, role="programme_officer")
    return user


@pytest.fixture
def api(officer):
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(officer)
    return client


class TestProblems:
    def test_name_every_breach(self, api):
        answer = api.post("/try/refused/rule", {}, format="json")
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["code"] == "rule_broken"
        assert problem["breaches"] == [
            {
                "rule": "R5",
                "clause": "Annex 3 1(d)",
                "code": "gp_below_minimum",
                "message": "The GP commits HK$1,000.00; at least HK$12,000,000.00 is needed.",
                "facts": {"found_hkd": "1000.00", "needed_hkd": "12000000.00"},
            }
        ]

    @pytest.mark.parametrize(
        ("how", "status", "code"),
        [("hidden", 404, "not_found"), ("stale", 412, "stale"), ("forbidden", 403, "not_permitted")],
    )
    def test_carry_status_and_code(self, api, how, status, code):
        answer = api.get(f"/try/refused/{how}")
        problem = answer.json()
        assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
        assert problem["detail"]
        assert problem["instance"] == f"/try/refused/{how}"
        assert {"type", "title", "errors", "breaches"} <= problem.keys()

    def test_say_which_roles_may(self, api):
        assert api.get("/try/refused/forbidden").json()["facts"]["roles"] == ["programme_manager"]

    def test_name_the_field_at_fault(self, api):
        answer = api.post("/try/pay", {"amount_hkd": "1.005"}, format="json", headers={"Idempotency-Key": "k"})
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid_input"
        assert [error["field"] for error in answer.json()["errors"]] == ["amount_hkd"]

    def test_tell_a_stranger_to_sign_in(self):
        answer = APIClient().get("/try/versions")
        assert answer.status_code == 401
        assert answer.json()["code"] == "not_authenticated"

    @pytest.mark.parametrize(("method", "path", "status"), [("put", "/try/versions", 405), ("post", "/try/pay", 415)])
    def test_are_given_for_what_http_refuses(self, api, method, path, status):
        answer = getattr(api, method)(path, "<x/>", content_type="text/xml", headers={"Idempotency-Key": "k"})
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"

    def test_do_not_tell_what_broke(self, api):
        answer = api.get("/try/refused/fault")
        assert answer.status_code == 500
        assert "division" not in answer.content.decode()

    def test_are_put_on_record_where_somebody_tried(self, api, officer):
        api.post("/try/refused/rule", {}, format="json")
        event = audit.AuditEvent.objects.get()
        assert event.actor == officer
        assert event.facts["breaches"][0]["code"] == "gp_below_minimum"

    @pytest.mark.parametrize(("method", "how"), [("get", "rule"), ("post", "hidden")])
    def test_are_not_where_nobody_did(self, api, method, how):
        getattr(api, method)(f"/try/refused/{how}")
        assert not audit.AuditEvent.objects.exists()


class TestVersions:
    def test_come_as_etag(self, api):
        assert api.get("/try/versions")["ETag"] == '"7"'

    @pytest.mark.parametrize(("sent", "read"), [('"7"', 7), ('W/"8"', 8), ("*", None), ("", None)])
    def test_are_read_from_if_match(self, api, sent, read):
        assert api.get("/try/versions", headers={"If-Match": sent}).json()["expected"] == read

    def test_that_are_none_of_ours_are_stale(self, api):
        assert api.get("/try/versions", headers={"If-Match": '"abc"'}).status_code == 412


class TestIdempotency:
    def pay(self, api, key="k-1", amount="1.00"):
        headers = {"Idempotency-Key": key} if key else {}
        return api.post("/try/pay", {"amount_hkd": amount}, format="json", headers=headers)

    def test_does_it_once(self, api):
        first, second = self.pay(api), self.pay(api)
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json() == {"amount_hkd": "1.00"}
        assert "Idempotent-Replayed" not in first
        assert second["Idempotent-Replayed"] == "true"
        assert Heartbeat.objects.count() == 1

    def test_wants_a_key(self, api):
        answer = self.pay(api, key="")
        assert answer.status_code == 400
        assert answer.json()["code"] == "idempotency_key_missing"
        assert not Heartbeat.objects.exists()

    def test_refuses_the_key_for_another_amount(self, api):
        self.pay(api)
        answer = self.pay(api, amount="2.00")
        assert answer.status_code == 422
        assert answer.json()["code"] == "idempotency_key_reused"

    def test_counts_an_upload_by_its_bytes(self, api):
        def hand_in(content):
            return api.post(
                "/try/hand-in",
                {"file": SimpleUploadedFile("a.pdf", content)},
                format="multipart",
                headers={"Idempotency-Key": "k-9"},
            )

        assert hand_in(b"same").json() == {"bytes": 4}
        assert hand_in(b"same")["Idempotent-Replayed"] == "true"
        assert hand_in(b"other").status_code == 422


class TestPages:
    def test_go_by_cursor(self, api):
        Heartbeat.objects.bulk_create(Heartbeat(name=f"{n:03}", beat_at="2026-01-01T00:00:00Z") for n in range(5))
        first = api.get("/try/heartbeats?page_size=2").json()
        second = api.get(first["next"]).json()
        assert [row["name"] for row in first["results"] + second["results"]] == ["000", "001", "002", "003"]
        assert "count" not in first
