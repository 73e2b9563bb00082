"""The Corporation's payment of a drawdown: every step by the right person, once, and only in order (R20, A23)."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from funds import corporation_ties, selectors
from funds.models import JournalEntry, Manager, PaymentCase
from funds.services import contributions, payment_settlements, payments
from itvf.dates import now
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting.demo import acts
from tests import portal, programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
DAY = date(2025, 5, 12)
NOTE = acts.BEFORE_ITS_DEAL
STEPS = ["opened", "checked", "vouchered", "certified", "authorised", "released", "matched"]


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


@pytest.fixture
def call(cast, fund):
    programme.limits(cast)
    programme.funding(cast)
    return programme.issued(cast, fund)


def do(verb, case, by, **about):
    return getattr(payments, verb)(case=case, by=by, at=programme.at(DAY), **about)


def outcomes(case) -> dict[str, str]:
    run = case.checks.order_by("-run").first().run
    return dict(case.checks.filter(run=run).values_list("code", "outcome"))


class TestThePayment:
    def test_goes_from_notice_to_matched_debit_and_shows_in_both_books(self, cast, fund, call):
        before = now()
        case = programme.case_at(cast, call, "matched")
        assert (case.stage, case.voucher_number) == ("matched", "PV2025-26-0001")
        assert selectors.corporation_balance(Code.INTEREST_IN_FUND) == D("15000000.00")
        assert selectors.corporation_balance(Code.CALL_PAYABLE) == 0
        assert selectors.corporation_balance(Code.BANK) == D("85000000.00")
        assert selectors.balance(fund, Code.CASH) == 0  # the GP's receipt is another fact
        paid = now()
        programme.receive(cast, case.line, day=DAY)
        moments = [corporation_ties.ties(known_at=moment) for moment in (before, paid, None)]
        assert [[(one.in_transit_hkd, one.received_hkd) for one in ties] for ties in moments] == [
            [],
            [(D("15000000.00"), D("0.00"))],
            [(D("0.00"), D("15000000.00"))],
        ]

    def test_leaves_a_line_in_the_audit_trail_at_each_step(self, cast, call):
        programme.case_at(cast, call, "matched")
        verbs = (
            AuditEvent.objects.filter(verb__startswith="payment_case.").order_by("id").values_list("verb", flat=True)
        )
        assert [verb.removeprefix("payment_case.") for verb in verbs] == [
            "open",
            "check",
            "prepare_voucher",
            "certify",
            "authorise",
            "authorise",
            "release",
            "match_debit",
        ]

    @pytest.mark.parametrize("stage", STEPS)
    def test_takes_each_step_from_its_own_stage_only(self, cast, call, stage):
        case = programme.case_of(call) if stage == "opened" else programme.case_at(cast, call, stage)
        people = {
            "check": cast.finance,
            "prepare_voucher": cast.finance,
            "certify": cast.certifier,
            "authorise": cast.authoriser,
            "release": cast.finance,
        }
        allowed = dict(zip(STEPS, people, strict=False)).get(stage)
        entries = JournalEntry.objects.count()
        for verb, person in people.items():
            if verb != allowed:
                with pytest.raises(WrongStage):
                    do(verb, case, person)
        case.refresh_from_db()
        assert case.stage == stage
        assert JournalEntry.objects.count() == entries

    @pytest.mark.parametrize(
        ("stage", "verb"),
        [
            ("opened", "check"),
            ("checked", "prepare_voucher"),
            ("vouchered", "certify"),
            ("certified", "authorise"),
            ("authorised", "release"),
        ],
    )
    def test_requires_the_permission_of_each_step(self, cast, call, stage, verb):
        case = programme.case_of(call) if stage == "opened" else programme.case_at(cast, call, stage)
        right = {"certify": cast.certifier, "authorise": cast.authoriser}.get(verb, cast.finance)
        for person in (cast.finance, cast.certifier, cast.authoriser, cast.manager, cast.maker, cast.auditor):
            if person != right:
                with pytest.raises(NotPermitted):
                    do(verb, case, person)
        case.refresh_from_db()
        assert case.stage == stage


class TestCheck:
    def test_passes_a_notice_in_order(self, cast, call):
        case = do("check", programme.case_of(call), cast.finance, note=NOTE)
        found = outcomes(case)
        assert found.pop("deals_answered") == "needs_evidence"
        assert set(found.values()) == {"pass"}
        assert case.accepted_entry.effective_date == programme.DUE

    def test_waits_for_a_person_where_a_purpose_names_no_deal(self, cast, call):
        case = do("check", programme.case_of(call), cast.finance)
        assert (case.stage, outcomes(case)["deals_answered"]) == ("opened", "needs_evidence")
        case = do("check", case, cast.finance, note=NOTE)
        assert case.stage == "checked"
        assert case.checks.get(run=2, code="deals_answered").facts["note"] == NOTE

    def test_says_that_cash_is_needed_before_any_funding(self, cast, fund):
        case = do("check", programme.case_of(programme.issued(cast, fund)), cast.finance, note=NOTE)
        assert outcomes(case)["cash"] == "needs_evidence"
        assert case.stage == "checked"

    def test_keeps_a_notice_open_until_the_conditions_are_met(self, cast, fund, call):
        fund.auditor = ""
        fund.save(update_fields=["auditor"])
        case = do("check", programme.case_of(call), cast.finance, note=NOTE)
        assert (case.stage, outcomes(case)["admitted"]) == ("opened", "fail")
        assert not JournalEntry.objects.filter(kind="notice_accepted").exists()
        fund.auditor = "Example Auditors"
        fund.save(update_fields=["auditor"])
        case = do("check", case, cast.finance, note=NOTE)
        assert case.stage == "checked"
        assert case.checks.values("run").distinct().count() == 2

    def test_fails_a_fee_on_money_that_is_not_invested(self, cast, fund):
        extra = programme.purpose("1000000.00", "management_fee", "Fee")
        case = do("check", programme.case_of(programme.issued(cast, fund, extra)), cast.finance)
        assert outcomes(case)["fee_within_cap"] == "fail"

    def test_fails_and_freezes_where_the_fund_has_no_confirmed_account_any_more(self, cast, fund, call):
        fund.bank_accounts.filter(stage="confirmed").update(stage="superseded")
        case = do("check", programme.case_of(call), cast.finance, note=NOTE)
        assert outcomes(case)["bank_account"] == "fail"
        assert (case.stage, case.holds.get().kind) == ("held", "bank_details")

    def test_counts_fees_of_calls_in_the_order_of_issue(self, cast, fund):
        """A fee drafted first and issued last counts against the cap when it is issued."""
        fee = programme.drafted(cast, fund, programme.purpose("1.00", "management_fee", "Fee"))
        programme.issued(cast, fund)
        from funds.services import capital_calls

        fee = capital_calls.issue(call=fee, by=cast.signatory, at=programme.at(programme.CALLED))
        later = programme.issued(cast, fund, "4.00")
        case = do("check", PaymentCase.objects.get(line__call=later), cast.finance)
        assert outcomes(case)["fee_within_cap"] == "fail"


class TestAuthorise:
    def test_takes_two_people(self, cast, call):
        case = programme.case_at(cast, call, "certified")
        case = do("authorise", case, cast.authoriser)
        assert case.stage == "certified"
        with pytest.raises(NotPermitted) as refusal:
            do("authorise", case, cast.authoriser)
        assert refusal.value.code == "maker_is_checker"
        assert do("authorise", case, cast.second_authoriser).stage == "authorised"

    @pytest.mark.parametrize(
        ("first", "second", "is_refused"),
        [
            ("15000000.00", "1.00", False),
            ("1.00", "15000000.00", False),
            ("14999999.99", "14999999.99", True),
        ],
    )
    def test_asks_one_limit_to_cover_the_whole(self, cast, fund, first, second, is_refused):
        programme.limits(cast, first, second)
        programme.funding(cast)
        case = programme.case_at(cast, programme.issued(cast, fund), "certified")
        case = do("authorise", case, cast.authoriser)
        if is_refused:
            with pytest.raises(RuleBroken):
                do("authorise", case, cast.second_authoriser)
            assert case.authorisations.count() == 1
        else:
            assert do("authorise", case, cast.second_authoriser).stage == "authorised"

    def test_asks_for_a_limit_in_the_table_in_force(self, cast, fund):
        programme.limits(cast, day=date(2025, 5, 13))
        case = programme.case_at(cast, programme.issued(cast, fund), "certified")
        with pytest.raises(NotPermitted) as refusal:
            do("authorise", case, cast.authoriser)
        assert refusal.value.code == "no_authority_limit"


class TestRelease:
    def test_waits_for_the_cash(self, cast, fund):
        programme.limits(cast)
        programme.funding(cast, "14999999.99")
        case = programme.case_at(cast, programme.issued(cast, fund), "authorised")
        with pytest.raises(WrongStage) as refusal:
            do("release", case, cast.finance)
        assert (refusal.value.code, refusal.value.facts["short"]) == ("cash_short", D("0.01"))
        programme.funding(cast, "0.01", reference="GOV-2")
        assert do("release", case, cast.finance).stage == "released"

    def test_does_not_spend_the_same_cash_twice(self, cast, fund):
        programme.limits(cast)
        programme.funding(cast, "15000000.00")
        programme.case_at(cast, programme.issued(cast, fund), "released")
        other = programme.case_at(cast, programme.issued(cast, fund), "authorised")
        with pytest.raises(WrongStage) as refusal:
            do("release", other, cast.finance)
        assert refusal.value.code == "cash_short"

    def test_asks_every_check_again_so_that_a_licence_that_expired_stops_it(self, cast, fund, call):
        """The licence counts to its last day, 12 May; every other check still passes on the 13th."""
        case = programme.case_at(cast, call, "authorised")
        Manager.objects.filter(pk=fund.manager_id).update(licence_expiry_date=DAY)
        with pytest.raises(RuleBroken) as refusal:
            payments.release(case=case, by=cast.finance, at=programme.at(date(2025, 5, 13)))
        assert [(one.code, one.rule) for one in refusal.value.breaches] == [("admitted", "A23")]
        assert do("release", case, cast.finance).stage == "released"

    def test_stops_where_the_bank_account_was_replaced(self, cast, fund, call):
        case = programme.case_at(cast, call, "authorised")
        programme.bank_account(cast, fund, day=date(2025, 5, 2))  # the same account, confirmed anew after the voucher
        with pytest.raises(WrongStage) as refusal:
            do("release", case, cast.finance)
        assert refusal.value.code == "bank_account_changed"
        fund.bank_accounts.filter(stage="confirmed").update(stage="superseded")
        with pytest.raises(RuleBroken) as refusal:
            do("release", case, cast.finance)
        assert refusal.value.breaches[0].code == "no_master"

    def test_waits_for_the_cooling_off_of_an_account_confirmed_anew(self, cast, fund, call):
        programme.bank_account(cast, fund, day=DAY)
        case = programme.case_at(cast, call, "authorised")
        with pytest.raises(WrongStage) as refusal:
            do("release", case, cast.finance)
        assert (refusal.value.code, refusal.value.facts["date"]) == ("bank_account_cooling", date(2025, 5, 14))


class TestMatchDebit:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_hkd": D("15000000.01")}, "debit_differs"),
            ({"amount_hkd": D("14999999.99")}, "debit_differs"),
            ({"value_date": date(2025, 5, 13)}, "value_date"),
            ({"value_date": date(2025, 5, 11)}, "value_date"),
            ({"bank_reference": " "}, "reference_missing"),
        ],
    )
    def test_refuses_a_debit_that_is_not_this_payment_s(self, cast, call, changes, code):
        case = programme.case_at(cast, call, "released")
        about = {"amount_hkd": D("15000000.00"), "value_date": DAY, "bank_reference": "DR1"} | changes
        with pytest.raises(InputRefused) as refusal:
            do("match_debit", case, cast.finance, **about)
        assert refusal.value.code == code
        assert not JournalEntry.objects.filter(kind="call_paid").exists()


class TestHold:
    @pytest.mark.parametrize("stage", STEPS[:5])
    def test_stops_a_payment_and_resuming_starts_the_signatures_anew(self, cast, call, stage):
        case = programme.case_of(call) if stage == "opened" else programme.case_at(cast, call, stage)
        case = do("hold", case, cast.finance, reason="The signature differs")
        case = do("resume", case, cast.finance, reason="Confirmed by call back")
        assert (case.stage, case.round, case.certified_by) == ("opened", 2, None)
        assert programme.case_at(cast, call, "matched").stage == "matched"
        assert JournalEntry.objects.filter(kind="notice_accepted").count() == 1
        assert selectors.corporation_balance(Code.INTEREST_IN_FUND) == D("15000000.00")

    def test_asks_for_a_reason(self, cast, call):
        with pytest.raises(InputRefused):
            do("hold", programme.case_of(call), cast.finance, reason=" ")

    def test_is_too_late_once_released(self, cast, call):
        with pytest.raises(WrongStage):
            do("hold", programme.case_at(cast, call, "released"), cast.finance, reason="Wait")

    def test_is_taken_back_where_the_bank_refused_it_and_goes_its_way_anew(self, cast, call):
        case = programme.case_at(cast, call, "released")
        about = {"case": case, "at": programme.at(DAY), "reason": "The bank sent it back: account closed for the day"}
        with pytest.raises(NotPermitted):
            payment_settlements.take_back(by=cast.finance, **about)
        case = payment_settlements.take_back(by=cast.certifier, **about)
        assert (case.stage, case.released_by, case.holds.standing().get().held_by) == ("held", None, cast.certifier)
        case = do("resume", case, cast.finance, reason="The bank opened")
        assert programme.case_at(cast, call, "matched").stage == "matched"
        with pytest.raises(WrongStage):
            payment_settlements.take_back(by=cast.certifier, **about)

    def test_is_neither_taken_back_nor_released_again_once_the_fund_has_the_money(self, cast, fund, call):
        case = programme.case_at(cast, call, "released")
        about = {"by": cast.officer, "at": programme.at(DAY)}
        came = {"amount_hkd": case.amount_hkd, "value_date": DAY, "bank_reference": "G-1", **about}
        back = {"case": case, "by": cast.certifier, "at": programme.at(DAY), "reason": "The bank sent it back"}
        receipt = contributions.record(line=case.line, **came)
        with pytest.raises(WrongStage) as refusal:
            payment_settlements.take_back(**back)
        assert (refusal.value.code, refusal.value.facts["reference"]) == ("money_arrived", "G-1")
        contributions.reverse(contribution=receipt, on=DAY, reason="Another fund's money", **about)
        case = do("resume", payment_settlements.take_back(**back), cast.finance, reason="The bank opened")
        contributions.record(line=case.line, **came)
        case = programme.case_at(cast, call, "authorised")
        with pytest.raises(WrongStage):
            do("release", case, cast.finance)
        assert selectors.corporation_balance(Code.BANK) == D("100000000.00")
        finance, page = portal.client_of(cast.finance), reverse("admin:funds_paymentcase_change", args=[case.pk])
        shown = finance.get(page).content.decode()
        assert ("Match the debit" in shown, "Release to the bank" in shown) == (True, False)
        door = finance.get(reverse("admin:funds_paymentcase_match_debit", args=[case.pk])).content.decode()
        assert "The fund has received it already" in door
        debit = {"amount_hkd": case.amount_hkd, "bank_reference": "DR-1"}
        for day in (call.issued_at.date() - timedelta(days=1), DAY + timedelta(days=1)):
            with pytest.raises(InputRefused) as refusal:
                do("match_debit", case, cast.finance, value_date=day, **debit)
            assert refusal.value.code == "value_date"
        case = do("match_debit", case, cast.finance, value_date=DAY, **debit)
        assert (case.stage, case.released_by) == ("matched", cast.finance)
        assert selectors.corporation_balance(Code.BANK) == D("85000000.00")
        facts = AuditEvent.objects.filter(verb="payment_case.release").latest("id").facts
        assert (facts["was_paid"], facts["failed"]) == (True, [])

    def test_is_matched_unreleased_only_where_the_fund_has_the_money(self, cast, call):
        case = programme.case_at(cast, call, "authorised")
        with pytest.raises(WrongStage):
            do("match_debit", case, cast.finance, amount_hkd=case.amount_hkd, value_date=DAY, bank_reference="DR-1")

    def test_requires_its_permission(self, cast, call):
        case = programme.case_of(call)
        for person in (cast.officer, cast.auditor, cast.maker):
            with pytest.raises(NotPermitted):
                do("hold", case, person, reason="Wait")
