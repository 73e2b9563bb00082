"""Holds of payments with their questions and answers, bank details as noticed, receipts of GPs."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funds import bank_details
from funds.models import NoticeAccount, PaymentCase, PaymentConfirmation, PaymentHold
from funds.rules.bank_details import ending
from itvf.admin_forms import UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag_of
from itvf.dates import business_days_between, local_date, today
from itvf.presentation import amount
from itvf.words import breach_text

Kind = PaymentHold.Kind
# With whom a held payment waits.
CORPORATION, MANAGER = "corporation", "manager"


class QuestionForm(VerbForm):
    """What the Corporation asks the GP; the payment is held meanwhile."""

    question = forms.CharField(
        label=_("Question to the GP"),
        help_text=_("The GP reads it in the portal and answers there; the payment is held until it is resumed."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReadAccountForm(VerbForm):
    """Bank details as a corrected notice has them, and its paper."""

    account_name = forms.CharField(label=_("Account name, as the notice has it"), max_length=200)
    account_number = forms.CharField(label=_("Account number, as the notice has it"), max_length=34)
    file = UploadField(label=_("The corrected notice (PDF, PNG or JPEG)"))
    rows = (("account_name", "account_number"),)


def age(hold: PaymentHold) -> int:
    """How many business days a hold has stood, or stood until it ended."""
    until = local_date(hold.ended_at) if hold.ended_at else today()
    return business_days_between(local_date(hold.held_at), until)


def age_words(hold: PaymentHold) -> str:
    """The same in words."""
    days = age(hold)
    return ngettext("%(n)s business day", "%(n)s business days", days) % {"n": days}


def waits_for(hold: PaymentHold) -> str:
    """Who is to act on a standing hold: the GP while its question is not answered, else the Corporation."""
    last = hold.messages.order_by("-id").first()
    return MANAGER if last is not None and not last.is_from_manager else CORPORATION


def waits_tag(hold: PaymentHold):
    """The same, coloured."""
    if hold.ended_at:
        return tag_of("closed", _("ended"))
    if waits_for(hold) == MANAGER:
        return tag_of("waiting", _("with the GP"))
    return tag_of("answered", _("with the Corporation"))


def holds_panel(case: PaymentCase) -> Panel:
    """Every hold of a payment, the newest first: who, since when, how long, how it ended."""
    holds = case.holds.select_related("held_by", "ended_by").prefetch_related("messages")
    return Panel(
        _("Holds"),
        [(_("Kind"), "text"), (_("Reason"), "text"), (_("Held by"), "text"), (_("Since"), "moment"),
         (_("Age"), "text"), (_("Waits"), "text"), (_("Ended"), "moment"), (_("Why it ended"), "text")],
        [
            (link(h, h.get_kind_display()), h.reason, str(h.held_by), h.held_at, age_words(h), waits_tag(h),
             h.ended_at, h.end_reason)
            for h in holds
        ],
        empty=_("The payment was never held."),
    )  # fmt: skip


def thread_panel(messages) -> Panel:
    """Questions and answers, in the order of time."""
    return Panel(
        _("Questions to the GP, and its answers"),
        [(_("From"), "text"), (_("Person"), "text"), (_("At"), "moment"), (_("Words"), "text")],
        [
            (_("the GP") if m.is_from_manager else _("the Corporation"), str(m.said_by), m.said_at, m.words)
            for m in messages.select_related("said_by").order_by("id")
        ],
        empty=_("Nothing was asked."),
    )


def details_panel(case: PaymentCase) -> Panel:
    """The notice's bank details beside the master's, with the last digits only."""
    call = case.line.call
    stated, master = bank_details.stated(call), bank_details.master(call.fund)
    differences = bank_details.differences(call)
    read = NoticeAccount.objects.filter(call=call).select_related("read_by").order_by("-id").first()
    source = _("read from paper by %(person)s") % {"person": read.read_by} if read else _("as noticed in the portal")
    rows = [(_("the notice"), stated.account_name, stated.ending, source)]
    if master is None:
        rows.append((_("the master"), _("no confirmed details"), "", ""))
    else:
        confirmed = _("confirmed by %(person)s") % {"person": master.confirmed_by}
        rows.append((link(master, _("the master")), master.account_name, ending(master.account_number), confirmed))
    return Panel(
        _("Bank details: the notice against the master"),
        [(_("Whose"), "text"), (_("Account name"), "text"), (_("Ending"), "text"), (_("Source"), "text")],
        rows,
        note=" ".join(breach_text(one) for one in differences) or _("Both name one account."),
    )


def receipts_panel(case: PaymentCase) -> Panel:
    """The GP's receipts beside the bank's debit."""
    return Panel(
        _("The GP's receipt beside the bank's debit (HK$)"),
        [(_("Confirmed"), "moment"), (_("By"), "text"), (_("Received"), "money"), (_("Value date"), "date"),
         (_("Difference to the debit"), "money"), (_("Days after the debit"), "number"), (_("State"), "text")],
        [
            (c.confirmed_at, str(c.confirmed_by), c.amount_hkd, c.value_date, c.difference_hkd, c.days, _agrees(c))
            for c in case.confirmations.select_related("confirmed_by")
        ],
        empty=_("The GP has not confirmed the receipt of this payment yet."),
    )  # fmt: skip


def _agrees(confirmation: PaymentConfirmation):
    return tag_of("late", _("differs")) if confirmation.differs else tag_of("pass", _("agrees"))


@admin.register(PaymentHold)
class PaymentHoldAdmin(RecordAdmin):
    """Payments held, queried or frozen: the standing ones first."""

    list_display = ["__str__", "shown_reason", "held_by", "held_at", "shown_age", "shown_wait", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter), "kind", "case__line__call__fund"]
    list_select_related = ["case__line__call__fund", "held_by"]
    search_fields = ["reason", "end_reason", "case__line__call__fund__code", "case__voucher_number"]
    date_hierarchy = "held_at"

    @admin.display(description=_("reason"))
    def shown_reason(self, obj):
        """The reason, its beginning."""
        return obj.reason[:120]

    @admin.display(description=_("age"))
    def shown_age(self, obj):
        """In business days."""
        return age_words(obj)

    @admin.display(description=_("waits"))
    def shown_wait(self, obj):
        """With whom."""
        return waits_tag(obj)

    def panels(self, obj, request):
        """The payment, and what was asked and answered."""
        heads = [(_("Payment case"), "text"), (_("Amount (HK$)"), "money"), (_("Age"), "text"), (_("Waits"), "text")]
        row = (link(obj.case), amount(obj.case.amount_hkd), age_words(obj), waits_tag(obj))
        return [Panel(_("What is held"), heads, [row]), thread_panel(obj.messages)]


@admin.register(PaymentConfirmation)
class PaymentConfirmationAdmin(RecordAdmin):
    """What GPs say that they received of the Government, beside the bank's debits."""

    list_display = ["__str__", "amount_hkd", "value_date", "difference_hkd", "days", "shown_state", "confirmed_by"]
    list_filter = ["case__line__call__fund"]
    list_select_related = ["case__line__call__fund", "confirmed_by"]
    search_fields = ["bank_reference", "case__voucher_number", "case__line__call__fund__code"]
    date_hierarchy = "value_date"

    @admin.display(description=_("state"))
    def shown_state(self, obj):
        """Whether it agrees with the debit."""
        return _agrees(obj)
