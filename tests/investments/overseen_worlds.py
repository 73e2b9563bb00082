"""Random programmes whose investments are valued, spend, are diluted, break rules and rest on consents."""

from datetime import timedelta
from decimal import Decimal

from funds.models import JournalEntry, RecordedBreach
from investments.models import FinancingRound, SpendCheck, SpendLine, SpendReport, Valuation
from tests.investments.worlds import AT, START, World

Kind = JournalEntry.Kind


class OverseenWorld(World):
    """A world in which what is held is valued, spends, is diluted, breaks rules and rests on consents."""

    def __post_init__(self):
        super().__post_init__()
        self._values()
        self._spending()
        FinancingRound.objects.bulk_create(
            FinancingRound(
                company=company,
                name="Series A",
                financing_stage="series_a",
                closed_date=START + timedelta(days=self.random.randint(0, 900)),
                raised_hkd=self.amount(),
                issued_units=Decimal(self.random.randint(20_000, 90_000)),
                diluted_units=Decimal(100_000),
                evidence="Capitalisation table",
                recorded_by=self.by,
                recorded_at=AT,
            )
            for company in self.targets
            for _ in range(self.random.choice((0, 1, 2)))
        )
        self._oversight()

    def _values(self):
        """Reviewed and draft values, booked as what stands unrealised."""
        values, moves = [], []
        for made in self.investments:
            stage = self.random.choice(("reviewed", "reviewed", "draft"))
            day = made.completed_date + timedelta(days=self.random.randint(0, 600))
            gain = Decimal(self.random.randint(-100_000, 900_000)) / 100
            values.append(
                Valuation(
                    investment=made,
                    valuation_date=day,
                    stage=stage,
                    method="milestone",
                    level=3,
                    policy_version="1",
                    fair_value_hkd=abs(gain),
                    made_by=self.by,
                    made_at=AT,
                    reviewed_by=self.people[1] if stage == "reviewed" else None,
                    reviewed_at=AT if stage == "reviewed" else None,
                )
            )
            if stage == "reviewed" and gain:
                lines = [(made.unrealised_account, gain)]
                moves.append((made.fund, Kind.VALUATION, day, f"valuation:{made.pk}", lines))
        Valuation.objects.bulk_create(values, batch_size=2000)
        self.post(moves)

    def _spending(self):
        """Two quarters of spend an investment: some lines checked, some reports replaced by later ones."""
        reports = [
            SpendReport(
                investment=made,
                period_end=made.completed_date + timedelta(days=90 * quarter),
                hong_kong_jobs=3,
                submitted_by=self.by,
                submitted_at=AT,
            )
            for made in self.investments
            for quarter in (1, 2)
            if self.random.random() < 0.8
        ]
        SpendReport.objects.bulk_create(reports, batch_size=2000)
        reports += SpendReport.objects.bulk_create(
            SpendReport(
                investment=report.investment,
                period_end=report.period_end,
                hong_kong_jobs=4,
                replaces=report,
                submitted_by=self.by,
                submitted_at=AT,
            )
            for report in reports
            if self.random.random() < 0.1
        )
        lines = SpendLine.objects.bulk_create(
            (
                SpendLine(report=report, category="talent", description="Engineers", amount_hkd=self.amount(9_000_000))
                for report in reports
                for _ in (1, 2)
            ),
            batch_size=5000,
        )
        checks = [self._check(line) for line in lines if self.random.random() < 0.4]
        SpendCheck.objects.bulk_create(checks, batch_size=5000)
        SpendCheck.objects.bulk_create(
            self._check(check.line, replaces=check) for check in checks if self.random.random() < 0.2
        )

    def _check(self, line: SpendLine, replaces: SpendCheck | None = None) -> SpendCheck:
        accepted = (line.amount_hkd * self.random.choice((0, 1, 2)) / 2).quantize(Decimal("0.01"))
        return SpendCheck(
            line=line,
            accepted_hkd=accepted,
            rejected_hkd=line.amount_hkd - accepted,
            reason="Not in Hong Kong.",
            replaces=replaces,
            checked_by=self.people[1],
            checked_at=AT,
        )

    def _oversight(self):
        """Breaches open, in cure and cured, and consents to single deals, on one lot in ten."""
        some = [made for made in self.investments if self.random.random() < 0.2]
        RecordedBreach.objects.bulk_create(
            RecordedBreach(
                fund=made.fund,
                rule=self.random.choice(("R9", "R11")),
                clause="Annex 3",
                code="found",
                message="Found.",
                source=f"proposal:{made.proposal_id}",
                found_date=made.completed_date,
                cure_due_date=None if is_new else made.completed_date + timedelta(days=200),
                cured_date=made.completed_date + timedelta(days=100) if is_cured else None,
                cured_by=self.people[1] if is_cured else None,
            )
            for made in some
            for is_new, is_cured in [(self.random.random() < 0.5, self.random.random() < 0.3)]
        )
        for made in some[::3]:
            self.consent(made.proposal, "R11", expiry_date=made.completed_date + timedelta(days=400))
