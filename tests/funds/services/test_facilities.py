"""A subscription facility in the database: two people, the cap with clause and figure, breaches of facts, the books."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import agreement_calendar, capital_accounts, facility_facts, selectors
from funds.models import FacilityMovement, Fund, LedgerAccount, RecordedBreach
from funds.services import bank_statements, facilities, facility_movements
from itvf import files
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting import books
from tests import programme
from tests.funds import borrowing, registered

pytestmark = pytest.mark.django_db

D = Decimal
Code = LedgerAccount.Code


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    registered.term(cast, fund, "borrowing")  # 50m at most, repaid within 180 days
    return SimpleNamespace(cast=cast, fund=fund, facility=borrowing.facility(cast, fund))


@pytest.fixture
def facility(standing):
    return standing.facility


def codes(refused) -> list[str]:
    return [breach.code for breach in refused.value.breaches]


class TestTheAgreement:
    def test_takes_two_people_and_only_then_can_be_drawn(self, cast, fund):
        found = borrowing.facility(cast, fund, is_approved=False)
        with pytest.raises(WrongStage):
            borrowing.move(cast, found, "draw", "1.00", borrowing.DRAWN)
        with pytest.raises(NotPermitted):
            facilities.approve(facility=found, by=cast.officer, at=programme.at(borrowing.DRAWN))
        with pytest.raises(NotPermitted):
            borrowing.facility(SimpleNamespace(officer=cast.contact), fund, is_approved=False)
        refused = facilities.refuse(
            facility=found, by=cast.manager, at=programme.at(borrowing.DRAWN), reason="Unsigned."
        )
        assert refused.stage == "refused"
        verbs = AuditEvent.objects.filter(verb__startswith="facility.").values_list("verb", flat=True)
        assert list(verbs.order_by("sequence")) == [
            "facility.record",
            "facility.approve",
            "facility.record",
            "facility.refuse",
        ]

    @pytest.mark.parametrize(
        ("about", "field"),
        [
            ({"lender": " "}, "lender"),
            ({"clause": ""}, "clause"),
            ({"limit_hkd": D("0")}, "limit_hkd"),
            ({"available_to": date(2025, 3, 30)}, "available_to"),
            ({"rate": D("5")}, "rate"),
        ],
    )
    def test_is_refused_where_something_lacks(self, cast, fund, about, field):
        with pytest.raises(InputRefused) as refused:
            borrowing.facility(cast, fund, is_approved=False, **about)
        assert refused.value.field == field


class TestADrawdown:
    def test_above_the_cap_is_refused_with_clause_and_figure_and_as_a_fact_stands_with_its_breach(
        self, cast, fund, facility
    ):
        borrowing.move(cast, facility, "draw", "30000000.00", borrowing.DRAWN)
        before = FacilityMovement.objects.count()
        with pytest.raises(RuleBroken) as refused:
            borrowing.move(cast, facility, "draw", "20000000.01", borrowing.DRAWN)
        (breach,) = refused.value.breaches
        assert (breach.code, breach.clause) == ("above_borrowing_cap", "LPA 7.4")
        assert (breach.facts["owed_hkd"], breach.facts["cap_hkd"]) == (D("50000000.01"), D("50000000.00"))
        assert FacilityMovement.objects.count() == before
        Fund.objects.filter(pk=fund.pk).update(stage="ended", ended_date=programme.DUE)
        with pytest.raises(WrongStage):  # who has ended borrows no more; what it did borrow all the same is booked
            borrowing.move(cast, facility, "draw", "1.00", borrowing.DRAWN)
        drawn = borrowing.move(cast, facility, "draw", "20000000.01", borrowing.DRAWN, has_happened=True)
        found = RecordedBreach.objects.get(fund=fund)
        assert (found.code, found.clause, found.source) == (
            "above_borrowing_cap",
            "LPA 7.4",
            f"facility_movement:{drawn.pk}",
        )
        assert facility_facts.position(fund, borrowing.DRAWN).headroom_hkd == D("-0.01")
        assert books.prove() == []

    def test_stands_in_the_books_and_costs_the_partners_only_its_interest(self, cast, fund, facility):
        borrowing.move(cast, facility, "draw", "36500000.00", borrowing.DRAWN)
        charged = borrowing.move(cast, facility, "charge", "150000.00", date(2025, 6, 18), period_start=borrowing.DRAWN)
        assert charged.expected_hkd == D("150000.00")  # 5,000 a day for 30 days
        sums = selectors.balances_by_code(fund)
        assert (sums[Code.CASH], sums[Code.FACILITY_LOAN]) == (D("36500000.00"), D("-36500000.00"))
        accounts = capital_accounts.of_fund(fund, [date(2025, 6, 30)])
        assert accounts.whole(date(2025, 6, 30)).expenses_hkd == D("-150000.00")
        assert accounts.whole(date(2025, 6, 30)).nav_hkd == D("-150000.00")
        with pytest.raises(InputRefused) as again:
            borrowing.move(cast, facility, "charge", "1.00", date(2025, 7, 1), period_start=date(2025, 6, 18))
        assert again.value.code == "period_charged"
        for amount, day in (("150000.01", date(2025, 7, 2)), ("150000.00", date(2025, 6, 17))):
            with pytest.raises(RuleBroken) as above:  # more than was charged, or before it was
                borrowing.move(cast, facility, "pay", amount, day)
            assert codes(above) == ["above_payable"]
        borrowing.move(cast, facility, "pay", "150000.00", date(2025, 7, 2))
        borrowing.move(cast, facility, "repay", "36500000.00", date(2025, 7, 2))
        position = facility_facts.position(fund, date(2025, 7, 2))
        assert (position.owed_hkd, position.payable_hkd, position.cost_hkd) == (D("0"), D("0"), D("150000.00"))
        assert books.prove() == []

    def test_standing_out_too_long_is_found_once_by_the_daily_watch(self, cast, fund, facility):
        drawn = borrowing.move(cast, facility, "draw", "10000000.00", borrowing.DRAWN)
        last = borrowing.DRAWN + timedelta(days=180)
        assert facility_movements.watch(fund=fund, at=programme.at(last)) == []
        (duty,) = [one for one in agreement_calendar.duties_of(fund, last) if one.kind == "repayment"]
        assert (duty.due_date, duty.clause, duty.done_date) == (last, "LPA 7.4", None)
        (found,) = facility_movements.watch(fund=fund, at=programme.at(last + timedelta(days=1)))
        assert (found.code, found.clause, found.facts["left_hkd"]) == ("drawdown_overdue", "LPA 7.4", "10000000.00")
        assert found.source == f"facility_movement:{drawn.pk}"
        assert facility_movements.watch(fund=fund, at=programme.at(last + timedelta(days=2))) == []

    def test_is_undone_by_a_mirror_entry_unless_a_repayment_rests_on_it(self, cast, fund, facility):
        drawn = borrowing.move(cast, facility, "draw", "10000000.00", borrowing.DRAWN)
        repaid = borrowing.move(cast, facility, "repay", "4000000.00", borrowing.DRAWN)
        undo = {"reason": "Booked twice.", "by": cast.officer, "at": programme.at(borrowing.DRAWN, 18)}
        with pytest.raises(RuleBroken):
            facility_movements.reverse(movement=drawn, **undo)
        facility_movements.reverse(movement=repaid, **undo)
        facility_movements.reverse(movement=drawn, **undo)
        assert facility_facts.position(fund, borrowing.DRAWN).owed_hkd == D("0")
        assert selectors.balance(fund, Code.CASH) == D("0")
        with pytest.raises(InputRefused):
            facility_movements.reverse(movement=drawn, **undo)
        assert books.prove() == []


class TestABankStatement:
    def test_line_becomes_a_movement_and_one_recorded_by_hand_is_known(self, cast, fund, facility):
        borrowing.move(cast, facility, "draw", "10000000.00", borrowing.DRAWN, reference="FL-1")
        rows = ("2025-05-20,10000000.00,FL-1,known", "2025-05-21,45000000.00,FL-2,new", "2025-06-20,-5000000.00,FL-3,x")
        text = "value_date,amount_hkd,bank_reference,narrative\n" + "\n".join(rows) + "\n"
        file = files.store(text.encode(), name="s.csv", content_type="text/csv", by=cast.officer)
        at = programme.at(date(2025, 7, 1))
        statement = bank_statements.take_in(fund=fund, file=file, by=cast.officer, at=at)
        drawn, repaid = statement.lines.order_by("number")
        assert (statement.known_lines, drawn.bank_reference) == (1, "FL-2")
        about = {"facility": facility, "purpose": "investments", "by": cast.officer, "at": at}
        drawn = bank_statements.match_facility(line=drawn, **about)
        assert (drawn.stage, drawn.movement.kind, drawn.movement.is_reported) == ("matched", "drawdown", True)
        assert RecordedBreach.objects.get(fund=fund).code == "above_borrowing_cap"
        bank_statements.match_facility(line=repaid, **about)
        assert facility_facts.position(fund, date(2025, 7, 1)).owed_hkd == D("50000000.00")
        bank_statements.reopen(line=statement.lines.get(bank_reference="FL-3"), reason="x", by=cast.officer, at=at)
        assert facility_facts.position(fund, date(2025, 7, 1)).owed_hkd == D("55000000.00")
        assert books.prove() == []
