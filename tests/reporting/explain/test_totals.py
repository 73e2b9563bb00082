"""A table's total opens to the figures of its rows, and a supposed call's lines to how they would be split."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import pytest

from funds.rules.allocation import earliest_due_date
from investments import board
from itvf.dates import now
from itvf.derivation import nodes
from itvf.errors import NotFound
from itvf.explained import cell, totals
from itvf.money import total
from reporting.explain import programme
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import portal
from tests.reporting.explain.pages import figures
from tests.reporting.explain.world import ON

pytestmark = pytest.mark.django_db

D = Decimal
CALL = "12345678.91"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, ON)


def asked(world, url: str, user=None):
    """The derivation of a fund that an address leads to."""
    at, given = urlparse(url), parse_qs(urlparse(url).query)
    name = at.path.rstrip("/").rpartition("/")[2]
    day = given.get("on", [f"{ON}"])[0]
    question = Question(world.fund, type(ON).fromisoformat(day), user or world.cast.officer, now(), of=given["of"][0])
    return explain(name, question)


class TestATotal:
    def test_is_the_sum_of_its_rows_figures(self, world):
        partners = list(world.fund.partners.order_by("pk"))
        shown = [explain("called", Question(world.fund, ON, world.cast.officer, now(), of=f"{p.pk}")) for p in partners]
        rows = [
            ["x", cell(one.value, "harbour", "called", of=p.pk, on=ON), D("1.00")]
            for one, p in zip(shown, partners, strict=True)
        ]
        label, (whole, url), bare = totals("Total", rows)
        tree = asked(world, url)
        assert (label, whole, bare) == ("Total", tree.value, D(len(rows)))
        assert [part.value for part in tree.parts] == [one.value for one in shown]
        for part in tree.parts:
            assert part.opens[0] == "called"
        with pytest.raises(NotFound):
            asked(world, url, world.cast.partner)

    @pytest.mark.parametrize("of", ["", "sum:called:1", "nothing:1", "performance:net-irr", "called"])
    def test_of_what_there_is_not_is_refused(self, world, of):
        question = Question(world.fund, ON, world.cast.partner if of == "called" else world.cast.officer, now(), of=of)
        with pytest.raises(NotFound):
            explain("sum", question)


class TestWhatAReaderSFundsSumTo:
    """Totals over several funds: staff read every fund, a general partner its own."""

    def ask(self, user, name: str, of: str):
        return programme.explain(name, Question(None, ON, user, now(), of=of))

    def test_is_the_board_s_total_under_its_filters(self, world):
        for reader in (world.cast.officer, world.cast.maker(world.fund)):
            for filters in (
                board.Filters(),
                board.Filters(fund=world.fund.pk, state="realised"),
                board.Filters(text="Life"),
            ):
                found = board.board(reader, ON, filters).totals
                tree = self.ask(reader, "board", f"paid/{filters}")
                assert tree.value == found.original_cost_hkd > 0
                assert not tree.difference
        assert self.ask(world.cast.officer, "board", f"paid/{board.Filters(state='held')}").parts == ()

    def test_is_money_not_invested_by_state_and_age(self, world):
        officer = world.cast.officer
        whole, states, ages = (
            [self.ask(officer, "uninvested", of).value for of in kinds]
            for kinds in ([""], ["waiting", "soon", "overdue"], [f"age-{band}" for band in range(4)])
        )
        assert whole == [total(states)] == [total(ages)]
        assert whole[0] > 0

    @pytest.mark.parametrize(
        ("name", "of"),
        [("board", "paid/colour=red"), ("board", "paid/fund=x"), ("board", "price/"), ("uninvested", "age-4"),
         ("uninvested", "old"), ("invested", "gold"), ("invested", "cost/payment-0"), ("invested", "cost/fund-1")],
    )  # fmt: skip
    def test_refuses_what_there_is_not(self, world, name, of):
        with pytest.raises(NotFound):
            self.ask(world.cast.officer, name, of)

    def test_is_hidden_from_who_reads_no_fund(self, world):
        for name, of in (("board", "paid/"), ("uninvested", ""), ("invested", "cost")):
            with pytest.raises(NotFound):
                self.ask(world.cast.partner, name, of)


class TestASupposedCall:
    def test_opens_every_figure_of_its_page_and_its_totals(self, world):
        page = portal.client_of(world.cast.officer).post(
            f"/funds/{world.fund.code}/what-if/call/",
            {"amount_hkd": CALL, "kind": "investment", "due_date": f"{earliest_due_date(ON)}"},
        )
        printed = [one for one in figures(page.content.decode()) if one.label]
        assert len(printed) == 4 * (world.fund.partners.count() + 1)
        opened = {}
        for one in printed:
            (url,) = one.urls
            tree = asked(world, url)
            assert D(one.text.replace(",", "")) == tree.value, (one.label, url)
            assert not [node for node in nodes(tree) if node.difference]
            opened.setdefault(one.label, []).append(tree.value)
        *lines, whole = opened["This call (HK$)"]
        assert total(lines) == whole == D(CALL)

    def test_is_not_supposed_as_known_before_nor_by_a_partner(self, world):
        of = f"amount/{world.partner.pk}/investment/{CALL}/{earliest_due_date(ON)}/commitment"
        question = Question(world.fund, ON, world.cast.officer, now(), of=of)
        assert explain("what-if-call", question).value > 0
        for changed in (
            Question(world.fund, ON, world.cast.officer, now(), of=of, known_at=now() - timedelta(days=1)),
            Question(world.fund, ON, world.cast.partner, now(), of=of),
            Question(world.fund, ON, world.cast.officer, now(), of=of.replace("amount/", "part/")),
        ):
            with pytest.raises(NotFound):
                explain("what-if-call", changed)
