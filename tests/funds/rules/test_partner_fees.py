"""Each partner's part of a quarter's fee: what its words say, and what holds for every register."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.fees import PeriodFee, Segment
from funds.rules.partner_fees import Concession, Seat, check_concessions, offset_of, partner_fees
from itvf.errors import InputRefused
from itvf.money import quantise

D = Decimal
CENT = D("0.01")
START, END = date(2026, 7, 1), date(2026, 9, 30)


def period(fee: str | Decimal, *segments: Segment) -> PeriodFee:
    return PeriodFee(START, END, D(fee), segments or (Segment(START, END, D(1), D(1)),))


def seats(*commitments: str, **first) -> list[Seat]:
    """Private partners with these commitments; `first` says more of the first."""
    return [Seat(place, D(amount), **(first if place == 0 else {})) for place, amount in enumerate(commitments)]


def fee_of(fee: str, *found: Seat, cap: str = "999999999.00", offset: str = "0.00"):
    return partner_fees(period(fee), period(cap), found, offset_hkd=D(offset)).lines


class TestTheShare:
    def test_is_of_the_lower_of_fee_and_cap(self):
        assert [line.gross_hkd for line in fee_of("100.00", *seats("1.00", "3.00"), cap="80.00")] == [D(20), D(60)]
        assert [line.gross_hkd for line in fee_of("80.00", *seats("1.00", "3.00"), cap="80.01")] == [D(20), D(60)]

    def test_gives_the_cents_by_largest_remainder(self):
        assert [line.gross_hkd for line in fee_of("0.05", *seats("1.00", "1.00", "1.00"))] == [
            D("0.02"),
            D("0.02"),
            D("0.01"),
        ]

    def test_of_the_government_is_rounded_down(self):
        # a third of 0.05 is 0.0166...: by largest remainder it would be 0.02
        lines = fee_of("0.05", *seats("1.00", "1.00", "1.00", is_government=True))
        assert [line.gross_hkd for line in lines] == [D("0.01"), D("0.02"), D("0.02")]

    def test_is_the_whole_where_the_government_is_alone(self):
        assert fee_of("0.05", *seats("1.00", is_government=True))[0].net_hkd == D("0.05")

    @pytest.mark.parametrize("commitments", [(), ("0.00", "0.00")])
    def test_needs_a_commitment(self, commitments):
        with pytest.raises(InputRefused) as refusal:
            fee_of("1.00", *seats(*commitments))
        assert refusal.value.code == "no_commitment"


class TestAConcession:
    @pytest.mark.parametrize(
        ("concession", "let_off"),
        [
            (Concession(D(1), date(2020, 1, 1)), "92.00"),
            (Concession(D("0.5"), START, END), "46.00"),
            (Concession(D(1), END), "1.00"),
            (Concession(D(1), date(2020, 1, 1), START), "1.00"),
            (Concession(D("0.25"), date(2026, 8, 1), date(2026, 8, 31)), "7.75"),
            (Concession(D(1), date(2020, 1, 1), date(2026, 6, 30)), "0.00"),
            (Concession(D(1), date(2026, 10, 1)), "0.00"),
        ],
    )
    def test_counts_by_day(self, concession, let_off):
        (line,) = fee_of("92.00", *seats("1.00", concessions=(concession,)))
        assert (line.concession_hkd, line.net_hkd) == (D(let_off), D(92) - D(let_off))

    def test_weighs_days_as_the_fee_accrues(self):
        middle = date(2026, 8, 15)
        dear = Segment(START, middle, D(300), D("0.02"))
        cheap = Segment(middle + timedelta(days=1), END, D(100), D("0.02"))
        seat = Seat("a", D(1), concessions=(Concession(D(1), cheap.start_date),))
        fee = period("184.00", dear, cheap)
        (line,) = partner_fees(fee, fee, [seat]).lines
        assert (dear.days, cheap.days, line.concession_hkd) == (46, 46, D("46.00"))

    @pytest.mark.parametrize(
        ("concessions", "code"),
        [
            ([Concession(D(0), START)], "concession_not_a_share"),
            ([Concession(D("1.01"), START)], "concession_not_a_share"),
            ([Concession(D(1), END, START)], "ends_before_start"),
            ([Concession(D(1), START), Concession(D(1), END)], "concessions_overlap"),
            ([Concession(D(1), END, END), Concession(D(1), START, END)], "concessions_overlap"),
        ],
    )
    def test_is_refused_where_it_is_none(self, concessions, code):
        with pytest.raises(InputRefused) as refusal:
            check_concessions(concessions)
        assert refusal.value.code == code

    def test_may_follow_another_the_next_day(self):
        check_concessions([Concession(D(1), END + timedelta(days=1)), Concession(D("0.1"), START, END)])


class TestOffsets:
    @pytest.mark.parametrize(("rate", "offset"), [("0", "0.00"), ("0.5", "0.02"), ("0.8", "0.02"), ("1", "0.03")])
    def test_are_the_agreement_s_part_to_the_cent(self, rate, offset):
        assert offset_of(D("0.03"), D(rate)) == D(offset)

    @pytest.mark.parametrize("rate", ["-0.01", "1.01"])
    def test_are_a_share(self, rate):
        with pytest.raises(InputRefused):
            offset_of(D("0.03"), D(rate))

    @pytest.mark.parametrize(
        ("brought", "new", "used", "carried", "net"),
        [
            ("0.00", "0.00", "0.00", "0.00", "10.00"),
            ("3.00", "6.99", "9.99", "0.00", "0.01"),
            ("3.00", "7.00", "10.00", "0.00", "0.00"),
            ("3.00", "7.01", "10.00", "0.01", "0.00"),
            ("25.00", "0.00", "10.00", "15.00", "0.00"),
        ],
    )
    def test_reduce_the_fee_to_zero_and_carry_the_rest_forward(self, brought, new, used, carried, net):
        (line,) = fee_of("10.00", *seats("1.00", carried_hkd=D(brought)), offset=new)
        assert (line.used_hkd, line.carried_hkd, line.net_hkd) == (D(used), D(carried), D(net))

    def test_come_after_the_concession(self):
        half = (Concession(D("0.5"), START),)
        (line,) = fee_of("10.00", *seats("1.00", concessions=half), offset="7.00")
        assert (line.used_hkd, line.carried_hkd, line.net_hkd) == (D(5), D(2), D(0))

    @pytest.mark.parametrize(
        ("waived", "offsets"),
        [
            (Concession(D(1), START, END), ("0.00", "3.00", "6.00")),
            (Concession(D(1), START + timedelta(days=1)), ("3.00", "2.00", "4.00")),
            (Concession(D("0.999"), START), ("3.00", "2.00", "4.00")),
        ],
    )
    def test_go_to_those_who_pay_a_fee(self, waived, offsets):
        first, *others = seats("3.00", "2.00", "4.00")
        lines = fee_of("90.00", replace(first, concessions=(waived,)), *others, offset="9.00")
        assert [line.offset_hkd for line in lines] == [D(offset) for offset in offsets]

    def test_pass_by_whom_two_waivers_let_off_the_whole_quarter(self):
        first, *others = seats("1.00", "2.00")
        middle = START + timedelta(40)
        waivers = (Concession(D(1), START, middle), Concession(D(1), middle + timedelta(1)))
        lines = fee_of("90.00", replace(first, concessions=waivers), *others, offset="9.00")
        assert [line.offset_hkd for line in lines] == [D(0), D(9)]

    def test_wait_for_all_where_every_fee_is_waived(self):
        waived = [replace(seat, concessions=(Concession(D(1), START),)) for seat in seats("1.00", "2.00")]
        assert [line.carried_hkd for line in fee_of("90.00", *waived, offset="9.00")] == [D(3), D(6)]


CENTS = st.integers(0, 10**11).map(lambda cents: D(cents) / 100)
DAYS = st.dates(date(2026, 5, 1), date(2026, 11, 30))


@st.composite
def registers(draw) -> list[Seat]:
    """One to six partners, the first perhaps the Government, each perhaps with a concession and something brought."""
    found = []
    for place in range(draw(st.integers(1, 6))):
        days = sorted((draw(DAYS), draw(DAYS)))
        rate = D(draw(st.integers(1, 1000))) / 1000
        found.append(
            Seat(
                place,
                draw(st.integers(1, 10**11).map(lambda cents: D(cents) / 100)),
                is_government=place == 0 and draw(st.booleans()),
                carried_hkd=draw(CENTS),
                concessions=(Concession(rate, *days),) if draw(st.booleans()) else (),
            )
        )
    return found


class TestEveryQuarter:
    @given(registers(), CENTS, CENTS, CENTS)
    def test_loses_no_cent(self, register, fee, cap, offset):
        found = partner_fees(period(fee), period(cap), register, offset_hkd=offset)
        assert sum(line.gross_hkd for line in found.lines) == min(fee, cap) == found.charged.fee_hkd
        assert sum(line.offset_hkd for line in found.lines) == offset
        for line in found.lines:
            assert line.gross_hkd == line.concession_hkd + line.used_hkd + line.net_hkd
            assert line.brought_hkd + line.offset_hkd == line.used_hkd + line.carried_hkd
            assert min(line.concession_hkd, line.used_hkd, line.carried_hkd, line.net_hkd) >= 0
            assert not (line.carried_hkd and line.net_hkd), "an offset is carried forward past a fee that is due"

    @given(registers(), CENTS, CENTS)
    def test_never_asks_the_government_for_more_than_its_share_of_the_cap(self, register, fee, cap):
        found = partner_fees(period(fee), period(cap), register)
        whole = sum(Fraction(seat.commitment_hkd) for seat in register)
        for seat, line in zip(register, found.lines, strict=True):
            if seat.is_government:
                assert line.gross_hkd <= quantise(Fraction(cap) * Fraction(seat.commitment_hkd) / whole, mode="down")

    @given(registers(), CENTS)
    def test_gives_every_partner_its_share_within_a_cent(self, register, fee):
        found = partner_fees(period(fee), period(fee), register)
        whole = sum(Fraction(seat.commitment_hkd) for seat in register)
        for seat, line in zip(register, found.lines, strict=True):
            exact = Fraction(fee) * Fraction(seat.commitment_hkd) / whole
            # what the Government's rounding leaves, less than a cent, falls on the others
            assert abs(Fraction(line.gross_hkd) - exact) <= 2 * Fraction(CENT)

    @given(registers(), CENTS, CENTS, st.integers(1, 1000))
    def test_a_larger_concession_or_offset_never_costs_a_partner_more(self, register, fee, offset, more):
        lines = partner_fees(period(fee), period(fee), register, offset_hkd=offset).lines
        raised = [
            replace(seat, carried_hkd=seat.carried_hkd + D(more) / 100, concessions=(Concession(D(1), START),))
            for seat in register
        ]
        after = partner_fees(period(fee), period(fee), raised, offset_hkd=offset).lines
        assert all(new.net_hkd <= old.net_hkd for new, old in zip(after, lines, strict=True))
