"""The facility and ILPA's figures at their doors: portal, staff's site, API, XLSX, explanations; as known on a day."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from funds.models import FacilityAgreement, FacilityMovement
from itvf.money import total
from reporting.calculations import run
from tests import portal, programme
from tests.funds import borrowing, registered

pytestmark = pytest.mark.django_db

D = Decimal
ON = date(2026, 3, 31)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    registered.term(cast, fund, "borrowing")
    facility = borrowing.facility(cast, fund)
    borrowing.move(cast, facility, "draw", "30000000.00", borrowing.DRAWN)
    borrowing.invested(cast, fund, "30000000.00", borrowing.DRAWN)
    return SimpleNamespace(cast=cast, fund=fund, facility=facility)


@pytest.fixture
def facility(standing):
    return standing.facility


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, ON)
    monkeypatch.setattr("itvf.admin_verbs.now", lambda: programme.at(ON))
    monkeypatch.setattr("funds.api.facilities.now", lambda: programme.at(ON))


def page(person, name: str, *args, query: str = "") -> str:
    answer = portal.client_of(person).get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestThePortal:
    def test_shows_what_is_owed_beside_the_cap_and_takes_a_drawdown_or_refuses_it_by_clause(self, cast, fund, facility):
        shown = page(cast.maker, "portal_facility", fund.code)
        for words in ("Borrowing cap, LPA 7.4", "HK$ 50,000,000.00", "HK$ 20,000,000.00", "stands out too long"):
            assert words.replace(" ", "\u00a0", 1) in shown or words in shown
        address = reverse("portal_facility_drawdown", args=[facility.pk])
        about = {"amount_hkd": "20,000,000.01", "value_date": "2026-03-30", "reference": "FL-9"}
        client = portal.client_of(cast.maker)
        refused = client.post(address, about | {"purpose": "investments"})
        assert refused.status_code == 422
        assert "LPA 7.4" in refused.content.decode()
        assert FacilityMovement.objects.count() == 1
        done = client.post(address, about | {"purpose": "investments", "has_happened": "on"})
        assert done.status_code == 302
        assert fund.breaches.get().code == "above_borrowing_cap"
        for person in (cast.contact, cast.stranger):
            other = portal.client_of(person)
            assert other.get(reverse("portal_facility", args=[fund.code])).status_code == 404
            assert other.get(address).status_code == 404

    def test_takes_a_facility_of_the_maker_that_a_manager_approves_in_the_staffs_site(self, cast, fund):
        about = {
            "lender": "Kowloon Demonstration Bank",
            "limit_hkd": "10,000,000.00",
            "rate": "0.06",
            "clause": "LPA 7.4",
        }
        about |= {"rate_terms": "6% a year", "available_from": "2026-01-01", "available_to": "2026-12-31"}
        answer = portal.client_of(cast.maker).post(reverse("portal_facility_record", args=[fund.code]), about)
        assert answer.status_code == 302, answer.content
        found = FacilityAgreement.objects.get(lender="Kowloon Demonstration Bank")
        staff = portal.client_of(cast.manager)
        assert staff.post(reverse("admin:funds_facilityagreement_approve", args=[found.pk])).status_code == 302
        found.refresh_from_db()
        assert (found.stage, found.approved_by) == ("approved", cast.manager)
        assert "Owed to all lenders" in page(cast.officer, "admin:funds_facilityagreement_change", found.pk)

    def test_shows_returns_with_and_without_on_any_day_and_the_fund_as_it_was_known(self, cast, fund):
        shown = page(cast.maker, "portal_ilpa", fund.code, query="?on=2026-03-31&methodology=gross_up")
        assert "Fund-level Subscription Facility Drawdown: Total Amount" in shown
        assert "1.00x" in shown
        shown = page(cast.maker, "portal_fund", fund.code, query="?on=2026-03-31")
        assert "as they stand now" in shown
        before = page(cast.maker, "portal_fund", fund.code, query="?on=2026-03-31&known_at=2020-01-01")
        assert "Nobody had been admitted by then" in before

    def test_explains_a_figure_without_the_facility_down_to_the_entry_of_the_drawdown(self, cast, fund):
        query = "?of=granular-without-net-multiple&on=2026-03-31"
        shown = page(cast.maker, "portal_explain_figure", fund.code, "ilpa", query=query)
        assert "Fund-level Subscription Facility Drawdown: Investments" in shown
        entry = FacilityMovement.objects.get().entry
        assert reverse("portal_entry", args=[fund.code, entry.pk]) in shown


class TestTheApi:
    def test_gives_flows_that_calculate_the_same_figures(self, cast, fund):
        client = portal.client_of(cast.maker)
        address = reverse("api_ilpa", args=[fund.code])
        for methodology in ("granular", "gross_up"):
            found = client.get(address, {"as_of": "2026-03-31", "methodology": methodology}).json()
            given = [{name: one[name] for name in ("date", "type", "amount")} for one in found["flows"]]
            answer, is_done = run.calculate("ilpa-performance", {"methodology": methodology, "flows": given})
            assert is_done
            for facility in ("with_facility", "without_facility"):
                for name in ("net_irr", "gross_irr", "net_multiple", "gross_multiple"):
                    assert answer[facility][name] == found[facility][name]
        assert found["without_facility"]["net_multiple"] == "1.000000000000"
        assert portal.client_of(cast.contact).get(address).status_code == 404

    def test_takes_movements_by_kind_and_shows_what_is_borrowed(self, cast, fund, facility):
        client = portal.client_of(cast.maker)
        address = reverse("api_facility_movements", args=[facility.pk])
        about = {"kind": "repayment", "amount_hkd": "5000000.00", "value_date": "2026-03-30", "reference": "R-1"}
        send = {"content_type": "application/json", "headers": {"Idempotency-Key": "a" * 20}}
        lacking = client.post(address, about, **send)
        assert (lacking.status_code, lacking.json()["errors"][0]["field"]) == (400, "purpose")
        made = client.post(address, about | {"purpose": "investments"}, **send)
        assert made.status_code == 201, made.content
        found = client.get(reverse("api_borrowing", args=[fund.code]), {"as_of": "2026-03-31"}).json()
        assert (found["owed_hkd"], found["headroom_hkd"]) == ("25000000.00", "25000000.00")
        assert found["drawdowns"][0]["left_hkd"] == "25000000.00"
        self.opens(client, found)
        self.opens(client, found["drawdowns"][0])
        charged = {"kind": "interest", "amount_hkd": "9000.00", "period_start": "2026-03-30", "reference": "I-1"}
        interest = client.post(
            address, charged | {"value_date": "2026-03-31"}, **(send | {"headers": {"Idempotency-Key": "b" * 20}})
        ).json()
        self.opens(client, interest)
        assert len(client.get(address).json()["results"]) == 3

    def opens(self, client, holder: dict) -> None:
        """Every derivation that an answer names gives its figure, and its parts sum to it."""
        for name, url in holder["explained"].items():
            tree = client.get(url).json()["derivation"]
            assert tree["value"] == holder[name], name
            assert not tree["is_sum"] or total(D(part["value"]) for part in tree["parts"]) == D(tree["value"]), name

    def test_gives_both_methodologies_as_a_workbook(self, cast, fund):
        answer = portal.client_of(cast.maker).get(reverse("api_ilpa_xlsx", args=[fund.code]), {"as_of": "2026-03-31"})
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        *sheets, derivations = book.sheet_names
        assert sheets == ["Figures", "數字", "Granular methodology", "Gross-up methodology"]
        assert "of=granular-without-net-multiple" in str(book.get_sheet_by_name(derivations).to_python())
        rows = book.get_sheet_by_name("Granular methodology").to_python()
        assert [row[3] for row in rows[2:]] == [-30000000.0, 30000000.0, 0.0]
        figures = book.get_sheet_by_name("Figures").to_python()
        assert ["Net multiple (TVPI)", "", "1.000000000000"] in figures


class TestTheStaffsBoard:
    def test_shows_a_borrowers_rate_without_its_facility(self, cast, fund):
        assert "IRR without its facility" in page(cast.officer, "portal_all_funds", query="?on=2026-03-31")
        assert "With and without the subscription facility" in page(cast.maker, "portal_fund_returns", fund.code)
