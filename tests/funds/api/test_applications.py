"""Applications through the API: the whole road by key and version, hidden from all others, refused by the clock."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from funds.models import Submission
from funds.services import applications
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.round_world()


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client, path, body=None, *, key=None, **headers):
    given = {"HTTP_IDEMPOTENCY_KEY": key or str(uuid4()), **headers}
    return client.post(f"/api/v1/{path}", body or {}, format="json", **given)


@pytest.fixture
def preparer(world):
    return client_of(world.kestrel.preparer)


@pytest.fixture
def started(world, preparer) -> dict:
    asked = {"round": "round-1", "house": world.kestrel.house.pk}
    answer = post(preparer, "applications", asked)
    assert answer.status_code == 201, answer.json()
    return answer.json()


class TestTheRoad:
    def test_leads_from_the_round_to_the_receipt(self, world, preparer, started):
        at = f"applications/{started['id']}"
        assert preparer.get("/api/v1/invitations/round-1").json()["criteria"][0]["weight_rate"] == "0.350000000000"
        version = started["version"]
        for key, given in worlds.ANSWERS.items():
            saved = post(preparer, f"{at}/sections/{key}", {"answers": given}, HTTP_IF_MATCH=f'"{version}"')
            assert saved.status_code == 200, saved.json()
            version = saved.json()["version"]
        assert saved.json()["faults"] == []
        assert saved.json()["missing_documents"] == ["business-plan"]
        file = SimpleUploadedFile("plan.pdf", worlds.PDF, "application/pdf")
        added = preparer.post(
            f"/api/v1/{at}/documents", {"code": "business-plan", "file": file}, HTTP_IDEMPOTENCY_KEY="doc"
        )
        assert added.status_code == 201, added.json()
        assert post(preparer, f"{at}/hand-over").status_code == 200
        signatory = client_of(world.kestrel.signatory)
        first, again = post(signatory, f"{at}/submit", key="one"), post(signatory, f"{at}/submit", key="one")
        assert (first.status_code, again.json()) == (201, first.json())
        assert again["Idempotent-Replayed"] == "true"
        receipt = first.json()
        assert receipt["content_sha256"] == applications.hash_of(receipt["content"])
        paper = signatory.get(f"/api/v1/submissions/{receipt['id']}/pdf", HTTP_ACCEPT="application/pdf")
        assert paper.content.startswith(b"%PDF")
        assert post(signatory, f"{at}/withdraw").json()["stage"] == "withdrawn"

    def test_says_what_is_wrong_by_place(self, preparer, started):
        answers = {"answers": {"fund_size_hkd": "600 million"}}
        faults = post(preparer, f"applications/{started['id']}/sections/fund", answers).json()["faults"]
        assert {"section": "fund", "place": "fund_size_hkd"}.items() <= next(
            one for one in faults if one["place"] == "fund_size_hkd"
        ).items()

    def test_refuses_a_stale_version_and_an_unknown_section(self, preparer, started):
        path = f"applications/{started['id']}/sections"
        stale = post(preparer, f"{path}/fund", {"answers": {}}, HTTP_IF_MATCH='"99"')
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
        assert post(preparer, f"{path}/colours", {"answers": {}}).json()["code"] == "section_unknown"


class TestTheSeal:
    def test_shows_a_stranger_and_staff_nothing_before_the_close(self, world, started):
        application = worlds.submitted(world.invitation, world.plover)
        receipt = application.submissions.get()
        for user in (world.cast.stranger, world.cast.officer, world.cast.auditor, world.kestrel.signatory):
            client = client_of(user)
            assert client.get(f"/api/v1/submissions/{receipt.pk}").status_code == 404
            assert client.get(f"/api/v1/applications/{application.pk}").status_code == 404
            assert client.get("/api/v1/submissions").json()["results"] == []
        worlds.close(world.cast, world.invitation)
        officer = client_of(world.cast.officer)
        assert officer.get(f"/api/v1/submissions/{receipt.pk}").json()["content"] == receipt.content
        late = post(client_of(world.plover.signatory), f"applications/{application.pk}/withdraw")
        assert (late.status_code, late.json()["code"]) == (409, "invitation_not_open")
        assert Submission.objects.count() == 1
