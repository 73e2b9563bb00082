"""Financing rounds of companies: what ownership and dilution are measured by; corrected by a row that replaces it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from investments import positions
from investments.models import Company, FinancingRound, Investment, Proposal
from investments.rules import ownership
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, NotFound, RuleBroken, WrongStage, gettext_noop
from itvf.models import File

CHAIN = "programme"
HKD = "HKD"


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A round as its papers state it: money in its own currency beside HK$, units after it."""

    name: str
    financing_stage: str
    closed_date: date
    raised_hkd: Decimal
    issued_units: Decimal
    diluted_units: Decimal
    currency: str = "HKD"
    foreign_pre_money: Decimal | None = None
    foreign_unit_price: Decimal | None = None
    fx_rate: Decimal | None = None
    others_private_hkd: Decimal | None = None


@transaction.atomic
def record(
    *,
    company: Company,
    figures: RoundFigures,
    evidence: str,
    by,
    at: datetime,
    file: File | None = None,
    replaces: FinancingRound | None = None,
    within=None,
) -> FinancingRound:
    """This function will record a round of a company, or correct one by `replaces`; nothing of record is changed.

    Refuses units that do not add up: fully diluted below those in issue, or fewer in issue than the funds hold; and a
    price in another currency without its rate. `within` is the fund of a GP, which has a deal with the company (else
    NotFound, as for a stranger).
    """
    permissions.require(by, "round.record", within=within)
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    if within is not None and not Proposal.objects.filter(company=company, fund=within).exists():
        raise NotFound(gettext_noop("The fund {fund} has no deal with the company."), fund=within.code)
    _check(figures, evidence, local_date(at))
    if replaces is not None and (replaces.company_id != company.pk or hasattr(replaces, "replaced_by")):
        raise WrongStage(
            gettext_noop("The round {round} is of another company or was corrected before."),
            code="round_replaced",
            round=replaces.name,
        )
    standing_positions = positions.of_many(Investment.objects.filter(company=company), as_of=figures.closed_date)
    held = sum((position.holding.units for position in standing_positions.values()), start=Decimal(0))
    breaches = ownership.check_held(
        ownership.Round(figures.name, figures.closed_date, figures.issued_units, figures.diluted_units), held
    )
    if breaches:
        raise RuleBroken(list(breaches))
    recorded = FinancingRound.objects.create(
        company=company,
        evidence=evidence.strip(),
        file=file,
        replaces=replaces,
        recorded_by=by,
        recorded_at=at,
        **asdict(figures),
    )
    audit.record(
        chain=CHAIN,
        verb="round.record",
        subject=company,
        by=by,
        at=at,
        facts={"round": figures.name, "closed": figures.closed_date, "raised_hkd": figures.raised_hkd},
    )
    return recorded


def standing(company: Company):
    """The rounds of a company that no later row corrects, oldest first."""
    return company.rounds.filter(replaced_by__isnull=True).order_by("closed_date", "id")


def _check(figures: RoundFigures, evidence: str, today: date) -> None:
    if not figures.name.strip() or not evidence.strip():
        raise InputRefused(
            gettext_noop("Name the round and what shows it: agreement, register of members, capitalisation table."),
            code="no_evidence",
            field="evidence" if figures.name.strip() else "name",
        )
    if figures.closed_date > today:
        raise InputRefused(
            gettext_noop("The round closes on {date}, which is to come; record it when it has closed."),
            code="future_round",
            field="closed_date",
            date=figures.closed_date,
        )
    if not 0 < figures.issued_units <= figures.diluted_units:
        raise InputRefused(
            gettext_noop(
                "{issued} units are in issue and {diluted} fully diluted; the first are above zero and at most the "
                "second."
            ),
            code="units_disagree",
            field="diluted_units",
            issued=figures.issued_units,
            diluted=figures.diluted_units,
        )
    prices = (figures.foreign_pre_money, figures.foreign_unit_price, figures.fx_rate)
    if any(price is not None and price <= 0 for price in prices) or (figures.others_private_hkd or 0) < 0:
        raise InputRefused(
            gettext_noop("Prices, values and rates of a round are above zero; leave out what the papers do not state."),
            code="not_positive",
            field="foreign_unit_price",
        )
    if figures.currency != HKD and figures.fx_rate is None and any(price is not None for price in prices):
        raise InputRefused(
            gettext_noop("The round is priced in {currency}: give the exchange rate of its day."),
            code="fx_rate_missing",
            field="fx_rate",
            currency=figures.currency,
        )
    if figures.raised_hkd < 0 or (figures.others_private_hkd or 0) > figures.raised_hkd:
        raise InputRefused(
            gettext_noop("{others_hkd} by other private investors is more than the {raised_hkd} raised in all."),
            code="raised_too_little",
            field="others_private_hkd",
            others_hkd=figures.others_private_hkd or Decimal(0),
            raised_hkd=figures.raised_hkd,
        )
