"""One lot for its general partner: who sees it, what it says, what may be recorded, and refusals in their place."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investments.models import Finding
from investments.portal.lots import DOORS
from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows

ON = "2026-03-02"
NOTE = {"on": ON, "evidence": "Board minutes of 2 March 2026", "reason": "A product was dropped."}
PDF = b"%PDF-1.7\nMinutes of the board."


def pdf(name="minutes.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def url(made):
    """The lot's page."""
    return f"/investments/{made.investment.pk}/"


@pytest.fixture
def addresses(made, url):
    """Every page about the lot, with a finding's."""
    world.visit(made)
    finding = Finding.objects.get(number=2)
    asked = [f"{url}events/{kind}/" for kind in DOORS]
    return [*asked, f"{url}values/new/", f"{url}spend/new/", f"/findings/{finding.pk}/answer/"]


class TestWhoSeesIt:
    """Its general partner and staff; nobody else; and only who may record is asked anything."""

    def test_is_hidden_from_all_others(self, made, outsiders, url, addresses):
        world.second_fund(made, holds=False)
        others = (*outsiders, portal.client_of(made.people.other_maker))
        found = {client.get(one).status_code for client in others for one in (url, *addresses)}
        assert found == {404}

    def test_asks_the_maker_everything(self, maker, addresses):
        assert {one: maker.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 200)

    def test_requires_the_permission(self, made, url, addresses):
        auditor = portal.client_of(made.people.auditor)
        assert auditor.get(url).status_code == 200
        assert {auditor.get(one).status_code for one in addresses} == {403}
        assert {auditor.post(one, {}).status_code for one in addresses} == {403}

    def test_offers_what_the_reader_may_do(self, made, maker, officer, url, text):
        page = text(maker, url)
        assert f"{url}events/exit/" in page
        assert f"{url}values/new/" in page
        assert f"{url}spend/new/" in page
        assert f"{url}events/escrow-release/" not in page
        assert f"{url}events/conversion/" not in page
        assert f"{url}spend/new/" not in text(officer, url)
        assert f"{url}events/" not in text(portal.client_of(made.people.auditor), url)

    def test_knows_no_other_kind_of_event(self, maker, url):
        assert maker.get(f"{url}events/completion/").status_code == 404


class TestWhatItSays:
    """Position, events with their entries, values, spend."""

    def test_tells_its_life_from_the_newest_event_back(self, made, maker, url, text):
        event = world.write_down(made, "5000000.00", date(2026, 3, 2))
        world.value(made, date(2026, 3, 31), "36000000.00", reason="Orders.")
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        page = text(maker, url)
        first, second = rows(page, "Events, the newest first")
        assert first.startswith("2. Written down for good 2 Mar 2026 5,000,000.00")
        assert str(event.entry_id) in first
        assert second.startswith("1. Completion 20 May 2025 40,000,000.00 40,000,000.00 100,000")
        assert "36,000,000.00" in rows(page, "Values, the newest first")[0]
        assert rows(page, "Hong Kong spend by quarter")[0].startswith("30 Sep 2025 2,500,000.00")

    def test_is_reached_from_the_fund_s_list(self, made, maker, url, text):
        assert f'href="{url}"' in text(maker, f"/funds/{made.fund.code}/investments/")


class TestEvents:
    """Each kind through one view; what is refused stands at its field (tests/…/test_events.py has what is recorded)."""

    KINDS = {
        "split": {"new": "10", "old": "1"},
        "write-down": {"amount_hkd": "5,000,000.00"},
        "exit": {"route": "trade_sale", "proceeds_hkd": "50,000,000.00", "escrow_hkd": "0", "part_rate": "0.5"},
    }

    @pytest.mark.parametrize(
        ("kind", "changes", "field"),
        [
            ("split", {"on": "2027-01-01"}, "on"),
            ("split", {"on": "2025-01-01"}, "on"),
            ("split", {"file": pdf(content=b"not a PDF")}, "file"),
            ("tranche", {"amount_hkd": "1.00", "units": "0"}, "amount_hkd"),
            ("write-down", {"amount_hkd": "40,000,000.01"}, "amount_hkd"),
            ("write-down", {"reason": ""}, "reason"),
            ("exit", {"part_rate": "1.5"}, "part_rate"),
            ("exit", {"escrow_hkd": "60,000,000.00"}, "escrow_hkd"),
        ],
    )
    def test_explains_a_refusal_at_its_field(self, made, maker, url, kind, changes, field):
        answer = maker.post(f"{url}events/{kind}/", NOTE | self.KINDS.get(kind, {}) | changes)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert made.investment.life_events.count() == 1


class TestValues:
    """A value by its general partner waits for review."""

    GIVEN = {
        "valuation_date": "2026-03-31",
        "method": "milestone",
        "level": "3",
        "policy_version": "2026-1",
        "fair_value_hkd": "41,000,000.00",
        "inputs_used": "milestone: First robot sold",
        "reason": "An order.",
    }

    def test_is_recorded_as_a_draft(self, made, maker, url):
        assert maker.post(f"{url}values/new/", self.GIVEN).url == url
        found = made.investment.valuations.get()
        assert (found.stage, found.inputs) == ("draft", {"milestone": "First robot sold"})

    def test_asks_for_another_currency_in_such_a_deal_only(self, made, maker, url):
        assert "fx_rate" not in maker.get(f"{url}values/new/").context["form"].fields
        type(made.investment.proposal).objects.filter(pk=made.investment.proposal_id).update(currency="USD")
        assert "fx_rate" in maker.get(f"{url}values/new/").context["form"].fields
        assert "foreign_amount" in maker.get(f"{url}events/income/").context["form"].fields

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"valuation_date": "2025-01-01"}, "valuation_date"),
            ({"fair_value_hkd": "-1.00"}, "fair_value_hkd"),
            ({"inputs_used": "a line without one"}, "inputs_used"),
            ({"file": pdf(content=b"not a PDF")}, "file"),
        ],
    )
    def test_explains_a_refusal_at_its_field(self, made, maker, url, changes, field):
        answer = maker.post(f"{url}values/new/", self.GIVEN | changes)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert not made.investment.valuations.exists()


class TestSpend:
    """A quarter with up to eight lines."""

    GIVEN = {
        "period_end": "2025-09-30",
        "hong_kong_jobs": "12",
        "note": "",
        "category_1": "talent",
        "description_1": "Two engineers",
        "amount_hkd_1": "1,200,000.00",
        "category_3": "services",
        "description_3": "Test house",
        "amount_hkd_3": "300,000.00",
    }

    def test_is_reported_without_the_empty_lines(self, made, maker, url):
        assert maker.post(f"{url}spend/new/", self.GIVEN | {"file_3": pdf("invoice.pdf")}).url == url
        first, second = made.investment.spend_reports.get().lines.order_by("id")
        assert (first.amount_hkd, first.file) == (Decimal("1200000.00"), None)
        assert (second.category, second.file.name) == ("services", "invoice.pdf")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"period_end": "2025-09-29"}, "period_end"),
            ({"amount_hkd_3": "0"}, "amount_hkd_3"),
            ({"amount_hkd_3": ""}, "amount_hkd_3"),
            ({"file_3": pdf(content=b"not a PDF")}, "file_3"),
            ({name: "" for name in GIVEN if name[-2:] in ("_1", "_3")}, "category_1"),
        ],
    )
    def test_explains_a_refusal_at_its_field(self, made, maker, url, changes, field):
        answer = maker.post(f"{url}spend/new/", self.GIVEN | changes)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert not made.investment.spend_reports.exists()

    def test_names_evidence_of_another_fund_at_its_line(self, made, maker, url):
        world.second_fund(made)
        other = portal.client_of(made.people.other_maker)
        theirs = f"/investments/{made.other_investment.pk}/spend/new/"
        assert other.post(theirs, self.GIVEN | {"file_1": pdf("theirs.pdf")}).status_code == 302
        answer = maker.post(f"{url}spend/new/", self.GIVEN | {"file_3": pdf("ours.pdf")})
        assert list(answer.context["form"].errors) == ["file_3"]
        assert "ours.pdf" in plain(answer.content.decode())


class TestFindings:
    """An answer with a file."""

    @pytest.fixture
    def finding(self, made):
        world.visit(made)
        return Finding.objects.get(number=2)

    def test_is_answered(self, made, maker, finding):
        given = {"answer": "The invoice is attached.", "file": pdf("invoice.pdf")}
        answer = maker.post(f"/findings/{finding.pk}/answer/", given)
        assert answer.url == f"/portfolio/companies/{made.company.pk}/"
        finding.refresh_from_db()
        assert (finding.stage, finding.answer_file.name) == ("answered", "invoice.pdf")

    def test_explains_a_refusal_at_its_field(self, maker, finding):
        url = f"/findings/{finding.pk}/answer/"
        for given, field in (({"answer": " "}, "answer"), ({"answer": "Here.", "file": pdf(content=b"no")}, "file")):
            answer = maker.post(url, given)
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
