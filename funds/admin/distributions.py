"""Distributions in the staff's admin site: lines by tier, what was paid and received, carry that came back."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import selectors
from funds.admin import distribution_lines, explained, nettings
from funds.admin.capital import ReversalForm
from funds.admin.partnership_forms import BankLineForm
from funds.distribution_words import conventions, tiers_table
from funds.models import (
    CarryReturn,
    Distribution,
    DistributionLine,
    DistributionPayment,
    DistributionReceipt,
    JournalEntry,
    Notice,
)
from funds.services import carry, corporation_returns, distribution_payments, distributions, ledger
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.presentation import hkd, name_of

Stage = Distribution.Stage


class DebitForm(VerbForm):
    """One debit of the fund's bank that paid all that is outstanding."""

    value_date = DateField(label=_("Bank value date"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
    rows = (("value_date", "bank_reference"),)


class LineDebitForm(BankLineForm):
    """A debit that paid one partner's line, in part or in full."""

    line = forms.ModelChoiceField(DistributionLine.objects.none(), label=_("Partner"))
    field_order = ("line",)

    def prepare(self, subject) -> None:
        """The distribution's own open lines, named by their partners."""
        lines = selectors.distribution_lines([subject]).filter(outstanding_hkd__gt=0)
        self.fields["line"].queryset = lines.select_related("partner").order_by("order")
        self.fields["line"].label_from_instance = _line_label


def _line_label(line) -> str:
    return _("%(partner)s: %(amount)s outstanding") % {"partner": line.partner, "amount": hkd(line.outstanding_hkd)}


class ReceiptForm(BankLineForm):
    """A credit of the Corporation's bank."""

    def prepare(self, subject) -> None:
        """What is still to come."""
        left = corporation_returns.outstanding(distributions.government_line(subject))
        self.fields["amount_hkd"].initial = left
        self.fields["amount_hkd"].help_text = _("%(amount)s is still to come.") % {"amount": hkd(left)}


class CarryForm(BankLineForm):
    """Carry that came back, in cash or out of escrow."""

    road = forms.ChoiceField(label=_("How"), choices=CarryReturn.Road)
    field_order = ("road",)

    def prepare(self, subject) -> None:
        """What is due today."""
        due, _working = carry.clawback_due(subject, today())
        self.fields["amount_hkd"].help_text = _("The clawback due today is %(amount)s.") % {"amount": hkd(due)}
        self.fields["bank_reference"].required = False


class ReleaseForm(BankLineForm):
    """Carry paid to the general partner out of escrow."""

    def prepare(self, subject) -> None:
        """What the escrow holds."""
        held = hkd(carry.in_escrow(subject))
        self.fields["amount_hkd"].help_text = _("The escrow holds %(amount)s.") % {"amount": held}


def is_open(distribution: Distribution) -> bool:
    """Whether something of it is outstanding."""
    return selectors.distribution_lines([distribution]).filter(outstanding_hkd__gt=0).exists()


def _is_to_come(distribution: Distribution) -> bool:
    line = distributions.government_line(distribution)
    return line is not None and corporation_returns.outstanding(line) > 0


@admin.register(Distribution)
class DistributionAdmin(RecordAdmin):
    """A distribution: sources, lines by tier, payments, notices, and how it was worked out."""

    list_display = ["__str__", "fund", "nature", "shown_stage", "amount_hkd", "payment_date", "declared_at"]
    list_filter = ["stage", "nature", "fund"]
    list_select_related = ["fund"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code", "sources__label"]
    date_hierarchy = "payment_date"
    hidden_fields = ("notice_common", "working")
    verbs = (
        Verb(
            "pay",
            _("Record the payment of all"),
            "distribution.record_payment",
            lambda distribution, **inputs: _paid(distribution_payments.pay(distribution=distribution, **inputs)),
            form=DebitForm,
            stages=(Stage.DECLARED,),
            when=is_open,
            icon="payments",
            tone="go",
        ),
        Verb(
            "pay-line",
            _("Record the payment of one line"),
            "distribution.record_payment",
            lambda distribution, **inputs: _paid(distribution_payments.pay_line(**inputs)),
            form=LineDebitForm,
            stages=(Stage.DECLARED,),
            when=is_open,
            icon="payment",
        ),
        Verb(
            "pay-withheld",
            _("Record tax withheld as paid over"),
            "distribution.record_payment",
            lambda distribution, **inputs: _paid_over(distribution, inputs),
            form=DebitForm,
            stages=(Stage.DECLARED,),
            when=lambda distribution: (
                distribution.lines.filter(withheld_hkd__gt=0).exists()
                and not distribution_payments.withheld_was_paid(distribution)
            ),
            icon="account_balance",
        ),
        Verb(
            "receive",
            _("Record the Corporation's receipt"),
            "distribution_receipt.record",
            lambda distribution, **inputs: corporation_returns.receive(
                line=distributions.government_line(distribution), **inputs
            ),
            form=ReceiptForm,
            stages=(Stage.DECLARED,),
            when=_is_to_come,
            icon="savings",
            tone="go",
        ),
        Verb(
            "cancel",
            _("Cancel the distribution"),
            "distribution.cancel",
            lambda distribution, **inputs: distributions.cancel(distribution=distribution, **inputs),
            form=ReasonForm,
            stages=(Stage.DECLARED,),
            when=nettings.is_alone,
            intro=_("Its entry is reversed and its notices are marked. Possible only while nothing was paid."),
            icon="block",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Sources, lines, payments, the Corporation's receipts, notices, the working."""
        if obj.stage in (Stage.DRAFT, Stage.WITHDRAWN):
            return [_sources(obj), *nettings.of_part(obj)]
        panels = [
            _sources(obj),
            *nettings.of_part(obj),
            distribution_lines.panel(obj),
            *_working(obj),
            _payments(obj),
            _receipts(obj),
            _notices(obj),
        ]
        return [*panels, _explained(obj)] if obj.stage == Stage.DECLARED else panels


def _explained(distribution: Distribution) -> Panel:
    """The distribution by tier, every line of it, and what is outstanding, as derivations."""
    lines = distribution.lines.filter(amount_hkd__gt=0).select_related("partner").order_by("order")
    left = (_("outstanding"), "distribution-settled", f"distribution-{distribution.number}/left")
    own = [(_("the whole distribution, tier by tier"), "distribution", distribution.number), left]
    of_lines = [(name_of(one.partner), "distribution-line", one.pk) for one in lines]
    return explained.panel(distribution.fund, [*own, *of_lines])


def _paid(entry: JournalEntry) -> Distribution:
    """The distribution that an entry paid, to lead back to."""
    return Distribution.objects.get(lines__payments__in=entry.distribution_payments.all()[:1])


def _paid_over(distribution: Distribution, inputs) -> Distribution:
    distribution_payments.pay_withheld(distribution=distribution, **inputs)
    return distribution


def _sources(distribution):
    return Panel(
        _("Where the money comes from (HK$)"),
        [(_("Kind"), "text"), (_("From what"), "text"), (_("Chinese"), "text"), (_("Reference"), "text"),
         (_("Amount"), "money")],
        [
            (s.get_kind_display(), s.label, s.label_zh_hant, s.reference, s.amount_hkd)
            for s in distribution.sources.all()
        ],
        foot=(_("Total"), "", "", "", distribution.amount_hkd),
    )  # fmt: skip


def _working(distribution):
    tiers = tiers_table(distribution.working)
    return [
        Panel(_("The whole fund's tiers (HK$)"), tiers["tier_columns"], tiers["tiers"], foot=tiers["tiers_foot"]),
        Panel(
            _("Conventions of the waterfall"),
            [(_("What"), "text"), (_("Is"), "text")],
            conventions(distribution.working),
        ),
    ]


def _payments(distribution):
    found = DistributionPayment.objects.filter(line__distribution=distribution)
    return Panel(
        _("Payments (HK$)"),
        [(_("Value date"), "date"), (_("Partner"), "text"), (_("Bank reference"), "text"), (_("Amount"), "money"),
         (_("State"), "text")],
        [
            ((p.value_date, link(p)[1]), str(p.line.partner), p.bank_reference, p.amount_hkd, _state(p.entry))
            for p in found.select_related("line__partner", "entry__reversed_by").order_by("id")
        ],
        empty=_("Nothing was paid yet."),
    )  # fmt: skip


def _receipts(distribution):
    found = DistributionReceipt.objects.filter(line__distribution=distribution)
    return Panel(
        _("Received by the Corporation (HK$)"),
        [(_("Value date"), "date"), (_("Bank reference"), "text"), (_("Amount"), "money"), (_("State"), "text")],
        [
            ((r.value_date, link(r)[1]), r.bank_reference, r.amount_hkd, _state(r.entry))
            for r in found.select_related("entry__reversed_by").order_by("id")
        ],
    )


def _state(entry: JournalEntry):
    return _("reversed") if hasattr(entry, "reversed_by") else _("stands")


def _notices(distribution):
    told = {"distribution_line__distribution": distribution}
    if distribution.netting_id:
        told = {"netting_line__netting": distribution.netting}
    found = Notice.objects.with_subject().filter(**told)
    return Panel(
        _("Notices"),
        [(_("Notice"), "text"), (_("Partner"), "text"), (_("Mail"), "text"), (_("Served"), "moment"),
         (_("First viewed"), "moment")],
        [
            (
                link(n, n.reference),
                str(n.subject_line.partner),
                (tag(n.message, "state"), link(n.message)[1]) if n.message else "",
                n.served_at,
                n.first_viewed_at,
            )
            for n in found.select_related("message").order_by("distribution_line__order", "netting_line__order")
        ],
    )  # fmt: skip


@admin.register(DistributionPayment)
class DistributionPaymentAdmin(RecordAdmin):
    """Money that went out for a line; corrected by reversal."""

    list_display = ["__str__", "distribution", "amount_hkd", "value_date", "bank_reference"]
    list_filter = ["line__distribution__fund"]
    list_select_related = ["line__partner", "line__distribution__fund"]
    search_fields = ["bank_reference", "line__partner__name_en", "line__distribution__fund__code"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this debit"),
            "distribution.record_payment",
            lambda payment, **inputs: _paid_back(payment, inputs),
            form=ReversalForm,
            when=lambda payment: payment.entry.kind == "distribution_paid" and ledger.can_be_reversed(payment.entry),
            intro=_("A mirror entry is booked; every line that the same debit paid is open again. Nothing is erased."),
            icon="undo",
            tone="stop",
        ),
    )

    @admin.display(description=_("distribution"))
    def distribution(self, obj):
        """The distribution whose line it pays."""
        return obj.line.distribution


def _paid_back(payment: DistributionPayment, inputs: dict) -> Distribution:
    distribution_payments.reverse_payment(payment=payment, **inputs)
    return payment.line.distribution


@admin.register(DistributionReceipt)
class DistributionReceiptAdmin(RecordAdmin):
    """The Government's line as the Corporation's bank shows it."""

    list_display = ["__str__", "amount_hkd", "value_date", "bank_reference", "recorded_by"]
    list_filter = ["line__distribution__fund"]
    list_select_related = ["line__distribution__fund", "recorded_by"]
    search_fields = ["bank_reference", "line__distribution__fund__code"]
    date_hierarchy = "value_date"


@admin.register(CarryReturn)
class CarryReturnAdmin(RecordAdmin):
    """Carried interest that the general partner gave back."""

    list_display = ["fund", "road", "amount_hkd", "clawback_hkd", "value_date", "bank_reference"]
    list_filter = ["road", "fund"]
    list_select_related = ["fund"]
    search_fields = ["bank_reference", "fund__code", "fund__name_en"]
    date_hierarchy = "value_date"


CARRY_VERBS = (
    Verb(
        "give-back-carry",
        _("Record carry given back"),
        "carry.give_back",
        lambda fund, **inputs: carry.give_back(fund=fund, **inputs),
        form=CarryForm,
        stages=("open",),
        when=lambda fund: selectors.balance(fund, selectors.Code.CARRY_DISTRIBUTED) > 0,
        intro=_("At most the clawback at the books' net assets on that day (R15, A6)."),
        icon="undo",
    ),
    Verb(
        "release-escrow",
        _("Record carry released from escrow"),
        "carry.release",
        lambda fund, **inputs: carry.release_escrow(fund=fund, **inputs),
        form=ReleaseForm,
        stages=("open",),
        when=lambda fund: carry.in_escrow(fund) > 0,
        icon="lock_open",
    ),
)
