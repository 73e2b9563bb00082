"""The demo: its scheme command, its programme and the main job, each as a newcomer meets them."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from funds.models import CapitalCall, Closing, Fund, PaymentCase, SchemeVersion, Selection
from funds.selectors import late_lines, register
from funds.services import schemes
from investments.models import CheckOutcome, Investment, Proposal
from itvf.dates import now
from itvf.models import OutboxMessage, User
from itvf.roles import StaffRole
from reporting import books
from reporting.demo import acts, cast, plans, printing, programme
from reporting.demo.post import wait_until_sent
from reporting.models import ManagementReport, QuarterlyReport
from tests import links

HIRED_AT = datetime(2024, 11, 1, 1, tzinfo=UTC)
LONG = pytest.mark.prove
MORNINGS = [
    pytest.param(datetime(2026, 10, 1, 1, tzinfo=UTC), marks=LONG),  # the day after a quarter's end, a general holiday
    pytest.param(datetime(2026, 1, 2, 1, tzinfo=UTC), marks=LONG),
    pytest.param(datetime(2026, 2, 17, 1, tzinfo=UTC), marks=LONG),  # the lunar new year
    pytest.param(datetime(2026, 11, 21, 1, tzinfo=UTC), marks=LONG),
    pytest.param(datetime(2028, 2, 29, 1, tzinfo=UTC), marks=LONG),
]


@pytest.fixture
def no_broker(monkeypatch):
    """Wake-ups go nowhere: the rows in the outbox are the fact."""
    monkeypatch.setattr("itvf.celery._send", lambda name, kwargs: None)


@pytest.mark.django_db
class TestLoadScheme:
    def test_loads_the_published_paper_and_says_that_it_stands_the_second_time(self):
        first, second = io.StringIO(), io.StringIO()
        call_command("load_scheme", "--published", stdout=first)
        call_command("load_scheme", "--published", stdout=second)
        assert "version 1 loaded: 26 terms, 24 assumptions, effective 2024-10-28" in first.getvalue()
        assert "version 1 stands already" in second.getvalue()

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("{", "is not JSON"),
            ("[]", "is not one JSON object"),
            ('{"scheme": "x", "effective_from": "2024-01-01", "terms": {}}', "lacks name, instrument"),
            ('{"scheme": "x", "effective_from": "someday", "terms": {}}', "not a date"),
        ],
    )
    def test_refuses_a_file_that_is_no_paper_and_says_why(self, tmp_path, content, expected):
        paper = tmp_path / "paper.json"
        paper.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match=expected):
            call_command("load_scheme", str(paper))
        assert not SchemeVersion.objects.exists()


@pytest.mark.django_db
class TestCast:
    def test_gives_everybody_the_role_of_the_job_and_stays_the_same_the_second_time(self):
        hired = cast.enrol(at=HIRED_AT, password=None)
        assert hired.officer.staff_roles() == {StaffRole.PROGRAMME_OFFICER}
        assert cast.enrol(at=HIRED_AT, password=None).officer == hired.officer
        assert {role for person in cast.STAFF for role in getattr(hired, person.job).staff_roles()} == set(StaffRole)

    def test_shares_one_password_of_at_least_twelve_characters(self):
        enrolled = cast.enrol(at=HIRED_AT)
        assert len(cast.PASSWORD) >= 12
        assert enrolled.officer.check_password(cast.PASSWORD)

    def test_lists_who_can_sign_in_and_what_to_try(self):
        printed = io.StringIO()
        call_command("demo", "--logins", stdout=printed)
        assert cast.PASSWORD in printed.getvalue()
        for role, login, try_this in cast.logins():
            assert login in printed.getvalue()
            assert role
            assert try_this


class TestProgramme:
    @pytest.mark.django_db
    @pytest.mark.parametrize("morning", MORNINGS, ids=lambda morning: f"{morning:%Y-%m-%d}")
    def test_stands_on_any_day_with_something_for_everybody(self, morning, no_broker, smtp):
        assert programme.fill(clock=lambda: morning)
        harbour, ridge, delta = (Fund.objects.get(code=code) for code in ("harbour", "ridge", "delta"))
        assert register(harbour).non_government_hkd == Decimal("750000000.00")
        assert register(harbour).government_hkd == Decimal("250000000.00")
        assert register(ridge).non_government_hkd == Decimal("450000000.00")
        assert register(ridge).government_hkd == Decimal("150000000.00")
        assert delta.selection.stage == Selection.Stage.SELECTED
        assert delta.closings.get().stage == Closing.Stage.DRAFT
        assert 0 < (delta.selection.fundraising_last_date - morning.date()).days < 40
        assert Investment.objects.filter(fund=harbour).values("proposal__sector").distinct().count() == 3
        assert late_lines(morning.date()).get().partner.fund == ridge
        assert PaymentCase.objects.get(stage=PaymentCase.Stage.CERTIFIED).authorisations.count() == 1
        assert CapitalCall.objects.filter(due_date__gt=morning.date()).count() == 2
        assert SchemeVersion.objects.filter(stage=SchemeVersion.Stage.DRAFT).count() == 1
        accepted = QuarterlyReport.objects.filter(stage=QuarterlyReport.Stage.ACCEPTED)
        assert accepted.exclude(fund__code="summit").count() == 5
        assert accepted.filter(fund__code="summit").count() > 40
        waiting = Proposal.objects.filter(stage=Proposal.Stage.SUBMITTED, fund=ridge)
        assert CheckOutcome.objects.filter(proposal__in=waiting, rule="R13", status="needs_evidence").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_is_filled_once_sends_its_notices_and_leaves_books_that_prove_themselves(self, no_broker, smtp):
        assert programme.fill(clock=now)
        counted = Fund.objects.count(), OutboxMessage.objects.count(), len(smtp.messages())
        assert not programme.fill(clock=now)
        assert (Fund.objects.count(), OutboxMessage.objects.count(), len(smtp.messages())) == counted
        assert books.prove() == []
        failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED)
        assert {message.to for message in failed} == {"refused@itvf.example"}
        assert not OutboxMessage.objects.filter(state=OutboxMessage.State.PENDING).exists()
        report = ManagementReport.objects.get()
        assert report.stage == ManagementReport.Stage.FROZEN
        assert report.content["commitment"]["committed_hkd"] == "570000000.00"
        assert report.content["commitment"]["reserved_hkd"] == "150000000.00"
        assert links.broken(User.objects.get(email="summit-signatory@itvf.example"), "/") == []

    @LONG
    @pytest.mark.timeout(1800)
    @pytest.mark.django_db
    @pytest.mark.parametrize("start", ["/", "/admin/"])
    def test_has_no_link_that_leads_nowhere_for_anybody(self, start, no_broker, smtp):
        programme.fill(clock=now)
        assert [one for user in User.objects.order_by("pk") for one in links.broken(user, start)] == []


class TestMainJob:
    @pytest.mark.django_db(transaction=True)
    def test_tells_nine_steps_and_writes_notices_and_reports(self, tmp_path, worker):
        printed = io.StringIO()
        with translation.override("en"):
            call_command("demo", "--once", "--output", str(tmp_path / "once"), stdout=printed)
        told = printed.getvalue()
        for number in range(1, 10):
            assert f"\n {number}  " in told
        for refused_by in ("R15 · Annex 3 1(k)(ii)", "government_is_derived", "A12", "R13 · Annex 3 1(j)"):
            assert f"refused by {refused_by}" in told or f"refused ({refused_by})" in told
        assert "250,000,000.00" in told
        assert "0 faults" in told
        assert "\033" not in told
        assert max(printing.columns(line) for line in told.splitlines() if "/" not in line) <= printing.WIDTH
        files = sorted((tmp_path / "once").iterdir())
        assert len(files) == 9
        words = pypdf.PdfReader(files[0]).pages[0].extract_text()
        assert "HARBOUR-CC001-001" in words
        assert "27,808,641.97" in words

    @pytest.mark.django_db
    def test_says_in_words_that_no_worker_is_there(self, no_broker):
        hired = cast.enrol(at=HIRED_AT, password=None)
        version, _ = schemes.load_published(json.loads(programme.PAPER.read_text(encoding="utf-8")), at=HIRED_AT)
        received, founded = date(2025, 1, 10), date(2025, 2, 10)
        chosen = acts.select(hired, plans.HARBOUR, scheme=version.scheme, received=received, number=1)
        fund = acts.found(hired, plans.HARBOUR, chosen, on=founded)
        acts.confirm_bank(hired, acts.enter_bank(hired, fund, on=founded), on=founded)
        acts.close(hired, fund, plans.HARBOUR.seats, on=date(2025, 3, 3))
        expense = acts.purpose("expense", "Formation", "1000000.01", "成立開支")
        call = acts.issue_call(hired, fund, [expense], issued=date(2025, 4, 7))
        with pytest.raises(CommandError, match="Is a worker running"):
            wait_until_sent(printing.Page(io.StringIO()), call, patience=0)


class TestPrinting:
    def test_counts_a_chinese_character_as_two_columns(self):
        assert printing.columns("abc") == 3
        assert printing.columns("海港abc") == 7

    def test_wraps_a_first_column_that_is_too_long_and_keeps_every_word(self):
        printed = io.StringIO()
        page = printing.Page(printed)
        text = "a check whose finding takes " + "many words " * 20
        page.table(("what", "amount"), [(text, Decimal("1234567.89"))], right=(1,))
        lines = printed.getvalue().splitlines()
        assert all(printing.columns(line) <= printing.WIDTH for line in lines)
        assert " ".join(printed.getvalue().split()).count("many") == 20
        assert "1,234,567.89" in lines[2]

    def test_has_colour_on_a_terminal_only_and_not_with_no_color(self, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        assert printing.Page(Terminal()).is_coloured
        assert not printing.Page(io.StringIO()).is_coloured
        monkeypatch.setenv("NO_COLOR", "1")
        assert not printing.Page(Terminal()).is_coloured
