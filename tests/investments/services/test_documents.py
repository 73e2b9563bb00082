"""The documents of a deal: on file with their hash, and checked anew while the Corporation looks (R10, A16)."""

from datetime import date
from types import SimpleNamespace

import pytest

from investments.models import ProposalDocument
from investments.services import documents, investments
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

DAY = date(2025, 5, 6)


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


@pytest.fixture
def proposal(cast):
    """A deal without its term sheet."""
    fund = programme.opened(cast, programme.scheme())
    filed = programme.papers(cast.maker, "ic_paper", "undertaking")
    return programme.proposed(cast, fund, programme.company(cast), documents=filed)


def add(cast, proposal, kind="term_sheet", *, by=None):
    ((_, file),) = programme.papers(cast.maker, kind)
    return documents.add(
        proposal=proposal, kind=kind, file=file, note=" Signed. ", by=by or cast.maker, at=programme.at(DAY)
    )


class TestAdd:
    def test_files_it_and_checks_anew(self, cast, proposal):
        filed = add(cast, proposal)
        assert (filed.kind, filed.note, filed.added_by) == ("term_sheet", "Signed.", cast.maker)
        assert investments.last_run(proposal) == 2
        assert proposal.outcomes.get(run=2, restriction="documents").status == "pass"
        facts = AuditEvent.objects.get(verb="proposal.add_document").facts
        assert facts["document"] == f"term_sheet: {filed.file.name} (SHA-256 {filed.file.sha256})"
        assert facts["checked_anew"] is True

    def test_leaves_the_checks_where_it_changes_nothing(self, cast, proposal):
        add(cast, proposal, "other")
        assert investments.last_run(proposal) == 1
        assert AuditEvent.objects.get(verb="proposal.add_document").facts["checked_anew"] is False

    def test_stands_beside_an_earlier_one(self, cast, proposal):
        add(cast, proposal, "ic_paper")
        assert proposal.documents.filter(kind="ic_paper").count() == 2

    def test_refuses_a_kind_that_is_not_known(self, cast, proposal):
        with pytest.raises(InputRefused) as refusal:
            documents.add(proposal=proposal, kind="poem", file=None, by=cast.maker, at=programme.at(DAY))
        assert (refusal.value.code, refusal.value.field) == ("unknown_document", "kind")
        assert ProposalDocument.objects.count() == 2

    def test_is_too_late_once_withdrawn(self, cast, proposal):
        investments.withdraw(proposal=proposal, reason="Lost.", by=cast.maker, at=programme.at(DAY))
        with pytest.raises(WrongStage):
            add(cast, proposal)
        assert not AuditEvent.objects.filter(verb="proposal.add_document").exists()

    def test_is_for_the_gp_and_the_officer(self, cast, proposal):
        for person in (cast.maker, cast.signatory, cast.officer):
            add(cast, proposal, "other", by=person)
        for person in (cast.manager, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                add(cast, proposal, by=person)
