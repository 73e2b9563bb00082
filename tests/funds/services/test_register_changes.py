"""A commitment passes to another partner with its capital account, or is released undrawn; two people each time."""

from datetime import date
from decimal import Decimal

import pytest

from funds import selectors
from funds.models import RecordedBreach
from funds.services import closings, register_changes
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.money import total
from reporting import books
from reporting.demo import acts
from reporting.demo.acts import moment
from tests import builders
from tests.funds.services.test_true_ups import LATE, standing  # noqa: F401 (fixture)

pytestmark = pytest.mark.django_db

D = Decimal
ON = date(2025, 9, 1)


def by_name(fund):
    return {p.name_en: p for p in selectors.partners_with_position(fund)}


def transfer(cast, fund, amount, *, giver="Example Bank Ventures Limited"):
    return register_changes.propose_transfer(
        giver=fund.partners.get(name_en=giver),
        taker=fund.partners.get(name_en=LATE.name_en),
        amount_hkd=D(amount),
        effective_date=ON,
        reason="Deed of transfer of 29 August 2025",
        by=cast.officer,
        at=moment(ON),
    )


def approve(cast, change):
    return register_changes.approve(change=change, by=cast.manager, at=moment(ON, 15))


class TestTransfer:
    def test_both_capital_accounts_follow_and_the_next_call_goes_on(self, cast, fund):
        before = by_name(fund)
        approve(cast, transfer(cast, fund, "50000000.00"))
        after = by_name(fund)
        giver = "Example Bank Ventures Limited"
        assert after[LATE.name_en].committed_hkd == D("50000000.00")
        assert after[LATE.name_en].called_hkd == before[giver].called_hkd / 4
        assert total(p.called_hkd for p in after.values()) == D("60000000.00")
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 9, 3))
        line = call.lines.get(partner__name_en=LATE.name_en)
        assert line.amount_hkd == D("500000.00")
        assert [str(fault) for fault in books.prove()] == []

    def test_the_whole_of_it_leaves_the_giver_out_of_the_next_call(self, cast, fund):
        approve(cast, transfer(cast, fund, "200000000.00"))
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 9, 3))
        assert not call.lines.filter(partner__name_en="Example Bank Ventures Limited").exists()
        assert [str(fault) for fault in books.prove()] == []

    @pytest.mark.parametrize("amount", ["200000000.01", "0.00"])
    def test_more_than_there_is_is_refused(self, cast, fund, amount):
        with pytest.raises(InputRefused) as refusal:
            transfer(cast, fund, amount)
        assert refusal.value.code == "more_than_there_is"

    def test_the_government_s_passes_to_nobody(self, cast, fund):
        with pytest.raises(InputRefused):
            transfer(cast, fund, "1000.00", giver=fund.partners.get(kind="government").name_en)

    def test_takes_two_people_and_is_no_closing(self, cast, fund):
        change = transfer(cast, fund, "1000.00")
        with pytest.raises(NotPermitted):
            register_changes.approve(change=change, by=cast.officer, at=moment(ON, 15))
        with pytest.raises(WrongStage):
            closings.complete(closing=change, by=cast.manager, at=moment(ON, 15))


class TestRelease:
    def release(self, cast, fund, partner, amount):
        return register_changes.propose_release(
            partner=partner,
            amount_hkd=D(amount),
            effective_date=ON,
            reason="Letter of release of 1 September 2025",
            by=cast.officer,
            at=moment(ON),
        )

    def test_of_the_government_s_undrawn_part_gives_the_envelope_back(self, cast, fund):
        scheme = fund.selection.scheme
        terms = selectors.terms_of_fund(fund)
        used = selectors.envelope(scheme, terms).used_hkd
        approve(cast, self.release(cast, fund, fund.partners.get(kind="government"), "10000000.00"))
        assert selectors.envelope(scheme, terms).used_hkd == used - D("10000000.00")
        assert [str(fault) for fault in books.prove()] == []

    def test_of_another_s_is_a_breach_of_r6_and_the_government_s_never_falls(self, cast, fund):
        partner = fund.partners.get(name_en="Demo Endowment Foundation Limited")
        approve(cast, self.release(cast, fund, partner, "30000000.00"))
        breach = RecordedBreach.objects.get(fund=fund, code="matched_money_fell")
        assert breach.rule == "R6"
        assert selectors.register(fund).government_hkd == D("150000000.00")

    def test_of_what_was_drawn_is_refused(self, cast, fund):
        partner = fund.partners.get(name_en="Demo Endowment Foundation Limited")
        with pytest.raises(InputRefused):
            self.release(cast, fund, partner, "120000000.00")


def test_a_partner_with_a_call_outstanding_pays_it_first(cast, fund):
    acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "6000000.00")], issued=date(2025, 8, 4))
    change = transfer(cast, fund, "1000.00")
    with pytest.raises(Exception) as refusal:
        approve(cast, change)
    assert [breach.code for breach in refusal.value.breaches] == ["call_outstanding"]
    assert builders.ISSUED < ON
