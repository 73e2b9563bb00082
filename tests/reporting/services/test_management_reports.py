"""What a management report's verbs do, refuse, leave alone, record and allow."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from investments import oversight
from investments.models import Investment
from itvf import dates, documents, files
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting import programme
from reporting.demo import acts, deals, life, plans, reports
from reporting.demo.acts import moment
from reporting.models import ManagementReport
from reporting.services import management_reports, quarterly_reports
from tests.reporting.services.conftest import call_and_pay

Stage = ManagementReport.Stage


def freeze(world, *, by=None, at=None, period_end=None):
    return management_reports.freeze(
        scheme=world.scheme,
        period_end=period_end or world.quarter,
        by=by or world.people.officer,
        at=at or dates.now(),
    )


def printed(name: str, content: dict) -> str:
    """The words of a printed document, in one line."""
    pdf = documents.render(name, content, date=dates.today(), title="Management report")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(words.split())


class TestFreeze:
    def test_states_what_the_government_promised_and_paid(self, world):
        commitment = freeze(world).content["commitment"]
        assert commitment == {
            "envelope_hkd": "1500000000.00",
            "committed_hkd": "250000000.00",
            "released_hkd": "0.00",
            "reserved_hkd": "0.00",
            "available_hkd": "1250000000.00",
            "drawn_hkd": "51125000.00",
            "undrawn_hkd": "198875000.00",
        }

    def test_reserves_the_envelope_for_a_selection_until_it_closes(self, world):
        acts.select(
            world.people, plans.RIDGE, scheme=world.scheme, received=world.quarter - timedelta(days=20), number=2
        )
        commitment = freeze(world).content["commitment"]
        assert commitment["reserved_hkd"] == "150000000.00"
        assert commitment["available_hkd"] == "1100000000.00"

    def test_gives_every_section_from_the_books(self, world):
        content = freeze(world).content
        (fund,) = content["funds"]["rows"]
        assert (fund["size_hkd"], fund["government_share"], fund["stage"]) == (
            "1000000000.00",
            "0.250000000000",
            "open",
        )
        (call,) = content["calls"]["rows"]
        assert (call["received_hkd"], call["government_hkd"], call["late_hkd"]) == (
            "204500000.00",
            "51125000.00",
            "0.00",
        )
        assert content["investments"]["by_sector"] == [
            {"code": "ai_data_science", "count": 1, "cost_hkd": "110000000.00", "share": "1.000000000000"}
        ]
        outcomes = {(test["rule"], test["basis"]): test["outcome"] for test in content["tests"]}
        assert outcomes == {
            ("R8", "cost"): "pass",
            ("R8", "commitments"): "not_due",
            ("R9", "cost"): "pass",
            ("R9", "commitments"): "not_due",
            ("R10", "investees"): "pass",
            ("R10", "reported_spend"): "needs_evidence",
        }
        assert content["hurdle"][0]["contributed_hkd"] == "204500000.00"
        assert Decimal(content["hurdle"][0]["hurdle_hkd"]) > 0
        assert [fee["end_date"] for fee in content["fees"]][-1] == world.quarter.isoformat()
        assert content["fees"][-1]["accrued_hkd"] == content["fees"][-1]["cap_hkd"] != "0.00"
        assert {report["status"] for report in content["quarterly_reports"]} == {"overdue"}
        assert all(item["text_zh_hant"] for item in content["assumptions"])

    def test_takes_spend_from_its_register_less_what_was_rejected(self, world):
        people, fund, quarter = world.people, world.fund, world.quarter
        amounts = {"talent": "24000000.00", "goods": "200000.00"}
        life.report_spend(people, world.investment, quarter, amounts, 18, on=world.calendar.after(4, 20))
        life.verify_spend(people, fund, quarter, on=world.calendar.after(4, 25), seed="1")
        spend = next(test for test in freeze(world).content["tests"] if test["basis"] == "reported_spend")
        assert (spend["counted_hkd"], spend["source"]) == ("21800000.00", "spend_register")
        lot = Investment.objects.filter(pk=world.investment.pk)
        known = [moment(world.calendar.after(4, day)) for day in (15, 22, 30)]
        counted = [oversight.spend(lot, quarter, known_at=at)[world.investment.pk].progress.counted_hkd for at in known]
        assert counted == [Decimal("0.00"), Decimal("24200000.00"), Decimal("21800000.00")]

    def test_notes_the_differences_of_the_quarters_reports_until_they_are_accepted(self, world):
        report = reports.submit(world.people, world.fund, world.quarter, on=world.calendar.after(4, 30))
        assert freeze(world).content["differences"] == []
        life.value(world.people, world.investment, "120000000.00", on=world.quarter)
        rows = freeze(world).content["differences"]
        because = [(row["figure"], row["own_hkd"], row["because"]) for row in rows[:2]]
        assert because[0] == ("investments_fair_value_hkd", "120000000.00", "reported_at_cost")
        assert (because[1][0], because[1][2]) == ("nav_hkd", "follows_from_the_values_reported")
        row = rows[2]
        assert row == {
            "fund_code": world.fund.code,
            "company_en": world.investment.company.name_en,
            "company_zh_hant": world.investment.company.name_zh_hant,
            "figure": "fair_value_hkd",
            "claimed_hkd": "110000000.00",
            "own_hkd": "120000000.00",
            "difference_hkd": "-10000000.00",
            "because": "reported_at_cost",
            "status": "unsettled",
        }
        at = moment(world.calendar.after(4, 40))
        quarterly_reports.accept(report=report, by=world.people.officer, at=at, note="Valued after the report.")
        assert freeze(world).content["differences"] == [one | {"status": "noted"} for one in rows]

    def test_prints_a_snapshot_from_before_sources_and_differences_were_kept(self, world):
        content = freeze(world).content
        old = {name: part for name, part in content.items() if name != "differences"}
        old["tests"] = [{name: value for name, value in test.items() if name != "source"} for test in old["tests"]]
        pages = {
            name: printed("management_report", {"language": "en", "snapshot": snapshot})
            for name, snapshot in (("old", old), ("new", content))
        }
        assert "register of Hong Kong spend" in pages["new"]
        assert "No figure of the quarter's reports differs" in pages["new"]
        assert "register of Hong Kong spend" not in pages["old"].replace("what the register of Hong Kong spend", "")
        assert "differs" not in pages["old"]

    def test_takes_charges_from_the_managers_report(self, world):
        report = reports.submit(world.people, world.fund, world.quarter, on=world.calendar.after(4, 30))
        content = freeze(world).content
        assert content["fees"][-1]["charged_hkd"] == str(report.fee_charged_hkd)
        assert [row["status"] for row in content["quarterly_reports"]] == ["overdue", "received"]

    def test_shows_an_over_charge_beside_the_cap_and_among_the_breaches(self, world):
        claimed, holdings = reports.claim(world.fund, world.quarter)
        quarterly_reports.submit(
            fund=world.fund,
            period_end=world.quarter,
            figures=replace(claimed, fee_charged_hkd=claimed.fee_charged_hkd + Decimal("0.01")),
            holdings=holdings,
            by=world.people.maker(world.fund),
            at=moment(world.calendar.after(4, 30)),
        )
        content = freeze(world).content
        assert content["fees"][-1]["over_charge_hkd"] == "0.01"
        (breach,) = content["breaches"]
        assert (breach["fund_code"], breach["rule"], breach["status"]) == (world.fund.code, "R14", "open")
        assert "0.01" in breach["text_en"]

    def test_looks_back_to_the_quarter_and_not_beyond(self, world):
        call_and_pay(world.people, world.fund, world.calendar.after(4, 15), "50000000.00")
        content = freeze(world).content
        assert len(content["calls"]["rows"]) == 1
        assert content["commitment"]["drawn_hkd"] == "51125000.00"
        later = freeze(world, period_end=world.calendar.ended(3)).content
        assert later["commitment"]["drawn_hkd"] == "63625000.00"

    def test_freezes_the_same_figures_twice_as_known_at_one_moment(self, world):
        known_at = dates.now()
        first = freeze(world, at=known_at)
        call_and_pay(world.people, world.fund, world.calendar.after(5, 15), "50000000.00")
        second = freeze(world, at=known_at)
        assert (first.number, second.number) == (1, 2)
        assert self._money(first) == self._money(second)
        now = freeze(world)
        assert now.content["commitment"]["drawn_hkd"] == "63625000.00"
        first.refresh_from_db()
        assert first.stage == Stage.FROZEN

    @staticmethod
    def _money(report):
        """What the journal knows; calls go by the moment of issue, which a test can't hold back."""
        names = ("commitment", "government_form", "funds", "investments", "tests", "fees", "hurdle")
        return {name: report.content[name] for name in names}

    def test_gives_one_hash_to_one_state_of_the_books(self, world):
        known_at = dates.now()
        first, second = freeze(world, at=known_at), freeze(world, at=known_at)
        assert first.content["snapshot_hash"] == second.content["snapshot_hash"]
        assert first.content_sha256 != second.content_sha256
        assert first.audit_head != second.audit_head
        reports.submit(world.people, world.fund, world.quarter, on=world.calendar.after(4, 30))
        assert freeze(world, at=known_at).content["snapshot_hash"] != first.content["snapshot_hash"]

    def test_prints_both_languages_and_keeps_them(self, world):
        report = freeze(world)
        for file in (report.pdf_en, report.pdf_zh_hant):
            assert files.read(file).startswith(b"%PDF-")
        assert report.pdf_en.sha256 != report.pdf_zh_hant.sha256

    def test_writes_the_audit_row(self, world):
        report = freeze(world)
        event = AuditEvent.objects.get(verb="management_report.freeze")
        assert event.facts["content_sha256"] == report.content_sha256
        assert event.facts["pdf_en"] == report.pdf_en.sha256

    @pytest.mark.parametrize("job", ["manager", "auditor", "harbour_maker", "administrator"])
    def test_is_for_programme_officers(self, world, job):
        with pytest.raises(NotPermitted):
            freeze(world, by=getattr(world.people, job))
        assert not ManagementReport.objects.exists()

    def test_refuses_a_day_that_is_no_quarter_end_and_one_that_is_not_over(self, world):
        events = AuditEvent.objects.count()
        for day, code in (
            (world.quarter - timedelta(days=1), "not_a_quarter_end"),
            (world.calendar.ended(-1), "quarter_not_over"),
        ):
            with pytest.raises(InputRefused) as refusal:
                freeze(world, period_end=day)
            assert (refusal.value.code, refusal.value.field) == (code, "period_end")
        assert not ManagementReport.objects.exists()
        assert AuditEvent.objects.count() == events

    def test_asks_no_more_of_the_database_for_a_second_fund(self, world):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                programme.position(world.scheme, world.calendar.ended(0), known_at=dates.now())
            return len(asked)

        before = queries()
        chosen = acts.select(
            world.people, plans.RIDGE, scheme=world.scheme, received=world.calendar.after(4, 10), number=2
        )
        ridge = acts.found(world.people, plans.RIDGE, chosen, on=world.calendar.after(3, 20))
        account = acts.enter_bank(world.people, ridge, on=world.calendar.after(3, 30), account_number="000-3-838")
        acts.confirm_bank(world.people, account, on=world.calendar.after(3, 31))
        acts.close(world.people, ridge, plans.RIDGE.seats, on=world.calendar.after(2, 5))
        call_and_pay(world.people, ridge, world.calendar.after(2, 10), "60000000.00")
        deals.invest(world.people, ridge, plans.VACCINE, on=world.calendar.after(2, 50))
        assert queries() == before


class TestApprove:
    def test_approves_by_another_person_and_prints_the_name(self, world):
        report = freeze(world)
        frozen, printed = report.content, report.pdf_en_id
        report = management_reports.approve(report=report, by=world.people.manager, at=dates.now())
        report.refresh_from_db()
        assert (report.stage, report.approved_by) == (Stage.APPROVED, world.people.manager)
        assert report.content == frozen
        assert report.pdf_en_id != printed
        assert AuditEvent.objects.get(verb="management_report.approve").facts["pdf_en"] == report.pdf_en.sha256

    def test_is_for_programme_managers(self, world):
        report = freeze(world)
        for job in ("officer", "auditor", "finance"):
            with pytest.raises(NotPermitted):
                management_reports.approve(report=report, by=getattr(world.people, job), at=dates.now())
        report.refresh_from_db()
        assert report.stage == Stage.FROZEN

    def test_refuses_content_that_was_changed_since(self, world):
        report = freeze(world)
        report.content["commitment"]["drawn_hkd"] = "1.00"
        with pgtrigger.ignore():
            report.save(update_fields=["content"])
        with pytest.raises(InputRefused) as refusal:
            management_reports.approve(report=report, by=world.people.manager, at=dates.now())
        assert refusal.value.code == "content_changed"
        assert not AuditEvent.objects.filter(verb="management_report.approve").exists()


class TestWithdraw:
    def test_withdraws_with_a_reason_and_keeps_the_report(self, world):
        report = freeze(world)
        with pytest.raises(InputRefused) as refusal:
            management_reports.withdraw(report=report, reason="", by=world.people.officer, at=dates.now())
        assert refusal.value.field == "reason"
        management_reports.withdraw(report=report, reason="Too early.", by=world.people.officer, at=dates.now())
        report.refresh_from_db()
        assert (report.stage, report.withdrawn_reason) == (Stage.WITHDRAWN, "Too early.")
        assert AuditEvent.objects.get(verb="management_report.withdraw").reason == "Too early."
        with pytest.raises(WrongStage):
            management_reports.approve(report=report, by=world.people.manager, at=dates.now())
        assert freeze(world).number == 2

    def test_is_for_programme_officers(self, world):
        report = freeze(world)
        with pytest.raises(NotPermitted):
            management_reports.withdraw(report=report, reason="No.", by=world.people.auditor, at=moment(world.quarter))
        report.refresh_from_db()
        assert report.stage == Stage.FROZEN
