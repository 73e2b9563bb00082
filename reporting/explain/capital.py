"""A partner's net asset value: its capital account by cause, as capital accounts and statements have it (A6)."""

from funds import capital_accounts
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Question, missing

NAV = gettext_noop("Net asset value of {who} on {date}")
BY_CAPITAL = gettext_noop(
    "The balance of the capital account: what was contributed, less what was distributed, with its part of every "
    "result, shared by capital, and of the carry on paper."
)
# What each cause is called, as a line of the account.
CAUSES = {
    "contributions_hkd": gettext_noop("Contributions called"),
    "distributions_hkd": gettext_noop("Distributions"),
    "carry_paid_hkd": gettext_noop("Carried interest distributed"),
    "fees_hkd": gettext_noop("Its part of the management fee"),
    "expenses_hkd": gettext_noop("Its part of fund expenses"),
    "income_hkd": gettext_noop("Its part of income, less tax withheld"),
    "realised_hkd": gettext_noop("Its part of realised gains and losses"),
    "unrealised_hkd": gettext_noop("Its part of unrealised gains and losses"),
    "reshared_hkd": gettext_noop("Earlier results shared anew at later closings"),
    "carry_hkd": gettext_noop("Carried interest, paid and accrued"),
}
OUTSIDE = gettext_noop("Contributions called outside commitment")


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
    called = total([figures.contributions_hkd, -outside])
    own, causes = question.of or "fund", figures.as_dict()
    del causes["contributions_hkd"]
    lines = [
        (CAUSES["contributions_hkd"], called, ("called", question.of)),
        (OUTSIDE, outside, ("called-outside", question.of)),
        *((CAUSES[name], amount, ("account-line", f"{own}-{name}")) for name, amount in causes.items()),
    ]
    parts = tuple(Derivation("cause", label, amount, opens=opens) for label, amount, opens in lines if amount)
    facts = {"who": who, "date": question.on}
    about = {"assumptions": ("A6",), "convention": BY_CAPITAL}
    return Derivation("nav", NAV, figures.nav_hkd, facts=facts, parts=parts, is_sum=True, **about)
