"""The Corporation's treasury: funding counted once, limits made by two people (R1)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import FundingReceipt, LimitTable
from funds.services import treasury
from itvf.errors import InputRefused, NotPermitted
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


class TestRecordFunding:
    def record(self, cast, **changes):
        about = {
            "amount_hkd": D("100.00"),
            "value_date": programme.SIGNED,
            "bank_reference": "GOV-1",
            "by": cast.finance,
        }
        return treasury.record_funding(at=programme.at(programme.SIGNED), **about | changes)

    def test_fills_the_corporation_s_bank(self, cast):
        self.record(cast)
        self.record(cast, bank_reference="GOV-2")
        assert selectors.corporation_balance(selectors.Code.BANK) == D("200.00")
        assert selectors.corporation_balance(selectors.Code.GOVERNMENT_FUNDING) == D("-200.00")
        assert AuditEvent.objects.filter(verb="funding.record", chain="programme").count() == 2

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_hkd": D("0.00")}, "not_positive"),
            ({"bank_reference": " "}, "reference_missing"),
            ({"value_date": date(2025, 3, 4)}, "future_value_date"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, changes, code):
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, **changes)
        assert refusal.value.code == code
        assert not FundingReceipt.objects.exists()

    def test_counts_a_receipt_once(self, cast):
        self.record(cast)
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, bank_reference=" GOV-1")
        assert refusal.value.code == "receipt_stands"

    def test_requires_its_permission(self, cast):
        for person in (cast.officer, cast.manager, cast.certifier, cast.auditor, cast.maker):
            with pytest.raises(NotPermitted):
                self.record(cast, by=person)


class TestLimits:
    def propose(self, cast, limits=None, by=None):
        named = {cast.authoriser: D("2.00"), cast.second_authoriser: D("1.00")} if limits is None else limits
        return treasury.propose_limits(
            effective_from=programme.SIGNED, limits=named, by=by or cast.finance, at=programme.at(programme.SIGNED)
        )

    def approve(self, cast, table, by=None):
        return treasury.approve_limits(table=table, by=by or cast.manager, at=programme.at(programme.SIGNED))

    def test_are_proposed_by_one_and_approved_by_another(self, cast):
        table = self.approve(cast, self.propose(cast))
        assert (table.stage, table.limits.count()) == ("approved", 2)
        assert AuditEvent.objects.filter(verb__startswith="limit_table.").count() == 2

    def test_name_two_officers_at_least(self, cast):
        for limits in ({}, {cast.authoriser: D("1.00")}):
            with pytest.raises(InputRefused) as refusal:
                self.propose(cast, limits)
            assert refusal.value.code == "limits_missing"

    def test_stand_once_a_date(self, cast):
        self.propose(cast)
        with pytest.raises(InputRefused) as refusal:
            self.propose(cast)
        assert refusal.value.code == "limit_table_stands"

    def test_may_be_proposed_anew_from_a_day_whose_table_was_refused(self, cast):
        first = self.propose(cast)
        treasury.refuse_limits(
            table=first, by=cast.manager, at=programme.at(programme.SIGNED), reason="One limit too high"
        )
        assert self.approve(cast, self.propose(cast)).stage == "approved"

    def test_are_not_approved_by_who_is_named_in_them(self, cast):
        table = self.propose(cast, {cast.manager: D("1.00"), cast.authoriser: D("1.00")})
        with pytest.raises(NotPermitted):
            self.approve(cast, table)

    def test_are_not_approved_by_their_proposer(self, cast):
        table = self.propose(cast)
        LimitTable.objects.update(proposed_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            self.approve(cast, table)
        assert refusal.value.code == "maker_is_checker"

    def test_require_their_permissions(self, cast):
        with pytest.raises(NotPermitted):
            self.propose(cast, by=cast.manager)
        with pytest.raises(NotPermitted):
            self.approve(cast, self.propose(cast), by=cast.finance)
