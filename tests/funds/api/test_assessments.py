"""A round's assessment through the API: declare, read, score; the staff's board; a conflict closes every door of it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from funds.models import ScoreSheet
from funds.rounds import database_clock as now
from funds.services import assessments, conflicts
from tests import assessment_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.closed_world()


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client, path, body):
    return client.post(f"/api/v1/{path}", body, format="json", HTTP_IDEMPOTENCY_KEY=str(uuid4()))


def sheet(**changes) -> dict:
    given = worlds.MARKS | changes
    return {"marks": [{"criterion": code, "score": score, "reason": "Seen."} for code, score in given.items()]}


def tasks_of(client) -> dict[int, str]:
    return {one["application"]: one["state"] for one in client.get("/api/v1/assessment-tasks").json()}


class TestAnAssessor:
    def test_declares_reads_and_scores_blind(self, world):
        user, application = world.assessors[0], world.applications[0]
        client, at = client_of(user), f"assessed-applications/{application.pk}"
        assert tasks_of(client) == {one.pk: "undeclared" for one in world.applications}
        assert client.get(f"/api/v1/{at}").status_code == 404
        assert post(client, f"{at}/scores", sheet()).status_code == 404
        assert post(client, f"{at}/declare", {"is_conflict": False}).status_code == 201
        read = client.get(f"/api/v1/{at}").json()
        assert read["submission"]["content"] == application.submissions.get().content
        assert (read["may_score"], read["own_sheet"], read["spread"]) == (False, None, None)
        worlds.scoring(world)
        faulty = post(client, f"{at}/scores", sheet(team=99))
        assert (faulty.status_code, faulty.json()["breaches"][0]["code"]) == (422, "no_such_level")
        twice = sheet()
        twice["marks"].append(twice["marks"][0])
        assert post(client, f"{at}/scores", twice).status_code == 400
        assert post(client, f"{at}/scores", sheet()).json()["number"] == 1
        assert tasks_of(client)[application.pk] == "scored"
        assert client.get(f"/api/v1/{at}").json()["own_sheet"]["marks"][0]["reason"] == "Seen."
        other = client_of(world.assessors[1]).get(f"/api/v1/{at}").json()
        assert (other["own_sheet"], other["spread"], other["may_score"]) == (None, None, True)

    def test_with_a_conflict_finds_every_door_closed(self, world):
        user, application = world.assessors[0], world.applications[0]
        client, at = client_of(user), f"assessed-applications/{application.pk}"
        worlds.scoring(world)
        unclear = post(client, f"{at}/declare", {"is_conflict": True})
        assert (unclear.status_code, unclear.json()["code"]) == (400, "conflict_unclear")
        told = {"is_conflict": True, "what": "A sister works there.", "since_date": "2020-01-01"}
        assert post(client, f"{at}/declare", told).status_code == 201
        submission = application.submissions.get()
        doors = (at, f"submissions/{submission.pk}", f"submissions/{submission.pk}/pdf")
        assert [client.get(f"/api/v1/{door}").status_code for door in doors] == [404] * 3
        assert post(client, f"{at}/scores", sheet()).status_code == 404
        again = post(client, f"{at}/declare", {"is_conflict": False})
        assert (again.status_code, again.json()["code"]) == (409, "closed_by_conflict")
        assert tasks_of(client)[application.pk] == "conflict"
        assert not ScoreSheet.objects.exists()

    def test_is_who_has_a_part_and_nobody_else(self, world, cast):
        application = world.applications[0]
        for user in (cast.officer, cast.stranger, world.members[0]):
            client = client_of(user)
            assert client.get(f"/api/v1/assessed-applications/{application.pk}").status_code == 404
        declare = f"assessed-applications/{application.pk}/declare"
        assert post(client_of(cast.stranger), declare, {"is_conflict": False}).status_code == 404
        member = client_of(world.members[0])
        assert post(member, declare, {"is_conflict": False}).status_code == 201
        assert tasks_of(member)[application.pk] == "declared"
        assert member.get(f"/api/v1/assessed-applications/{application.pk}").status_code == 404


class TestTheBoard:
    def test_is_the_staffs_and_leaves_out_what_is_closed_to_them(self, world, cast):
        officer = client_of(cast.officer)
        path = f"/api/v1/assessments/{world.invitation.reference}"
        assert [one["round"] for one in officer.get("/api/v1/assessments").json()["results"]] == ["round-1"]
        worlds.scoring(world)
        worlds.scored(world)
        with CaptureQueriesContext(connection) as blind:
            row = officer.get(path).json()["applications"][0]
        assert (row["rank"], row["total_rate"], row["spread"], row["decided"]) == (None, None, None, None)
        assert {one["state"] for one in row["assessors"]} == {"scored"}
        assert len(blind) <= 12  # by set: not by application and assessor
        assessments.show_scores(assessment=world.assessment, by=cast.officer, at=now())
        shown = officer.get(path).json()["applications"]
        assert [one["rank"] for one in shown] == [1, 1, 1]
        assert shown[0]["spread"][0]["sheets"] == 3
        about = {"what": "A debt.", "since_date": now().date(), "at": now()}
        conflicts.record_conflict(application=world.applications[0], user=cast.officer, by=cast.second_officer, **about)
        assert len(officer.get(path).json()["applications"]) == 2
        for user in (cast.stranger, world.assessors[0], world.members[0]):
            assert client_of(user).get(path).status_code == 404
            assert client_of(user).get("/api/v1/assessments").json()["results"] == []
