"""A call's split: worked cases, the promises that hold for every call, and what stops one before it is issued."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.allocation import Call, Position, Purpose, Split, check_call, earliest_due_date, split_call
from funds.rules.terms import published
from itvf.errors import InputRefused
from tests.benchmarks.measuring import growth

TERMS = published("itvf-enhanced-2024")
CENT = Decimal("0.01")


def position(name: str, commitment: str, **more) -> Position:
    """A partner who has paid nothing yet, unless said otherwise."""
    amounts = {key: Decimal(value) if isinstance(value, str) else value for key, value in more.items()}
    start = {"called_before_hkd": Decimal("0.00"), "unfunded_before_hkd": Decimal(commitment)}
    return Position(id=name, commitment_hkd=Decimal(commitment), **(start | amounts))


def amounts(split: Split) -> list[str]:
    return [str(line.amount_hkd) for line in split.lines]


class TestSplitCall:
    def test_is_in_proportion_to_commitments(self):
        split = split_call(Decimal("100.00"), [position("g", "150.00", is_government=True), position("a", "450.00")])
        assert amounts(split) == ["25.00", "75.00"]
        assert (split.residue_hkd, split.breaches) == (0, ())
        assert split.lines[1].called_after_hkd == Decimal("75.00")
        assert split.lines[1].unfunded_after_hkd == Decimal("375.00")

    def test_gives_the_cents_left_to_the_first_of_equals(self):
        split = split_call(Decimal("0.02"), [position(name, "1.00") for name in "abc"])
        assert amounts(split) == ["0.01", "0.01", "0.00"]
        assert [str(line.entitled_after_hkd) for line in split.lines] == ["0.006666666667"] * 3

    def test_gives_the_cents_left_to_those_furthest_below_their_running_total(self):
        behind = {"called_before_hkd": "0.00", "entitled_before_hkd": "0.006666666667"}
        ahead = {"called_before_hkd": "0.01", "entitled_before_hkd": "0.006666666667"}
        split = split_call(
            Decimal("0.01"), [position("a", "1", **ahead), position("b", "1", **ahead), position("c", "1", **behind)]
        )
        assert amounts(split) == ["0.00", "0.00", "0.01"]

    def test_gives_no_cent_to_one_who_is_just_at_its_limit(self):
        full = {"unfunded_before_hkd": "0.01", "entitled_before_hkd": "0.009"}
        split = split_call(Decimal("0.02"), [position("a", "2", **full), position("b", "1"), position("c", "1")])
        assert amounts(split) == ["0.01", "0.01", "0.00"]

    def test_leaves_out_the_excused_and_those_without_commitment(self):
        split = split_call(
            Decimal("90.00"),
            [position("a", "100.00"), position("b", "100.00", excused=True), position("c", "0.00")],
        )
        assert amounts(split) == ["90.00", "0.00", "0.00"]
        assert split.lines[1].entitled_after_hkd == 0

    def test_splits_a_shortfall_again_over_the_others(self):
        split = split_call(
            Decimal("300.00"),
            [position("a", "300.00", unfunded_before_hkd="10.00"), position("b", "200.00"), position("c", "100.00")],
        )
        assert amounts(split) == ["10.00", "193.33", "96.67"]
        assert split.lines[0].entitled_after_hkd == 10
        assert split.lines[2].entitled_after_hkd == Decimal("96.666666666667")

    def test_goes_on_when_the_shortfall_of_one_brings_the_next_to_its_limit(self):
        split = split_call(
            Decimal("90.00"),
            [
                position("a", "100.00", unfunded_before_hkd="10.00"),
                position("b", "100.00", unfunded_before_hkd="35.00"),
                position("c", "100.00"),
            ],
        )
        assert amounts(split) == ["10.00", "35.00", "45.00"]

    def test_government_pays_its_share_of_all_commitments_when_others_are_excused(self):
        split = split_call(
            Decimal("100.00"),
            [
                position("g", "150.00", is_government=True),
                position("a", "250.00"),
                position("b", "200.00", excused=True),
            ],
        )
        assert amounts(split) == ["25.00", "75.00", "0.00"]

    def test_government_never_carries_a_shortfall(self):
        split = split_call(
            Decimal("100.00"),
            [position("g", "150.00", is_government=True), position("a", "450.00", unfunded_before_hkd="60.00")],
        )
        assert amounts(split) == ["25.00", "60.00"]
        assert split.residue_hkd == Decimal("15.00")
        assert [breach.code for breach in split.breaches] == ["exceeds_unfunded"]
        assert "HK$85.00 can be allocated" in split.breaches[0].message

    def test_government_line_is_its_running_total_rounded_down(self):
        partners = [position("g", "1.00", is_government=True), position("a", "2.00")]
        paid = []
        for _call in range(3):
            split = split_call(Decimal("0.01"), partners)
            paid.append(str(split.lines[0].amount_hkd))
            partners = [after(partner, line) for partner, line in zip(partners, split.lines, strict=True)]
        # A third of a cent each: 0.0033..., 0.0066..., and 0.009999999999 of the twelve places kept.
        assert paid == ["0.00", "0.00", "0.00"]
        split = split_call(Decimal("0.01"), partners)
        assert amounts(split) == ["0.01", "0.00"]

    def test_government_makes_up_for_an_earlier_line_that_was_too_low(self):
        government = position("g", "150.00", is_government=True, called_before_hkd="20.00", entitled_before_hkd="25.00")
        split = split_call(Decimal("100.00"), [government, position("a", "450.00", called_before_hkd="80.00")])
        assert amounts(split) == ["30.00", "70.00"]

    def test_an_excused_government_pays_nothing(self):
        split = split_call(
            Decimal("9.00"), [position("g", "3.00", is_government=True, excused=True), position("a", "9.00")]
        )
        assert amounts(split) == ["0.00", "9.00"]

    def test_refuses_no_partners_and_a_negative_call(self):
        with pytest.raises(InputRefused, match="no partners"):
            split_call(Decimal("1.00"), [])
        with pytest.raises(InputRefused, match="negative"):
            split_call(Decimal("-0.01"), [position("a", "1.00")])

    def test_takes_linear_time_with_partners_at_their_limits(self):
        def work(size: int) -> None:
            partners = [position(str(i), "1000000.00", unfunded_before_hkd=f"{i + 1}.00") for i in range(size)]
            call = Decimal(size * size * 2 // 5).quantize(Decimal("0.01"))
            assert sum(line.amount_hkd for line in split_call(call, partners).lines) == call

        assert growth(work, (500, 2_000, 8_000)) < 1.5


def after(partner: Position, line) -> Position:
    """The partner as the next call finds it."""
    return replace(
        partner,
        called_before_hkd=line.called_after_hkd,
        unfunded_before_hkd=line.unfunded_after_hkd,
        entitled_before_hkd=line.entitled_after_hkd,
    )


CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@st.composite
def registers(draw, *, with_limits: bool = True) -> list[Position]:
    """Partners at any point of a fund's life, the first of them the Government or not."""
    commitments = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=8))
    partners = []
    for index, cents in enumerate(commitments):
        commitment = Decimal(cents) / 100
        unfunded = Decimal(draw(st.integers(0, cents))) / 100 if with_limits else commitment
        partners.append(
            Position(
                id=index,
                commitment_hkd=commitment,
                called_before_hkd=Decimal("0.00"),
                unfunded_before_hkd=unfunded,
                excused=draw(st.booleans()) if index else False,
                is_government=index == 0 and draw(st.booleans()),
            )
        )
    return partners


class TestSplitCallForEveryCall:
    @given(CENTS, registers())
    def test_lines_and_residue_sum_to_the_call(self, amount, partners):
        split = split_call(amount, partners)
        assert sum(line.amount_hkd for line in split.lines) + split.residue_hkd == amount
        assert bool(split.residue_hkd) is bool(split.breaches)

    @given(CENTS, registers())
    def test_no_line_is_negative_or_beyond_unfunded(self, amount, partners):
        for partner, line in zip(partners, split_call(amount, partners).lines, strict=True):
            assert 0 <= line.amount_hkd <= partner.unfunded_before_hkd
            assert line.amount_hkd == 0 or not partner.excused
            assert line.unfunded_after_hkd == partner.unfunded_before_hkd - line.amount_hkd

    @given(CENTS, registers())
    def test_nothing_is_left_while_a_partner_who_shares_has_room(self, amount, partners):
        split = split_call(amount, partners)
        if split.residue_hkd:
            for partner, line in zip(partners, split.lines, strict=True):
                assert partner.is_government or partner.excused or line.unfunded_after_hkd == 0

    @given(CENTS, registers())
    def test_the_government_line_is_never_above_its_proportion(self, amount, partners):
        whole = sum(partner.commitment_hkd for partner in partners)
        for partner, line in zip(partners, split_call(amount, partners).lines, strict=True):
            if partner.is_government:
                assert Fraction(line.amount_hkd) * Fraction(whole) <= Fraction(amount) * Fraction(
                    partner.commitment_hkd
                )

    @given(CENTS, registers(with_limits=False))
    def test_a_line_is_within_a_cent_of_its_exact_share(self, amount, partners):
        partners = [replace(partner, excused=False) for partner in partners]
        whole = sum(Fraction(partner.commitment_hkd) for partner in partners)
        amount = min(amount, sum(partner.commitment_hkd for partner in partners))
        for partner, line in zip(partners, split_call(amount, partners).lines, strict=True):
            share = Fraction(amount) * Fraction(partner.commitment_hkd) / whole
            assert abs(Fraction(line.amount_hkd) - share) < Fraction(1, 100)

    @given(CENTS, registers())
    def test_limits_bind_as_in_the_round_by_round_reading_of_the_contract(self, amount, partners):
        expected = shares_round_by_round(amount, partners)
        for partner, line in zip(partners, split_call(amount, partners).lines, strict=True):
            if not partner.is_government:
                assert abs(Fraction(line.amount_hkd) - expected[partner.id]) < Fraction(1, 100)

    @given(CENTS, registers(), st.randoms(use_true_random=False))
    def test_exact_shares_do_not_depend_on_the_order_of_partners(self, amount, partners, random):
        shuffled = random.sample(partners, len(partners))
        entitled = {line.id: line.entitled_after_hkd for line in split_call(amount, partners).lines}
        assert {line.id: line.entitled_after_hkd for line in split_call(amount, shuffled).lines} == entitled

    @given(st.lists(CENTS.map(lambda amount: amount / 1000), min_size=1, max_size=6), registers(with_limits=False))
    def test_over_many_calls_nobody_strays_far_from_its_exact_total(self, calls, partners):
        room = Decimal("1000000000.00")
        partners = [
            replace(partner, excused=False, commitment_hkd=room + partner.commitment_hkd, unfunded_before_hkd=room)
            for partner in partners
        ]
        for amount in calls:
            split = split_call(amount.quantize(CENT), partners)
            partners = [after(partner, line) for partner, line in zip(partners, split.lines, strict=True)]
        for partner in partners:
            assert abs(partner.called_before_hkd - partner.entitled_before_hkd) < 2 * CENT
            if partner.is_government:
                assert 0 <= partner.entitled_before_hkd - partner.called_before_hkd <= CENT  # 12 places


def shares_round_by_round(amount: Decimal, partners: list[Position]) -> dict:
    """The contract's sentence, played out slowly: who would pass its limit pays just that, the rest is split again."""
    whole = sum(Fraction(partner.commitment_hkd) for partner in partners)
    shares = {partner.id: Fraction(0) for partner in partners}
    left = Fraction(amount)
    for partner in partners:
        if partner.is_government:
            share = Fraction(amount) * Fraction(partner.commitment_hkd) / whole
            left -= min(share, Fraction(partner.unfunded_before_hkd))
    open_partners = [partner for partner in partners if not (partner.is_government or partner.excused)]
    while open_partners:
        weight = sum(Fraction(partner.commitment_hkd) for partner in open_partners)
        split = {partner.id: left * Fraction(partner.commitment_hkd) / weight for partner in open_partners}
        passing = [partner for partner in open_partners if split[partner.id] > Fraction(partner.unfunded_before_hkd)]
        if not passing:
            return shares | split
        for partner in passing:
            shares[partner.id] = Fraction(partner.unfunded_before_hkd)
            left -= shares[partner.id]
        open_partners = [partner for partner in open_partners if partner not in passing]
    return shares


class TestCheckCall:
    GOOD = Call(
        amount_hkd=Decimal("30.00"),
        purposes=(Purpose("investment", Decimal("20.00")), Purpose("management_fee", Decimal("10.00"))),
        split=Split((), Decimal("0.00"), ()),
        noticed_date=date(2026, 3, 16),
        due_date=date(2026, 3, 30),
        first_closing_date=date(2026, 3, 16),
        investment_period_end_date=date(2031, 3, 15),
        term_end_date=date(2036, 3, 15),
        follow_ons_after_period=True,
    )
    AFTER = replace(GOOD, noticed_date=date(2031, 2, 3), due_date=date(2031, 3, 16))

    def codes(self, **change) -> list[str]:
        return [breach.code for breach in check_call(replace(self.GOOD, **change), TERMS)]

    def codes_after(self, *purposes: Purpose, **change) -> list[str]:
        amount = sum(purpose.amount_hkd for purpose in purposes)
        call = replace(self.AFTER, purposes=purposes, amount_hkd=amount, **change)
        return [breach.code for breach in check_call(call, TERMS)]

    def test_allows_a_call_in_order(self):
        assert self.codes() == []

    def test_due_on_the_tenth_business_day_and_not_before(self):
        assert earliest_due_date(date(2026, 3, 16)) == date(2026, 3, 30)
        assert self.codes(due_date=date(2026, 3, 30)) == []
        assert self.codes(due_date=date(2026, 3, 29)) == ["due_too_soon"]

    def test_business_days_leave_out_general_holidays(self):
        # Good Friday 3, its Saturday 4, Ching Ming observed 6 and Easter Monday observed 7 April 2026.
        assert earliest_due_date(date(2026, 3, 23)) == date(2026, 4, 9)

    @pytest.mark.parametrize("amount", ["29.99", "30.01"])
    def test_purposes_sum_to_the_amount(self, amount):
        assert self.codes(amount_hkd=Decimal(amount)) == ["purposes_differ"]

    def test_amount_and_purposes_are_above_zero(self):
        assert self.codes(amount_hkd=Decimal("0.00"), purposes=()) == ["nothing_called"]
        nothing = Purpose("expense", Decimal("0.00"))
        assert self.codes(purposes=(*self.GOOD.purposes, nothing)) == ["purpose_not_positive"]

    def test_within_what_the_partners_have_left(self):
        split = split_call(Decimal("30.00"), [position("a", "29.99")])
        assert self.codes(split=split) == ["exceeds_unfunded"]

    def test_not_before_the_first_closing(self):
        assert self.codes(first_closing_date=date(2026, 3, 31)) == ["before_period"]

    def test_new_investments_until_the_last_day_of_the_period(self):
        purpose = Purpose("investment", CENT)
        assert self.codes_after(purpose, due_date=date(2031, 3, 15)) == []
        assert self.codes_after(purpose) == ["new_investment_after_period"]

    def test_fees_and_expenses_after_it(self):
        assert self.codes_after(Purpose("management_fee", CENT), Purpose("expense", CENT)) == []

    def test_follow_ons_after_it_only_as_the_agreement_allows(self):
        follow_on = Purpose("investment", CENT, is_follow_on=True)
        assert self.codes_after(follow_on) == []
        assert self.codes_after(follow_on, follow_ons_after_period=False) == ["follow_on_not_allowed"]

    def test_nothing_after_the_term(self):
        late = {"noticed_date": date(2036, 1, 2), "due_date": date(2036, 3, 16)}
        assert self.codes_after(Purpose("expense", CENT), **late) == ["after_term"]
        assert self.codes_after(Purpose("expense", CENT), **(late | {"due_date": date(2036, 3, 15)})) == []

    def test_lists_all_faults_with_rule_and_clause(self):
        call = replace(self.AFTER, noticed_date=date(2031, 3, 10), amount_hkd=Decimal("1.00"))
        found = check_call(call, TERMS)
        assert [breach.rule for breach in found] == ["R20", "A12", "R7"]
        assert all(breach.clause and breach.message for breach in found)

    def test_an_agreement_may_set_another_notice_period(self):
        assert self.codes(due_date=date(2026, 3, 17), notice_business_days=1) == []
        assert self.codes(due_date=date(2026, 3, 16), notice_business_days=1) == ["due_too_soon"]
