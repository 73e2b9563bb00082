"""The books as beancount text: a second reader of the same entries, which balances them by its own arithmetic.

Accounts are named by book, code and number, so that no two are one; every entry carries its id, kind, recorded time and
what it reverses as metadata; the balance of each account is asserted on the day after its last entry.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import F, Max, Min, Sum

from funds import selectors
from funds.models import Book, LedgerAccount
from itvf.dates import HONG_KONG

Code = LedgerAccount.Code
ROOTS = {
    "Assets": (
        Code.CASH,
        Code.CALL_RECEIVABLE,
        Code.LATE_INTEREST_RECEIVABLE,
        Code.INVESTMENT_AT_COST,
        Code.INVESTMENT_CONVERTED,
        Code.INVESTMENT_UNREALISED,
        Code.ESCROW_RECEIVABLE,
        Code.BANK,
        Code.INTEREST_IN_FUND,
        Code.DISTRIBUTION_RECEIVABLE,
    ),
    "Liabilities": (
        Code.SUSPENSE,
        Code.CARRY_ESCROW,
        Code.DISTRIBUTION_PAYABLE,
        Code.WITHHOLDING_PAYABLE,
        Code.EQUALISATION,
        Code.FEE_PAYABLE,
        Code.FEE_OFFSET_PAYABLE,
        Code.EXPENSE_PAYABLE,
        Code.FACILITY_LOAN,
        Code.FACILITY_PAYABLE,
        Code.CALL_PAYABLE,
    ),
    "Equity": (
        Code.CAPITAL_CONTRIBUTED,
        Code.CAPITAL_OUTSIDE,
        Code.CAPITAL_DISTRIBUTED,
        Code.CARRY_DISTRIBUTED,
        Code.GOVERNMENT_FUNDING,
    ),
    "Expenses": (Code.FEE_EXPENSE, Code.EXPENSE, Code.FACILITY_COST, Code.TAX_WITHHELD, Code.LATE_INTEREST_COST),
}
ROOT_OF = {code: root for root, codes in ROOTS.items() for code in codes}
ONE_DAY = timedelta(days=1)


def lines(books: Iterable[Book], *, as_of: date | None = None) -> Iterator[str]:
    """This function will give the text of books line by line, up to an effective date where one is given.

    Rows are streamed, so that a book of a million postings needs no more memory than one entry.
    """
    yield 'option "title" "ITVF: books of the funds and of the Corporation"'
    yield 'option "operating_currency" "HKD"'
    for book in sorted(books, key=lambda book: book.pk):
        yield from _book(book, as_of)


def _book(book: Book, as_of: date | None) -> Iterator[str]:
    postings = selectors.postings(book=book, as_of=as_of)
    accounts = list(
        LedgerAccount.objects.filter(postings__in=postings)
        .annotate(
            first=Min("postings__entry__effective_date"),
            last=Max("postings__entry__effective_date"),
            sum=Sum("postings__amount_hkd"),
        )
        .select_related("partner")
        .order_by("pk")
    )
    names = {account.pk: _name(book, account) for account in accounts}
    yield ""
    yield f"; {book}"
    for account in accounts:
        yield f"{account.first} open {names[account.pk]} HKD"
        yield f'  label: "{_quoted(str(account))}"'
    rows = (
        postings.annotate(
            day=F("entry__effective_date"),
            kind=F("entry__kind"),
            memo=F("entry__memo"),
            source=F("entry__source"),
            recorded=F("entry__recorded_at"),
            reverses=F("entry__reverses"),
        )
        .order_by("entry__effective_date", "entry", "pk")
        .values_list("entry", "day", "kind", "memo", "source", "recorded", "reverses", "account", "amount_hkd")
    )
    standing = None
    for entry, day, kind, memo, source, recorded, reverses, account, amount in rows.iterator(chunk_size=5000):
        if entry != standing:
            standing = entry
            yield ""
            yield f'{day} * "{_quoted(kind)}" "{_quoted(memo)}"'
            yield f"  entry: {entry:d}"
            yield f'  source: "{_quoted(source)}"'
            yield f'  recorded-at: "{recorded.astimezone(HONG_KONG).isoformat()}"'
            if reverses:
                yield f"  reverses: {reverses:d}"
        yield f"  {names[account]}  {amount:f} HKD"
    yield ""
    for account in accounts:
        yield f"{account.last + ONE_DAY} balance {names[account.pk]}  {account.sum:f} HKD"


def _name(book: Book, account: LedgerAccount) -> str:
    """Root, book, code and the account's number: `Assets:Harbour:CallReceivable:N100123`."""
    owner = _component(book.fund.code) if book.fund else "Corporation"
    code = "".join(part.capitalize() for part in account.code.split("_"))
    return f"{ROOT_OF.get(account.code, 'Income')}:{owner}:{code}:N{account.pk:d}"


def _component(code: str) -> str:
    return "-".join(part.capitalize() or "X" for part in code.split("-"))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
