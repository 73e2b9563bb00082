"""No Government dollar goes out for a deal to which the Corporation did not answer no objection (R20)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import call_uses
from funds.admin.partnership_forms import PaperNoticeForm
from funds.rules import payment
from funds.services import payments
from investments.services import investments
from itvf.errors import InputRefused
from reporting.demo.acts import BEFORE_ITS_DEAL
from tests import programme
from tests.funds import registered

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 12)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.limits(cast)
    programme.funding(cast)
    return SimpleNamespace(cast=cast, fund=fund)


@pytest.fixture
def deal(cast, fund):
    """A deal of HK$40m, put to the Corporation and not answered yet."""
    return programme.proposed(cast, fund, programme.company(cast))


def checked(cast, fund, deal, amount="40000000.00"):
    """The payment case of a call for a deal, checked with a note that may not help: its stage and what was found."""
    purpose = programme.capital_calls.PurposeInput(
        kind="investment", label="Aurora Demo Limited", amount_hkd=Decimal(amount), reference=f"proposal:{deal.pk}"
    )
    case = programme.case_of(programme.issued(cast, fund, purpose))
    case = payments.check(case=case, by=cast.finance, at=programme.at(DAY), note=BEFORE_ITS_DEAL)
    return case.stage, case.checks.get(code="deals_answered").outcome


class TestACallForADeal:
    def test_is_paid_once_two_people_had_no_objection(self, cast, fund, deal):
        programme.agreed(cast, deal)
        assert checked(cast, fund, deal) == ("checked", "pass")

    def test_is_not_paid_while_the_deal_waits(self, cast, fund, deal):
        assert checked(cast, fund, deal) == ("opened", "fail")

    def test_is_not_paid_on_a_breach_notice(self, cast, fund, deal):
        investments.answer(
            proposal=deal, answer="breach_notice", reason="Loans.", by=cast.officer, at=programme.at(date(2025, 5, 6))
        )
        assert checked(cast, fund, deal) == ("opened", "fail")

    def test_is_not_paid_beyond_what_the_deal_may_cost(self, cast, fund, deal):
        programme.agreed(cast, deal)
        assert checked(cast, fund, deal, "40000000.01") == ("opened", "fail")

    def test_names_a_deal_of_its_own_fund(self, cast, fund, deal):
        """What was answered for one fund pays no call of another; a draft from before counts as naming none."""
        programme.agreed(cast, deal)
        other = programme.another(cast)
        with pytest.raises(InputRefused) as refusal:
            checked(cast, other, deal)
        assert (refusal.value.code, refusal.value.facts["reference"]) == ("unknown_deal", f"proposal:{deal.pk}")
        call = programme.drafted(cast, other)
        call.purposes.update(reference=f"proposal:{deal.pk}")
        (use,) = call_uses.of_call(call)
        assert (use.state, use.allowed_hkd) == (payment.UNNAMED, None)


class TestAPaperNotice:
    def test_may_name_a_deal_and_be_shared_by_holdings_where_the_agreement_allows_it(self, cast, fund, deal):
        programme.agreed(cast, deal)
        registered.term(cast, fund, "split_by_unfunded", clause="LPA 4.3", flag=True)
        registered.term(cast, fund, "split_by_holding", clause="LPA 4.4", flag=True)
        form = PaperNoticeForm(subject=fund)
        assert [key for key, _ in form.fields["reference_1"].choices] == ["", f"proposal:{deal.pk}"]
        bases = [key for key, _ in form.fields["allocation_base_1"].choices]
        assert bases == ["commitment", "unfunded", "holding_share"]
        assert form.rows[3][-2:] == ("reference_1", "allocation_base_1")


class TestAFollowOn:
    def purpose(self, deal, **more):
        about = {"kind": "investment", "label": "Aurora Demo Limited", "amount_hkd": Decimal("20000000.00")}
        return programme.capital_calls.PurposeInput(**about, reference=f"proposal:{deal.pk}", is_follow_on=True, **more)

    def test_is_not_what_was_proposed_as_new(self, cast, fund, deal):
        with pytest.raises(InputRefused) as refusal:
            programme.drafted(cast, fund, self.purpose(deal))
        assert refusal.value.code == "not_a_follow_on"

    def test_by_holding_goes_by_what_was_called_for_the_company_before(self, cast, fund, deal):
        registered.term(cast, fund, "split_by_holding", clause="LPA 4.4", flag=True)
        checked(cast, fund, deal)
        again = programme.proposed(cast, fund, deal.company, "20000000.00", is_follow_on=True)
        by_holding = self.purpose(again, allocation_base="holding_share")
        lines = programme.capital_calls.preview(fund, [by_holding], date(2025, 8, 1), date(2025, 7, 2))
        assert [str(line.amount_hkd) for line in lines] == ["5000000.00", "500000.00", "10000000.00", "4500000.00"]
