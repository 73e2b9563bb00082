"""A partner's net asset value: its capital account by cause, as capital accounts and statements have it (A6)."""

from funds import capital_accounts
from funds.models import LedgerAccount
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.presentation import name_of
from reporting.explain.question import Question, missing

Code = LedgerAccount.Code
NAV = gettext_noop("Net asset value of {who} on {date}")
BY_CAPITAL = gettext_noop(
    "The balance of the capital account: what was contributed, less what was distributed, with its part of every "
    "result, shared by capital, and of the carry on paper."
)
# What each cause is called, and the figure that goes further: of the partner, or of the whole fund.
CAUSES = {
    "contributions_hkd": (gettext_noop("Contributions called"), "called", ""),
    "outside_hkd": (gettext_noop("Contributions called outside commitment"), "called-outside", ""),
    "distributions_hkd": (gettext_noop("Distributions"), "distributed", ""),
    "carry_paid_hkd": (gettext_noop("Carried interest distributed"), "balance", Code.CARRY_DISTRIBUTED),
    "fees_hkd": (gettext_noop("Its part of the management fee"), "balance", Code.FEE_EXPENSE),
    "expenses_hkd": (gettext_noop("Its part of fund expenses"), "balance", Code.EXPENSE),
    "income_hkd": (gettext_noop("Its part of income, less tax withheld"), "balance", Code.INCOME),
    "realised_hkd": (gettext_noop("Its part of realised gains and losses"), "balance", Code.REALISED_GAIN),
    "unrealised_hkd": (gettext_noop("Its part of unrealised gains and losses"), "balance", Code.UNREALISED_GAIN),
    "reshared_hkd": (gettext_noop("Earlier results shared anew at later closings"), "", ""),
    "carry_hkd": (gettext_noop("Carried interest, paid and accrued"), "accrued-carry", ""),
}


def net_asset_value(question: Question) -> Derivation:
    """A partner's net asset value on the day, or the whole fund's, by cause since the first closing."""
    opens_books = question.opens_books
    if question.fund.first_closing_date is None or not (question.of or opens_books):
        raise missing()
    accounts = capital_accounts.of_fund(question.fund, [question.on], known_at=question.known_at)
    if question.of:
        partner = question.partners().filter(pk=question.number()).first()
        if partner is None or partner.pk not in accounts.at[question.on]:
            raise missing()
        standing = accounts.at[question.on][partner.pk]
        figures, outside, who = standing.figures, standing.outside_hkd, name_of(partner)
    else:
        figures, outside = accounts.whole(question.on), accounts.sum(question.on, "outside_hkd")
        who = name_of(question.fund)
    causes = figures.as_dict()
    causes = {"contributions_hkd": causes.pop("contributions_hkd") - outside, "outside_hkd": outside, **causes}
    parts = tuple(
        Derivation("cause", CAUSES[name][0], amount, opens=_further(question, *CAUSES[name][1:], opens_books))
        for name, amount in causes.items()
        if amount
    )
    facts = {"who": who, "date": question.on}
    about = {"assumptions": ("A6",), "convention": BY_CAPITAL}
    return Derivation("nav", NAV, figures.nav_hkd, facts=facts, parts=parts, is_sum=True, **about)


def _further(question: Question, figure: str, of: str, opens_books: bool) -> tuple[str, str] | None:
    if figure in ("called", "called-outside", "distributed"):
        return figure, question.of
    return (figure, of) if figure and opens_books else None
