"""What a fund holds and has promised, from the books and the companies' facts: input of the restriction engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from funds import agreement_register, selectors
from funds.models import Fund, FundAgreement, JournalEntry, LedgerAccount, Posting
from funds.rules.agreement_register import Happening, suspended
from funds.rules.terms import Terms
from investments.models import Company, CompanyFact, Consent, Investment, LifeEvent, Proposal
from investments.rules import facts as rule_facts
from investments.rules import measures as measured
from investments.rules.exposure import Exposure
from investments.rules.facts import Outcome
from investments.rules.hong_kong import counts_as_hong_kong
from investments.rules.limits import Limits, Lot, overdue_bridges
from investments.rules.measures import Measure
from investments.rules.projection import Path, path
from investments.rules.standing import check_standing
from itvf.money import ZERO, quantise, total

Code = LedgerAccount.Code
Kind = CompanyFact.Kind
FACTS = tuple(Kind.values)
# Any of these is an I&T establishment in Hong Kong (A17).
ESTABLISHMENTS = (Kind.RESEARCH_SITE, Kind.PRODUCTION, Kind.HEADQUARTERS)
# Where cost stands: a conversion moves it from the first to the second, under the same reference.
COST = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED)
DRAWN = (LifeEvent.Kind.COMPLETION, LifeEvent.Kind.TRANCHE)


def investments_with_cost(
    fund: Fund | None = None, *, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Investment]:
    """Investments with `original_cost_hkd` (all that was put in) and `cost_hkd` (what is held), from the books."""
    base = selectors.postings(as_of=as_of, known_at=known_at).filter(
        account__book=OuterRef("cost_account__book"),
        account__reference=OuterRef("cost_account__reference"),
        account__code__in=COST,
    )
    made = base.filter(entry__kind=JournalEntry.Kind.INVESTMENT)
    found = Investment.objects.select_related("company", "fund", "proposal", "cost_account", "unrealised_account")
    if fund is not None:
        found = found.filter(fund=fund)
    if as_of is not None:
        found = found.filter(completed_date__lte=as_of)
    if known_at is not None:
        found = found.filter(entry__recorded_at__lte=known_at)
    return found.annotate(original_cost_hkd=_sum(made), cost_hkd=_sum(base)).order_by("fund", "completed_date", "id")


def _sum(postings: QuerySet[Posting]):
    # Grouped by reference, since cost may stand on two accounts.
    sums = postings.order_by().values("account__reference").annotate(sum=Sum("amount_hkd")).values("sum")
    return Coalesce(Subquery(sums, output_field=selectors.MONEY), selectors.ZERO_HKD)


def total_cost(investments) -> Decimal:
    """The sum of original costs, in HK$."""
    return total(investment.original_cost_hkd for investment in investments)


# --- what is known of companies


def company_facts(
    companies: Iterable[int], on: date, *, known_at: datetime | None = None
) -> dict[int, dict[str, bool | None]]:
    """Each company's facts as they hold on a day, by company; None where nothing is on record (or was, `known_at`).

    R&D, production or a regional headquarters in Hong Kong is an I&T establishment, whether or not it is also
    recorded as one (A17).
    """
    known: dict[int, dict[str, bool | None]] = {company: dict.fromkeys(FACTS) for company in companies}
    rows = CompanyFact.objects.filter(company__in=list(known), since_date__lte=on).order_by("since_date", "id")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    for company, kind, holds in rows.values_list("company", "kind", "holds"):
        known[company][kind] = holds
    for facts in known.values():
        facts[Kind.IT_ESTABLISHMENT] = _has_establishment(facts)
    return known


def _has_establishment(facts: Mapping[str, bool | None]) -> bool | None:
    kinds = [facts[kind] for kind in ESTABLISHMENTS]
    if True in kinds:
        return True
    return False if kinds == [False] * len(kinds) else facts[Kind.IT_ESTABLISHMENT]


# --- a fund's position


@dataclass(frozen=True, slots=True)
class Position:
    """A fund on a day as the engine reads it; loaded by a constant number of queries.

    A deal that has its no objection and is not
    done yet is `promised`, as is what is not drawn yet of one that is done: for each rule by itself both count where
    they would use headroom and not where they would give some, so that two proposals can't both be answered on it.
    """

    fund: Fund
    on: date
    agreement: FundAgreement
    terms: Terms
    commitments_hkd: Decimal
    periods: selectors.Periods | None
    investments: tuple[Investment, ...]
    promised: tuple[Proposal, ...]
    known: Mapping[int, Mapping[str, bool | None]]
    stopped: tuple[Happening, ...] = ()

    @property
    def limits(self) -> Limits:
        """What the agreement sets itself (R27)."""
        agreement = self.agreement
        return Limits(
            company_limit_rate=agreement.company_limit_rate,
            group_limit_rate=agreement.group_limit_rate,
            follow_on_reserve_rate=agreement.follow_on_reserve_rate,
            bridge_limit_rate=agreement.bridge_limit_rate,
            bridge_months=agreement.bridge_months,
            clause=agreement.limits_clause,
        )

    def holds(self, company_id: int) -> bool:
        """Whether the fund holds some of a company, at cost."""
        return any(made.company_id == company_id and made.cost_hkd > 0 for made in self.investments)

    def facts(self, *, as_promised: bool = True) -> rule_facts.FundFacts:
        """What the mandate's rules read: commitments, every investment made, the investment period (A1, A10)."""
        promises = self._promises() if as_promised else ()
        return rule_facts.FundFacts(
            total_commitments_hkd=self.commitments_hkd,
            holdings=tuple(self._holding(made.company, made.original_cost_hkd) for made in self.investments),
            investment_period_start_date=self.periods and self.periods.starts,
            investment_period_end_date=self.periods and self.periods.investment_period_end,
            follow_ons_after_period=self.agreement.follow_ons_after_period,
            promised=tuple(self._holding(company, amount) for company, amount in promises),
            suspended_since=self.stopped[0].on if self.stopped else None,
            suspended_by=self.stopped[0].clause if self.stopped else "",
        )

    def lots(self, *, as_promised: bool = True) -> tuple[Lot, ...]:
        """What the agreement's limits read: one lot an investment, and one a deal that is promised.

        Each is a follow-on where it says so and the fund held the company: on its day, or on this one.
        """
        lots = []
        for made in self.investments:
            undrawn = undrawn_hkd(made) if as_promised else ZERO
            lots.append(
                _lot(
                    made.company,
                    is_bridge=made.proposal.is_bridge,
                    cost_hkd=made.original_cost_hkd + undrawn,
                    held_hkd=made.cost_hkd + undrawn,
                    is_follow_on=made.proposal.is_follow_on and made.held_before_hkd > 0,
                    made_date=made.completed_date,
                    deal_id=str(made.proposal_id),
                )
            )
        for deal in self.promised if as_promised else ():
            is_follow_on, amount = deal.is_follow_on and self.holds(deal.company_id), deal.amount_hkd
            lots.append(
                _lot(
                    deal.company, is_bridge=deal.is_bridge, cost_hkd=amount, held_hkd=amount, is_follow_on=is_follow_on
                )
            )
        return tuple(lots)

    def exposure(self) -> Exposure:
        """What went into Hong Kong and elsewhere (R9), promises among it; what is not known counts as elsewhere."""
        amounts = [(made.company, made.original_cost_hkd) for made in self.investments] + self._promises()
        inside = total(amount for company, amount in amounts if self._is_hong_kong(company))
        outside = total(amount for company, amount in amounts if not self._is_hong_kong(company))
        return Exposure(inside_hkd=inside, outside_hkd=outside, commitments_hkd=self.commitments_hkd)

    def _promises(self) -> list[tuple[Company, Decimal]]:
        undrawn = [(made.company, undrawn_hkd(made)) for made in self.investments]
        promised = [(deal.company, deal.amount_hkd) for deal in self.promised]
        return [(company, amount) for company, amount in (*undrawn, *promised) if amount]

    def _is_hong_kong(self, company: Company) -> bool:
        return bool(counts_as_hong_kong(self._holding(company, ZERO)))

    def _holding(self, company: Company, cost_hkd: Decimal) -> rule_facts.Holding:
        known = self.known[company.pk]
        return rule_facts.Holding(
            company=company.name_en,
            cost_hkd=cost_hkd,
            is_hong_kong=known[Kind.HONG_KONG],
            has_it_establishment=known[Kind.IT_ESTABLISHMENT],
            is_ecosystem=known[Kind.ECOSYSTEM],
        )


def position(fund: Fund, on: date, *, apart_from: Proposal | None = None, known_at: datetime | None = None) -> Position:
    """A fund's position on a day, as known at a recorded time; `apart_from` leaves one deal out, to judge it."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    held = investments_with_cost(fund, as_of=on, known_at=known_at).annotate(
        drawn_foreign=_drawn_foreign(on, known_at), held_before_hkd=_held_before(known_at)
    )
    promised = _promised(fund, known_at).select_related("company")
    if apart_from is not None and apart_from.pk:
        held, promised = held.exclude(proposal=apart_from), promised.exclude(pk=apart_from.pk)
    held, promised = tuple(held), tuple(promised)
    return Position(
        fund=fund,
        on=on,
        agreement=agreement,
        terms=selectors.terms_of(agreement.scheme_version),
        commitments_hkd=selectors.register(fund, on=on, known_at=known_at).total_hkd,
        periods=selectors.periods(fund, agreement),
        investments=held,
        promised=promised,
        known=company_facts({deal.company_id for deal in (*held, *promised)}, on, known_at=known_at),
        stopped=tuple(suspended(agreement_register.happenings(fund, known_at=known_at), on)),
    )


def undrawn_hkd(made: Investment) -> Decimal:
    """What is still to be drawn of a deal, in HK$; of one in another currency at the rate that was proposed.

    Nothing is drawn any more once the investment is sold or written off. `made` comes from a position.
    """
    deal = made.proposal
    if made.cost_hkd <= 0:
        return ZERO
    if deal.foreign_amount is None:
        return max(ZERO, deal.amount_hkd - made.original_cost_hkd)
    left = max(Decimal(0), deal.foreign_amount - (made.drawn_foreign or 0))
    return quantise(Fraction(deal.amount_hkd) * Fraction(left) / Fraction(deal.foreign_amount), mode="half_up")


def _held_before(known_at: datetime | None):
    """What the fund held of the company in its earlier lots, on the day on which a lot was made."""
    this = OuterRef(OuterRef("completed_date"))
    earlier = Investment.objects.filter(
        Q(completed_date__lt=this) | Q(completed_date=this, pk__lt=OuterRef(OuterRef("pk"))),
        fund=OuterRef(OuterRef("fund")),
        company=OuterRef(OuterRef("company")),
    )
    held = selectors.postings(known_at=known_at).filter(
        account__book=OuterRef("cost_account__book"),
        account__code__in=COST,
        account__reference__in=earlier.order_by().values("cost_account__reference"),
        entry__effective_date__lte=OuterRef("completed_date"),
    )
    sums = held.order_by().values("book").annotate(sum=Sum("amount_hkd")).values("sum")
    return Coalesce(Subquery(sums, output_field=selectors.MONEY), selectors.ZERO_HKD)


def _promised(fund: Fund, known_at: datetime | None) -> QuerySet[Proposal]:
    """Deals that have their no objection and are not done; those that had it then, by the rows' history."""
    if known_at is None:
        return Proposal.objects.filter(fund=fund, stage=Proposal.Stage.NO_OBJECTION)
    history = apps.get_model("investments", "ProposalEvent").objects
    then = history.filter(pgh_obj=OuterRef("pk"), pgh_created_at__lte=known_at).order_by("-pgh_id").values("stage")[:1]
    return Proposal.objects.annotate(then=Subquery(then)).filter(fund=fund, then=Proposal.Stage.NO_OBJECTION)


def _drawn_foreign(on: date, known_at: datetime | None):
    drawn = LifeEvent.objects.standing(known_at).filter(
        investment=OuterRef("pk"), kind__in=DRAWN, effective_date__lte=on
    )
    return Subquery(drawn.order_by().values("investment").annotate(sum=Sum("foreign_amount")).values("sum"))


def _lot(company: Company, **figures) -> Lot:
    group = company.group_id
    return Lot(company_id=str(company.pk), group_id=group and str(group), **figures)


# --- the portfolio on a day


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a fund stands with its restrictions on a day, without a new deal.

    `outcomes` are of what was made by then: R8, R9 and each limit of the agreement. `path` projects R9 to the end of
    the investment period, deals that are agreed and not done among it; None before the first closing.
    """

    on: date
    outcomes: tuple[Outcome, ...]
    path: Path | None
    overdue_bridges: tuple[Lot, ...]
    limits: Limits


def at(fund: Fund, on: date, *, known_at: datetime | None = None) -> Standing:
    """A fund's portfolio judged by every restriction that needs no deal, on any day (R8, R9, R27, A1, A2)."""
    now = position(fund, on, known_at=known_at)
    lots = now.lots(as_promised=False)
    outcomes = check_standing(now.facts(as_promised=False), now.terms, on, limits=now.limits, lots=lots)
    return Standing(
        on=on,
        outcomes=outcomes,
        path=path_of(now),
        overdue_bridges=overdue_bridges(now.limits, lots, on),
        limits=now.limits,
    )


def path_of(now: Position) -> Path | None:
    """R9's path from a position to the end of the investment period: all commitments not invested yet may still be."""
    if now.periods is None:
        return None
    exposure = now.exposure()
    return path(
        exposure,
        now.terms.rate("hong_kong_minimum_rate"),
        to_invest_hkd=now.commitments_hkd - exposure.cost_hkd,
        on=now.on,
        end=now.periods.investment_period_end,
    )


def measures(now: Position) -> tuple[Measure, ...]:
    """What every restriction measures of a position, without a new deal: as known then, where the position is."""
    facts, lots = now.facts(as_promised=False), now.lots(as_promised=False)
    return measured.measures(facts, now.terms, now.on, now.limits, lots)


def live_consents(fund: Fund, on: date, proposal: Proposal | None = None) -> QuerySet[Consent]:
    """Consents that count on a day, for a fund as a whole or for one proposal; they lapse by themselves."""
    given = Q(given_date__isnull=True) | Q(given_date__lte=on)
    found = Consent.objects.filter(given, fund=fund, stage=Consent.Stage.APPROVED, expiry_date__gte=on)
    if proposal is not None:
        found = found.filter(Q(proposal=proposal) | Q(proposal__isnull=True))
    return found


def consented(on: date) -> Exists:
    """Whether a consent in force on a day covers a breach: its restriction, its deal or the fund (for `annotate`)."""
    live = Consent.objects.filter(
        Q(restriction="") | Q(restriction=OuterRef("restriction")),
        Q(given_date__isnull=True) | Q(given_date__lte=on),
        fund=OuterRef("fund"),
        rule=OuterRef("rule"),
        stage=Consent.Stage.APPROVED,
        expiry_date__gte=on,
    ).annotate(deal=Concat(Value("proposal:"), Cast("proposal_id", CharField())))
    return Exists(live.filter(Q(proposal__isnull=True) | Q(deal=OuterRef("source"))))
