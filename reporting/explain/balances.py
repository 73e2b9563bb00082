"""Balances of the fund's book down to their entries, a page of movements at a time."""

from decimal import Decimal

from funds import selectors
from funds.models import LedgerAccount
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.entries import leaves, movements
from reporting.explain.question import Choice, Question, missing

OF_CODE = gettext_noop("{account}")
BALANCE = gettext_noop("{account} on {date}")
BALANCE_OF = gettext_noop("{account} of {whose} on {date}")
OF_ACCOUNT = gettext_noop("{account}: {whose}")
DEBITS = gettext_noop("Debits positive, credits negative, by effective date.")


def balance(question: Question) -> Derivation:
    """The balance of all accounts of one code: each opens to its movements, a single one at once; none is nothing."""
    if question.of not in LedgerAccount.Code.values:
        raise missing()
    accounts = {one.pk: one for one in _accounts(question).filter(code=question.of)}
    if len(accounts) == 1:
        return _of_one(question, *accounts.values())
    rows = selectors.trial_balance(question.fund.book, **question.moment).filter(account__code=question.of)
    sums = {row["account_id"]: row["balance_hkd"] for row in rows if row["balance_hkd"]}
    parts = tuple(
        Derivation("account", OF_ACCOUNT, amount, facts=_facts(accounts[pk]), opens=("account", str(pk)))
        for pk, amount in sums.items()
    )
    facts = {"account": LedgerAccount.Code(question.of), "date": question.on}
    return _balance(BALANCE, total(sums.values()), facts, parts)


def account(question: Question) -> Derivation:
    """The balance of one account, by its movements."""
    found = _accounts(question).filter(pk=question.number()).first()
    if found is None:
        raise missing()
    return _of_one(question, found)


def codes(question: Question) -> list[Choice]:
    """The codes of the accounts that the fund's book has."""
    found = _accounts(question).order_by("code").values_list("code", flat=True).distinct()
    return [(code, OF_CODE, {"account": LedgerAccount.Code(code)}) for code in found]


def _accounts(question: Question):
    return LedgerAccount.objects.filter(book__fund=question.fund).select_related("partner").order_by("id")


def _of_one(question: Question, account: LedgerAccount) -> Derivation:
    found = movements(question, account.code, pk=account.pk)
    facts = _facts(account) | {"date": question.on}
    parts = leaves(found, page=question.page)
    return _balance(BALANCE_OF if facts["whose"] else BALANCE, total(one.amount_hkd for one in found), facts, parts)


def _facts(account: LedgerAccount) -> dict:
    whose = name_of(account.partner) if account.partner else account.label
    return {"account": LedgerAccount.Code(account.code), "whose": whose}


def _balance(label: str, value: Decimal, facts: dict, parts: tuple[Derivation, ...]) -> Derivation:
    return Derivation("balance", label, value, facts=facts, convention=DEBITS, parts=parts, is_sum=True)
