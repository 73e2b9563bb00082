"""The system's own returns for a manager's claims of a quarter, on its own footing and on those that explain (R21)."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

from funds import capital_accounts
from itvf.errors import plain
from itvf.money import total
from reporting import fund_returns
from reporting.models import QuarterlyReport
from reporting.rules.claimed_returns import (
    ANNUALISED,
    AT_REPORTED_VALUE,
    OTHER_SIDE,
    RETURNS,
    WITHOUT_FACILITY,
    Own,
    ReturnLine,
    compare,
)


def of(report: QuarterlyReport) -> tuple[ReturnLine, ...]:
    """A report's claimed returns beside the system's own: as accepted; until then as the books have them now."""
    if report.stage == QuarterlyReport.Stage.ACCEPTED:
        return tuple(ReturnLine(**{name: _read(name, value) for name, value in row.items()}) for row in report.returns)
    return compared(report)


def compared(report: QuarterlyReport) -> tuple[ReturnLine, ...]:
    """This function will set what a report claims beside what the books give now; nothing where it claims nothing."""
    claims = {name: getattr(report, name) for name in RETURNS}
    return compare(claims, own(report)) if any(value is not None for value in claims.values()) else ()


def stored(lines: tuple[ReturnLine, ...]) -> list[dict]:
    """The lines as a report keeps them."""
    return [plain(asdict(line)) for line in lines]


def own(report: QuarterlyReport) -> Mapping[str, Own]:
    """The system's own figures at the quarter's end; over less than a year a rate is the period's (GIPS)."""
    on = report.period_end
    accounts = capital_accounts.of_fund(report.fund, [on])
    found = fund_returns.of(accounts, on)
    left = total([report.nav_hkd, -accounts.accrued_hkd[on]])
    net = fund_returns.net(accounts, on, left_hkd=left)
    gross = fund_returns.gross(report.fund, on, value_hkd=report.investments_fair_value_hkd)
    without = found.facility and found.facility["without"]
    return {
        "gross_irr_rate": Own(
            _rate(found.gross.irr),
            {
                AT_REPORTED_VALUE: _rate(gross.irr),
                ANNUALISED: found.gross.irr.rate,
                OTHER_SIDE: _rate(found.net.irr),
                WITHOUT_FACILITY: without and _rate(without.gross_irr),
            },
        ),
        "net_irr_rate": Own(
            _rate(found.net.irr),
            {
                AT_REPORTED_VALUE: _rate(net.irr),
                ANNUALISED: found.net.irr.rate,
                WITHOUT_FACILITY: without and _rate(without.net_irr),
                OTHER_SIDE: _rate(found.gross.irr),
            },
        ),
        "tvpi": Own(found.net.tvpi, {AT_REPORTED_VALUE: net.tvpi, OTHER_SIDE: found.gross.tvpi}),
        "dpi": Own(found.net.dpi, {OTHER_SIDE: found.gross.dpi}),
    }


def _rate(found) -> Decimal | None:
    return found.rate if found.for_period is None else found.for_period


def _read(name: str, value: str | None) -> str | Decimal | None:
    return Decimal(value) if name in ("claimed", "own", "difference") and value is not None else value
