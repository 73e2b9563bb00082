"""`checks`: a proposed investment against the scheme's restrictions, R3 and R7 to R13."""

from typing import Any

from funds.rules import terms
from investments.rules.facts import FundFacts, Holding, Proposal
from investments.rules.mandate import check_proposal
from itvf.errors import InputRefused, gettext_noop
from reporting.calculations.reader import Reader, shown

UNKNOWN_ACTIVITY = gettext_noop("{found} is no activity of R13; use: {allowed}. An empty list says that there is none.")

FLAGS = ("is_hong_kong", "has_it_establishment", "is_ecosystem")


def calculate(given: Reader) -> dict[str, Any]:
    """This function will judge the proposal by each rule; what the input leaves out asks for evidence."""
    scheme = given.text("scheme")
    fund = _fund(given.child("fund"))
    proposal = _proposal(given.child("proposal"))
    given.close()
    _refuse_unknown_activities(proposal, terms.published(scheme).names("prohibited"))
    outcomes = check_proposal(fund, proposal, terms.published(scheme))
    return {"outcomes": [outcome.as_json() for outcome in outcomes]}


def _fund(given: Reader) -> FundFacts:
    holdings = given.children("holdings", null=True)
    return FundFacts(
        total_commitments_hkd=given.money("total_commitments_hkd", null=True),
        holdings=None if holdings is None else tuple(_holding(holding) for holding in holdings),
        investment_period_start_date=given.date("investment_period_start_date", null=True),
        investment_period_end_date=given.date("investment_period_end_date", null=True),
    )


def _holding(given: Reader) -> Holding:
    return Holding(
        company=given.text("company", null=True),
        cost_hkd=given.money("cost_hkd", null=True),
        **{flag: given.flag(flag, null=True) for flag in FLAGS},
    )


def _proposal(given: Reader) -> Proposal:
    texts = ("company", "description", "sector", "stage", "instrument")
    amounts = ("amount_hkd", "hong_kong_spend_undertaken_hkd")
    flags = ("is_listed", "is_secondary", "is_start_up", *FLAGS)
    activities = given.texts("activities", null=True)
    return Proposal(
        activities=None if activities is None else tuple(activities),
        date=given.date("date", null=True),
        **{name: given.text(name, null=True) for name in texts},
        **{name: given.money(name, null=True) for name in amounts},
        **{name: given.flag(name, null=True) for name in flags},
    )


def _refuse_unknown_activities(proposal: Proposal, allowed: tuple[str, ...]) -> None:
    for index, activity in enumerate(proposal.activities or ()):
        if activity not in allowed:
            path = f"proposal.activities.{index}"
            raise InputRefused(
                UNKNOWN_ACTIVITY, code="not_a_choice", field=path, found=shown(activity), allowed=allowed
            )
