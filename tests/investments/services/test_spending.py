"""Hong Kong spend: reported with evidence that counts once, sampled by a recorded seed, verified (R10, A16)."""

from datetime import date
from decimal import Decimal

import pytest

from investments.models import SampledLine, SpendCheck, SpendLine, SpendReport, SpendSample
from investments.rules import spending as rules
from investments.services import spending
from investments.services.spending import Spent
from itvf import files
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from reporting.demo import deals
from reporting.demo.acts import moment
from tests.investments.services.lots import DONE, bought, lot, plan, standing

__all__ = ["bought", "lot", "standing"]

pytestmark = pytest.mark.django_db

QUARTER, NEXT = date(2025, 6, 30), date(2025, 9, 30)
REPORTED, CHECKED = moment(date(2025, 7, 10), 12), moment(date(2025, 7, 20), 12)
LATER = moment(date(2025, 10, 10), 12)


def written() -> tuple[int, ...]:
    """How much is on record; the same before and after what was refused."""
    return tuple(m.objects.count() for m in (SpendReport, SpendLine, SpendSample, SampledLine, SpendCheck, AuditEvent))


def pdf(by, content: str, *, name: str = "invoice.pdf"):
    return files.store(f"%PDF-1.7 {content}".encode(), name=name, content_type="application/pdf", by=by)


def talent(amount: str = "100000.00", file=None, **changes) -> Spent:
    return Spent(
        **{"category": "talent", "description": " Engineers ", "amount_hkd": Decimal(amount)} | changes, file=file
    )


def report(cast, lot, *lines: Spent, quarter: date = QUARTER, at=REPORTED, by=None, **more) -> SpendReport:
    return spending.report(
        investment=lot,
        period_end=quarter,
        lines=lines or (talent(),),
        hong_kong_jobs=12,
        by=by or cast.maker(lot.fund),
        at=at,
        **more,
    )


def line_of(line: SpendLine) -> rules.Line:
    return rules.Line(line.pk, line.amount_hkd, has_evidence=line.file_id is not None)


def draw(cast, fund, *, seed: str = "HSI 24,000.00", by=None, at=CHECKED, **more) -> SpendSample:
    return spending.draw_sample(fund=fund, period_end=QUARTER, seed=seed, by=by or cast.officer, at=at, **more)


def check(cast, line, accepted: str, rejected: str = "0.00", reason: str = "", *, by=None) -> SpendCheck:
    return spending.check_line(
        line=line,
        accepted_hkd=Decimal(accepted),
        rejected_hkd=Decimal(rejected),
        reason=reason,
        by=by or cast.officer,
        at=CHECKED,
    )


@pytest.fixture
def second(cast, fund):
    """A lot of another company."""
    about = {"name_en": "Other Life Limited", "br_number": "90009002", "amount_hkd": Decimal("5000000.00")}
    return deals.invest(cast, fund, plan(**about), on=DONE)


class TestReport:
    def test_is_on_record_with_its_lines(self, cast, lot):
        found = report(cast, lot, talent(), talent("0.01", category="goods"), note=" First. ")
        assert (found.note, found.hong_kong_jobs, found.submitted_by) == ("First.", 12, cast.maker(lot.fund))
        assert [(one.category, one.description, one.amount_hkd) for one in found.lines.order_by("id")] == [
            ("talent", "Engineers", Decimal("100000.00")),
            ("goods", "Engineers", Decimal("0.01")),
        ]
        event = AuditEvent.objects.get(verb="spend.report")
        assert (event.chain, event.subject_id) == (lot.fund.chain, str(found.pk))
        assert event.facts["amount_hkd"] == "100000.01"

    def test_is_replaced_by_a_later_one_of_its_quarter(self, cast, lot):
        first = report(cast, lot)
        second = report(cast, lot, talent("7.00"))
        other = report(cast, lot, quarter=NEXT, at=LATER)
        assert (second.replaces, other.replaces) == (first, None)
        assert set(SpendReport.objects.standing()) == {second, other}

    def test_is_not_replaced_once_a_line_was_verified(self, cast, lot):
        found = report(cast, lot)
        check(cast, found.lines.get(), "100000.00")
        before = written()
        with pytest.raises(WrongStage) as refusal:
            report(cast, lot, talent("7.00"))
        assert (refusal.value.code, written()) == ("report_verified", before)

    def test_is_not_replaced_once_its_sample_was_drawn(self, cast, lot):
        """Else what was drawn could be taken back before anybody looks at it."""
        report(cast, lot)
        draw(cast, lot.fund)
        before = written()
        with pytest.raises(WrongStage) as refusal:
            report(cast, lot, talent("7.00"))
        assert (refusal.value.code, written()) == ("report_sampled", before)

    @pytest.mark.parametrize(
        ("quarter", "at", "code"),
        [
            (date(2025, 6, 29), REPORTED, "not_a_quarter_end"),
            (date(2025, 3, 31), REPORTED, "quarter_outside"),
            (QUARTER, moment(QUARTER, 12), "quarter_outside"),
        ],
    )
    def test_is_of_a_quarter_that_is_over_since_the_deal(self, cast, lot, quarter, at, code):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            report(cast, lot, quarter=quarter, at=at)
        assert (refusal.value.code, refusal.value.field, written()) == (code, "period_end", before)

    def test_is_taken_the_day_after_its_quarter(self, cast, lot):
        assert report(cast, lot, at=moment(date(2025, 7, 1), 9)).period_end == QUARTER

    @pytest.mark.parametrize(
        ("line", "code", "field"),
        [
            (talent(category="yachts"), "not_a_choice", "lines.1.category"),
            (talent("0.00"), "line_incomplete", "lines.1.amount_hkd"),
            (talent("-0.01"), "line_incomplete", "lines.1.amount_hkd"),
            (talent(description=" "), "line_incomplete", "lines.1.amount_hkd"),
        ],
    )
    def test_names_the_line_that_it_refuses(self, cast, lot, line, code, field):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            report(cast, lot, talent(), line)
        assert (refusal.value.code, refusal.value.field, written()) == (code, field, before)

    def test_has_at_least_one_line(self, cast, lot):
        with pytest.raises(InputRefused) as refusal:
            spending.report(
                investment=lot, period_end=QUARTER, lines=[], hong_kong_jobs=0, by=cast.maker(lot.fund), at=REPORTED
            )
        assert refusal.value.code == "no_lines"

    def test_has_no_jobs_or_more(self, cast, lot):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            spending.report(
                investment=lot,
                period_end=QUARTER,
                lines=[talent()],
                hong_kong_jobs=-1,
                by=cast.maker(lot.fund),
                at=REPORTED,
            )
        assert (refusal.value.code, refusal.value.field, written()) == ("jobs_below_zero", "hong_kong_jobs", before)

    def test_is_for_the_gp_of_the_fund(self, cast, lot):
        before = written()
        for person in (cast.ridge_maker, cast.harbour_signatory, cast.officer, cast.auditor):
            with pytest.raises(NotPermitted):
                report(cast, lot, by=person)
        assert written() == before


class TestEvidence:
    def test_counts_for_one_investment(self, cast, lot, second):
        maker = cast.maker(lot.fund)
        report(cast, lot, talent(file=pdf(maker, "rent", name="first-company.pdf")))
        before = written()
        with pytest.raises(InputRefused) as refusal:
            report(cast, second, talent(file=pdf(maker, "rent", name="mine.pdf")))
        assert (refusal.value.code, written()) == ("evidence_used", before)
        assert "mine.pdf" in str(refusal.value)
        assert "first-company.pdf" not in str(refusal.value)

    def test_that_is_another_file_is_taken(self, cast, lot, second):
        maker = cast.maker(lot.fund)
        report(cast, lot, talent(file=pdf(maker, "rent")))
        assert report(cast, second, talent(file=pdf(maker, "wages"))).lines.count() == 1

    def test_may_come_again_with_the_same_investment(self, cast, lot):
        file = pdf(cast.maker(lot.fund), "rent")
        report(cast, lot, talent(file=file))
        assert report(cast, lot, talent("7.00", file=file)).replaces is not None

    def test_is_free_again_where_its_report_was_replaced(self, cast, lot, second):
        file = pdf(cast.maker(lot.fund), "rent")
        report(cast, lot, talent(file=file))
        report(cast, lot)
        assert report(cast, second, talent(file=file)).lines.get().file == file


class TestSample:
    def test_is_what_anyone_draws_from_the_lines_on_record(self, cast, fund, lot, second):
        report(cast, lot, talent("9.00"))
        first = report(cast, lot, talent("1000000.00"), talent("999999.99"), *(talent(f"{n}.00") for n in range(1, 9)))
        other = report(cast, second, talent("5.00"))
        report(cast, lot, quarter=NEXT, at=LATER)
        drawn = draw(cast, fund, seed=" HSI 24,000.00 ")
        lines = [line_of(one) for made in (first, other) for one in made.lines.all()]
        expected = rules.sample("HSI 24,000.00", lines)
        assert tuple(drawn.lines.order_by("line").values_list("line", flat=True)) == expected.lines
        assert first.lines.get(amount_hkd=Decimal("1000000.00")).pk in expected.lines
        assert (drawn.population_count, drawn.population_hash) == (11, expected.population_hash)
        assert drawn.population_hkd == Decimal("2000040.99")
        facts = AuditEvent.objects.get(verb="spend.draw_sample").facts
        assert (facts["lines"], facts["population_hash"]) == (list(expected.lines), expected.population_hash)

    def test_is_drawn_once_a_quarter(self, cast, fund, lot):
        report(cast, lot)
        draw(cast, fund)
        before = written()
        with pytest.raises(WrongStage) as refusal:
            draw(cast, fund, seed="another")
        assert (refusal.value.code, written()) == ("sample_drawn", before)

    def test_is_drawn_again_of_what_was_reported_after_it(self, cast, fund, lot, second):
        seen = report(cast, lot)
        draw(cast, fund)
        report(cast, second, talent("7.00"), at=LATER)
        late = report(cast, second, talent("8.00"), talent("2000000.00"), at=LATER)
        for seed, code in (("HSI 24,000.00", "seed_known"), (" ", "no_seed")):
            with pytest.raises(InputRefused) as refusal:
                draw(cast, fund, seed=seed, at=LATER)
            assert refusal.value.code == code
        again = draw(cast, fund, seed="HSI 25,000.00", at=moment(date(2025, 10, 11), 12))
        expected = rules.sample("HSI 25,000.00", [line_of(one) for one in late.lines.all()])
        assert (again.population_count, again.population_hash) == (2, expected.population_hash)
        assert set(again.lines.values_list("line", flat=True)) == set(expected.lines)
        assert not again.lines.filter(line__report=seen).exists()
        with pytest.raises(WrongStage, match="can no longer be replaced"):
            report(cast, second, at=moment(date(2025, 10, 12), 12))

    @pytest.mark.parametrize(
        ("about", "code"),
        [
            ({"seed": " "}, "no_seed"),
            ({"share_rate": Decimal(0)}, "not_a_share"),
            ({"share_rate": Decimal("1.01")}, "not_a_share"),
        ],
    )
    def test_is_refused_without_seed_or_share(self, cast, fund, lot, about, code):
        report(cast, lot)
        before = written()
        with pytest.raises(InputRefused) as refusal:
            draw(cast, fund, **about)
        assert (refusal.value.code, written()) == (code, before)

    def test_takes_all_where_the_share_is_one(self, cast, fund, lot):
        report(cast, lot, *(talent(f"{n}.00") for n in range(1, 6)))
        assert draw(cast, fund, share_rate=Decimal(1)).lines.count() == 5

    def test_is_refused_where_nothing_was_reported(self, cast, fund, lot):
        with pytest.raises(InputRefused) as refusal:
            draw(cast, fund)
        assert refusal.value.code == "nothing_to_sample"

    def test_is_for_the_officer(self, cast, fund, lot):
        report(cast, lot)
        for person in (cast.harbour_maker, cast.manager, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                draw(cast, fund, by=person)
        assert not SpendSample.objects.exists()


class TestCheckOfALine:
    def test_is_on_record_with_its_reason(self, cast, lot):
        line = report(cast, lot).lines.get()
        found = check(cast, line, "99999.99", "0.01", " Spent in Macao. ")
        assert (found.accepted_hkd, found.rejected_hkd) == (Decimal("99999.99"), Decimal("0.01"))
        assert (found.reason, found.checked_by) == ("Spent in Macao.", cast.officer)
        assert AuditEvent.objects.get(verb="spend.check").facts["rejected_hkd"] == "0.01"

    def test_gives_way_to_a_later_one(self, cast, lot):
        line = report(cast, lot).lines.get()
        first = check(cast, line, "0.00", "100000.00", "No papers.")
        second = check(cast, line, "100000.00")
        assert (second.replaces, line.checks.get(replaced_by__isnull=True)) == (first, second)

    @pytest.mark.parametrize(
        ("accepted", "rejected", "reason", "code"),
        [
            ("0.00", "100000.01", "Elsewhere.", "parts_differ"),
            ("99999.99", "0.00", "", "parts_differ"),
            ("99999.99", "0.01", " ", "reason_missing"),
        ],
    )
    def test_is_the_line_to_the_cent(self, cast, lot, accepted, rejected, reason, code):
        line = report(cast, lot).lines.get()
        before = written()
        with pytest.raises(InputRefused) as refusal:
            check(cast, line, accepted, rejected, reason)
        assert (refusal.value.code, written()) == (code, before)

    def test_is_not_of_a_report_that_was_replaced(self, cast, lot):
        line = report(cast, lot).lines.get()
        report(cast, lot)
        with pytest.raises(WrongStage) as refusal:
            check(cast, SpendLine.objects.get(pk=line.pk), "100000.00")
        assert refusal.value.code == "replaced"
        assert not SpendCheck.objects.exists()

    def test_is_for_the_officer(self, cast, lot):
        line = report(cast, lot).lines.get()
        for person in (cast.harbour_maker, cast.manager, cast.finance, cast.auditor):
            with pytest.raises(NotPermitted):
                check(cast, line, "100000.00", by=person)
        assert not SpendCheck.objects.exists()
