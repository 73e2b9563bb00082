"""The Corporation's side of a call: payment cases from the notice to the GP's receipt."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from funds import payment_voucher, selectors
from funds.admin import explained
from funds.admin.partnership_forms import BankLineForm
from funds.admin.payment_record import (
    QuestionForm,
    ReadAccountForm,
    details_panel,
    holds_panel,
    receipts_panel,
    thread_panel,
)
from funds.models import LedgerAccount, LimitTable, PaymentCase, PaymentMessage
from funds.services import contributions, payment_record, payment_settlements, payments
from itvf.admin_forms import ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, facts_line, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.presentation import clause, hkd

Stage = PaymentCase.Stage
STANDING = (Stage.OPENED, Stage.CHECKED, Stage.VOUCHERED, Stage.CERTIFIED, Stage.AUTHORISED)


class DebitForm(BankLineForm):
    """The bank's debit as its statement shows it."""

    def prepare(self, subject) -> None:
        """What it should be."""
        asked = _("The payment is %(amount)s.") % {"amount": hkd(subject.amount_hkd)}
        arrived = _("The fund has received it already: nothing is released, the debit is recorded.")
        is_released = subject.stage == Stage.RELEASED
        self.fields["amount_hkd"].help_text = asked if is_released else f"{asked} {arrived}"


def _case(service):
    return lambda case, **inputs: service(case=case, **inputs)


class CheckForm(VerbForm):
    """The checks run by themselves; a person decides on an investment that names no deal."""

    note = forms.CharField(
        label=_("Why the money may go out before its deal is named"),
        help_text=_("Only where a purpose of the call names no deal that the Corporation answered."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


def _step(name, title, service, stage, icon, *, tone="go", **more):
    permission = f"payment_case.{name.replace('-', '_')}"
    return Verb(
        name,
        title,
        permission,
        _case(service),
        stages=(stage,),
        icon=icon,
        tone=tone,
        **more,
    )


def _was_paid(case: PaymentCase) -> bool:
    """Whether the fund has the money of a payment that nobody has released."""
    return case.stage == Stage.AUTHORISED and contributions.arrived(case) is not None


@admin.register(PaymentCase)
class PaymentCaseAdmin(RecordAdmin):
    """What the Corporation owes a fund on its way to payment: checks, people, limits, entries."""

    list_display = ["__str__", "fund", "shown_stage", "amount_hkd", "set_off_hkd", "voucher_number", "opened_at"]
    list_filter = ["stage", ("charge", admin.EmptyFieldListFilter), "line__call__fund"]
    list_select_related = ["line__call__fund"]
    search_fields = ["voucher_number", "bank_reference", "line__call__fund__name_en", "line__call__fund__code"]
    verbs = (
        _step("check", _("Run the checks"), payments.check, Stage.OPENED, "fact_check", form=CheckForm),
        _step("prepare-voucher", _("Prepare the voucher"), payments.prepare_voucher, Stage.CHECKED, "receipt"),
        _step("certify", _("Certify the voucher"), payments.certify, Stage.VOUCHERED, "verified", is_sensitive=True),
        _step(
            "authorise",
            _("Authorise the payment"),
            payments.authorise,
            Stage.CERTIFIED,
            "approval",
            intro=_("Two officers authorise, neither of whom prepared or certified the voucher."),
            is_sensitive=True,
        ),
        _step(
            "release",
            _("Release to the bank"),
            payments.release,
            Stage.AUTHORISED,
            "send_money",
            when=lambda case: not _was_paid(case),
            is_sensitive=True,
        ),
        Verb(
            "match-debit",
            _("Match the debit"),
            "payment_case.match_debit",
            _case(payments.match_debit),
            form=DebitForm,
            when=lambda case: case.stage == Stage.RELEASED or _was_paid(case),
            icon="done_all",
            tone="go",
        ),
        Verb(
            "hold",
            _("Hold the payment"),
            "payment_case.hold",
            _case(payments.hold),
            form=ReasonForm,
            stages=STANDING,
            icon="pause_circle",
            tone="stop",
        ),
        Verb(
            "take-back",
            _("Take back what was released"),
            "payment_case.take_back",
            _case(payment_settlements.take_back),
            form=ReasonForm,
            stages=(Stage.SETTLED, Stage.RELEASED),
            intro=_(
                "Only where the bank made no payment. A set-off is reversed and the case is held, to be resumed or "
                "cancelled."
            ),
            icon="undo",
            tone="stop",
        ),
        Verb(
            "query",
            _("Ask the GP"),
            "payment_case.hold",
            _case(payment_record.query),
            form=QuestionForm,
            stages=(*STANDING, Stage.HELD),
            icon="forum",
        ),
        Verb(
            "read-account",
            _("Register a corrected notice"),
            "capital_call.register_paper",
            lambda case, **inputs: payment_record.read_account(call=case.line.call, **inputs),
            form=ReadAccountForm,
            stages=(Stage.HELD,),
            intro=_("Read the account from the GP's corrected paper. The payment stays frozen until it is resumed."),
            icon="document_scanner",
        ),
        Verb(
            "resume",
            _("Resume from the checks"),
            "payment_case.resume",
            _case(payments.resume),
            form=ReasonForm,
            stages=(Stage.HELD,),
            icon="play_circle",
            tone="go",
        ),
    )

    def get_urls(self):
        """The voucher's PDF beside the case's pages."""
        own = path("<int:case_id>/voucher/", self.admin_site.admin_view(self.voucher), name="funds_paymentcase_voucher")
        return [own, *super().get_urls()]

    def voucher(self, request, case_id: int):
        """The voucher as PDF, at whatever step the payment is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = PaymentCase.objects.select_related(
            "line__partner", "line__call__fund__manager", "line__call__bank_account__confirmed_by"
        )
        found = get_object_or_404(case, pk=case_id)
        response = HttpResponse(payment_voucher.pdf_of(found), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{found.voucher_number}.pdf"'
        return response

    @admin.display(description=_("fund"), ordering="line__call__fund")
    def fund(self, obj):
        """Whose call it pays."""
        return obj.line.call.fund

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Bank details, holds, the latest checks, authorisations of this round, limits in force, the GP's receipt."""
        return [
            _about(obj),
            details_panel(obj),
            holds_panel(obj),
            *([thread_panel(messages)] if (messages := PaymentMessage.objects.filter(hold__case=obj)) else []),
            _checks(obj),
            _explained(obj),
            _authorisations(obj),
            _limits(),
            *([receipts_panel(obj)] if obj.stage == Stage.MATCHED else []),
            _entries(obj),
        ]


def _about(case):
    call = case.line.call
    account = case.payee or call.bank_account
    return Panel(
        _("What is paid"),
        [(_("What"), "text"), (_("Is"), "text")],
        [
            (_("fund"), link(call.fund)),
            (_("capital call"), link(call)),
            *([(_("late interest (A18)"), link(case.charge))] if case.charge else []),
            *_net(case),
            (_("amount"), hkd(case.amount_hkd)),
            (_("to the account"), link(account)),
            (_("voucher"), _voucher(case)),
            (_("the Corporation's bank holds"), hkd(selectors.corporation_balance(LedgerAccount.Code.BANK))),
        ],
    )


def _net(case):
    """Gross, and what a net notice sets off of it."""
    if not case.set_off_hkd:
        return []
    return [
        (_("the Government's line, gross"), hkd(case.gross_hkd)),
        (_("set off against a distribution"), hkd(case.set_off_hkd)),
        (_("by the net notice"), link(case.line.call.netting)),
    ]


def _voucher(case):
    if not case.voucher_number:
        return _("not prepared yet")
    return case.voucher_number, reverse("admin:funds_paymentcase_voucher", args=[case.pk])


def _explained(case: PaymentCase) -> Panel:
    """The line, what came of it, and the figures behind each of the latest checks, as derivations."""
    fund, line = case.line.call.fund, case.line_id
    checks = list(case.checks.order_by("-run", "id"))
    last = [(one.message, "check", one.pk) for one in checks if one.run == checks[0].run]
    own = [(_("what is asked"), "call-line", line), (_("outstanding"), "call-settled", f"{line}/left")]
    return explained.panel(fund, [*own, *last])


def _checks(case):
    last = case.checks.order_by("-run").values_list("run", flat=True).first()
    return Panel(
        _("Checks"),
        [(_("Outcome"), "text"), (_("What was found"), "text"), (_("Rule"), "text"), (_("Clause"), "text"),
         (_("Facts"), "text")],
        [
            (tag(c, "outcome"), c.message, c.rule, clause(c.clause), facts_line(c.facts))
            for c in case.checks.filter(run=last).order_by("id")
        ],
        note=_("Run %(run)s") % {"run": last} if last else "",
        empty=_("The notice was not checked yet."),
    )  # fmt: skip


def _authorisations(case):
    given = case.authorisations.select_related("authorised_by", "limit")
    return Panel(
        _("Authorisations"),
        [(_("Officer"), "text"), (_("Limit (HK$)"), "money"), (_("At"), "moment"), (_("Counts"), "text")],
        [
            (
                str(a.authorised_by),
                a.limit.limit_hkd,
                a.authorised_at,
                _("yes") if a.round == case.round else _("no: given before a hold"),
            )
            for a in given
        ],
        empty=_("Nobody has authorised yet."),
    )


def _limits():
    table = LimitTable.objects.filter(stage=LimitTable.Stage.APPROVED, effective_from__lte=today())
    table = table.order_by("-effective_from").first()
    return Panel(
        _("Limit table in force"),
        [(_("Officer"), "text"), (_("Limit a payment (HK$)"), "money")],
        [(str(x.officer), x.limit_hkd) for x in table.limits.select_related("officer")] if table else [],
        empty=_("No limit table is in force: propose one and have it approved."),
    )


def _entries(case):
    return Panel(
        _("In the Corporation's book"),
        [(_("What"), "text"), (_("Entry"), "text")],
        [
            (_("notice accepted"), link(case.accepted_entry)),
            *([(_("set off"), link(case.set_off_entry))] if case.set_off_hkd else []),
            (_("paid"), link(case.paid_entry)),
        ],
    )
