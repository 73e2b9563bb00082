"""`checks`: a proposed investment against the scheme's restrictions, R3 and R7 to R13, and the agreement's own (R27).

The agreement's limits, related parties and the deal's documents are judged where the input speaks of them.
"""

from collections.abc import Sequence
from typing import Any

from funds.rules import terms
from funds.rules.names import Name
from investments.rules import activities
from investments.rules.facts import FundFacts, Holding, Proposal
from investments.rules.limits import Limits, Lot
from investments.rules.mandate import check_all
from investments.rules.related import Parties
from itvf.errors import InputRefused, gettext_noop
from reporting.calculations.reader import Reader, shown

UNKNOWN_ACTIVITY = gettext_noop("{found} is no activity of R13; use: {allowed}. An empty list says that there is none.")
NOT_A_SHARE = gettext_noop("{name} is a share of commitments, from 0 to 1; found {found}.")

FLAGS = ("is_hong_kong", "has_it_establishment", "is_ecosystem")
RATES = ("company_limit_rate", "group_limit_rate", "follow_on_reserve_rate", "bridge_limit_rate")


def calculate(given: Reader) -> dict[str, Any]:
    """This function will judge the proposal by each rule; what the input leaves out asks for evidence."""
    scheme = given.text("scheme")
    fund_given = given.child("fund")
    fund, lots = _fund(fund_given)
    limits = _limits(fund_given.child("limits", null=True))
    proposal = _proposal(given.child("proposal"))
    parties = _parties(given.child("parties", null=True))
    given.close()
    _refuse_unknown_activities(proposal, terms.published(scheme).names("prohibited"))
    outcomes = check_all(fund, proposal, terms.published(scheme), limits=limits, lots=lots, parties=parties)
    return {"outcomes": [outcome.as_json() for outcome in outcomes]}


def _fund(given: Reader) -> tuple[FundFacts, tuple[Lot, ...] | None]:
    read = given.children("holdings", null=True)
    holdings = None if read is None else [_holding(holding) for holding in read]
    facts = FundFacts(
        total_commitments_hkd=given.money("total_commitments_hkd", null=True),
        holdings=None if holdings is None else tuple(holding for holding, _lot in holdings),
        investment_period_start_date=given.date("investment_period_start_date", null=True),
        investment_period_end_date=given.date("investment_period_end_date", null=True),
        follow_ons_after_period=given.flag("follow_ons_after_period", default=False),
    )
    lots = None if holdings is None else [lot for _holding, lot in holdings]
    return facts, None if lots is None or None in lots else tuple(lots)


def _holding(given: Reader) -> tuple[Holding, Lot | None]:
    """A holding, and the lot that the agreement's limits count; none where company or cost is not known."""
    holding = Holding(
        company=given.text("company", null=True),
        cost_hkd=given.money("cost_hkd", null=True),
        **{flag: given.flag(flag, null=True) for flag in FLAGS},
    )
    lot = Lot(
        company_id=holding.company,
        cost_hkd=holding.cost_hkd,
        held_hkd=given.money("held_hkd", default=holding.cost_hkd),
        group_id=given.text("group", null=True),
        is_follow_on=given.flag("is_follow_on", default=False),
        is_bridge=given.flag("is_bridge", default=False),
    )
    return holding, None if lot.company_id is None or lot.cost_hkd is None else lot


def _limits(given: Reader | None) -> Limits | None:
    if given is None:
        return None
    rates = {name: given.rate(name, null=True) for name in RATES}
    for name, rate in rates.items():
        if rate is not None and rate > 1:
            given.refuse(name, NOT_A_SHARE, code="not_a_share", found=shown(given.document[name]))
    return Limits(**rates, clause=given.text("clause", default=""))


def _proposal(given: Reader) -> Proposal:
    texts = ("company", "description", "sector", "stage", "instrument")
    amounts = ("amount_hkd", "hong_kong_spend_undertaken_hkd")
    flags = ("is_listed", "is_secondary", "is_start_up", *FLAGS)
    lists = {name: given.texts(name, null=True) for name in ("activities", "hsic", "documents")}
    read = {name: given.text(name, null=True) for name in texts}
    _refuse_unknown_hsic(given, lists["hsic"] or ())
    return Proposal(
        date=given.date("date", null=True),
        company_id=read["company"],
        group_id=given.text("group", null=True),
        is_held=given.flag("is_held", null=True),
        **{name: _flag(given, name) for name in ("is_follow_on", "is_bridge")},
        **{name: None if found is None else tuple(found) for name, found in lists.items()},
        **read,
        **{name: given.money(name, null=True) for name in amounts},
        **{name: given.flag(name, null=True) for name in flags},
    )


def _flag(given: Reader, name: str) -> bool | None:
    """A flag that is no when it is left out, and not known when it is null."""
    read = given.flag(name, null=True)
    return read if name in given.document else False


def _parties(given: Reader | None) -> Parties | None:
    if given is None:
        return None
    others = given.texts("other_funds", default=())
    return Parties(
        deal=_names(given, "deal"),
        house=_names(given, "house"),
        is_declared=given.flag("is_declared", default=False),
        other_funds=tuple(others or ()),
        clause=given.text("clause", default=""),
    )


def _names(given: Reader, side: str) -> tuple[Name, ...]:
    return tuple(
        Name(name=each.text("name"), **{key: each.text(key, default="") for key in ("identifier", "capacity", "of")})
        for each in given.children(side)
    )


def _refuse_unknown_hsic(given: Reader, codes: Sequence[str | None]) -> None:
    for index, code in enumerate(codes):
        if code is not None and not activities.is_known(code):
            given.refuse(f"hsic.{index}", activities.NOT_IN_HSIC, code="unknown_hsic", found=shown(code))


def _refuse_unknown_activities(proposal: Proposal, allowed: tuple[str, ...]) -> None:
    for index, activity in enumerate(proposal.activities or ()):
        if activity not in allowed:
            path = f"proposal.activities.{index}"
            raise InputRefused(
                UNKNOWN_ACTIVITY, code="not_a_choice", field=path, found=shown(activity), allowed=allowed
            )
