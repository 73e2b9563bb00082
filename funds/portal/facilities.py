"""A fund's subscription facility in the portal: what it owes beside its cap, since when, and what the GP records."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import facility_facts
from funds.models import FacilityAgreement, FacilityMovement, Fund
from funds.portal.pages import (
    PortalForm,
    attempt,
    fund_crumb,
    kept_file,
    managed_fund,
    may,
    posted,
    show,
    show_form,
)
from funds.rules.stages import require_stage
from funds.services import facilities, facility_movements
from itvf import permissions
from itvf.dates import now, today
from itvf.explained import cell
from itvf.forms import DateField, MoneyField
from itvf.presentation import hkd, rate
from itvf.templatetags.explain import explained_link

Kind = FacilityMovement.Kind
PURPOSES = [(value, capfirst(label)) for value, label in FacilityMovement.Purpose.choices if value]


class FacilityForm(PortalForm):
    """What the fund agreed with a lender."""

    lender = forms.CharField(label=gettext_lazy("Lender"), max_length=200)
    limit_hkd = MoneyField(label=gettext_lazy("Limit"))
    rate = forms.DecimalField(
        label=gettext_lazy("Interest a year"),
        required=False,
        min_value=0,
        max_digits=13,
        decimal_places=12,
        help_text=gettext_lazy("As a fraction: 0.065 is 6.5%. Leave it empty where it floats."),
    )
    rate_terms = forms.CharField(label=gettext_lazy("Interest and fees in words"), max_length=400)
    available_from = DateField(label=gettext_lazy("Can be drawn from"))
    available_to = DateField(label=gettext_lazy("Can be drawn until"))
    clause = forms.CharField(
        label=gettext_lazy("Clause of the fund's agreement"), max_length=80, help_text=gettext_lazy("Such as LPA 7.4.")
    )
    file = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        help_text=gettext_lazy("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB."),
    )


class MovementForm(PortalForm):
    """Money of the facility as bank or lender shows it."""

    amount_hkd = MoneyField(label=gettext_lazy("Amount"))
    value_date = DateField(label=gettext_lazy("Bank value date"))
    reference = forms.CharField(label=gettext_lazy("Bank or lender's reference"), max_length=80)


class LoanForm(MovementForm):
    """A movement of the loan: what it was drawn for."""

    purpose = forms.ChoiceField(label=gettext_lazy("For what"), choices=PURPOSES)
    field_order = ("purpose",)


class DrawdownForm(LoanForm):
    """A drawdown; above a limit only as a fact."""

    has_happened = forms.BooleanField(
        label=gettext_lazy("The lender has paid it out already"),
        required=False,
        help_text=gettext_lazy("Then it is recorded also above a limit, with its breach on record."),
    )


class InterestForm(MovementForm):
    """Interest of a period as the lender charged it."""

    period_start = DateField(label=gettext_lazy("First day"))
    value_date = DateField(label=gettext_lazy("Last day"))
    field_order = ("period_start", "value_date")


VERBS = {
    Kind.DRAWDOWN: (DrawdownForm, facility_movements.draw, gettext_lazy("Record a drawdown")),
    Kind.REPAYMENT: (LoanForm, facility_movements.repay, gettext_lazy("Record a repayment")),
    Kind.INTEREST: (InterestForm, facility_movements.charge, gettext_lazy("Record interest charged")),
    Kind.FEE: (MovementForm, facility_movements.charge, gettext_lazy("Record a fee of the lender")),
    Kind.PAYMENT: (MovementForm, facility_movements.pay, gettext_lazy("Record interest and fees paid")),
}


@login_required
def facility(request, code):
    """What a fund borrowed: beside its cap, by drawdown, by movement; for its GP and the staff."""
    fund, on = managed_fund(request, code), today()
    found = list(fund.facilities.select_related("fund"))
    may_move = may(request, "facility_movement.record", fund)
    position = facility_facts.position(fund, on)
    return show(
        request,
        "portal/funds/facility.html",
        fund=fund,
        section="facility",
        crumbs=[fund_crumb(fund)],
        on=on,
        position=position,
        facts=_facts(fund, position),
        facilities=[(one, _terms(one), _ways(one) if may_move else []) for one in found],
        may_record=fund.stage == Fund.Stage.OPEN and may(request, "facility.record", fund),
        drawdown_columns=_drawdown_columns(),
        drawdowns=_drawdowns(fund, position),
        movement_columns=_movement_columns(),
        movements=_movements(fund),
    )


@login_required
def record(request, code):
    """The GP's maker records a facility; the Corporation's manager approves it."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "facility.record", within=fund)
    form = FacilityForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _record(request, fund, given)):
        messages.success(request, _("The facility is recorded. It can be drawn once the Corporation has approved it."))
        return redirect("portal_facility", code=fund.code)
    return show_form(
        request,
        form,
        title=_("Record a subscription facility"),
        lede=_("As the fund agreed it with the lender, under the clause that lets it borrow."),
        action=_("Record the facility"),
        back=reverse("portal_facility", args=[fund.code]),
        is_multipart=True,
        fund=fund,
        section="facility",
        crumbs=[fund_crumb(fund), (_("Facility"), reverse("portal_facility", args=[fund.code]))],
    )


@login_required
def move(request, pk, kind):
    """One movement of a facility, recorded by the GP's maker or the staff."""
    visible = FacilityAgreement.objects.visible_to(request.user).select_related("fund__manager")
    found = get_object_or_404(visible, pk=pk)
    fund = found.fund
    form_class, verb, title = VERBS[kind]
    permissions.require(request.user, "facility_movement.record", within=fund)
    require_stage(found, FacilityAgreement.Stage.APPROVED)
    form = form_class(posted(request))
    if attempt(request, form, lambda given: verb(facility=found, **given, by=request.user, at=now())):
        messages.success(request, _("{amount} is recorded.").format(amount=hkd(form.done.amount_hkd)))
        return redirect("portal_facility", code=fund.code)
    return show_form(
        request,
        form,
        title=title,
        lede=found.lender,
        action=_("Record it"),
        back=reverse("portal_facility", args=[fund.code]),
        fund=fund,
        section="facility",
        crumbs=[fund_crumb(fund), (_("Facility"), reverse("portal_facility", args=[fund.code]))],
    )


@transaction.atomic
def _record(request, fund: Fund, given: dict) -> FacilityAgreement:
    document = kept_file(request, given.pop("file"))
    return facilities.record(fund=fund, **given, document=document, by=request.user, at=now())


def _facts(fund: Fund, position: facility_facts.Position) -> list[tuple[str, str]]:
    def opens(amount, name: str) -> str:
        return explained_link(hkd(amount), "borrowing", fund.code, of=name, on=position.on)

    if position.cap_hkd is None:
        cap = [(_("Borrowing cap"), _("No term of the register allows borrowing"))]
    else:
        cap = [
            (_("Borrowing cap, {clause}").format(clause=position.cap_clause), opens(position.cap_hkd, "cap")),
            (_("Left under the cap"), opens(position.headroom_hkd, "headroom")),
        ]
    days = [(_("To be repaid within"), _("{days} days").format(days=f"{position.days:d}"))] if position.days else []
    return [
        (_("Owed to lenders"), opens(position.owed_hkd, "owed")),
        *cap,
        *days,
        (_("Interest and fees to date"), opens(position.cost_hkd, "cost")),
        (_("of it unpaid"), opens(position.payable_hkd, "payable")),
    ]


def _terms(found: FacilityAgreement) -> list[tuple[str, str]]:
    return [
        (_("Limit"), hkd(found.limit_hkd)),
        (_("Interest a year"), rate(found.rate) if found.rate is not None else None),
        (_("Interest and fees in words"), found.rate_terms),
        (_("Clause of the fund's agreement"), found.clause),
    ]


def _ways(found: FacilityAgreement) -> list[tuple[str, str]]:
    if found.stage != FacilityAgreement.Stage.APPROVED:
        return []
    return [
        (str(title), reverse(f"portal_facility_{kind}", args=[found.pk])) for kind, (_f, _v, title) in VERBS.items()
    ]


def _drawdown_columns() -> list[tuple[str, str]]:
    return [
        (_("Drawn on"), "date"),
        (_("For what"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Stands out (HK$)"), "money"),
        (_("To be repaid by"), "date"),
        (_("Repaid on"), "date"),
    ]


def _drawdowns(fund: Fund, position: facility_facts.Position) -> list[list]:
    purposes = dict(PURPOSES)
    return [
        [
            one.date,
            purposes[one.purpose],
            one.amount_hkd,
            cell(one.left_hkd, fund.code, "borrowing", of=f"left-{one.id:d}", on=position.on),
            one.due_date,
            one.repaid_date,
        ]
        for one in position.drawdowns
    ]


def _movement_columns() -> list[tuple[str, str]]:
    return [
        (_("Value date"), "date"),
        (_("Movement"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Computed (HK$)"), "money"),
        (_("Reference"), "text"),
        (_("Journal entry"), "text"),
    ]


def _movements(fund: Fund) -> list[list]:
    found = FacilityMovement.objects.filter(facility__fund=fund).select_related("entry__reversed_by")
    rows = []
    for one in found.order_by("-value_date", "-pk"):
        name = capfirst(one.get_kind_display())
        name = f"{name}: {one.get_purpose_display()}" if one.purpose else name
        if hasattr(one.entry, "reversed_by"):
            name = _("{movement} (reversed)").format(movement=name)
        entry = (f"{one.entry_id:d}", reverse("portal_entry", args=[fund.code, one.entry_id]))
        computed = cell(one.expected_hkd, fund.code, "borrowing", of=f"interest-{one.pk:d}", on=one.value_date)
        rows.append([one.value_date, name, one.amount_hkd, computed, one.reference, entry])
    return rows
