"""Companies and the facts about them: known once, each fact with its evidence and date (A17)."""

from datetime import date

import pytest

from investments import portfolio
from investments.models import Company, CompanyFact
from investments.services import companies
from itvf.errors import InputRefused, NotPermitted
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return programme.enrol()


class TestRegister:
    def register(self, cast, **changes):
        about = {
            "name_en": "Aurora Demo Limited",
            "name_zh_hant": "",
            "br_number": "12345678",
            "place_of_incorporation": "Hong Kong",
            "description": "Machine vision.",
            "by": cast.officer,
        }
        return companies.register(at=programme.at(programme.SIGNED), **about | changes)

    def test_knows_a_company_from_then_on(self, cast):
        company = self.register(cast)
        assert AuditEvent.objects.get(verb="company.register").subject_id == str(company.pk)

    def test_refuses_a_number_that_stands(self, cast):
        self.register(cast)
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, name_en="Another Demo Limited")
        assert refusal.value.code == "company_stands"
        assert Company.objects.count() == 1

    def test_takes_two_without_a_number(self, cast):
        self.register(cast, br_number="")
        self.register(cast, br_number=" ", name_en="Another Demo Limited")
        assert Company.objects.count() == 2

    @pytest.mark.parametrize("field", ["name_en", "description", "place_of_incorporation"])
    def test_asks_for_what_is_missing(self, cast, field):
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, **{field: "  "})
        assert refusal.value.field == field

    def test_may_be_done_by_a_gp_for_its_own_fund(self, cast):
        fund = programme.founded(cast, programme.scheme())
        assert self.register(cast, by=cast.maker, within=fund)
        with pytest.raises(NotPermitted):
            self.register(cast, by=cast.maker, br_number="87654321")

    def test_requires_its_permission(self, cast):
        for person in (cast.manager, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.register(cast, by=person)


class TestRecordFact:
    @pytest.fixture
    def company(self, cast):
        return TestRegister().register(cast)

    def record(self, cast, company, **changes):
        about = {
            "kind": "is_hong_kong",
            "holds": True,
            "since_date": date(2025, 3, 3),
            "evidence": "Register extract",
            "by": cast.officer,
        }
        return companies.record_fact(company=company, at=programme.at(date(2025, 6, 2)), **about | changes)

    def known(self, company, on):
        return portfolio.company_facts([company.pk], on)[company.pk]["is_hong_kong"]

    def test_holds_from_its_day_until_the_next(self, cast, company):
        self.record(cast, company)
        self.record(cast, company, holds=False, since_date=date(2025, 5, 1))
        assert self.known(company, date(2025, 3, 2)) is None
        assert self.known(company, date(2025, 4, 30)) is True
        assert self.known(company, date(2025, 5, 1)) is False

    def test_goes_on_record_with_its_evidence(self, cast, company):
        self.record(cast, company)
        facts = AuditEvent.objects.get(verb__startswith="company.", facts__has_key="evidence").facts
        assert facts["evidence"] == "Register extract"

    @pytest.mark.parametrize("changes", [{"evidence": " "}, {"kind": "is_lucky"}])
    def test_refuses_what_shows_nothing(self, cast, company, changes):
        with pytest.raises(InputRefused):
            self.record(cast, company, **changes)
        assert not CompanyFact.objects.exists()

    def test_requires_its_permission(self, cast, company):
        for person in (cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.record(cast, company, by=person)
