"""True-ups: every cent collected is paid out, whoever joins and however often (A13)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.hurdle import COMPOUNDING, HurdleTerms
from funds.rules.true_up import Call, Closing, true_up
from itvf.errors import InputRefused
from itvf.money import CENT, total

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

    @given(registers())
    def test_a_payer_pays_both_and_a_receiver_receives_both(self, case):
        closings, calls, terms = case
        for step in true_up(closings, calls, terms=terms):
            for line in step.lines:
                assert line.capital_hkd * line.interest_hkd >= 0


def _register_of(closings, call):
    """The register by which a call was shared: the last closing on or before its day."""
    return [closing for closing in closings if closing.date <= call.date][-1]


class TestEdges:
    FIRST = Closing(START, {"a": D("300.00")})

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
        ((call, growth),) = [(one.call.amount_hkd, one.interest_on_a_dollar) for one in step.working]
        assert (call, growth) == (D("9.00"), D("0.07"))

    @pytest.mark.parametrize(
        ("closings", "calls", "code", "path"),
        [
            ([later(None, a="1.00"), FIRST], [], "out_of_order", "closings.1.date"),
            ([FIRST, later(None, b="1.00")], [], "partner_left", "closings.1.commitments"),
            ([FIRST, later(None, a="0.00")], [], "nobody_committed", "closings.1.commitments"),
            (
                [FIRST, later(None, a="1.00")],
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
