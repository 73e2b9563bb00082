"""Visits and their findings: open, answered, and closed by another person than who answered (R28)."""

from datetime import timedelta

import pytest

from investments.models import Finding, InspectionVisit
from investments.services import inspections
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting.demo.acts import moment
from tests import builders
from tests.investments.services.lots import bought, day, lot, standing

__all__ = ["bought", "lot", "standing"]

pytestmark = pytest.mark.django_db

VISITED, DUE = day(100), day(130)
AT = moment(day(110), 12)


def record(cast, lot, *, by=None, **changes) -> InspectionVisit:
    about = {
        "company": lot.company,
        "fund": lot.fund,
        "visited_date": VISITED,
        "visitors": "Two officers",
        "purpose": "Yearly visit",
        "note": " Twelve people at work. ",
        "findings": [("No register of assets.", DUE), ("A lease has run out.", DUE)],
        "at": AT,
    }
    return inspections.record(by=by or cast.officer, **about | changes)


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (InspectionVisit, Finding, AuditEvent))


@pytest.fixture
def visit(cast, lot):
    return record(cast, lot)


@pytest.fixture
def finding(visit):
    return visit.findings.get(number=1)


def answer(finding, by, text: str = " It was made. "):
    return inspections.answer(finding=finding, answer=text, by=by, at=AT)


def close(finding, by, note: str = " Seen. "):
    return inspections.close(finding=finding, closing_note=note, by=by, at=AT)


class TestVisit:
    def test_is_on_record_with_its_findings(self, cast, visit):
        assert (visit.note, visit.recorded_by) == ("Twelve people at work.", cast.officer)
        assert [(one.number, one.stage, one.due_date) for one in visit.findings.order_by("number")] == [
            (1, "open", DUE),
            (2, "open", DUE),
        ]
        event = AuditEvent.objects.get(verb="inspection.record")
        assert (event.chain, event.facts["findings"]) == (visit.fund.chain, 2)

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"visited_date": day(111)}, "future_visit", "visited_date"),
            ({"visitors": " "}, "missing", "visitors"),
            ({"purpose": ""}, "missing", "purpose"),
            ({"note": ""}, "missing", "note"),
            ({"findings": [("Kept.", DUE), (" ", DUE)]}, "finding_incomplete", "finding"),
            ({"findings": [("Kept.", VISITED - timedelta(days=1))]}, "finding_incomplete", "due_date"),
        ],
    )
    def test_names_what_it_refuses(self, cast, lot, changes, code, field):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, **changes)
        assert (refusal.value.code, refusal.value.field, written()) == (code, field, before)

    def test_may_be_of_today_with_findings_due_at_once(self, cast, lot):
        made = record(cast, lot, visited_date=day(110), findings=[("Open door.", day(110))])
        assert made.findings.get().due_date == day(110)

    def test_is_of_a_company_that_the_fund_holds(self, cast, lot):
        forming = builders.fund(cast, builders.plans.RIDGE, number=2)
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, fund=forming)
        assert (refusal.value.code, written()) == ("not_held", before)

    def test_is_for_the_officer(self, cast, lot):
        for person in (cast.harbour_maker, cast.manager, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                record(cast, lot, by=person)
        assert not InspectionVisit.objects.exists()


class TestFinding:
    def test_is_added_with_the_next_number(self, cast, visit):
        added = inspections.add_finding(visit=visit, finding=" Late. ", due_date=DUE, by=cast.officer, at=AT)
        assert (added.number, added.finding) == (3, "Late.")
        assert AuditEvent.objects.get(verb="inspection.add_finding").facts["number"] == 3

    def test_is_added_by_the_officer(self, cast, visit):
        with pytest.raises(NotPermitted):
            inspections.add_finding(visit=visit, finding="Late.", due_date=DUE, by=cast.harbour_maker, at=AT)
        assert visit.findings.count() == 2

    def test_is_answered_by_the_gp_and_closed_by_staff(self, cast, finding):
        found = answer(finding, cast.harbour_maker)
        assert (found.stage, found.answer, found.answered_by) == ("answered", "It was made.", cast.harbour_maker)
        closed = close(found, cast.officer)
        assert (closed.stage, closed.closing_note, closed.closed_by) == ("closed", "Seen.", cast.officer)
        verbs = ("inspection.answer", "inspection.close")
        assert AuditEvent.objects.filter(verb__in=verbs).count() == 2

    def test_is_not_closed_by_who_answered_it(self, cast, finding):
        answer(finding, cast.officer)
        before = written()
        with pytest.raises(NotPermitted):
            close(finding, cast.officer)
        finding.refresh_from_db()
        assert (finding.stage, written()) == ("answered", before)
        assert close(finding, cast.manager).closed_by == cast.manager

    def test_is_open_again_where_the_answer_is_sent_back(self, cast, finding):
        answer(finding, cast.harbour_maker)
        again = inspections.reopen(finding=finding, reason="No papers.", by=cast.officer, at=AT)
        assert again.stage == "open"
        assert AuditEvent.objects.get(verb="inspection.reopen").reason == "No papers."
        assert answer(finding, cast.harbour_signatory, "Here they are.").answer == "Here they are."

    def test_goes_its_way_in_order(self, cast, finding):
        before = written()
        with pytest.raises(WrongStage):
            close(finding, cast.officer)
        with pytest.raises(WrongStage):
            inspections.reopen(finding=finding, reason="No.", by=cast.officer, at=AT)
        assert written() == before
        answer(finding, cast.harbour_maker)
        with pytest.raises(WrongStage):
            answer(finding, cast.harbour_maker)
        close(finding, cast.officer)
        with pytest.raises(WrongStage):
            answer(finding, cast.harbour_maker)

    def test_needs_words(self, cast, finding):
        with pytest.raises(InputRefused) as refusal:
            answer(finding, cast.harbour_maker, " ")
        assert refusal.value.code == "no_answer"
        answer(finding, cast.harbour_maker)
        for verb in (lambda: close(finding, cast.officer, " "), lambda: reopened(finding, cast.officer)):
            with pytest.raises(InputRefused) as refusal:
                verb()
            assert refusal.value.code == "reason_missing"
        finding.refresh_from_db()
        assert finding.stage == "answered"

    def test_is_answered_and_closed_by_those_whose_job_it_is(self, cast, finding):
        for person in (cast.ridge_maker, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                answer(finding, person)
        answer(finding, cast.harbour_maker)
        for person in (cast.harbour_signatory, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                close(finding, person)
            with pytest.raises(NotPermitted):
                inspections.reopen(finding=finding, reason="No.", by=person, at=AT)


def reopened(finding, by):
    return inspections.reopen(finding=finding, reason=" ", by=by, at=AT)
