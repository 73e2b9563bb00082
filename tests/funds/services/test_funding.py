"""Money asked of Government: allotments by two people, requests within them, letters sent, receipts linked."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import funding_letter, funding_years
from funds.models import FundingRequest
from funds.services import call_corrections, funding, treasury
from funds.services.funding import LineInput
from itvf import outbox
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from reporting.explain import programme as programme_figures
from reporting.explain.question import Question
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 4, 8)
AT = programme.at(DAY)
NEEDED = date(2025, 4, 25)


def allotted(cast, amount="40000000.00", *, kind="original", on=date(2025, 4, 1)):
    about = {"charged_to": "Head 000 (demo)", "reference": "Warrant 1", "by": cast.finance, "at": AT}
    found = funding.propose_allotment(
        year_start=date(2025, 7, 9), kind=kind, allotted_date=on, amount_hkd=D(amount), **about
    )
    return funding.approve_allotment(allotment=found, by=cast.manager, at=AT)


def draft(cast, *lines, **changes):
    about = {"needed_by_date": NEEDED, "purpose": "Calls of April", "by": cast.finance, "at": AT}
    return funding.draft(lines=lines, **about | changes)


def receive(cast, amount, request=None, reference="GOV-9"):
    about = {"value_date": DAY, "bank_reference": reference, "by": cast.finance, "at": AT}
    return treasury.record_funding(amount_hkd=D(amount), request=request, **about)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    return SimpleNamespace(cast=cast, fund=fund, call=programme.issued(cast, fund), allotment=allotted(cast))


@pytest.fixture
def case(world):
    return programme.case_of(world.call)


@pytest.fixture
def forecast(fund):
    return lambda amount: LineInput(D(amount), fund=fund, expected_date=date(2025, 6, 2))


class TestAllotment:
    def test_takes_two_people(self, cast):
        with pytest.raises(NotPermitted):
            allotted(SimpleNamespace(finance=cast.manager, manager=cast.manager))
        about = {"charged_to": "x", "reference": "x", "by": cast.finance, "at": AT, "kind": "original"}
        found = funding.propose_allotment(year_start=date(2026, 4, 1), allotted_date=DAY, amount_hkd=D("1.00"), **about)
        for person in (cast.finance, cast.officer, cast.auditor):
            with pytest.raises(NotPermitted):
                funding.approve_allotment(allotment=found, by=person, at=AT)
        assert funding_years.allotment(date(2026, 4, 1)) is None

    @pytest.mark.parametrize(
        ("kind", "on", "code"),
        [
            ("original", date(2025, 5, 1), "original_stands"),
            ("revised", date(2025, 4, 1), "nothing_to_revise"),
        ],
    )
    def test_has_one_original_and_revisions_after_it(self, cast, kind, on, code):
        with pytest.raises(InputRefused) as refusal:
            allotted(cast, kind=kind, on=on)
        assert refusal.value.code == code

    def test_counts_as_it_was_revised_last(self, cast):
        allotted(cast, "50000000.00", kind="revised", on=date(2025, 9, 1))
        (year,) = funding_years.years()
        assert (year.label, year.original_hkd, year.allotted_hkd) == ("2025-26", D("40000000.00"), D("50000000.00"))


class TestRequest:
    def test_goes_from_draft_to_letter_to_money(self, cast, case, forecast, fund):
        request = draft(cast, LineInput(D("15000000.00"), case=case), forecast("5000000.00"))
        assert (request.reference, request.year, request.amount_hkd) == ("FR2025-26-001", "2025-26", D("20000000.00"))
        request = funding.approve(request=request, by=cast.manager, at=AT)
        message = OutboxMessage.objects.get(key=f"funding_request:{request.pk}")
        ((name, kind, pdf),) = outbox.attachments(message)
        assert (message.to, name, kind) == (request.addressee_email, "FR2025-26-001.pdf", "application/pdf")
        assert pdf == funding_letter.pdf_of(request)
        assert request.content["position"]["left_hkd"] == "20000000.00"
        funding.mark_sent(message, at=AT)
        receive(cast, "12000000.00", request)
        (waits,) = funding_years.requests(["approved"])
        assert funding_years.waiting_of(waits).outstanding_hkd == D("8000000.00")
        assert funding_years.waiting(date(2025, 6, 1)) == (D("0.00"), D("8000000.00"), D("0.00"), D("0.00"))
        receive(cast, "8000000.00", request, "GOV-10")
        request.refresh_from_db()
        assert (request.stage, request.sent_at) == ("received", AT)
        with pytest.raises(WrongStage):
            receive(cast, "1.00", request, "GOV-11")
        (year,) = funding_years.years()
        assert (year.requested_hkd, year.received_hkd) == (D("20000000.00"), D("20000000.00"))
        assert (year.left_to_request_hkd, year.balance_hkd, year.paid_hkd) == (D("20000000.00"), D("20000000.00"), 0)
        verbs = AuditEvent.objects.filter(verb__startswith="funding.", subject_type="funds.fundingrequest")
        assert list(verbs.order_by("id").values_list("verb", flat=True)) == ["funding.draft", "funding.approve"]

    def test_beyond_the_allotment_is_refused_with_the_figures(self, cast, forecast):
        draft(cast, forecast("30000000.00"))
        with pytest.raises(RuleBroken) as refusal:
            draft(cast, forecast("10000000.01"))
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.facts["left_hkd"]) == ("beyond_allotment", D("10000000.00"))
        assert FundingRequest.objects.count() == 1
        assert draft(cast, forecast("10000000.00")).reference == "FR2025-26-002"

    def test_asks_for_a_payment_once(self, cast, case):
        draft(cast, LineInput(D("10000000.00"), case=case))
        with pytest.raises(RuleBroken) as refusal:
            draft(cast, LineInput(D("5000000.01"), case=case))
        assert refusal.value.breaches[0].code == "beyond_payment"

    def test_asks_for_no_payment_that_is_cancelled(self, cast, case, world):
        call_corrections.cancel(call=world.call, by=cast.signatory, at=AT, reason="Called too early")
        with pytest.raises(RuleBroken) as refusal:
            draft(cast, LineInput(D("0.01"), case=case))
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.facts["case_hkd"]) == ("beyond_payment", D("0.00"))

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"needed_by_date": date(2026, 4, 1)}, "no_allotment"),
            ({"needed_by_date": date(2025, 4, 7)}, "needed_by_past"),
            ({"purpose": " "}, "purpose_missing"),
        ],
    )
    def test_is_refused_where_it_could_not_be_met(self, cast, forecast, changes, code):
        with pytest.raises((InputRefused, RuleBroken)) as refusal:
            draft(cast, forecast("1.00"), **changes)
        found = [breach.code for breach in getattr(refusal.value, "breaches", ())] or [refusal.value.code]
        assert found == [code]

    @pytest.mark.parametrize("line", [LineInput(D("1.00")), None])
    def test_names_what_each_line_is_for(self, cast, line):
        with pytest.raises(InputRefused):
            draft(cast, *([line] if line else []))

    def test_is_approved_by_another_person_and_asks_the_allotment_again(self, cast, forecast):
        request = draft(cast, forecast("40000000.00"))
        for person in (cast.finance, cast.auditor, cast.maker):
            with pytest.raises(NotPermitted):
                funding.approve(request=request, by=person, at=AT)
        allotted(cast, "39999999.99", kind="revised", on=date(2025, 5, 1))
        with pytest.raises(RuleBroken):
            funding.approve(request=request, by=cast.manager, at=AT)
        assert not OutboxMessage.objects.filter(kind="funding_request").exists()

    def test_is_told_as_it_stood_at_any_moment(self, cast, forecast):
        """Drafted, approved a minute later, received in part, closed short: each step as known before the next."""
        minute = timedelta(minutes=1)
        request = draft(cast, forecast("40000000.00"), at=AT + minute)
        request = funding.approve(request=request, by=cast.manager, at=AT + 3 * minute)
        receive(cast, "25000000.00", request)
        came = now()
        funding.end(request=request, stage="closed", by=cast.manager, at=now(), reason="The call came to less")
        told = {
            moment: [
                programme_figures.explain(f"funding-{name}", Question(None, DAY, cast.finance, now(), moment)).value
                for name in ("2025-requested", "waiting-all", "2025-received", "2025-left")
            ]
            for moment in (AT, AT + 2 * minute, AT + 4 * minute, came, None)
        }
        assert [[amount / 1_000_000 for amount in row] for row in told.values()] == [
            [0, 0, 0, 40],
            [40, 0, 0, 0],
            [40, 40, 0, 0],
            [40, 15, 25, 0],
            [25, 0, 25, 15],
        ]

    def test_closed_short_frees_the_allotment(self, cast, forecast):
        request = funding.approve(request=draft(cast, forecast("40000000.00")), by=cast.manager, at=AT)
        receive(cast, "25000000.00", request)
        funding.end(request=request, stage="closed", by=cast.manager, at=AT, reason="The call came to less")
        assert funding_years.requested(date(2025, 4, 1)) == D("25000000.00")
        with pytest.raises(InputRefused):
            funding.end(
                request=draft(cast, forecast("15000000.00")), stage="withdrawn", by=cast.finance, at=AT, reason=""
            )
