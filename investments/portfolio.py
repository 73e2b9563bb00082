"""What a fund holds and proposes, from the books and the companies' facts: input of the mandate's rules."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funds import selectors
from funds.models import Fund, JournalEntry, Posting
from investments.models import Company, CompanyFact, Consent, Investment, Proposal
from investments.rules import facts as rule_facts

FACTS = tuple(CompanyFact.Kind.values)


def investments_with_cost(
    fund: Fund | None = None, *, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Investment]:
    """Investments with `original_cost_hkd` (all that was put in) and `cost_hkd` (what is held), from the books."""
    base = selectors.postings(as_of=as_of, known_at=known_at).filter(account=OuterRef("cost_account"))
    made = base.filter(entry__kind=JournalEntry.Kind.INVESTMENT)
    found = Investment.objects.select_related("company", "fund", "proposal", "cost_account", "unrealised_account")
    if fund is not None:
        found = found.filter(fund=fund)
    if as_of is not None:
        found = found.filter(completed_date__lte=as_of)
    if known_at is not None:
        found = found.filter(entry__recorded_at__lte=known_at)
    return found.annotate(original_cost_hkd=_sum(made), cost_hkd=_sum(base)).order_by("fund", "completed_date", "id")


def company_facts(companies, on: date) -> dict[int, dict[str, bool | None]]:
    """Each company's facts as they hold on a day, by company; None where nothing is on record."""
    known: dict[int, dict[str, bool | None]] = {company: dict.fromkeys(FACTS) for company in companies}
    rows = CompanyFact.objects.filter(company__in=list(known), since_date__lte=on).order_by("since_date", "id")
    for company, kind, holds in rows.values_list("company", "kind", "holds"):
        known[company][kind] = holds
    return known


def fund_facts(
    fund: Fund, on: date, *, apart_from: Proposal | None = None, known_at: datetime | None = None
) -> rule_facts.FundFacts:
    """What the mandate's rules read of a fund: commitments, every investment made, its investment period (A1, A10).

    A deal that has its no objection and is not done yet counts where it would use headroom, not where it would give
    some: two proposals can't both be answered on the same headroom.
    """
    agreement = selectors.agreement_of(fund)
    periods = selectors.periods(fund, agreement)
    held = investments_with_cost(fund, as_of=on, known_at=known_at)
    if apart_from is not None:
        held = held.exclude(proposal=apart_from)
    held = list(held)
    promised = list(_promised(fund, apart_from))
    known = company_facts({deal.company_id for deal in (*held, *promised)}, on)
    counted = [(investment.company, investment.original_cost_hkd) for investment in held]
    counted += [
        (proposal.company, proposal.amount_hkd)
        for proposal in promised
        if not (known[proposal.company_id]["is_hong_kong"] or known[proposal.company_id]["has_it_establishment"])
    ]
    return rule_facts.FundFacts(
        total_commitments_hkd=selectors.register(fund, on=on).total_hkd,
        holdings=tuple(
            rule_facts.Holding(
                company=company.name_en,
                cost_hkd=cost_hkd,
                is_hong_kong=known[company.pk]["is_hong_kong"],
                has_it_establishment=known[company.pk]["has_it_establishment"],
                is_ecosystem=known[company.pk]["is_ecosystem"],
            )
            for company, cost_hkd in counted
        ),
        investment_period_start_date=periods and periods.starts,
        investment_period_end_date=periods and periods.investment_period_end,
    )


def _promised(fund: Fund, apart_from: Proposal | None) -> QuerySet[Proposal]:
    found = Proposal.objects.filter(fund=fund, stage=Proposal.Stage.NO_OBJECTION).select_related("company")
    return found if apart_from is None else found.exclude(pk=apart_from.pk)


def proposal_facts(proposal: Proposal, on: date) -> rule_facts.Proposal:
    """A proposal as the mandate's rules read it, with its company's facts on the day."""
    known = company_facts([proposal.company_id], on)[proposal.company_id]
    return rule_facts.Proposal(
        company=proposal.company.name_en,
        description=f"{proposal.description}\n{proposal.company.description}",
        sector=proposal.sector,
        stage=proposal.financing_stage,
        instrument=proposal.instrument,
        activities=tuple(proposal.activities),
        is_listed=known["is_listed"],
        is_secondary=proposal.is_secondary,
        amount_hkd=proposal.amount_hkd,
        is_start_up=known["is_start_up"],
        is_hong_kong=known["is_hong_kong"],
        has_it_establishment=known["has_it_establishment"],
        is_ecosystem=known["is_ecosystem"],
        hong_kong_spend_undertaken_hkd=proposal.hong_kong_spend_undertaken_hkd
        if proposal.undertaking_signed_date
        else None,
        date=on,
    )


def live_consents(fund: Fund, on: date, proposal: Proposal | None = None) -> QuerySet[Consent]:
    """Consents that count on a day, for a fund as a whole or for one proposal; they lapse by themselves."""
    found = Consent.objects.filter(fund=fund, stage=Consent.Stage.APPROVED, expiry_date__gte=on)
    if proposal is not None:
        found = found.filter(proposal=proposal) | found.filter(proposal__isnull=True)
    return found


def similar_companies(name: str, br_number: str) -> QuerySet[Company]:
    """Companies that may be the same: by number, or by the first word of the name."""
    first_word = name.split()[0] if name.split() else name
    found = Company.objects.filter(name_en__istartswith=first_word)
    if br_number:
        found = found | Company.objects.filter(br_number=br_number)
    return found


def _sum(postings: QuerySet[Posting]):
    total = postings.order_by().values("account").annotate(sum=Sum("amount_hkd")).values("sum")
    return Coalesce(Subquery(total, output_field=selectors.MONEY), selectors.ZERO_HKD)


def total_cost(investments) -> Decimal:
    """The sum of original costs, in HK$."""
    return sum((investment.original_cost_hkd for investment in investments), Decimal("0.00"))
