"""True-ups: every cent collected is paid out, whoever joins and however often (A13)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.hurdle import COMPOUNDING, Balance, HurdleTerms, grown
from funds.rules.true_up import Call, Closing, true_up
from itvf.errors import InputRefused
from itvf.money import CENT, allocate, quantise, total

START = date(2025, 3, 31)
D = Decimal
TERMS = HurdleTerms(D("0.07"))
COMMITMENTS = st.integers(1, 10**11).map(lambda cents: D(cents) / 100)


@st.composite
def registers(draw):
    """Two to four closings at which partners join or promise more, and calls between them."""
    register, closings, day = {}, [], START
    for number in range(draw(st.integers(2, 4))):
        for id in [*register, *range(len(register), len(register) + draw(st.integers(int(not number), 3)))]:
            if id not in register or draw(st.booleans()):
                register[id] = register.get(id, D(0)) + draw(COMMITMENTS)
        closings.append(Closing(day, dict(register)))
        day += timedelta(days=draw(st.integers(1, 400)))
    days = st.integers(0, 900).map(lambda days: START + timedelta(days=days))
    calls = [Call(draw(days), draw(COMMITMENTS)) for _ in range(draw(st.integers(0, 4)))]
    return closings, calls, HurdleTerms(D("0.07"), draw(st.sampled_from(list(COMPOUNDING))), "ACT/365")


class TestAlways:
    @given(registers())
    def test_capital_and_interest_each_sum_to_zero(self, case):
        closings, calls, terms = case
        for step in true_up(closings, calls, terms=terms):
            assert total(line.capital_hkd for line in step.lines) == 0
            assert total(line.interest_hkd for line in step.lines) == 0

    @given(registers())
    def test_everybody_ends_within_cents_of_the_last_register_s_share(self, case):
        closings, calls, terms = case
        steps = true_up(closings, calls, terms=terms)
        last = closings[-1]
        called = total(call.amount_hkd for call in calls if call.date < last.date)
        for id, commitment in last.commitments.items():
            paid = D(0)
            for former, call in ((_register_of(closings, call), call) for call in calls if call.date < last.date):
                paid += call.amount_hkd * former.commitments.get(id, D(0)) / total(former.commitments.values())
            paid += total(line.capital_hkd for step in steps for line in step.lines if line.id == id)
            exact = called * commitment / total(last.commitments.values())
            assert abs(paid - exact) <= len(steps) * (len(last.commitments) + 1) * CENT

    @given(registers())
    def test_the_order_of_calls_changes_nothing(self, case):
        closings, calls, terms = case
        forth, back = (true_up(closings, some, terms=terms) for some in (calls, calls[::-1]))
        assert [step.lines for step in forth] == [step.lines for step in back]

    @given(registers(), st.data())
    def test_splitting_a_partner_moves_no_line_by_more_than_a_cent(self, case, data):
        closings, calls, terms = case
        whole = data.draw(st.sampled_from(sorted(closings[0].commitments)))
        part = data.draw(st.integers(1, 99))
        split = [_split(closing, whole, D(part) / 100) for closing in closings]
        for step, other in zip(true_up(closings, calls, terms=terms), true_up(split, calls, terms=terms), strict=True):
            parts = [line for line in other.lines if line.id in (whole, "part")]
            for line, cut in zip(step.lines, [line for line in other.lines if line.id != "part"], strict=True):
                found = parts if line.id == whole else [cut]
                assert abs(line.capital_hkd - total(one.capital_hkd for one in found)) <= CENT
                assert abs(line.interest_hkd - total(one.interest_hkd for one in found)) <= CENT

    @given(registers(), st.data())
    def test_who_is_capped_never_stands_above_its_exact_figure(self, case, data):
        closings, calls, terms = case
        government = data.draw(st.sampled_from(sorted(closings[0].commitments)))
        for step in true_up(closings, calls, terms=terms, capped={government}):
            assert total(line.capital_hkd for line in step.lines) == 0
            exact = {line.id: sum(one.move.of(line.id) for one in step.working) for line in step.lines}
            others = [line for line in step.lines if line.id != government and exact[line.id] < 0]
            for line in step.lines:
                if line.id == government and (exact[line.id] >= 0 or total(one.capital_hkd for one in others)):
                    assert exact[line.id] - Fraction(CENT) < Fraction(line.capital_hkd) <= exact[line.id]

    @given(registers(), st.data())
    def test_is_what_shares_of_the_two_registers_say(self, case, data):
        """The plain rule, worked out beside: capital and interest by a partner's share after less its share before."""
        closings, calls, terms = case
        capped = data.draw(st.sampled_from([(), (min(closings[0].commitments),)]))
        steps = true_up(closings, calls, terms=terms, capped=capped)
        for (former, later), step in zip(pairwise(closings), steps, strict=True):
            assert [(line.id, line.capital_hkd, line.interest_hkd) for line in step.lines] == [
                (id, capital, interest)
                for id, (capital, interest) in _by_shares(former, later, calls, terms, capped).items()
            ]
            assert not any(line.outside_hkd for line in step.lines)

    @given(registers())
    def test_a_payer_pays_both_and_a_receiver_receives_both(self, case):
        closings, calls, terms = case
        for step in true_up(closings, calls, terms=terms):
            for line in step.lines:
                assert line.capital_hkd * line.interest_hkd >= 0


def _by_shares(former, later, calls, terms, capped):
    """Each partner's capital and interest, from the two registers' shares alone."""
    whole, before = sum(later.commitments.values()), sum(former.commitments.values())
    moved = {
        id: Fraction(amount) / Fraction(whole) - Fraction(former.commitments.get(id, D(0))) / Fraction(before)
        for id, amount in later.commitments.items()
    }
    counted = [call for call in calls if call.date < later.date]
    called = sum(Fraction(call.amount_hkd) for call in counted)
    borne = sum(
        Fraction(call.amount_hkd) * Fraction(grown(Balance(capital=D(1)), terms, call.date, later.date).hurdle)
        for call in counted
    )
    sides = [_collected({id: share * on for id, share in moved.items()}, capped) for on in (called, borne)]
    return {id: (sides[0][id], sides[1][id]) for id in moved}


def _collected(exact, capped):
    """Payers half up, the capped one down; the capped receiver first and up, the others by largest remainder."""
    exact = {id: round(amount, 30) for id, amount in exact.items()}
    paid = {id: quantise(a, mode="down" if id in capped else "half_up") for id, a in exact.items() if a > 0}
    left, receivers = total(paid.values()), [id for id, amount in exact.items() if amount < 0]
    for id in [id for id in receivers if id in capped and len(receivers) > 1]:
        paid[id] = D(0) - min(quantise(-exact[id] + Fraction(CENT) - Fraction(1, 10**30), mode="down"), left)
        left += paid[id]
        receivers.remove(id)
    parts = allocate(left, [-exact[id] for id in receivers]) if receivers else []
    return dict.fromkeys(exact, D(0)) | paid | {id: D(0) - p for id, p in zip(receivers, parts, strict=True)}


def _register_of(closings, call):
    """The register by which a call was shared: the last closing on or before its day."""
    return [closing for closing in closings if closing.date <= call.date][-1]


def _split(closing, id, part):
    """The register with one partner's commitment cut in two, the same part of it at every closing."""
    commitments = dict(closing.commitments)
    commitments[id] *= 1 - part
    return Closing(closing.date, commitments | {"part": closing.commitments[id] * part})


class TestEdges:
    FIRST = Closing(START, {"a": D("300.00")})
    THREE = {"a": D("300.00"), "b": D("600.00"), "c": D("900.00")}

    def later(self, **commitments):
        return Closing(date(2026, 3, 31), {id: D(amount) for id, amount in commitments.items()})

    def test_one_closing_has_nothing_to_true_up(self):
        assert true_up([self.FIRST], [Call(START, D("9.00"))], terms=TERMS) == ()

    def test_a_call_on_the_day_of_the_closing_is_not_before_it(self):
        (step,) = true_up(
            [self.FIRST, self.later(a="300.00", b="300.00")], [Call(date(2026, 3, 31), D("9.00"))], terms=TERMS
        )
        assert {(line.capital_hkd, line.interest_hkd) for line in step.lines} == {(0, 0)}
        assert step.working == ()

    def test_more_of_the_same_partners_in_proportion_moves_nothing(self):
        first = Closing(START, {"a": D("300.00"), "b": D("100.00")})
        (step,) = true_up([first, self.later(a="600.00", b="200.00")], [Call(START, D("9.99"))], terms=TERMS)
        assert {(line.capital_hkd, line.interest_hkd) for line in step.lines} == {(0, 0)}

    def test_the_working_says_what_a_dollar_bore(self):
        (step,) = true_up([self.FIRST, self.later(a="300.00", b="300.00")], [Call(START, D("9.00"))], terms=TERMS)
        ((call, growth),) = [(one.move.amount_hkd, one.interest_on_a_dollar) for one in step.working]
        assert (call, growth) == (D("9.00"), D("0.07"))

    def test_no_call_moves_nothing(self):
        (step,) = true_up([self.FIRST, self.later(a="300.00", b="300.00")], [], terms=TERMS)
        assert [(line.id, line.capital_hkd, line.interest_hkd) for line in step.lines] == [("a", 0, 0), ("b", 0, 0)]

    def test_a_third_closing_starts_from_the_exact_shares_of_the_second(self):
        closings = [self.FIRST, self.later(a="300.00", b="600.00"), Closing(date(2027, 3, 31), self.THREE)]
        first, second = true_up(closings, [Call(START, D("1.00"))], terms=TERMS)
        assert [line.capital_hkd for line in first.lines] == [D("-0.67"), D("0.67")]
        # Exactly 1/6 less 1/3, and 1/3 less 2/3; from lines of 0.33 and 0.67 it would be 0.16 and 0.34.
        assert [line.capital_hkd for line in second.lines] == [D("-0.17"), D("-0.33"), D("0.50")]

    def test_a_half_cent_of_interest_is_rounded_up_though_a_year_has_no_finite_part(self):
        terms = HurdleTerms(D("0.365"), "simple", "ACT/365")
        closings = [self.FIRST, Closing(date(2025, 4, 1), {"a": D("300.00"), "b": D("300.00")})]
        (step,) = true_up(closings, [Call(START, D("10.00"))], terms=terms)
        assert [line.interest_hkd for line in step.lines] == [D("-0.01"), D("0.01")]

    @pytest.mark.parametrize(
        ("closings", "calls", "code", "path"),
        [
            ([later(None, a="1.00"), FIRST], [], "out_of_order", "closings.1.date"),
            ([FIRST, later(None, b="1.00")], [], "partner_left", "closings.1.commitments"),
            ([FIRST, later(None, a="0.00")], [], "nobody_committed", "closings.1.commitments"),
            (
                [FIRST, later(None, a="300.00")],
                [Call(START, D(1)), Call(date(2025, 3, 30), D(1))],
                "before_first_closing",
                "calls.1.date",
            ),
        ],
    )
    def test_refuses(self, closings, calls, code, path):
        with pytest.raises(InputRefused) as refusal:
            true_up(closings, calls, terms=TERMS)
        assert (refusal.value.code, refusal.value.field) == (code, path)
