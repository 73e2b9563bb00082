"""The books: trial balances as of a date, entries with their postings, accounts."""

from datetime import date

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import selectors
from funds.admin.capital import ReversalForm
from funds.models import Book, JournalEntry, LedgerAccount
from funds.services import debits, ledger
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.explained import cell, of_programme, totals
from itvf.presentation import hk_date

LATEST = 30


@admin.register(Book)
class BookAdmin(RecordAdmin):
    """A book with its trial balance; `?as_of=YYYY-MM-DD` shows another day."""

    list_display = ["__str__", "kind", "fund"]
    list_filter = ["kind"]
    list_select_related = ["fund"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    change_form_outer_before_template = "admin/itvf/as_of.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The book's page with the date that it is shown as of."""
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "as_of": _as_of(request)}
        )

    def panels(self, obj, request):
        """The trial balance on the day, and the latest entries."""
        return [_trial_balance(obj, _as_of(request)), _entries(obj)]


def _as_of(request) -> date:
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return today()


def _trial_balance(book, on):
    labels = dict(LedgerAccount.Code.choices)
    rows = [
        (
            (labels[row["account__code"]], link(LedgerAccount(pk=row["account_id"], code=row["account__code"]))[1]),
            row["account__label"],
            _balance(book, row, on) if row["balance_hkd"] > 0 else None,
            _balance(book, row, on) if row["balance_hkd"] < 0 else None,
        )
        for row in selectors.trial_balance(book, as_of=on)
        if row["balance_hkd"]
    ]
    label, *sums = totals(_("Total"), rows, first=2)
    return Panel(
        _("Trial balance as of %(date)s (HK$)") % {"date": hk_date(on)},
        [(_("Account"), "text"), (_("Of"), "text"), (_("Debit"), "money"), (_("Credit"), "money")],
        rows,
        foot=(label, "", *sums) if rows else None,
        empty=_("Nothing was booked by that day."),
    )


def _balance(book, row, on):
    """An account's balance above zero, which opens to its movements."""
    amount, of = abs(row["balance_hkd"]), f"{row['account_id']:d}"
    if book.fund_id is None:
        return amount, of_programme("account", of=of, on=on)
    return cell(amount, book.fund.code, "account", of=of, on=on)


def _entries(book):
    return Panel(
        _("Latest entries"),
        [
            (_("Effective"), "date"),
            (_("Kind"), "text"),
            (_("Memo"), "text"),
            (_("Recorded"), "moment"),
            (_("By"), "text"),
        ],
        [
            ((e.effective_date, link(e)[1]), e.get_kind_display(), e.memo, e.recorded_at, str(e.recorded_by))
            for e in JournalEntry.objects.filter(book=book).select_related("recorded_by")[:LATEST]
        ],
    )


@admin.register(JournalEntry)
class JournalEntryAdmin(RecordAdmin):
    """One entry with its postings."""

    list_display = ["effective_date", "book", "kind", "memo", "recorded_at", "recorded_by"]
    list_filter = ["kind", "book"]
    list_select_related = ["book__fund", "recorded_by"]
    search_fields = ["memo", "source"]
    date_hierarchy = "effective_date"
    verbs = (
        Verb(
            "reverse-debit",
            _("Reverse this payment"),
            "debit.reverse",
            lambda entry, **inputs: debits.reverse(entry=entry, **inputs),
            form=ReversalForm,
            when=lambda entry: debits.is_debit(entry) and ledger.can_be_reversed(entry),
            intro=_(
                "By another person than who recorded it. A mirror entry is booked, and what it paid is owed again."
            ),
            icon="undo",
            tone="stop",
        ),
    )

    def panels(self, obj, request):
        """The postings; a reversal beside what it reverses."""
        postings = obj.postings.select_related("account")
        rows = [
            (link(p.account), p.amount_hkd if p.amount_hkd > 0 else None, -p.amount_hkd if p.amount_hkd < 0 else None)
            for p in postings
        ]
        sums = [sum(row[column] or 0 for row in rows) for column in (1, 2)]
        found = [
            Panel(
                _("Postings (HK$)"),
                [(_("Account"), "text"), (_("Debit"), "money"), (_("Credit"), "money")],
                rows,
                foot=(_("Total"), *sums),
            )
        ]
        if hasattr(obj, "reversed_by"):
            found.append(Panel(_("Reversed by"), [(_("Entry"), "text")], [(link(obj.reversed_by),)]))
        return found


@admin.register(LedgerAccount)
class LedgerAccountAdmin(RecordAdmin):
    """An account with its latest movements and its balance."""

    list_display = ["__str__", "book", "code", "partner"]
    list_filter = ["code", "book"]
    list_select_related = ["book__fund", "partner"]
    search_fields = ["label", "reference", "partner__name_en"]

    def panels(self, obj, request):
        """Movements, newest first."""
        postings = obj.postings.select_related("entry").order_by("-entry__effective_date", "-id")
        balance = sum(obj.postings.values_list("amount_hkd", flat=True))
        return [
            Panel(
                _("Movements (HK$; debits positive)"),
                [(_("Effective"), "date"), (_("Memo"), "text"), (_("Amount"), "money")],
                [((p.entry.effective_date, link(p.entry)[1]), p.entry.memo, p.amount_hkd) for p in postings[:LATEST]],
                foot=(_("Balance"), "", balance),
            )
        ]
