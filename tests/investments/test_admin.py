"""Investments in the staff's admin site: pages with what was recorded, verbs that call the services and explain."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funds.models import RecordedBreach
from investments.models import (
    Affiliation,
    Company,
    Consent,
    FinancingRound,
    Finding,
    HoldingConfirmation,
    InspectionVisit,
    LifeEvent,
    Proposal,
    ProposalDocument,
    Ruling,
    SpendCheck,
    SpendLine,
    SpendReport,
    SpendSample,
    Valuation,
)
from itvf.admin_records import RecordAdmin
from itvf.models import AuditEvent
from tests import programme
from tests.investments.portal import world

OURS = [
    model
    for model, found in admin.site._registry.items()
    if model._meta.app_label == "investments" and isinstance(found, RecordAdmin)
]


@pytest.fixture(scope="module")
def standing(held):
    """A fund that holds one company."""
    return world.start()


@pytest.fixture
def made(world):
    return world


@pytest.fixture
def enter(client):
    """Signs somebody in: `enter(user)` gives the client."""

    def enter(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def at(thing, verb="change"):
    return reverse(f"admin:investments_{thing._meta.model_name}_{verb.replace('-', '_')}", args=[thing.pk])


def listed(model, verb="changelist"):
    return reverse(f"admin:investments_{model._meta.model_name}_{verb.replace('-', '_')}")


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def note(day: date = date(2026, 3, 2), **figures) -> dict:
    return {"on": day.isoformat(), "evidence": "Board paper 7", "reason": "As agreed."} | figures


class TestPages:
    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_of_every_model_list_and_show_what_there_is(self, db, enter, language):
        world.build()
        client = enter(programme.User.objects.get(email__startswith="auditor"))
        client.cookies["django_language"] = language
        shown = set()
        for model in OURS:
            assert client.get(listed(model), {"q": "a"}).status_code == 200, model
            thing = model.objects.first()
            if thing is not None:
                shown.add(model)
                assert client.get(at(thing)).status_code == 200, thing
        assert {Company, Affiliation, LifeEvent, Valuation, SpendReport, SpendSample, InspectionVisit, Consent} <= shown

    @pytest.mark.parametrize("model", [LifeEvent, SpendReport, SpendLine, Finding, Valuation])
    def test_list_more_in_as_many_queries(self, made, enter, model):
        client = enter(made.people.auditor)
        counts = []
        for quarter in (date(2025, 9, 30), date(2025, 12, 31)):
            world.spend(made, quarter, "1800000.00", "700000.00")
            world.value(made, quarter, "41000000.00", reason="Orders.")
            world.earn(made, "1000.00", quarter)
            world.visit(made)
            client.get(listed(model))
            with CaptureQueriesContext(connection) as queries:
                client.get(listed(model))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_of_a_company_shows_all_funds_and_all_that_is_known(self, made, enter):
        world.second_fund(made)
        world.watch(made)
        world.financing_round(
            made, "Series A", world.SEED_ROUND, issued="1000000", diluted="1100000", before="60000000"
        )
        page = text(enter(made.people.auditor).get(at(made.company)))
        for words in ("Sample Vision Group", "62", "Example Holdings Limited", "Series A", "Yearly visit"):
            assert words in page
        assert "40,000,000.00" in page
        assert "15,000,000.00" in page

    def test_of_an_investment_shows_life_value_and_spend(self, made, enter):
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        world.write_down(made, "1000000.00", date(2025, 10, 2))
        world.value(made, date(2025, 12, 31), "39500000.00", reason="Orders.")
        page = text(enter(made.people.auditor).get(at(made.investment)))
        for words in ("written down for good", "39,500,000.00", "2,500,000.00", "held"):
            assert words in page


class TestCompanyVerbs:
    def test_amend_what_stands(self, made, enter):
        client = enter(made.people.officer)
        given = client.get(at(made.company, "amend")).context["form"].initial
        filled = {name: value or "" for name, value in given.items()} | {
            "business_address": "2 Sample Road",
            "reason": "Moved.",
        }
        assert client.post(at(made.company, "amend"), filled).status_code == 302
        made.company.refresh_from_db()
        assert made.company.business_address == "2 Sample Road"
        refused = client.post(at(made.company, "amend"), filled)
        assert refused.status_code == 400
        assert "every value stands already" in text(refused)

    def test_record_an_activity_a_round_an_owner_and_a_visit(self, made, enter):
        client = enter(made.people.officer)
        posts = {
            "record-activity": {"hsic_code": "62", "since_date": "2025-01-02"},
            "record-round": {
                "name": "Series A",
                "financing_stage": "series_a",
                "closed_date": "2025-06-02",
                "raised_hkd": "75,000,000.00",
                "issued_units": "1000000",
                "diluted_units": "1200000",
                "currency": "HKD",
                "evidence": "Cap table",
            },
            "declare": {
                "name_en": "Example Holdings Limited",
                "capacity": "shareholder",
                "share_rate": "0.25",
                "since_date": "2025-01-02",
                "evidence": "Register",
            },
            "record-visit": {
                "fund": made.fund.pk,
                "visited_date": "2026-04-14",
                "visitors": "Two officers",
                "purpose": "Yearly",
                "note": "At work.",
                "finding": "No tags.",
                "due_date": "2026-05-15",
            },
        }
        for verb, filled in posts.items():
            assert client.get(at(made.company, verb)).status_code == 200
            answer = client.post(at(made.company, verb), filled)
            assert answer.status_code == 302, (verb, text(answer))
        assert made.company.activities.get().hsic_code == "62"
        assert FinancingRound.objects.get().diluted_units == 1200000
        assert Affiliation.objects.get(company=made.company).share_rate == Decimal("0.25")
        assert Finding.objects.get().visit.company == made.company

    def test_explain_what_is_wrong_and_write_nothing(self, made, enter):
        client = enter(made.people.officer)
        answer = client.post(at(made.company, "record-activity"), {"hsic_code": "00", "since_date": "2025-01-02"})
        assert answer.status_code == 400
        assert answer.context["form"].errors["hsic_code"]
        assert not made.company.activities.exists()

    def test_are_for_those_who_may(self, made, enter):
        filled = {"hsic_code": "62", "since_date": "2025-01-02"}
        assert enter(made.people.auditor).get(at(made.company, "record-activity")).status_code == 403
        assert enter(made.people.auditor).post(at(made.company, "record-activity"), filled).status_code == 403
        assert not made.company.activities.exists()
        assert enter(made.people.maker).get(at(made.company)).status_code in (302, 403, 404)


class TestProposalVerbs:
    @pytest.fixture
    def proposal(self, made):
        """A deal whose words hint at R13, without its papers."""
        told = {"description": "Series A shares; a token opens the door.", "expected_date": date(2025, 6, 2)}
        return programme.proposed(made.people, made.fund, made.company, "5000000.00", documents=[], **told)

    def test_decide_a_question_with_its_facts_beside_it(self, made, enter, proposal):
        client = enter(made.people.officer)
        page = text(client.get(at(proposal, "rule")))
        assert "token" in page
        filled = {"restriction": "prohibited", "decision": "met", "reason": "A pass to a door."}
        assert client.post(at(proposal, "rule"), filled).status_code == 302
        assert Ruling.objects.get().holds is True
        shown = text(client.get(at(proposal)))
        assert "A pass to a door." in shown
        manager = enter(made.people.manager)
        otherwise = filled | {"decision": "broken", "reason": "The token trades."}
        assert manager.post(at(proposal, "rule"), otherwise).status_code == 302, "another person overturns it"
        assert [ruling.holds for ruling in Ruling.objects.order_by("id")] == [True, False]

    def test_file_a_document_and_name_one_that_cannot_be_taken(self, made, enter, proposal):
        client = enter(made.people.officer)
        empty = {"kind": "term_sheet", "file": SimpleUploadedFile("x.pdf", b"\x89PNG", "application/pdf")}
        answer = client.post(at(proposal, "add-document"), empty)
        assert answer.status_code == 400
        assert "its bytes are not" in text(answer)
        good = {"kind": "term_sheet", "file": SimpleUploadedFile("sheet.pdf", b"%PDF-1.7 demo", "application/pdf")}
        assert client.post(at(proposal, "add-document"), good).status_code == 302
        assert ProposalDocument.objects.get(proposal=proposal).file.name == "sheet.pdf"
        assert "sheet.pdf" in text(client.get(at(proposal)))

    def test_record_a_consent_to_the_deal(self, made, enter, proposal):
        client = enter(made.people.officer)
        filled = {
            "rule": "R27",
            "restriction": "related_parties",
            "given_by": "partners_committee",
            "given_date": "2025-05-02",
            "expiry_date": (date.today() + timedelta(days=60)).isoformat(),  # noqa: DTZ011
            "document_reference": "C-7",
            "scope": "This deal.",
        }
        wrong = client.post(at(proposal, "record-consent"), filled | {"given_by": "corporation"})
        assert wrong.status_code == 400
        assert client.post(at(proposal, "record-consent"), filled).status_code == 302
        assert Consent.objects.get().proposal == proposal

    def test_complete_for_less_with_its_papers(self, made, enter, proposal):
        agreed = programme.agreed(
            made.people,
            programme.proposed(made.people, made.fund, made.company, "6000000.00", expected_date=date(2025, 6, 3)),
        )
        filled = {
            "completed_date": "2025-06-03",
            "units": "5000",
            "amount_hkd": "4,000,000.00",
            "evidence": "Certificate 13",
            "share_certificate": SimpleUploadedFile("c13.pdf", b"%PDF-1.7 demo", "application/pdf"),
        }
        answer = enter(made.people.officer).post(at(agreed, "complete"), filled)
        assert answer.status_code == 302, text(answer)
        event = Proposal.objects.get(pk=agreed.pk).investment.life_events.get()
        assert (event.amount_hkd, event.units, event.file.name) == (Decimal("4000000.00"), 5000, "c13.pdf")


class TestLifeVerbs:
    EVENTS = (
        ("split", {"new": "3", "old": "1"}, "split"),
        ("bonus", {"new": "1", "old": "2"}, "bonus"),
        ("write-down", {"amount_hkd": "1,000,000.00"}, "write_down"),
        ("write-off", {}, "write_off"),
        ("income", {"gross_hkd": "2,000.00", "tax_withheld_hkd": "200.00"}, "income"),
        (
            "exit",
            {"route": "trade_sale", "proceeds_hkd": "30,000,000.00", "escrow_hkd": "0", "part_rate": "0.5"},
            "exit",
        ),
    )

    @pytest.mark.parametrize(("verb", "figures", "kind"), EVENTS)
    def test_record_each_kind_of_event(self, made, enter, verb, figures, kind):
        client = enter(made.people.officer)
        assert client.get(at(made.investment, verb)).status_code == 200
        answer = client.post(at(made.investment, verb), note(**figures))
        assert answer.status_code == 302, text(answer)
        assert made.investment.life_events.order_by("number").last().kind == kind

    def test_reverse_the_last_event_only(self, made, enter):
        world.earn(made, "1000.00", date(2025, 9, 2))
        world.earn(made, "2000.00", date(2025, 10, 2))
        first, last = made.investment.life_events.filter(kind="income").order_by("number")
        client = enter(made.people.officer)
        early = client.post(at(first, "reverse"), note())
        assert early.status_code == 409
        assert "not the last one" in text(early)
        assert client.post(at(last, "reverse"), note()).status_code == 302
        assert made.investment.life_events.filter(reverses=last).exists()
        assert client.get(at(last, "reverse")).status_code == 409

    def test_explain_a_refusal_and_put_it_on_record(self, made, enter):
        answer = enter(made.people.officer).post(at(made.investment, "write-down"), note(amount_hkd="99000000.00"))
        assert answer.status_code in (400, 422)
        assert "This was refused" in text(answer) or answer.context["form"].errors
        assert made.investment.life_events.count() == 1
        assert enter(made.people.auditor).post(at(made.investment, "write-off"), note()).status_code == 403
        assert AuditEvent.objects.filter(verb="investment.record_event.refused", actor=made.people.auditor).exists()

    def test_value_by_one_and_review_by_another(self, made, enter):
        filled = {
            "valuation_date": "2025-12-31",
            "method": "multiples",
            "level": "3",
            "policy_version": "2025-1",
            "fair_value_hkd": "46,000,000.00",
            "inputs_used": "metric: revenue\nmultiple: 6.5",
            "reason": "Orders doubled.",
        }
        client = enter(made.people.officer)
        broken = client.post(at(made.investment, "value"), filled | {"inputs_used": "revenue"})
        assert broken.context["form"].errors["inputs_used"]
        assert client.post(at(made.investment, "value"), filled).status_code == 302
        value = Valuation.objects.get()
        assert value.inputs == {"metric": "revenue", "multiple": "6.5"}
        page = client.get(at(value)).content.decode()
        assert "Number of the last event that the value has seen" in page
        assert "Left with what was sold" in page
        assert "last event</" not in page
        assert client.post(at(value, "review"), {"note": "Fine."}).status_code == 403
        assert enter(made.people.manager).post(at(value, "review"), {"note": "Seen."}).status_code == 302
        value.refresh_from_db()
        assert value.stage == "reviewed"

    def test_confirm_a_holding(self, made, enter):
        filled = {"as_of_date": "2025-12-31", "source": "registry", "confirmed_units": "100000"}
        assert enter(made.people.officer).post(at(made.investment, "confirm"), filled).status_code == 302
        assert HoldingConfirmation.objects.get().recorded_units == 100000


class TestOversightVerbs:
    def test_draw_a_sample_and_verify_its_lines(self, made, enter):
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        client = enter(made.people.officer)
        filled = {
            "fund": made.fund.pk,
            "period_end": "2025-09-30",
            "seed": "HIBOR 3.08123",
            "share_rate": "1",
            "threshold_hkd": "5,000,000.00",
        }
        assert client.post(listed(SpendSample, "draw"), filled).status_code == 302
        line = SpendSample.objects.get().lines.first().line
        short = client.post(at(line, "check"), {"accepted_hkd": "1.00", "rejected_hkd": "0"})
        assert short.status_code in (400, 422)
        assert not SpendCheck.objects.exists()
        whole = {"accepted_hkd": str(line.amount_hkd), "rejected_hkd": "0"}
        assert client.post(at(line, "check"), whole).status_code == 302
        assert SpendCheck.objects.get().line == line

    def test_answer_close_and_open_a_finding_again(self, made, enter):
        open_ = world.visit(made).findings.get(number=2)
        assert enter(made.people.manager).get(at(open_, "close")).status_code == 409, "it was not answered"
        officer = enter(made.people.officer)
        assert officer.post(at(open_, "answer"), {"answer": "It is on file."}).status_code == 302
        assert officer.post(at(open_, "close"), {"closing_note": "Seen."}).status_code == 403
        manager = enter(made.people.manager)
        assert manager.post(at(open_, "reopen"), {"reason": "Another invoice."}).status_code == 302
        open_.refresh_from_db()
        assert open_.stage == "open"

    def test_declare_an_affiliation_of_just_one_and_end_it(self, made, enter):
        client = enter(made.people.officer)
        filled = {"name_en": "A. Example", "capacity": "director", "since_date": "2025-01-02", "evidence": "Register"}
        assert client.post(listed(Affiliation, "declare"), filled).status_code == 400
        named = filled | {"manager": made.fund.selection.manager_id}
        assert client.post(listed(Affiliation, "declare"), named).status_code == 302
        ending = {"until_date": "2025-12-31", "reason": "Left."}
        assert client.post(at(Affiliation.objects.get(), "end"), ending).status_code == 302
        assert Affiliation.objects.get().until_date == date(2025, 12, 31)

    def test_agree_the_cure_of_a_breach(self, made, enter):
        breach = world.breach(made, "R11", "stage_outside_scheme")
        due = date.today() + timedelta(days=30)  # noqa: DTZ011
        where = reverse("admin:funds_recordedbreach_agree_cure", args=[breach.pk])
        client = enter(made.people.officer)
        assert client.post(where, {"cure_due_date": "2025-01-02", "reason": "Then."}).status_code == 400
        assert client.post(where, {"cure_due_date": due.isoformat(), "reason": "By then."}).status_code == 302
        assert RecordedBreach.objects.get(pk=breach.pk).cure_due_date == due
