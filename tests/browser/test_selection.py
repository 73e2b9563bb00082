"""An applicant in a real browser: from the public invitation to the receipt, two people."""

import pytest

from funds.models import Submission
from itvf.models import OutboxMessage
from tests import programme
from tests import selection_worlds as worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    """An open round and a house with its two people; every section but two is written."""
    cast = programme.enrol()
    invitation = worlds.opened(cast, programme.scheme())
    kestrel = worlds.house()
    answers = {key: given for key, given in worlds.ANSWERS.items() if key not in ("start_ups", "terms")}
    application = worlds.drafted_application(invitation, kestrel, answers)
    kestrel.application = application
    return kestrel


class TestAnApplicant:
    def test_walks_from_the_invitation_to_the_receipt(self, page, sign_in, world):
        page.goto("/rounds/")
        page.get_by_role("link", name="First round").click()
        page.get_by_role("heading", name="How applications are scored").wait_for()
        page.get_by_role("link", name="Sign up", exact=True).wait_for()

        sign_in(page, world.preparer)
        page.reload()
        page.get_by_role("button", name="Start or go on for Kestrel Example Capital").click()
        page.get_by_role("heading", name="8 of 10 sections complete").wait_for()

        page.get_by_role("link", name="Start-ups brought to Hong Kong").click()
        page.get_by_label("Start-up", exact=True).fill("Gannet GmbH")
        page.get_by_label("From where").fill("Berlin")
        page.get_by_role("button", name="Save", exact=True).last.click()
        page.get_by_text("There is a problem").wait_for()
        page.get_by_role("link", name="Row 1: Answer this: In Hong Kong since.").click()
        assert page.get_by_label("Start-up", exact=True).input_value() == "Gannet GmbH"
        page.get_by_label("In Hong Kong since").fill("2022-05-01")
        page.get_by_label("What it set up here").fill("A laboratory.")
        page.get_by_role("button", name="Save", exact=True).last.click()

        page.get_by_role("link", name="The proposed terms").click()
        for label, value in {
            "Term, extensions included": "10",
            "Investment period (years)": "5",
            "Management fee a year in the investment period": "2%",
            "Management fee a year afterwards": "2%",
            "Carried interest": "20%",
            "Share of carry held in escrow": "0",
        }.items():
            page.get_by_label(label).fill(value)
        page.get_by_label("GP catch-up", exact=True).fill("100%")
        page.get_by_label("Hurdle rate a year", exact=True).fill("7%")
        for label, value in {
            "The waterfall runs over": "whole_fund",
            "Order of the first tiers": "capital_first",
            "The hurdle compounds": "annual",
            "Day count of the hurdle": "ACT/365",
        }.items():
            page.get_by_label(label).select_option(value)
        page.locator("#id_fee_base_during").select_option("invested")
        page.locator("#id_fee_base_after").select_option("net_invested")
        page.get_by_role("button", name="Save", exact=True).last.press("Enter")
        page.get_by_role("heading", name="10 of 10 sections complete").wait_for()
        page.get_by_role("link", name="Check your answers and submit").click()
        page.get_by_role("button", name="Hand over for signature").click()
        page.get_by_text("Handed over. Another person of the house").wait_for()

        sign_in(page, world.signatory)
        page.goto(f"/applications/{world.application.pk}/check/")
        page.get_by_label("I have checked the figures").check()
        page.get_by_role("button", name="Submit the application").click()
        page.get_by_text("The receipt is on its way by mail.").wait_for()
        submission = Submission.objects.get()
        assert page.get_by_text(submission.content_sha256).is_visible()
        receipts = OutboxMessage.objects.filter(kind="application_receipt", text__contains=submission.content_sha256)
        assert {one.to for one in receipts} == {world.signatory.email, world.preparer.email}
