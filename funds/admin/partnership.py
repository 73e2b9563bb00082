"""Funds and their people: agreement, partners, memberships, bank accounts."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import agreement_register as register
from funds import conflict_walls, selectors
from funds.admin import agreement_amendments, fee_panels, fund_panels, offered
from funds.admin import partnership_forms as forms
from funds.admin.authority import AUTHORITY_VERB
from funds.admin.distributions import CARRY_VERBS
from funds.admin.fees import CORRECT_VERB
from funds.admin.offset_settlements import SETTLE_VERB
from funds.admin.winding_up import PROPOSE_VERB
from funds.models import BankAccount, Closing, Fund, FundAgreement, FundMembership, Partner, TermDeparture
from funds.services import capital_calls, closings, fees, partnerships, register_changes, term_departures
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.explained import cell

FundStage = Fund.Stage
Account = BankAccount.Stage
ClosingStage = Closing.Stage


def _of_fund(service):
    return lambda fund, **inputs: service(fund=fund, **inputs)


FUND_VERBS = (
    Verb(
        "paper-notice",
        _("Register a paper notice"),
        "capital_call.register_paper",
        lambda fund, **inputs: capital_calls.draft(fund=fund, channel="paper", **inputs),
        form=forms.PaperNoticeForm,
        stages=(FundStage.OPEN,),
        intro=_("For a drawdown notice that came on the GP's own paper. The system computes every line again."),
        icon="post_add",
        tone="go",
    ),
    Verb(
        "record-agreement",
        _("Record the agreement"),
        "agreement.record",
        _of_fund(partnerships.record_agreement),
        form=forms.AgreementForm,
        guard=lambda fund, user: conflict_walls.require_free(fund.selection.application, user),
        stages=(FundStage.FORMING,),
        when=lambda fund: not FundAgreement.objects.filter(fund=fund).exists(),
        icon="contract",
        tone="go",
    ),
    Verb(
        "sign-agreement-again",
        _("Record the agreement signed anew"),
        "agreement.record",
        _of_fund(term_departures.sign_again),
        form=forms.SignedAgainForm,
        guard=lambda fund, user: conflict_walls.require_free(fund.selection.application, user),
        stages=(FundStage.FORMING,),
        when=lambda fund: TermDeparture.objects.filter(agreement__fund=fund, stage="refused").exists(),
        intro=_("A departure from the offer was refused. The terms on record until now stay in the history."),
        icon="contract_edit",
        tone="go",
    ),
    Verb(
        "draft-closing",
        _("Draft a closing"),
        "closing.draft",
        _of_fund(closings.draft),
        form=forms.ClosingForm,
        stages=(FundStage.FORMING, FundStage.OPEN),
        when=lambda fund: not fund.closings.filter(stage=ClosingStage.DRAFT).exists(),
        icon="handshake",
    ),
    Verb(
        "transfer-commitment",
        _("Transfer a commitment"),
        "closing.draft",
        lambda fund, **inputs: register_changes.propose_transfer(**inputs),
        form=forms.TransferForm,
        stages=(FundStage.OPEN,),
        when=lambda fund: not fund.closings.filter(stage=ClosingStage.DRAFT).exists(),
        intro=_("Both capital accounts follow in proportion once another person approves it."),
        icon="swap_horiz",
    ),
    Verb(
        "release-commitment",
        _("Release an undrawn commitment"),
        "closing.draft",
        lambda fund, **inputs: register_changes.propose_release(**inputs),
        form=forms.ReleaseForm,
        stages=(FundStage.OPEN,),
        when=lambda fund: not fund.closings.filter(stage=ClosingStage.DRAFT).exists(),
        intro=_("The Government's goes back to the programme's envelope (R1) once another person approves it."),
        icon="lock_open",
    ),
    Verb(
        "add-partner",
        _("Add a partner"),
        "partner.add",
        _of_fund(partnerships.add_partner),
        form=forms.PartnerForm,
        stages=(FundStage.FORMING, FundStage.OPEN),
        icon="person_add",
    ),
    Verb(
        "enter-bank-account",
        _("Enter bank details"),
        "bank_account.enter",
        _of_fund(partnerships.enter_bank_account),
        form=forms.BankAccountForm,
        stages=(FundStage.FORMING, FundStage.OPEN),
        icon="account_balance_wallet",
        is_sensitive=True,
    ),
    Verb(
        "grant-membership",
        _("Give a role in the fund"),
        "membership.grant",
        _of_fund(partnerships.grant_membership),
        form=forms.MembershipForm,
        icon="badge",
    ),
    Verb(
        "accrue-fee",
        _("Accrue a quarter's fee"),
        "fee.accrue",
        _of_fund(fees.accrue),
        form=forms.QuarterForm,
        stages=(FundStage.OPEN,),
        icon="calculate",
    ),
    Verb(
        "pay-fee",
        _("Record a fee payment"),
        "fee.accrue",
        _of_fund(fees.pay),
        form=forms.BankLineForm,
        stages=(FundStage.OPEN,),
        icon="payments",
    ),
    Verb(
        "take-back-fee",
        _("Record fee paid back"),
        "fee.accrue",
        _of_fund(fees.take_back),
        form=forms.BankLineForm,
        stages=(FundStage.OPEN,),
        when=lambda fund: selectors.balance(fund, selectors.Code.FEE_PAYABLE) > 0,
        intro=_("What was paid above the fee that is accrued, after a correction lowered it."),
        icon="undo",
    ),
    CORRECT_VERB,
    SETTLE_VERB,
    Verb(
        "pay-expense",
        _("Record an expense"),
        "fee.accrue",
        _of_fund(fees.pay_expense),
        form=forms.ExpenseForm,
        stages=(FundStage.OPEN, FundStage.ENDED),
        icon="receipt_long",
    ),
    *CARRY_VERBS,
    AUTHORITY_VERB,
    PROPOSE_VERB,
)


@admin.register(Fund)
class FundAdmin(RecordAdmin):
    """A fund: its register, periods, books, calls, fees, hurdle."""

    list_display = ["name_en", "name_zh_hant", "code", "manager", "shown_stage", "first_closing_date"]
    list_filter = ["stage", "manager"]
    list_select_related = ["manager"]
    search_fields = ["code", "name_en", "name_zh_hant", "cap637_number", "manager__name_en"]
    verbs = FUND_VERBS

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def notes(self, obj):
        """What is missing before money can be asked for."""
        if not hasattr(obj, "agreement"):
            return [gettext("No agreement is on record: record its terms before a closing is completed.")]
        return []

    def panels(self, obj, request):
        """The register, balances, calls, accruals, the hurdle, people."""
        return fund_panels.of(obj)


@admin.register(FundAgreement)
class FundAgreementAdmin(RecordAdmin):
    """The terms of a fund's agreement."""

    list_display = ["fund", "signed_date", "scheme_version", "signed_by_all", "carry_rate", "hurdle_rate"]
    list_filter = ["signed_by_all"]
    list_select_related = ["fund", "scheme_version__scheme"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    verbs = (
        Verb(
            "amend",
            _("Record an amendment"),
            "agreement_amendment.record",
            agreement_amendments.from_form,
            form=forms.AmendmentForm,
            guard=lambda agreement, user: conflict_walls.require_free(agreement.fund.selection.application, user),
            when=lambda agreement: register.amendments_without_deed(agreement.fund).exists(),
            intro=_("Enter the agreement as the deed restates it. Another person approves what changes."),
            icon="contract_edit",
        ),
    )

    def panels(self, obj, request):
        """What was offered beside what was signed, its amendments, and what it says of the fee beside its rates."""
        return [
            *offered.panels(obj, request.user),
            *agreement_amendments.panels(obj),
            *fee_panels.of_agreement(obj),
        ]


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    """A partner with its commitments, calls and bank details."""

    list_display = ["name_en", "name_zh_hant", "fund", "kind", "contact_email"]
    list_filter = ["kind", "fund"]
    list_select_related = ["fund"]
    search_fields = ["name_en", "name_zh_hant", "contact_email", "fund__code"]
    verbs = (
        Verb(
            "enter-bank-account",
            _("Enter bank details"),
            "bank_account.enter",
            lambda partner, **inputs: partnerships.enter_bank_account(fund=partner.fund, partner=partner, **inputs),
            form=forms.OwnBankAccountForm,
            icon="account_balance_wallet",
            is_sensitive=True,
        ),
    )

    def panels(self, obj, request):
        """What it promised, what it was asked for, what it bore of the fee."""
        lines = selectors.call_lines().filter(partner=obj).select_related("call__fund").order_by("call__number")
        return [
            Panel(
                _("Commitments (HK$)"),
                [(_("Closing"), "text"), (_("Signed"), "date"), (_("Amount"), "money"), (_("Stage"), "text")],
                [
                    (link(c.closing), c.signed_date, c.amount_hkd, tag(c.closing))
                    for c in obj.commitments.select_related("closing__fund")
                ],
            ),
            Panel(
                _("Calls (HK$)"),
                [(_("Call"), "text"), (_("Due"), "date"), (_("Asked"), "money"), (_("Received"), "money"),
                 (_("Outstanding"), "money")],
                [
                    (
                        link(x.call),
                        x.call.due_date,
                        cell(x.amount_hkd, obj.fund.code, "call-line", of=x.pk),
                        cell(x.received_hkd, obj.fund.code, "call-settled", of=f"{x.pk}/money"),
                        cell(x.outstanding_hkd, obj.fund.code, "call-settled", of=f"{x.pk}/left"),
                    )
                    for x in lines
                ],
            ),
            fee_panels.of_partner(obj),
        ]  # fmt: skip


@admin.register(FundMembership)
class FundMembershipAdmin(RecordAdmin):
    """A person's role in one fund."""

    list_display = ["user", "fund", "role", "partner", "granted_at", "revoked_at"]
    list_filter = ["role", "fund"]
    list_select_related = ["user", "fund", "partner"]
    search_fields = ["user__name", "user__email", "fund__name_en", "partner__name_en"]
    verbs = (
        Verb(
            "revoke",
            _("End this role"),
            "membership.grant",
            lambda membership, **inputs: partnerships.revoke_membership(membership=membership, **inputs),
            form=ReasonForm,
            when=lambda membership: membership.revoked_at is None,
            icon="person_off",
            tone="stop",
        ),
    )


@admin.register(BankAccount)
class BankAccountAdmin(RecordAdmin):
    """Bank details: entered by one, confirmed by another."""

    list_display = ["__str__", "fund", "partner", "shown_stage", "entered_by", "usable_from"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "partner", "entered_by"]
    search_fields = ["bank_name", "account_name", "account_number", "fund__name_en", "partner__name_en"]
    verbs = (
        Verb(
            "confirm",
            _("Confirm after a call back"),
            "bank_account.confirm",
            lambda account, **inputs: partnerships.confirm_bank_account(account=account, **inputs),
            form=forms.CallBackForm,
            stages=(Account.ENTERED,),
            icon="verified",
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse these details"),
            "bank_account.confirm",
            lambda account, **inputs: partnerships.refuse_bank_account(account=account, **inputs),
            form=ReasonForm,
            stages=(Account.ENTERED,),
            icon="block",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
