"""Net assets from the books, and what their distribution would give the general partner: the accrued carry (A6)."""

from decimal import Decimal

from django.db.models import Sum

from funds import selectors, waterfall_facts
from funds.models import LedgerAccount
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain.flows import Flows
from reporting.explain.question import Question, missing
from reporting.explain.tiers import Tree
from reporting.explain.waterfall import conventions

NET_ASSETS = gettext_noop("Net assets on {date}")
NOT_CAPITAL = gettext_noop(
    "Everything in the fund's book that is not a partner's capital or a result: debits less credits."
)
ACCRUED = gettext_noop("Accrued carry: the general partner's part if the net assets were distributed on {date}")
HYPOTHETICAL = gettext_noop("The carry of that last distribution, less what would then have to be given back.")
LAST = gettext_noop("Carry of the last distribution")
GIVEN_BACK = gettext_noop("What would then have to be given back (clawback)")
TO_POOL = gettext_noop("Net assets that pass the waterfall")
OUTSIDE = gettext_noop("Net assets of partners who stand outside the waterfall")
ACCOUNT = gettext_noop("{account}")
NOTHING_TO_SHARE = gettext_noop("The net assets are not above zero, so there is nothing to distribute.")


def net_assets(question: Question) -> Derivation:
    """The fund's net assets on the day, by account."""
    value = waterfall_facts.net_assets_of([question.fund.pk], question.on, known_at=question.known_at)[question.fund.pk]
    rows = (
        selectors.postings(**question.moment)
        .filter(account__book__fund=question.fund, account__code__in=waterfall_facts.ASSETS_AND_LIABILITIES)
        .values_list("account__code")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("account__code")
    )
    sums = dict(rows)
    parts = tuple(
        Derivation("balance", ACCOUNT, sums[code], facts={"account": LedgerAccount.Code(code)}, opens=("balance", code))
        for code in waterfall_facts.ASSETS_AND_LIABILITIES
        if sums.get(code)
    )
    facts = {"date": question.on}
    return Derivation("net_assets", NET_ASSETS, value, facts=facts, convention=NOT_CAPITAL, parts=parts, is_sum=True)


def accrued_carry(question: Question) -> Derivation:
    """What the general partner would have of the net assets, were they distributed on the day."""
    if question.fund.first_closing_date is None:
        raise missing()
    assets = net_assets(question)
    agreement = selectors.agreement_of(question.fund)
    found = waterfall_facts.liquidated(question.fund, question.on, assets.value, known_at=question.known_at)
    agreed = conventions(agreement)
    agreed["facts"]["date"] = question.on
    tree = Tree(found.whole, waterfall_facts.terms(agreement), Flows(question))
    tree.suppose(found.lines, _pool(assets, found.outside_hkd))
    parts = tuple(tree.carry_of(line) for line in found.lines)
    last = Derivation("last", LAST, found.tiers.gp_hkd, parts=parts, is_sum=True, **agreed)
    back = Derivation("given_back", GIVEN_BACK, -found.clawback_hkd, parts=tree.clawback())
    agreed["convention"] = HYPOTHETICAL
    note = NOTHING_TO_SHARE if assets.value <= 0 else ""
    return Derivation("accrued_carry", ACCRUED, found.carry_hkd, parts=(last, back), is_sum=True, note=note, **agreed)


def _pool(assets: Derivation, outside: Decimal) -> Derivation:
    parts = (assets, Derivation("outside", OUTSIDE, -outside)) if outside else (assets,)
    return Derivation("pool", TO_POOL, assets.value - outside, parts=parts, is_sum=True)
