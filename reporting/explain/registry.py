"""Every figure that can be explained, by the name that stands in its address."""

from collections.abc import Sequence
from dataclasses import replace

from itvf.derivation import HKD, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain import (
    accounts,
    balances,
    calls,
    capital,
    closings,
    distributions,
    fee_lines,
    fees,
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
    supposed,
    true_ups,
    waterfall,
    what_if_calls,
)
from reporting.explain.question import Choice, Figure, Question, missing

SUM = gettext_noop("Total of the figures below, on {date}")
MOST_OF_A_SUM = 300


def _sum(question: Question) -> Derivation:
    """A table's total: the figures of its rows, "called:12~called:13", each of which opens by itself."""
    asked = [one.partition(":") for one in question.of.split("~")]
    if len(asked) > MOST_OF_A_SUM or any(name == "sum" for name, _, _of in asked):
        raise missing()
    parts = []
    for name, _, of in asked:
        found = explain(name, replace(question, of=of))
        if found.unit != HKD or found.value is None:
            raise missing()
        parts.append(Derivation("row", found.label, found.value, facts=found.facts, opens=(name, of)))
    value = total(part.value for part in parts)
    return Derivation("sum", SUM, value, facts={"date": question.on}, parts=tuple(parts), is_sum=True)


def _no_choices(question: Question) -> Sequence[Choice]:
    """A total is asked for by its table."""
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
        Figure("at-cost", gettext_noop("Investments at cost"), holdings.at_cost),
        Figure("private-investment", gettext_noop("Private money invested (R26)"), money_out.private),
        Figure("uninvested", gettext_noop("Called and not invested"), money_out.uninvested, money_out.choices),
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
    "carry-left",
    "call-line",
    "call-settled",
    "check",
    "convention",
    "distributable",
    "distribution",
    "distribution-line",
    "distribution-settled",
    "fee",
    "fee-cap",
    "fee-line",
    "government-commitment",
    "headroom",
    "holding",
    "ilpa",
    "late-interest",
    "measure",
    "net-line",
    "outcome",
    "performance",
    "sum",
    "true-up",
    "what-if-call",
)


def offered(question: Question) -> Sequence[Figure]:
    """The figures that the reader may ask for."""
    opens_books = question.opens_books
    return [one for one in FIGURES.values() if (one.for_partners or opens_books) and one.name != "account"]
