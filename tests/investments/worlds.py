"""Random programmes, written straight into the tables: many funds, companies, lots and proposals in a second or two.

What the services would refuse is among it on purpose (facts unknown, rules broken), since the set-based reads have to
agree with the pure rules on that too. Nothing here checks anything; the database's own constraints hold.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from funds.models import Fund, JournalEntry, LedgerAccount, Posting
from investments.models import (
    Company,
    CompanyActivity,
    CompanyFact,
    CompanyGroup,
    Consent,
    Investment,
    LifeEvent,
    Proposal,
    Ruling,
)
from investments.rules.words import hints
from tests.investments.grounds import AT, START, Ground

__all__ = ["AT", "START", "World"]

DESCRIPTIONS = ("Machine vision.", "智能製造", "A token platform", "賭場系統", "Rents real estate", "Batteries")
CODES = ("62", "6810", "412", "92", "641", "721", "26")
Kind, Code = JournalEntry.Kind, LedgerAccount.Code


@dataclass
class World(Ground):
    """A programme of a seed and of these sizes: what the funds of the ground hold and are asked."""

    companies: int = 8
    lots: int = 12
    promised: int = 3
    proposals: int = 15

    def __post_init__(self):
        super().__post_init__()
        self._companies()
        self._lots()
        self._proposals()

    def _companies(self):
        groups = CompanyGroup.objects.bulk_create(
            CompanyGroup(name_en=f"Group {self.seed}-{n}", registered_by=self.by, registered_at=AT)
            for n in range(max(1, self.companies // 4))
        )
        self.targets = Company.objects.bulk_create(self._company(n, groups) for n in range(self.companies))
        kinds = [kind for kind in CompanyFact.Kind.values if kind != "has_staff"]
        usual = ("is_start_up", "is_hong_kong", "has_it_establishment", "is_ecosystem", "is_listed")
        facts = []
        for company in self.targets:
            is_foreign = self.chance(0.3)
            for kind in kinds:
                times = self.random.choice((0, 1, 1, 2, 3)) if self.chance(0.8) else int(kind in usual)
                facts += [self._fact(company, kind, is_foreign) for _ in range(times)]
        CompanyFact.objects.bulk_create(facts, batch_size=5000)
        CompanyActivity.objects.bulk_create(
            [
                CompanyActivity(
                    company=company,
                    hsic_code=self.random.choice(CODES) if self.chance(0.9) else "62",
                    since_date=self.day(1500),
                    ended=self.chance(0.3),
                    recorded_by=self.by,
                    recorded_at=AT,
                )
                for company in self.targets
                for _ in range(2)
            ],
            batch_size=5000,
        )

    def _company(self, number: int, groups) -> Company:
        text = self.random.choice(DESCRIPTIONS) if self.chance(0.2) else "Robots."
        return Company(
            name_en=f"Demo {'Twin' if self.chance(0.2) else number} Limited",
            place_of_incorporation="Hong Kong",
            group=self.random.choice(groups) if self.random.random() < 0.4 else None,
            description=text,
            hints=hints(text),
            registered_by=self.by,
            registered_at=AT,
        )

    def _fact(self, company: Company, kind: str, is_foreign: bool) -> CompanyFact:
        likely = kind != "is_listed" and not is_foreign and not self.chance(0.2)
        return CompanyFact(
            company=company,
            kind=kind,
            holds=likely or self.chance(0.1),
            since_date=self.day(2000) if self.chance(0.5) else START,
            evidence="Papers",
            recorded_by=self.by,
            recorded_at=AT,
        )

    def deal(self, number: int, stage: str, *, fund: Fund | None = None) -> Proposal:
        """A proposal at a stage, most of the scheme's shape."""
        text = self.random.choice(DESCRIPTIONS) if self.chance(0.3) else "Series A shares."
        is_foreign = self.chance(0.3)
        amount = self.amount()
        return Proposal(
            fund=fund or self.random.choice(self.made),
            number=number,
            company=self.random.choice(self.targets),
            stage=stage,
            sector="life_health" if self.chance(0.3) else "ai_data_science",
            financing_stage="series_c" if self.chance(0.2) else "series_a",
            instrument=self.random.choice(("safe", "loan", "warrant")) if self.chance(0.3) else "equity",
            description=text,
            hints=hints(text),
            activities=[self.random.choice(("crypto", "gambling"))] if self.chance(0.1) else [],
            is_secondary=self.chance(0.1),
            is_follow_on=self.random.random() < 0.4,
            is_bridge=self.random.random() < 0.2,
            amount_hkd=amount,
            currency="USD" if is_foreign else "HKD",
            foreign_amount=(amount / Decimal("7.8")).quantize(Decimal("0.0001")) if is_foreign else None,
            hong_kong_spend_undertaken_hkd=None if self.chance(0.1) else self.random.choice((amount, amount / 3 // 1)),
            spend_months=self.random.choice((12, 24, 36)),
            undertaking_signed_date=None if self.chance(0.2) else START,
            expected_date=self.day() if self.mess else START + timedelta(days=self.random.randint(400, 490)),
            submitted_by=self.by,
            submitted_at=AT,
        )

    def _lots(self):
        deals = Proposal.objects.bulk_create(
            (self.deal(n, "completed", fund=self.made[n % len(self.made)]) for n in range(self.lots)), batch_size=2000
        )
        accounts = {
            code: LedgerAccount.objects.bulk_create(
                LedgerAccount(book=self.books[deal.fund], code=code, reference=f"proposal:{deal.pk}") for deal in deals
            )
            for code in (Code.INVESTMENT_AT_COST, Code.INVESTMENT_UNREALISED, Code.INVESTMENT_CONVERTED)
        }
        drawn = [
            deal.amount_hkd if not self.chance(0.4) else (deal.amount_hkd / 3).quantize(Decimal("0.01"))
            for deal in deals
        ]
        completed = [
            self.day(1500) if self.mess else START + timedelta(days=self.random.randint(1, 350)) for _ in deals
        ]
        cost = accounts[Code.INVESTMENT_AT_COST]
        entries = self.post(
            [
                (deal.fund, Kind.INVESTMENT, day, f"proposal:{deal.pk}", [(account, amount)])
                for deal, day, account, amount in zip(deals, completed, cost, drawn, strict=True)
            ]
        )
        self.investments = Investment.objects.bulk_create(
            (
                Investment(
                    proposal=deal,
                    fund=deal.fund,
                    company=deal.company,
                    completed_date=day,
                    evidence="Share certificate",
                    cost_account=account,
                    unrealised_account=unrealised,
                    entry=entry,
                    completed_by=self.by,
                    completed_at=AT,
                )
                for deal, day, account, unrealised, entry in zip(
                    deals, completed, cost, accounts[Code.INVESTMENT_UNREALISED], entries, strict=True
                )
            ),
            batch_size=2000,
        )
        self.events = LifeEvent.objects.bulk_create(
            (
                self.event(made, 1, "completion", made.completed_date, amount, entry=made.entry)
                for made, amount in zip(self.investments, drawn, strict=True)
            ),
            batch_size=2000,
        )
        self._lives(dict(zip(self.investments, drawn, strict=True)), accounts)

    def _lives(self, drawn: dict[Investment, Decimal], accounts):
        """Second tranches (some taken back), conversions, sales and write-offs."""
        tranches, moves, turned, ends = [], [], [], []
        for made, converted in zip(self.investments, accounts[Code.INVESTMENT_CONVERTED], strict=True):
            day, source, account = made.completed_date, f"life:{made.pk}", made.cost_account
            left = made.proposal.amount_hkd - drawn[made]
            held = drawn[made]
            if left and self.chance(0.6):
                day += timedelta(days=self.random.randint(0, 400))
                tranches.append((made, day, left))
                moves.append((made.fund, Kind.INVESTMENT, day, source, [(account, left)]))
                held += left
            if self.chance(0.2):
                day += timedelta(days=self.random.randint(0, 400))
                moves.append((made.fund, Kind.CONVERSION, day, source, [(account, -held), (converted, held)]))
                account = converted
                turned.append((made, day))
            if self.random.random() < 0.25:
                day += timedelta(days=self.random.randint(0, 400))
                sold = held if self.random.random() < 0.5 else (held / 2).quantize(Decimal("0.01"))
                kind = self.random.choice((Kind.REALISATION, Kind.WRITE_DOWN))
                moves.append((made.fund, kind, day, source, [(account, -sold)]))
                ends.append((made, day, kind == Kind.REALISATION, self.amount()))
        self.post(moves)
        second = LifeEvent.objects.bulk_create(
            self.event(made, 2, "tranche", day, amount) for made, day, amount in tranches
        )
        LifeEvent.objects.bulk_create(
            self.event(
                made,
                4,
                "exit" if is_sale else "write_off",
                day,
                proceeds if is_sale else Decimal(0),
                in_foreign=False,
                route="trade_sale" if is_sale else "",
            )
            for made, day, is_sale, proceeds in ends
        )
        LifeEvent.objects.bulk_create(
            self.event(made, 5, "conversion", day, Decimal(0), in_foreign=False) for made, day in turned
        )
        undone = [event for event in second if self.chance(0.3)]
        LifeEvent.objects.bulk_create(
            self.event(event.investment, 3, "tranche", event.effective_date, -event.amount_hkd, reverses=event)
            for event in undone
        )

    def event(
        self, made: Investment, number: int, kind: str, day: date, amount: Decimal, *, in_foreign: bool = True, **rest
    ) -> LifeEvent:
        """An event of an investment, in the deal's currency too where it has another."""
        deal = made.proposal
        is_foreign = in_foreign and deal.foreign_amount is not None
        foreign = (deal.foreign_amount * amount / deal.amount_hkd).quantize(Decimal("0.0001")) if is_foreign else None
        return LifeEvent(
            investment=made,
            number=number,
            kind=kind,
            effective_date=day,
            amount_hkd=amount,
            units=Decimal(1000) if kind in ("completion", "tranche") and not rest.get("reverses") else Decimal(0),
            currency=deal.currency if is_foreign else "HKD",
            foreign_amount=foreign,
            fx_rate=Decimal("7.8") if is_foreign else None,
            fx_date=day if is_foreign else None,
            evidence="Bank advice",
            recorded_by=self.by,
            recorded_at=AT,
            **rest,
        )

    def post(self, moves) -> list[JournalEntry]:
        """Entries (fund, kind, day, source, lines), each balanced by the fund's cash where its lines are not."""
        entries = JournalEntry.objects.bulk_create(
            (
                JournalEntry(
                    book=self.books[fund],
                    kind=kind,
                    effective_date=day,
                    memo="World",
                    source=source,
                    recorded_by=self.by,
                )
                for fund, kind, day, source, _ in moves
            ),
            batch_size=5000,
        )
        postings = []
        for entry, (fund, _, _, _, lines) in zip(entries, moves, strict=True):
            rest = sum((amount for _, amount in lines), Decimal(0))
            lines = [*lines, *([(self.cash[fund], -rest)] if rest else [])]
            postings += [Posting(entry=entry, book=entry.book, account=a, amount_hkd=amount) for a, amount in lines]
        Posting.objects.bulk_create(postings, batch_size=5000)
        return entries

    def _proposals(self):
        self.numbers = count(self.lots)
        self.agreed = Proposal.objects.bulk_create(
            self.deal(next(self.numbers), "no_objection") for _ in range(self.promised)
        )
        self.open = []
        self.propose(self.proposals)
        if self.mess and self.open:
            self._decisions()

    def propose(self, number: int):
        """More open proposals."""
        stages = ("submitted", "queried", "breach_notice") if self.mess else ("submitted",)
        made = (self.deal(next(self.numbers), self.random.choice(stages)) for _ in range(number))
        self.open += Proposal.objects.bulk_create(made, batch_size=2000)

    def consent(self, deal: Proposal, rule: str, *, expiry_date: date, stage: str = "approved", **rest) -> Consent:
        """A consent to what a rule would stop of a deal, or of its whole fund."""
        about = {"fund": deal.fund, "proposal": deal, "recorded_by": self.by, "recorded_at": AT} | rest
        if stage == "approved":
            about |= {"approved_by": self.people[1], "approved_at": AT}
        return Consent.objects.create(
            rule=rule, stage=stage, expiry_date=expiry_date, scope="As asked.", document_reference="C-1", **about
        )

    def _decisions(self):
        rules = (("R9", ""), ("R11", "stage"), ("R27", "company_limit"), ("R27", "group_limit"), ("R9", "stage"))
        for number in range(12):
            deal = self.random.choice(self.open)
            rule, restriction = self.random.choice(rules)
            self.consent(
                deal,
                rule,
                restriction=restriction,
                proposal=deal if number % 2 else None,
                given_by=self.random.choice(("corporation", "corporation", "partners_committee")),
                given_date=self.random.choice((None, self.day())),
                stage=self.random.choice(("approved", "approved", "draft")),
                expiry_date=self.day(),
            )
        Ruling.objects.bulk_create(
            Ruling(
                proposal=deal,
                restriction="prohibited",
                holds=True,
                reason="Not so.",
                facts_hash="0" * 64,
                decided_by=self.people[1],
                decided_at=AT,
            )
            for deal in self.open[:2]
        )
