"""The agreement's register at its doors: portal, staff's site and API show terms by clause and take what is done."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funds.models import AgreementClause, AgreementEvent, DutyDone
from tests import portal, programme
from tests.funds import registered

pytestmark = pytest.mark.django_db

DAY = date(2025, 4, 30)
ON = date(2026, 5, 4)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    for topic in ("advisory_committee", "key_persons", "amendments", "borrowing", "annual_meeting"):
        registered.term(cast, fund, topic)
    registered.event(cast, fund, "key_person_event", DAY)
    government = fund.partners.get(kind="government")
    registered.resolved(cast, fund, "amendment", DAY, government)
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The day of the doors that show what stands."""
    portal.stop_clock(monkeypatch, ON)
    for name in ("agreement_forms", "agreement_panels", "duties"):
        monkeypatch.setattr(f"funds.admin.{name}.today", lambda: ON)
    monkeypatch.setattr("itvf.admin_verbs.now", lambda: programme.at(ON))
    monkeypatch.setattr("funds.api.agreement_register.today", lambda: ON)
    for name in ("agreement_register", "corrections"):
        monkeypatch.setattr(f"funds.api.{name}.now", lambda: programme.at(ON))


def page(person, name: str, *args) -> str:
    answer = portal.client_of(person).get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestThePortal:
    def test_shows_each_term_with_its_clause_what_stands_and_the_count(self, cast, fund):
        shown = page(cast.maker, "portal_agreement", fund.code)
        for words in ("LPA 9.2", "Ada Example and Ben Example", "the investment period is suspended", "not passed"):
            assert words in shown
        assert "HK$\u00a0150,000,000.00 of HK$\u00a0585,000,000.00 committed are for: 25.64%" in shown
        assert "HK$\u00a050,000,000.00" in shown  # the cap on borrowing

    def test_shows_the_calendar_to_its_gp_and_of_all_funds_to_the_staff_and_to_nobody_else(self, cast, fund):
        for shown in (page(cast.maker, "portal_duties", fund.code), page(cast.officer, "portal_calendar")):
            assert "Annual return of the fund filed · 2026" in shown
            assert "LPA 14.1" in shown
            assert "Key-person event" in shown
        for person in (cast.contact, cast.stranger):
            client = portal.client_of(person)
            for address in (reverse("portal_calendar"), reverse("portal_agreement", args=[fund.code])):
                assert client.get(address).status_code == 404

    def test_takes_that_a_duty_was_done_with_its_evidence(self, cast, fund):
        address = reverse("portal_duty_done", args=[fund.code, "annual_return:2026"])
        client = portal.client_of(cast.maker)
        assert client.post(address, {"done_date": "2026-05-05", "evidence": "Receipt 7"}).status_code == 422
        assert not DutyDone.objects.exists()
        assert client.post(address, {"done_date": "2026-05-04", "evidence": "Receipt 7"}).status_code == 302
        assert DutyDone.objects.get().evidence == "Receipt 7"
        assert client.get(reverse("portal_duty_done", args=[fund.code, "licence_check:2025-04-10"])).status_code == 404


class TestTheStaffsSite:
    def test_records_a_term_and_another_person_approves_it(self, cast, fund):
        about = {"fund": fund.pk, "topic": "excuse", "clause": "LPA 5.9", "effective_from": "2025-03-03"}
        about |= {"days": "10", "text": "Where the law forbids it", "basis": "agreement", "flag": "unknown"}
        client = portal.client_of(cast.officer)
        answer = client.post(reverse("admin:funds_agreementclause_record"), about)
        assert answer.status_code == 302, answer.content
        clause = AgreementClause.objects.get(topic="excuse")
        approve = reverse("admin:funds_agreementclause_approve", args=[clause.pk])
        assert portal.client_of(cast.manager).post(approve).status_code == 302
        clause.refresh_from_db()
        assert (clause.stage, clause.days, clause.approved_by) == ("approved", 10, cast.manager)

    def test_says_why_a_term_is_refused(self, cast, fund):
        about = {"fund": fund.pk, "topic": "excuse", "clause": "LPA 5.9", "effective_from": "2025-03-03"}
        answer = portal.client_of(cast.officer).post(
            reverse("admin:funds_agreementclause_record"), about | {"basis": "agreement", "number": "3"}
        )
        assert answer.status_code == 422
        assert "grounds" in answer.content.decode()

    def test_records_what_followed_an_event_and_a_duty_that_was_done(self, cast, fund):
        client = portal.client_of(cast.officer)
        stopped = AgreementEvent.objects.get()
        answer = client.get(reverse("admin:funds_agreementevent_follow", args=[stopped.pk]))
        assert "Key-person event ended" in answer.content.decode()
        answer = client.post(
            reverse("admin:funds_dutydone_record"),
            {"duty": f"{fund.code} annual_return:2026", "done_date": "2026-05-04", "evidence": "Receipt 8"},
        )
        assert answer.status_code == 302, answer.content
        assert DutyDone.objects.get().recorded_by == cast.officer

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("admin:funds_dutydone_calendar", "Annual return of the fund filed"),
            ("admin:funds_agreementclause_changelist", "LPA 9.2"),
            ("admin:funds_agreementevent_record", "Key-person event"),
            ("admin:funds_resolution_put", "Amendment of the agreement"),
            ("admin:funds_sideletter_record", "Granted to"),
        ],
    )
    def test_has_a_page_for(self, cast, fund, address, words):
        assert words in page(cast.officer, address)

    def test_shows_the_register_on_the_pages_of_fund_term_event_and_resolution(self, cast, fund):
        resolution, event = fund.resolutions.get(), fund.agreement_events.get()
        assert "Terms of the agreement in force" in page(cast.officer, "admin:funds_fund_change", fund.pk)
        assert "25.64%" in page(cast.officer, "admin:funds_resolution_change", resolution.pk)
        assert "payments held" in page(cast.officer, "admin:funds_agreementevent_change", event.pk)


class TestTheApi:
    def test_gives_terms_events_resolutions_and_duties(self, cast, fund):
        client = portal.client_of(cast.maker)

        def answer(name: str) -> dict:
            return client.get(f"/api/v1/funds/{fund.code}/{name}").json()

        terms = {term["topic"]: term for term in answer("agreement-terms?on=2026-05-04")["results"]}
        assert terms["borrowing"]["clause"] == "LPA 7.4"
        assert (terms["borrowing"]["rate"], terms["borrowing"]["amount_hkd"]) == ("0.150000000000", "50000000.00")
        assert answer("agreement-terms?on=2025-03-02")["results"] == []
        assert answer("agreement-events")["results"][0]["kind"] == "key_person_event"
        assert answer("resolutions")["results"][0]["working"]["of_hkd"] == "585000000.00"
        found = answer("duties?on=2026-05-04")
        states = {duty["key"]: duty["state"] for duty in found["duties"]}
        assert (found["as_of"], states["annual_return:2026"], states["annual_meeting:2025"]) == (
            "2026-05-04",
            "overdue",
            "coming",
        )

    def test_is_closed_to_a_partners_contact_and_a_stranger(self, cast, fund):
        for person in (cast.contact, cast.stranger):
            for name in ("agreement-terms", "agreement-events", "resolutions", "duties"):
                assert portal.client_of(person).get(f"/api/v1/funds/{fund.code}/{name}").status_code == 404
        assert Client().get(f"/api/v1/funds/{fund.code}/duties").status_code == 401


class TestTheGeneralPartner:
    def test_tells_what_is_its_to_tell_in_the_portal_and_nothing_else(self, cast, fund):
        client, address = portal.client_of(cast.maker), reverse("portal_agreement_event", args=[fund.code])
        about = {"occurred_date": "2026-04-30", "what": "Ada Example left on 30 April.", "clause": ""}
        assert client.post(address, about | {"kind": "removed_with_cause"}).status_code == 422
        answer = client.post(address, about | {"kind": "conflict_declared", "clause": "LPA 8.5"})
        assert answer.status_code == 302, answer.content
        told = AgreementEvent.objects.get(kind="conflict_declared")
        assert (told.recorded_by, told.stage, told.clause) == (cast.maker, "draft", "LPA 8.5")
        assert reverse("portal_agreement_event_follow", args=[told.pk]) in page(
            cast.maker, "portal_agreement", fund.code
        )
        follow = reverse("portal_agreement_event_follow", args=[told.pk])
        withdrawn = {"kind": "conflict_withdrawn", "occurred_date": "2026-05-01", "clause": "LPA 8.5"}
        done = client.post(follow, withdrawn | {"what": "Not pursued."})
        assert done.status_code == 302, done.content
        for person in (cast.contact, cast.stranger):
            assert portal.client_of(person).get(address).status_code == 404
            assert portal.client_of(person).get(follow).status_code == 404

    def test_puts_an_amendment_to_the_vote_and_not_its_own_removal(self, cast, fund):
        client = portal.client_of(cast.signatory)
        about = {"question": "Clause 9.2 names a third key person.", "last_day": "2026-06-30"}
        address = reverse("portal_resolution_put", args=[fund.code])
        assert client.post(address, about | {"kind": "removal_with_cause"}).status_code == 422
        assert client.post(address, about | {"kind": "amendment"}).status_code == 302
        assert fund.resolutions.get(stage="open").opened_by == cast.signatory
        send = {"content_type": "application/json", "headers": {"Idempotency-Key": "k" * 20}}
        refused = client.post(f"/api/v1/funds/{fund.code}/resolutions", about | {"kind": "removal_with_cause"}, **send)
        assert refused.status_code == 403

    def test_tells_by_the_api_with_its_paper(self, cast, fund):
        paper = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 demo", content_type="application/pdf")
        about = {"kind": "key_person_event", "occurred_date": "2026-05-01", "what": "Ben Example left.", "file": paper}
        address = f"/api/v1/funds/{fund.code}/agreement-events"
        answer = portal.client_of(cast.maker).post(address, about, headers={"Idempotency-Key": "e" * 20})
        assert answer.status_code == 201, answer.content
        found = AgreementEvent.objects.get(pk=answer.json()["id"])
        assert (found.document.name, found.clause) == ("letter.pdf", "LPA 9.2")
        refused = portal.client_of(cast.maker).post(
            address, about | {"kind": "cause_notice", "file": ""}, headers={"Idempotency-Key": "f" * 20}
        )
        assert refused.status_code in (400, 403)

    def test_reads_the_agreement_with_its_waterfall_and_clauses(self, cast, fund):
        shown = page(cast.maker, "portal_agreement", fund.code)
        for words in ("The whole fund", "20% ", "A5, A6", "Capital, then hurdle", "2% a year of what is invested"):
            assert words.strip() in shown
        found = portal.client_of(cast.maker).get(f"/api/v1/funds/{fund.code}").json()["agreement"]
        assert (found["waterfall_scope"], found["tier_order"], found["gp_in_pool"]) == (
            "whole_fund",
            "capital_first",
            True,
        )


class TestAuthority:
    def test_takes_its_paper_by_the_api(self, cast, fund):
        paper = SimpleUploadedFile("minute.pdf", b"%PDF-1.7 demo", content_type="application/pdf")
        about = {"kind": "late_interest", "given_by": "The Secretary", "given_date": "2026-05-01", "scope": "Pay it."}
        answer = portal.client_of(cast.officer).post(
            f"/api/v1/funds/{fund.code}/authorities", about | {"file": paper}, headers={"Idempotency-Key": "g" * 20}
        )
        assert answer.status_code == 201, answer.content
        assert answer.json()["document_sha256"] == fund.authorities.get().document.sha256
