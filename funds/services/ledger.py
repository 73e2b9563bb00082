"""The only writer of the books: entries that balance, and reversals.

Called by the other services inside their transaction and under their lock.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from funds.models import Book, Fund, JournalEntry, LedgerAccount, Partner, Posting
from itvf.errors import Breach, RuleBroken, WrongStage, gettext_noop
from itvf.money import total

Code = LedgerAccount.Code
# What of a source stands before the number of an event that was booked again.
SOURCE = 55


def fund_book(fund: Fund) -> Book:
    """This function will give the book of a fund."""
    return fund.book


def corporation_book() -> Book:
    """This function will give the Corporation's book, opening it the first time."""
    book, _ = Book.objects.get_or_create(kind=Book.Kind.CORPORATION)
    return book


def account(
    book: Book, code: Code, *, partner: Partner | None = None, reference: str = "", label: str = ""
) -> LedgerAccount:
    """This function will give an account of a book, opening it the first time it is needed."""
    found, _ = LedgerAccount.objects.get_or_create(
        book=book, code=code, partner=partner, reference=reference, defaults={"label": label}
    )
    return found


def accounts(book: Book, *wanted: tuple[Code, Partner | None]) -> list[LedgerAccount]:
    """This function will give what `account` gives, of several codes and partners in the order asked, in one read."""
    of_partners = Q(partner=None) | Q(partner__in=[partner for _code, partner in wanted if partner])
    found = LedgerAccount.objects.filter(of_partners, book=book, reference="", code__in=[code for code, _ in wanted])
    open_ones = {(one.code, one.partner_id): one for one in found}
    return [
        open_ones.get((code, partner and partner.pk)) or account(book, code, partner=partner)
        for code, partner in wanted
    ]


def post(
    *,
    book: Book,
    kind: JournalEntry.Kind,
    effective_date: date,
    memo: str,
    source: str,
    lines: Sequence[tuple[LedgerAccount, Decimal]],
    by,
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """This function will record one balanced entry: debits positive, credits negative, lines of zero left out.

    Refuses lines that do not sum to zero (RuleBroken `unbalanced`); the database checks again at commit. Refuses
    (WrongStage) an entry of a day on which the end of its fund rests: the end is taken back first (ADR 22).
    """
    if reverses is None:
        _require_after_end(book, effective_date)
    lines = [(where, amount) for where, amount in lines if amount]
    if total(amount for _, amount in lines) != 0:
        raise RuleBroken(
            [
                Breach(
                    "unbalanced",
                    gettext_noop("The entry's lines sum to {sum_hkd}, not to zero; nothing was posted."),
                    facts={"sum_hkd": total(amount for _, amount in lines)},
                )
            ]
        )
    with transaction.atomic(savepoint=False):
        entry = JournalEntry.objects.create(
            book=book,
            kind=kind,
            effective_date=effective_date,
            memo=memo,
            source=source,
            recorded_by=by,
            reverses=reverses,
        )
        Posting.objects.bulk_create(
            [Posting(entry=entry, book=book, account=where, amount_hkd=amount) for where, amount in lines]
        )
    return entry


def _require_after_end(book: Book, effective_date: date) -> None:
    if book.fund_id is None or book.fund.stage != Fund.Stage.ENDED or effective_date > book.fund.ended_date:
        return
    raise WrongStage(
        gettext_noop(
            "The fund ended on {ended}, and its end rests on its entries up to that day; this one is of {date}. Have "
            "the end taken back first."
        ),
        code="fund_ended",
        ended=book.fund.ended_date,
        date=effective_date,
    )


def post_call(*, book: Book, call, effective_date: date, memo: str, by) -> JournalEntry:
    """This function will record a call issued: each partner's receivable against its capital contributed.

    Outside commitment, interest of a true-up stands against equalisation clearing (A13); what else stands there is
    capital contributed too, on an account of its own, so that it lowers nothing unfunded. Set-based
    statements, whatever the number of partners.
    """
    entry = JournalEntry.objects.create(
        book=book,
        kind=JournalEntry.Kind.CALL_ISSUED,
        effective_date=effective_date,
        memo=memo,
        source=f"capital_call:{call.pk}",
        recorded_by=by,
    )
    outside = Count("pk", filter=Q(outside_hkd__gt=F("interest_hkd")))
    asked = call.lines.aggregate(outside=outside, interest=Sum("interest_hkd"))
    if asked["outside"]:
        _open_outside_accounts(book, call)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)
            SELECT %(entry)s, %(book)s, a.id,
                   CASE a.code WHEN %(receivable)s THEN l.amount_hkd + l.outside_hkd
                               WHEN %(outside)s THEN l.interest_hkd - l.outside_hkd
                               ELSE -l.amount_hkd END
            FROM funds_callline l
            JOIN funds_ledgeraccount a ON a.partner_id = l.partner_id AND a.book_id = %(book)s
                AND a.code IN (%(receivable)s, %(contributed)s, %(outside)s)
            WHERE l.call_id = %(call)s
                AND CASE a.code WHEN %(contributed)s THEN l.amount_hkd
                                WHEN %(outside)s THEN l.outside_hkd - l.interest_hkd
                                ELSE l.amount_hkd + l.outside_hkd END <> 0
            ORDER BY l."order", a.code
            """,
            {
                "entry": entry.pk,
                "book": book.pk,
                "call": call.pk,
                "receivable": Code.CALL_RECEIVABLE,
                "contributed": Code.CAPITAL_CONTRIBUTED,
                "outside": Code.CAPITAL_OUTSIDE,
            },
        )
    if asked["interest"]:
        clearing = account(book, Code.EQUALISATION)
        Posting.objects.create(entry=entry, book=book, account=clearing, amount_hkd=-asked["interest"])
    return entry


def _open_outside_accounts(book: Book, call) -> None:
    """Opens the accounts of what partners are called for outside commitment, where one is missing."""
    asked = call.lines.filter(outside_hkd__gt=F("interest_hkd")).select_related("partner")
    LedgerAccount.objects.bulk_create(
        (
            LedgerAccount(book=book, code=Code.CAPITAL_OUTSIDE, partner=line.partner, label=line.partner.name_en)
            for line in asked
        ),
        ignore_conflicts=True,
    )


def post_netting(*, book: Book, netting, effective_date: date, memo: str, by) -> JournalEntry:
    """This function will record what a net notice sets off: each partner's receivable against what is payable to it.

    One statement, whatever the number of partners; capital contributed and distributed stay as they are.
    """
    entry = JournalEntry.objects.create(
        book=book,
        kind=JournalEntry.Kind.NETTING,
        effective_date=effective_date,
        memo=memo,
        source=f"netting:{netting.pk}",
        recorded_by=by,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)
            SELECT %(entry)s, %(book)s, a.id,
                   CASE a.code WHEN %(payable)s THEN l.set_off_hkd ELSE -l.set_off_hkd END
            FROM funds_nettingline l
            JOIN funds_ledgeraccount a ON a.partner_id = l.partner_id AND a.book_id = %(book)s
                AND a.code IN (%(receivable)s, %(payable)s)
            WHERE l.netting_id = %(netting)s AND l.set_off_hkd > 0
            ORDER BY l."order", a.code
            """,
            {
                "entry": entry.pk,
                "book": book.pk,
                "netting": netting.pk,
                "receivable": Code.CALL_RECEIVABLE,
                "payable": Code.DISTRIBUTION_PAYABLE,
            },
        )
    return entry


def entries_of(book: Book, kind: JournalEntry.Kind, source: str) -> QuerySet[JournalEntry]:
    """This function will give the entries that booked one event: the first, and those booked after a reversal."""
    pattern = rf"^({re.escape(source)}|{re.escape(source[:SOURCE])}\|[0-9]+)$"
    return JournalEntry.objects.filter(book=book, kind=kind, source__regex=pattern, reverses=None)


def stands(book: Book, kind: JournalEntry.Kind, source: str) -> bool:
    """This function will say whether an event is booked and not reversed."""
    return entries_of(book, kind, source).filter(reversed_by=None).exists()


def source_again(book: Book, kind: JournalEntry.Kind, source: str) -> str:
    """This function will give the source of an event's next entry: numbered, once an entry of it was reversed."""
    before = entries_of(book, kind, source).count()
    return f"{source[:SOURCE]}|{before + 1}" if before else source


def is_settled_by_end(entry: JournalEntry) -> bool:
    """This function will say whether an entry lies in the life of a fund that has ended since (ADR 22)."""
    fund = Fund.objects.filter(book=entry.book_id, stage=Fund.Stage.ENDED).first()
    return fund is not None and entry.effective_date <= fund.ended_date


def can_be_reversed(entry: JournalEntry) -> bool:
    """This function will say whether an entry stands, and no end of its fund rests on it."""
    return not hasattr(entry, "reversed_by") and not is_settled_by_end(entry)


def reverse(*, entry: JournalEntry, on: date, by, reason: str) -> JournalEntry:
    """This function will undo an entry by its mirror image, of the same kind, effective `on`.

    An entry is reversed once at most (the database refuses a second); a reversal is not reversed. Refuses (WrongStage)
    an entry on which the end of its fund rests: the end is taken back first.
    """
    if is_settled_by_end(entry):
        raise WrongStage(
            gettext_noop(
                "The fund has ended, and its end rests on this entry of {date}. Have the end taken back first; then "
                "this can be reversed."
            ),
            code="fund_ended",
            date=entry.effective_date,
        )
    lines = [(posting.account, -posting.amount_hkd) for posting in entry.postings.select_related("account")]
    return post(
        book=entry.book,
        kind=entry.kind,
        effective_date=on,
        memo=f"{reason} ({entry.memo})"[:300],
        source=entry.source,
        lines=lines,
        by=by,
        reverses=entry,
    )
