"""The daily watch: what stands against the mandate or the agreement is in the breach register, once."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.models import RecordedBreach
from funds.services import breaches
from investments.models import Proposal
from investments.services import watch
from investments.tasks import watch_mandate
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

LAST_DAY, LATE = date(2025, 11, 20), date(2025, 11, 21)


@pytest.fixture(scope="module")
def standing(held):
    """At most a tenth in a company and six months for a bridge; 60m in cash."""
    cast = programme.enrol()
    limits = {"company_limit_rate": Decimal("0.1"), "bridge_months": 6, "limits_clause": "LPA 6.3"}
    fund = programme.opened(cast, programme.scheme(), **limits)
    programme.paid(cast, fund)
    return SimpleNamespace(cast=cast, fund=fund)


def registered(fund, on: date) -> list[tuple[str, str]]:
    return [(breach.code, breach.source) for breach in watch.register(fund=fund, at=programme.at(on))]


class TestRegister:
    def test_finds_nothing_where_all_is_met(self, cast, fund):
        programme.invested(cast, fund, programme.company(cast), "20000000.00")
        assert registered(fund, LATE) == []

    def test_finds_a_bridge_past_its_months_once_and_says_what_cures_it(self, cast, fund):
        made = programme.invested(cast, fund, programme.company(cast), "20000000.00")
        Proposal.objects.filter(pk=made.proposal_id).update(is_bridge=True)
        assert registered(fund, LAST_DAY) == []
        assert registered(fund, LATE) == [("bridge_overdue", f"proposal:{made.proposal_id}")]
        breach = RecordedBreach.objects.get(restriction="bridge_limit")
        assert (breach.rule, breach.clause, breach.found_date) == ("R27", "LPA 6.3", LATE)
        assert breach.facts["held_hkd"] == "20000000.00"
        assert breach.message.endswith("Have it repaid or converted, or record a consent.")
        assert AuditEvent.objects.get(verb="breach.find").facts["finding"] == "bridge_overdue"
        watch_mandate(fund_id=fund.pk)
        assert RecordedBreach.objects.count() == 1

    def test_finds_a_limit_passed_by_two_lots_until_it_is_cured_and_again_where_it_still_stands(self, cast, fund):
        target = programme.company(cast)
        for _ in range(2):
            programme.invested(cast, fund, target, "30000000.00")
        fund.agreement.__class__.objects.filter(fund=fund).update(company_limit_rate=Decimal("0.09"))
        assert registered(fund, LAST_DAY) == [("company_limit_passed", f"standing:{LAST_DAY}")]
        assert registered(fund, LATE) == []
        (breach,) = RecordedBreach.objects.open(LATE)
        assert breach.message.startswith("On 2025-11-20 the rule is broken: HK$60,000,000.00 against HK$600,000,000.00")
        cured = {"cured_date": LATE, "cure": "Sold down.", "by": cast.officer, "at": programme.at(LATE)}
        breaches.cure(breach=breach, **cured)
        assert registered(fund, LATE) == [("company_limit_passed", f"standing:{LATE}")]
