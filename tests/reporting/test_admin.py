"""The staff's admin site: every page of every model, verbs by role and stage, refusals explained and put on record."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funds.models import BankStatement, CapitalCall, Contribution, PaymentCase, SchemeVersion
from investments.models import ProposalAnswer
from itvf.admin_records import RecordAdmin
from itvf.models import AuditEvent
from itvf.permissions import PERMISSIONS
from tests import builders, people

pytestmark = pytest.mark.django_db
OURS = [model for model, found in admin.site._registry.items() if isinstance(found, RecordAdmin)]
VERBS = [verb for model in OURS for verb in admin.site._registry[model].verbs]


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=people.cast())


@pytest.fixture
def call(cast):
    return builders.call(cast, builders.closed_fund(cast))


def enter(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(thing, verb=""):
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{verb.replace('-', '_') or 'change'}"
    return reverse(name, args=[thing.pk])


class TestEveryObject:
    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_has_a_list_that_searches_a_page_and_a_history(self, client, cast, language):
        fund = builders.closed_fund(cast)
        builders.paid_call(cast, fund)
        builders.investment(cast, fund)
        enter(client, cast.auditor)
        client.cookies["django_language"] = language
        seen = 0
        for model in OURS:
            meta = model._meta
            listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            assert client.get(listed, {"q": "a"}).status_code == 200, listed
            thing = model.objects.first()
            if thing is not None:
                seen += 1
                assert client.get(at(thing)).status_code == 200, thing
                assert client.get(at(thing, "history")).status_code == 200, thing
        assert seen >= 20

    def test_is_changed_by_verbs_only(self, client, call, cast):
        enter(client, cast.officer)
        assert client.get(reverse("admin:funds_capitalcall_add")).status_code == 403
        assert client.post(at(call), {"amount_hkd": "1.00"}).status_code == 403
        assert client.post(at(call, "delete"), {"post": "yes"}).status_code == 403

    def test_is_not_for_people_outside_the_corporation(self, client, call, cast):
        enter(client, cast.maker(call.fund))
        assert client.get(at(call)).status_code in (302, 403, 404)


class TestTheAuditor:
    def test_is_offered_no_verb(self):
        assert len(VERBS) > 40
        assert [verb.name for verb in VERBS if "auditor" in PERMISSIONS[verb.permission]] == []

    def test_sees_no_button(self, client, call, cast):
        page = enter(client, cast.auditor).get(at(call))
        assert page.context["actions_detail"] == []


class TestAButton:
    def test_shows_to_the_role_at_the_stage(self, client, call, cast):
        case = PaymentCase.objects.get()
        shown = [b["title"] for b in enter(client, cast.finance).get(at(case)).context["actions_detail"]]
        assert [str(title) for title in shown] == ["Run the checks", "Hold the payment", "Ask the GP"]
        assert enter(client, cast.certifier).get(at(case)).context["actions_detail"] == []


class TestAVerb:
    def test_calls_its_service_and_leads_to_what_came_of_it(self, client, call, cast):
        line = call.lines.exclude(partner__kind="government").first()
        filled = {
            "line": line.pk,
            "amount_hkd": "1,000.00",
            "value_date": "2025-04-10",
            "bank_reference": "FT1",
        }
        answer = enter(client, cast.officer).post(at(call, "record-contribution"), filled)
        receipt = Contribution.objects.get()
        assert (answer.status_code, answer.url) == (302, at(receipt))
        assert str(receipt.amount_hkd) == "1000.00"

    def test_explains_a_refused_field_beside_it_and_writes_nothing(self, client, call, cast):
        filled = {
            "line": call.lines.first().pk,
            "amount_hkd": "1.00",
            "value_date": (date.today() + timedelta(days=9)).isoformat(),  # noqa: DTZ011
            "bank_reference": "FT1",
        }
        answer = enter(client, cast.officer).post(at(call, "record-contribution"), filled)
        assert answer.status_code == 400
        assert "in the future" in str(answer.context["form"].errors["value_date"])
        assert not Contribution.objects.exists()

    def test_shows_every_breach_with_rule_and_clause_and_puts_the_refusal_on_record(self, client, cast):
        fund = builders.fund(cast)
        selection = fund.selection
        enter(client, cast.officer)
        filled = {
            "name_en": "Example Manager Limited",
            "ce_number": "ZZY909",
            "licence": "held",
            "licence_checked_date": "2025-01-02",
            "responsible_officers": "1",
        }
        answer = client.post(reverse("admin:funds_manager_register"), filled)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "R17" in page
        assert "Annex 3 1(l)(i)" in page
        assert type(selection.manager).objects.filter(ce_number="ZZY909").count() == 0
        assert AuditEvent.objects.get(verb="manager.register.refused").actor == cast.officer

    def test_is_refused_to_another_role_and_that_is_on_record(self, client, call, cast):
        answer = enter(client, cast.officer).post(at(PaymentCase.objects.get(), "check"))
        assert answer.status_code == 403
        assert AuditEvent.objects.get(verb="payment_case.check.refused").actor == cast.officer
        assert PaymentCase.objects.get().stage == PaymentCase.Stage.OPENED

    def test_is_explained_when_the_object_has_moved_on(self, client, call, cast):
        answer = enter(client, cast.manager).post(at(call, "confirm-paper"))
        assert answer.status_code in (403, 409)
        assert CapitalCall.objects.get().issued_by == cast.signatory(call.fund)

    def test_needs_two_people_for_new_terms(self, client, cast):
        scheme = builders.scheme()
        page = enter(client, cast.officer).get(at(scheme, "propose"))
        filled = {name: field.initial for name, field in page.context["form"].fields.items()}
        filled |= {"reason": "Review", "effective_from": "2030-01-01", "term_maximum_management_fee_rate": "0.015"}
        answer = client.post(at(scheme, "propose"), filled)
        version = SchemeVersion.objects.get(stage="draft")
        assert (answer.status_code, answer.url) == (302, at(version))
        assert version.terms.get(name="maximum_management_fee_rate").value == "0.015"
        assert enter(client, cast.manager).post(at(version, "approve")).status_code == 302
        version.refresh_from_db()
        assert version.approved_by == cast.manager

    def test_answers_a_proposal(self, client, cast):
        proposal = builders.proposal(cast, builders.closed_fund(cast))
        filled = {"answer": "query", "reason": "Which hall?"}
        assert enter(client, cast.officer).post(at(proposal, "answer"), filled).status_code == 302
        assert ProposalAnswer.objects.get().answered_by == cast.officer


class TestTheFrontPage:
    def test_says_what_waits_for_each_role(self, client, call, cast):
        case = PaymentCase.objects.get()
        mine = enter(client, cast.finance).get(reverse("admin:index")).context["mine"]
        assert [item.url for item in mine.items] == [at(case)]
        assert enter(client, cast.certifier).get(reverse("admin:index")).context["mine"].items == []

    def test_draws_the_envelope_from_the_books(self, client, call, cast):
        page = enter(client, cast.officer).get(reverse("admin:index"))
        (envelope,) = page.context["envelopes"]
        assert sum(part["amount"] for part in envelope["parts"]) == envelope["whole"]
        assert "250,000,000.00" in page.content.decode()

    def test_names_calls_that_are_late(self, client, call, cast):
        boxes = enter(client, cast.officer).get(reverse("admin:index")).context["boxes"]
        assert [item.url for item in boxes[0].items] == [at(call)]

    def test_asks_no_more_of_the_database_for_more_funds(self, client, cast, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from reporting.demo import plans

        enter(client, cast.officer)
        builders.call(cast, builders.closed_fund(cast))
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("admin:index"))
        builders.call(cast, builders.closed_fund(cast, plans.RIDGE, number=2))
        with django_assert_max_num_queries(len(one)):
            client.get(reverse("admin:index"))


class TestBankStatements:
    def test_are_taken_in_matched_and_opened_again(self, cast, call, client):
        enter(client, cast.officer)
        line = call.lines.exclude(partner__kind="government").order_by("order").first()
        row = f"{call.due_date},{line.amount_hkd},FT1,{line.notice.reference}"
        content = f"value_date,amount_hkd,bank_reference,narrative\n{row}\n".encode()
        upload = SimpleUploadedFile("may.csv", content, content_type="text/csv")
        given = {"fund": call.fund_id, "file": upload}
        page = client.post(reverse("admin:funds_bankstatement_import"), given, follow=True).content.decode()
        assert "names the notice" in page
        statement = BankStatement.objects.get()
        client.post(at(statement, "match-sure"))
        matched = statement.lines.get()
        assert (matched.stage, matched.contribution.line) == ("matched", line)
        assert client.get(at(matched, "reopen")).status_code == 200
        client.post(at(matched, "reopen"), {"reason": "Another partner's."})
        opened = statement.lines.get()
        assert (opened.stage, opened.contribution) == ("open", None)
        assert f'value="{line.pk}" selected' in client.get(at(opened, "match")).content.decode()
