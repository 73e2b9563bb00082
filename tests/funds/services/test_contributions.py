"""Contributions: matched to the line, over-payments apart, undone by a mirror entry and counted once."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from funds import fee_facts, selectors
from funds.models import Contribution, JournalEntry
from funds.services import contributions
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import programme
from tests.benchmarks.measuring import queries

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


@pytest.fixture
def line(cast, fund):
    """The line of the larger private partner: HK$30m."""
    return programme.issued(cast, fund).lines.get(amount_hkd=D("30000000.00"))


def outstanding(line) -> Decimal:
    return selectors.call_lines([line.call]).get(pk=line.pk).outstanding_hkd


def undo(cast, contribution, *, on=date(2025, 6, 2), **about):
    return contributions.reverse(
        contribution=contribution,
        on=on,
        by=about.get("by", cast.officer),
        at=programme.at(programme.LATER),
        reason=about.get("reason", "Typed wrongly"),
    )


class TestRecord:
    def test_clears_the_line_and_fills_the_cash(self, cast, fund, line):
        contribution = programme.receive(cast, line)
        assert (contribution.amount_hkd, contribution.suspense_hkd) == (D("30000000.00"), D("0.00"))
        assert outstanding(line) == 0
        assert selectors.balance(fund, Code.CASH) == D("30000000.00")
        assert selectors.balance(fund, Code.CALL_RECEIVABLE, partner=line.partner) == 0
        assert selectors.balance(fund, Code.CALL_RECEIVABLE) == D("30000000.00")

    def test_goes_on_record(self, cast, fund, line):
        programme.receive(cast, line)
        event = AuditEvent.objects.get(verb="contribution.record")
        assert (event.chain, event.actor) == (fund.chain, cast.officer)
        assert event.facts["amount_hkd"] == "30000000.00"

    def test_takes_eleven_statements_and_the_transaction_s_own_two(self, cast, line):
        programme.receive(cast, line, "1.00", reference="A")
        assert queries(lambda: programme.receive(cast, line, "1.00", reference="B")) == 13

    def test_takes_parts_until_the_line_is_full(self, cast, line):
        programme.receive(cast, line, "29999999.99", reference="A")
        assert outstanding(line) == D("0.01")
        programme.receive(cast, line, "0.01", reference="B")
        assert outstanding(line) == 0

    def test_puts_what_is_over_in_suspense(self, cast, fund, line):
        programme.receive(cast, line, "29000000.00", reference="A")
        over = programme.receive(cast, line, "1000000.01", reference="B")
        assert (over.amount_hkd, over.suspense_hkd) == (D("1000000.00"), D("0.01"))
        assert selectors.balance(fund, Code.SUSPENSE) == D("-0.01")
        assert selectors.balance(fund, Code.CASH) == D("30000000.01")
        assert outstanding(line) == 0

    def test_counts_from_the_bank_s_value_date(self, cast, fund, line):
        programme.receive(cast, line, day=date(2025, 5, 13))
        assert selectors.balance(fund, Code.CASH, as_of=date(2025, 5, 12)) == 0
        assert selectors.balance(fund, Code.CASH, as_of=date(2025, 5, 13)) == D("30000000.00")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_hkd": D("0.00")}, "not_positive"),
            ({"amount_hkd": D("-1.00")}, "not_positive"),
            ({"value_date": date(2026, 3, 3)}, "future_value_date"),
            ({"value_date": date(2025, 2, 2)}, "before_registration"),
            ({"bank_reference": " "}, "reference_missing"),
        ],
    )
    def test_refuses_with_the_reason_and_writes_nothing(self, cast, line, changes, code):
        about = {"amount_hkd": D("1.00"), "value_date": programme.DUE, "bank_reference": "FT1"} | changes
        events = AuditEvent.objects.count()
        with pytest.raises(InputRefused) as refusal:
            contributions.record(line=line, by=cast.officer, at=programme.at(programme.LATER), **about)
        assert refusal.value.code == code
        assert not Contribution.objects.exists()
        assert JournalEntry.objects.filter(kind="contribution").count() == 0
        assert AuditEvent.objects.count() == events

    @pytest.mark.parametrize("amount", [1.0, D("0.005"), D("Infinity")])
    def test_refuses_what_is_no_amount_of_money(self, cast, line, amount):
        with pytest.raises(InputRefused):
            contributions.record(
                line=line,
                amount_hkd=amount,
                value_date=programme.DUE,
                bank_reference="FT1",
                by=cast.officer,
                at=programme.at(programme.LATER),
            )

    def test_counts_a_receipt_once(self, cast, line):
        programme.receive(cast, line, "1.00", reference="FT1")
        with pytest.raises(InputRefused) as refusal:
            programme.receive(cast, line, "1.00", reference=" FT1 ")
        assert refusal.value.code == "receipt_stands"

    def test_requires_its_permission(self, cast, line):
        for person in (cast.maker, cast.signatory, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                contributions.record(
                    line=line,
                    amount_hkd=D("1.00"),
                    value_date=programme.DUE,
                    bank_reference="FT1",
                    by=person,
                    at=programme.at(programme.LATER),
                )

    def test_waits_for_the_issue(self, cast, fund):
        draft = programme.drafted(cast, fund)
        line = draft.lines.create(
            partner=fund.partners.first(),
            order=1,
            commitment_hkd=1,
            called_before_hkd=0,
            unfunded_before_hkd=1,
            entitled_before_hkd=0,
            amount_hkd=1,
            called_after_hkd=1,
            unfunded_after_hkd=0,
            entitled_after_hkd=1,
        )
        with pytest.raises(WrongStage):
            programme.receive(cast, line)


class TestReverse:
    def test_opens_the_line_again_by_a_mirror_entry(self, cast, fund, line):
        contribution = programme.receive(cast, line, "30000000.01")
        mirror = undo(cast, contribution)
        assert (mirror.kind, mirror.reverses) == ("contribution", contribution.entry)
        assert outstanding(line) == D("30000000.00")
        assert selectors.balance(fund, Code.CASH) == selectors.balance(fund, Code.SUSPENSE) == 0
        assert AuditEvent.objects.get(verb="contribution.reverse").reason == "Typed wrongly"

    def test_lets_the_same_receipt_be_recorded_as_it_was(self, cast, fund, line):
        undo(cast, programme.receive(cast, line, "3000000.00", reference="FT1"))
        programme.receive(cast, line, "30000000.00", reference="FT1")
        assert outstanding(line) == 0
        assert selectors.balance(fund, Code.CASH) == D("30000000.00")
        with pytest.raises(InputRefused):
            programme.receive(cast, line, "30000000.00", reference="FT1")

    def test_is_known_from_its_recording_on(self, cast, fund, line):
        contribution = programme.receive(cast, line)
        before = contribution.entry.recorded_at
        undo(cast, contribution)
        assert selectors.balance(fund, Code.CASH, known_at=before) == D("30000000.00")
        assert selectors.balance(fund, Code.CASH) == 0
        at_day = {"on": date(2025, 6, 30)}
        assert fee_facts.hurdle_position(fund, **at_day, known_at=before).capital_hkd == D("30000000.00")
        assert fee_facts.hurdle_position(fund, **at_day).capital_hkd == 0

    def test_happens_once(self, cast, line):
        contribution = programme.receive(cast, line)
        undo(cast, contribution)
        with pytest.raises(InputRefused) as refusal:
            undo(cast, contribution)
        assert refusal.value.code == "already_reversed"

    @pytest.mark.parametrize("on", [date(2025, 5, 14), date(2026, 3, 3)])
    def test_lies_between_the_receipt_and_today(self, cast, line, on):
        contribution = programme.receive(cast, line)
        with pytest.raises(InputRefused) as refusal:
            undo(cast, contribution, on=on)
        assert refusal.value.code == "correction_date"
        assert outstanding(line) == 0

    def test_asks_for_a_reason(self, cast, line):
        with pytest.raises(InputRefused):
            undo(cast, programme.receive(cast, line), reason=" ")

    def test_requires_its_permission(self, cast, line):
        with pytest.raises(NotPermitted):
            undo(cast, programme.receive(cast, line), by=cast.maker)


class TestTheDatabase:
    def test_takes_a_standing_receipt_once_whoever_writes_it(self, cast, line):
        first = programme.receive(cast, line, "1.00", reference="FT1")
        other = programme.receive(cast, line, "1.00", reference="FT2")
        with pytest.raises(IntegrityError, match="stands on this line"), transaction.atomic():
            Contribution.objects.create(
                line=line,
                amount_hkd=D("1.00"),
                value_date=first.value_date,
                bank_reference="FT1",
                entry=other.entry,
                recorded_by=cast.officer,
                recorded_at=first.recorded_at,
            )
