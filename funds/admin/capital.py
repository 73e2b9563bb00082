"""Capital calls with their lines, notices and receipts."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import selectors
from funds.admin import call_corrections, nettings, overpayments
from funds.admin.explained import booked_to
from funds.admin.partnership_forms import BankLineForm
from funds.models import CallLine, CapitalCall, Contribution, JournalEntry, Notice, PaymentCase
from funds.services import capital_calls, contributions, ledger
from itvf.admin_forms import DateField, ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.explained import address, cell, totals
from itvf.presentation import amount

Stage = CapitalCall.Stage


class ReceiptForm(BankLineForm):
    """Money that came in, and whose line it pays."""

    line = forms.ModelChoiceField(CallLine.objects.none(), label=_("Partner"))
    field_order = ("line",)

    def prepare(self, subject) -> None:
        """The call's own lines, named by their partners."""
        lines = selectors.call_lines([subject]).select_related("partner").order_by("order")
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = _line_label


def _line_label(line) -> str:
    return _("%(partner)s: HK$%(amount)s outstanding") % {
        "partner": line.partner,
        "amount": amount(line.outstanding_hkd),
    }


class ReversalForm(ReasonForm):
    """A receipt's reversal: from which day it counts, and why."""

    on = DateField(label=_("Effective on"))
    field_order = ("on", "reason")

    def prepare(self, subject) -> None:
        """Today, unless somebody says otherwise."""
        self.fields["on"].initial = today()


@admin.register(CapitalCall)
class CapitalCallAdmin(RecordAdmin):
    """A call: purposes, lines with what came in, notices with what was read."""

    list_display = ["__str__", "fund", "nature", "shown_stage", "channel", "amount_hkd", "due_date", "issued_at"]
    list_filter = ["stage", "nature", "channel", "fund"]
    list_select_related = ["fund"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code", "purposes__label"]
    date_hierarchy = "due_date"
    hidden_fields = ("notice_common",)
    verbs = (
        Verb(
            "confirm-paper",
            _("Confirm and issue"),
            "capital_call.confirm_paper",
            lambda call, **inputs: capital_calls.issue(call=call, **inputs),
            stages=(Stage.DRAFT,),
            when=lambda call: call.channel == CapitalCall.Channel.PAPER,
            intro=_("You confirm that the draft says what the paper says. It is issued now: booked, and notices sent."),
            tone="go",
        ),
        Verb(
            "record-contribution",
            _("Record a receipt"),
            "contribution.record",
            lambda call, **inputs: contributions.record(**inputs),
            form=ReceiptForm,
            stages=(Stage.ISSUED,),
            icon="add_card",
            tone="go",
        ),
        Verb(
            "withdraw",
            _("Withdraw the draft"),
            "capital_call.withdraw",
            lambda call, **inputs: capital_calls.withdraw(call=call, **inputs),
            form=ReasonForm,
            stages=(Stage.DRAFT,),
            when=nettings.is_alone,
            icon="block",
            tone="stop",
        ),
        call_corrections.CANCEL,
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Purposes, corrections, lines, notices, receipts, the Government's payment case."""
        found = [_purposes(obj), *nettings.of_part(obj), *call_corrections.panels(obj)]
        if obj.stage == Stage.CANCELLED:
            return [*found, _cancelled_lines(obj), _notices(obj)]
        return [*found, _lines(obj), _notices(obj), _receipts(obj)] if obj.stage == Stage.ISSUED else found


def _purposes(call):
    return Panel(
        _("What the money is for (HK$)"),
        [
            (_("Kind"), "text"),
            (_("What for"), "text"),
            (_("Chinese"), "text"),
            (_("Shared by"), "text"),
            (_("Stands"), "text"),
            (_("Clause"), "text"),
            (_("Amount"), "money"),
        ],
        [
            (
                p.get_kind_display(),
                p.label,
                p.label_zh_hant,
                p.get_allocation_base_display(),
                _("outside commitment") if p.is_outside else _("inside commitment"),
                p.clause,
                p.amount_hkd,
            )
            for p in call.purposes.all()
        ],
        foot=(_("Total"), "", "", "", "", "", call.amount_hkd),
    )


def _lines(call):
    lines = list(selectors.call_lines([call]).select_related("partner").order_by("order"))
    code, on = call.fund.code, booked_to(call.fund)
    cases = dict(PaymentCase.objects.filter(line__call=call, charge=None).values_list("line", "pk"))
    rows = []
    for line in lines:
        late = line.outstanding_hkd > 0 and call.due_date < today()
        case = PaymentCase(pk=cases[line.pk]) if line.pk in cases else None
        rows.append(
            (
                link(line.partner),
                _beside(call, line, "commitment", line.commitment_hkd),
                _beside(call, line, "outside", line.outside_hkd),
                *(cell(amount, code, "call-settled", of=f"{line.pk}/{name}", on=on) for name, amount in _settled(line)),
                _("late") if late else _("paid") if not line.outstanding_hkd else _("not paid in full"),
                link(case, _("payment case")) if case else "",
                (_("derivation"), address(call.fund.code, "call-line", of=line.pk)) if call.entry_id else "",
            )
        )
    whole = [sum(column) for column in zip(*(dict(_settled(line)).values() for line in lines), strict=True)]
    sums = [
        *totals("", [row[:3] for row in rows])[1:],
        *(
            cell(amount, code, "call-settled", of=f"call-{call.number}/{name}", on=on)
            for name, amount in zip(SETTLED, whole, strict=False)
        ),
    ]
    return Panel(
        _("Lines (HK$)"),
        [
            (_("Partner"), "text"),
            (_("Commitment"), "money"),
            (_("Of it outside commitment"), "money"),
            (_("Asked"), "money"),
            (_("Received"), "money"),
            (_("Outstanding"), "money"),
            (_("State"), "text"),
            (_("Government"), "text"),
            (_("How it came about"), "text"),
        ],
        rows,
        foot=(_("Total"), *sums, "", "", "") if rows else None,
        note=_("Received and outstanding are sums over the book's receipts that stand, reversed ones left out."),
    )


def _beside(call, line, name: str, amount):
    """A figure beside a line, which opens to its derivation once the call is issued."""
    return cell(amount, call.fund.code, "line-standing", of=f"call-{line.pk}/{name}") if call.entry_id else amount


# What came of a line, as its derivations are named.
SETTLED = ("asked", "money", "left")


def _settled(line) -> list[tuple[str, Decimal]]:
    return list(zip(SETTLED, (line.payable_hkd, line.received_hkd, line.outstanding_hkd), strict=True))


def _cancelled_lines(call):
    return Panel(
        _("Lines that count no longer (HK$)"),
        [(_("Partner"), "text"), (_("Was asked"), "money")],
        [(link(line.partner), line.payable_hkd) for line in call.lines.select_related("partner").order_by("order")],
    )


def _notices(call):
    told = {"netting_line__netting": call.netting} if call.netting_id else {"line__call": call}
    notices = Notice.objects.with_subject().filter(**told).select_related("message", "first_viewed_by")
    return Panel(
        _("Notices"),
        [
            (_("Notice"), "text"),
            (_("Partner"), "text"),
            (_("Mail"), "text"),
            (_("Served"), "moment"),
            (_("First viewed"), "moment"),
            (_("By"), "text"),
        ],
        [
            (
                link(n, n.reference),
                str(n.subject_line.partner),
                (tag(n.message, "state"), link(n.message)[1]) if n.message else "",
                n.served_at,
                n.first_viewed_at,
                str(n.first_viewed_by or ""),
            )
            for n in notices.order_by("line__order", "netting_line__order")
        ],
    )


def _receipts(call):
    receipts = Contribution.objects.filter(line__call=call).select_related("line__partner", "entry__reversed_by")
    return Panel(
        _("Receipts (HK$)"),
        [
            (_("Value date"), "date"),
            (_("Partner"), "text"),
            (_("Bank reference"), "text"),
            (_("Matched"), "money"),
            (_("Suspense"), "money"),
            (_("State"), "text"),
        ],
        [
            (
                (c.value_date, link(c)[1]),
                str(c.line.partner),
                c.bank_reference,
                c.amount_hkd,
                c.suspense_hkd,
                _("reversed") if hasattr(c.entry, "reversed_by") else _("stands"),
            )
            for c in receipts
        ],
        empty=_("No money came in yet."),
    )


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    """One partner's notice: the record of what it was told."""

    list_display = ["reference", "partner", "event", "served_at", "first_viewed_at"]
    list_filter = [("served_at", admin.EmptyFieldListFilter), ("first_viewed_at", admin.EmptyFieldListFilter)]
    search_fields = [
        "reference",
        "line__partner__name_en",
        "line__partner__name_zh_hant",
        "line__call__fund__code",
        "distribution_line__partner__name_en",
        "distribution_line__partner__name_zh_hant",
        "distribution_line__distribution__fund__code",
        "netting_line__partner__name_en",
        "netting_line__partner__name_zh_hant",
        "netting_line__netting__fund__code",
    ]

    def get_queryset(self, request):
        """Of every kind, in one query."""
        return super().get_queryset(request).with_subject()

    @admin.display(description=_("partner"))
    def partner(self, obj):
        """Whose notice it is."""
        return obj.subject_line.partner

    @admin.display(description=_("of what it tells"))
    def event(self, obj):
        """Of what it tells."""
        return obj.event


def _is_of_the_bank(contribution: Contribution) -> bool:
    """Whether money came: a set-off and an applied over-payment are undone where they were made."""
    return contribution.entry.kind == JournalEntry.Kind.CONTRIBUTION


@admin.register(Contribution)
class ContributionAdmin(RecordAdmin):
    """A receipt, matched to a line; corrected by reversal."""

    list_display = ["__str__", "call", "amount_hkd", "suspense_hkd", "value_date", "bank_reference"]
    list_filter = ["line__call__fund"]
    list_select_related = ["line__partner", "line__call__fund"]
    search_fields = ["bank_reference", "line__partner__name_en", "line__call__fund__code"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this receipt"),
            "contribution.record",
            lambda contribution, **inputs: contributions.reverse(contribution=contribution, **inputs),
            form=ReversalForm,
            when=lambda contribution: _is_of_the_bank(contribution) and ledger.can_be_reversed(contribution.entry),
            intro=_("A mirror entry is booked and the line is open again. Nothing is erased."),
            icon="undo",
            tone="stop",
        ),
        *overpayments.VERBS,
    )

    def panels(self, obj, request):
        """What became of what was paid above the line."""
        return overpayments.history_panel(obj)

    @admin.display(description=_("capital call"))
    def call(self, obj):
        """The call whose line it pays."""
        return obj.line.call
