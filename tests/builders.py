"""Small functions that build a fund step by step through the services, for every test; each gives what it made.

Dates are fixed: selection, founding, closing and call follow each other from January 2025 on.
"""

import json
from datetime import date
from decimal import Decimal

from funds.models import CapitalCall, Fund, Scheme
from funds.services import schemes
from investments.models import Investment, Proposal
from reporting.demo import acts, deals, plans
from reporting.demo.acts import FundPlan, Seat, moment, purpose
from reporting.demo.cast import Cast
from reporting.demo.deals import DealPlan
from reporting.demo.programme import PAPER

SELECTED = date(2025, 1, 10)
FOUNDED = date(2025, 2, 10)
CLOSED = date(2025, 3, 3)
ISSUED = date(2025, 4, 7)
DEAL_DONE = date(2025, 5, 20)
DEAL_AMOUNT = plans.VISION.amount_hkd


def scheme() -> Scheme:
    """The published scheme, loaded once."""
    version, _ = schemes.load_published(
        json.loads(PAPER.read_text(encoding="utf-8"), parse_float=str), at=moment(date(2024, 10, 28))
    )
    return version.scheme


def fund(cast: Cast, plan: FundPlan = plans.HARBOUR, *, number: int = 1) -> Fund:
    """A fund that is forming: agreement, partners and a confirmed bank account, no closing yet."""
    chosen = acts.select(cast, plan, scheme=scheme(), received=SELECTED, number=number)
    founded = acts.found(cast, plan, chosen, on=FOUNDED)
    acts.confirm_bank(cast, acts.enter_bank(cast, founded, on=FOUNDED), on=FOUNDED)
    return founded


def closed_fund(
    cast: Cast, plan: FundPlan = plans.HARBOUR, *, seats: tuple[Seat, ...] | None = None, number: int = 1
) -> Fund:
    """A fund after its first closing: HARBOUR with the Government's HK$250m, RIDGE with its HK$150m."""
    forming = fund(cast, plan, number=number)
    acts.close(cast, forming, plan.seats if seats is None else seats, on=CLOSED)
    return forming


def call(cast: Cast, of: Fund, *purposes, issued: date = ISSUED, due: date | None = None) -> CapitalCall:
    """An issued call, due as early as A12 allows; by default HK$110m to invest and HK$1,234,567.89 of expenses."""
    asked = purposes or (
        purpose("investment", "Sample Vision Robotics Limited", DEAL_AMOUNT, "範例視覺機械人"),
        purpose("expense", "Formation", "1234567.89", "成立開支"),
    )
    return acts.issue_call(cast, of, asked, issued=issued, due=due)


def paid_call(cast: Cast, of: Fund, *purposes, issued: date = ISSUED) -> CapitalCall:
    """A call that everybody has paid on its due date, the Government through its payment case."""
    issued_call = call(cast, of, *purposes, issued=issued)
    authority(cast)
    acts.fund_corporation(cast, acts.case_of(issued_call).amount_hkd, on=issued)
    acts.pay_government(cast, issued_call, on=issued_call.due_date)
    for line in acts.private_lines(issued_call):
        acts.receive(cast, line, on=issued_call.due_date)
    return issued_call


def authority(cast: Cast, *, on: date = SELECTED) -> None:
    """The limit table of the two authorising officers, HK$20m and HK$500m, in force once."""
    if not cast.authoriser.authority_limits.exists():
        acts.set_limits(cast, on=on)


def funding(cast: Cast, amount_hkd: Decimal, *, on: date = ISSUED) -> None:
    """Money that the Corporation received from Government."""
    acts.fund_corporation(cast, amount_hkd, on=on)


def proposal(cast: Cast, of: Fund, plan: DealPlan = plans.VISION, *, on: date = date(2025, 5, 6)) -> Proposal:
    """A deal put to the Corporation and checked; its company and facts come with it."""
    return deals.propose(cast, of, plan, on=on)


def investment(cast: Cast, of: Fund, plan: DealPlan = plans.VISION, *, on: date = DEAL_DONE) -> Investment:
    """A deal done after no objection by two people; the fund's cash must hold it (`paid_call`)."""
    return deals.invest(cast, of, plan, on=on)
