"""Bank statements: taken in, their lines matched to calls with a proposal beside each, held, returned, set aside."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import selectors
from funds.admin import overpayments
from funds.models import BankStatement, BankStatementLine, CallLine, FacilityAgreement, FacilityMovement, Fund
from funds.rules import receipts
from funds.services import bank_statements
from itvf.admin_forms import DateField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.presentation import amount

Stage = BankStatementLine.Stage
GROUNDS = {
    receipts.REFERENCE: _("names the notice"),
    receipts.NAME: _("names the partner"),
    receipts.AMOUNT: _("alone has this amount"),
}


class StatementForm(VerbForm):
    """A file of the bank, and whose account it is."""

    fund = forms.ModelChoiceField(Fund.objects.order_by("code"), label=_("Fund"))
    file = UploadField(
        label=_("File"),
        help_text=_(
            "MT940, or CSV with the columns value_date (YYYY-MM-DD), amount_hkd (money in is positive), bank_reference "
            "and narrative."
        ),
    )


class MatchForm(VerbForm):
    """Which call line a receipt pays; the proposal is chosen already."""

    call_line = forms.ModelChoiceField(CallLine.objects.none(), label=_("Partner"))

    def prepare(self, subject) -> None:
        """Lines with something outstanding, the proposed one first."""
        field = self.fields["call_line"]
        due = selectors.call_lines().filter(call__fund=subject.statement.fund_id, outstanding_hkd__gt=0)
        field.queryset = due.select_related("call__fund", "partner").order_by("call__due_date", "order")
        field.label_from_instance = _line_label
        proposal = bank_statements.proposals([subject]).get(subject.pk)
        if proposal is not None:
            field.initial = proposal.line
            field.help_text = _("Proposed, since the line %(ground)s.") % {"ground": GROUNDS[proposal.ground]}


class FacilityForm(VerbForm):
    """Which facility moved, and for what; money out without a purpose pays interest and fees."""

    facility = forms.ModelChoiceField(FacilityAgreement.objects.none(), label=_("Facility"))
    purpose = forms.ChoiceField(label=_("For what"), required=False)

    def prepare(self, subject) -> None:
        """The fund's approved facilities; a drawdown has a purpose."""
        approved = FacilityAgreement.objects.filter(fund=subject.statement.fund_id, stage="approved")
        self.fields["facility"].queryset = approved.select_related("fund")
        known = [(value, label) for value, label in FacilityMovement.Purpose.choices if value]
        is_drawn = subject.amount_hkd > 0
        self.fields["purpose"].choices = known if is_drawn else [("", _("interest and fees paid")), *known]
        self.fields["purpose"].required = is_drawn


class ReturnForm(ReasonForm):
    """That money went back, as the bank shows it."""

    value_date = DateField(label=_("Bank value date"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
    field_order = ("value_date", "bank_reference", "reason")


def _line_label(line: CallLine) -> str:
    return _("%(call)s, %(partner)s: HK$%(amount)s outstanding") % {
        "call": line.call,
        "partner": line.partner,
        "amount": amount(line.outstanding_hkd),
    }


@admin.register(BankStatement)
class BankStatementAdmin(RecordAdmin):
    """One file of the bank with its lines, and what each seems to pay."""

    list_display = ["__str__", "fund", "shape", "from_date", "to_date", "imported_by", "imported_at"]
    list_filter = ["fund", "shape"]
    list_select_related = ["fund", "imported_by"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code", "file__name"]
    date_hierarchy = "to_date"
    verbs = (
        Verb(
            "import",
            _("Take in a statement"),
            "bank_statement.import",
            lambda _nothing, **inputs: bank_statements.take_in(**inputs),
            form=StatementForm,
            intro=_("Lines that are on record already, from another statement or by hand, are left out."),
            icon="upload_file",
            tone="go",
            on_list=True,
        ),
        Verb(
            "match-sure",
            _("Match what is sure"),
            "contribution.record",
            lambda statement, **inputs: bank_statements.match_sure(statement=statement, **inputs),
            when=lambda statement: statement.lines.filter(stage=Stage.OPEN).exists(),
            intro=_("Every line that names a notice and pays just what is outstanding on it becomes its receipt."),
            icon="done_all",
            tone="go",
        ),
    )

    def panels(self, obj, request):
        """Every line, with the proposal that stands beside it."""
        lines = list(
            obj.lines.select_related(
                "statement__fund", "contribution__line__partner", "movement__facility__fund"
            ).order_by("number")
        )
        found = bank_statements.proposals(lines)
        named = CallLine.objects.select_related("partner").in_bulk([one.line for one in found.values()])
        rows = [
            (
                (line.value_date, link(line)[1]),
                line.amount_hkd,
                line.bank_reference,
                line.narrative,
                tag(line),
                _what_of(line, found.get(line.pk), named),
            )
            for line in lines
        ]
        columns = [
            (_("Value date"), "date"),
            (_("Amount (HK$)"), "money"),
            (_("Bank reference"), "text"),
            (_("Bank's text"), "text"),
            (_("Stage"), "text"),
            (_("Pays, or seems to pay"), "text"),
        ]
        return [Panel(_("Lines (HK$)"), columns, rows)]


def _what_of(line: BankStatementLine, proposal: receipts.Proposal | None, named: dict[int, CallLine]) -> str:
    if line.contribution is not None:
        return str(line.contribution.line.partner)
    if line.movement is not None:
        return str(line.movement)
    if proposal is None:
        return line.reason
    return f"{named[proposal.line].partner} ({GROUNDS[proposal.ground]})"


@admin.register(BankStatementLine)
class BankStatementLineAdmin(RecordAdmin):
    """One movement on the account, and what became of it."""

    list_display = ["__str__", "fund", "shown_stage", "amount_hkd", "value_date", "narrative"]
    list_filter = ["stage", "statement__fund"]
    list_select_related = ["statement__fund"]
    search_fields = ["bank_reference", "narrative", "statement__fund__code", "statement__fund__name_en"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "match",
            _("Match to a call"),
            "contribution.record",
            lambda line, **inputs: bank_statements.match(line=line, **inputs),
            form=MatchForm,
            stages=(Stage.OPEN,),
            when=lambda line: line.amount_hkd > 0,
            icon="link",
            tone="go",
        ),
        Verb(
            "match-facility",
            _("Match to a facility"),
            "facility_movement.record",
            lambda line, **inputs: bank_statements.match_facility(line=line, **inputs),
            form=FacilityForm,
            stages=(Stage.OPEN,),
            when=lambda line: line.statement.fund.facilities.filter(stage="approved").exists(),
            intro=_("Money in is a drawdown, money out a repayment, or interest and fees paid."),
            icon="account_balance",
        ),
        Verb(
            "hold",
            _("Hold in suspense"),
            "contribution.record",
            lambda line, **inputs: bank_statements.hold(line=line, **inputs),
            form=ReasonForm,
            stages=(Stage.OPEN,),
            when=lambda line: line.amount_hkd > 0,
            intro=_("The money is booked as received and owed to nobody yet."),
            icon="pause_circle",
        ),
        Verb(
            "set-aside",
            _("Set aside"),
            "contribution.record",
            lambda line, **inputs: bank_statements.set_aside(line=line, **inputs),
            form=ReasonForm,
            stages=(Stage.OPEN,),
            intro=_("A charge, interest, or a payment that is booked elsewhere: nothing is booked here."),
            icon="block",
        ),
        overpayments.OF_STATEMENT,
        Verb(
            "give-back",
            _("Record its return"),
            "contribution.record",
            lambda line, **inputs: bank_statements.give_back(line=line, **inputs),
            form=ReturnForm,
            stages=(Stage.HELD,),
            icon="undo",
        ),
        Verb(
            "reopen",
            _("Open again"),
            "contribution.record",
            lambda line, **inputs: bank_statements.reopen(line=line, **inputs),
            form=ReasonForm,
            stages=(Stage.MATCHED, Stage.HELD, Stage.SET_ASIDE),
            intro=_("Its receipt, or its entry into suspense, is reversed. Nothing is erased."),
            icon="lock_open",
            tone="stop",
        ),
    )

    @admin.display(description=_("fund"))
    def fund(self, obj):
        """Whose account it is on."""
        return obj.statement.fund

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
