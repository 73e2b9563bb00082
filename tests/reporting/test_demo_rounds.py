"""The demo's round: open, with an application received and another at its draft."""

import pytest

from funds import rounds
from funds.models import Application, Invitation
from reporting.demo import rounds as demo
from tests import people, programme


@pytest.mark.django_db
class TestTheRound:
    def test_is_open_with_one_application_received_and_one_draft(self):
        cast = people.cast()
        invitation = demo.play(cast, programme.scheme())
        assert rounds.phase(invitation, rounds.database_clock()) == "open"
        assert Invitation.objects.get().questions.get().stage == "published"
        stages = {one.house.name_en.split()[0]: one.stage for one in Application.objects.select_related("house")}
        assert stages == {"Kestrel": "submitted", "Plover": "draft"}
        draft = Application.objects.get(stage="draft")
        assert rounds.progress(draft, on=rounds.database_clock().date()).done == 3
        assert next(login for _who, login, _try in demo.logins()) == "kestrel-signatory@itvf.example"
