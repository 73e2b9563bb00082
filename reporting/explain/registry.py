"""Every figure that can be explained, by the name that stands in its address."""

from collections.abc import Sequence

from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain import (
    balances,
    calls,
    capital,
    closings,
    fees,
    hurdle,
    ilpa,
    liquidation,
    partners,
    performance,
    restrictions,
    waterfall,
)
from reporting.explain.question import Figure, Question, missing

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
            "outstanding",
            gettext_noop("Called and not paid"),
            partners.outstanding,
            partners.choices,
            for_partners=True,
        ),
        Figure("unfunded", gettext_noop("Unfunded"), partners.unfunded, partners.choices, for_partners=True),
        Figure("distributed", gettext_noop("Distributed"), partners.distributed, partners.choices, for_partners=True),
        Figure("nav", gettext_noop("Net asset value"), capital.net_asset_value, partners.choices, for_partners=True),
        Figure("call-line", gettext_noop("A line of a capital call"), calls.line, calls.choices, for_partners=True),
        Figure("fee", gettext_noop("Management fee of a quarter"), fees.fee, fees.quarters),
        Figure("fee-cap", gettext_noop("Cap of R14 for a quarter"), fees.fee_cap, fees.quarters),
        Figure("hurdle", gettext_noop("Hurdle balance"), hurdle.balance),
        Figure("waterfall", gettext_noop("Distributions through the waterfall"), waterfall.distributed),
        Figure("carry", gettext_noop("Carried interest distributed"), waterfall.carry),
        Figure("clawback", gettext_noop("Clawback"), waterfall.clawback),
        Figure("net-assets", gettext_noop("Net assets"), liquidation.net_assets),
        Figure("accrued-carry", gettext_noop("Accrued carry"), liquidation.accrued_carry),
        Figure("performance", gettext_noop("Return of the fund"), performance.figure, performance.choices),
        Figure("ilpa", gettext_noop("Return with and without the facility (ILPA)"), ilpa.figure, ilpa.choices),
        Figure("headroom", gettext_noop("Headroom under a restriction"), restrictions.headroom, restrictions.choices),
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
    "government-commitment",
    "call-line",
    "fee",
    "fee-cap",
    "headroom",
    "ilpa",
    "performance",
    "balance",
    "account",
)


def offered(question: Question) -> Sequence[Figure]:
    """The figures that the reader may ask for."""
    opens_books = question.opens_books
    return [one for one in FIGURES.values() if (one.for_partners or opens_books) and one.name != "account"]
