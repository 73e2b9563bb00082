"""What is set off is the smaller side, partner by partner, and no cent is lost."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from funds.rules import netting
from funds.rules.netting import Item
from itvf.money import total

D = Decimal
PARTNERS = ("a", "b", "c")
ITEMS = st.lists(
    st.builds(
        Item,
        id=st.integers(0, 10**6),
        partner=st.sampled_from(PARTNERS),
        amount_hkd=st.integers(0, 10**12).map(lambda cents: D(cents) / 100),
    ),
    max_size=12,
    unique_by=lambda item: item.id,
)


class TestSettle:
    def test_settles_the_smaller_side_and_leaves_the_net(self):
        (one,) = netting.settle([Item(1, "a", D("100.00"))], [Item(2, "a", D("30.00"))], ["a"])
        assert (one.set_off_hkd, one.net_hkd) == (D("30.00"), D("70.00"))
        assert (one.of_calls, one.of_distributions) == (((1, D("30.00")),), ((2, D("30.00")),))

    def test_settles_what_is_named_first(self):
        calls = [Item("true-up", "a", D("40.00")), Item("call", "a", D("60.00"))]
        (one,) = netting.settle(calls, [Item("back", "a", D("50.00"))], ["a"])
        assert one.of_calls == (("true-up", D("40.00")), ("call", D("10.00")))

    def test_sets_nothing_off_where_one_side_is_missing(self):
        payer, receiver = netting.settle([Item(1, "a", D("5.00"))], [Item(2, "b", D("7.00"))], ["a", "b"])
        assert (payer.net_hkd, receiver.net_hkd) == (D("5.00"), D("-7.00"))
        assert payer.of_calls == receiver.of_distributions == ()

    @given(ITEMS, ITEMS)
    def test_conserves_every_cent(self, calls, distributions):
        found = netting.settle(calls, distributions, PARTNERS)
        gross_in, gross_out = total(c.amount_hkd for c in calls), total(d.amount_hkd for d in distributions)
        assert total(one.net_hkd for one in found) == gross_in - gross_out
        for one in found:
            ours = total(c.amount_hkd for c in calls if c.partner == one.partner)
            theirs = total(d.amount_hkd for d in distributions if d.partner == one.partner)
            assert one.net_hkd == ours - theirs
            assert one.set_off_hkd == min(ours, theirs)
            assert total(part for _id, part in one.of_calls) == one.set_off_hkd
            assert total(part for _id, part in one.of_distributions) == one.set_off_hkd
            cash_in, cash_out = max(one.net_hkd, D(0)), max(-one.net_hkd, D(0))
            assert (ours - one.set_off_hkd, theirs - one.set_off_hkd) == (cash_in, cash_out)

    @given(ITEMS, ITEMS)
    def test_asks_of_no_line_more_than_its_own(self, calls, distributions):
        own = {item.id: item.amount_hkd for item in calls}
        for one in netting.settle(calls, distributions, PARTNERS):
            assert all(0 < part <= own[line] for line, part in one.of_calls)


class TestChecks:
    def test_another_day_is_named(self):
        day = date(2026, 3, 2)
        assert netting.check_days([("Call 1", day)], day) == ()
        (breach,) = netting.check_days([("Call 1", day), ("Distribution 1", date(2026, 3, 3))], day)
        assert (breach.code, breach.facts["what"]) == ("another_day", "Distribution 1")

    def test_the_government_s_interest_is_set_off_up_to_its_authority(self):
        assert netting.check_interest(D("10.00"), D("10.00")) == ()
        (breach,) = netting.check_interest(D("10.01"), D("10.00"))
        assert breach.rule == "A13"
