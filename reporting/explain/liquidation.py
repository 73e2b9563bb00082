"""Net assets from the books, and what their distribution would give the general partner: the accrued carry (A6)."""

from django.db.models import Sum

from funds import all_funds, capital_accounts, selectors, waterfall_facts
from funds.models import JournalEntry, LedgerAccount
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain.entries import movements
from reporting.explain.flows import Flows
from reporting.explain.question import Choice, Question, missing
from reporting.explain.tiers import Tree
from reporting.explain.waterfall import conventions

NET_ASSETS = gettext_noop("Net assets on {date}")
NOT_CAPITAL = gettext_noop(
    "Everything in the fund's book that is not a partner's capital or a result: debits less credits."
)
ACCRUED = gettext_noop("Accrued carry: the general partner's part if the net assets were distributed on {date}")
HYPOTHETICAL = gettext_noop(
    "The carry of a last distribution of what is left, less what would then have to be given back, with the carry of "
    "earlier distributions by the waterfall less what was booked as paid."
)
LAST = gettext_noop("Carry of the last distribution")
GIVEN_BACK = gettext_noop("What would then have to be given back (clawback)")
EARLIER = gettext_noop("Carry of the distributions before, by the waterfall")
PAID = gettext_noop("Carry booked as paid")
TO_POOL = gettext_noop("What is left to pass the waterfall")
WHAT_FLOWS_LEAVE = gettext_noop(
    "The net assets that the flows themselves leave: a call due and not paid, and a distribution declared and not "
    "paid, are neither gain nor loss; partners outside the waterfall stand aside."
)
NOTHING_TO_SHARE = gettext_noop("Nothing is left above zero, so there is nothing to distribute.")
LEFT = {
    "accrued": gettext_noop("Carry that the general partner would still get at net assets on {date}"),
    "clawback": gettext_noop("Carry that the general partner would have to give back at net assets on {date}"),
}
CARRY_LEFT = gettext_noop("Carry of a liquidation, less what would have to be given back, with what came back before")
RETURNED = gettext_noop("Carry that came back before")
HELD = gettext_noop("Carry given back that the fund still holds: the partners' of the pool, past the waterfall")
STILL_OWED = gettext_noop("What would then still have to be given back; what came back before is taken off")
NOT_BELOW_ZERO = gettext_noop("Above zero it is accrued, below zero it would have to be given back; never both.")
ACCOUNT = gettext_noop("{account}")


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


def carry_left(question: Question) -> Derivation:
    """What the GP would still get, or have to give back, at the books' net assets, as the board of all funds has it."""
    found = all_funds.figures([question.fund.pk], question.on, known_at=question.known_at).get(question.fund.pk)
    if found is None or question.of not in LEFT:
        raise missing()
    agreement = question.agreement
    agreed = conventions(agreement)
    agreed["facts"]["date"] = question.on
    tree = Tree(found.liquidation.whole, waterfall_facts.terms(agreement), Flows(question))
    tree.suppose(found.liquidation.lines, net_assets(question))
    carries = tuple(tree.carry_of(line) for line in found.liquidation.lines)
    parts = (
        Derivation("last", LAST, found.liquidation.tiers.gp_hkd, parts=carries, is_sum=True),
        Derivation("given_back", GIVEN_BACK, -found.liquidation.clawback_hkd, parts=tree.clawback()),
        Derivation("returned", RETURNED, found.returned_hkd, entries=returned_carry(question)),
    )
    value = found.carry_accrued_hkd if question.of == "accrued" else found.clawback_hkd
    left = Derivation("carry_left", CARRY_LEFT, found.carry_left_hkd, parts=parts, is_sum=True)
    agreed["convention"] = NOT_BELOW_ZERO
    return Derivation("carry_left", LEFT[question.of], value, parts=(left,), **agreed)


def returned_carry(question: Question) -> tuple[int, ...]:
    """The entries of carry that came back by the day."""
    found = movements(question, LedgerAccount.Code.CARRY_DISTRIBUTED)
    return tuple(one.entry for one in found if one.kind == JournalEntry.Kind.CARRY_RETURNED)


def still_owed(found: waterfall_facts.Liquidation, tree: Tree, question: Question) -> Derivation:
    """What the GP would still have to give back: over the fund's life, less what came back."""
    life = Derivation("given_back", GIVEN_BACK, found.clawback_hkd, parts=tree.clawback())
    if not found.back.came_hkd:
        return life
    came = Derivation("returned", RETURNED, -found.back.came_hkd, entries=returned_carry(question))
    return Derivation("still_owed", STILL_OWED, found.still_owed_hkd, parts=(life, came))


def left_choices(question: Question) -> list[Choice]:
    """Accrued, and to be given back."""
    facts = {"date": question.on}
    return [(of, label, facts) for of, label in LEFT.items()] if question.fund.first_closing_date else []


def accrued_carry(question: Question) -> Derivation:
    """The carry on paper, as capital accounts bear it: what a liquidation would give, less what was paid."""
    if question.fund.first_closing_date is None:
        raise missing()
    accounts = capital_accounts.of_fund(question.fund, [question.on], known_at=question.known_at)
    found = accounts.liquidations[question.on]
    agreed = conventions(accounts.agreement)
    agreed["facts"]["date"] = question.on
    tree = Tree(found.whole, waterfall_facts.terms(accounts.agreement), Flows(question))
    left = Derivation("pool", TO_POOL, found.nav_hkd, convention=WHAT_FLOWS_LEAVE, parts=(net_assets(question),))
    tree.suppose(found.lines, left)
    earlier = tuple(tree.carry_of(line) for line in found.whole.lines[: len(found.whole.lines) - len(found.lines)])
    last = tuple(tree.carry_of(line) for line in found.lines)
    paid = accounts.whole(question.on).carry_paid_hkd
    parts = [
        Derivation("last", LAST, found.tiers.gp_hkd, parts=last, is_sum=True, **agreed),
        Derivation("given_back", GIVEN_BACK, -found.clawback_hkd, parts=tree.clawback()),
    ]
    if earlier:
        before = total(part.value for part in earlier)
        parts.append(Derivation("earlier_carry", EARLIER, before, parts=earlier, is_sum=True))
    if paid:
        parts.append(Derivation("carry_paid", PAID, paid, opens=("balance", LedgerAccount.Code.CARRY_DISTRIBUTED)))
    agreed["convention"] = HYPOTHETICAL
    note = NOTHING_TO_SHARE if found.nav_hkd <= 0 else ""
    value = accounts.accrued_hkd[question.on]
    return Derivation("accrued_carry", ACCRUED, value, parts=tuple(parts), is_sum=True, note=note, **agreed)
