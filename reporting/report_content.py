"""The shape of a management report's snapshot: the frozen JSON from which every form of it is printed.

The snapshot is built once, from the journal, as of a date and as known at a moment; it is hashed and never changed.
`snapshot_hash` is SHA-256 over canonical JSON of its figures and sentences: left out are the hash itself, `reference`,
`audit`, `prepared_by` and `approved_by`, so that the same books as known then give the same hash.
Screen, PDF (English and 繁體中文), XLSX and JSON print it and add nothing up: every figure on paper, totals too,
stands in it.

A key that came later is absent from older snapshots, which stay as they were frozen: whoever prints one goes without
it (`differences`, and `source` of a test).

Plain JSON throughout. `Hkd` is a decimal string with two places ("150000000.00"), `Rate` a decimal string fraction
("0.250000000000"), `Day` YYYY-MM-DD, `Moment` ISO 8601 with Hong Kong's offset, `Code` a stable code that
templates/documents/report_words.typ puts into words. A figure without an answer is None. Lists may be empty: the
report says so in a sentence. Rows come in the order in which they are printed.

Printed with `render("management_report", {"language": "en" | "zh-hant", "snapshot": snapshot}, …)`.
"""

from typing import NotRequired, TypedDict

Hkd = str
Rate = str
Day = str
Moment = str
Code = str


class Audit(TypedDict):
    """One hash for the ends of all audit chains when the snapshot was frozen, and how many entries they hold."""

    head: str
    entries: int


class Programme(TypedDict):
    """Which scheme, and which dated version of its terms, the report was made under."""

    scheme: str
    name_en: str
    name_zh_hant: str
    terms_effective_date: Day
    prepared_by: str
    approved_by: str | None


class CommitmentStatement(TypedDict):
    """R1: the envelope and what was done with it.

    committed = all Government commitments ever made; released = of those, released undrawn; reserved = held for
    selections that have not closed; available = envelope - committed + released - reserved;
    undrawn = committed - released - drawn.
    """

    envelope_hkd: Hkd
    committed_hkd: Hkd
    released_hkd: Hkd
    reserved_hkd: Hkd
    available_hkd: Hkd
    drawn_hkd: Hkd
    undrawn_hkd: Hkd


class GovernmentFormRow(TypedDict):
    """One line of the Estimates' Commitments table. revised_estimate_hkd is None until one is recorded."""

    fund_code: str | None
    approved_hkd: Hkd
    accumulated_hkd: Hkd
    revised_estimate_hkd: Hkd | None
    balance_hkd: Hkd | None


class GovernmentForm(TypedDict):
    """Commitments as Head 135 prints them: balance = approved - accumulated - revised estimate."""

    financial_year: str
    accumulated_to_date: Day
    rows: list[GovernmentFormRow]
    total: GovernmentFormRow


class FundRow(TypedDict):
    code: str
    name_en: str
    name_zh_hant: str
    manager_en: str
    manager_zh_hant: str
    cap637_number: str
    stage: Code
    first_closing_date: Day | None
    size_hkd: Hkd
    government_hkd: Hkd
    government_share: Rate | None
    gp_hkd: Hkd
    gp_share: Rate | None
    investment_period_end_date: Day | None
    term_end_date: Day | None


class FundTotals(TypedDict):
    size_hkd: Hkd
    government_hkd: Hkd
    gp_hkd: Hkd


class CallRow(TypedDict):
    """One issued call. received, outstanding and late are of all partners; late is the part past its due date."""

    fund_code: str
    number: int
    issued_date: Day
    due_date: Day
    amount_hkd: Hkd
    government_hkd: Hkd
    received_hkd: Hkd
    outstanding_hkd: Hkd
    late_hkd: Hkd


class CallTotals(TypedDict):
    amount_hkd: Hkd
    government_hkd: Hkd
    received_hkd: Hkd
    outstanding_hkd: Hkd
    late_hkd: Hkd


class Group(TypedDict):
    """Investments of one sector or stage: how many, their original cost, and its share of all cost."""

    code: Code
    count: int
    cost_hkd: Hkd
    share: Rate | None


class InvestmentRow(TypedDict):
    """cost is what was ever put in; held_cost and fair_value are what is left of it and what the books carry it at.

    state: "held", "partly_realised", "realised" or "written_off".
    """

    fund_code: str
    company_en: str
    company_zh_hant: str
    sector: Code
    stage: Code
    instrument: Code
    completed_date: Day
    cost_hkd: Hkd
    held_cost_hkd: Hkd
    fair_value_hkd: Hkd
    proceeds_hkd: Hkd
    state: Code


class Investments(TypedDict):
    """The totals of cost, cost held, fair value, and what came back as proceeds and income."""

    count: int
    cost_hkd: Hkd
    held_cost_hkd: Hkd
    fair_value_hkd: Hkd
    proceeds_hkd: Hkd
    by_sector: list[Group]
    by_stage: list[Group]
    rows: list[InvestmentRow]


class TestRow(TypedDict):
    """One test of R8, R9 or R10 on one fund and one denominator (A1).

    basis: "cost", "commitments" or, for R10, "investees" (undertakings) and "reported_spend" (against a straight
    line, which is the denominator, A16). outcome: "pass", "breach", "needs_evidence", "not_due" (not met yet and
    still can be, A2), "behind" (the straight line, a warning only) or "not_applicable". found is counted /
    denominator, None where there is nothing to divide by. headroom is counted less required x denominator; negative
    says by how much it is missed. R10 is each investee's: where some undertake too little, the headroom is what
    those lack. source: "spend_register" where counted is what the register of Hong Kong spend counts, reported and not
    rejected (A16); else None.
    """

    fund_code: str
    rule: str
    clause: str
    basis: Code
    counted_hkd: Hkd
    denominator_hkd: Hkd
    found: Rate | None
    required: Rate
    headroom_hkd: Hkd | None
    outcome: Code
    source: NotRequired[Code | None]


class FeeRow(TypedDict):
    """R14, one fund and one quarter. charged is what the manager charged, None before it has charged."""

    fund_code: str
    start_date: Day
    end_date: Day
    accrued_hkd: Hkd
    charged_hkd: Hkd | None
    cap_hkd: Hkd
    over_charge_hkd: Hkd


class HurdleRow(TypedDict):
    """A5: what must be distributed at the date before carry begins: capital + hurdle = balance."""

    fund_code: str
    rate: Rate
    contributed_hkd: Hkd
    distributed_hkd: Hkd
    capital_hkd: Hkd
    hurdle_hkd: Hkd
    balance_hkd: Hkd


class ReportRow(TypedDict):
    """A manager's quarterly report. status: "accepted", "received", "returned", "outstanding" or "overdue"."""

    fund_code: str
    period_end_date: Day
    due_date: Day
    received_date: Day | None
    accepted_date: Day | None
    status: Code
    days_late: int


class DifferenceRow(TypedDict):
    """A figure of the quarter's report that differs from the system's own; a holding's names its company.

    figure: the report's field, without the holding. own_hkd is the books', of a fair value the reviewed valuation's,
    of Hong Kong spend the register's. because: the code of what explains the difference, or "unexplained".
    status: "unsettled" until the report is accepted, then "noted": accepted with a note that says why.
    """

    fund_code: str
    company_en: str
    company_zh_hant: str
    figure: Code
    claimed_hkd: Hkd
    own_hkd: Hkd
    difference_hkd: Hkd
    because: Code
    status: Code


class BreachRow(TypedDict):
    """status: "open", "cured" or "consented". fund_code None is the programme itself."""

    fund_code: str | None
    rule: str
    clause: str
    found_date: Day
    text_en: str
    text_zh_hant: str
    severity: Code
    status: Code
    cure_due_date: Day | None


class ConsentRow(TypedDict):
    """body: "corporation" or "partners_committee"; given_by is who approved its record in the Corporation.

    status on the report's date: "live" or "lapsed".
    """

    fund_code: str
    rule: str
    given_date: Day
    body: Code
    status: Code
    given_by: str
    expires_date: Day | None
    scope_en: str
    scope_zh_hant: str


class KpiRow(TypedDict):
    """Private and Government money of one fund in local start-ups (A24)."""

    fund_code: str
    private_hkd: Hkd
    government_hkd: Hkd
    public_hkd: Hkd


class Kpi(TypedDict):
    """R26: opening + private = counted, towards target. unknown is of companies not known to be local start-ups."""

    opening_hkd: Hkd
    private_hkd: Hkd
    government_hkd: Hkd
    counted_hkd: Hkd
    target_hkd: Hkd
    share: Rate | None
    unknown_hkd: Hkd
    rows: list[KpiRow]


class UninvestedRow(TypedDict):
    """A19: what is left of a call for investments. state: "waiting", "soon" or "overdue"."""

    fund_code: str
    number: int
    due_date: Day
    called_hkd: Hkd
    left_hkd: Hkd
    age_days: int
    return_by_date: Day
    state: Code


class Indicators(TypedDict):
    """R26, R31 (start-ups brought to Hong Kong, of so many from outside) and A19."""

    kpi: Kpi
    brought: int
    from_outside: int
    uninvested: list[UninvestedRow]


class Assumption(TypedDict):
    """An A-code that a figure of this report rests on, with the text in force."""

    code: str
    question_en: str
    question_zh_hant: str
    text_en: str
    text_zh_hant: str


class Convention(TypedDict):
    text_en: str
    text_zh_hant: str


class Calls(TypedDict):
    rows: list[CallRow]
    total: CallTotals


class Funds(TypedDict):
    rows: list[FundRow]
    total: FundTotals


class Snapshot(TypedDict):
    """The whole report. `snapshot_hash` is 64 hex digits."""

    reference: str
    as_of: Day
    known_at: Moment
    snapshot_hash: str
    audit: Audit
    programme: Programme
    commitment: CommitmentStatement
    government_form: GovernmentForm
    funds: Funds
    calls: Calls
    investments: Investments
    tests: list[TestRow]
    fees: list[FeeRow]
    hurdle: list[HurdleRow]
    quarterly_reports: list[ReportRow]
    differences: NotRequired[list[DifferenceRow]]
    breaches: list[BreachRow]
    consents: list[ConsentRow]
    indicators: Indicators
    assumptions: list[Assumption]
    conventions: list[Convention]
