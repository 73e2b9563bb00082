"""What a quarterly report's verbs do, refuse, leave alone, record and allow."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from funds import capital_accounts
from funds.models import RecordedBreach
from itvf import audit
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting import claimed_returns, fund_returns, selectors
from reporting.demo import life, reports
from reporting.demo.acts import moment
from reporting.models import QuarterlyReport
from reporting.rules import quarterly
from reporting.services import quarterly_reports

Stage = QuarterlyReport.Stage


def submit(world, *, figures=None, holdings=None, by=None, period_end=None, on=None, **changes):
    """The report that a manager with the same books submits, with the changes named."""
    claimed, held = reports.claim(world.fund, world.quarter)
    return quarterly_reports.submit(
        fund=world.fund,
        period_end=period_end or world.quarter,
        figures=replace(figures or claimed, **changes),
        holdings=held if holdings is None else holdings,
        by=by or world.people.maker(world.fund),
        at=moment(on or world.calendar.after(4, 30)),
    )


def line_of(report, field):
    (line,) = [line for line in report.comparison if line["field"] == field]
    return line


class TestSubmit:
    def test_takes_a_report_in_and_finds_it_equal_to_the_books(self, world):
        report = submit(world)
        report.refresh_from_db()
        assert report.stage == Stage.SUBMITTED
        assert report.due_date == selectors.deadlines.due_date(world.quarter)
        assert {line["explanation"] for line in report.comparison} == {
            "agrees",
            "within_the_cap",
            "not_valued_yet",
            "no_spend_on_record",
        }
        assert {line["difference_hkd"] for line in report.comparison} == {"0.00", None}
        assert line_of(report, "contributions_hkd")["books_hkd"] == "204500000.00"
        assert line_of(report, f"holdings.{world.investment.pk}.cost_hkd")["books_hkd"] == "110000000.00"
        assert line_of(report, f"holdings.{world.investment.pk}.cost_hkd")["label"] == "Sample Vision Robotics Limited"
        assert report.holdings.get().hong_kong_spend_to_date_hkd == Decimal("24200000.00")

    def test_shows_a_difference_of_one_cent_and_does_not_explain_it_away(self, world):
        claimed, _ = reports.claim(world.fund, world.quarter)
        report = submit(world, cash_hkd=claimed.cash_hkd + Decimal("0.01"))
        assert line_of(report, "cash_hkd")["difference_hkd"] == "0.01"
        assert line_of(report, "cash_hkd")["explanation"] == "unexplained"

    def test_sets_the_managers_own_returns_beside_the_books(self, world):
        books = fund_returns.of(capital_accounts.of_fund(world.fund, [world.quarter]), world.quarter)
        tvpi = books.net.tvpi.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        report = submit(world, tvpi=tvpi, net_irr_rate="0.5", dpi=None)
        agreed, differs = claimed_returns.of(report)[1], claimed_returns.of(report)[0]
        assert (agreed.field, agreed.own, agreed.explanation) == ("tvpi", books.net.tvpi, "agrees")
        assert (differs.field, differs.explanation) == ("net_irr_rate", "unexplained")
        accept = {"report": report, "by": world.people.officer, "at": moment(world.calendar.after(4, 33))}
        with pytest.raises(InputRefused) as refused:
            quarterly_reports.accept(**accept)
        assert refused.value.facts["differing"] == ["net_irr_rate"]
        accepted = quarterly_reports.accept(**accept, note="Another day count.")
        accepted.refresh_from_db()
        assert claimed_returns.of(accepted) == (differs, agreed)

    def test_names_the_fee_that_the_manager_took_and_the_books_still_owe(self, world):
        claimed, _ = reports.claim(world.fund, world.quarter)
        owed = -selectors.selectors.balance(world.fund, "fee_payable", as_of=world.quarter)
        assert owed > 0
        report = submit(world, cash_hkd=claimed.cash_hkd - owed)
        assert line_of(report, "cash_hkd")["explanation"] == "fee_accrued_and_not_paid"

    def test_records_a_fee_above_the_cap_with_its_over_charge(self, world):
        claimed, _ = reports.claim(world.fund, world.quarter)
        report = submit(world, fee_charged_hkd=claimed.fee_charged_hkd + Decimal("18082.19"))
        assert line_of(report, "fee_cap_hkd")["difference_hkd"] == "18082.19"
        breach = RecordedBreach.objects.get(fund=world.fund, rule="R14")
        assert breach.facts["excess"] == "18082.19"
        assert breach.found_date == world.quarter
        assert breach.cured_date is None

    def test_replaces_a_report_that_was_sent_back_and_cures_its_breach(self, world):
        claimed, _ = reports.claim(world.fund, world.quarter)
        report = submit(world, fee_charged_hkd=claimed.fee_charged_hkd + 1)
        quarterly_reports.query(
            report=report, reason="Why this fee?", by=world.people.officer, at=moment(world.calendar.after(4, 33))
        )
        again = submit(world, on=world.calendar.after(4, 40))
        assert again.pk == report.pk
        assert again.stage == Stage.SUBMITTED
        assert again.version == 3
        assert again.fee_charged_hkd == claimed.fee_charged_hkd
        assert again.holdings.count() == 1
        assert RecordedBreach.objects.get(fund=world.fund, rule="R14").cured_date == world.calendar.after(4, 40)

    def test_writes_the_audit_row(self, world):
        report = submit(world)
        event = AuditEvent.objects.get(verb="quarterly_report.submit")
        assert event.chain == world.fund.chain
        assert event.subject_id == str(report.pk)
        assert event.facts["figures"]["contributions_hkd"] == "204500000.00"
        assert audit.verify(world.fund.chain) == []

    @pytest.mark.parametrize("job", ["officer", "manager", "auditor", "ridge_maker"])
    def test_is_for_the_funds_own_general_partner(self, world, job):
        with pytest.raises(NotPermitted):
            submit(world, by=getattr(world.people, job))
        assert not QuarterlyReport.objects.exists()

    def test_refuses_a_second_report_while_one_stands(self, world):
        submit(world)
        with pytest.raises(WrongStage, match="query it, then submit it again"):
            submit(world)

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"on": "last_day"}, "quarter_not_over", "period_end"),
            ({"period_end": "day_before"}, "not_a_quarter_end", "period_end"),
            ({"period_end": "before_closing"}, "before_first_closing", "period_end"),
            ({"contributions_hkd": 204500000.0}, "float_refused", "contributions_hkd"),
            ({"contributions_hkd": Decimal("-0.01")}, "below_zero", "contributions_hkd"),
            ({"nav_hkd": "1.001"}, "too_many_places", "nav_hkd"),
            ({"investments_at_cost_hkd": Decimal("110000000.01")}, "sum_differs", "investments_at_cost_hkd"),
            ({"investments_fair_value_hkd": Decimal("1.00")}, "sum_differs", "investments_fair_value_hkd"),
            ({"holdings": "none"}, "holding_missing", "holdings"),
            ({"holdings": "twice"}, "holding_twice", "holdings.1.investment"),
            ({"holdings": "unknown"}, "holding_unknown", "holdings.1.investment"),
            ({"holdings": "half_a_job"}, "not_a_count", "holdings.0.hong_kong_jobs"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field_and_writes_nothing(self, world, change, code, field):
        events = AuditEvent.objects.count()
        with pytest.raises(InputRefused) as refusal:
            submit(world, **self._resolved(world, change))
        assert (refusal.value.code, refusal.value.field) == (code, field)
        assert not QuarterlyReport.objects.exists()
        assert AuditEvent.objects.count() == events

    def _resolved(self, world, change):
        _, held = reports.claim(world.fund, world.quarter)
        meant = {
            "last_day": world.quarter,
            "day_before": world.quarter - timedelta(days=1),
            "before_closing": world.calendar.ended(6),
            "none": [],
            "twice": [held[0], held[0]],
            "unknown": [held[0], replace(held[0], investment=10**9)],
            "half_a_job": [replace(held[0], hong_kong_jobs=Decimal("1.5"))],
        }
        return {name: meant.get(value, value) if isinstance(value, str) else value for name, value in change.items()}


class TestQuery:
    def test_sends_a_report_back_with_its_question(self, world):
        report = quarterly_reports.query(
            report=submit(world), reason=" Why? ", by=world.people.officer, at=moment(world.calendar.after(4, 33))
        )
        report.refresh_from_db()
        assert (report.stage, report.queried_reason) == (Stage.QUERIED, "Why?")
        assert AuditEvent.objects.get(verb="quarterly_report.query").reason == "Why?"

    def test_needs_a_question_and_a_submitted_report_and_an_officer(self, world):
        report, at = submit(world), moment(world.calendar.after(4, 33))
        with pytest.raises(InputRefused) as refusal:
            quarterly_reports.query(report=report, reason=" ", by=world.people.officer, at=at)
        assert refusal.value.field == "reason"
        with pytest.raises(NotPermitted):
            quarterly_reports.query(report=report, reason="Why?", by=world.people.maker(world.fund), at=at)
        quarterly_reports.accept(report=report, by=world.people.officer, at=at)
        with pytest.raises(WrongStage):
            quarterly_reports.query(report=report, reason="Why?", by=world.people.officer, at=at)
        assert not AuditEvent.objects.filter(verb="quarterly_report.query").exists()


class TestAccept:
    def test_accepts_a_report_that_agrees_without_a_note(self, world):
        at = moment(world.calendar.after(4, 33))
        report = quarterly_reports.accept(report=submit(world), by=world.people.officer, at=at)
        report.refresh_from_db()
        assert (report.stage, report.accepted_by, report.accepted_at) == (Stage.ACCEPTED, world.people.officer, at)
        assert AuditEvent.objects.get(verb="quarterly_report.accept").facts["differing"] == []

    def test_takes_a_note_where_a_figure_differs(self, world):
        claimed, _ = reports.claim(world.fund, world.quarter)
        report, at = submit(world, cash_hkd=claimed.cash_hkd + 1), moment(world.calendar.after(4, 33))
        with pytest.raises(InputRefused, match="cash_hkd") as refusal:
            quarterly_reports.accept(report=report, by=world.people.officer, at=at)
        assert refusal.value.field == "note"
        report.refresh_from_db()
        assert report.stage == Stage.SUBMITTED
        quarterly_reports.accept(report=report, by=world.people.officer, at=at, note="Bank charge of the last day.")
        report.refresh_from_db()
        assert report.acceptance_note == "Bank charge of the last day."

    def test_compares_with_the_value_and_the_spend_that_came_after_submission(self, world):
        report, end = submit(world), world.quarter
        place = f"holdings.{world.investment.pk}"
        assert line_of(report, f"{place}.fair_value_hkd")["explanation"] == "not_valued_yet"
        life.value(world.people, world.investment, "120000000.00", on=end)
        spend = {"talent": "24000000.00", "goods": "200000.00"}
        life.report_spend(world.people, world.investment, end, spend, 18, on=world.calendar.after(4, 20))
        at = moment(world.calendar.after(4, 33))
        with pytest.raises(InputRefused, match=r"3 figures .* Sample Vision Robotics Limited fair_value_hkd"):
            quarterly_reports.accept(report=report, by=world.people.officer, at=at)
        quarterly_reports.accept(report=report, by=world.people.officer, at=at, note="Valued after the report.")
        report.refresh_from_db()
        value, spent = (line_of(report, f"{place}.{name}") for name in ("fair_value_hkd", quarterly.SPEND))
        assert (value["books_hkd"], value["difference_hkd"]) == ("120000000.00", "-10000000.00")
        assert value["explanation"] == "reported_at_cost"
        assert (spent["books_hkd"], spent["explanation"]) == ("24200000.00", "agrees")

    @pytest.mark.parametrize("job", ["auditor", "finance", "harbour_maker"])
    def test_is_for_programme_officers(self, world, job):
        report = submit(world)
        with pytest.raises(NotPermitted):
            quarterly_reports.accept(report=report, by=getattr(world.people, job), at=report.submitted_at)
        report.refresh_from_db()
        assert report.stage == Stage.SUBMITTED


class TestOutstandingReports:
    def test_counts_every_quarter_from_the_first_closing(self, world):
        on = world.calendar.ended(3)
        waiting = selectors.outstanding_reports(on)
        assert [due.expected.period_end for due in waiting] == [
            world.calendar.ended(5),
            world.calendar.ended(4),
            world.calendar.ended(3),
        ]
        submit(world)
        assert world.quarter not in [due.expected.period_end for due in selectors.outstanding_reports(on)]

    def test_says_which_are_late(self, world):
        due = selectors.deadlines.due_date(world.calendar.ended(5))
        assert selectors.overdue_reports(due) == []
        (late,) = selectors.overdue_reports(due + timedelta(days=1))
        assert late.expected.days_late == 1
