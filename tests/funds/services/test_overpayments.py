"""Over-payments: held in suspense, applied to another line or returned, each undone by reversal, nothing lost."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import overpayment_facts, selectors
from funds.models import JournalEntry
from funds.services import bank_statements, contributions, overpayments
from itvf import files
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting import books
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
AT = programme.at(programme.LATER)
OVER = D("2000000.00")
AGAIN = programme.LATER - timedelta(days=40)
DUE_AGAIN = programme.LATER - timedelta(days=20)


@pytest.fixture(scope="module")
def standing(held):
    """A private partner paid HK$2m above its line; a second call asks it for HK$3m."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    call = programme.issued(cast, fund)
    line = call.lines.select_related("call__fund", "partner").filter(partner__kind="private").first()
    receipt = programme.receive(cast, line, str(line.amount_hkd + OVER))
    second = programme.issued(cast, fund, "6000000.00", day=AGAIN, due=DUE_AGAIN)
    mine = second.lines.select_related("call__fund", "partner").get(partner=line.partner)
    other = second.lines.select_related("call__fund", "partner").get(partner__kind="gp")
    return SimpleNamespace(cast=cast, fund=fund, receipt=receipt, mine=mine, other=other)


def apply(world, amount=OVER, **changes):
    about = {"line": world.mine, "on": DUE_AGAIN, "reason": "The next call", "by": world.cast.officer, "at": AT}
    return overpayments.apply(receipt=world.receipt, amount_hkd=amount, **about | changes)


def give_back(world, amount=OVER, **changes):
    about = {"value_date": DUE_AGAIN, "bank_reference": "OUT-1", "reason": "Asked for it", "at": AT}
    return overpayments.give_back(
        receipt=world.receipt, amount_hkd=amount, **{"by": world.cast.officer} | about | changes
    )


class TestApply:
    def test_pays_the_partner_s_next_call_by_an_entry_of_its_own(self, world, fund):
        used = apply(world)
        assert (used.entry.kind, used.entry.effective_date) == ("overpayment_applied", DUE_AGAIN)
        assert selectors.balance(fund, Code.SUSPENSE) == 0
        line = selectors.call_lines([world.mine.call]).get(pk=world.mine.pk)
        assert (line.received_hkd, line.outstanding_hkd) == (OVER, line.amount_hkd - OVER)
        assert overpayment_facts.left(world.receipt) == 0
        assert overpayment_facts.aged(programme.LATER) == []
        event = AuditEvent.objects.get(verb="overpayment.apply")
        assert event.reason == "The next call"
        assert {f.code for f in books.prove()} == set()

    def test_is_refused_above_what_is_held_for_another_partner_and_before_the_call(self, world):
        for changes, code in (
            ({"amount": OVER + D("0.01")}, "above_what_is_held"),
            ({"line": world.other}, "another_partner"),
            ({"on": AGAIN - timedelta(days=1)}, "value_date"),
        ):
            with pytest.raises(InputRefused) as refusal:
                apply(world, **changes)
            assert refusal.value.code == code
        with pytest.raises(NotPermitted):
            apply(world, by=world.cast.maker)
        assert not JournalEntry.objects.filter(kind="overpayment_applied").exists()

    def test_is_refused_in_the_government_s_name_since_the_corporation_pays_to_the_cent(self, world, cast):
        line = world.mine.call.lines.select_related("call__fund", "partner").get(partner__kind="government")
        receipt = programme.receive(cast, line, str(line.amount_hkd + OVER))
        at = {"reason": "Asked for it", "by": cast.officer, "at": AT}
        for refused in (
            lambda: overpayments.apply(receipt=receipt, line=line, amount_hkd=OVER, on=DUE_AGAIN, **at),
            lambda: overpayments.give_back(
                receipt=receipt, amount_hkd=OVER, value_date=DUE_AGAIN, bank_reference="OUT-G", **at
            ),
        ):
            with pytest.raises(InputRefused) as refusal:
                refused()
            assert refusal.value.code == "not_the_governments"

    def test_holds_its_receipt_until_it_is_reversed(self, world, cast):
        used = apply(world, D("500000.00"))
        about = {"on": programme.LATER, "by": cast.officer, "at": AT, "reason": "Wrong line"}
        for contribution, code in ((world.receipt, "overpayment_used"), (used.applied, "no_receipt")):
            with pytest.raises(InputRefused) as refusal:
                contributions.reverse(contribution=contribution, **about)
            assert refusal.value.code == code
        overpayments.reverse(used=used, **about)
        assert overpayment_facts.left(world.receipt) == OVER
        with pytest.raises(InputRefused):
            overpayments.reverse(used=used, **about)
        assert {f.code for f in books.prove()} == set()


class TestReturn:
    def test_takes_the_money_out_of_suspense_and_bank_and_leaves_a_history_of_two_lines(self, world, fund):
        before = selectors.balance(fund, Code.CASH)
        give_back(world, D("1500000.00"))
        assert selectors.balance(fund, Code.CASH) == before - D("1500000.00")
        (held,) = overpayment_facts.aged(programme.LATER)
        assert (held.left_hkd, held.days) == (D("500000.00"), (programme.LATER - programme.DUE).days)
        apply(world, D("500000.00"))
        assert [used.kind for used in overpayment_facts.uses(world.receipt)] == ["returned", "applied"]
        with pytest.raises(InputRefused) as refusal:
            give_back(world, D("0.01"), bank_reference="OUT-2")
        assert refusal.value.code == "nothing_held"
        assert {f.code for f in books.prove()} == set()

    def test_is_matched_to_the_debit_on_the_bank_s_statement(self, world, cast, fund):
        text = f"value_date,amount_hkd,bank_reference,narrative\n{DUE_AGAIN},-2000000.00,OUT-9,Returned\n"
        file = files.store(text.encode(), name="may.csv", content_type="text/csv", by=cast.officer)
        statement = bank_statements.take_in(fund=fund, file=file, by=cast.officer, at=AT)
        line = statement.lines.get()
        used = overpayments.give_back_by_statement(
            line=line, receipt=world.receipt, by=cast.officer, at=AT, reason="Asked for it"
        )
        line.refresh_from_db()
        assert (used.bank_reference, used.statement_line, line.stage) == ("OUT-9", line, "set_aside")
        with pytest.raises(InputRefused) as refusal:
            bank_statements.reopen(line=line, reason="Another's", by=cast.officer, at=AT)
        assert refusal.value.code == "return_stands"
        with pytest.raises(WrongStage):
            overpayments.give_back_by_statement(
                line=line, receipt=world.receipt, by=cast.officer, at=AT, reason="Again"
            )
