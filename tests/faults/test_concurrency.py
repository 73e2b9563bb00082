"""Two at once: real threads on committed data; one wins, the other hears why."""

import threading
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import connections

from funds import selectors
from funds.models import CapitalCall, Closing, Contribution, Fund, JournalEntry, Notice
from funds.services import capital_calls, closings, contributions, payments
from investments.models import Company, Proposal, SpendReport
from investments.services import companies, investments, spending
from itvf import audit, files
from itvf.errors import DomainError, InputRefused, NotPermitted, RuleBroken, WrongStage
from tests import programme

pytestmark = pytest.mark.django_db(transaction=True)

D = Decimal


@pytest.fixture
def cast():
    return programme.enrol()


@pytest.fixture
def scheme():
    return programme.scheme()


@pytest.fixture
def fund(cast, scheme):
    return programme.opened(cast, scheme)


def at_once(*acts) -> list:
    """Does all at the same moment, each on a connection of its own; gives what each gave or raised."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(timeout=20)
            ends[place] = act()
        except Exception as error:
            ends[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return ends


def the_refusal(ends: list) -> DomainError:
    """The one refusal among the ends; everything else went well."""
    refusals = [end for end in ends if isinstance(end, Exception)]
    assert len(refusals) == 1, ends
    return refusals[0]


class TestTheLastOfTheEnvelope:
    def test_goes_to_one_of_two_closings(self, cast, scheme):
        parts = [D("250000000.00")] * 3 + [D("175000000.00")] * 2
        for number, part in enumerate(parts):
            seats = [("gp", "20000000.00"), ("private", str(part * 3 - D("20000000.00")))]
            programme.opened(cast, scheme, seats, code=f"full{number}", ce_number=f"AAA10{number}")
        # HK$400m left: the two below reserve 150m each and could be matched with 250m each
        funds = [programme.founded(cast, scheme, code=f"last{n}", ce_number=f"ZZZ10{n}") for n in range(2)]
        seats = [("gp", "20000000.00"), ("private", "730000000.00")]
        drafts = [programme.signed(cast, fund, seats) for fund in funds]

        def complete(closing):
            return lambda: closings.complete(closing=closing, by=cast.manager, at=programme.at(programme.CLOSED))

        refusal = the_refusal(at_once(*(complete(closing) for closing in drafts)))
        assert isinstance(refusal, RuleBroken)
        assert [breach.code for breach in refusal.breaches] == ["envelope_short"]
        assert sorted(selectors.register(fund).government_hkd for fund in funds) == [D(0), D("250000000.00")]
        assert Closing.objects.filter(fund__in=funds, stage="completed").count() == 1
        envelope = selectors.envelope(scheme, selectors.terms_in_force(scheme, programme.CLOSED))
        assert (envelope.committed_hkd, envelope.left_hkd) == (D("1350000000.00"), D(0))


class TestOneDraft:
    def test_is_issued_once(self, cast, fund):
        call = programme.drafted(cast, fund)

        def issue():
            return capital_calls.issue(call=call, by=cast.signatory, at=programme.at(programme.CALLED))

        assert isinstance(the_refusal(at_once(issue, issue)), WrongStage)
        assert JournalEntry.objects.filter(kind="call_issued").count() == 1
        assert Notice.objects.count() == 4
        assert selectors.balance(fund, selectors.Code.CALL_RECEIVABLE) == D("60000000.00")
        assert audit.verify(fund.chain) == []

    def test_beside_another_does_not_pass_the_commitments(self, cast, fund):
        calls = [programme.drafted(cast, fund, "600000000.00") for _ in range(2)]

        def issue(call):
            return lambda: capital_calls.issue(call=call, by=cast.signatory, at=programme.at(programme.CALLED))

        refusal = the_refusal(at_once(*(issue(call) for call in calls)))
        assert [breach.code for breach in refusal.breaches] == ["exceeds_unfunded"]
        assert CapitalCall.objects.filter(stage="issued").count() == 1


class TestOnePayment:
    def test_takes_no_two_authorisations_of_one_person(self, cast, fund):
        programme.limits(cast)
        programme.funding(cast)
        case = programme.case_at(cast, programme.issued(cast, fund), "certified")

        def authorise():
            return payments.authorise(case=case, by=cast.authoriser, at=programme.at(date(2025, 5, 12)))

        refusal = the_refusal(at_once(authorise, authorise))
        assert isinstance(refusal, NotPermitted)
        assert refusal.code == "maker_is_checker"
        case.refresh_from_db()
        assert (case.stage, case.authorisations.count()) == ("certified", 1)

    def test_is_released_once_for_the_money_there_is(self, cast, fund):
        programme.limits(cast)
        programme.funding(cast, "15000000.00")
        cases = [programme.case_at(cast, programme.issued(cast, fund), "authorised") for _ in range(2)]

        def release(case):
            return lambda: payments.release(case=case, by=cast.finance, at=programme.at(date(2025, 5, 12)))

        refusal = the_refusal(at_once(*(release(case) for case in cases)))
        assert refusal.code == "cash_short"


class TestOneReceipt:
    def test_is_recorded_once(self, cast, fund):
        line = programme.issued(cast, fund).lines.get(partner__kind="gp")

        def record():
            return contributions.record(
                line=line,
                amount_hkd=D("1500000.00"),
                value_date=programme.DUE,
                bank_reference="FT1",
                by=cast.officer,
                at=programme.at(programme.LATER),
            )

        refusal = the_refusal(at_once(record, record))
        assert isinstance(refusal, InputRefused)
        assert refusal.code == "receipt_stands"
        assert Contribution.objects.count() == 1
        assert selectors.balance(fund, selectors.Code.CASH) == D("1500000.00")


class TestOneHeadroom:
    """What two deals would share, one of them gets: each has one answer already, the second ones come at once."""

    def answered_at_once(self, cast, *proposals):
        for proposal in proposals:
            programme.agreed(cast, proposal, "officer")

        def agree(proposal):
            return lambda: investments.answer(
                proposal=proposal,
                answer="no_objection",
                reason="In order.",
                by=cast.manager,
                at=programme.at(date(2025, 5, 6)),
            )

        refusal = the_refusal(at_once(*(agree(proposal) for proposal in proposals)))
        assert Proposal.objects.filter(stage="no_objection").count() == 1
        return [breach.code for breach in refusal.breaches]

    def test_of_r9_is_not_used_by_two_no_objections(self, cast, fund):
        # Half of HK$600m must be Hong Kong's: two deals of 200m elsewhere are one too many.
        proposals = []
        for name in ("Borealis Demo", "Cumulus Demo"):
            target = programme.company(cast, name, is_hong_kong=False, has_it_establishment=False)
            proposals.append(programme.proposed(cast, fund, target, "200000000.00"))
        assert self.answered_at_once(cast, *proposals) == ["hong_kong_share_out_of_reach"]

    def test_of_a_limit_on_a_company_is_not_used_by_two_no_objections(self, cast, scheme):
        # A tenth of HK$600m may go into one company: two deals of 40m are one too many.
        fund = programme.opened(cast, scheme, company_limit_rate=D("0.1"), limits_clause="LPA 6.3")
        target = programme.company(cast)
        proposals = [programme.proposed(cast, fund, target) for _ in range(2)]
        assert self.answered_at_once(cast, *proposals) == ["company_limit_passed"]

    def test_of_the_reserve_for_follow_ons_is_not_used_by_two_no_objections(self, cast, scheme):
        # Nine tenths of HK$600m are kept for follow-ons: two first deals of 40m are one too many.
        fund = programme.opened(cast, scheme, follow_on_reserve_rate=D("0.9"), limits_clause="LPA 6.3")
        targets = (programme.company(cast, name) for name in ("Borealis Demo", "Cumulus Demo"))
        proposals = [programme.proposed(cast, fund, target) for target in targets]
        assert self.answered_at_once(cast, *proposals) == ["follow_on_reserve_used"]


class TestOneCompany:
    def test_is_registered_once_by_its_number(self, cast):
        def register(number):
            return lambda: companies.register(
                name_en="Aurora Demo Limited",
                name_zh_hant="",
                br_number=number,
                place_of_incorporation="Hong Kong",
                description="Machine vision.",
                by=cast.officer,
                at=programme.at(programme.SIGNED),
            )

        refusal = the_refusal(at_once(register("12345678"), register("1234-5678")))
        assert refusal.code == "company_stands"
        assert Company.objects.count() == 1


class TestOneProof:
    def test_of_hong_kong_spend_counts_for_one_of_two_funds(self, cast, scheme, fund):
        other = programme.opened(cast, scheme, code="other", ce_number="AAA201")
        programme.seat(cast, other, cast.maker)
        programme.seat(cast, other, cast.signatory, "gp_signatory")
        lots = []
        for each in (fund, other):
            programme.paid(cast, each)
            target = programme.company(cast, f"{each.code.capitalize()} Robotics Demo")
            lots.append(programme.invested(cast, each, target, "10000000.00"))
        rent = files.store(b"%PDF-1.7 rent", name="rent.pdf", content_type="application/pdf", by=cast.maker)

        def report(lot):
            return spending.report(
                investment=lot,
                period_end=date(2025, 6, 30),
                lines=[spending.Spent("premises", "Rent", D("100000.00"), rent)],
                hong_kong_jobs=1,
                by=cast.maker,
                at=programme.at(date(2025, 7, 10)),
            )

        refusal = the_refusal(at_once(*(partial(report, lot) for lot in lots)))
        assert (type(refusal), refusal.code) == (InputRefused, "evidence_used")
        assert SpendReport.objects.count() == 1


class TestOneFund:
    def test_loses_no_receipt_of_many_at_once(self, cast, fund):
        lines = list(programme.issued(cast, fund).lines.select_related("call__fund", "partner"))

        def record(line, number):
            return lambda: contributions.record(
                line=line,
                amount_hkd=D("100.01"),
                value_date=programme.DUE,
                bank_reference=f"FT{number}",
                by=cast.officer,
                at=programme.at(programme.LATER),
            )

        ends = at_once(*(record(line, number) for line in lines for number in range(3)))
        assert not [end for end in ends if isinstance(end, Exception)]
        assert selectors.balance(Fund.objects.get(), selectors.Code.CASH) == D("100.01") * 12
        assert audit.verify(fund.chain) == []
