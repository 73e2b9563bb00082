"""Scenes of a fund that borrows: a facility agreed, drawn, and repaid out of a call with its interest; for the demo."""

from datetime import date, timedelta
from decimal import Decimal

from funds import facility_facts
from funds.models import FacilityAgreement, Fund
from funds.rules import facility as rule
from funds.rules.facility import INVESTMENTS
from funds.services import agreement_register, facilities, facility_movements
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

CLAUSE = "LPA 7.4"
CAP = {"rate": Decimal("0.15"), "days": 180}
RATE = Decimal("0.055")


def agree(cast: Cast, fund: Fund, *, on: date) -> FacilityAgreement:
    """This function will record the term that lets a fund borrow, and a facility under it, each by two people."""
    about = {"topic": "borrowing", "clause": CLAUSE, "effective_from": fund.first_closing_date, "values": CAP}
    term = agreement_register.record_clause(fund=fund, **about, by=cast.officer, at=moment(on))
    agreement_register.approve_clause(clause=term, by=cast.manager, at=moment(on, 15))
    found = facilities.record(
        fund=fund,
        lender="Demonstration Bank (Hong Kong) Limited",
        limit_hkd=Decimal("60000000.00"),
        rate=RATE,
        rate_terms="5.5% a year on what is drawn, actual days over 365, paid on repayment",
        available_from=on,
        available_to=on + timedelta(days=730),
        clause=CLAUSE,
        by=cast.maker(fund),
        at=moment(on, 16),
    )
    return facilities.approve(facility=found, by=cast.manager, at=moment(on, 17))


def draw(cast: Cast, found: FacilityAgreement, amount_hkd: str, *, on: date) -> None:
    """This function will draw on a facility for an investment, as the GP's maker records it."""
    facility_movements.draw(
        facility=found,
        amount_hkd=Decimal(amount_hkd),
        purpose=INVESTMENTS,
        value_date=on,
        reference=f"FAC{on:%y%m%d}",
        by=cast.maker(found.fund),
        at=moment(on, 10),
    )


def interest_to(found: FacilityAgreement, start: date, until: date) -> Decimal:
    """What a facility costs from a day to the day before another, by its own rate."""
    movements = facility_facts.movements(found.fund, facility=found)
    return rule.interest(movements, found.rate, start=start, end=until - timedelta(days=1))


def repay(
    cast: Cast, found: FacilityAgreement, amount_hkd: str, *, drawn: date, interest_hkd: Decimal, on: date
) -> None:
    """This function will repay a drawdown on the day of a call, with its interest to the day before."""
    about = {"facility": found, "by": cast.officer, "at": moment(on, 19)}
    end = on - timedelta(days=1)
    facility_movements.charge(
        **about, amount_hkd=interest_hkd, period_start=drawn, value_date=end, reference=f"INT{on:%y%m%d}"
    )
    facility_movements.repay(
        **about, amount_hkd=Decimal(amount_hkd), purpose=INVESTMENTS, value_date=on, reference=f"REP{on:%y%m%d}"
    )
    facility_movements.pay(**about, amount_hkd=interest_hkd, value_date=on, reference=f"PAY{on:%y%m%d}")
