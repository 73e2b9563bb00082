"""Documents, rulings and what-ifs of deals through the API."""

import pytest

from investments.models import ProposalDocument, Ruling
from itvf.files import LARGEST
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused

SUBMIT = "funds/harbour/proposals"


@pytest.fixture
def proposal(world):
    """A proposal whose words hint at what R13 prohibits."""
    deal = worlds.deal(worlds.company(world), description="Series A shares; a token for warehouse robots.")
    return world.post("maker", SUBMIT, deal).json()["id"]


class TestDocuments:
    def test_are_filed_listed_and_read_back(self, world, proposal, upload, pdf):
        before = world.get("maker", f"proposals/{proposal}").json()["run"]
        answer = upload("maker", f"proposals/{proposal}/documents", {"kind": "term_sheet"}, file=pdf)
        assert answer.status_code == 201, answer.content
        assert answer.json()["file"]["name"] == "paper.pdf"
        (listed,) = world.get("auditor", f"proposals/{proposal}/documents").json()["results"]
        content = world.get("maker", f"proposals/{proposal}/documents/{listed['id']}/content")
        assert (content.content, content["Content-Type"]) == (b"%PDF-1.7 demo", "application/pdf")
        assert "attachment" in content["Content-Disposition"]
        assert world.get("maker", f"proposals/{proposal}").json()["run"] == before + 1, "a paper less is missing"

    @pytest.mark.parametrize(
        ("file", "code"),
        [
            (("empty.pdf", b"", "application/pdf"), "file_empty"),
            (("large.pdf", b"%PDF-" + b" " * LARGEST, "application/pdf"), "file_too_large"),
            (("picture.pdf", b"\x89PNG\r\n\x1a\n", "application/pdf"), "file_kind_mismatch"),
            (("run.exe", b"MZ", "application/x-msdownload"), "file_kind_refused"),
        ],
    )
    def test_that_cannot_be_taken_are_refused_by_name(self, world, proposal, upload, file, code):
        found = refused(upload("maker", f"proposals/{proposal}/documents", {"kind": "term_sheet"}, file=file), 400)
        assert (found["code"], found["errors"][0]["field"]) == (code, "file")
        assert not ProposalDocument.objects.exists()

    def test_are_the_gp_s_and_the_staff_s(self, world, proposal, upload, pdf):
        where = f"proposals/{proposal}/documents"
        refused(upload("auditor", where, {"kind": "other"}, file=pdf), 403)
        for job in ("other_maker", "contact", "stranger"):
            refused(upload(job, where, {"kind": "other"}, file=pdf), 404)
            refused(world.get(job, where), 404)
        world.post("maker", f"proposals/{proposal}/withdraw", {"reason": "Lost."})
        refused(upload("maker", where, {"kind": "other"}, file=pdf), 409)


class TestRulings:
    def body(self, **changes):
        return {
            "restriction": "prohibited",
            "holds": True,
            "reason": "Robots; the token is a pass to a door.",
        } | changes

    def test_decide_an_open_question_by_staff(self, world, proposal):
        shown = {one["restriction"]: one for one in world.get("maker", f"proposals/{proposal}").json()["outcomes"]}
        assert (shown["prohibited"]["status"], shown["prohibited"]["code"]) == ("needs_evidence", "words_hint")
        assert shown["prohibited"]["cure"]
        answer = world.post("programme_officer", f"proposals/{proposal}/rulings", self.body())
        assert answer.status_code == 201, answer.content
        found = {one["restriction"]: one["status"] for one in answer.json()["outcomes"]}
        assert found["prohibited"] == "pass"
        assert [one["holds"] for one in answer.json()["rulings"]] == [True]
        for job, count in (("maker", 1), ("auditor", 1), ("other_maker", 0), ("stranger", 0)):
            assert len(world.get(job, "rulings", proposal=proposal, holds="true").json()["results"]) == count

    def test_are_superseded_by_another_person_who_decides_otherwise(self, world, proposal):
        where = f"proposals/{proposal}/rulings"
        world.post("programme_officer", where, self.body())
        otherwise = self.body(holds=False, reason="The token is traded.")
        refused(world.post("programme_officer", where, otherwise), 403)
        assert refused(world.post("programme_manager", where, self.body()), 400)["code"] == "decided_so"
        answer = world.post("programme_manager", where, otherwise)
        assert answer.status_code == 201, answer.content
        found = {one["restriction"]: one["status"] for one in answer.json()["outcomes"]}
        assert found["prohibited"] == "breach"
        listed = world.get("maker", "rulings").json()["results"]
        assert [(one["holds"], one["is_superseded"]) for one in listed] == [(False, False), (True, True)]

    def test_are_for_questions_that_are_open(self, world, proposal):
        found = world.post("programme_officer", f"proposals/{proposal}/rulings", self.body(restriction="sector"))
        assert refused(found, 400)["code"] == "nothing_to_decide"
        refused(world.post("maker", f"proposals/{proposal}/rulings", self.body()), 403)
        refused(world.post("other_maker", f"proposals/{proposal}/rulings", self.body()), 404)
        world.post("maker", f"proposals/{proposal}/withdraw", {"reason": "Lost."})
        refused(world.post("programme_officer", f"proposals/{proposal}/rulings", self.body()), 409)
        assert not Ruling.objects.exists()


class TestWhatIf:
    def test_names_each_restriction_and_what_would_cure_it(self, world):
        deal = worlds.deal(worlds.company(world), financing_stage="series_d", spend_months=18, is_bridge=False)
        outcomes = world.post("maker", f"{SUBMIT}/what-if", deal, key=None).json()["outcomes"]
        found = {one["restriction"]: one for one in outcomes}
        assert {"sector", "prohibited", "related_parties"} <= set(found)
        assert (found["stage"]["status"], found["stage"]["consented_by"]) == ("breach", "corporation")
        assert found["stage"]["cure"]
        assert found["related_parties"]["consented_by"] == "partners_committee"
        assert found["sector"]["cure"] == ""
