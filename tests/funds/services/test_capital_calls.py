"""Capital calls: drafted, issued in one transaction, split to the cent over many calls (R20, A11)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import CallLine, CapitalCall, JournalEntry, Notice, PaymentCase
from funds.services import capital_calls, notices
from itvf import audit, files
from itvf.errors import InputRefused, NotPermitted, RuleBroken, Stale, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from tests import programme
from tests.benchmarks.measuring import queries

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


def issue(cast, call, *, day=programme.CALLED, by=None, **about):
    return capital_calls.issue(call=call, by=by or cast.signatory, at=programme.at(day), **about)


def lines(call) -> dict[str, Decimal]:
    return dict(call.lines.order_by("order").values_list("partner__kind", "amount_hkd"))


def codes(refusal) -> list[str]:
    return [breach.code for breach in refusal.value.breaches]


class TestDraft:
    def test_sums_its_purposes_and_goes_on_record(self, cast, fund):
        fee = programme.purpose("1234567.89", "management_fee", "Fee")
        call = programme.drafted(cast, fund, "60000000.00", fee)
        assert (call.amount_hkd, call.stage, call.drafted_by) == (D("61234567.89"), "draft", cast.maker)
        assert [purpose.kind for purpose in call.purposes.all()] == ["investment", "management_fee"]
        event = AuditEvent.objects.get(verb="capital_call.draft")
        assert (event.chain, event.facts["amount_hkd"]) == (fund.chain, "61234567.89")
        assert not JournalEntry.objects.exists()

    @pytest.mark.parametrize(
        ("amount", "due", "code"),
        [
            ("600000000.01", programme.DUE, "exceeds_unfunded"),
            ("60000000.00", date(2025, 5, 13), "due_too_soon"),  # the 10th business day after 28 April is the 14th
            ("60000000.00", date(2035, 4, 2), "after_term"),
            ("60000000.00", date(2030, 4, 2), "new_investment_after_period"),
        ],
    )
    def test_refuses_what_could_not_be_issued_and_writes_nothing(self, cast, fund, amount, due, code):
        events = AuditEvent.objects.count()
        with pytest.raises(RuleBroken) as refusal:
            programme.drafted(cast, fund, amount, due=due)
        assert code in codes(refusal)
        assert not CapitalCall.objects.exists()
        assert AuditEvent.objects.count() == events

    def test_may_ask_for_all_that_is_unfunded_on_the_tenth_business_day(self, cast, fund):
        call = programme.drafted(cast, fund, "600000000.00", due=date(2025, 5, 14))
        assert call.amount_hkd == D("600000000.00")

    @pytest.mark.parametrize("amount", ["0.00", "-5.00"])
    def test_takes_no_purpose_of_nothing(self, cast, fund, amount):
        with pytest.raises(RuleBroken) as refusal:
            programme.drafted(cast, fund, "60000000.00", amount)
        assert "purpose_not_positive" in codes(refusal)

    @pytest.mark.parametrize(("kind", "label"), [("bribe", "For whom"), ("expense", "  ")])
    def test_takes_no_purpose_that_it_does_not_know(self, cast, fund, kind, label):
        with pytest.raises(InputRefused) as refusal:
            programme.drafted(cast, fund, programme.purpose("1.00", kind, label))
        assert refusal.value.field == "purposes"

    def test_requires_its_permission_in_this_fund(self, cast, fund):
        for person in (cast.signatory, cast.officer, cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                capital_calls.draft(
                    fund=fund,
                    purposes=[programme.purpose("1.00")],
                    due_date=programme.DUE,
                    channel="portal",
                    by=person,
                    at=programme.at(programme.CALLED),
                )
        assert not CapitalCall.objects.exists()

    def test_waits_for_the_first_closing(self, cast):
        forming = programme.founded(cast, programme.scheme(), code="ridge", ce_number="BQK314")
        programme.seat(cast, forming, cast.maker)
        with pytest.raises(WrongStage):
            programme.drafted(cast, forming)


class TestRevise:
    def revise(self, cast, call, amount="30000000.00", **about):
        return capital_calls.revise(
            call=call,
            purposes=[programme.purpose(amount)],
            due_date=programme.DUE,
            by=about.pop("by", cast.maker),
            at=programme.at(programme.CALLED),
            **about,
        )

    def test_replaces_the_purposes_and_keeps_what_was(self, cast, fund):
        call = self.revise(cast, programme.drafted(cast, fund))
        assert (call.amount_hkd, call.version, call.purposes.count()) == (D("30000000.00"), 2, 1)
        assert AuditEvent.objects.get(verb="capital_call.revise").facts["before"]["amount_hkd"] == "60000000.00"

    def test_refuses_who_read_another_version(self, cast, fund):
        call = programme.drafted(cast, fund)
        self.revise(cast, call, version=1)
        with pytest.raises(Stale):
            self.revise(cast, call, "1.00", version=1)
        assert CapitalCall.objects.get().amount_hkd == D("30000000.00")

    def test_is_over_once_issued(self, cast, fund):
        call = programme.issued(cast, fund)
        with pytest.raises(WrongStage):
            self.revise(cast, call)

    def test_requires_its_permission(self, cast, fund):
        call = programme.drafted(cast, fund)
        with pytest.raises(NotPermitted):
            self.revise(cast, call, by=cast.signatory)


class TestIssue:
    def test_splits_posts_notifies_and_opens_the_payment_case(self, cast, fund):
        call = programme.issued(cast, fund)
        assert lines(call) == {"government": D("15000000.00"), "gp": D("1500000.00"), "private": D("13500000.00")}
        assert [line.amount_hkd for line in call.lines.all()] == [
            D("15000000.00"),
            D("1500000.00"),
            D("30000000.00"),
            D("13500000.00"),
        ]
        assert call.entry.effective_date == programme.DUE
        assert selectors.balance(fund, Code.CALL_RECEIVABLE) == D("60000000.00")
        assert selectors.balance(fund, Code.CAPITAL_CONTRIBUTED) == D("-60000000.00")
        assert Notice.objects.count() == OutboxMessage.objects.count() == 4
        assert PaymentCase.objects.get().amount_hkd == D("15000000.00")
        assert notices.altered(call) == []

    def test_puts_who_and_how_much_on_record(self, cast, fund):
        call = programme.issued(cast, fund)
        event = AuditEvent.objects.get(verb="capital_call.issue")
        assert (event.actor, event.subject_id) == (cast.signatory, str(call.pk))
        assert event.facts == {"amount_hkd": "60000000.00", "due_date": "2025-05-15", "lines": 4}
        assert audit.verify(fund.chain) == []

    def test_takes_thirty_seven_statements(self, cast, fund):
        call = programme.drafted(cast, fund)
        assert queries(lambda: issue(cast, call)) == 37

    def test_counts_from_its_due_date(self, cast, fund):
        programme.issued(cast, fund)
        assert selectors.balance(fund, Code.CALL_RECEIVABLE, as_of=date(2025, 5, 14)) == 0
        assert selectors.balance(fund, Code.CALL_RECEIVABLE, as_of=programme.DUE) == D("60000000.00")

    def test_requires_the_signatory(self, cast, fund):
        call = programme.drafted(cast, fund)
        for person in (cast.maker, cast.officer, cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                issue(cast, call, by=person)
        assert not CallLine.objects.exists()

    def test_takes_another_person_than_its_drafter(self, cast, fund):
        call = programme.drafted(cast, fund)
        CapitalCall.objects.filter(pk=call.pk).update(drafted_by=cast.signatory)
        with pytest.raises(NotPermitted) as refusal:
            issue(cast, call)
        assert refusal.value.code == "maker_is_checker"

    def test_happens_once(self, cast, fund):
        call = programme.issued(cast, fund)
        with pytest.raises(WrongStage):
            issue(cast, call)
        assert JournalEntry.objects.filter(kind="call_issued").count() == 1

    def test_checks_again_on_the_day(self, cast, fund):
        call = programme.drafted(cast, fund)
        with pytest.raises(RuleBroken) as refusal:
            issue(cast, call, day=date(2025, 5, 2))
        assert codes(refusal) == ["due_too_soon"]

    def test_waits_for_a_confirmed_bank_account(self, cast, fund):
        call = programme.drafted(cast, fund)
        programme.bank_account(cast, fund, number="111-222222-333", day=date(2025, 4, 25))  # a Friday
        with pytest.raises(InputRefused) as refusal:
            issue(cast, call)  # on Monday: the second business day is Tuesday
        assert refusal.value.code == "no_bank_account"
        assert not JournalEntry.objects.exists()
        assert not OutboxMessage.objects.exists()
        issue(cast, call, day=date(2025, 4, 29))

    def test_shows_fees_and_expenses_apart(self, cast, fund):
        extra = (
            programme.purpose("800000.00", "management_fee", "Fee"),
            programme.purpose("200000.00", "expense", "Audit"),
        )
        call = programme.issued(cast, fund, "59000000.00", *extra)
        assert [(one["kind"], one["amount_hkd"]) for one in call.notice_common["purposes"]] == [
            ("investment", "59000000.00"),
            ("management_fee", "800000.00"),
            ("expense", "200000.00"),
        ]

    def test_breaks_as_a_whole_when_its_audit_row_can_not_be_written(self, cast, fund, monkeypatch):
        call = programme.drafted(cast, fund)

        def broken(**_):
            raise RuntimeError("no audit")

        monkeypatch.setattr(capital_calls.audit, "record", broken)
        with pytest.raises(RuntimeError):
            issue(cast, call)
        call.refresh_from_db()
        assert call.stage == "draft"
        assert not CallLine.objects.exists()
        assert not JournalEntry.objects.exists()
        assert not Notice.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert not PaymentCase.objects.exists()


class TestTheCentsOfManyCalls:
    """A11: over all calls nobody is a cent or more from the exact running share; the Government never above it."""

    AMOUNTS = ("0.01", "0.02", "0.03", "1.00", "10000000.01", "33333333.33", "7.77")

    def check(self, fund):
        register = {partner.pk: partner for partner in selectors.partners_with_position(fund).order_by("id")}
        called = sum(partner.called_hkd for partner in register.values())
        for partner in register.values():
            exact = called * partner.committed_hkd / D("600000000.00")
            if partner.is_government:
                assert 0 <= exact - partner.called_hkd < D("0.01")
            else:
                assert abs(exact - partner.called_hkd) < D("0.02")

    def test_are_carried_from_call_to_call(self, cast, fund):
        for amount in self.AMOUNTS:
            call = programme.issued(cast, fund, amount)
            assert sum(lines.amount_hkd for lines in call.lines.all()) == D(amount)
            self.check(fund)

    def test_are_carried_in_the_order_of_issue_not_of_drafting(self, cast, fund):
        first = programme.drafted(cast, fund, "60000000.01")
        second = programme.drafted(cast, fund, "30000000.03")
        issue(cast, second)
        issue(cast, first)
        self.check(fund)
        third = programme.issued(cast, fund, "60000000.00")
        self.check(fund)
        assert third.lines.get(partner__kind="government").amount_hkd == D("15000000.00")

    def test_end_with_nothing_unfunded(self, cast, fund):
        for amount in ("0.01", "333333333.33", "266666666.66"):
            call = programme.issued(cast, fund, amount)
        assert {line.unfunded_after_hkd for line in call.lines.all()} == {D("0.00")}
        with pytest.raises(RuleBroken):
            programme.drafted(cast, fund, "0.01")


class TestWithdraw:
    def withdraw(self, cast, call, reason="The deal fell through", by=None):
        return capital_calls.withdraw(call=call, by=by or cast.maker, at=programme.at(programme.CALLED), reason=reason)

    def test_keeps_the_draft_with_its_reason(self, cast, fund):
        call = self.withdraw(cast, programme.drafted(cast, fund))
        assert call.stage == "withdrawn"
        assert AuditEvent.objects.get(verb="capital_call.withdraw").reason == "The deal fell through"
        with pytest.raises(WrongStage):
            issue(cast, call)

    def test_asks_for_a_reason(self, cast, fund):
        with pytest.raises(InputRefused):
            self.withdraw(cast, programme.drafted(cast, fund), reason=" ")

    def test_is_too_late_once_issued(self, cast, fund):
        with pytest.raises(WrongStage):
            self.withdraw(cast, programme.issued(cast, fund))

    def test_requires_its_permission(self, cast, fund):
        with pytest.raises(NotPermitted):
            self.withdraw(cast, programme.drafted(cast, fund), by=cast.manager)


class TestPaper:
    """The GP's own paper, registered by an officer and confirmed by a manager."""

    @pytest.fixture
    def call(self, cast, fund, settings, tmp_path):
        settings.FILES_FOLDER = tmp_path
        paper = capital_calls.Paper(
            received_at=programme.at(programme.CALLED, 9),
            came_by="hand",
            file=files.store(b"%PDF-1.7 notice", name="notice.pdf", content_type="application/pdf", by=cast.officer),
            account_name=fund.name_en,
            account_number="000 123456 838",
        )
        return capital_calls.draft(
            fund=fund,
            purposes=[programme.purpose("60000000.00")],
            due_date=programme.DUE,
            channel="paper",
            paper=paper,
            by=cast.officer,
            at=programme.at(programme.CALLED),
        )

    def test_is_registered_with_time_way_and_hash(self, call):
        facts = AuditEvent.objects.get(verb="capital_call.draft").facts
        assert facts["came_by"] == "hand"
        assert facts["paper_sha256"] == call.paper_file.sha256

    def test_is_computed_anew_and_confirmed_by_a_second_person(self, cast, call):
        with pytest.raises(NotPermitted):
            issue(cast, call, by=cast.officer)
        with pytest.raises(NotPermitted):
            issue(cast, call, by=cast.signatory)
        assert lines(issue(cast, call, by=cast.manager))["government"] == D("15000000.00")

    def test_needs_its_file(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            capital_calls.draft(
                fund=fund,
                purposes=[programme.purpose("1.00")],
                due_date=programme.DUE,
                channel="paper",
                by=cast.officer,
                at=programme.at(programme.CALLED),
            )
        assert refusal.value.code == "paper_incomplete"


class TestPreview:
    def test_shows_the_lines_that_issue_writes_and_writes_nothing(self, cast, fund):
        shown = capital_calls.preview(fund, [programme.purpose("10000000.01")], programme.DUE, programme.CALLED)
        assert not CapitalCall.objects.exists()
        assert not CallLine.objects.exists()
        written = programme.issued(cast, fund, "10000000.01").lines.all()
        assert [line.amount_hkd for line in shown] == [line.amount_hkd for line in written]
