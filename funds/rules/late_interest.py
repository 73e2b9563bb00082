"""Interest on late payment (A18): the hurdle rate, simple, ACT/365 fixed, from the due date to the value date.

It is no contribution: it lowers no unfunded commitment and bears no hurdle. Worked example, as the test has it:
HK$15,000,000.00 due on 28 April 2025 and received on 12 May 2025 at 7% bears 15,000,000 x 0.07 x 14 / 365, which is
HK$40,273.97 (40,273.972602… half up).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from funds.rules.day_count import year_fraction
from funds.rules.payment import Finding
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, quantise, total

DAY_COUNT = "ACT/365"
RULE, CLAUSE = "A18", "assumption"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money matched to a line, in HK$, and the bank's value date; `charged_rate` where its interest is charged.

    `id` is the caller's own.
    """

    id: int
    value_date: date
    amount_hkd: Decimal
    charged_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The interest on one sum: from the due date, counted, to the day on which it came (or to today), not counted."""

    receipt: int | None
    principal_hkd: Decimal
    start_date: date
    end_date: date
    days: int
    rate: Decimal
    interest_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Late:
    """A line's late interest: of each late receipt, and of what is still outstanding, which runs on."""

    received: tuple[Part, ...]
    running: Part | None

    @property
    def received_hkd(self) -> Decimal:
        """On money that came late: what may be charged."""
        return total(part.interest_hkd for part in self.received)

    @property
    def whole_hkd(self) -> Decimal:
        """With what runs on today."""
        return total([self.received_hkd, self.running.interest_hkd if self.running else ZERO])


def interest(principal_hkd: Decimal, *, rate: Decimal, start_date: date, end_date: date) -> Decimal:
    """This function will give simple interest in HK$, half up to the cent; zero where nothing is late (A18)."""
    if end_date <= start_date:
        return ZERO
    exact = Fraction(principal_hkd) * Fraction(rate) * year_fraction(start_date, end_date, DAY_COUNT)
    return quantise(exact, mode="half_up")


def late(
    due_date: date, receipts: Sequence[Receipt], *, rate: Decimal, outstanding_hkd: Decimal = ZERO, on: date
) -> Late:
    """This function will give the interest of a call line on a day, receipt by receipt (A18).

    A receipt on or before the due date bears none. What is outstanding bears it to `on`, shown and not charged yet.
    What was charged keeps its rate, whatever the agreement says since.
    """
    found = tuple(
        _part(
            one.amount_hkd,
            rate if one.charged_rate is None else one.charged_rate,
            due_date,
            one.value_date,
            receipt=one.id,
        )
        for one in receipts
        if one.value_date > due_date and one.amount_hkd > 0
    )
    is_running = outstanding_hkd > 0 and on > due_date
    return Late(found, _part(outstanding_hkd, rate, due_date, on) if is_running else None)


def check_government(amount_hkd: Decimal, *, authority_left_hkd: Decimal) -> tuple[Breach, ...]:
    """This function will judge whether the Government may be charged interest: only with recorded authority (A18).

    `authority_left_hkd` is what of the authorities in force earlier charges have not taken (funds/rules/authority.py).
    """
    if amount_hkd <= authority_left_hkd:
        return ()
    facts = {"amount_hkd": amount_hkd, "left_hkd": authority_left_hkd}
    return (
        Breach(
            "interest_without_authority",
            gettext_noop(
                "The Government pays late interest only with recorded authority: {amount_hkd} is asked, {left_hkd} of "
                "the authority in force is left. Have the authority recorded first."
            ),
            RULE,
            CLAUSE,
            facts,
        ),
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """What is on record of interest charged to the Government when the Corporation is to pay it, in HK$."""

    charged_hkd: Decimal
    computed_hkd: Decimal
    authority_left_hkd: Decimal
    has_master_account: bool
    bank_balance_hkd: Decimal


def check_payment(facts: Payment) -> tuple[Finding, ...]:
    """This function will judge interest charged to the Government as the Corporation must before it pays it (A18).

    The figure worked out anew; recorded authority that still covers it; a confirmed account to pay to; cash, which
    `needs_evidence` where it is short.
    """
    refused = check_government(facts.charged_hkd, authority_left_hkd=facts.authority_left_hkd)
    figures = {"charged_hkd": facts.charged_hkd, "computed_hkd": facts.computed_hkd}
    return (
        _finding(
            "interest_figure",
            facts.charged_hkd == facts.computed_hkd,
            gettext_noop("The charge of {charged_hkd} is what the days and the hurdle rate come to."),
            gettext_noop("The charge is {charged_hkd}; the days and the hurdle rate come to {computed_hkd}. Hold it."),
            figures,
        ),
        Finding("interest_authorised", "fail", refused[0].template, RULE, CLAUSE, refused[0].facts)
        if refused
        else _finding(
            "interest_authorised",
            True,
            gettext_noop("Recorded authority covers the late interest of {charged_hkd}."),
            "",
            {"charged_hkd": facts.charged_hkd},
        ),
        _finding(
            "bank_account",
            facts.has_master_account,
            gettext_noop("The fund has a confirmed bank account, to which it is paid."),
            gettext_noop("The fund has no confirmed bank account. Hold the payment until it has one."),
            {},
        ),
        Finding(
            "cash",
            "pass" if facts.bank_balance_hkd >= facts.charged_hkd else "needs_evidence",
            gettext_noop("The Corporation's bank holds {balance_hkd}; {charged_hkd} is to be paid."),
            "R1",
            "para 12",
            {"balance_hkd": facts.bank_balance_hkd, "charged_hkd": facts.charged_hkd},
        ),
    )


def _finding(code: str, good: bool, template_good: str, template_bad: str, facts: dict) -> Finding:
    outcome, template = ("pass", template_good) if good else ("fail", template_bad)
    return Finding(code, outcome, template, RULE, CLAUSE, facts)


def _part(principal_hkd: Decimal, rate: Decimal, start: date, end: date, *, receipt: int | None = None) -> Part:
    amount = interest(principal_hkd, rate=rate, start_date=start, end_date=end)
    return Part(receipt, principal_hkd, start, end, (end - start).days, rate, amount)
