"""Funds, agreements, people and bank accounts: each within the caps, each checked by a second person where money is."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from funds import waterfall_facts
from funds.models import BankAccount, Fund, FundAgreement
from funds.rules.further_hurdles import FurtherHurdle
from funds.services import partnerships
from itvf.errors import InputRefused, NotPermitted, RuleBroken
from itvf.models import AuditEvent
from itvf.roles import FundRole
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    return SimpleNamespace(cast=cast, scheme=scheme)


class TestEstablishFund:
    def test_opens_its_book_and_goes_on_record(self, cast, scheme):
        fund = programme.established(cast, programme.selected(cast, scheme))
        assert fund.book.kind == "fund"
        assert AuditEvent.objects.get(verb="fund.establish").chain == fund.chain

    @pytest.mark.parametrize("changes", [{"name_en": "Harbour Fund"}, {"name_zh_hant": "前沿基金"}])
    def test_asks_for_a_name_as_cap_637_has_it(self, cast, scheme, changes):
        with pytest.raises(RuleBroken):
            programme.established(cast, programme.selected(cast, scheme), **changes)
        assert not Fund.objects.exists()

    def test_refuses_a_second_fund_of_one_selection(self, cast, scheme):
        chosen = programme.selected(cast, scheme)
        programme.established(cast, chosen)
        with pytest.raises(InputRefused) as refusal:
            programme.established(cast, chosen, code="second")
        assert refusal.value.code == "fund_stands"

    def test_refuses_a_code_that_stands(self, cast, scheme):
        programme.established(cast, programme.selected(cast, scheme))
        other = programme.selected(cast, scheme, code="ridge", ce_number="BQK314")
        with pytest.raises(InputRefused) as refusal:
            programme.established(cast, other)
        assert (refusal.value.code, refusal.value.field) == ("fund_stands", "code")


class TestRecordAgreement:
    @pytest.fixture
    def fund(self, cast, scheme):
        return programme.established(cast, programme.selected(cast, scheme))

    def record(self, cast, fund, by=None, **terms):
        return partnerships.record_agreement(
            fund=fund,
            signed_date=programme.SIGNED,
            signed_by_all=True,
            by=by or cast.officer,
            at=programme.at(programme.SIGNED),
            **programme.TERMS | terms,
        )

    def test_binds_the_fund_to_the_terms_of_that_day(self, cast, fund):
        assert self.record(cast, fund).scheme_version.number == 1

    @pytest.mark.parametrize(
        ("terms", "rule"),
        [
            ({"term_years": 11}, "R7"),
            ({"investment_period_years": 6}, "R7"),
            ({"fee_rate_during": D("0.020000000001")}, "R14"),
            ({"fee_rate_after": D("0.0201")}, "R14"),
            ({"fee_base_during": "committed"}, "R14"),
            ({"carry_rate": D("0.200000000001")}, "R15"),
            ({"hurdle_rate": D("0.069999999999")}, "R16"),
        ],
    )
    def test_refuses_a_term_beyond_its_cap_with_rule_and_clause(self, cast, fund, terms, rule):
        with pytest.raises(RuleBroken) as refusal:
            self.record(cast, fund, **terms)
        assert {breach.rule for breach in refusal.value.breaches} == {rule}
        assert all(breach.clause for breach in refusal.value.breaches)
        assert not FundAgreement.objects.exists()

    def test_names_all_breaches_at_once(self, cast, fund):
        with pytest.raises(RuleBroken) as refusal:
            self.record(cast, fund, term_years=11, carry_rate=D("0.25"), hurdle_rate=D("0.06"))
        assert {breach.rule for breach in refusal.value.breaches} == {"R7", "R15", "R16"}

    def test_takes_the_agreement_s_own_limits_with_their_clause(self, cast, fund):
        made = self.record(cast, fund, company_limit_rate=D("0.15"), bridge_months=12, limits_clause="LPA 6.3")
        made.refresh_from_db()
        assert (made.company_limit_rate, made.group_limit_rate) == (D("0.15"), None)
        assert (made.bridge_months, made.limits_clause) == (12, "LPA 6.3")

    @pytest.mark.parametrize(
        ("terms", "code"),
        [
            ({"company_limit_rate": D("0"), "limits_clause": "LPA 6.3"}, "limit_not_a_share"),
            ({"follow_on_reserve_rate": D("1.000000000001"), "limits_clause": "LPA 6.3"}, "limit_not_a_share"),
            ({"bridge_limit_rate": D("0.1")}, "limits_clause_missing"),
            ({"bridge_months": 0, "limits_clause": "LPA 6.3"}, "bridge_months"),
            ({"founder_limit_rate": D("0.1")}, "agreement_terms"),
            ({"second_hurdle_clause": "LPA 9.2", "waterfall_clause": "LPA 9.1"}, "clause_without_hurdle"),
        ],
    )
    def test_refuses_a_limit_or_a_clause_that_cannot_be(self, cast, fund, terms, code):
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, fund, **terms)
        assert refusal.value.code == code
        assert not FundAgreement.objects.exists()

    def test_takes_a_further_hurdle_with_its_catch_up_and_clause_and_the_database_holds_it(self, cast, fund):
        second = {"second_hurdle_rate": D("0.12"), "second_carry_rate": D("0.2"), "second_catch_up_rate": D("0.5")}
        clauses = {"second_hurdle_clause": "LPA 9.2", "waterfall_clause": "LPA 9.1"}
        made = self.record(cast, fund, carry_rate=D("0.1"), **second, **clauses)
        assert waterfall_facts.terms(made).further_hurdles == (FurtherHurdle(D("0.12"), D("0.2"), D("0.5"), "LPA 9.2"),)
        for changes in ({"second_catch_up_rate": D("0.2")}, {"third_catch_up_rate": D(1)}):
            with pytest.raises(IntegrityError), transaction.atomic():
                FundAgreement.objects.filter(pk=made.pk).update(**changes)

    def test_stands_once(self, cast, fund):
        self.record(cast, fund)
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, fund)
        assert refusal.value.code == "agreement_stands"

    def test_requires_its_permission(self, cast, fund):
        with pytest.raises(NotPermitted):
            self.record(cast, fund, by=cast.manager)


class TestBankAccount:
    @pytest.fixture
    def fund(self, cast, scheme):
        return programme.founded(cast, scheme)

    def enter(self, cast, fund, by=None):
        return partnerships.enter_bank_account(
            fund=fund,
            bank_name="Second Bank",
            account_name=fund.name_en,
            account_number="111-222222-333",
            by=by or cast.officer,
            at=programme.at(date(2025, 4, 25)),
        )

    def confirm(self, cast, account, *, by=None, note="Rita Example, known number"):
        return partnerships.confirm_bank_account(
            account=account, call_back_note=note, by=by or cast.manager, at=programme.at(date(2025, 4, 25))
        )

    def test_replaces_the_former_and_cools_off_for_two_business_days(self, cast, fund):
        account = self.confirm(cast, self.enter(cast, fund))
        assert account.usable_from == date(2025, 4, 29)  # entered on a Friday
        stages = BankAccount.objects.filter(fund=fund).order_by("id").values_list("stage", flat=True)
        assert list(stages) == ["superseded", "confirmed"]

    def test_is_not_confirmed_by_who_entered_it(self, cast, fund):
        account = self.enter(cast, fund)
        BankAccount.objects.filter(pk=account.pk).update(entered_by=cast.manager)
        with pytest.raises(NotPermitted) as refusal:
            self.confirm(cast, account)
        assert refusal.value.code == "maker_is_checker"

    def test_asks_for_the_call_back(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            self.confirm(cast, self.enter(cast, fund), note=" ")
        assert refusal.value.code == "call_back_missing"

    def test_keeps_the_number_out_of_the_audit_trail(self, cast, fund):
        self.confirm(cast, self.enter(cast, fund))
        facts = AuditEvent.objects.filter(verb="bank_account.confirm").latest("id").facts
        assert facts["ending"] == "-333"

    def test_requires_its_permissions(self, cast, fund):
        with pytest.raises(NotPermitted):
            self.enter(cast, fund, by=cast.signatory)
        with pytest.raises(NotPermitted):
            self.confirm(cast, self.enter(cast, fund), by=cast.second_officer)


class TestMembership:
    def test_names_the_partner_of_a_contact_and_no_other(self, cast, scheme):
        fund = programme.founded(cast, scheme)
        seat = fund.partners.get()
        for role, partner in ((FundRole.PARTNER_CONTACT, None), (FundRole.GP_MAKER, seat)):
            with pytest.raises(InputRefused):
                partnerships.grant_membership(
                    fund=fund,
                    user=cast.contact,
                    role=role,
                    partner=partner,
                    by=cast.manager,
                    at=programme.at(programme.SIGNED),
                )

    def test_ends_at_once(self, cast, scheme):
        fund = programme.founded(cast, scheme)
        membership = cast.maker.memberships.get()
        partnerships.revoke_membership(
            membership=membership, by=cast.manager, at=programme.at(programme.CLOSED), reason="Left the house"
        )
        assert fund.roles_of(cast.maker) == set()
