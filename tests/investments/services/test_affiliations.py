"""Who stands behind companies, managers, partners and staff: declared with evidence, ended, kept (R27)."""

from datetime import date
from decimal import Decimal

import pytest

from investments.models import Affiliation
from investments.services import affiliations, companies
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting.demo.acts import moment
from tests.investments.services.lots import bought, lot, standing

__all__ = ["bought", "lot", "standing"]

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2025, 2, 1), date(2026, 2, 1)
AT = moment(date(2026, 3, 2), 12)


def declare(**changes) -> Affiliation:
    about = {
        "name_en": " Example Holdings Limited ",
        "is_person": False,
        "capacity": "shareholder",
        "since_date": SINCE,
        "evidence": "Register of members",
        "at": AT,
    }
    return affiliations.declare(**about | changes)


def written() -> tuple[int, int]:
    return Affiliation.objects.count(), AuditEvent.objects.count()


@pytest.fixture
def unknown(cast):
    """A company with which no fund has to do."""
    return companies.register(
        name_en="Far Example Limited",
        name_zh_hant="",
        br_number="",
        place_of_incorporation="Hong Kong",
        description="Batteries.",
        by=cast.officer,
        at=AT,
    )


class TestDeclare:
    def test_is_on_record(self, cast, lot):
        found = declare(company=lot.company, share_rate=Decimal("0.42"), by=cast.officer)
        assert (found.name_en, found.company, found.share_rate) == (
            "Example Holdings Limited",
            lot.company,
            Decimal("0.42"),
        )
        event = AuditEvent.objects.get(verb="affiliation.declare")
        assert (event.subject_id, event.facts["capacity"]) == (str(found.pk), "shareholder")

    def test_stands_behind_manager_and_staff_too(self, cast, fund):
        assert declare(manager=fund.manager, by=cast.officer).manager == fund.manager
        assert declare(staff=cast.finance, capacity="relative", by=cast.officer).staff == cast.finance

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"capacity": "friend"}, "not_a_choice", "capacity"),
            ({"name_en": " "}, "missing", "name_en"),
            ({"evidence": ""}, "missing", "evidence"),
            ({"share_rate": Decimal(0)}, "not_a_share", "share_rate"),
            ({"share_rate": Decimal("1.000001")}, "not_a_share", "share_rate"),
        ],
    )
    def test_names_what_it_refuses(self, cast, lot, changes, code, field):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            declare(company=lot.company, by=cast.officer, **changes)
        assert (refusal.value.code, refusal.value.field, written()) == (code, field, before)

    def test_is_of_just_one(self, cast, lot):
        for behind in ({}, {"company": lot.company, "staff": cast.finance}):
            with pytest.raises(InputRefused) as refusal:
                declare(by=cast.officer, **behind)
            assert refusal.value.code == "not_just_one"
        assert not Affiliation.objects.exists()

    def test_is_for_a_gp_where_its_funds_have_to_do_with_the_company(self, cast, fund, lot, unknown):
        maker = {"by": cast.harbour_maker, "within": fund}
        assert declare(company=lot.company, **maker).declared_by == cast.harbour_maker
        before = written()
        for behind in ({"company": unknown}, {"manager": fund.manager}, {"staff": cast.finance}):
            with pytest.raises(NotPermitted) as refusal:
                declare(**maker, **behind)
            assert (refusal.value.code, written()) == ("another_s_company", before)

    def test_is_not_for_others(self, cast, fund, lot):
        for person in (cast.ridge_maker, cast.harbour_signatory, cast.manager, cast.auditor):
            with pytest.raises(NotPermitted):
                declare(company=lot.company, by=person, within=fund)
        assert not Affiliation.objects.exists()


class TestEnd:
    def end(self, found, *, by, until=UNTIL, reason="Shares sold.", **more):
        return affiliations.end(affiliation=found, until_date=until, reason=reason, by=by, at=AT, **more)

    @pytest.fixture
    def found(self, cast, lot):
        return declare(company=lot.company, by=cast.officer)

    @pytest.mark.parametrize("until", [SINCE, UNTIL])
    def test_keeps_it_with_its_last_day(self, cast, found, until):
        ended = self.end(found, by=cast.officer, until=until)
        assert (ended.until_date, ended.ended_by) == (until, cast.officer)
        assert AuditEvent.objects.get(verb="affiliation.end").reason == "Shares sold."

    def test_refuses_a_day_before_it_began(self, cast, found):
        with pytest.raises(InputRefused) as refusal:
            self.end(found, by=cast.officer, until=date(2025, 1, 31))
        assert refusal.value.code == "ends_before_start"
        found.refresh_from_db()
        assert found.until_date is None

    def test_refuses_a_second_end_and_one_without_a_reason(self, cast, found):
        with pytest.raises(InputRefused):
            self.end(found, by=cast.officer, reason=" ")
        self.end(found, by=cast.officer)
        before = written()
        with pytest.raises(WrongStage) as refusal:
            self.end(found, by=cast.officer)
        assert (refusal.value.code, written()) == ("ended_before", before)

    def test_is_not_for_a_gp_that_has_nothing_to_do_with_it(self, cast, fund, found):
        behind_staff = declare(staff=cast.finance, capacity="relative", by=cast.officer)
        with pytest.raises(NotPermitted) as refusal:
            self.end(behind_staff, by=cast.harbour_maker, within=fund)
        assert refusal.value.code == "another_s_company"
        with pytest.raises(NotPermitted):
            self.end(found, by=cast.ridge_maker, within=fund)
        assert not Affiliation.objects.exclude(until_date=None).exists()

    def test_is_for_a_gp_where_its_own_side_declared_it(self, cast, fund, lot, found):
        maker = {"by": cast.harbour_maker, "within": fund}
        with pytest.raises(NotPermitted) as refusal:
            self.end(found, **maker)
        assert refusal.value.code == "declared_by_others"
        own = declare(company=lot.company, **maker)
        assert list(affiliations.may_be_ended_by(cast.harbour_maker)) == [own]
        assert self.end(own, **maker).until_date == UNTIL
        assert Affiliation.objects.filter(pk=found.pk, until_date=None).exists()
        assert self.end(found, by=cast.officer).until_date == UNTIL
