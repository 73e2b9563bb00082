"""Capital accounts: results shared by capital on the day, and anew at a true-up; rounded once; carry to the GP."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import capital_account
from funds.rules.capital_account import OWN, RESULTS, Figures, Movement, Seat, Transfer
from itvf.errors import InputRefused
from itvf.money import ZERO, total

D = Decimal
DAY = date(2025, 1, 1)
END = date(2025, 12, 31)


def seats(*commitments, **of_last):
    rows = [Seat(f"p{place}", D(amount)) for place, amount in enumerate(commitments)]
    if of_last:
        rows[-1] = Seat(rows[-1].id, rows[-1].commitment_hkd, **of_last)
    return rows


def moved(kind, amount, seat=None, *, day=0, reshares=False):
    return Movement(DAY + timedelta(days=day), kind, D(amount), seat, reshares)


def at_end(members, movements):
    return capital_account.accounts(members, movements, [END])[END]


class TestSharing:
    def test_goes_by_the_capital_contributed_at_the_end_of_the_day(self):
        movements = [
            moved("income", "30", day=1),
            moved("contributions", "100", "p0", day=1),
            moved("contributions", "200", "p1", day=1),
            moved("contributions", "300", "p0", day=2),
            moved("fees", "-60", day=2),
        ]
        found = at_end(seats("1", "1"), movements)
        assert (found["p0"].income_hkd, found["p1"].income_hkd) == (D("10"), D("20"))
        assert (found["p0"].fees_hkd, found["p1"].fees_hkd) == (D("-40"), D("-20"))
        assert found["p0"].nav_hkd == D("370")

    def test_goes_by_commitment_before_any_capital(self):
        found = at_end(seats("300", "100"), [moved("expenses", "-10")])
        assert [found[pk].expenses_hkd for pk in ("p0", "p1")] == [D("-7.50"), D("-2.50")]

    def test_follows_calls_not_payments_made_to_one_partner(self):
        movements = [
            moved("contributions", "100", "p0"),
            moved("distributions", "-40", "p0"),
            moved("fees", "-1", "p0"),
        ]
        found = at_end(seats("1", "1"), movements)
        assert found["p0"] == Figures(contributions_hkd=D("100"), distributions_hkd=D("-40"), fees_hkd=D("-1"))
        assert found["p1"] == Figures()

    def test_refuses_a_result_that_is_nobody_s(self):
        with pytest.raises(InputRefused) as refusal:
            at_end(seats("0"), [moved("income", "1")])
        assert refusal.value.code == "nobody_to_share"

    def test_shares_anew_where_a_later_closing_trues_up(self):
        movements = [
            moved("contributions", "100", "p0"),
            moved("unrealised", "30", day=1),
            moved("contributions", "50", "p1", day=2, reshares=True),
            moved("contributions", "-50", "p0", day=3, reshares=True),
        ]
        found = at_end(seats("1", "1"), movements)
        assert [found[pk].nav_hkd for pk in ("p0", "p1")] == [D("65"), D("65")]
        assert (found["p0"].unrealised_hkd, found["p0"].reshared_hkd) == (D("30"), D("-15"))
        assert found["p1"].reshared_hkd == D("15")

    def test_leaves_a_partner_what_it_was_spared_of_the_fee(self):
        movements = [
            moved("contributions", "100", "p0"),
            moved("fees", "-30", "p0", day=1),
            moved("spared", "4", "p0", day=1),
            moved("contributions", "50", "p1", day=2, reshares=True),
            moved("contributions", "-50", "p0", day=2, reshares=True),
        ]
        found = at_end(seats("1", "1"), movements)
        assert [found[pk].nav_hkd for pk in ("p0", "p1")] == [D("39"), D("35")]
        assert (found["p0"].fees_hkd, found["p0"].reshared_hkd) == (D("-26"), D("15"))

    def test_counts_a_movement_on_its_day_and_not_the_day_before(self):
        movements = [moved("contributions", "100", "p0"), moved("income", "5", day=10)]
        dates = [DAY + timedelta(days=9), DAY + timedelta(days=10)]
        found = capital_account.accounts(seats("1"), movements, dates)
        assert [found[day]["p0"].nav_hkd for day in dates] == [D("100"), D("105")]

    def test_rounds_once_however_many_days_the_cents_came_on(self):
        movements = [moved("contributions", "1", pk) for pk in ("p0", "p1", "p2")]
        movements += [moved("income", "0.01", day=day) for day in range(1, 4)]
        assert [found.income_hkd for found in at_end(seats("1", "1", "1"), movements).values()] == [D("0.01")] * 3


class TestCarry:
    MEMBERS = seats("300", "100", is_general_partner=True)

    def found(self, members, carry):
        at = at_end(
            members, [moved("contributions", "300", "p0"), moved("contributions", "100", "p1"), moved("income", "80")]
        )
        return capital_account.with_carry(at, members, D(carry))

    def test_moves_from_the_pool_to_the_general_partner(self):
        found = self.found(self.MEMBERS, "10")
        assert [found[pk].carry_hkd for pk in ("p0", "p1")] == [D("-7.50"), D("7.50")]
        assert total(account.nav_hkd for account in found.values()) == D("480")

    def test_is_not_borne_outside_the_pool(self):
        found = self.found(seats("300", "100", in_pool=False, is_general_partner=True), "10")
        assert [found[pk].carry_hkd for pk in ("p0", "p1")] == [D("-10"), D("10")]

    def test_without_a_general_partner_is_refused(self):
        with pytest.raises(InputRefused) as refusal:
            self.found(seats("300", "100"), "10")
        assert refusal.value.code == "no_general_partner"


amounts = st.decimals(min_value=D("-1e9"), max_value=D("1e9"), places=2)
paid = st.decimals(min_value=D("0.01"), max_value=D("1e9"), places=2)


@st.composite
def lives(draw):
    """A fund's members and what moved their accounts, a true-up among it now and then."""
    members = seats(*(str(draw(paid)) for _ in range(draw(st.integers(1, 5)))), is_general_partner=True)
    own = st.builds(
        Movement,
        date=st.dates(DAY, END),
        kind=st.just("contributions"),
        amount_hkd=paid,
        seat=st.sampled_from([seat.id for seat in members]),
        reshares=st.booleans(),
    )
    result = st.builds(Movement, date=st.dates(DAY, END), kind=st.sampled_from(RESULTS), amount_hkd=amounts)
    return members, draw(st.lists(st.one_of(own, result), max_size=25))


class TestProperties:
    @given(lives(), st.lists(st.dates(DAY, END), min_size=1, max_size=4))
    def test_partners_sum_to_the_fund_cause_by_cause(self, life, dates):
        members, movements = life
        found = capital_account.accounts(members, movements, dates)
        for on, accounts in found.items():
            whole = capital_account.sum_of(accounts.values())
            for kind in (*OWN, *RESULTS):
                moved_by_then = total(one.amount_hkd for one in movements if one.kind == kind and one.date <= on)
                assert getattr(whole, f"{kind}_hkd") == moved_by_then
            assert whole.reshared_hkd == ZERO

    @given(lives(), st.dates(DAY, END), st.dates(DAY, END))
    def test_a_period_s_closing_balance_is_the_next_one_s_opening(self, life, one, other):
        members, movements = life
        found = capital_account.accounts(members, movements, [one, other, END])
        for seat in members:
            first = capital_account.period(Figures(), found[min(one, other)][seat.id])
            second = capital_account.period(found[min(one, other)][seat.id], found[max(one, other)][seat.id])
            assert first.closing_hkd == second.opening_hkd
            assert second.opening_hkd + total(second.movements.as_dict().values()) == second.closing_hkd

    @given(lives(), st.randoms())
    def test_the_order_of_one_day_s_movements_changes_nothing(self, life, chance):
        members, movements = life
        shuffled = list(movements)
        chance.shuffle(shuffled)
        assert at_end(members, movements) == at_end(members, shuffled)

    @given(lives(), st.dates(DAY, END))
    def test_asking_for_another_date_too_changes_no_cent(self, life, between):
        members, movements = life
        alone = at_end(members, movements)
        assert capital_account.accounts(members, movements, [between, END])[END] == alone

    @given(lives(), st.decimals(min_value=D("0.01"), max_value=D("1e9"), places=2))
    def test_carry_changes_no_sum(self, life, carry):
        members, movements = life
        before = at_end(members, [*movements, moved("contributions", "1.00", members[0].id)])
        after = capital_account.with_carry(before, members, carry)
        assert total(one.carry_hkd for one in after.values()) == ZERO
        assert all(after[pk].contributions_hkd == before[pk].contributions_hkd for pk in after)


class TestTransfer:
    """Movements of contributions and distributions come from the books; results pass by the rule."""

    @staticmethod
    def at(movements, amount, of, day=5):
        on = DAY + timedelta(days=day)
        transfer = Transfer(on, "p0", "p2", D(amount), D(of))
        dates = [on - timedelta(days=1), on, END]
        return [capital_account.accounts(seats("200", "100", "0"), movements, dates, [transfer])[day] for day in dates]

    def test_takes_the_same_part_of_every_result_and_of_what_was_spared(self):
        movements = [
            moved("contributions", "20", "p0"),
            moved("contributions", "10", "p1"),
            moved("unrealised", "30", day=1),
            moved("fees", "-2", "p0", day=2),
            moved("spared", "1", "p0", day=2),
            moved("contributions", "-5", "p0", day=5),
            moved("contributions", "5", "p2", day=5),
            moved("income", "6", day=6),
        ]
        before, after, end = self.at(movements, "50", "200")
        assert before["p2"] == Figures()
        assert after["p2"] == Figures(contributions_hkd=D("5"), unrealised_hkd=D("5"), fees_hkd=D("-0.25"))
        assert after["p0"].nav_hkd == before["p0"].nav_hkd * 3 / 4
        assert [end[pk].income_hkd for pk in ("p0", "p1", "p2")] == [D("3"), D("2"), D("1")]

    def test_of_a_promise_before_any_capital_takes_its_results_and_goes_on_by_what_is_promised(self):
        movements = [moved("expenses", "-30"), moved("expenses", "-30", day=6)]
        _before, after, end = self.at(movements, "100", "200")
        assert [after[pk].nav_hkd for pk in ("p0", "p1", "p2")] == [D("-10")] * 3
        assert [end[pk].nav_hkd for pk in ("p0", "p1", "p2")] == [D("-20")] * 3

    def test_is_in_the_working(self):
        movements = [moved("contributions", "20", "p0"), moved("unrealised", "30", day=1)]
        transfer = Transfer(DAY + timedelta(days=5), "p0", "p1", D("1"), D("3"))
        found = capital_account.working(seats("3", "0"), movements, END, [transfer]).passed
        assert [(one.kind, one.to("p0"), one.to("p1"), one.to("p2")) for one in found] == [
            ("unrealised", D("-10"), D("10"), ZERO)
        ]

    @given(
        capital=st.lists(st.decimals("0.01", "900000", places=2), min_size=3, max_size=3),
        results=st.lists(st.tuples(st.sampled_from(RESULTS), st.decimals("-99999", "99999", places=2)), max_size=5),
        reshares=st.booleans(),
        passes=st.decimals("0.01", "200", places=2),
    )
    def test_moves_no_other_account_and_no_sum_and_a_whole_one_leaves_nothing(self, capital, results, reshares, passes):
        movements = [moved("contributions", amount, f"p{place}") for place, amount in enumerate(capital)]
        movements += [moved(kind, amount, day=1 + place % 2) for place, (kind, amount) in enumerate(results)]
        movements.append(moved("contributions", "7.01", "p1", day=2, reshares=reshares))
        gone = capital[0] if passes == 200 else (capital[0] * passes / 200).quantize(D("0.01"))
        movements += [moved("contributions", -gone, "p0", day=5), moved("contributions", gone, "p2", day=5)]
        before, after, _end = self.at(movements, str(passes), "200")
        assert after["p1"] == before["p1"]
        assert capital_account.sum_of(after.values()) == capital_account.sum_of(before.values())
        both = [capital_account.sum_of([one["p0"], one["p2"]]) for one in (before, after)]
        assert both[0] == both[1]
        if passes == 200:
            assert after["p0"] == Figures()
