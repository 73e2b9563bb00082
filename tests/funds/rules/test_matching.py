"""The Government's commitment: a cent below, at and above each threshold of R1, R4, R5, R6 and R18."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.matching import AfterRelease, check_fundraising_clock, check_gp_commitment, government_commitment
from funds.rules.terms import published
from itvf.errors import InputRefused

TERMS = published("itvf-enhanced-2024")
CENT = Decimal("0.01")
MONEY = st.decimals(Decimal(0), Decimal("3000000000"), places=2)


def derive(raised: str | Decimal, *, used: str | Decimal = "0.00", **more):
    return government_commitment(Decimal(raised), terms=TERMS, envelope_used_hkd=Decimal(used), **more)


def codes(commitment) -> list[tuple[str, str]]:
    return [(breach.rule, breach.code) for breach in commitment.breaches]


class TestGovernmentCommitment:
    @pytest.mark.parametrize(
        ("raised", "government", "broken"),
        [
            ("0.00", "0.00", ["R4"]),
            ("449999999.99", "0.00", ["R4"]),
            ("450000000.00", "150000000.00", []),
            ("450000000.01", "150000000.00", []),
            ("450000000.02", "150000000.00", []),
            ("450000000.03", "150000000.01", []),
            ("749999999.99", "249999999.99", []),
            ("750000000.00", "250000000.00", []),
            ("750000000.03", "250000000.00", []),
            ("1000000000.00", "250000000.00", []),
        ],
    )
    def test_is_one_dollar_for_three_between_floor_and_ceiling(self, raised, government, broken):
        commitment = derive(raised)
        assert commitment.government_hkd == Decimal(government)
        assert commitment.fund_size_hkd == Decimal(raised) + Decimal(government)
        assert [breach.rule for breach in commitment.breaches] == broken

    @pytest.mark.parametrize(
        ("raised", "share"),
        [("450000000.00", "0.250000000000"), ("750000000.00", "0.250000000000"), ("900000000.00", "0.217391304348")],
    )
    def test_share_falls_below_a_quarter_above_the_ceiling(self, raised, share):
        assert derive(raised).government_share == Decimal(share)

    @pytest.mark.parametrize(
        ("left", "government", "broken"),
        [
            ("150000000.01", "150000000.00", []),
            ("150000000.00", "150000000.00", []),
            ("149999999.99", "0.00", ["R1", "R6"]),
            ("0.00", "0.00", ["R1", "R6"]),
        ],
    )
    def test_takes_no_more_than_the_envelope_has_left(self, left, government, broken):
        commitment = derive("450000000.00", used=Decimal("1500000000.00") - Decimal(left))
        assert commitment.government_hkd == Decimal(government)
        assert [breach.rule for breach in commitment.breaches] == broken

    def test_below_one_for_three_for_want_of_envelope_asks_for_consent(self):
        commitment = derive("750000000.00", used="1300000000.00")
        assert commitment.government_hkd == Decimal("200000000.00")
        assert codes(commitment) == [("R1", "envelope_short")]
        assert "200,000,000.00" in commitment.breaches[0].message
        assert "consent" in commitment.breaches[0].message

    def test_an_envelope_used_beyond_the_whole_leaves_none(self):
        commitment = derive("450000000.00", used="1500000000.01")
        assert commitment.government_hkd == 0
        assert commitment.breaches[0].facts["found"] == 0

    def test_leaves_the_gp_money_out_where_it_is_not_matched(self):
        matched = derive("460000000.00", gp_commitment_hkd=Decimal("10000000.00"), gp_money_is_matched=False)
        assert matched.government_hkd == Decimal("150000000.00")
        assert matched.fund_size_hkd == Decimal("610000000.00")
        short = derive("460000000.00", gp_commitment_hkd=Decimal("10000000.01"), gp_money_is_matched=False)
        assert (short.government_hkd, codes(short)) == (Decimal("0.00"), [("R6", "below_floor")])
        assert derive("460000000.00", gp_commitment_hkd=Decimal("10000000.01")).government_hkd > 0

    def test_refuses_a_gp_part_above_the_whole(self):
        with pytest.raises(InputRefused) as refusal:
            derive("450000000.00", gp_commitment_hkd=Decimal("450000000.01"))
        assert refusal.value.field == "gp_commitment_hkd"

    @given(MONEY, MONEY)
    def test_never_passes_a_third_the_ceiling_or_the_envelope(self, raised, used):
        commitment = derive(raised, used=used)
        found = commitment.government_hkd
        assert found == 0 or Decimal("150000000") <= found <= Decimal("250000000")
        assert 3 * found <= raised
        assert found <= max(Decimal(0), Decimal("1500000000") - used)
        assert bool(found) or commitment.breaches
        if found and not commitment.breaches:
            assert found == Decimal("250000000") or 3 * (found + CENT) > raised


class TestGovernmentCommitmentOfAnAdmittedFund:
    ADMITTED = Decimal("200000000.00")

    def test_rises_with_the_money(self):
        commitment = derive("660000000.00", admitted_hkd=self.ADMITTED)
        assert (commitment.government_hkd, commitment.breaches) == (Decimal("220000000.00"), ())

    def test_stays_when_the_money_falls_and_says_so(self):
        commitment = derive("599999999.99", admitted_hkd=self.ADMITTED)
        assert commitment.government_hkd == self.ADMITTED
        assert codes(commitment) == [("R6", "matched_money_fell")]
        assert commitment.breaches[0].facts["missing"] == CENT
        assert derive("600000000.00", admitted_hkd=self.ADMITTED).breaches == ()

    def test_stays_when_the_money_falls_below_the_minimum(self):
        commitment = derive("449999999.99", admitted_hkd=self.ADMITTED)
        assert (commitment.government_hkd, codes(commitment)) == (self.ADMITTED, [("R4", "too_little_raised")])

    def test_rises_only_as_far_as_the_envelope_goes(self):
        commitment = derive("750000000.00", used="1290000000.00", admitted_hkd=self.ADMITTED)
        assert (commitment.government_hkd, codes(commitment)) == (Decimal("210000000.00"), [("R1", "envelope_short")])

    @given(MONEY, MONEY, st.decimals(Decimal("150000000"), Decimal("250000000"), places=2))
    def test_never_falls(self, raised, used, admitted):
        commitment = derive(raised, used=used, admitted_hkd=admitted)
        assert commitment.government_hkd >= admitted
        assert 3 * admitted <= raised or commitment.breaches


class TestGovernmentCommitmentAfterARelease:
    """HK$180m of 200m stands after a release, beside 600m of others: what was given back is not matched again."""

    STOOD = AfterRelease(Decimal("600000000.00"), Decimal("180000000.00"))

    @pytest.mark.parametrize(
        ("raised", "government"),
        [
            ("600000000.00", "180000000.00"),
            ("600000000.02", "180000000.00"),
            ("600000000.03", "180000000.01"),
            ("750000000.00", "230000000.00"),
            ("810000000.00", "250000000.00"),
            ("900000000.00", "250000000.00"),
            ("550000000.00", "180000000.00"),
        ],
    )
    def test_matches_only_what_is_raised_since(self, raised, government):
        commitment = derive(raised, admitted_hkd=Decimal("180000000.00"), after_release=self.STOOD)
        assert (commitment.government_hkd, commitment.breaches) == (Decimal(government), ())

    def test_needs_the_envelope_for_that_alone(self):
        room = {"admitted_hkd": self.STOOD.government_hkd, "after_release": self.STOOD}
        assert derive("750000000.00", used="1270000000.00", **room).breaches == ()
        short = derive("750000000.00", used="1270000000.01", **room)
        assert (codes(short), short.lacks_hkd) == ([("R1", "envelope_short")], Decimal("0.01"))

    def test_a_release_that_cured_a_fall_leaves_a_third_as_the_bound(self):
        cured = AfterRelease(Decimal("510000000.00"), Decimal("180000000.00"))
        assert derive("600000000.00", admitted_hkd=cured.government_hkd, after_release=cured).government_hkd == Decimal(
            "200000000.00"
        )

    @pytest.mark.parametrize(("raised", "government"), [("1049999999.99", "0.00"), ("1050000000.00", "150000000.00")])
    def test_who_left_wholly_comes_back_for_new_money_of_its_own_floor_and_closings_go_on(self, raised, government):
        left = AfterRelease(Decimal("600000000.00"), Decimal("0.00"))
        commitment = derive(raised, after_release=left)
        assert (commitment.government_hkd, commitment.breaches) == (Decimal(government), ())

    @given(MONEY, MONEY, st.decimals(Decimal("1"), Decimal("250000000"), places=2))
    def test_never_brings_back_what_was_released(self, before, more, released):
        stood = derive(before).government_hkd
        released = min(stood, released)
        after = AfterRelease(before, stood - released)
        later = derive(before + more, admitted_hkd=after.government_hkd or None, after_release=after)
        assert 3 * (later.government_hkd - after.government_hkd) <= more
        assert later.government_hkd <= max(derive(before + more).government_hkd, after.government_hkd)


class TestCheckGpCommitment:
    @pytest.mark.parametrize(
        ("commitment", "size", "is_enough"),
        [
            ("11999999.99", "600000000.00", False),
            ("12000000.00", "600000000.00", True),
            ("12000000.01", "600000000.00", True),
            ("12000000.00", "600000000.01", False),
            ("12000000.01", "600000000.01", True),
        ],
    )
    def test_asks_for_two_per_cent_of_the_fund(self, commitment, size, is_enough):
        breaches = check_gp_commitment(Decimal(commitment), fund_size_hkd=Decimal(size), terms=TERMS)
        assert (breaches == ()) is is_enough

    def test_names_rule_clause_and_figures(self):
        (breach,) = check_gp_commitment(Decimal("11999999.99"), fund_size_hkd=Decimal("600000000.00"), terms=TERMS)
        assert (breach.rule, breach.clause) == ("R5", "Annex 3 1(d)")
        assert "HK$11,999,999.99" in breach.message
        assert "HK$12,000,000.00 is needed, 2%" in breach.message
        assert "by HK$0.01" in breach.message


class TestCheckFundraisingClock:
    @pytest.mark.parametrize(
        ("received", "closing", "is_in_time"),
        [
            (date(2025, 3, 31), date(2026, 3, 30), True),
            (date(2025, 3, 31), date(2026, 3, 31), True),
            (date(2025, 3, 31), date(2026, 4, 1), False),
            (date(2024, 2, 29), date(2025, 2, 28), True),
            (date(2024, 2, 29), date(2025, 3, 1), False),
        ],
    )
    def test_runs_twelve_calendar_months_from_receipt(self, received, closing, is_in_time):
        assert (check_fundraising_clock(received, closing_date=closing, terms=TERMS) == ()) is is_in_time

    def test_names_rule_clause_and_dates(self):
        (breach,) = check_fundraising_clock(date(2025, 3, 31), closing_date=date(2026, 4, 1), terms=TERMS)
        assert (breach.rule, breach.clause) == ("R18", "Annex 3 para 2")
        assert "2026-03-31" in breach.message
