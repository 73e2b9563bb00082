"""The journal entries under figures: movements of the books read in one query a figure, and the leaves they make."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from funds import selectors, waterfall_facts
from funds.models import CapitalCall, Contribution, Distribution, JournalEntry, LedgerAccount
from itvf.derivation import NUMBER, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from reporting.explain.question import MOVEMENTS_ON_A_PAGE, Question

Code = LedgerAccount.Code
Kind = JournalEntry.Kind

MOVEMENT = gettext_noop("{date}: {kind}")
REVERSAL = gettext_noop("{date}: {kind}, reversed")
EARLIER = gettext_noop("Earlier movements, {count} of them")
LATER = gettext_noop("Later movements, {count} of them")


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry moved on accounts of one code: debits positive, in HK$. `reference` names the account's thing."""

    entry: int
    date: date
    kind: str
    code: str
    reference: str
    amount_hkd: Decimal
    is_reversal: bool = False


def movements(question: Question, *codes: str, only_standing: bool = False, **account) -> list[Movement]:
    """The fund's movements on accounts of these codes that count on the day, in date order; one query.

    With `only_standing` entries that were reversed are left out, and the reversals with them.
    """
    counted = selectors.postings(**question.moment)
    if only_standing:
        counted = waterfall_facts.standing(counted.filter(entry__reverses=None), question.known_at)
    rows = (
        counted.filter(account__book__fund=question.fund, account__code__in=codes)
        .filter(**{f"account__{name}": value for name, value in account.items()})
        .values_list(*KEYS)
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "entry", "account__code", "account__reference")
    )
    return [Movement(*keys, sum_hkd, reverses is not None) for *keys, reverses, sum_hkd in rows if sum_hkd]


KEYS = ("entry", "entry__effective_date", "entry__kind", "account__code", "account__reference", "entry__reverses")


def leaf(movement: Movement, sign: int = 1) -> Derivation:
    """One movement as the end of a tree: its entry opens to its postings."""
    facts = {"date": movement.date, "kind": Kind(movement.kind)}
    label = REVERSAL if movement.is_reversal else MOVEMENT
    return Derivation("movement", label, sign * movement.amount_hkd, facts=facts, entries=(movement.entry,))


def leaves(found: Sequence[Movement], *, sign: int = 1, page: int = 1) -> tuple[Derivation, ...]:
    """Movements as parts of a sum, a page of them counted from the latest; what stands before and after as one each."""
    end = max(len(found) - (page - 1) * MOVEMENTS_ON_A_PAGE, 0)
    start = max(end - MOVEMENTS_ON_A_PAGE, 0)
    parts = [_rest(EARLIER, "earlier", found[:start], sign)] if start else []
    parts += [leaf(movement, sign) for movement in found[start:end]]
    return (*parts, _rest(LATER, "later", found[end:], sign)) if end < len(found) else tuple(parts)


def _rest(label: str, name: str, found: Sequence[Movement], sign: int) -> Derivation:
    amount = total(sign * movement.amount_hkd for movement in found)
    return Derivation(name, label, amount, facts={"count": len(found)})


def count(name: str, label: str, number: int, **about) -> Derivation:
    """A figure that is a number of things."""
    return Derivation(name, label, number, NUMBER, **about)


# --- the entries of the waterfall's flows


def of_contributions(question: Question) -> dict[date, tuple[int, ...]]:
    """Entries of contributions that stand, by the day from which the hurdle runs on them (A5)."""
    received = Contribution.objects.filter(
        line__call__fund=question.fund,
        value_date__lte=question.on,
        amount_hkd__gt=0,
        line__call__nature=CapitalCall.Nature.ORDINARY,
    )
    if not question.agreement.gp_in_pool:
        received = received.exclude(line__partner__kind__in=waterfall_facts.OUTSIDE_POOL)
    rows = waterfall_facts.standing(received, question.known_at)
    return by_day((max(due, day), entry) for due, day, entry in rows.values_list(*RECEIPT).order_by("entry"))


RECEIPT = ("line__call__due_date", "value_date", "entry")


def of_distributions(question: Question) -> dict[tuple[date, str], tuple[int, ...]]:
    """Entries of distributions that stand, by payment date and by whether they returned called capital."""
    paid = Distribution.objects.filter(
        fund=question.fund, payment_date__lte=question.on, entry__isnull=False, nature__in=waterfall_facts.TO_PARTNERS
    )
    rows = waterfall_facts.standing(paid, question.known_at).values_list("payment_date", "nature", "entry")
    kinds = {Distribution.Nature.UNINVESTED: "returned"}
    return by_day(((day, kinds.get(nature, "distribution")), entry) for day, nature, entry in rows.order_by("entry"))


def by_day(rows: Iterable[tuple]) -> dict:
    """Entries by what they belong to, each once."""
    found = defaultdict(dict)
    for key, entry in rows:
        found[key][entry] = None
    return {key: tuple(entries) for key, entries in found.items()}
