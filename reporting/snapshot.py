"""A management report's figures, section by section, from the programme's position: plain JSON, in printing order.

Nothing here reads the database or rounds but for ratios; the shape is reporting/report_content.py.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from funds import fee_facts
from funds.models import Fund, JournalEntry, LedgerAccount
from funds.rules import fees
from investments.models import Investment
from investments.rules.facts import Holding
from itvf import audit
from itvf.dates import HONG_KONG, financial_year, financial_year_label, local_date, quarter_end
from itvf.errors import plain
from itvf.money import ZERO, ratio, total
from reporting import report_content as content
from reporting import selectors, snapshot_differences, snapshot_indicators, snapshot_register, wording
from reporting.programme import FundPosition, ProgrammePosition
from reporting.rules import deadlines
from reporting.rules.mandate_tests import SPEND, Investee, Position, Test, mandate_tests

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
# What the hash of the figures leaves out: what differs between two reports of the same books.
NOT_HASHED = ("snapshot_hash", "reference", "audit")
PEOPLE = ("prepared_by", "approved_by")
SPEND_REGISTER = "spend_register"


def of(position: ProgrammePosition, *, reference: str, prepared_by: str) -> content.Snapshot:
    """This function will write a programme's position as the snapshot that is frozen and printed."""
    funds = position.funds
    head = audit_head(position.audit_heads)
    snapshot: content.Snapshot = {
        "reference": reference,
        "as_of": position.on.isoformat(),
        "known_at": _moment(position.known_at),
        "snapshot_hash": "",
        "audit": {"head": head, "entries": sum(sequence for _, sequence, _ in position.audit_heads)},
        "programme": {
            "scheme": position.scheme.code,
            "name_en": position.scheme.name_en,
            "name_zh_hant": position.scheme.name_zh_hant,
            "terms_effective_date": position.version.effective_from.isoformat(),
            "prepared_by": prepared_by,
            "approved_by": None,
        },
        "commitment": _commitment(position),
        "government_form": _government_form(position),
        "funds": _funds(funds, position.on),
        "calls": _calls(funds, position.on),
        "investments": _investments(funds, position),
        "tests": [row for fund in funds for row in _tests(fund, position)],
        "fees": [row for fund in funds for row in _fees(fund, position.on)],
        "hurdle": [_hurdle(fund, position.on) for fund in funds if fund.receipts and fund.agreement],
        "quarterly_reports": [row for fund in funds for row in _reports(fund, position)],
        "differences": snapshot_differences.of(position),
        "breaches": [snapshot_register.breach(breach, position) for breach in position.breaches],
        "consents": [snapshot_register.consent(consent, position.on) for consent in position.consents],
        "indicators": snapshot_indicators.of(position),
        "assumptions": wording.assumptions(position.terms),
        "conventions": list(wording.CONVENTIONS),
    }
    snapshot["snapshot_hash"] = figures_hash(snapshot)
    return snapshot


def figures_hash(snapshot: content.Snapshot) -> str:
    """SHA-256 over canonical JSON of every figure and sentence: the same books as known then give the same hash.

    Left out are the hash itself, the reference, the audit head, and who prepared and approved.
    """
    figures = {name: part for name, part in snapshot.items() if name not in NOT_HASHED}
    programme = {name: value for name, value in snapshot["programme"].items() if name not in PEOPLE}
    return hashlib.sha256(audit.canonical(figures | {"programme": programme})).hexdigest()


def audit_head(heads: Iterable[tuple[str, int, str]]) -> str:
    """One hash for the ends of all audit chains: SHA-256 over canonical JSON of [chain, number, hash], by chain."""
    return hashlib.sha256(audit.canonical([list(head) for head in heads])).hexdigest()


def _commitment(position: ProgrammePosition) -> content.CommitmentStatement:
    envelope = position.terms.hkd("programme_envelope_hkd")
    released = position.released_hkd
    committed = total([*(fund.register.government_hkd for fund in position.funds), released])
    drawn = total(fund.received(government=True) for fund in position.funds)
    figures = {
        "envelope_hkd": envelope,
        "committed_hkd": committed,
        "released_hkd": released,
        "reserved_hkd": position.reserved_hkd,
        "available_hkd": total([envelope, -committed, released, -position.reserved_hkd]),
        "drawn_hkd": drawn,
        "undrawn_hkd": total([committed, -released, -drawn]),
    }
    return plain(figures)


def _government_form(position: ProgrammePosition) -> content.GovernmentForm:
    start, _ = financial_year(position.on)
    before = start - timedelta(days=1)
    rows = [
        _form_row(fund.fund.code, fund.register.government_hkd, fund.received(government=True, until=before))
        for fund in position.funds
        if fund.register.government_hkd
    ]
    approved = total(Decimal(row["approved_hkd"]) for row in rows)
    accumulated = total(Decimal(row["accumulated_hkd"]) for row in rows)
    return {
        "financial_year": financial_year_label(position.on),
        "accumulated_to_date": before.isoformat(),
        "rows": rows,
        "total": _form_row(None, approved, accumulated),
    }


def _form_row(fund_code: str | None, approved: Decimal, accumulated: Decimal) -> content.GovernmentFormRow:
    """No revised estimate is on record yet, so the balance, which rests on it, has no answer either."""
    return {
        "fund_code": fund_code,
        "approved_hkd": plain(approved),
        "accumulated_hkd": plain(accumulated),
        "revised_estimate_hkd": None,
        "balance_hkd": None,
    }


def _funds(funds: tuple[FundPosition, ...], on: date) -> content.Funds:
    totals = {
        "size_hkd": total(fund.register.total_hkd for fund in funds),
        "government_hkd": total(fund.register.government_hkd for fund in funds),
        "gp_hkd": total(fund.register.gp_hkd for fund in funds),
    }
    return {"rows": [_fund(fund, on) for fund in funds], "total": plain(totals)}


def _fund(position: FundPosition, on: date) -> content.FundRow:
    fund, register, periods = position.fund, position.register, position.periods
    has_ended = fund.stage == Fund.Stage.ABANDONED or (fund.ended_date is not None and fund.ended_date <= on)
    return {
        "code": fund.code,
        "name_en": fund.name_en,
        "name_zh_hant": fund.name_zh_hant,
        "manager_en": fund.manager.name_en,
        "manager_zh_hant": fund.manager.name_zh_hant,
        "cap637_number": fund.cap637_number,
        "stage": fund.stage if has_ended else Fund.Stage.OPEN.value if periods else Fund.Stage.FORMING.value,
        "first_closing_date": plain(periods and periods.starts),
        "size_hkd": plain(register.total_hkd),
        "government_hkd": plain(register.government_hkd),
        "government_share": plain(ratio(register.government_hkd, register.total_hkd)),
        "gp_hkd": plain(register.gp_hkd),
        "gp_share": plain(ratio(register.gp_hkd, register.total_hkd)),
        "investment_period_end_date": plain(periods and periods.investment_period_end),
        "term_end_date": plain(periods and periods.term_end),
    }


def _calls(funds: tuple[FundPosition, ...], on: date) -> content.Calls:
    rows = []
    for fund in funds:
        received: dict[int, Decimal] = {}
        for receipt in fund.receipts:
            received[receipt.call] = total([received.get(receipt.call, ZERO), receipt.amount_hkd])
        rows += [_call(fund, call, received.get(call.pk, ZERO), on) for call in fund.calls]
    names = ("amount_hkd", "government_hkd", "received_hkd", "outstanding_hkd", "late_hkd")
    totals = {name: total(row[name] for row in rows) for name in names}
    return {"rows": [plain(row) for row in rows], "total": plain(totals)}


def _call(fund: FundPosition, call, received: Decimal, on: date) -> dict:
    outstanding = total([call.amount_hkd, -received])
    return {
        "fund_code": fund.fund.code,
        "number": call.number,
        "issued_date": local_date(call.issued_at),
        "due_date": call.due_date,
        "amount_hkd": call.amount_hkd,
        "government_hkd": call.government_hkd,
        "received_hkd": received,
        "outstanding_hkd": outstanding,
        "late_hkd": outstanding if call.due_date < on else ZERO,
    }


def _investments(funds: tuple[FundPosition, ...], position: ProgrammePosition) -> content.Investments:
    made, terms = [investment for fund in funds for investment in fund.investments], position.terms
    lots = [position.lots[investment.pk] for investment in made]
    return {
        "count": len(made),
        "cost_hkd": plain(total(investment.original_cost_hkd for investment in made)),
        "held_cost_hkd": plain(total(lot.holding.cost_hkd for lot in lots)),
        "fair_value_hkd": plain(total(lot.fair_value_hkd for lot in lots)),
        "proceeds_hkd": plain(total(_came_back(lot) for lot in lots)),
        "by_sector": _groups(made, terms.names("sectors"), lambda made: made.proposal.sector),
        "by_stage": _groups(made, terms.names("stages"), lambda made: made.proposal.financing_stage),
        "rows": [_investment(investment, position.lots[investment.pk]) for investment in made],
    }


def _groups(made: list[Investment], known: tuple[str, ...], group_of) -> list[content.Group]:
    """Groups that hold something: the scheme's in the order published, then any other by name."""
    by_code: dict[str, list[Decimal]] = {}
    for investment in made:
        by_code.setdefault(group_of(investment), []).append(investment.original_cost_hkd)
    whole = total(investment.original_cost_hkd for investment in made)
    order = [code for code in known if code in by_code] + sorted(set(by_code) - set(known))
    return [
        {
            "code": code,
            "count": len(by_code[code]),
            "cost_hkd": plain(total(by_code[code])),
            "share": plain(ratio(total(by_code[code]), whole)),
        }
        for code in order
    ]


def _came_back(lot) -> Decimal:
    return total([lot.proceeds_hkd, lot.income_hkd])


def _investment(investment: Investment, lot) -> content.InvestmentRow:
    return {
        "fund_code": investment.fund.code,
        "company_en": investment.company.name_en,
        "company_zh_hant": investment.company.name_zh_hant,
        "sector": investment.proposal.sector,
        "stage": investment.proposal.financing_stage,
        "instrument": investment.proposal.instrument,
        "completed_date": investment.completed_date.isoformat(),
        "cost_hkd": plain(investment.original_cost_hkd),
        "held_cost_hkd": plain(lot.holding.cost_hkd),
        "fair_value_hkd": plain(lot.fair_value_hkd),
        "proceeds_hkd": plain(_came_back(lot)),
        "state": lot.state,
    }


def _tests(fund: FundPosition, position: ProgrammePosition) -> list[content.TestRow]:
    return [
        {
            "fund_code": fund.fund.code,
            "rule": test.rule,
            "clause": test.clause,
            "basis": test.basis,
            "counted_hkd": plain(test.counted_hkd),
            "denominator_hkd": plain(test.denominator_hkd),
            "found": plain(test.found),
            "required": plain(test.required),
            "headroom_hkd": plain(test.headroom_hkd),
            "outcome": test.outcome,
            "source": SPEND_REGISTER if test.basis == SPEND else None,
        }
        for test in tests_of(fund, position)
    ]


def tests_of(fund: FundPosition, position: ProgrammePosition) -> tuple[Test, ...]:
    """A fund's restrictions as the report tests them; none before its first closing."""
    if fund.periods is None:
        return ()
    at_quarter_end = Position(
        commitments_hkd=fund.register.total_hkd,
        investment_period_end_date=fund.periods.investment_period_end,
        investees=tuple(_investee(investment, position) for investment in fund.investments),
    )
    return mandate_tests(at_quarter_end, fund.terms, position.on)


def _investee(investment: Investment, position: ProgrammePosition) -> Investee:
    facts, proposal = position.company_facts[investment.company_id], investment.proposal
    signed = proposal.undertaking_signed_date
    return Investee(
        holding=Holding(
            company=investment.company.name_en,
            cost_hkd=investment.original_cost_hkd,
            is_hong_kong=facts["is_hong_kong"],
            has_it_establishment=facts["has_it_establishment"],
            is_ecosystem=facts["is_ecosystem"],
        ),
        completed_date=investment.completed_date,
        undertaken_hkd=proposal.hong_kong_spend_undertaken_hkd if signed and signed <= position.on else None,
        spent_hkd=selectors.counted_spend(position.spend[investment.pk]),
        spend_months=proposal.spend_months,
    )


def _fees(fund: FundPosition, on: date) -> list[content.FeeRow]:
    """The quarters of the fund's year to the date (A14: it ends on 31 December), each against the cap of R14."""
    if fund.periods is None:
        return []
    charged = {report.period_end: report.fee_charged_hkd for report in fund.reports}
    rows = []
    start = max(date(on.year, 1, 1), fund.periods.starts)
    while (end := quarter_end(start)) <= on:
        cap = fees.fee_cap(
            start,
            end,
            events=[event for event in fund.cost_events if event.date <= end],
            investment_period_end_date=fund.periods.investment_period_end,
            terms=fund.terms,
        )
        above = total([charged.get(end, ZERO), -cap.fee_hkd])
        row = {
            "fund_code": fund.fund.code,
            "start_date": start,
            "end_date": end,
            "accrued_hkd": fund.moved(Code.FEE_EXPENSE, kind=Kind.FEE_ACCRUED, since=start, until=end),
            "charged_hkd": charged.get(end),
            "cap_hkd": cap.fee_hkd,
            "over_charge_hkd": max(above, ZERO),
        }
        rows.append(plain(row))
        start = end + timedelta(days=1)
    return rows


def _hurdle(fund: FundPosition, on: date) -> content.HurdleRow:
    statement = fee_facts.hurdle_of(fund.agreement, fund.paid_in, fund.shares, on)
    row = {
        "fund_code": fund.fund.code,
        "rate": fund.agreement.hurdle_rate,
        "contributed_hkd": fund.received(),
        "distributed_hkd": total(amount for _day, nature, amount in fund.shares if nature != "uninvested"),
        "capital_hkd": statement.capital_hkd,
        "hurdle_hkd": statement.hurdle_hkd,
        "balance_hkd": total([statement.capital_hkd, statement.hurdle_hkd]),
    }
    return plain(row)


def _reports(fund: FundPosition, position: ProgrammePosition) -> list[content.ReportRow]:
    expected = deadlines.expected_reports(
        fund.periods and fund.periods.starts,
        [selectors.facts(report, known_at=position.known_at) for report in fund.reports],
        until=min(position.on, fund.fund.ended_date or position.on),
        on=local_date(position.known_at),
    )
    rows = [
        {
            "fund_code": fund.fund.code,
            "period_end_date": quarter.period_end,
            "due_date": quarter.due_date,
            "received_date": quarter.report and quarter.report.received_date,
            "accepted_date": quarter.report and quarter.report.accepted_date,
            "status": quarter.status,
            "days_late": quarter.days_late,
        }
        for quarter in expected
    ]
    return [plain(row) for row in rows]


def _moment(moment: datetime) -> str:
    """ISO 8601 with Hong Kong's offset, to the second."""
    return moment.astimezone(HONG_KONG).isoformat(timespec="seconds")
