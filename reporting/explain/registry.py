"""Every figure that can be explained, by the name that stands in its address."""

from collections.abc import Sequence

from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain import (
    accounts,
    balances,
    borrowing,
    calls,
    capital,
    closings,
    distributions,
    events,
    fee_lines,
    fees,
    government,
    holdings,
    hurdle,
    ilpa,
    judged,
    late,
    liquidation,
    money_out,
    nettings,
    partners,
    performance,
    restrictions,
    settled,
    spend,
    standings,
    sums,
    supposed,
    true_ups,
    waterfall,
    what_if_calls,
)
from reporting.explain.question import Choice, Figure, Question, missing


def _sum(question: Question) -> Derivation:
    return sums.of_rows(question, explain)


def _no_choices(question: Question) -> Sequence[Choice]:
    """A total is asked for by its table, what stands beside a line by the line."""
    return ()


FIGURES = {
    figure.name: figure
    for figure in (
        Figure(
            "government-commitment",
            gettext_noop("The Government's commitment at a closing"),
            closings.commitment,
            closings.closings,
        ),
        Figure("committed", gettext_noop("Commitments"), partners.committed, partners.choices, for_partners=True),
        Figure("called", gettext_noop("Capital called"), partners.called, partners.choices, for_partners=True),
        Figure(
            "called-outside",
            gettext_noop("Capital called outside commitment"),
            partners.called_outside,
            partners.choices,
            for_partners=True,
        ),
        Figure("paid-in", gettext_noop("Paid in"), partners.paid_in, partners.choices, for_partners=True),
        Figure(
            "paid-in-net",
            gettext_noop("Paid in, less what went back of it"),
            partners.paid_in_net,
            partners.choices,
            for_partners=True,
        ),
        Figure(
            "recallable",
            gettext_noop("Recallable distributions"),
            partners.recallable,
            partners.choices,
            for_partners=True,
        ),
        Figure(
            "payable", gettext_noop("Declared and not paid out"), partners.payable, partners.choices, for_partners=True
        ),
        Figure(
            "outstanding",
            gettext_noop("Called and not paid"),
            partners.outstanding,
            partners.choices,
            for_partners=True,
        ),
        Figure("unfunded", gettext_noop("Unfunded"), partners.unfunded, partners.choices, for_partners=True),
        Figure("distributed", gettext_noop("Distributed"), partners.distributed, partners.choices, for_partners=True),
        Figure("nav", gettext_noop("Net asset value"), capital.net_asset_value, partners.choices, for_partners=True),
        Figure(
            "account-line",
            gettext_noop("A line of a capital account"),
            accounts.line,
            accounts.choices,
            for_partners=True,
        ),
        Figure("call-line", gettext_noop("A line of a capital call"), calls.line, calls.choices, for_partners=True),
        Figure(
            "call-settled",
            gettext_noop("What came of a call"),
            settled.call,
            settled.call_choices,
            for_partners=True,
        ),
        Figure(
            "distribution-settled",
            gettext_noop("What was paid of a distribution"),
            settled.distribution,
            settled.distribution_choices,
            for_partners=True,
        ),
        Figure(
            "late-interest",
            gettext_noop("Late interest of a call's line"),
            late.interest,
            late.choices,
            for_partners=True,
        ),
        Figure("true-up", gettext_noop("A line of a true-up"), true_ups.line, true_ups.choices, for_partners=True),
        Figure(
            "distribution-line",
            gettext_noop("A line of a distribution"),
            distributions.line,
            distributions.line_choices,
            for_partners=True,
        ),
        Figure(
            "line-standing",
            gettext_noop("A partner before and after a line"),
            standings.figure,
            _no_choices,
            for_partners=True,
        ),
        Figure("what-if-call", gettext_noop("A line of a supposed call"), what_if_calls.line, what_if_calls.choices),
        Figure("sum", gettext_noop("A total of figures"), _sum, _no_choices, for_partners=True),
        Figure("net-line", gettext_noop("A line of a net notice"), nettings.line, nettings.choices, for_partners=True),
        Figure("distribution", gettext_noop("A distribution by tier"), distributions.whole, distributions.choices),
        Figure(
            "distributable",
            gettext_noop("What there is to distribute"),
            distributions.distributable,
            distributions.distributable_choices,
        ),
        Figure("fee-line", gettext_noop("A figure of the fee comparison"), fee_lines.figure, fee_lines.choices),
        Figure("fee", gettext_noop("Management fee of a quarter"), fees.fee, fees.quarters),
        Figure("fee-cap", gettext_noop("Cap of R14 for a quarter"), fees.fee_cap, fees.quarters),
        Figure("fee-cap-to-date", gettext_noop("Cap of R14 to date"), fees.cap_to_date),
        Figure("hurdle", gettext_noop("Hurdle balance"), hurdle.balance),
        Figure("waterfall", gettext_noop("Distributions through the waterfall"), waterfall.distributed),
        Figure("carry", gettext_noop("Carried interest distributed"), waterfall.carry),
        Figure("clawback", gettext_noop("Clawback"), waterfall.clawback),
        Figure("net-assets", gettext_noop("Net assets"), liquidation.net_assets),
        Figure("accrued-carry", gettext_noop("Accrued carry"), liquidation.accrued_carry),
        Figure(
            "carry-left",
            gettext_noop("Carry at net assets, before and after what came back"),
            liquidation.carry_left,
            liquidation.left_choices,
        ),
        Figure("liquidation", gettext_noop("A liquidation at net assets"), supposed.liquidation),
        Figure(
            "convention",
            gettext_noop("Carry under a hurdle convention"),
            supposed.carry_by_convention,
            supposed.convention_choices,
        ),
        Figure(
            "convention-difference",
            gettext_noop("Carry under a convention, against the agreement's"),
            supposed.difference,
            supposed.convention_choices,
        ),
        Figure("performance", gettext_noop("Return of the fund"), performance.figure, performance.choices),
        Figure("ilpa", gettext_noop("Return with and without the facility (ILPA)"), ilpa.figure, ilpa.choices),
        Figure("headroom", gettext_noop("Headroom under a restriction"), restrictions.headroom, restrictions.choices),
        Figure(
            "measure",
            gettext_noop("A restriction of mandate or agreement"),
            restrictions.measure,
            restrictions.measure_choices,
        ),
        Figure("r9-path", gettext_noop("R9 to the end of the investment period"), restrictions.path),
        Figure("outcome", gettext_noop("A rule's outcome on a proposal"), judged.outcome, judged.outcome_choices),
        Figure("check", gettext_noop("A check of a drawdown notice"), judged.check, judged.check_choices),
        Figure("holding", gettext_noop("A figure of a holding"), holdings.figure, holdings.choices),
        Figure("event", gettext_noop("An event of a holding"), events.event, events.choices),
        Figure(
            "government-payment",
            gettext_noop("The Government's payment of a call"),
            government.payment,
            government.choices,
        ),
        Figure("standing", gettext_noop("What a restriction says of the portfolio"), judged.standing, judged.standings),
        Figure("spend", gettext_noop("Hong Kong spend of an investee (R10)"), spend.figure, spend.choices),
        Figure("at-cost", gettext_noop("Investments at cost"), holdings.at_cost),
        Figure("fair-value", gettext_noop("Investments at fair value"), holdings.at_fair_value),
        Figure("private-investment", gettext_noop("Private money invested (R26)"), money_out.private),
        Figure("uninvested", gettext_noop("Called and not invested"), money_out.uninvested, money_out.choices),
        Figure("borrowing", gettext_noop("What the fund owes its lenders"), borrowing.figure, borrowing.choices),
        Figure("balance", gettext_noop("Balance of the fund's book"), balances.balance, balances.codes),
        Figure("account", gettext_noop("Balance of one account"), balances.account),
    )
}


def explain(name: str, question: Question) -> Derivation:
    """This function will derive a figure; what there is not and what the reader may not see is the same NotFound."""
    figure = FIGURES.get(name)
    if figure is None or not (figure.for_partners or question.opens_books):
        raise missing()
    if not question.of and figure.name in NEED_A_THING:
        raise missing()
    return figure.build(question)


# Asked of nothing, these mean nothing; the others mean the whole fund.
NEED_A_THING = (
    "account",
    "account-line",
    "balance",
    "borrowing",
    "carry-left",
    "call-line",
    "call-settled",
    "check",
    "convention",
    "convention-difference",
    "distributable",
    "distribution",
    "distribution-line",
    "distribution-settled",
    "event",
    "fee",
    "fee-cap",
    "fee-line",
    "government-commitment",
    "government-payment",
    "headroom",
    "holding",
    "ilpa",
    "late-interest",
    "line-standing",
    "measure",
    "net-line",
    "outcome",
    "performance",
    "spend",
    "standing",
    "sum",
    "true-up",
    "what-if-call",
)


# Before the fund's first closing there is nothing of these.
AFTER_A_CLOSING = (
    "account-line",
    "accrued-carry",
    "carry",
    "carry-left",
    "clawback",
    "fee-cap-to-date",
    "fee-line",
    "headroom",
    "hurdle",
    "ilpa",
    "liquidation",
    "nav",
    "performance",
    "r9-path",
    "waterfall",
)


def offered(question: Question) -> Sequence[Figure]:
    """The figures that the reader may ask for on the day."""
    opens_books, first = question.opens_books, question.fund.first_closing_date
    has_closed = first is not None and first <= question.on
    return [
        one
        for one in FIGURES.values()
        if (one.for_partners or opens_books) and one.name != "account"
        if has_closed or one.name not in AFTER_A_CLOSING
    ]
