"""The demo's fund of ten years: its books prove themselves, its figures are those of its own rules, carry goes back."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from beancount.core import realization
from beancount.loader import load_file
from django.core.management import call_command
from django.db.models import Sum
from django.test import Client

from funds import (
    agreement_calendar,
    all_funds,
    capital_accounts,
    conventions,
    facility_facts,
    fee_comparison,
    fee_facts,
    selectors,
    waterfall_facts,
)
from funds.models import CarryReturn, Distribution, FacilityMovement, Fund
from funds.services import carry
from itvf.errors import WrongStage
from itvf.money import total
from reporting import all_returns, books, fund_returns
from reporting import selectors as selectors_of_reports
from reporting.demo import acts, decade
from reporting.demo.cast import enrol
from reporting.demo.programme import Calendar
from tests import builders

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def standing(held):
    """Summit as it stands after ten years."""
    people = enrol(at=acts.moment(date(2014, 1, 2)), password=None)
    acts.set_limits(people, on=date(2014, 1, 3))
    fund = decade.play(people, builders.scheme(), Calendar(TODAY))
    return SimpleNamespace(cast=people, fund=fund)


@pytest.mark.django_db
class TestDecade:
    def test_its_books_prove_themselves(self, fund):
        assert [str(fault) for fault in books.prove()] == []

    def test_a_second_reader_balances_them(self, fund, tmp_path):
        path = tmp_path / "books.beancount"
        call_command("export_beancount", "--all", "--output", str(path))
        entries, errors, _options = load_file(str(path))
        assert errors == []
        real = realization.realize(entries)
        ours = selectors.balances_by_code(fund)
        theirs = {}
        for account in realization.iter_children(real):
            parts = account.account.split(":")
            if len(parts) == 4 and parts[1] == "Summit":
                amount = account.balance.get_currency_units("HKD").number
                theirs[parts[2]] = theirs.get(parts[2], Decimal(0)) + amount
        assert theirs == {"".join(word.capitalize() for word in code.split("_")): sum_ for code, sum_ in ours.items()}
        assert len(theirs) > 12

    def test_carry_was_paid_and_what_was_too_much_went_back(self, fund):
        returned = total(CarryReturn.objects.filter(fund=fund).values_list("amount_hkd", flat=True))
        assert returned > 0
        assert carry.clawback_due(fund, TODAY)[0] == 0
        statement = fee_facts.hurdle_position(fund, TODAY)
        # the last follow-ons opened capital and hurdle again; carry that came back counts, and so does what was above
        assert (statement.capital_hkd, statement.above_hkd) == (Decimal("35724063.96"), Decimal("103347881.58"))
        assert statement.steps[-2].amount_hkd == returned
        assert statement.lacking_hkd == 0
        kept = selectors.balance(fund, selectors.Code.CARRY_DISTRIBUTED)
        whole = waterfall_facts.of(fund, TODAY)
        assert kept == whole.tiers.gp_hkd - returned
        assert selectors.balance(fund, selectors.Code.CARRY_ESCROW) == selectors.balance(fund, selectors.Code.CASH) == 0
        assert kept <= Decimal("0.2") * max(whole.profit_hkd, Decimal(0)) + Decimal("0.01")

    def test_the_final_distribution_left_every_account_at_zero(self, fund):
        accounts = capital_accounts.of_fund(fund, [TODAY])
        assert {one.figures.nav_hkd for one in accounts.at[TODAY].values()} == {Decimal("0.00")}
        assert fund.distributions.order_by("-number").first().is_final

    def test_it_has_ended_and_nothing_is_called_or_expected_of_it_any_more(self, fund, cast):
        fund.refresh_from_db()
        ending = fund.endings.get()
        assert (fund.stage, fund.ended_date, ending.stage) == ("ended", ending.ended_date, "approved")
        assert ending.working["clawback_hkd"] == "0.00"
        assert {"cash", "investment_at_cost", "carry_escrow"}.isdisjoint(ending.working["balances"])
        with pytest.raises(WrongStage):
            acts.issue_call(cast, fund, [acts.purpose("expense", "Costs", "1000.00")], issued=TODAY)
        assert agreement_calendar.duties_of(fund, TODAY) == []
        due = selectors_of_reports.expected_reports(TODAY, Fund.objects.filter(pk=fund.pk))
        assert max(one.expected.period_end for one in due) <= fund.ended_date
        client = Client()
        client.force_login(cast.auditor)
        for page in (f"/programme/funds/?on={TODAY}", f"/funds/{fund.code}/"):
            assert "nded on" in client.get(page).content.decode()
        assert client.get(f"/admin/funds/windingup/{ending.pk}/").status_code in (200, 302)

    def test_its_facility_was_drawn_once_and_repaid_and_lowers_the_rate_without_it(self, fund):
        position = facility_facts.position(fund, TODAY)
        (drawn,) = position.drawdowns
        assert (position.owed_hkd, position.payable_hkd, drawn.left_hkd) == (0, 0, 0)
        assert not drawn.is_overdue(TODAY)
        charged = FacilityMovement.objects.get(kind="interest")
        assert charged.amount_hkd == charged.expected_hkd == position.cost_hkd
        on = date(2019, 12, 31)
        found = fund_returns.of(capital_accounts.of_fund(fund, [on]), on)
        with_it, without = found.facility["with"], found.facility["without"]
        assert with_it.net_irr.rate == found.net.irr.rate
        assert with_it.net_multiple == found.net.tvpi
        # without it the follow-on was paid earlier, and no interest was
        assert with_it.net_irr.rate > without.net_irr.rate
        assert without.net_multiple > with_it.net_multiple

    def test_every_distribution_replays_from_the_journal(self, fund):
        stored = Distribution.objects.filter(fund=fund, nature="proceeds").order_by("entry_id")
        replayed = waterfall_facts.of(fund, TODAY).lines
        assert [one.working["tiers"] for one in stored] == [
            {name: str(amount) for name, amount in line.tiers.as_dict().items()} for line in replayed
        ]

    def test_every_quarter_s_fee_stands_beside_the_cap(self, fund):
        found = fee_comparison.of(fund, TODAY)
        (over,) = [one for one in found.quarters if one.over_charge]
        assert (over.status, over.over_charge.basis.base) == ("above_cap", "committed")
        assert found.sums.computed_hkd == found.sums.paid_hkd == fund.fee_accruals.aggregate(s=Sum("fee_hkd"))["s"]
        # what a break-up fee set off above two quarters' fees was carried into the third
        unpaid = [one.facts.end_date for one in found.quarters if one.facts.cap.fee_hkd and not one.facts.computed_hkd]
        assert len(unpaid) == 2

    def test_the_convention_grid_marks_the_agreement_s_own(self, fund, cast):
        found = conventions.grid(fund, TODAY)
        own = [one for one in found if one.is_own]
        assert (len(found), len(own)) == (60, 1)
        assert own[0].gp_hkd == waterfall_facts.of(fund, TODAY).tiers.gp_hkd
        client = Client()
        client.force_login(cast.auditor)
        page = client.get(f"/funds/{fund.code}/conventions/").content.decode()
        assert f"{own[0].gp_hkd:,}" in page
        asked = {"on": "2019-09-30", "known_at": "2019-09-30"}  # nothing was on record then
        assert b"convention?of=" not in client.get(f"/funds/{fund.code}/conventions/", asked).content


@pytest.mark.django_db
class TestAmongAllFunds:
    @pytest.mark.parametrize("on", [date(2019, 9, 30), date(2023, 2, 14), TODAY])
    def test_has_the_figures_that_it_has_alone(self, fund, on):
        found = all_funds.figures([fund.pk], on)[fund.pk]
        assert found.hurdle == fee_facts.hurdle_position(fund, on)
        assert found.paid == waterfall_facts.of(fund, on)
        assert found.liquidation == waterfall_facts.liquidated(fund, on, found.nav_hkd)
        assert found.nav_hkd == waterfall_facts.net_assets_of([fund.pk], on)[fund.pk]
        last = found.fees[-1]
        assert (last, found.caps[-1]) == fee_facts.quarter(fund, last.end_date)
        assert found.fee_cap_hkd == fee_facts.cap_to_date(fund, last.end_date)
        assert found.clawback_hkd == max(-found.liquidation.carry_hkd - found.returned_hkd, 0)

    def test_has_the_return_that_its_own_page_shows(self, fund):
        on = date(2023, 3, 31)
        alone = fund_returns.of(capital_accounts.of_fund(fund, [on]), on).net
        left = all_funds.figures([fund.pk], on)[fund.pk].left_hkd
        beside = all_returns.of_funds({fund.pk: left}, on)[fund.pk]
        assert (beside.irr, beside.dpi, beside.tvpi) == (alone.irr, alone.dpi, alone.tvpi)

    def test_stands_on_the_board_with_its_holdings_behind_it(self, cast, fund):
        client = Client()
        client.force_login(cast.auditor)
        page = client.get(f"/programme/funds/?on={date(2023, 3, 31)}").content.decode()
        assert f"/funds/{fund.code}/returns/" in page
        behind = client.get(f"/funds/{fund.code}/returns/?on={date(2023, 3, 31)}").content.decode()
        for company in fund.investments.values_list("company__name_en", flat=True):
            assert company in behind
