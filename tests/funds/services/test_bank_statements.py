"""Bank statements: each line once, matched by a person, and nothing booked that cannot be taken back."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import BankStatementLine, Contribution, JournalEntry
from funds.services import bank_statements, contributions
from itvf import files
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
HEAD = "value_date,amount_hkd,bank_reference,narrative\n"
PAID = date(2025, 5, 15)


@pytest.fixture(scope="module")
def standing(held):
    """A fund whose call of HK$60m is due: the GP 1.5m, private partners 30m and 13.5m, the Government 15m."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    return SimpleNamespace(cast=cast, fund=fund, call=programme.issued(cast, fund))


@pytest.fixture
def call(world):
    return world.call


def took(cast, fund, *rows: str, by=None):
    """A statement of some rows: "2025-05-15,30000000.00,FT1,text"."""
    content = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    file = files.store(content, name="may.csv", content_type="text/csv", by=cast.officer)
    return bank_statements.take_in(fund=fund, file=file, by=by or cast.officer, at=programme.at(programme.LATER))


def line_of(call, kind: str, amount: str | None = None):
    found = call.lines.filter(partner__kind=kind)
    return found.get(amount_hkd=D(amount)) if amount else found.get()


def act(verb, line, cast, **more):
    return getattr(bank_statements, verb)(line=line, by=cast.officer, at=programme.at(programme.LATER), **more)


def on_record() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (BankStatementLine, Contribution, JournalEntry, AuditEvent))


class TestTakeIn:
    def test_keeps_each_line_once_over_files_that_overlap(self, cast, fund):
        took(cast, fund, "2025-05-15,100.00,FT1,a", "2025-05-15,100.00,FT1,a")
        later = took(cast, fund, *["2025-05-15,100.00,FT1,a"] * 3, "2025-05-16,-5.00,CHG,charge")
        assert (later.lines.count(), later.known_lines) == (2, 2)
        assert BankStatementLine.objects.count() == 4

    def test_leaves_out_what_was_recorded_by_hand(self, cast, fund, call):
        programme.receive(cast, line_of(call, "gp"), reference="FT7", day=PAID)
        statement = took(cast, fund, "2025-05-15,1500000.00,FT7,GP", "2025-05-15,1.00,FT8,x")
        assert list(statement.lines.values_list("bank_reference", flat=True)) == ["FT8"]

    def test_refuses_what_says_nothing_new(self, cast, fund):
        took(cast, fund, "2025-05-15,100.00,FT1,a")
        before = on_record()
        with pytest.raises(InputRefused) as refusal:
            took(cast, fund, "2025-05-15,100.00,FT1,a")
        assert (refusal.value.code, on_record()) == ("nothing_new", before)

    def test_refuses_another_account_and_a_day_to_come(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            took(cast, fund, "2027-05-15,100.00,FT1,a")
        assert refusal.value.code == "future_value_date"
        other = b":20:S\n:25:999\n:28C:1/1\n:60F:C250514HKD0,00\n:61:2505150515C1,00NTRFX//FT1\n:62F:C250515HKD1,00\n"
        file = files.store(other, name="may.txt", content_type="text/plain", by=cast.officer)
        with pytest.raises(InputRefused) as refusal:
            bank_statements.take_in(fund=fund, file=file, by=cast.officer, at=programme.at(programme.LATER))
        assert refusal.value.code == "account_differs"

    def test_is_for_staff(self, cast, fund):
        with pytest.raises(NotPermitted):
            took(cast, fund, "2025-05-15,100.00,FT1,a", by=cast.maker)


class TestMatch:
    def test_makes_the_line_a_receipt_with_its_date_and_reference(self, cast, fund, call):
        (line,) = took(cast, fund, "2025-05-15,30000000.00,FT1,transfer").lines.all()
        assert bank_statements.proposals([line])[line.pk].ground == "amount"
        found = act("match", line, cast, call_line=line_of(call, "private", "30000000.00"))
        assert (found.stage, found.contribution.value_date) == ("matched", PAID)
        assert found.contribution.bank_reference == "FT1"
        assert selectors.balance(fund, Code.CASH) == D("30000000.00")

    def test_puts_what_is_over_into_suspense(self, cast, fund, call):
        (line,) = took(cast, fund, "2025-05-15,1500000.01,FT1,GP").lines.all()
        act("match", line, cast, call_line=line_of(call, "gp"))
        assert selectors.balance(fund, Code.SUSPENSE) == D("-0.01")

    def test_matches_all_that_is_sure_and_leaves_the_rest(self, cast, fund, call):
        gp, private = line_of(call, "gp"), line_of(call, "private", "30000000.00")
        statement = took(
            cast,
            fund,
            f"2025-05-15,1500000.00,FT1,{gp.notice.reference}",
            f"2025-05-15,29999999.99,FT2,{private.notice.reference}",
            "2025-05-15,13500000.00,FT3,no reference",
        )
        at = programme.at(programme.LATER)
        assert bank_statements.match_sure(statement=statement, by=cast.officer, at=at) == 1
        assert list(statement.lines.order_by("number").values_list("stage", flat=True)) == ["matched", "open", "open"]
        with pytest.raises(InputRefused) as refusal:
            bank_statements.match_sure(statement=statement, by=cast.officer, at=at)
        assert refusal.value.code == "nothing_sure"

    def test_takes_two_receipts_without_a_reference_of_one_day_and_none_that_was_recorded_by_hand(
        self, cast, fund, call
    ):
        line = line_of(call, "private", "30000000.00")
        halves = took(cast, fund, *["2025-05-15,15000000.00,NONREF 2025-05-15,half"] * 2).lines.all()
        for half in halves:
            act("match", half, cast, call_line=line)
        assert selectors.balance(fund, Code.CASH) == D("30000000.00")
        first = act("reopen", halves[0], cast, reason="To look again.")
        again = act("match", first, cast, call_line=line).contribution
        assert (again.bank_reference, selectors.balance(fund, Code.CASH)) == ("NONREF 2025-05-15", D("30000000.00"))
        assert line.contributions.filter(bank_reference="NONREF 2025-05-15 (2)").count() == 1
        other = line_of(call, "gp")
        (late,) = took(cast, fund, "2025-05-16,1500000.00,NONREF 2025-05-16,x").lines.all()
        programme.receive(cast, other, "1.00", reference="NONREF 2025-05-16", day=PAID)
        with pytest.raises(InputRefused) as refusal:
            act("match", late, cast, call_line=other)
        assert refusal.value.code == "receipt_stands"

    def test_refuses_money_that_went_out_and_a_second_time(self, cast, fund, call):
        out, paid = took(cast, fund, "2025-05-15,-5.00,CHG,charge", "2025-05-15,1500000.00,FT1,GP").lines.order_by(
            "number"
        )
        with pytest.raises(InputRefused) as refusal:
            act("match", out, cast, call_line=line_of(call, "gp"))
        assert refusal.value.code == "no_receipt"
        act("match", paid, cast, call_line=line_of(call, "gp"))
        with pytest.raises(WrongStage):
            act("match", paid, cast, call_line=line_of(call, "gp"))

    def test_is_taken_back_with_its_receipt(self, cast, fund, call):
        (line,) = took(cast, fund, "2025-05-15,1500000.00,FT1,GP").lines.all()
        act("match", line, cast, call_line=line_of(call, "gp"))
        found = act("reopen", line, cast, reason="Another partner's.")
        assert (found.stage, found.contribution) == ("open", None)
        assert selectors.balance(fund, Code.CASH) == 0
        again = act("match", line, cast, call_line=line_of(call, "private", "30000000.00"))
        assert again.contribution.amount_hkd == D("1500000.00")

    def test_is_taken_back_after_the_receipt_was_reversed_by_hand(self, cast, fund, call):
        (line,) = took(cast, fund, "2025-05-15,1500000.00,FT1,GP").lines.all()
        receipt = act("match", line, cast, call_line=line_of(call, "gp")).contribution
        at = programme.at(programme.LATER)
        contributions.reverse(contribution=receipt, on=PAID, by=cast.officer, at=at, reason="Wrong.")
        assert act("reopen", line, cast, reason="Wrong.").stage == "open"
        assert selectors.balance(fund, Code.CASH) == 0


class TestSuspense:
    def test_holds_a_receipt_and_lets_it_be_matched_later(self, cast, fund, call):
        (line,) = took(cast, fund, "2025-05-15,1500000.00,FT1,?").lines.all()
        act("hold", line, cast, reason="Who paid?")
        assert (selectors.balance(fund, Code.CASH), selectors.balance(fund, Code.SUSPENSE)) == (
            D("1500000.00"),
            D("-1500000.00"),
        )
        act("reopen", line, cast, reason="The GP wrote.")
        act("match", line, cast, call_line=line_of(call, "gp"))
        assert (selectors.balance(fund, Code.CASH), selectors.balance(fund, Code.SUSPENSE)) == (D("1500000.00"), 0)
        act("reopen", line, cast, reason="Not the GP's.")
        assert act("hold", line, cast, reason="Who paid?").stage == "held"

    def test_gives_it_back(self, cast, fund):
        (line,) = took(cast, fund, "2025-05-15,9.00,FT1,?").lines.all()
        act("hold", line, cast, reason="Who paid?")
        back = {"bank_reference": "OUT1", "reason": "Sent in error."}
        with pytest.raises(InputRefused) as refusal:
            act("give_back", line, cast, value_date=date(2025, 5, 14), **back)
        assert refusal.value.code == "return_date"
        found = act("give_back", line, cast, value_date=date(2025, 5, 20), **back)
        assert (found.stage, found.returned_entry.effective_date) == ("returned", date(2025, 5, 20))
        assert (selectors.balance(fund, Code.CASH), selectors.balance(fund, Code.SUSPENSE)) == (0, 0)

    def test_sets_aside_what_pays_no_call(self, cast, fund):
        (line,) = took(cast, fund, "2025-05-15,-5.00,CHG,charge").lines.all()
        before = JournalEntry.objects.count()
        assert act("set_aside", line, cast, reason="Bank charge").stage == "set_aside"
        assert JournalEntry.objects.count() == before
        assert AuditEvent.objects.filter(verb="bank_statement.set_aside").exists()
