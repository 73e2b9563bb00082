"""A fund's management fee by quarter: facts for funds/rules/fee_comparison.py, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from funds import fee_charges, fee_facts, selectors
from funds.fee_facts import FeePosition
from funds.models import Fund
from funds.rules import fee_comparison
from funds.rules.fee_comparison import Facts, Quarter, Sums
from funds.rules.fees import FeeTerms
from funds.rules.partner_fees import PartnerFee
from funds.rules.terms import Terms
from itvf.dates import is_quarter_end
from itvf.money import total


@dataclass(frozen=True, slots=True)
class FundFees:
    """Every quarter of a fund's fee to a day, and by its last day each quarter's lines of the partners.

    `agreed` is how the agreement sets the fee, None before the first closing.
    """

    fund: Fund
    on: date
    terms: Terms
    agreed: FeeTerms | None
    quarters: tuple[Quarter, ...]
    partners: dict[date, tuple[PartnerFee, ...]]

    @property
    def sums(self) -> Sums:
        """The whole to date."""
        return self.quarters[-1].to_date if self.quarters else Sums()

    def quarter(self, end: date) -> Quarter | None:
        """The quarter that ends on a day, if there is one."""
        return next((quarter for quarter in self.quarters if quarter.facts.end_date == end), None)


def of(fund: Fund, on: date, *, known_at: datetime | None = None) -> FundFees:
    """One fund's fee; before its first closing there is no quarter. Refused (WrongStage) without an agreement."""
    found = of_many([fund], on, known_at=known_at).get(fund.pk)
    if found is None:
        return FundFees(fund, on, selectors.terms_of_fund(fund, known_at=known_at), None, (), {})
    return found


def of_many(funds: Iterable[Fund], on: date, *, known_at: datetime | None = None) -> dict[int, FundFees]:
    """The fees of funds that have an agreement and a closing, by id; funds and quarters add no query."""
    funds = list(funds)
    charged = fee_charges.of(funds, known_at=known_at)
    positions = fee_facts.positions(funds, on, known_at=known_at)
    return {pk: _fees(position, on, charged) for pk, position in positions.items()}


def _fees(position: FeePosition, on: date, charged: dict[tuple[int, date], Decimal]) -> FundFees:
    facts, partners = [], {}
    carried: dict[int, Decimal] = {}
    waiting = list(position.offsets)
    periods = position.quarters(on)
    for (start, end), fee, cap in zip(periods, position.agreed_fees(periods), position.caps(periods), strict=True):
        accrual = position.accruals.get(end)
        if accrual is not None:
            lines = tuple(_line(line) for line in accrual.partners.all())
            left = position.left_by(accrual)
        else:
            offset = total(amount for day, amount in waiting if day <= end)
            waiting = [(day, amount) for day, amount in waiting if day > end]
            lines = position.shared(fee, cap, carried=carried, offset_hkd=offset).lines
            left = {line.id: line.carried_hkd for line in lines}
        carried = left
        partners[end] = lines
        facts.append(
            Facts(
                start_date=start,
                end_date=end,
                is_over=is_quarter_end(end),
                fee=fee,
                cap=cap,
                computed_hkd=accrual.fee_hkd if accrual else total(line.net_hkd for line in lines),
                accrued_hkd=accrual.fee_hkd if accrual else None,
                charged_hkd=charged.get((position.fund.pk, end)),
                called_hkd=_within(position.called, start, end),
                paid_hkd=_within(position.paid, start, end),
            )
        )
    quarters = fee_comparison.compare(facts, agreed=position.agreed, events=position.events, terms=position.terms)
    return FundFees(position.fund, on, position.terms, position.agreed, quarters, partners)


def _within(moved: Iterable[tuple[date, Decimal]], start: date, end: date) -> Decimal:
    return total(amount for day, amount in moved if start <= day <= end)


def _line(line) -> PartnerFee:
    return PartnerFee(
        id=line.partner_id,
        commitment_hkd=line.commitment_hkd,
        gross_hkd=line.gross_hkd,
        concession_hkd=line.concession_hkd,
        brought_hkd=line.brought_hkd,
        offset_hkd=line.offset_hkd,
        used_hkd=line.used_hkd,
    )
