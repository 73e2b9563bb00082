"""Calls made again over another register: bases, excuses, caps and changes of the register as they were (A11, A13)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from funds.rules.allocation import ShortfallCap
from funds.rules.hurdle import HurdleTerms
from funds.rules.replay import (
    Drawdown,
    Member,
    Released,
    Restored,
    Returned,
    Transferred,
    Use,
    added,
    holdings,
    replay,
)
from funds.rules.true_up import moves, settle
from itvf.money import CENT, total

D = Decimal
F = Fraction
DAY = date(2025, 6, 30)
CLOSED = date(2026, 6, 30)
TERMS = HurdleTerms(D("0.07"))
AMOUNTS = st.integers(1, 10**9).map(lambda cents: D(cents) / 100)


def members(**commitments) -> list[Member]:
    return [Member(id, D(amount), id == "G") for id, amount in commitments.items()]


def call(*uses, on: date = DAY, **about) -> Drawdown:
    return Drawdown(on, on, tuple(use if isinstance(use, Use) else Use(D(use)) for use in uses), **about)


def inside(made) -> dict:
    return added(one.side(is_outside=False) for one in made)


def outside(made) -> dict:
    return added(one.side(is_outside=True) for one in made)


@st.composite
def worlds(draw):
    """A register before and after a closing, the Government a quarter of each, and calls of every sort between."""
    ids = ["A", "B", "C", "E"]
    others = {id: draw(AMOUNTS) for id in ids}
    more = {id: others[id] + draw(st.sampled_from([D(0), D("12345.67")])) for id in ids} | {"N": draw(AMOUNTS)}
    registers = []
    for register in (others, more):
        third = (total(register.values()) / 3).quantize(CENT)
        registers.append([Member("G", third, is_government=True), *(Member(id, register.get(id, D(0))) for id in more)])
    size, calls = int(total(others.values()) * 100), []
    for number in range(draw(st.integers(1, 3))):
        uses = [Use(D(draw(st.integers(1, max(size // 8, 1)))) / 100, deal="deal")]
        if number:
            base = draw(st.sampled_from(["commitment", "unfunded", "holding_share"]))
            uses.append(Use(D(draw(st.integers(1, max(size // 20, 1)))) / 100, base=base, deal="deal"))
        if draw(st.booleans()):
            uses.append(Use(D(draw(st.integers(1, max(size // 50, 1)))) / 100, "management_fee", is_outside=True))
        excused = frozenset(draw(st.sampled_from([(), ("E",)])))
        calls.append(call(*uses, on=DAY + timedelta(days=30 * number), excused=excused))
    return registers, calls


class TestAlways:
    @settings(max_examples=60)
    @given(worlds())
    def test_every_cent_that_is_collected_is_paid_out(self, world):
        (former, later), calls = world
        before, after = replay(former, calls), replay(later, calls)
        step = settle(CLOSED, [one.id for one in later], moves(before, after), TERMS, capped={"G"})
        for name in ("capital_hkd", "outside_hkd", "interest_hkd"):
            assert total(getattr(line, name) for line in step.lines) == 0

    @settings(max_examples=60)
    @given(worlds())
    def test_nobody_is_asked_beyond_its_commitment_and_the_government_beyond_its_proportion(self, world):
        (_former, later), calls = world
        made = replay(later, calls)
        asked, size = inside(made), total(one.commitment_hkd for one in later)
        # its share of all that the calls are of: what nobody can carry changes nothing in it
        called = F(total(use.amount_hkd for one in calls for use in one.uses if not use.is_outside))
        for one in later:
            assert asked.get(one.id, F(0)) <= F(one.commitment_hkd)
            if one.is_government:
                assert asked[one.id] <= F(one.commitment_hkd) / F(size) * called

    @settings(max_examples=60)
    @given(worlds())
    def test_who_is_excused_bears_nothing_of_that_call(self, world):
        (former, later), calls = world
        for register in (former, later):
            made = [one for one in replay(register, calls) if "E" in one.call.excused]
            assert not any("E" in shares for one in made for shares in one.shares)

    @settings(max_examples=60)
    @given(worlds())
    def test_the_order_of_a_day_s_calls_changes_no_share_while_commitments_last(self, world):
        (_former, later), calls = world
        day = [call(*(use for use in one.uses if use.base == "commitment"), excused=one.excused) for one in calls]
        forth, back = (replay(later, some, is_bounded=False) for some in (day, day[::-1]))
        assert [one.shares for one in forth] == [one.shares for one in back[::-1]]


class TestAnExcuse:
    FORMER = {"G": "100", "A": "100", "B": "100", "E": "100"}

    def test_its_shortfall_falls_on_newcomers_too_and_not_on_the_government(self):
        first = call("40.00", excused=frozenset("E"))
        before = replay(members(**self.FORMER), [first])
        after = replay(members(**self.FORMER | {"G": "200", "N": "300"}), [first])
        assert inside(before) == {"G": 10, "A": 15, "B": 15}
        assert inside(after) == {"G": 10, "A": 6, "B": 6, "N": 18}

    def test_what_it_commits_later_is_excused_as_well(self):
        after = replay(members(**self.FORMER | {"E": "700"}), [call("40.00", excused=frozenset("E"))])
        assert "E" not in inside(after)

    def test_beyond_the_cap_nobody_takes_it_on_and_it_stays_with_who_bears_it(self):
        """E's share of the others' money rises from a third to two, and nobody may carry half as much again."""
        first = call("40.00", excused=frozenset("E"), cap=ShortfallCap(D("0.5")))
        before = replay(members(**self.FORMER), [first])
        after = replay(members(**self.FORMER | {"G": "200", "E": "400"}), [first])
        assert sum(inside(after).values()) < 40
        step = settle(CLOSED, ["G", "A", "B", "E"], moves(before, after), TERMS, capped={"G"})
        assert {line.capital_hkd for line in step.lines} == {0}

    def test_a_fee_of_the_same_closing_is_no_deal_that_it_was_excused_from(self):
        fee = Use(D("3.00"), "management_fee", is_outside=True)
        made = replay(members(**self.FORMER), [call("40.00", excused=frozenset("E")), call(fee)])
        assert outside(made)["E"] == F(3, 4)


class TestBases:
    def test_a_follow_on_goes_by_what_would_have_been_held(self):
        first = call(Use(D("40.00"), deal="D"), excused=frozenset("A"))
        more = call(Use(D("20.00"), base="holding_share", deal="D"), on=DAY + timedelta(days=9))
        made = replay(members(A="100", B="100", N="300"), [first, more])
        assert holdings(made, "D") == {"B": 15, "N": 45}

    def test_what_is_unfunded_is_that_of_the_day_s_start(self):
        uses = Use(D("30.00"), base="unfunded")
        made = replay(members(A="100", B="50"), [call("30.00"), call(uses), call(uses, on=DAY + timedelta(days=1))])
        assert made[1].shares[0] == {"A": 20, "B": 10}
        assert made[2].shares[0] == {"A": 20, "B": 10}

    def test_money_outside_lowers_nothing_unfunded(self):
        fee = Use(D("90.00"), "management_fee", is_outside=True)
        made = replay(members(A="100", B="100"), [call(fee), call("200.00")])
        assert inside(made) == {"A": 100, "B": 100}

    def test_the_government_pays_beyond_its_commitment_only_as_it_was_authorised(self):
        fee = Use(D("90.00"), "management_fee", is_outside=True)
        calls = [call(fee), call("400.00")]
        held = replay(members(G="100", A="300"), calls)
        allowed = replay(members(G="100", A="300"), [calls[0], call("400.00", beyond_hkd=D("22.50"))])
        assert inside(held)["G"] == F(155, 2)
        assert inside(allowed)["G"] == 100


class TestChangesOfTheRegister:
    def test_a_transfer_passes_what_was_called_with_the_commitment(self):
        events = [call("40.00", excused=frozenset("A")), Transferred("B", "A", D("50")), call("30.00")]
        made = replay(members(A="100", B="100"), events)
        assert made[0].shares[0] == {"A": 20, "B": 20}
        assert made[1].shares[0] == {"A": F(45, 2), "B": F(15, 2)}

    def test_a_release_changes_the_calls_after_it_alone(self):
        made = replay(members(A="100", B="100"), [call("40.00"), Released("A", D("50")), call("30.00")])
        assert [one.shares[0] for one in made] == [{"A": 20, "B": 20}, {"A": 10, "B": 20}]

    def test_what_went_back_lowers_its_call_and_can_be_called_again(self):
        made = replay(members(A="100", B="100"), [call("200.00"), Returned(0, D("50.00")), call("50.00")])
        assert made[0].shares[0] == {"A": 75, "B": 75}
        assert inside(made) == {"A": 100, "B": 100}

    def test_what_was_restored_can_be_called_again_of_who_got_it(self):
        made = replay(members(A="100", B="100"), [call("200.00"), Restored({"A": D("30.00")}), call("30.00")])
        assert inside(made) == {"A": 130, "B": 100}


class TestSettling:
    def test_nobody_pays_more_than_it_has_unfunded(self):
        first = [call("100.00")]
        found = moves(replay(members(A="100"), first), replay(members(A="100", N="100"), first))
        step = settle(CLOSED, ["A", "N"], found, TERMS, most_hkd={"N": D("49.99")})
        assert [line.capital_hkd for line in step.lines] == [D("-49.99"), D("49.99")]

    def test_a_partner_may_pay_on_one_side_and_get_back_on_the_other(self):
        """E triples: its part of the fee rises, and the deal that it was excused from falls on the others as before."""
        fee = Use(D("30.00"), "management_fee", is_outside=True)
        calls = [call("40.00", excused=frozenset("E")), call(fee)]
        former, later = members(A="100", B="200", E="100"), members(A="200", B="200", E="300")
        step = settle(CLOSED, ["A", "B", "E"], moves(replay(former, calls), replay(later, calls)), TERMS)
        assert [(line.capital_hkd, line.outside_hkd) for line in step.lines] == [
            (D("6.67"), D("0.00") + D("1.07")),
            (D("-6.67"), D("-6.43")),
            (D("0.00"), D("5.36")),
        ]
