"""Companies and the facts about them: known once, each fact with its evidence and date (A17)."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from investments import deal_facts, portfolio
from investments.models import Company, CompanyActivity, CompanyFact, CompanyGroup
from investments.services import companies
from itvf.errors import InputRefused, NotPermitted
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


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

    def test_keeps_all_that_identifies_it(self, cast):
        group = companies.register_group(
            name_en="Demo Group", name_zh_hant="示範集團", by=cast.officer, at=programme.at(programme.SIGNED)
        )
        company = self.register(
            cast,
            br_number=" 1234 5678 ",
            incorporation_date=programme.SIGNED,
            registered_address="1 Sample Road",
            business_address="2 Sample Road",
            description="Tokens for hospitals.",
            group=group,
        )
        company.refresh_from_db()
        assert (company.br_number, company.group, company.registered_address) == ("12345678", group, "1 Sample Road")
        assert company.hints == {"crypto": ["Tokens"]}
        facts = AuditEvent.objects.get(verb="company.register").facts
        assert (facts["incorporation_date"], facts["business_address"]) == ("2025-03-03", "2 Sample Road")

    @pytest.mark.parametrize("number", ["12345678", "1234-5678", "１２３４５６７８"])
    def test_knows_a_number_however_it_is_written(self, cast, number):
        self.register(cast, br_number="12345678")
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, br_number=number)
        assert refusal.value.code == "company_stands"

    def test_takes_a_number_of_another_shape_and_says_so(self, cast):
        company = self.register(cast, br_number="SG-201912345K")
        assert company.br_number == "SG-201912345K"
        assert AuditEvent.objects.get(verb="company.register").facts["warnings"] == ["br_number_shape"]
        (warning,) = companies.warnings("SG-201912345K")
        assert "SG-201912345K has another shape" in warning.message
        assert companies.warnings("12345678") == companies.warnings("") == ()

    def test_refuses_one_of_the_future(self, cast):
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, incorporation_date=date(2025, 3, 4))
        assert (refusal.value.code, refusal.value.field) == ("future_incorporation", "incorporation_date")
        assert not Company.objects.exists()


class TestAmend:
    @pytest.fixture
    def company(self, cast):
        return TestRegister().register(cast)

    def amend(self, cast, company, *, by=None, reason="New certificate.", **changes):
        return companies.amend(
            company=company, reason=reason, by=by or cast.officer, at=programme.at(programme.SIGNED), **changes
        )

    def test_changes_what_is_named_and_keeps_before_and_after(self, cast, company):
        self.amend(cast, company, name_en="Aurora Vision Demo Limited", description="Casinos by machine vision.")
        company.refresh_from_db()
        assert (company.name_en, company.br_number) == ("Aurora Vision Demo Limited", "12345678")
        assert company.hints == {"gambling": ["Casinos"]}
        event = AuditEvent.objects.get(verb="company.amend")
        assert event.reason == "New certificate."
        assert event.facts["name_en"] == {"before": "Aurora Demo Limited", "after": "Aurora Vision Demo Limited"}
        assert set(event.facts) == {"name_en", "description"}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"name_en": " "}, "missing"),
            ({"incorporation_date": date(2025, 3, 4)}, "future_incorporation"),
            ({"name_en": "Aurora Demo Limited"}, "nothing_changed"),
            ({}, "nothing_changed"),
            ({"hints": {}}, "unknown_field"),
            ({"name_en": "Borealis", "reason": " "}, "reason_missing"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, company, changes, code):
        with pytest.raises(InputRefused) as refusal:
            self.amend(cast, company, **changes)
        assert refusal.value.code == code
        company.refresh_from_db()
        assert company.name_en == "Aurora Demo Limited"
        assert not AuditEvent.objects.filter(verb="company.amend").exists()

    def test_refuses_the_number_of_another(self, cast, company):
        TestRegister().register(cast, name_en="Borealis Demo", br_number="87654321")
        with pytest.raises(InputRefused) as refusal:
            self.amend(cast, company, br_number="8765-4321")
        assert refusal.value.code == "company_stands"

    def test_is_for_a_gp_whose_fund_brought_it(self, cast, company):
        fund = programme.opened(cast, programme.scheme())
        with pytest.raises(NotPermitted) as refusal:
            self.amend(cast, company, by=cast.maker, within=fund, name_en="Borealis")
        assert refusal.value.code == "another_s_company"
        programme.proposed(cast, fund, company)
        assert self.amend(cast, company, by=cast.maker, within=fund, name_en="Borealis").name_en == "Borealis"

    def test_requires_its_permission(self, cast, company):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.amend(cast, company, by=person, name_en="Borealis")


class TestRegisterGroup:
    def register(self, cast, name="Demo Group", *, by=None):
        return companies.register_group(
            name_en=name, name_zh_hant="", by=by or cast.officer, at=programme.at(programme.SIGNED)
        )

    def test_goes_on_record(self, cast):
        group = self.register(cast, " Demo Group ")
        assert group.name_en == "Demo Group"
        assert AuditEvent.objects.get(verb="company.register_group").subject_id == str(group.pk)

    @pytest.mark.parametrize(("name", "code"), [("demo group", "group_stands"), (" ", "missing")])
    def test_refuses_with_the_reason(self, cast, name, code):
        self.register(cast)
        with pytest.raises(InputRefused) as refusal:
            self.register(cast, name)
        assert refusal.value.code == code
        assert CompanyGroup.objects.count() == 1

    def test_requires_its_permission(self, cast):
        for person in (cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.register(cast, by=person)


class TestSimilar:
    """One company known twice is two: names are compared as people read them, numbers as they are written."""

    def alike(self, cast, on_record, asked):
        TestRegister().register(cast, br_number="", **on_record)
        return [(one.company.name_en, one.reason) for one in companies.similar(**asked)]

    @pytest.mark.parametrize(
        ("on_record", "asked", "reason"),
        [
            ({"name_en": "Aurora Demo Limited"}, {"name_en": "AURORA DEMO LTD."}, "same_name"),
            ({"name_en": "Aurora Demo Limited"}, {"name_en": "The Aurora-Demo Company Limited"}, "same_name"),
            (
                {"name_en": "Aurora", "name_zh_hant": "極光示範有限公司"},
                {"name_en": "X", "name_zh_hant": "極光示範"},
                "same_name",
            ),
            (
                {"name_en": "Aurora", "name_zh_hant": "範例國際"},
                {"name_en": "X", "name_zh_hant": "範例国际"},
                "same_name",
            ),
            ({"name_en": "Aurora Demo Robotics"}, {"name_en": "Demo Robotics Aurora"}, "like_name"),
            ({"name_en": "Aurora Demo Robotics"}, {"name_en": "Aurora Demo"}, "like_name"),
            ({"name_en": "Aurora Demo"}, {"name_en": "Borealis Demo"}, None),
            ({"name_en": "Aurora Demo"}, {"name_en": "Aurora"}, None),
        ],
    )
    def test_finds_it_by_name(self, cast, on_record, asked, reason):
        assert self.alike(cast, on_record, asked) == ([(on_record["name_en"], reason)] if reason else [])

    def test_ranks_the_number_before_the_name(self, cast):
        make = TestRegister().register
        make(cast, name_en="Aurora Demo Robotics", br_number="")
        make(cast, name_en="Aurora Demo", br_number="")
        make(cast, name_en="Cumulus", br_number="12345678")
        found = companies.similar("Aurora Demo Ltd", "", "1234-5678")
        assert [(one.company.name_en, one.reason) for one in found] == [
            ("Cumulus", "number"),
            ("Aurora Demo", "same_name"),
            ("Aurora Demo Robotics", "like_name"),
        ]

    def test_is_noted_where_one_is_registered_all_the_same(self, cast):
        first = TestRegister().register(cast)
        TestRegister().register(cast, name_en="Aurora Demo Ltd", br_number="")
        assert AuditEvent.objects.filter(verb="company.register").latest("pk").facts["similar"] == [first.pk]


class TestRecordActivity:
    @pytest.fixture
    def company(self, cast):
        return TestRegister().register(cast)

    def record(self, cast, company, code="62", *, by=None, **changes):
        about = {"since_date": date(2025, 1, 1), "description": "Programming"} | changes
        return companies.record_activity(
            company=company, hsic_code=code, by=by or cast.officer, at=programme.at(programme.SIGNED), **about
        )

    def test_holds_from_its_day_until_it_ends(self, cast, company):
        self.record(cast, company, "6201")
        self.record(cast, company, "68")
        self.record(cast, company, "68", since_date=date(2025, 2, 1), ended=True)
        days = (date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 1))
        known = [deal_facts.activities_of(company, day) for day in days]
        assert known == [(), ("6201", "68"), ("6201",)]
        assert AuditEvent.objects.filter(verb="company.record_activity").count() == 3

    def test_asks_a_person_where_it_hints_at_what_is_prohibited(self, cast, company):
        self.record(cast, company, "92")
        for kind, holds in programme.FACTS.items():
            TestRecordFact().record(cast, company, kind=kind, holds=holds)
        fund = programme.opened(cast, programme.scheme())
        outcome = programme.proposed(cast, fund, company).outcomes.get(restriction="prohibited")
        assert (outcome.code, outcome.facts["activities"]) == ("activity_hint", ["gambling"])

    @pytest.mark.parametrize(
        ("code", "changes", "why"),
        [("04", {}, "unknown_hsic"), ("six", {}, "unknown_hsic"), ("62", {"ended": True}, "no_such_activity")],
    )
    def test_refuses_what_is_none(self, cast, company, code, changes, why):
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, company, code, **changes)
        assert (refusal.value.code, refusal.value.field) == (why, "hsic_code")
        assert not CompanyActivity.objects.exists()

    def test_ends_once_and_not_before_it_began(self, cast, company):
        begun = self.record(cast, company, "62")
        early = begun.since_date - timedelta(days=1)
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, company, "62", ended=True, since_date=early)
        assert (refusal.value.code, refusal.value.field) == ("ends_before_start", "since_date")
        self.record(cast, company, "62", ended=True, since_date=begun.since_date)
        with pytest.raises(InputRefused) as refusal:
            self.record(cast, company, "62", ended=True, since_date=begun.since_date)
        assert refusal.value.code == "no_such_activity"
        assert CompanyActivity.objects.count() == 2

    def test_requires_its_permission(self, cast, company):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.record(cast, company, by=person)


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

    def test_takes_a_number_with_it(self, cast, company):
        assert self.record(cast, company, kind="has_staff", quantity=12).quantity == 12

    @pytest.mark.parametrize("kind", ["has_research_site", "has_production", "has_regional_headquarters"])
    def test_of_a_place_is_an_establishment(self, cast, company, kind):
        self.record(cast, company, kind="has_it_establishment", holds=False)
        self.record(cast, company, kind=kind)
        day = date(2025, 6, 2)
        assert portfolio.company_facts([company.pk], day)[company.pk]["has_it_establishment"] is True

    def test_of_three_places_that_are_none_is_no_establishment(self, cast, company):
        kinds = ("has_research_site", "has_production", "has_regional_headquarters")
        for number, kind in enumerate(kinds, start=1):
            self.record(cast, company, kind=kind, holds=False)
            known = portfolio.company_facts([company.pk], date(2025, 6, 2))[company.pk]
            assert known["has_it_establishment"] is (None if number < 3 else False)

    @pytest.mark.parametrize("changes", [{"evidence": " "}, {"kind": "is_lucky"}, {"quantity": -1}])
    def test_refuses_what_shows_nothing(self, cast, company, changes):
        with pytest.raises(InputRefused):
            self.record(cast, company, **changes)
        assert not CompanyFact.objects.exists()

    def test_requires_its_permission(self, cast, company):
        for person in (cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                self.record(cast, company, by=person)


class TestWhoSees:
    """A company is known once to all; what shows its facts only to those whose deal it is."""

    @pytest.fixture
    def fund(self, cast):
        return programme.opened(cast, programme.scheme())

    @pytest.fixture
    def company(self, cast):
        return programme.company(cast)

    def seen(self, user):
        return (
            Company.objects.visible_to(user).count(),
            Company.objects.known_to(user).count(),
            CompanyFact.objects.visible_to(user).count(),
        )

    def test_staff_see_all(self, cast, fund, company):
        assert self.seen(cast.auditor) == (1, 1, 5)

    def test_a_gp_sees_the_name_until_its_fund_proposes(self, cast, fund, company):
        assert self.seen(cast.maker) == (1, 0, 0)
        programme.proposed(cast, fund, company)
        assert self.seen(cast.maker) == self.seen(cast.signatory) == (1, 1, 5)

    def test_a_gp_sees_what_its_own_people_recorded(self, cast, fund, company):
        TestRecordFact().record(cast, company, by=cast.maker, within=fund)
        assert self.seen(cast.signatory) == (1, 0, 1)

    def test_a_gp_knows_what_its_own_people_registered(self, cast, fund):
        TestRegister().register(cast, by=cast.maker, within=fund)
        assert self.seen(cast.maker) == (1, 1, 0)

    def test_another_gp_sees_no_evidence(self, cast, fund, company):
        other = programme.founded(cast, fund.selection.scheme, code="ridge", ce_number="BPJ214")
        programme.seat(cast, other, cast.other_maker)
        programme.proposed(cast, fund, company)
        assert self.seen(cast.other_maker) == (1, 0, 0)

    def test_others_see_none(self, cast, fund, company):
        programme.proposed(cast, fund, company)
        assert self.seen(cast.stranger) == self.seen(cast.contact) == (0, 0, 0)
