"""Calls whose purposes stand on bases of their own, and outside commitment, as the agreement says (A11, A21, R27)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from funds import (
    capital_accounts,
    holdings,
    notice_documents,
    notice_workbook,
    payment_facts,
    selectors,
    true_up_working,
)
from funds.models import CallPurposeLine, CapitalCall, Distribution, FundAgreement, Notice
from funds.rules import allocation, payment
from funds.services import authorities, call_corrections, capital_calls, closings, distributions, register_changes
from funds.services.call_inputs import ExcuseInput, PurposeInput
from itvf.derivation import nodes
from itvf.errors import RuleBroken
from itvf.money import total
from itvf.words import breach_text
from reporting import books, ilpa_flows
from reporting.explain import calls as explained
from reporting.explain import capital, partners
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import programme
from tests.funds import registered

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
NEXT = date(2025, 7, 2)
NEXT_DUE = date(2025, 7, 21)
AGAIN_DUE = date(2025, 8, 1)
LATER = date(2025, 9, 1)
LATER_DUE = date(2025, 9, 22)
FEE = PurposeInput("management_fee", "Quarter to June", D("6000000.00"))
FOLLOW_ON = PurposeInput("investment", "Aurora Demo Limited", D("30000000.00"), "", "deal:901", True, "holding_share")
FIRST = PurposeInput("investment", "Aurora Demo Limited", D("60000000.00"), "", "deal:901")


@pytest.fixture(scope="module")
def standing(held):
    """HARBOUR, 150m of 600m the Government's. Of 60m for one company the 135m partner was excused; the others paid."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    for topic, about in {
        "split_by_holding": {"clause": "LPA 4.4", "flag": True},
        "split_by_unfunded": {"clause": "LPA 4.3", "flag": False},
        "fees_outside": {"clause": "LPA 9.2", "flag": True},
        "excuse": {"clause": "LPA 5.9", "days": 5, "text": "Law or policy"},
    }.items():
        registered.term(cast, fund, topic, **about)
    out = fund.partners.get(name_en="Harbour Private 3")
    first = draft(cast, fund, FIRST, day=programme.CALLED, due=programme.DUE, excused=[excuse(out)])
    first = capital_calls.issue(call=first, by=cast.signatory, at=programme.at(programme.CALLED))
    receive(cast, first)
    return SimpleNamespace(cast=cast, fund=fund, first=first, out=out)


def excuse(partner, asked: date | None = None) -> ExcuseInput:
    return ExcuseInput(partner, "LPA 5.9", "Its own rules", asked)


def draft(cast, fund, *purposes, day=NEXT, due=NEXT_DUE, **more) -> CapitalCall:
    about = {"due_date": due, "channel": "portal", "by": cast.maker, "at": programme.at(day)}
    return capital_calls.draft(fund=fund, purposes=list(purposes), **about | more)


def receive(cast, call: CapitalCall) -> None:
    """Everybody but the Government pays, whose money comes through its payment case."""
    for line in call.lines.exclude(partner__kind="government").select_related("call__fund", "partner"):
        if line.payable_hkd:
            programme.receive(cast, line, str(line.payable_hkd))


@pytest.fixture
def call(cast, fund) -> CapitalCall:
    """A follow-on by holding, and a fee outside commitment, issued."""
    made = draft(cast, fund, FOLLOW_ON, FEE)
    return capital_calls.issue(call=made, by=cast.signatory, at=programme.at(NEXT))


def later_closing(cast, fund):
    """150m more of a newcomer and 3m of the general partner; the Government's part is a third of both."""
    closing = programme.signed(cast, fund, [], day=LATER)
    late = programme.partner(cast, fund, "private", "Harbour Late")
    for partner, amount in ((late, "150000000.00"), (fund.partners.get(kind="gp"), "3000000.00")):
        about = {"signed_date": LATER, "is_accepted": True, "is_unconditional": True}
        about |= {"by": cast.officer, "at": programme.at(LATER)}
        closings.sign(closing=closing, partner=partner, amount_hkd=D(amount), **about)
    return closings.complete(closing=closing, by=cast.manager, at=programme.at(LATER))


def called_true_up(cast, closing) -> CapitalCall:
    made = capital_calls.draft_true_up(closing=closing, due_date=LATER_DUE, by=cast.maker, at=programme.at(LATER, 11))
    return capital_calls.issue(call=made, by=cast.signatory, at=programme.at(LATER, 12))


def given_back(cast, closing) -> Distribution:
    made = distributions.draft_true_up(
        closing=closing, payment_date=LATER_DUE, by=cast.maker, at=programme.at(LATER_DUE)
    )
    about = {"distribution": made, "by": cast.signatory, "at": programme.at(LATER_DUE, 11)}
    distributions.state_solvency(statement="The fund stays solvent.", **about)
    return distributions.declare(**about)


def by_order(call: CapitalCall, name: str) -> list[str]:
    return [str(amount) for amount in call.lines.order_by("order").values_list(name, flat=True)]


def refused(call) -> list[tuple[str, str]]:
    with pytest.raises(RuleBroken) as refusal:
        call()
    return [(breach.code, breach.clause) for breach in refusal.value.breaches]


class TestAFollowOnByHoldingWithAFeeOutside:
    def test_asks_each_for_its_holding_and_its_share_of_the_fee(self, call):
        assert by_order(call, "amount_hkd") == ["7500000.00", "1071428.57", "21428571.43", "0.00"]
        assert by_order(call, "outside_hkd") == ["1500000.00", "150000.00", "3000000.00", "1350000.00"]
        assert call.amount_hkd == D("36000000.00")
        parts = CallPurposeLine.objects.filter(call=call)
        assert [total(p.amount_hkd for p in parts if p.purpose_id == u.pk) for u in call.purposes.all()] == [
            D("30000000.00"),
            D("6000000.00"),
        ]
        assert list(call.purposes.values_list("clause", "is_outside")) == [("LPA 4.4", False), ("LPA 9.2", True)]

    def test_books_hold_and_outside_money_lowers_nothing_unfunded(self, cast, fund, call):
        receive(cast, call)
        assert [str(fault) for fault in books.prove()] == []
        assert selectors.balance(fund, Code.CAPITAL_OUTSIDE) == D("-6000000.00")
        unfunded = [partner.unfunded_hkd for partner in selectors.partners_with_position(fund)]
        assert unfunded == [D("127500000.00"), D("11785714.29"), D("235714285.71"), D("135000000.00")]

    def test_is_capital_contributed_in_the_accounts(self, fund, call):
        accounts = capital_accounts.of_fund(fund, [NEXT_DUE])
        found = accounts.at[NEXT_DUE][fund.partners.get(kind="government").pk]
        assert (found.called_hkd, found.outside_hkd) == (D("22500000.00"), D("1500000.00"))
        assert found.figures.contributions_hkd == D("24000000.00")
        assert found.unfunded_hkd == D("127500000.00")

    def test_tells_each_partner_what_each_purpose_asks(self, call, world):
        notice = Notice.objects.with_subject().get(line__call=call, line__partner=world.out)
        content = notice_documents.content_of(notice)
        assert [one["partner_amount_hkd"] for one in content["purposes"]] == ["0.00", "1350000.00"]
        assert (content["inside_amount_hkd"], content["line"]["payable_hkd"]) == ("30000000.00", "1350000.00")
        assert notice_documents.pdf_of(notice).startswith(b"%PDF")
        assert notice_workbook.xlsx_of(notice).startswith(b"PK")

    def test_the_corporation_finds_its_own_line_the_same_and_counts_the_fee(self, call):
        case = programme.case_of(call)
        facts = payment_facts.of(case, NEXT)
        assert (case.amount_hkd, facts.by_purpose_hkd) == (D("9000000.00"), D("9000000.00"))
        found = {finding.code: finding for finding in payment.check_notice(facts)}
        assert found["proportion"].outcome == found["unfunded"].outcome == "pass"
        assert found["gross_within_commitment"].facts["after_hkd"] == D("9000000.00")
        more = replace(facts, line_hkd=facts.line_hkd + D("0.01"))
        assert {one.code: one for one in payment.check_notice(more)}["proportion"].outcome == "fail"

    def test_is_paid_by_the_corporation_inside_and_outside(self, cast, fund):
        registered.term(cast, fund, "expenses_outside", clause="LPA 9.3", flag=True)
        programme.limits(cast)
        programme.funding(cast)
        audit = PurposeInput("expense", "Audit", D("2000000.00"))
        made = capital_calls.issue(call=draft(cast, fund, FOLLOW_ON, audit), by=cast.signatory, at=programme.at(NEXT))
        case = programme.case_at(cast, made, "matched", day=NEXT_DUE)
        line = made.lines.get(partner__kind="government")
        programme.receive(cast, line, str(line.payable_hkd))
        assert (case.amount_hkd, line.outside_hkd) == (D("8000000.00"), D("500000.00"))
        assert selectors.corporation_balance(Code.INTEREST_IN_FUND) == D("8000000.00")
        assert selectors.corporation_balance(Code.EQUALISATION_INTEREST) == 0
        assert [str(fault) for fault in books.prove()] == []

    def test_opens_to_its_purposes(self, cast, fund, call):
        for line in call.lines.all():
            tree = explained.line(Question(fund, NEXT_DUE, cast.officer, programme.at(NEXT_DUE), of=str(line.pk)))
            assert tree.value == line.payable_hkd
            assert all(not node.difference for node in nodes(tree))
        of = str(fund.partners.get(kind="gp").pk)
        question = Question(fund, NEXT_DUE, cast.officer, programme.at(NEXT_DUE), of=of)
        assert partners.called_outside(question).value == D("150000.00")
        assert not capital.net_asset_value(question).difference

    def test_counts_no_longer_once_it_is_cancelled(self, cast, fund, call):
        call_corrections.cancel(call=call, by=cast.signatory, at=programme.at(NEXT, 11), reason="Wrong amount")
        call.refresh_from_db()
        again = draft(cast, fund, FOLLOW_ON, FEE, due=AGAIN_DUE, replaces=call)
        again = capital_calls.issue(call=again, by=cast.signatory, at=programme.at(NEXT, 12))
        assert by_order(again, "amount_hkd") == by_order(call, "amount_hkd")
        assert [str(fault) for fault in books.prove()] == []

    def test_is_trued_up_by_its_bases_and_its_excuse(self, cast, fund, call, world):
        receive(cast, call)
        closing = later_closing(cast, fund)
        worked = true_up_working.read(closing)
        names = dict(fund.partners.values_list("pk", "name_en"))
        lines = {names[pk].removeprefix("Harbour "): line for pk, line in worked.lines.items()}
        moved = {name: (str(of.capital_hkd), str(of.outside_hkd)) for name, of in lines.items()}
        # 90m for the deal: a quarter the Government's, the rest over 468m, without the excused partner's 135m.
        # 6m of fees: a quarter the Government's, the rest over all 603m.
        assert moved == {
            "ITVF Corporation": ("0.00", "0.00"),
            "Gp 1": ("-618131.87", "-15671.64"),
            "Private 2": ("-21016483.51", "-761194.03"),
            "Private 3": ("0.00", "-342537.32"),
            "Late": ("21634615.38", "1119402.99"),
        }
        assert total(line.interest_hkd for line in worked.lines.values()) == 0
        assert lines["Private 3"].interest_hkd < 0 < lines["Late"].interest_hkd

    def test_what_a_later_partner_pays_goes_back_and_the_books_hold(self, cast, fund, call, world):
        receive(cast, call)
        closing = later_closing(cast, fund)
        asked = called_true_up(cast, closing)
        line = asked.lines.get(partner__name_en="Harbour Late")
        assert list(asked.purposes.values_list("kind", "is_outside", "amount_hkd", "clause")) == [
            ("investment", False, D("21634615.38"), ""),
            ("management_fee", True, D("1119402.99"), "LPA 9.2"),
        ]
        assert (line.amount_hkd, line.contributed_hkd) == (D("21634615.38"), D("22754018.37"))
        receive(cast, asked)
        notice = Notice.objects.with_subject().get(line=line)
        content = notice_documents.content_of(notice)
        assert [one["partner_amount_hkd"] for one in content["purposes"]] == ["21634615.38", "1119402.99"]
        assert D(content["line"]["interest_hkd"]) == line.interest_hkd > 0
        assert content["line"]["share"] == "0.186567164179"  # 150m of 804m, whoever else gets a notice
        assert notice_documents.pdf_of(notice).startswith(b"%PDF")
        assert notice_workbook.xlsx_of(notice).startswith(b"PK")
        back = given_back(cast, closing)
        excused = back.lines.get(partner=world.out)
        assert (excused.capital_hkd, excused.outside_hkd) == (D("342537.32"), D("342537.32"))
        assert excused.unfunded_after_hkd == excused.unfunded_before_hkd
        assert [str(fault) for fault in books.prove()] == []
        assert selectors.balance(fund, Code.CAPITAL_OUTSIDE) == D("-6000000.00")
        held = holdings.called_for(fund, {"deal:901"}, before=LATER_DUE)
        assert (held.get(world.out.pk, 0), held[line.partner_id]) == (0, D("21634615.38"))


class TestWhatWasCalledForAnInvestment:
    def test_follows_a_transfer_and_falls_by_what_went_back(self, cast, fund, world):
        names = dict(fund.partners.values_list("pk", "name_en"))

        def held(day: date) -> dict[str, str]:
            found = holdings.called_for(fund, {"deal:901"}, before=day)
            return {names[pk].removeprefix("Harbour "): str(amount) for pk, amount in found.items() if amount}

        for line in selectors.call_lines([world.first]).filter(outstanding_hkd__gt=0).select_related("call__fund"):
            programme.receive(cast, line)
        programme.returned(cast, world.first, "4500000.00", day=NEXT)
        assert held(NEXT) == {
            "ITVF Corporation": "13875000.00",
            "Gp 1": "1982142.85",
            "Private 2": "39642857.15",
        }
        taker = programme.partner(cast, fund, "private", "Harbour Late")
        passed = register_changes.propose_transfer(
            giver=fund.partners.get(name_en="Harbour Private 2"),
            taker=taker,
            amount_hkd=D("100000000.00"),
            effective_date=NEXT,
            reason="Deed of transfer",
            by=cast.officer,
            at=programme.at(NEXT),
        )
        register_changes.approve(change=passed, by=cast.manager, at=programme.at(NEXT, 15))
        names[taker.pk] = taker.name_en
        assert held(NEXT_DUE)["Late"] == "13214285.72"
        assert held(NEXT_DUE)["Private 2"] == "26428571.43"

    def test_of_the_day_itself_counts_from_the_next(self, fund):
        assert holdings.called_for(fund, {"deal:901"}, before=programme.CALLED) == {}


class TestWhatGoesBackOfACallWithAFeeOutside:
    def test_is_derived_from_what_was_paid_within_commitment(self, cast, fund, call):
        for line in call.lines.select_related("call__fund", "partner"):
            if line.payable_hkd:
                programme.receive(cast, line, str(line.payable_hkd))
        given = programme.returned(cast, call, "10000000.00", day=AGAIN_DUE)
        line = given.lines.get(partner__name_en="Harbour Private 2")
        tree = explain(
            "distribution-line", Question(fund, AGAIN_DUE, cast.officer, programme.at(AGAIN_DUE), of=f"{line.pk:d}")
        )
        share = next(node for node in nodes(tree) if node.name == "share")
        assert share.value.quantize(D("0.0001")) == D("0.7143")
        assert share.facts == {"own_hkd": D("21428571.43"), "all_hkd": D("30000000.00")}
        assert tree.value == D("7142857.14")


class TestAfterTheInvestmentPeriod:
    def test_only_what_the_agreement_allows_may_be_called(self, fund):
        due, on = date(2030, 5, 2), date(2030, 4, 8)
        assert capital_calls.preview(fund, [FOLLOW_ON, FEE, replace(FEE, kind="expense")], due, on)
        new = [FIRST, FEE]
        assert refused(lambda: capital_calls.preview(fund, new, due, on)) == [
            ("new_investment_after_period", "Annex 3 1(f)")
        ]
        FundAgreement.objects.filter(fund=fund).update(follow_ons_after_period=False)
        assert ("follow_on_not_allowed", "Annex 3 1(f)") in refused(
            lambda: capital_calls.preview(fund, [FOLLOW_ON], due, on)
        )


class TestTheAgreement:
    def test_refuses_a_base_with_the_clause_that_rules_it_out(self, cast, fund):
        by_unfunded = replace(FOLLOW_ON, allocation_base="unfunded")
        with pytest.raises(RuleBroken) as refusal:
            draft(cast, fund, by_unfunded)
        (breach,) = refusal.value.breaches
        assert (breach.code, breach.clause, breach.as_json()["facts"]["base"]) == (
            "base_not_agreed",
            "LPA 4.3",
            "unfunded",
        )
        assert "by what is unfunded" in breach_text(breach)
        assert fund.calls.count() == 1

    def test_refuses_a_holding_of_what_was_never_called_for(self, cast, fund):
        unknown = replace(FOLLOW_ON, reference="deal:902")
        assert refused(lambda: draft(cast, fund, unknown)) == [("no_holding", "LPA 4.4")]

    def test_caps_what_others_carry(self, cast, fund, world):
        new = replace(FIRST, reference="deal:903")
        registered.term(cast, fund, "shortfall_cap", clause="LPA 4.6", rate=D("0.25"))
        both = [excuse(world.out)]
        assert refused(lambda: draft(cast, fund, new, excused=both)) == [("exceeds_shortfall_cap", "LPA 4.6")]
        issued = capital_calls.issue(call=draft(cast, fund, new), by=cast.signatory, at=programme.at(NEXT))
        assert issued.shortfall_cap_rate == D("0.25")

    def test_lets_nobody_be_excused_after_its_days(self, cast, fund, call, world):
        call_corrections.cancel(call=call, by=cast.signatory, at=programme.at(NEXT, 11), reason="Excused")
        call.refresh_from_db()
        day = date(2025, 7, 9)
        about = {"day": day, "due": AGAIN_DUE, "replaces": call}
        late = [excuse(world.out, date(2025, 7, 8))]
        assert refused(lambda: draft(cast, fund, FEE, excused=late, **about)) == [("excuse_too_late", "LPA 5.9")]
        consent = {"kind": "late_excuse", "given_by": "Example Bureau and the GP", "scope": "Call 1 alone"}
        recorded = authorities.record(
            fund=fund, given_date=day, expires_date=day, by=cast.officer, at=programme.at(day), **consent
        )
        assert refused(lambda: draft(cast, fund, FEE, excused=late, **about)) == [("excuse_too_late", "LPA 5.9")]
        authorities.approve(authority=recorded, by=cast.manager, at=programme.at(day))
        made = draft(cast, fund, FEE, excused=late, **about)
        capital_calls.withdraw(call=made, by=cast.maker, at=programme.at(day), reason="In time after all")
        made = draft(cast, fund, FEE, excused=[excuse(world.out, date(2025, 7, 7))], **about)
        assert made.excuses.get().asked_date == date(2025, 7, 7)


class TestTheDatabase:
    def test_refuses_a_call_that_takes_the_government_beyond_its_share(self, cast, fund, monkeypatch):
        honest = allocation._government_shares

        def greedy(call, parts):
            return [(part, share + Fraction(1)) for part, share in honest(call, parts)]

        monkeypatch.setattr(allocation, "_government_shares", greedy)
        for purposes in ([FIRST], [FOLLOW_ON, FEE]):
            made = draft(cast, fund, *purposes)
            with (
                pytest.raises(IntegrityError, match="more than its share by commitments"),
                transaction.atomic(),
            ):
                capital_calls.issue(call=made, by=cast.signatory, at=programme.at(NEXT))


class TestInTheTemplateOfIlpa:
    def test_a_fee_outside_commitment_has_its_own_code_and_is_paid_in(self, fund, call):
        found = ilpa_flows.of(capital_accounts.of_fund(fund, [NEXT_DUE]), NEXT_DUE, methodology=ilpa_flows.GRANULAR)
        assert {one.type: one.amount_hkd for one in found if one.date == NEXT_DUE and "capital_call" in one.type} == {
            "capital_call_investments": D("-30000000.00"),
            "capital_call_management_fees_outside_commitment": D("-6000000.00"),
        }
        paid_in = total(-one.amount_hkd for one in found if "capital_call" in one.type)
        assert paid_in == capital_accounts.of_fund(fund, [NEXT_DUE]).whole(NEXT_DUE).contributions_hkd
