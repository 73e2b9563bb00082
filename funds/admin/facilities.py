"""Subscription facilities: agreed by two people, drawn within the agreement's cap, repaid, and what they cost (R27)."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from funds import facility_facts
from funds.models import FacilityAgreement, FacilityMovement, Fund
from funds.services import facilities, facility_movements, ledger
from itvf.admin_forms import DateField, MoneyField, RateField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.explained import cell
from itvf.presentation import hkd

Kind = FacilityMovement.Kind
Stage = FacilityAgreement.Stage
PURPOSES = [(value, capfirst(label)) for value, label in FacilityMovement.Purpose.choices if value]


class FacilityForm(VerbForm):
    """What a fund agreed with a lender."""

    fund = forms.ModelChoiceField(Fund.objects.order_by("code"), label=_("Fund"))
    lender = forms.CharField(label=_("Lender"), max_length=200)
    limit_hkd = MoneyField(label=_("Limit (HK$)"))
    rate = RateField(label=_("Interest a year"), required=False)
    rate_terms = forms.CharField(label=_("Interest and fees in words"), max_length=400)
    available_from = DateField(label=_("Can be drawn from"))
    available_to = DateField(label=_("Can be drawn until"))
    clause = forms.CharField(label=_("Clause of the fund's agreement"), max_length=80, help_text=_("Such as LPA 7.4."))
    document = UploadField(label=_("Document"), required=False)
    rows = (("fund", "lender"), ("limit_hkd", "rate"), ("available_from", "available_to"))


class MovementForm(VerbForm):
    """Money of a facility as bank or lender shows it."""

    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    value_date = DateField(label=_("Bank value date"))
    reference = forms.CharField(label=_("Reference"), max_length=80)
    rows = (("amount_hkd", "value_date"),)


class RepaymentForm(MovementForm):
    """A repayment of what was drawn for a purpose."""

    purpose = forms.ChoiceField(label=_("For what"), choices=PURPOSES)
    field_order = ("purpose",)


class DrawdownForm(RepaymentForm):
    """A drawdown; above a limit only as a fact that has happened."""

    has_happened = forms.BooleanField(
        label=_("It has happened: record it, with its breach where it is above a limit"), required=False
    )


class ChargeForm(MovementForm):
    """What the lender charged: interest has a first day, a fee has none."""

    period_start = DateField(label=_("Interest from (empty: a fee)"), required=False)
    value_date = DateField(label=_("Interest to, or day of the fee"))


@admin.register(FacilityAgreement)
class FacilityAgreementAdmin(RecordAdmin):
    """A loan that a lender keeps open for a fund."""

    list_display = ["lender", "fund", "shown_stage", "limit_hkd", "available_from", "available_to", "clause"]
    list_filter = ["fund", "stage"]
    list_select_related = ["fund"]
    search_fields = ["lender", "fund__code", "fund__name_en", "fund__name_zh_hant"]
    date_hierarchy = "available_from"
    verbs = (
        Verb(
            "record",
            _("Record a facility"),
            "facility.record",
            lambda _none, **inputs: facilities.record(**inputs),
            form=FacilityForm,
            intro=_("Another person approves it; then it can be drawn."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this facility"),
            "facility.approve",
            lambda found, **inputs: facilities.approve(facility=found, **inputs),
            stages=(Stage.DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this facility"),
            "facility.approve",
            lambda found, **inputs: facilities.refuse(facility=found, **inputs),
            form=ReasonForm,
            stages=(Stage.DRAFT,),
            tone="stop",
        ),
        Verb(
            "draw",
            _("Record a drawdown"),
            "facility_movement.record",
            lambda found, **inputs: facility_movements.draw(facility=found, **inputs),
            form=DrawdownForm,
            stages=(Stage.APPROVED,),
            intro=_("Above the agreement's borrowing cap it is refused, unless it has happened already."),
            icon="south_west",
            tone="go",
        ),
        Verb(
            "repay",
            _("Record a repayment"),
            "facility_movement.record",
            lambda found, **inputs: facility_movements.repay(facility=found, **inputs),
            form=RepaymentForm,
            stages=(Stage.APPROVED,),
            icon="north_east",
        ),
        Verb(
            "charge",
            _("Record interest or a fee"),
            "facility_movement.record",
            lambda found, **inputs: facility_movements.charge(facility=found, **inputs),
            form=ChargeForm,
            stages=(Stage.APPROVED,),
            icon="percent",
        ),
        Verb(
            "pay",
            _("Record that it was paid"),
            "facility_movement.record",
            lambda found, **inputs: facility_movements.pay(facility=found, **inputs),
            form=MovementForm,
            stages=(Stage.APPROVED,),
            intro=_("Interest and fees, as the bank shows them paid."),
            icon="payments",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """What the fund owes beside its cap, its drawdowns, and every movement of this facility."""
        code, position = obj.fund.code, facility_facts.position(obj.fund, today())

        def opens(amount, name: str):
            return cell(amount, code, "borrowing", of=name, on=position.on)

        cap = (_("Borrowing cap, %(clause)s") % {"clause": position.cap_clause}, opens(position.cap_hkd, "cap"))
        rows = [
            (_("Owed to all lenders"), opens(position.owed_hkd, "owed")),
            cap if position.cap_hkd is not None else (_("Borrowing cap: no term on record"), None),
            (_("Left under the cap"), opens(position.headroom_hkd, "headroom")),
            (_("Interest and fees charged and unpaid"), opens(position.payable_hkd, "payable")),
        ]
        moved = obj.movements.select_related("entry", "facility__fund").order_by("-value_date", "-number")
        return [
            Panel(_("What the fund owes today (HK$)"), [(_("What"), "text"), (_("HK$"), "money")], rows),
            drawdowns_panel(code, position),
            Panel(
                _("Movements (HK$)"),
                [
                    (_("Value date"), "date"),
                    (_("Movement"), "text"),
                    (_("For what"), "text"),
                    (_("Amount"), "money"),
                    (_("Computed"), "money"),
                    (_("Reference"), "text"),
                    (_("Journal entry"), "text"),
                ],
                [
                    (
                        one.value_date,
                        link(one, one.get_kind_display()),
                        one.get_purpose_display() if one.purpose else "",
                        one.amount_hkd,
                        cell(one.expected_hkd, code, "borrowing", of=f"interest-{one.pk:d}", on=one.value_date),
                        one.reference,
                        link(one.entry),
                    )
                    for one in moved
                ],
                note=_(
                    "Computed: interest at the facility's rate, simple, actual days over 365, on each day's balance."
                ),
            ),
        ]


def drawdowns_panel(fund_code: str, position: facility_facts.Position) -> Panel:
    """This function will show a fund's drawdowns with what stands out of each and since when."""
    purposes = dict(FacilityMovement.Purpose.choices)
    columns = [
        (_("Drawn on"), "date"),
        (_("For what"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Stands out (HK$)"), "money"),
        (_("To be repaid by"), "date"),
        (_("Repaid on"), "date"),
    ]
    rows = [
        (
            one.date,
            purposes[one.purpose],
            one.amount_hkd,
            cell(one.left_hkd, fund_code, "borrowing", of=f"left-{one.id:d}", on=position.on),
            one.due_date,
            one.repaid_date,
        )
        for one in position.drawdowns
    ]
    return Panel(_("Drawdowns, oldest first"), columns, rows, note=_("A repayment goes to the oldest of its purpose."))


@admin.register(FacilityMovement)
class FacilityMovementAdmin(RecordAdmin):
    """One thing that happened under a facility, with its journal entry."""

    list_display = ["__str__", "kind", "purpose", "amount_hkd", "value_date", "reference", "is_reported"]
    list_filter = ["facility__fund", "kind"]
    list_select_related = ["facility__fund"]
    search_fields = ["reference", "facility__lender", "facility__fund__code"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this movement"),
            "facility_movement.reverse",
            lambda movement, **inputs: facility_movements.reverse(movement=movement, **inputs),
            form=ReasonForm,
            when=lambda movement: ledger.can_be_reversed(movement.entry),
            intro=_("A mirror entry undoes it. Nothing is erased."),
            icon="undo",
            tone="stop",
        ),
    )

    def panels(self, obj, request):
        """Its entry, and that which undid it."""
        entries = [obj.entry, getattr(obj.entry, "reversed_by", None)]
        rows = [(link(one), one.effective_date, hkd(obj.amount_hkd)) for one in entries if one is not None]
        columns = [(_("Journal entry"), "text"), (_("Effective date"), "date"), (_("Amount"), "text")]
        return [Panel(_("In the books"), columns, rows)]
