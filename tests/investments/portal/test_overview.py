"""KPI R26, start-ups of R31, money called and not invested (A19), and a fund's restrictions on any day."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import foot, plain, rows

KPI, START_UPS, UNINVESTED = "/programme/kpi/", "/programme/start-ups/", "/programme/uninvested/"
MANDATE = "/funds/harbour/mandate/"


class TestTheKpi:
    """Private money in local start-ups, Government money beside it (A24)."""

    def test_adds_private_money_to_the_opening_balance(self, made, officer, text):
        page = text(officer, KPI)
        words = plain(page)
        assert "Counts towards R26 HK$ 1,730 million HK$ 1,730,000,000.00" in words
        assert "Opening balance (2022) HK$ 1,700 million HK$ 1,700,000,000.00" in words
        assert "Missing to the target HK$ 2,270 million HK$ 2,270,000,000.00" in words
        assert "Assumption A24. KPI R26: private money invested in local start-ups under the ITVF since 2017" in words
        assert "Target for 2027: HK$ 4,000 million" in words
        assert "HK$ 1,730,000,000.00 of HK$ 4,000,000,000.00 counts: 43.25%." in words

    def test_shows_each_company_by_whose_money_it_was(self, made, officer, text):
        world.second_fund(made)
        world.financing_round(
            made, "Series A", world.SEED_ROUND, issued="1000000", diluted="1100000", before="60000000"
        )
        page = text(officer, KPI)
        (row,) = rows(page, "By company")
        assert row.startswith("Sample Vision Robotics Limited HARBOUR, RIDGE · 20 May 2025 55,000,000.00")
        assert row.endswith("55,000,000.00 41,250,000.00 13,750,000.00 0.00 5,000,000.00")
        assert foot(page, "By company").startswith("Under the programme 55,000,000.00 41,250,000.00 13,750,000.00")

    def test_names_what_does_not_count_and_why(self, made, officer, text):
        abroad = world.company(made, "Demo Solid Cell Inc.", "", "Singapore", established=date(2026, 1, 5))
        world.invest(made, abroad, "25000000.00")
        (row,) = rows(text(officer, KPI), "Paid, and not counted")
        assert "Not in Hong Kong on that day 25,000,000.00 18,750,000.00" in row

    def test_reads_any_day(self, made, officer, text):
        page = text(officer, f"{KPI}?on=2025-05-19")
        assert "Counts towards R26 HK$ 1,700 million" in plain(page)
        assert "Nothing counts yet" in page
        assert 'value="2025-05-19"' in page

    def test_names_a_day_that_is_none_and_shows_today(self, made, officer, text):
        page = text(officer, f"{KPI}?on=yesterday")
        assert "field__error" in page
        assert "up to 30 Jun 2026" in plain(page)

    def test_reads_in_chinese(self, made, text):
        page = plain(text(portal.client_of(made.people.officer, "zh-hant"), KPI))
        assert "附件二（二） 5" in page
        assert "範例視覺機械人有限公司" in page
        assert "private money invested in local start-ups" not in page

    def test_takes_as_many_queries_for_many_companies_as_for_one(self, made, officer, count):
        few = count(officer, KPI)
        for number in range(3):
            world.invest(made, world.company(made, f"Demo Number {number} Limited"), "1000000.00")
        assert count(officer, KPI) == few


class TestStartUpsBrought:
    """From elsewhere, established here since their deal (R31)."""

    def test_counts_one_that_came_and_lists_one_that_has_not(self, made, officer, text):
        came = world.company(made, "Demo Solid Cell Inc.", "", "Singapore", established=date(2026, 1, 5))
        world.invest(made, came, "25000000.00")
        world.invest(made, world.company(made, "Example Tide Power GmbH", "", "Germany"), "2000000.00")
        page = text(officer, START_UPS)
        assert "Start-ups brought 1" in plain(page)
        assert rows(page) == [
            "Demo Solid Cell Inc. Brought to Hong Kong Singapore 2 May 2025 5 Jan 2026 –",
            "Example Tide Power GmbH Not established here yet Germany 2 May 2025 – –",
        ]

    def test_does_not_count_one_before_its_establishment(self, made, officer, text):
        came = world.company(made, "Demo Solid Cell Inc.", "", "Singapore", established=date(2026, 1, 5))
        world.invest(made, came, "25000000.00")
        assert "Start-ups brought 0" in plain(text(officer, f"{START_UPS}?on=2026-01-04"))
        assert "Start-ups brought 1" in plain(text(officer, f"{START_UPS}?on=2026-01-05"))

    def test_says_that_all_are_from_here(self, made, officer, text):
        assert "No company from outside Hong Kong yet" in text(officer, START_UPS)

    def test_takes_as_many_queries_for_many_companies_as_for_one(self, made, officer, count):
        few = count(officer, START_UPS)
        for number in range(3):
            world.invest(made, world.company(made, f"Demo Number {number} Inc.", "", "Singapore"), "1000000.00")
        assert count(officer, START_UPS) == few


class TestCalledAndNotInvested:
    """By fund and call, with the day of its return (A19)."""

    def test_ages_what_is_left_of_a_call(self, made, officer, text):
        page = text(officer, f"{UNINVESTED}?on=2025-06-30")
        (row,) = rows(page)
        assert row == (
            "Harbour Frontier LPF Capital call 1 To be invested 150,000,000.00 110,000,000.00 15 May 2025 46 days "
            "13 Aug 2025"
        )
        assert "Not invested in all HK$ 110 million HK$ 110,000,000.00" in plain(page)

    @pytest.mark.parametrize(
        ("on", "state"),
        [
            ("2025-07-13", "To be invested"),
            ("2025-07-14", "To be returned soon"),
            ("2025-08-13", "To be returned soon"),
            ("2025-08-14", "Overdue for return"),
        ],
    )
    def test_says_in_words_how_near_its_return_is(self, made, officer, text, on, state):
        assert state in rows(text(officer, f"{UNINVESTED}?on={on}"))[0]

    def test_sums_by_age_and_hands_the_list_out_as_files(self, made, officer, text):
        page = text(officer, f"{UNINVESTED}?on=2025-06-30")
        assert "31 to 60 days HK$ 110 million HK$ 110,000,000.00" in plain(page)
        assert f"{UNINVESTED}csv/?on=2025-06-30" in page
        lines = officer.get(f"{UNINVESTED}csv/?on=2025-06-30").content.decode().splitlines()
        assert lines[0] == "fund,call_number,due_date,called_hkd,left_hkd,age_days,age_band,return_by,state"
        assert lines[1:] == ["harbour,1,2025-05-15,150000000.00,110000000.00,46,31 to 60 days,2025-08-13,waiting"]
        book = CalamineWorkbook.from_filelike(BytesIO(officer.get(f"{UNINVESTED}xlsx/?on=2025-06-30").content))
        *sheets, derivations = book.sheet_names
        assert sheets == ["Called and not invested", "已催繳而未投資"]
        opened = book.get_sheet_by_name(derivations).to_python()
        assert ["已催繳而未投資", "E4", "/funds/harbour/explain/uninvested/?of=1&on=2025-06-30"] in opened
        cells = book.get_sheet_by_name("已催繳而未投資").to_python()
        assert cells[3][3:6] == [150000000, 110000000, "46"]
        assert [cells[8][0], cells[8][4]] == ["31 至 60 日", 110000000]

    def test_says_when_all_is_invested(self, made, officer, text):
        assert "All that was called is invested" in text(officer, f"{UNINVESTED}?on=2025-05-14")

    def test_shows_a_general_partner_its_own_only(self, made, maker, officer, text):
        world.second_fund(made)
        assert len(rows(text(officer, UNINVESTED))) == 2
        page = text(maker, UNINVESTED)
        assert len(rows(page)) == 1
        assert "Ridge" not in page

    def test_takes_as_many_queries_for_many_funds_as_for_one(self, made, officer, count):
        few = count(officer, UNINVESTED)
        world.second_fund(made)
        assert count(officer, UNINVESTED) <= few + 1  # the choice of funds in the masthead


class TestTheMandate:
    """R8, R9 and the agreement's limits on any day, with what is left."""

    def test_measures_both_bases_with_headroom(self, made, officer, text):
        found = rows(text(officer, MANDATE), "Total commitments HK$ 600,000,000.00")
        assert len(found) == 6
        on_cost, on_commitments = [row for row in found if row.startswith("R9")]
        assert "Annex 3 1(g)(ii)" in on_cost
        assert on_cost.endswith("of the original cost of all investments made 100% at least 50% 40,000,000.00")
        assert on_commitments.endswith("of total commitments 6.67% at least 50% 300,000,000.00")

    def test_names_the_agreement_s_own_clause_and_limit(self, made, officer, text):
        found = rows(text(officer, MANDATE), "Total commitments")
        limit = next(row for row in found if "in one company" in row)
        assert limit.startswith("R27 At most in one company LPA 6.3")
        assert limit.endswith("6.67% at most 15% 50,000,000.00")
        reserve = next(row for row in found if "follow-ons" in row)
        assert reserve.endswith("6.67% at most 70% 380,000,000.00")

    def test_projects_r9_to_the_end_of_the_investment_period(self, made, officer, text):
        words = plain(text(officer, MANDATE))
        assert "Within reach Up to HK$ 300,000,000.00 may still go outside Hong Kong by 30 Mar 2030" in words
        assert "HK$ 260,000,000.00 of what is still to come must go inside." in words

    def test_says_how_much_is_missing_below_a_minimum(self, made, officer, text):
        abroad = world.company(made, "Demo Solid Cell Inc.", "", "Singapore", established=date(2025, 5, 1))
        world.invest(made, abroad, "80000000.00")
        world.fact(made, abroad, "has_research_site", False, date(2026, 1, 1))
        world.fact(made, abroad, "has_it_establishment", False, date(2026, 1, 1))
        found = rows(text(officer, MANDATE), "Total commitments")
        on_cost = next(row for row in found if row.startswith("R9"))
        assert "Below, to be made up A warning until the investment period ends (A2)." in on_cost
        assert on_cost.endswith("33.33% at least 50% 40,000,000.00 too little")
        company = next(row for row in found if "in one company" in row)
        assert company.endswith("13.33% at most 15% 10,000,000.00")

    def test_reads_a_day_before_the_first_deal(self, made, officer, text):
        page = text(officer, f"{MANDATE}?on=2025-04-15")
        assert "As it stands on 15 Apr 2025" in plain(page)
        assert "Of HK$ 600,000,000.00 still to be invested" in plain(page)

    def test_lists_the_consents_in_force_on_that_day(self, made, officer, text):
        world.consent(made)
        assert rows(text(officer, MANDATE), "Consents")[0].startswith("Live R11")
        assert "None on record." in text(officer, f"{MANDATE}?on=2026-07-21")

    def test_says_when_there_is_no_agreement(self, made, officer, text):
        from tests import programme

        people = made.people
        programme.established(
            people, programme.selected(people, made.scheme, code="delta", ce_number="BQK315"), code="delta"
        )
        assert "No agreement on record yet" in text(officer, "/funds/delta/mandate/")

    def test_is_its_general_partner_s_and_the_staff_s(self, made, maker, outsiders):
        world.second_fund(made, holds=False)
        assert maker.get(MANDATE).status_code == 200
        readers = (*outsiders, portal.client_of(made.people.other_maker))
        assert [client.get(MANDATE).status_code for client in readers] == [404, 404, 404]

    def test_takes_as_many_queries_for_many_holdings_as_for_one(self, made, officer, count):
        few = count(officer, MANDATE)
        for number in range(3):
            world.invest(made, world.company(made, f"Demo Number {number} Limited"), "1000000.00")
        assert count(officer, MANDATE) == few


class TestWhoSeesTheProgramme:
    """The whole programme's figures are the Corporation's; what was called is each manager's too."""

    @pytest.mark.parametrize("url", [KPI, START_UPS])
    def test_is_the_staff_s_only(self, made, maker, outsiders, url):
        assert portal.client_of(made.people.auditor).get(url).status_code == 200
        assert [client.get(url).status_code for client in (maker, *outsiders)] == [404, 404, 404]

    def test_called_money_is_hidden_from_partners_and_strangers(self, outsiders):
        assert [client.get(UNINVESTED).status_code for client in outsiders] == [404, 404]

    def test_offers_only_what_may_be_read(self, made, maker, officer, text):
        assert KPI in text(officer, "/portfolio/")
        assert KPI not in text(maker, "/portfolio/")
