"""A call by purposes: worked cases, and the promises that hold for every call whatever its bases."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from funds.rules.allocation import Position, ShortfallCap, split_call
from funds.rules.call_purposes import (
    BASES,
    COMMITMENT,
    HOLDING,
    UNFUNDED,
    Agreed,
    Purpose,
    Seat,
    check_purposes,
    split_purposes,
)

D = Decimal
CENT = D("0.01")


def seat(name, commitment: str, unfunded: str | None = None, **more) -> Seat:
    """A partner; its unfunded is its commitment unless told."""
    left = D(commitment if unfunded is None else unfunded)
    called = D(commitment) - left
    about = {key: more.pop(key) for key in ("excused", "is_government") if key in more}
    return Seat(Position(name, D(commitment), called, left, **about), left, **more)


def parts(split, place: int) -> list[str]:
    return [str(part.amount_hkd) for part in split.parts[place]]


def outside(split) -> list[str]:
    return [str(amount) for amount in split.outside_hkd.values()]


def lines(split) -> list[str]:
    return [str(line.amount_hkd) for line in split.inside.lines]


class TestSplitPurposes:
    def test_goes_by_what_is_unfunded(self):
        found = split_purposes(
            [Purpose("investment", D("90.00"), UNFUNDED)], [seat("a", "100.00"), seat("b", "100.00", "50.00")]
        )
        assert lines(found) == ["60.00", "30.00"]

    def test_goes_by_holdings_and_leaves_out_who_holds_nothing(self):
        follow_on = Purpose("investment", D("90.00"), HOLDING, holdings={"a": D("20.00"), "c": D("10.00")})
        found = split_purposes([follow_on], [seat(name, "100.00") for name in "abc"])
        assert lines(found) == ["60.00", "0.00", "30.00"]

    def test_holds_the_government_to_its_share_by_commitments_and_the_others_carry_what_it_leaves(self):
        seats = [seat("g", "25.00", is_government=True), seat("a", "50.00", "10.00"), seat("b", "25.00")]
        found = split_purposes([Purpose("investment", D("12.00"), UNFUNDED)], seats)
        assert lines(found) == ["3.00", "2.57", "6.43"]  # by unfunded it would be 5.00 of 12.00

    def test_the_government_pays_less_where_it_holds_less(self):
        seats = [seat("g", "25.00", is_government=True), seat("a", "75.00")]
        follow_on = Purpose("investment", D("10.00"), HOLDING, holdings={"g": D("1.00"), "a": D("9.00")})
        assert lines(split_purposes([follow_on], seats)) == ["1.00", "9.00"]

    def test_keeps_outside_money_apart_from_what_is_unfunded(self):
        purposes = [Purpose("investment", D("30.00")), Purpose("management_fee", D("6.00"), is_outside=True)]
        found = split_purposes(purposes, [seat("a", "20.00"), seat("b", "40.00")])
        assert (lines(found), outside(found)) == (["10.00", "20.00"], ["2.00", "4.00"])
        assert [line.unfunded_after_hkd for line in found.inside.lines] == [D("10.00"), D("20.00")]

    def test_outside_money_is_asked_of_one_who_has_nothing_unfunded(self):
        fee = Purpose("management_fee", D("6.00"), is_outside=True)
        assert outside(split_purposes([fee], [seat("a", "20.00", "0.00"), seat("b", "40.00")])) == ["2.00", "4.00"]

    def test_all_that_the_government_pays_stays_within_what_it_may_pay_in_all(self):
        fee = Purpose("management_fee", D("6.00"), is_outside=True)
        government = seat("g", "20.00", "1.00", is_government=True, gross_left_hkd=D("1.00"))
        found = split_purposes([fee], [government, seat("a", "40.00")])
        assert outside(found) == ["1.00", "5.00"]

    def test_cents_outside_go_by_the_running_total_outside(self):
        fee = Purpose("management_fee", D("0.01"), is_outside=True)
        first = split_purposes([fee], [seat("a", "1.00"), seat("b", "1.00")])
        assert outside(first) == ["0.01", "0.00"]
        again = [
            replace(seat(part.id, "1.00"), outside_before_hkd=part.amount_hkd, outside_entitled_hkd=part.entitled_hkd)
            for part in first.parts[0]
        ]
        assert outside(split_purposes([fee], again)) == ["0.00", "0.01"]

    def test_stops_at_the_cap_on_what_is_carried_for_others(self):
        seats = [seat("a", "50.00", excused=True), seat("b", "30.00"), seat("c", "20.00")]
        found = split_purposes(
            [Purpose("investment", D("40.00"))], seats, cap=ShortfallCap(D("0.25"), "LPA 4.6")
        ).inside
        assert [line.amount_hkd for line in found.lines] == [D("0.00"), D("15.00"), D("10.00")]
        assert found.residue_hkd == D("15.00")
        (breach,) = found.breaches
        assert (breach.code, breach.clause, breach.facts["residue_hkd"]) == (
            "exceeds_shortfall_cap",
            "LPA 4.6",
            D("15.00"),
        )


class TestTheCapOnAShortfall:
    CAP = ShortfallCap(D("0.25"))

    def positions(self, excused: str) -> list[Position]:
        names = {"a": "80.00", "b": "20.00", "c": "900.00"}
        return [
            Position(name, D(amount), D("0.00"), D(amount), excused=name in excused) for name, amount in names.items()
        ]

    def test_lets_a_line_rise_to_just_the_cap(self):
        # Without b, a and c carry 100/98 of their shares; without a, b and c 100/92; without c it would be ten times.
        for excused, code in (("b", None), ("a", None), ("c", "exceeds_shortfall_cap")):
            split = split_call(D("50.00"), self.positions(excused), cap=self.CAP)
            assert [breach.code for breach in split.breaches] == ([code] if code else [])

    def test_a_cent_above_it_is_residue(self):
        positions = [
            Position(name, D(amount), D("0.00"), D(amount), excused=name == "x")
            for name, amount in {"x": "20.00", "a": "80.00"}.items()
        ]
        assert split_call(D("10.00"), positions, cap=ShortfallCap(D("0.25"))).residue_hkd == 0
        assert split_call(D("10.00"), positions, cap=ShortfallCap(D("0.2499"))).residue_hkd == CENT

    def test_of_a_call_that_nobody_is_excused_from_holds_back_no_cent(self):
        positions = [Position(name, D("1.00"), D("0.00"), D("1.00")) for name in "abc"]
        assert split_call(D("0.10"), positions, cap=ShortfallCap(D("0.000000000001"))).residue_hkd == 0

    def test_without_room_the_residue_is_of_what_is_unfunded(self):
        positions = [Position("a", D("10.00"), D("9.00"), D("1.00"))]
        (breach,) = split_call(D("2.00"), positions, cap=self.CAP).breaches
        assert breach.code == "exceeds_unfunded"


class TestCheckPurposes:
    AGREED = Agreed(bases={UNFUNDED: "LPA 4.3"}, denied={HOLDING: "LPA 4.4"}, outside={"management_fee": "LPA 9.2"})

    def codes(self, purpose: Purpose, agreed: Agreed = AGREED) -> list[tuple[str, str]]:
        return [(breach.code, breach.clause) for breach in check_purposes([purpose], agreed)]

    def test_takes_commitment_always_and_what_the_agreement_allows(self):
        for base in (COMMITMENT, UNFUNDED):
            assert self.codes(Purpose("investment", D("1.00"), base)) == []

    def test_refuses_a_base_by_the_clause_that_rules_it_out_or_by_the_assumption(self):
        holding = Purpose("investment", D("1.00"), HOLDING, holdings={"a": D("1.00")})
        assert self.codes(holding) == [("base_not_agreed", "LPA 4.4")]
        assert self.codes(holding, Agreed()) == [("base_not_agreed", "assumption")]

    def test_refuses_holdings_of_what_was_never_called_for(self):
        agreed = Agreed(bases={HOLDING: "LPA 4.4"})
        assert self.codes(Purpose("investment", D("1.00"), HOLDING), agreed) == [("no_holding", "LPA 4.4")]

    def test_refuses_a_draft_made_on_another_term_of_what_stands_outside(self):
        assert self.codes(Purpose("management_fee", D("1.00"))) == [("outside_changed", "LPA 9.2")]
        assert self.codes(Purpose("expense", D("1.00"), is_outside=True)) == [("outside_changed", "assumption")]
        assert self.codes(Purpose("management_fee", D("1.00"), is_outside=True)) == []

    def test_cites_every_clause_once(self):
        agreed = Agreed(bases={UNFUNDED: "LPA 4.3"}, outside={"expense": "LPA 4.3", "management_fee": "LPA 9.2"})
        assert agreed.clause(UNFUNDED, "expense") == "LPA 4.3"
        assert agreed.clause(UNFUNDED, "management_fee") == "LPA 4.3, LPA 9.2"
        assert agreed.clause(COMMITMENT, "investment") == ""


MONEY = st.integers(0, 10**8).map(lambda cents: D(cents) / 100)


@st.composite
def worlds(draw, *, limits: bool = True):
    """Partners at any point of a fund's life, the first the Government or not, and purposes of any base."""
    commitments = draw(st.lists(st.integers(1, 10**8), min_size=1, max_size=6))
    seats = []
    for index, cents in enumerate(commitments):
        is_government = index == 0 and draw(st.booleans())
        left = draw(st.integers(0, cents))
        seats.append(
            seat(
                index,
                str(D(cents) / 100),
                str(D(left) / 100),
                excused=limits and not is_government and draw(st.booleans()),
                is_government=is_government,
                gross_left_hkd=D(draw(st.integers(0, left))) / 100 if is_government and limits else None,
            )
        )
    if not limits:  # the base of what is unfunded stays as drawn, but nobody comes to its end
        seats = [replace(one, position=replace(one.position, unfunded_before_hkd=D(10**10))) for one in seats]
    purposes = [
        Purpose(
            "expense",
            draw(MONEY),
            draw(st.sampled_from(BASES)),
            draw(st.booleans()),
            {index: draw(MONEY) for index in range(len(seats))},
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
    return seats, purposes


CAPS = st.none() | st.integers(1, 100).map(lambda percent: ShortfallCap(D(percent) / 100))


class TestEveryCallByPurposes:
    @given(worlds(), CAPS)
    def test_parts_sum_to_the_purposes_and_the_lines_to_the_parts(self, world, cap):
        seats, purposes = world
        found = split_purposes(purposes, seats, cap=cap)
        asked = sum(sum(part.amount_hkd for part in of_purpose) for of_purpose in found.parts)
        assert asked + found.inside.residue_hkd == sum(purpose.amount_hkd for purpose in purposes)
        assert bool(found.inside.residue_hkd) is bool(found.inside.breaches)
        for place, line in enumerate(found.inside.lines):
            of_partner = [(purpose, of[place].amount_hkd) for purpose, of in zip(purposes, found.parts, strict=True)]
            assert line.amount_hkd == sum(amount for purpose, amount in of_partner if not purpose.is_outside)
            assert found.outside_hkd[line.id] == sum(amount for purpose, amount in of_partner if purpose.is_outside)

    @given(worlds(), CAPS)
    def test_nobody_is_asked_beyond_unfunded_and_the_excused_for_nothing(self, world, cap):
        seats, purposes = world
        found = split_purposes(purposes, seats, cap=cap)
        for one, line in zip(seats, found.inside.lines, strict=True):
            assert 0 <= line.amount_hkd <= one.position.unfunded_before_hkd
            assert line.unfunded_after_hkd == one.position.unfunded_before_hkd - line.amount_hkd
            assert not one.position.excused or line.amount_hkd == found.outside_hkd[line.id] == 0

    @given(worlds(), CAPS)
    def test_nobody_carries_more_than_the_cap_above_its_own_share(self, world, cap):
        seats, purposes = world
        found = split_purposes(purposes, seats, cap=cap)
        whole = sum(Fraction(one.position.commitment_hkd) for one in seats)
        for purpose, of_purpose in zip(purposes, found.parts, strict=True):
            weights = [Fraction(part.weight_hkd) for part in of_purpose]
            asked = Fraction(purpose.amount_hkd)
            government = sum(
                min(asked * weight / (sum(weights) or 1), asked * Fraction(one.position.commitment_hkd) / whole)
                for one, weight in zip(seats, weights, strict=True)
                if one.position.is_government
            )
            others = sum(w for one, w in zip(seats, weights, strict=True) if not one.position.is_government)
            for one, weight, part in zip(seats, weights, of_purpose, strict=True):
                if cap and not one.position.is_government:
                    own = (asked - government) * weight / (others or 1)
                    at_most = max(own * (1 + Fraction(cap.rate)), own + Fraction(1, 100))
                    assert Fraction(part.amount_hkd) <= at_most

    @given(worlds(), st.integers(1, 4))
    def test_the_government_is_never_above_its_exact_share_by_commitments_however_often_it_is_called(
        self, world, calls
    ):
        seats, purposes = world
        whole = sum(Fraction(one.position.commitment_hkd) for one in seats)
        exact = {False: Fraction(0), True: Fraction(0)}
        asked = {False: Fraction(0), True: Fraction(0)}
        gross = D(0)
        left = seats[0].gross_left_hkd
        for _ in range(calls):
            found = split_purposes(purposes, seats)
            for purpose, of_purpose in zip(purposes, found.parts, strict=True):
                if seats[0].position.is_government:
                    share = Fraction(purpose.amount_hkd) * Fraction(seats[0].position.commitment_hkd) / whole
                    assert Fraction(of_purpose[0].entitled_hkd) <= share + Fraction(1, 10**12)
                    exact[purpose.is_outside] += share
                    asked[purpose.is_outside] += Fraction(of_purpose[0].amount_hkd)
                    gross += of_purpose[0].amount_hkd
            for standing in (False, True):
                assert asked[standing] <= exact[standing] + Fraction(1, 10**11)
            seats = [after(one, found, place) for place, one in enumerate(seats)]
        assert left is None or gross <= left

    @given(worlds(limits=False), st.randoms(use_true_random=False))
    def test_the_order_of_partners_changes_no_exact_share(self, world, random):
        seats, purposes = world
        shares = [{part.id: part.entitled_hkd for part in of} for of in split_purposes(purposes, seats).parts]
        shuffled = random.sample(seats, len(seats))
        assert [
            {part.id: part.entitled_hkd for part in of} for of in split_purposes(purposes, shuffled).parts
        ] == shares

    @given(worlds(limits=False))
    def test_the_order_of_a_days_calls_changes_nothing_but_cents(self, world):
        seats, purposes = world
        halves = (purposes[:1], purposes[1:]) if len(purposes) > 1 else (purposes, purposes)
        one_way, other_way = (called(seats, order) for order in (halves, halves[::-1]))
        for mine, theirs in zip(one_way, other_way, strict=True):
            assert abs(mine - theirs) <= 2 * CENT * len(purposes)

    @given(worlds(limits=False), st.integers(2, 9))
    def test_a_partner_in_two_parts_pays_what_it_paid_in_one(self, world, times):
        """The last partner, `times` as large as drawn, against the same money in two seats."""
        seats, purposes = world
        if seats[-1].position.is_government:
            return
        name, large, small = seats[-1].position.id, Fraction(times), Fraction(times - 1)
        one = split_purposes(held(purposes, {name: large}, name), [*seats[:-1], of_part(seats[-1], large, name)])
        two = [of_part(seats[-1], Fraction(1), name), of_part(seats[-1], small, "other")]
        divided = split_purposes(held(purposes, {name: Fraction(1), "other": small}, name), [*seats[:-1], *two])
        of_one, of_two = amounts(one), amounts(divided)
        for place in range(len(seats) - 1):
            assert abs(of_one[place] - of_two[place]) <= CENT * len(purposes)
        assert abs(of_one[-1] - of_two[-2] - of_two[-1]) <= 2 * CENT * len(purposes)

    @given(worlds(limits=False), st.integers(2, 50))
    def test_scaling_scales_every_line_to_the_cent(self, world, factor):
        seats, purposes = world
        one = split_purposes(purposes, seats)
        bigger = [of_part(seat, Fraction(factor), seat.position.id) for seat in seats]
        more = [
            replace(
                purpose,
                amount_hkd=purpose.amount_hkd * factor,
                holdings={key: amount * factor for key, amount in purpose.holdings.items()},
            )
            for purpose in purposes
        ]
        for small, big in zip(one.inside.lines, split_purposes(more, bigger).inside.lines, strict=True):
            assert abs(big.amount_hkd - small.amount_hkd * factor) <= CENT * factor * len(purposes) * 2


def after(one: Seat, found, place: int) -> Seat:
    """The partner as the next call finds it."""
    line, position = found.inside.lines[place], one.position
    shares = [of[place] for of in found.parts]
    gross = one.gross_left_hkd
    return replace(
        one,
        position=replace(
            position,
            called_before_hkd=line.called_after_hkd,
            unfunded_before_hkd=line.unfunded_after_hkd,
            entitled_before_hkd=line.entitled_after_hkd,
        ),
        opening_unfunded_hkd=line.unfunded_after_hkd,
        outside_before_hkd=one.outside_before_hkd + found.outside_hkd[line.id],
        outside_entitled_hkd=one.outside_entitled_hkd
        + sum(part.entitled_hkd for part in shares)
        - (
            line.entitled_after_hkd
            - (position.called_before_hkd if position.entitled_before_hkd is None else position.entitled_before_hkd)
        ),
        gross_left_hkd=gross and gross - line.amount_hkd - found.outside_hkd[line.id],
    )


def called(seats: list[Seat], calls) -> list[Decimal]:
    """What each is asked for in all by several calls of one day: the base of what is unfunded is the morning's."""
    morning, asked = seats, [D(0)] * len(seats)
    for purposes in calls:
        found = split_purposes(purposes, seats)
        asked = [
            before + line.amount_hkd + found.outside_hkd[line.id]
            for before, line in zip(asked, found.inside.lines, strict=True)
        ]
        seats = [
            replace(after(one, found, place), opening_unfunded_hkd=morning[place].opening_unfunded_hkd)
            for place, one in enumerate(seats)
        ]
    return asked


def amounts(split) -> list[Decimal]:
    """What each is asked for, inside and outside."""
    return [line.amount_hkd + split.outside_hkd[line.id] for line in split.inside.lines]


def held(purposes, shares, name):
    """The purposes with one partner's holdings passed on, so many times, to the partners named."""
    passed = [{one: scaled(purpose.holdings[name], share) for one, share in shares.items()} for purpose in purposes]
    return [replace(purpose, holdings=purpose.holdings | more) for purpose, more in zip(purposes, passed, strict=True)]


def scaled(amount: Decimal, share) -> Decimal:
    found = Fraction(amount) * share
    return D(found.numerator) / D(found.denominator)


def of_part(one: Seat, share, name) -> Seat:
    position = one.position
    return Seat(
        replace(
            position,
            id=name,
            commitment_hkd=scaled(position.commitment_hkd, share),
            called_before_hkd=scaled(position.called_before_hkd, share),
            unfunded_before_hkd=scaled(position.unfunded_before_hkd, share),
        ),
        scaled(one.opening_unfunded_hkd, share),
    )
