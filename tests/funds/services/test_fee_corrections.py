"""Booked fee corrected by two people, paid back where it fell, and unused offsets settled and passed on (R14, R27)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from funds import capital_accounts, fee_comparison, fee_facts, selectors
from funds.models import FeeAccrual, FeeOffset, OffsetSettlement
from funds.services import (
    debits,
    distribution_payments,
    distributions,
    endings,
    fee_concessions,
    fee_corrections,
    fee_terms,
    fees,
    offset_settlements,
)
from itvf import audit
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.money import total
from reporting import books
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import portal, programme
from tests.funds.services.test_fee_terms import (  # noqa: F401 (a fixture among them)
    AT,
    JUNE,
    MARCH,
    SEPTEMBER,
    accrue,
    approve,
    concession,
    offset,
    standing,
)

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
JULY = date(2025, 7, 10)


def propose(cast, fund, first=JUNE, *, by=None, why="The side letter was agreed late"):
    return fee_corrections.propose(fund=fund, first_quarter=first, why=why, by=by or cast.officer, at=AT)


def approved(cast, fund, first=JUNE):
    return fee_corrections.approve(correction=propose(cast, fund, first), by=cast.manager, at=AT)


def waived_late(cast, fund):
    """The GP's waiver from the first closing, recorded and approved after June was accrued."""
    accrue(cast, fund, MARCH, JUNE)
    about = {"fund": fund, "rate": D("1"), "from_date": MARCH, "clause": "Side letter 2", "at": AT, "corrects": True}
    found = fee_concessions.record(**about, partner=fund.partners.get(kind="gp"), by=cast.officer)
    return fee_concessions.approve(concession=found, by=cast.manager, at=AT, corrects=True)


def ask(cast, fund, name, of="", on=JUNE):
    return explain(name, Question(fund, on, cast.officer, AT, of=of))


def faults() -> list[str]:
    """What the books' proof finds, but that this world's Government paid without a payment case."""
    apart = ("fund_received_what_the_corporation_paid", "government_money_ties_by_fund")
    return [str(fault) for fault in books.prove() if fault.code not in apart]


class TestACorrection:
    def test_accrues_anew_what_two_people_agree_and_leaves_the_former_in_the_books(self, cast, fund):
        waived_late(cast, fund)
        pay = {"fund": fund, "value_date": JULY, "by": cast.officer, "at": AT}
        fees.pay(**pay, amount_hkd=D("92054.79"), bank_reference="F-1")
        former = FeeAccrual.objects.get(fund=fund, period_end=JUNE)
        correction = propose(cast, fund)
        assert correction.difference_hkd == D("-2301.37")
        page = portal.client_of(cast.manager).get(f"/admin/funds/feecorrection/{correction.pk}/change/")
        assert "Approve the correction" in page.content.decode()
        assert "89,753.42" in page.content.decode()
        for person in (cast.officer, cast.auditor):
            with pytest.raises(NotPermitted):
                fee_corrections.approve(correction=correction, by=person, at=AT)
        fee_corrections.approve(correction=correction, by=cast.manager, at=AT)
        accrual = fund.fee_accruals.standing().get(period_end=JUNE)
        assert (accrual.fee_hkd, accrual.supersedes, accrual.correction) == (D("89753.42"), former, correction)
        assert (former.entry.reversed_by.effective_date, accrual.entry.effective_date) == (JUNE, JUNE)
        assert selectors.balance(fund, Code.FEE_EXPENSE) == D("89753.42")
        gp = fund.partners.get(kind="gp")
        assert capital_accounts.of_fund(fund, [JUNE]).at[JUNE][gp.pk].figures.fees_hkd == 0
        tree = ask(cast, fund, "fee", of=JUNE.isoformat())
        assert (tree.value, tree.difference) == (D("89753.42"), 0)
        assert [part.value for part in tree.parts] == [D("92054.79"), D("-92054.79"), D("89753.42")]
        self.comes_back(cast, fund, pay)
        assert faults() == []
        assert audit.verify(fund.chain) == []

    def comes_back(self, cast, fund, pay):
        """What was paid above the fee as corrected: no more of it, and then the manager is owed nothing."""
        with pytest.raises(InputRefused) as refusal:
            fees.take_back(**pay, amount_hkd=D("2301.38"), bank_reference="F-2")
        assert refusal.value.code == "fee_not_overpaid"
        with pytest.raises(RuleBroken):
            fees.pay(**pay, amount_hkd=D("0.01"), bank_reference="F-3")
        with pytest.raises(InputRefused):  # nothing had been paid yet on that day
            fees.take_back(**pay | {"value_date": JUNE}, amount_hkd=D("2301.37"), bank_reference="F-2")
        fees.take_back(**pay, amount_hkd=D("2301.37"), bank_reference="F-2")
        assert selectors.balance(fund, Code.FEE_PAYABLE) == 0
        assert fee_comparison.of(fund, SEPTEMBER).sums.paid_hkd == D("89753.42")
        paid = ask(cast, fund, "fee-line", of=f"{SEPTEMBER}/paid", on=SEPTEMBER)
        assert (paid.value, paid.difference) == (D("89753.42"), 0)

    def test_shows_what_was_known_before_it(self, cast, fund):
        waived_late(cast, fund)
        known_at = FeeAccrual.objects.get(fund=fund, period_end=JUNE).accrued_at
        later = programme.at(programme.LATER, 15)
        found = propose(cast, fund)
        fee_corrections.approve(correction=found, by=cast.manager, at=later)
        before = fee_facts.position(fund, JUNE, known_at=known_at).accruals[JUNE]
        assert (before.fee_hkd, fee_facts.position(fund, JUNE).accruals[JUNE].fee_hkd) == (D("92054.79"), D("89753.42"))

    def test_goes_through_every_quarter_that_rests_on_it(self, cast, fund):
        offset(cast, fund, "400000.00")
        accrue(cast, fund, MARCH, JUNE, SEPTEMBER)
        about = {"fund": fund, "clause": "LPA 7.2", "by": cast.officer, "at": AT}
        fee_terms.set_step(**about, from_date=date(2025, 5, 20), rate=D("0.01"), corrects=True)
        correction = approved(cast, fund)
        assert [one["period_end"] for one in correction.working["quarters"]] == ["2025-06-30", "2025-09-30"]
        june, september = (fund.fee_accruals.standing().get(period_end=end) for end in (JUNE, SEPTEMBER))
        # 200,000 of offsets against half of 92,054.79, then against half of 201,643.84
        assert (june.fee_hkd, september.fee_hkd) == (D("0.00"), D("0.00"))
        assert total(line.carried_hkd for line in september.partners.all()) == D("53150.68")
        assert FeeOffset.objects.get().accrual.period_end == JUNE
        assert faults() == []

    def test_is_refused_where_nothing_changes_or_the_books_moved(self, cast, fund):
        accrue(cast, fund, MARCH, JUNE)
        for first, code in ((JUNE, "nothing_to_correct"), (SEPTEMBER, "quarter_not_accrued")):
            with pytest.raises(InputRefused) as refusal:
                propose(cast, fund, first)
            assert refusal.value.code == code
        for person in (cast.manager, cast.maker):
            with pytest.raises(NotPermitted):
                propose(cast, fund, by=person)
        about = {"fund": fund, "from_date": JUNE, "clause": "LPA 7.2", "by": cast.officer, "at": AT, "corrects": True}
        fee_terms.set_step(**about, rate=D("0.01"))
        found = propose(cast, fund)
        with pytest.raises(WrongStage):
            propose(cast, fund)
        fee_terms.set_step(**about, rate=D("0.015"))
        with pytest.raises(WrongStage) as refusal:
            fee_corrections.approve(correction=found, by=cast.manager, at=AT)
        assert refusal.value.code == "correction_outdated"
        fee_corrections.refuse(correction=found, by=cast.manager, at=AT, reason="Propose it anew")
        assert fund.fee_accruals.count() == 2


class TestUnusedOffsets:
    @pytest.fixture
    def fund(self, cast, fund):
        """HK$110,246.58 carried forward from June, where the GP's fee is waived, and HK$50 that waits."""
        approve(cast, concession(cast, fund))
        offset(cast, fund, "400000.00")
        accrue(cast, fund, MARCH, JUNE)
        offset(cast, fund, "100.00", day=date(2025, 7, 5), reference="DF-2")
        return fund

    def settle(self, cast, fund, amount="110296.58", *, way="paid_in", day=JULY, by=None):
        about = {"fund": fund, "way": way, "amount_hkd": D(amount), "value_date": day, "reference": "OFF-1"}
        return offset_settlements.settle(**about, by=by or cast.officer, at=AT)

    def test_are_settled_whole_by_the_manager_and_undone_by_another_person(self, cast, fund):
        for changes, code in (
            ({"amount": "110296.57"}, "not_what_is_unused"),
            ({"way": "set_off"}, "above_the_fee_owed"),
            ({"day": date(2025, 10, 2)}, "quarter_not_accrued"),
            ({"day": date(2025, 6, 29), "amount": "110246.58"}, "before_carried"),
            ({"day": date(2026, 3, 3)}, "future_value_date"),
        ):
            with pytest.raises(InputRefused) as refusal:
                self.settle(cast, fund, **changes)
            assert refusal.value.code == code
        with pytest.raises(NotPermitted):
            self.settle(cast, fund, by=cast.maker)
        settled = self.settle(cast, fund)
        assert endings.unused_offsets(fund, JULY) == 0
        with pytest.raises(WrongStage) as refusal:
            propose(cast, fund)
        assert refusal.value.code == "offsets_settled"
        with transaction.atomic():
            self.later_quarter(cast, fund)
            transaction.set_rollback(True)
        undo = {"settlement": settled, "on": JULY, "at": AT, "reason": "Another fund's"}
        with pytest.raises(NotPermitted):
            offset_settlements.reverse(**undo, by=cast.officer)
        offset_settlements.reverse(**undo, by=cast.manager)
        assert endings.unused_offsets(fund, JULY) == D("110296.58")
        assert faults() == []

    def later_quarter(self, cast, fund):
        """A quarter that began with nothing carried forward is corrected, though what came before was settled."""
        accrue(cast, fund, SEPTEMBER)
        about = {"fund": fund, "from_date": date(2025, 7, 1), "clause": "LPA 7.2", "by": cast.officer, "at": AT}
        fee_terms.set_step(**about, rate=D("0.01"), corrects=True)
        correction = approved(cast, fund, SEPTEMBER)
        # half of 201,643.84, less the GP's part
        assert fund.fee_accruals.standing().get(period_end=SEPTEMBER).fee_hkd == D("98301.37")
        assert correction.difference_hkd == D("-98301.37")
        assert faults() == []

    def test_go_to_the_partners_whose_they_were(self, cast, fund):
        first = capital_accounts.of_fund(fund, [JULY])
        before = first.at[JULY]
        self.settle(cast, fund)
        (settled,) = OffsetSettlement.objects.all()
        parts = {line.partner_id: line.amount_hkd for line in settled.lines.all()}
        assert sorted(parts.values()) == [D("25453.06"), D("28281.18"), D("56562.34")]
        page = portal.client_of(cast.officer).get(f"/admin/funds/offsetsettlement/{settled.pk}/change/")
        assert "110,296.58" in page.content.decode()
        with pytest.raises(RuleBroken) as refusal:
            self.drafted(cast, fund, "110296.57")
        assert [breach.code for breach in refusal.value.breaches] == ["not_the_offsets"]
        declared = self.declared(cast, self.drafted(cast, fund, "110296.58"))
        lines = {line.partner_id: line for line in declared.lines.filter(amount_hkd__gt=0)}
        assert {pk: line.amount_hkd for pk, line in lines.items()} == parts
        accounts = capital_accounts.of_fund(fund, [programme.LATER])
        after = accounts.at[programme.LATER]
        # what went to the partners is not there to be shared by the waterfall again
        assert accounts.liquidations[programme.LATER].nav_hkd == first.liquidations[JULY].nav_hkd
        for pk, amount in parts.items():
            assert after[pk].figures.fees_hkd == before[pk].figures.fees_hkd + amount
            assert after[pk].figures.distributions_hkd == before[pk].figures.distributions_hkd - amount
            assert after[pk].figures.nav_hkd == before[pk].figures.nav_hkd
            tree = ask(cast, fund, "distribution-line", of=f"{lines[pk].pk:d}", on=programme.LATER)
            assert (tree.value, tree.difference) == (amount, 0)
            account = ask(cast, fund, "account-line", of=f"{pk:d}-fees_hkd", on=programme.LATER)
            assert (account.value, account.difference) == (after[pk].figures.fees_hkd, 0)
        distribution_payments.pay(
            distribution=declared, value_date=programme.LATER, bank_reference="OFF-2", by=cast.officer, at=AT
        )
        assert selectors.balance(fund, Code.FEE_OFFSET_PAYABLE) == 0
        undo = {"settlement": settled, "on": JULY, "at": AT, "reason": "Too late"}
        with pytest.raises(WrongStage):
            offset_settlements.reverse(**undo, by=cast.manager)
        assert faults() == []

    def drafted(self, cast, fund, amount):
        source = distributions.SourceInput("return_of_capital", "Fee offsets", D(amount), "費用抵銷")
        about = {"fund": fund, "sources": [source], "nature": "offsets", "payment_date": programme.LATER}
        return distributions.draft(**about, by=cast.maker, at=AT)

    def declared(self, cast, drafted):
        distributions.state_solvency(distribution=drafted, statement="Solvent.", by=cast.signatory, at=AT)
        return distributions.declare(distribution=drafted, by=cast.signatory, at=AT)


class TestADebit:
    def test_that_the_bank_did_not_make_is_reversed_by_another_person_and_recorded_anew(self, cast, fund):
        accrue(cast, fund, MARCH, JUNE)
        about = {"fund": fund, "value_date": JULY, "bank_reference": "F-1", "by": cast.officer, "at": AT}
        entry = fees.pay(**about, amount_hkd=D("90000.00"))
        undo = {"entry": entry, "at": AT, "reason": "The bank shows another amount"}
        page = portal.client_of(cast.manager).get(f"/admin/funds/journalentry/{entry.pk}/change/")
        assert "Reverse this payment" in page.content.decode()
        for changes, refused in (
            ({"by": cast.officer, "on": JULY}, NotPermitted),
            ({"by": cast.maker, "on": JULY}, NotPermitted),
            ({"by": cast.manager, "on": JUNE}, InputRefused),
            ({"by": cast.manager, "on": date(2026, 3, 3)}, InputRefused),
        ):
            with pytest.raises(refused):
                debits.reverse(**undo, **changes)
        debits.reverse(**undo, by=cast.manager, on=JULY)
        assert selectors.balance(fund, Code.FEE_PAYABLE) == D("-92054.79")
        with pytest.raises(InputRefused) as refusal:
            debits.reverse(**undo, by=cast.manager, on=JULY)
        assert refusal.value.code == "already_reversed"
        accrual = fund.fee_accruals.get(period_end=JUNE)
        with pytest.raises(InputRefused) as refusal:
            debits.reverse(**undo | {"entry": accrual.entry}, by=cast.manager, on=JULY)
        assert refusal.value.code == "no_debit"
        fees.pay(**about, amount_hkd=D("92054.79"))
        assert selectors.balance(fund, Code.FEE_PAYABLE) == 0
        assert fee_comparison.of(fund, SEPTEMBER).sums.paid_hkd == D("92054.79")
