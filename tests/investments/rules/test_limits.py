"""The agreement's own limits (R27): at, a cent below and a cent above each, and what is not known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, Proposal
from investments.rules.limits import Limits, Lot, check_limits, group_key, overdue_bridges

CENT = Decimal("0.01")
COMMITMENTS = Decimal("600000000.00")
LIMITS = Limits(
    company_limit_rate=Decimal("0.15"),
    group_limit_rate=Decimal("0.20"),
    follow_on_reserve_rate=Decimal("0.25"),
    bridge_limit_rate=Decimal("0.05"),
    bridge_months=12,
    clause="LPA 6.3",
)
DEAL = Proposal(company_id="pine", group_id="trees", amount_hkd=Decimal("10000000.00"))


def lot(company: str, cost: str, *, held: str | None = None, **rest) -> Lot:
    return Lot(company, Decimal(cost), Decimal(cost if held is None else held), **rest)


def outcome(restriction: str, lots, *, limits=LIMITS, commitments=COMMITMENTS, **changes):
    answers = check_limits(limits, commitments, lots, replace(DEAL, **changes))
    return next(answer for answer in answers if answer.restriction == restriction)


# Each case: the restriction, a lot that leaves just the deal's 10,000,000 of room, and the flags of the deal.
AT_LIMIT = [
    ("company_limit", "company_limit_passed", lot("pine", "80000000.00"), {}),
    ("group_limit", "group_limit_passed", lot("larch", "110000000.00", group_id="trees"), {}),
    ("follow_on_reserve", "follow_on_reserve_used", lot("oak", "440000000.00"), {}),
    ("bridge_limit", "bridge_limit_passed", lot("oak", "20000000.00", is_bridge=True), {"is_bridge": True}),
]
EACH = pytest.mark.parametrize(("restriction", "code", "full", "flags"), AT_LIMIT, ids=[case[0] for case in AT_LIMIT])


class TestEachLimit:
    @EACH
    @pytest.mark.parametrize(
        ("more", "expected", "headroom"), [("-0.01", PASS, "0.01"), ("0.00", PASS, "0.00"), ("0.01", BREACH, "-0.01")]
    )
    def test_holds_to_the_cent(self, restriction, code, full, flags, more, expected, headroom):
        answer = outcome(restriction, (full,), amount_hkd=DEAL.amount_hkd + Decimal(more), **flags)
        assert (answer.status, answer.headroom_hkd) == (expected, Decimal(headroom))
        assert answer.code == (code if expected == BREACH else "met")

    @EACH
    def test_cites_the_agreement_and_asks_for_a_consent(self, restriction, code, full, flags):
        answer = outcome(restriction, (full,), amount_hkd=DEAL.amount_hkd + CENT, **flags)
        assert (answer.rule, answer.clause, answer.severity) == ("R27", "LPA 6.3", "consent")
        assert "Reduce the deal to HK$10,000,000.00" in answer.message

    @EACH
    def test_names_its_figures(self, restriction, code, full, flags):
        facts = outcome(restriction, (full,), **flags).facts
        assert facts["denominator_hkd"] == COMMITMENTS
        assert facts["numerator_hkd"] == facts["limit_hkd"]
        assert facts["room_hkd"] == DEAL.amount_hkd

    @EACH
    @pytest.mark.parametrize("missing", ["total_commitments_hkd", "holdings", "amount_hkd"])
    def test_asks_for_what_it_needs(self, restriction, code, full, flags, missing):
        changes = {
            "commitments": None if missing == "total_commitments_hkd" else COMMITMENTS,
            **({"amount_hkd": None} if missing == "amount_hkd" else {}),
        }
        answer = outcome(restriction, None if missing == "holdings" else (full,), **changes, **flags)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, (missing,))

    @pytest.mark.parametrize("restriction", ["company_limit", "group_limit"])
    def test_of_a_company_asks_which_company(self, restriction):
        answer = outcome(restriction, (), company_id=None)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, ("company_id",))

    def test_gives_no_outcome_where_the_agreement_sets_none(self):
        assert check_limits(Limits(), COMMITMENTS, (), DEAL) == ()
        only = Limits(bridge_limit_rate=Decimal("0.05"))
        assert [answer.restriction for answer in check_limits(only, COMMITMENTS, (), DEAL)] == ["bridge_limit"]

    @pytest.mark.parametrize("commitments", ["100.03", "0.00"])
    def test_rounds_the_limit_down(self, commitments):
        answer = outcome("company_limit", (), commitments=Decimal(commitments), amount_hkd=Decimal("0.00"))
        assert answer.facts["limit_hkd"] == (Decimal("15.00") if commitments == "100.03" else Decimal("0.00"))


class TestWhatCounts:
    def test_a_company_is_counted_at_cost_still_held(self):
        sold = lot("pine", "90000000.00", held="80000000.00")
        assert outcome("company_limit", (sold,)).status == PASS
        assert outcome("company_limit", (replace(sold, held_hkd=sold.cost_hkd),)).status == BREACH

    def test_another_company_does_not_count(self):
        assert outcome("company_limit", (lot("larch", "500000000.00", group_id="trees"),)).status == PASS

    def test_a_group_counts_all_its_companies(self):
        lots = (lot("pine", "60000000.00", group_id="trees"), lot("larch", "50000000.01", group_id="trees"))
        assert outcome("group_limit", lots).status == BREACH

    def test_a_company_without_a_group_is_one_of_its_own(self):
        lots = (lot("pine", "100000000.00"), lot("larch", "100000000.00"))
        assert outcome("group_limit", lots, group_id=None).facts["numerator_hkd"] == Decimal("110000000.00")
        assert group_key(replace(DEAL, group_id=None)) != group_key(replace(DEAL, group_id="pine"))

    def test_a_follow_on_uses_the_reserve_and_not_the_rest(self):
        lots = (lot("pine", "450000000.00"), lot("pine", "100000000.00", is_follow_on=True))
        assert outcome("follow_on_reserve", lots, is_follow_on=True).status == PASS
        assert outcome("follow_on_reserve", lots, is_follow_on=False).status == BREACH

    def test_an_exit_gives_the_reserve_nothing_back(self):
        assert outcome("follow_on_reserve", (lot("oak", "450000000.00", held="0.00"),)).status == BREACH

    @pytest.mark.parametrize("claim", [True, None, False])
    @pytest.mark.parametrize(
        ("lots", "changes"),
        [
            ((lot("oak", "450000000.00"),), {}),
            ((lot("pine", "450000000.00", held="0.00"),), {}),
            ((lot("pine", "450000000.00"),), {"is_held": False}),
        ],
    )
    def test_a_follow_on_of_what_is_not_held_is_a_first_investment(self, claim, lots, changes):
        answer = outcome("follow_on_reserve", lots, is_follow_on=claim, **changes)
        assert answer.status == BREACH
        assert answer.facts["numerator_hkd"] == Decimal("460000000.00")
        assert ("no follow-on" in answer.message) == bool(claim)

    def test_what_the_books_say_of_the_holding_goes_before_the_lots(self):
        lots = (lot("oak", "450000000.00"),)
        assert outcome("follow_on_reserve", lots, is_follow_on=True, is_held=True).status == PASS

    def test_whether_the_company_is_held_is_asked_for_where_it_matters(self):
        answer = outcome("follow_on_reserve", (lot("oak", "450000000.00"),), is_follow_on=True, company_id=None)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, ("is_held",))
        assert outcome("follow_on_reserve", (), is_follow_on=True, company_id=None).status == PASS

    def test_a_bridge_repaid_no_longer_counts(self):
        repaid = lot("oak", "30000000.00", held="0.00", is_bridge=True)
        assert outcome("bridge_limit", (repaid,), is_bridge=True).facts["numerator_hkd"] == DEAL.amount_hkd

    @pytest.mark.parametrize(
        ("restriction", "flag", "lots", "expected"),
        [
            ("bridge_limit", "is_bridge", (lot("oak", "20000000.00", is_bridge=True),), PASS),
            ("bridge_limit", "is_bridge", (lot("oak", "20000000.01", is_bridge=True),), NEEDS_EVIDENCE),
            ("bridge_limit", "is_bridge", (lot("oak", "30000000.01", is_bridge=True),), BREACH),
            ("follow_on_reserve", "is_follow_on", (lot("pine", "440000000.00"),), PASS),
            ("follow_on_reserve", "is_follow_on", (lot("pine", "440000000.01"),), NEEDS_EVIDENCE),
            ("follow_on_reserve", "is_follow_on", (lot("pine", "450000000.01"),), BREACH),
        ],
    )
    def test_a_flag_not_known_is_asked_for_only_where_it_matters(self, restriction, flag, lots, expected):
        answer = outcome(restriction, lots, **{flag: None})
        assert answer.status == expected
        if expected == NEEDS_EVIDENCE:
            assert answer.facts["missing"] == (flag,)


class TestHeadroom:
    @EACH
    @given(
        commitments=st.integers(0, 10**12),
        rate=st.integers(0, 10**6),
        costs=st.lists(st.integers(0, 10**11), max_size=4),
        amount=st.integers(0, 10**11),
    )
    def test_is_exactly_what_may_still_be_added(self, restriction, code, full, flags, commitments, rate, costs, amount):
        share = Decimal(rate).scaleb(-6)
        limits = Limits(**dict.fromkeys(Limits.__slots__[:4], share))
        lots = tuple(replace(full, cost_hkd=cents(cost), held_hkd=cents(cost)) for cost in costs)
        told = {"limits": limits, "commitments": cents(commitments), **flags}
        answer = outcome(restriction, lots, amount_hkd=cents(amount), **told)
        largest = cents(amount) + answer.headroom_hkd
        assert (answer.status == PASS) == (answer.headroom_hkd >= 0)
        if largest >= 0:
            assert largest == answer.facts["room_hkd"]
            assert outcome(restriction, lots, amount_hkd=largest, **told).status == PASS
        over = max(largest, Decimal("0.00")) + CENT
        assert outcome(restriction, lots, amount_hkd=over, **told).status == BREACH


def cents(number: int) -> Decimal:
    return Decimal(number).scaleb(-2)


class TestOverdueBridges:
    @pytest.mark.parametrize(
        ("on", "is_overdue"), [(date(2027, 3, 1), False), (date(2027, 3, 2), False), (date(2027, 3, 3), True)]
    )
    def test_are_those_held_after_their_months(self, on, is_overdue):
        bridge = lot("oak", "1.00", is_bridge=True, made_date=date(2026, 3, 2))
        others = (lot("oak", "1.00", made_date=date(2020, 1, 1)), replace(bridge, held_hkd=Decimal("0.00")))
        assert overdue_bridges(LIMITS, (bridge, *others), on) == ((bridge,) if is_overdue else ())

    def test_are_none_where_the_agreement_gives_no_months(self):
        bridge = lot("oak", "1.00", is_bridge=True, made_date=date(2020, 1, 1))
        assert overdue_bridges(Limits(), (bridge,), date(2030, 1, 1)) == ()
