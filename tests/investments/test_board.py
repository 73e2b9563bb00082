"""The portfolio board: what it shows, to whom, in what order, and how many statements it takes."""

import os
from collections import defaultdict
from datetime import date, timedelta

import pytest

from funds.models import FundMembership, RecordedBreach
from investments import board, oversight, portfolio, positions
from investments.board import Filters
from investments.models import FinancingRound, Investment
from investments.rules.valuation import STALE_AFTER_DAYS
from itvf.errors import InputRefused, fill
from itvf.models import RoleGrant, User
from itvf.money import ZERO, ratio, total
from tests.benchmarks.measuring import queries
from tests.investments.overseen_worlds import OverseenWorld
from tests.investments.worlds import AT, START

pytestmark = pytest.mark.django_db
ON = START + timedelta(days=900)
# Many more programmes under bin/prove.
SEEDS = range(40 if os.environ.get("ITVF_PROVE") == "1" else 4)
ACTIVE = ("held", "partly_realised")


NO_FILTERS = Filters()


def everything(on: date = ON, filters: Filters = NO_FILTERS, **how) -> board.Board:
    """The whole board as staff see it."""
    return board.board(staff(), on, filters, page_size=10_000, **how)


def staff() -> User:
    """Somebody with a staff role."""
    user, made = User.objects.get_or_create(email="board-staff@itvf.example", defaults={"name": "Staff"})
    if made:
        RoleGrant.objects.create(user=user, role="programme_officer")
    return user


def by_holding(on: date) -> dict[tuple[int, int], list[Investment]]:
    """The lots made by a day, by fund and company, oldest first."""
    found = defaultdict(list)
    for made in (
        Investment.objects.filter(completed_date__lte=on).select_related("proposal").order_by("completed_date", "id")
    ):
        found[made.fund_id, made.company_id].append(made)
    return found


class TestFigures:
    """Each figure is the one that the reads of a single lot give."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_money_state_and_age_are_those_of_the_lots(self, seed):
        OverseenWorld(seed)
        for on in (START + timedelta(days=300), ON, START + timedelta(days=2500)):
            lots = by_holding(on)
            rows = everything(on).rows
            assert {(row.fund_id, row.company_id) for row in rows} == set(lots)
            for row in rows:
                self.compare(row, lots[row.fund_id, row.company_id], on)

    def compare(self, row: board.Row, lots: list[Investment], on: date):
        """One row with the positions of its lots."""
        found = [positions.of(lot, as_of=on) for lot in lots]
        assert row.lots == len(lots)
        assert row.first_date == lots[0].completed_date
        assert (row.sector, row.stage) == (lots[-1].proposal.sector, lots[-1].proposal.financing_stage)
        assert row.cost_hkd == total(one.holding.cost_hkd for one in found)
        assert row.original_cost_hkd == total(one.original_cost_hkd for one in found)
        assert row.fair_value_hkd == total(one.fair_value_hkd for one in found)
        assert row.realised_hkd == total(one.proceeds_hkd + one.income_hkd for one in found)
        assert row.multiple == ratio(row.fair_value_hkd + row.realised_hkd, row.original_cost_hkd)
        assert row.units == sum(one.holding.units for one in found)
        states = {one.state for one in found}
        assert row.state == (states.pop() if len(states) == 1 else self.of_several(states))
        dates = [one.valued_date or lot.completed_date for one, lot in zip(found, lots, strict=True) if one.is_held]
        assert row.valued_date == min(dates, default=None)
        assert row.valuation_age_days == ((on - min(dates)).days if dates else None)

    def of_several(self, states: set[str]) -> str:
        """What lots in several states are together."""
        if "partly_realised" in states or {"held", "realised"} <= states:
            return "partly_realised"
        return "held" if "held" in states else "realised"

    @pytest.mark.parametrize("seed", SEEDS[:4])
    def test_place_is_what_is_on_record_of_the_company(self, seed):
        OverseenWorld(seed)
        for row in everything().rows:
            known = portfolio.company_facts([row.company_id], ON)[row.company_id]
            is_hong_kong, has_establishment = known["is_hong_kong"], known["has_it_establishment"]
            if is_hong_kong or has_establishment:
                assert row.place == ("hong_kong" if is_hong_kong else "establishment")
            else:
                assert row.place == ("unknown" if None in (is_hong_kong, has_establishment) else "elsewhere")

    @pytest.mark.parametrize("seed", SEEDS[:4])
    def test_ownership_is_the_units_over_those_of_the_last_round(self, seed):
        OverseenWorld(seed)
        for row in everything().rows:
            rounds = FinancingRound.objects.filter(company=row.company_id, closed_date__lte=ON)
            last = rounds.order_by("closed_date", "id").last()
            if last is None or not row.units:
                assert (row.ownership_rate, row.diluted_rate) == (None, None)
            else:
                assert row.ownership_rate == ratio(row.units, last.issued_units)
                assert row.diluted_rate == ratio(row.units, last.diluted_units)

    def test_a_corrected_round_does_not_count(self):
        world = OverseenWorld(1)
        row = next(row for row in everything().rows if row.ownership_rate)
        last = (
            FinancingRound.objects.filter(company=row.company_id, closed_date__lte=ON)
            .order_by("closed_date", "id")
            .last()
        )
        FinancingRound.objects.create(
            company_id=row.company_id,
            name="Series A, corrected",
            financing_stage="series_a",
            closed_date=last.closed_date,
            raised_hkd=1,
            issued_units=last.issued_units * 2,
            diluted_units=last.diluted_units * 2,
            evidence="Capitalisation table",
            replaces=last,
            recorded_by=world.by,
            recorded_at=AT,
        )
        again = next(one for one in everything().rows if (one.fund_id, one.company_id) == (row.fund_id, row.company_id))
        assert again.ownership_rate == ratio(row.units, last.issued_units * 2)

    @pytest.mark.parametrize("seed", SEEDS[:4])
    def test_spend_is_that_of_each_lot_s_undertaking(self, seed):
        OverseenWorld(seed)
        spent = oversight.spend(Investment.objects.filter(completed_date__lte=ON), ON)
        lots = by_holding(ON)
        for row in everything().rows:
            found = [spent[lot.pk].progress for lot in lots[row.fund_id, row.company_id]]
            assert (row.reported_hkd or ZERO) == total(one.reported_hkd for one in found)
            assert (row.accepted_hkd or ZERO) == total(one.accepted_hkd for one in found)
            assert (row.rejected_hkd or ZERO) == total(one.rejected_hkd for one in found)
            assert row.counted_spend_hkd == total(one.counted_hkd for one in found)
            assert row.expected_spend_hkd == total(one.expected_hkd for one in found)
            undertaken = [spent[lot.pk].undertaken_hkd for lot in lots[row.fund_id, row.company_id]]
            assert (row.undertaken_hkd or ZERO) == total(one for one in undertaken if one is not None)


class TestLights:
    """A light says where to look, in a word and a sentence."""

    @pytest.mark.parametrize("seed", SEEDS[:4])
    def test_are_lit_for_a_reason(self, seed):
        OverseenWorld(seed)
        for row in everything().rows:
            lit = {light.subject: light.light for light in row.lights}
            is_active = row.state in ACTIVE
            open_ones = self.breaches(row)
            assert set(row.breaches) == {breach.rule for breach in open_ones}
            overdue = any(not breach.cure_due_date or breach.cure_due_date < ON for breach in open_ones)
            assert lit.get("breaches") == (("act" if overdue else "watch") if open_ones else None)
            age = row.valuation_age_days or 0
            stale = "act" if age > 2 * STALE_AFTER_DAYS else "watch" if age > STALE_AFTER_DAYS else None
            assert lit.get("valuation") == (stale if is_active else None)
            assert lit.get("place") == ("watch" if is_active and row.place == "unknown" else None)
            assert lit.get("consents") == ("watch" if row.consents else None)
            assert row.light == row.lights[0].light
            assert ("all" in lit) == (row.light == "ok")

    def breaches(self, row: board.Row) -> list[RecordedBreach]:
        """The open breaches of a row's deals."""
        lots = by_holding(ON)[row.fund_id, row.company_id]
        sources = [f"proposal:{lot.proposal_id}" for lot in lots]
        found = RecordedBreach.objects.filter(fund=row.fund_id, source__in=sources, found_date__lte=ON)
        return [breach for breach in found if not breach.cured_date or breach.cured_date > ON]

    @pytest.mark.parametrize("seed", SEEDS[:4])
    def test_spend_warns_behind_the_line_and_asks_to_act_at_its_end(self, seed):
        OverseenWorld(seed)
        lots = by_holding(ON)
        for row in everything().rows:
            lit = {light.subject: light.light for light in row.lights}.get("spend")
            deals = [lot.proposal for lot in lots[row.fund_id, row.company_id]]
            signed = all(
                deal.undertaking_signed_date and deal.hong_kong_spend_undertaken_hkd is not None for deal in deals
            )
            if row.state not in ACTIVE:
                assert lit is None
            elif not signed:
                assert lit == "act"
            elif row.counted_spend_hkd >= row.expected_spend_hkd:
                assert lit is None
            else:
                assert lit == ("act" if row.spent_by_date <= ON else "watch")

    def test_every_light_is_a_word_with_a_full_sentence(self):
        OverseenWorld(1, funds=6, companies=20, lots=60)
        lights = [light for row in everything().rows for light in row.lights]
        assert {light.light for light in lights} == set(board.LIGHTS)
        assert {light.subject for light in lights} == {"all", "breaches", "spend", "valuation", "place", "consents"}
        for light in lights:
            said = fill(light.template, light.facts)
            assert "{" not in said
            assert "None" not in said
            assert said.endswith(".")


class TestFilters:
    """Filters narrow rows and totals alike."""

    @pytest.mark.parametrize("name", ["sector", "stage", "place", "state", "light"])
    def test_split_the_board_into_parts(self, name):
        OverseenWorld(2, funds=6, companies=20, lots=60)
        whole = everything()
        found = {getattr(row, name) for row in whole.rows}
        assert len(found) > 1
        for value in found:
            part = everything(filters=Filters(**{name: value}))
            assert part.rows == tuple(row for row in whole.rows if getattr(row, name) == value)
            assert part.totals.holdings == len(part.rows)

    def test_pick_a_fund_and_search_names_literally(self):
        world = OverseenWorld(3)
        fund = world.made[0]
        whole = everything()
        assert everything(filters=Filters(fund=fund.pk)).rows == tuple(r for r in whole.rows if r.fund_id == fund.pk)
        name = whole.rows[0].company_name
        found = everything(filters=Filters(text=f" {name[:-2].upper()} ")).rows
        assert found == tuple(row for row in whole.rows if name[:-2] in row.company_name)
        assert everything(filters=Filters(text="%")).rows == ()
        assert everything(filters=Filters(text="_")).rows == ()

    def test_totals_are_those_of_all_rows(self):
        OverseenWorld(4, funds=6, companies=20, lots=60)
        whole = everything()
        totals = whole.totals
        assert totals.holdings == len(whole.rows)
        assert totals.funds == len({row.fund_id for row in whole.rows})
        assert totals.companies == len({row.company_id for row in whole.rows})
        for name in ("original_cost_hkd", "cost_hkd", "fair_value_hkd", "realised_hkd"):
            assert getattr(totals, name) == total(getattr(row, name) for row in whole.rows)
        for state, number in totals.by_state.items():
            assert number == sum(row.state == state for row in whole.rows)
        for light, number in totals.by_light.items():
            assert number == sum(row.light == light for row in whole.rows)
        assert board.board(staff(), ON, page_size=7).totals == totals


class TestPages:
    """Orders and pages."""

    def test_pages_follow_each_other_without_gap_or_double(self):
        OverseenWorld(5, funds=6, companies=20, lots=60)
        whole = everything(order="-value")
        pages = [board.board(staff(), ON, order="-value", page=page, page_size=7) for page in range(1, 12)]
        assert tuple(row for page in pages for row in page.rows) == whole.rows
        assert {page.pages for page in pages} == {-(-len(whole.rows) // 7)}
        assert pages[-1].rows == ()
        assert pages[-1].totals == whole.totals

    @pytest.mark.parametrize("order", board.ORDERS)
    def test_each_order_goes_both_ways_what_is_not_known_last(self, order):
        OverseenWorld(6, funds=6, companies=20, lots=60)
        key = {
            "fund": "fund_code",
            "company": "company_name",
            "value": "fair_value_hkd",
            "ownership": "ownership_rate",
            "age": "valuation_age_days",
            "cost": "cost_hkd",
            "original_cost": "original_cost_hkd",
        }.get(order, order)
        for sign in ("", "-"):
            found = [getattr(row, key) for row in everything(order=sign + order).rows]
            if order == "light":
                found = [board.LIGHTS.index(light) for light in found]
            known = [value for value in found if value is not None]
            assert found == sorted(known, reverse=bool(sign)) + [None] * (len(found) - len(known))

    def test_an_unknown_order_is_refused(self):
        with pytest.raises(InputRefused) as refused:
            everything(order="fund_code; DROP TABLE")
        assert refused.value.code == "unknown_order"


class TestReaders:
    """Who sees what."""

    def test_a_manager_sees_its_own_funds_and_a_stranger_nothing(self):
        world = OverseenWorld(7)
        maker, stranger = world.people
        FundMembership.objects.create(
            fund=world.made[0], user=maker, role="gp_maker", granted_by=stranger, granted_at=AT
        )
        whole = everything()
        assert board.board(maker, ON).rows == tuple(row for row in whole.rows if row.fund_id == world.made[0].pk)
        assert board.board(maker, ON, Filters(fund=world.made[1].pk)).rows == ()
        assert board.board(stranger, ON).rows == ()
        assert board.board(stranger, ON).totals.cost_hkd == ZERO

    def test_takes_the_same_statements_whatever_the_size(self):
        world = OverseenWorld(8, funds=2, companies=3, lots=4)
        reader, maker = staff(), world.people[0]
        about = {"role": "gp_maker", "granted_by": world.people[1], "granted_at": AT}
        FundMembership.objects.bulk_create(FundMembership(fund=fund, user=maker, **about) for fund in world.made)
        days = (START - timedelta(days=900), START + timedelta(days=200), ON)
        assert {queries(lambda on=on: board.board(reader, on)) for on in days} == {2}
        assert {queries(lambda on=on: board.board(maker, on)) for on in days} == {3}
        assert queries(lambda: board.board(reader, ON, Filters(text="demo"), order="-multiple", page=2)) == 2
