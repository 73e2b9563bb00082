"""The ground of random programmes: schemes, funds, agreements and commitments, straight into the tables."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from funds.models import (
    Book,
    Closing,
    Commitment,
    Fund,
    FundAgreement,
    LedgerAccount,
    Manager,
    Partner,
    SchemeVersion,
    Selection,
)
from funds.rules.terms import DATA
from funds.services import schemes
from itvf.dates import HONG_KONG
from itvf.models import User

START = date(2025, 3, 31)
AT = datetime(2025, 4, 1, 10, tzinfo=HONG_KONG)
Code = LedgerAccount.Code


@dataclass
class Ground:
    """Funds of a seed. `mess` is how much is unknown, broken, sold or corrected, 0 to 1."""

    seed: int
    funds: int = 3
    mess: float = 1.0
    people: list[User] = field(default_factory=list)

    def __post_init__(self):
        self.random = Random(self.seed)
        self.people = User.objects.bulk_create(
            User(email=f"world{n}-{self.seed}@itvf.example", name=f"World {n}", password="!") for n in (1, 2)
        )
        self.by = self.people[0]
        self._schemes()
        self._funds()

    def chance(self, share: float) -> bool:
        """Whether something that happens in this share of a messy world happens here."""
        return self.random.random() < share * self.mess

    def day(self, last: int = 2400) -> date:
        """A day from before the first closing until some years later."""
        return START + timedelta(days=self.random.randint(-60 if self.mess else 0, last))

    def amount(self, most: int = 40_000_000) -> Decimal:
        """An amount of HK$ with cents."""
        return Decimal(self.random.randint(100_000, most * 100)) / 100

    def _schemes(self):
        document = json.loads((DATA / "itvf-enhanced-2024.json").read_text("utf-8"), parse_float=str)
        self.versions = list(SchemeVersion.objects.filter(scheme__code=document["scheme"]).order_by("number"))
        if len(self.versions) > 1:  # another world was here before
            self.scheme = self.versions[0].scheme
            return
        first, _ = schemes.load_published(document, at=AT)
        second = SchemeVersion.objects.create(
            scheme=first.scheme,
            number=2,
            effective_from=date(2025, 6, 1),
            stage="approved",
            source="Second paper",
            is_published_paper=True,
            made_at=AT,
        )
        self.scheme, self.versions = first.scheme, [first, second]
        other = {
            "ecosystem_minimum_rate": "0.70",
            "hong_kong_minimum_rate": "0.33",
            "hong_kong_spend_minimum_rate": "0.333",
            "sectors": ["ai_data_science"],
            "maximum_investment_period_years": 4,
            "prohibited": ["loan", "crypto", "property"],
        }
        second.terms.bulk_create(
            second.terms.model(
                version=second,
                name=term.name,
                value=other.get(term.name, term.value),
                rule=term.rule,
                clause=term.clause,
                severity="notify" if term.name == "hong_kong_spend_minimum_rate" else term.severity,
            )
            for term in first.terms.all()
        )

    def _funds(self):
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        managers = Manager.objects.bulk_create(
            Manager(
                name_en=f"World Manager {n}",
                ce_number=f"{letters[self.seed % 26]}{letters[n // 26 % 26]}{letters[n % 26]}{n % 1000:03d}",
                licence="held",
                responsible_officers=2,
            )
            for n in range(self.funds)
        )
        selections = Selection.objects.bulk_create(
            Selection(
                scheme=self.scheme,
                manager=manager,
                reference=f"WORLD-{self.seed}-{n}",
                notice_issued_date=START,
                notice_received_date=START,
                fundraising_last_date=START + timedelta(days=365),
                reserved_hkd=0,
                committee_opinion="Suitable.",
                committee_date=START,
            )
            for n, manager in enumerate(managers)
        )
        self.made = Fund.objects.bulk_create(
            Fund(
                code=f"world-{self.seed}-{n}",
                name_en=f"World {self.seed}-{n} LPF",
                cap637_number=f"W-{self.seed}-{n}",
                selection=chosen,
                manager=chosen.manager,
                stage="open",
                registered_date=START,
                registered_office="1 Example Road",
                investment_manager="World",
                first_closing_date=None if self.chance(0.1) else START + timedelta(days=self.random.randint(0, 400)),
            )
            for n, chosen in enumerate(selections)
        )
        FundAgreement.objects.bulk_create(self._agreement(fund) for fund in self.made)
        self.books = dict(
            zip(self.made, Book.objects.bulk_create(Book(kind="fund", fund=f) for f in self.made), strict=True)
        )
        self.cash = {
            fund: account
            for fund, account in zip(
                self.made,
                LedgerAccount.objects.bulk_create(LedgerAccount(book=self.books[f], code=Code.CASH) for f in self.made),
                strict=True,
            )
        }
        self._commitments()

    def _agreement(self, fund: Fund) -> FundAgreement:
        def limit(*rates: str) -> Decimal | None:
            return None if self.chance(0.4) else Decimal(self.random.choice(rates))

        return FundAgreement(
            fund=fund,
            scheme_version=self.versions[1 if self.chance(0.4) else 0],
            signed_date=START,
            signed_by_all=True,
            term_years=10,
            investment_period_years=6 if self.chance(0.1) else self.random.choice((4, 5)),
            **dict.fromkeys(("fee_rate_during", "fee_rate_after"), Decimal("0.02")),
            **dict.fromkeys(("fee_base_during", "fee_base_after"), "invested"),
            carry_rate=Decimal("0.2"),
            hurdle_rate=Decimal("0.07"),
            catch_up_rate=Decimal(1),
            follow_ons_after_period=not self.chance(0.4),
            company_limit_rate=limit("0.05", "0.15"),
            group_limit_rate=limit("0.1", "0.2"),
            follow_on_reserve_rate=limit("0.3", "0.6", "0.777"),
            bridge_limit_rate=limit("0.05", "0.1"),
            limits_clause="LPA 6.3",
            recorded_by=self.by,
            recorded_at=AT,
        )

    def _commitments(self):
        partners = Partner.objects.bulk_create(
            Partner(fund=f, kind=kind, name_en=kind, contact_email="w@itvf.example", added_by=self.by, added_at=AT)
            for f in self.made
            for kind in ("gp", "private", "public_body")
        )
        closings = Closing.objects.bulk_create(
            Closing(
                fund=fund,
                number=number,
                closing_date=(fund.first_closing_date or START) + timedelta(days=200 * number - 200),
                stage="draft" if number == 3 else "completed",
                drafted_by=self.by,
                drafted_at=AT,
                completed_by=None if number == 3 else self.people[1],
                completed_at=None if number == 3 else AT,
            )
            for fund in self.made
            for number in (1, 2, 3)
        )
        by_fund = {fund: [partner for partner in partners if partner.fund_id == fund.pk] for fund in self.made}
        Commitment.objects.bulk_create(
            Commitment(
                closing=closing,
                fund=closing.fund,
                partner=partner,
                amount_hkd=self.amount(200_000_000),
                signed_date=START,
                is_accepted=True,
                is_unconditional=True,
            )
            for closing in closings
            for partner in by_fund[closing.fund]
        )
