"""What a manager charged beside the computed fee and R14's cap: from the books to page, sheet and register."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from funds import fee_comparison
from funds.models import RecordedBreach
from funds.services import fee_watch, fees
from funds.tasks import watch_fee
from itvf.dates import today
from itvf.models import AuditEvent
from reporting.demo import acts, reports
from reporting.demo.acts import moment, purpose
from reporting.services import quarterly_reports
from tests import portal
from tests.reporting.services.conftest import World, play

D = Decimal


@pytest.fixture(scope="module")
def standing(held) -> World:
    """HK$110m invested five quarters ago; the manager reports the last quarter but four with HK$18,082.19 too much."""
    world = play()
    claimed, holdings = reports.claim(world.fund, world.quarter)
    quarterly_reports.submit(
        fund=world.fund,
        period_end=world.quarter,
        figures=replace(claimed, fee_charged_hkd=claimed.fee_charged_hkd + D("18082.19")),
        holdings=holdings,
        by=world.people.maker(world.fund),
        at=moment(world.calendar.after(4, 30)),
    )
    return world


@pytest.fixture
def maker(world):
    """The general partner's maker, signed in."""
    return portal.client_of(world.people.maker(world.fund))


def at_page(name: str, world: World, *more) -> str:
    return reverse(name, args=[world.fund.code, *more])


class TestTheComparison:
    def test_sets_every_quarter_beside_the_cap(self, world):
        found = fee_comparison.of(world.fund, today())
        ends = [one.facts.end_date for one in found.quarters]
        assert ends[:2] == [world.calendar.ended(5), world.quarter]
        assert ends[-1] == today()
        charged = found.quarter(world.quarter)
        assert (charged.status, charged.over_charge_hkd) == ("above_cap", D("18082.19"))
        assert charged.facts.charged_hkd == charged.facts.cap.fee_hkd + D("18082.19")
        assert charged.over_charge.days == (charged.facts.end_date - charged.facts.start_date).days + 1
        assert found.quarter(world.calendar.ended(3)).status == "not_reported"
        assert found.quarters[-1].status in ("running", "not_reported")
        assert found.sums.over_charge_hkd == D("18082.19")
        assert sum(line.net_hkd for line in found.partners[world.quarter]) == charged.facts.computed_hkd

    def test_shows_what_was_called_and_paid(self, world):
        called, paid = world.calendar.after(3, 20), world.calendar.after(3, 60)
        asked = [purpose("management_fee", "Management fee", D("300000.00"))]
        call = acts.issue_call(world.people, world.fund, asked, issued=called)
        fees.pay(
            fund=world.fund,
            amount_hkd=D("100000.00"),
            value_date=paid,
            bank_reference="FEE-1",
            by=world.people.officer,
            at=moment(paid),
        )
        found = fee_comparison.of(world.fund, world.calendar.ended(2))
        assert found.quarter(world.calendar.ended(2)).facts.called_hkd == D("300000.00")
        assert found.sums.called_hkd == call.amount_hkd
        assert found.sums.paid_hkd == D("100000.00")

    def test_is_what_was_known_then(self, world):
        before = moment(world.calendar.after(4, 10))
        found = fee_comparison.of(world.fund, world.quarter, known_at=before)
        assert [one.status for one in found.quarters] == ["not_reported"] * len(found.quarters)
        assert found.sums.charged_hkd == 0

    def test_asks_no_more_of_the_database_for_more_quarters(self, world):
        def queries(on) -> int:
            with CaptureQueriesContext(connection) as asked:
                fee_comparison.of(world.fund, on)
            return len(asked)

        assert queries(world.calendar.ended(5)) == queries(today()) <= 14


class TestTheWatch:
    def test_finds_an_over_charge_that_the_report_found_before_no_second_time(self, world):
        assert RecordedBreach.objects.get(rule="R14").code == "fee_above_cap"
        assert fee_watch.register(fund=world.fund, at=moment(today())) == []

    def test_finds_once_what_no_report_found(self, world):
        RecordedBreach.objects.all().delete()
        watch_fee(fund_id=world.fund.pk)
        found = RecordedBreach.objects.get()
        assert (found.rule, found.clause, found.code) == ("R14", "Annex 3 1(k)(i)", "fee_above_cap")
        assert found.facts["excess_hkd"] == "18082.19"
        assert "HK$18,082.19 too much" in found.message
        assert AuditEvent.objects.filter(verb="breach.find", actor=None).count() == 1
        assert fee_watch.register(fund=world.fund, at=moment(today() + timedelta(days=1))) == []

    def test_finds_what_was_called_above_the_cap_to_date(self, world):
        cap = fee_comparison.of(world.fund, world.calendar.ended(0)).sums.cap_hkd
        asked = [purpose("management_fee", "Management fee", cap + D("0.01"))]
        acts.issue_call(world.people, world.fund, asked, issued=world.calendar.after(1, 5))
        on = moment(world.calendar.after(0, 1))
        (found,) = fee_watch.register(fund=world.fund, at=on)
        assert (found.code, found.facts["excess_hkd"]) == ("fee_called_above_cap", "0.01")
        assert fee_watch.register(fund=world.fund, at=moment(today())) == []


class TestThePages:
    def test_show_quarters_and_days_to_the_manager(self, world, maker):
        page = maker.get(at_page("portal_fees", world)).content.decode()
        assert "HK$\xa018,082.19 was charged above the cap" in page
        assert "Not reported" in page
        day = maker.get(at_page("portal_fee_quarter", world, world.quarter.isoformat())).content.decode()
        assert "The over-charge by day" in day
        (way,) = set(re.findall(r'href="(/funds/[^"]+fee-cap[^"]+)"', day))
        assert maker.get(unescape(way)).status_code == 200
        assert "No reading of the agreement gives the charge." in day
        assert "18,082.19" in day
        assert maker.get(at_page("portal_fee_quarter", world, "2001-02-30")).status_code == 404

    def test_are_hidden_from_another_manager(self, world):
        other = portal.client_of(world.people.ridge_maker)
        for name in ("portal_fees", "portal_fees_xlsx"):
            assert other.get(at_page(name, world)).status_code == 404

    def test_give_the_same_figures_as_a_sheet_in_two_languages(self, world, maker):
        answer = maker.get(at_page("portal_fees_xlsx", world))
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        *sheets, derivations = book.sheet_names
        assert sheets == ["Management fee", "管理費"]
        assert f"/funds/{world.fund.code}/explain/fee-line/" in str(book.get_sheet_by_name(derivations).to_python())
        for name in sheets:
            cells = [row for row in book.get_sheet_by_name(name).to_python() if world.quarter in row]
            assert any(18082.19 in row for row in cells), name

    def test_answer_the_api_with_the_same_tree(self, world, maker):
        answer = maker.get(f"/api/v1/funds/{world.fund.code}/fees", {"as_of": world.quarter.isoformat()}).json()
        last = answer["quarters"][-1]
        assert (answer["rule"], answer["clause"], last["status"]) == ("R14", "Annex 3 1(k)(i)", "above_cap")
        assert (answer["agreed"]["base_after"], answer["agreed"]["steps"]) == ("net_invested", [])
        assert last["over_charge"]["excess_hkd"] == answer["sums"]["over_charge_hkd"] == "18082.19"
        assert sum(D(line["net_hkd"]) for line in last["partners"]) == D(last["computed_hkd"])

    def test_stand_on_the_staff_s_page_of_the_fund(self, world, client):
        client.force_login(world.people.officer, backend=portal.BACKEND)
        page = client.get(reverse("admin:funds_fund_change", args=[world.fund.pk])).content.decode()
        assert "by day (HK$)" in page
        assert "Above the cap" in page


class TestTheStaff:
    def test_record_a_step_and_a_concession_from_the_lists(self, world, client):
        client.force_login(world.people.officer, backend=portal.BACKEND)
        day = (world.calendar.ended(3) + timedelta(days=1)).isoformat()
        given = {"fund": world.fund.pk, "from_date": day, "rate": "0.0175", "clause": "LPA 7.2"}
        page = client.post(reverse("admin:funds_feestep_set"), given, follow=True).content.decode()
        assert "LPA 7.2" in page
        partner = world.fund.partners.get(kind="gp")
        given = {"partner": partner.pk, "rate": "1", "from_date": day, "clause": "LPA 7.6"}
        page = client.post(reverse("admin:funds_feeconcession_record"), given, follow=True).content.decode()
        assert "LPA 7.6" in page
        assert world.fund.fee_concessions.get().stage == "draft"
        client.force_login(world.people.manager, backend=portal.BACKEND)
        assert "Approve a fee concession" in client.get(reverse("admin:index")).content.decode()
        client.force_login(world.people.officer, backend=portal.BACKEND)
        page = client.get(reverse("admin:funds_fundagreement_change", args=[world.fund.agreement.pk])).content.decode()
        assert "1.75%" in page
        high = {"fund": world.fund.pk, "from_date": day, "rate": "0.021", "clause": "LPA 7.2"}
        refused = client.post(reverse("admin:funds_feestep_set"), high)
        assert refused.status_code == 422
        assert "2.1% a year is too high" in refused.content.decode()
