"""Staff pages of the Corporation's money: allotment, request and letter, the page of the years, holds, corrections."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funds.models import CapitalCall, FundingAllotment, FundingReceipt, FundingRequest, LateInterest, PaymentHold
from funds.services import late_interest
from itvf.dates import financial_year_label, now, today
from reporting.demo import acts
from tests import builders, people, portal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    cast = people.cast()
    fund = builders.closed_fund(cast)
    return SimpleNamespace(cast=cast, fund=fund, call=builders.call(cast, fund))


@pytest.fixture
def call(world):
    return world.call


def at(thing, verb="change"):
    return reverse(f"admin:funds_{thing._meta.model_name}_{verb}", args=[thing.pk])


def do(user, address, given=None):
    answer = portal.client_of(user).post(address, given or {})
    text = answer.content.decode()
    assert answer.status_code == 302, text[text.find('class="verb"') :]
    return answer.url


def read(user, address) -> str:
    answer = portal.client_of(user).get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def allot(cast, amount="400,000,000.00"):
    given = {"year_start": today().isoformat(), "kind": "original", "amount_hkd": amount, "reference": "Warrant 7"}
    given |= {"allotted_date": today().isoformat(), "charged_to": "Head 000 (demonstration)"}
    do(cast.finance, reverse("admin:funds_fundingallotment_propose"), given)
    do(cast.manager, at(FundingAllotment.objects.get(), "approve"))


class TestMoneyFromGovernment:
    def test_is_allotted_asked_for_sent_received_and_shown_by_year(self, cast, fund, call):
        allot(cast)
        case, soon = acts.case_of(call), today() + timedelta(days=3)
        given = {"needed_by_date": soon.isoformat(), "purpose": "Call 1 and the next", "case_1": case.pk}
        given |= {"amount_hkd_1": f"{case.amount_hkd}", "fund_2": fund.pk, "amount_hkd_2": "5,000,000"}
        given |= {"expected_date_2": soon.isoformat()}
        draft = reverse("admin:funds_fundingrequest_draft")
        do(cast.finance, draft, given)
        request = FundingRequest.objects.get()
        assert request.reference == f"FR{financial_year_label(soon)}-001"
        assert str(request) in read(cast.manager, "/admin/")
        do(cast.manager, at(request, "approve"))
        letter = reverse("admin:funds_fundingrequest_letter", args=[request.pk])
        assert letter in read(cast.auditor, at(request))
        assert portal.client_of(cast.auditor).get(letter).content.startswith(b"%PDF-")
        funding = {"request": request.pk, "amount_hkd": "5,000,000.00", "value_date": today().isoformat()}
        do(cast.finance, reverse("admin:funds_fundingreceipt_record"), funding | {"bank_reference": "GOV 1"})
        assert FundingReceipt.objects.get().request == request
        page = read(cast.auditor, reverse("admin:funds_fundingrequest_by_year"))
        assert financial_year_label(soon).replace("-", "\u2011") in page
        assert "0 to 30 days" in page
        assert f"{case.amount_hkd:,}" in page  # what has not come: 5 million came of the case and 5 million more

    def test_beyond_the_allotment_is_refused_with_the_figures(self, cast, fund):
        allot(cast, "4,000,000.00")
        given = {"needed_by_date": today().isoformat(), "purpose": "x", "fund_1": fund.pk, "amount_hkd_1": "4000000.01"}
        given |= {"expected_date_1": today().isoformat()}
        answer = portal.client_of(cast.finance).post(reverse("admin:funds_fundingrequest_draft"), given)
        assert answer.status_code == 422
        assert "so HK$4,000,000.00 is left" in answer.content.decode().replace("\xa0", "")


class TestHolds:
    def test_show_who_since_when_and_with_whom_it_waits(self, cast, call):
        case = acts.case_of(call)
        do(cast.finance, at(case, "query"), {"question": "Why 60 million?"})
        page = read(cast.finance, at(case))
        assert "with the GP" in page
        assert "0 business days" in page
        assert "Why 60 million?" in read(cast.auditor, reverse("admin:funds_paymenthold_changelist"))
        assert "Payments held" in read(cast.auditor, "/admin/")
        assert "A payment is held" in read(cast.finance, "/admin/")
        do(cast.finance, at(case, "resume"), {"reason": "Answered by telephone"})
        assert "Answered by telephone" in read(cast.auditor, at(PaymentHold.objects.get()))

    def test_of_a_paper_notice_end_once_its_account_is_the_master_s(self, cast, fund, settings, tmp_path):
        settings.FILES_FOLDER = tmp_path
        given = {"received_at": f"{today()}T09:30", "came_by": "hand", "file": scan()}
        given |= {"due_date": (today() + timedelta(days=30)).isoformat(), "account_name": fund.name_en}
        given |= {
            "account_number": "000-111222-009",
            "kind_1": "expense",
            "label_1": "Audit",
            "amount_hkd_1": "1000.00",
        }
        do(cast.officer, at(fund, "paper_notice"), given)
        call = CapitalCall.objects.get(channel="paper")
        do(cast.manager, at(call, "confirm_paper"))
        case = acts.case_of(call)
        page = read(cast.finance, at(case))
        assert "…009" in page
        assert "frozen: bank details differ" in page
        assert "000-111222-009" not in page
        refused = portal.client_of(cast.finance).post(at(case, "resume"), {"reason": "Looks right"})
        assert refused.status_code == 422
        corrected = {"account_name": fund.name_en, "account_number": "000-111222-001", "file": scan()}
        do(cast.officer, at(case, "read_account"), corrected)
        do(cast.finance, at(case, "resume"), {"reason": "The corrected notice names the master's account"})
        assert "Both name one account." in read(cast.finance, at(case))


def scan():
    return SimpleUploadedFile("notice.pdf", b"%PDF-1.7 notice", content_type="application/pdf")


class TestLateInterest:
    def test_is_received_by_staff_with_its_working_shown(self, cast, fund, call):
        line = acts.private_lines(call)[0]
        acts.receive(cast, line, on=call.due_date + timedelta(days=14))
        charge = late_interest.charge(contribution=line.contributions.get(), by=cast.signatory(fund), at=now())
        assert "Simple interest at the hurdle rate" in read(cast.auditor, at(charge))
        given = {"amount_hkd": str(charge.amount_hkd), "value_date": today().isoformat(), "bank_reference": "IN 1"}
        do(cast.officer, at(charge, "record_receipt"), given)
        assert LateInterest.objects.get().stage == "received"
