"""Fee accruals with the working behind each figure; corrections of them, proposed by one and approved by another."""

from datetime import date
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin import explained, fee_panels
from funds.models import FeeAccrual, FeeCorrection, Partner
from funds.services import fee_corrections
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.explained import cell
from itvf.money import total
from itvf.presentation import hk_date, name_of

# What a working is of, as its derivation is named.
FIGURES = {"fee": "fee", "cap": "fee-cap"}


@admin.register(FeeAccrual)
class FeeAccrualAdmin(RecordAdmin):
    """One quarter's fee of one fund, beside the cap of R14."""

    list_display = ["fund", "period_start", "period_end", "fee_hkd", "cap_hkd", "accrued_by", "correction"]
    list_filter = ["fund"]
    list_select_related = ["fund", "accrued_by", "correction__fund"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    date_hierarchy = "period_end"
    hidden_fields = ("working",)

    def panels(self, obj, request):
        """What each partner bears, and the days, bases and rates of the fee and of its cap."""
        titles = {"fee": _("Working of the fee (A3, A4)"), "cap": _("Working of the cap (R14, Annex 3 1(k)(i))")}
        workings = [_working(obj, key, title) for key, title in titles.items() if key in obj.working]
        figures = [(_("the fee"), "fee", obj.period_end), (_("the cap of R14"), "fee-cap", obj.period_end)]
        return [fee_panels.of_accrual(obj), *_versions(obj), *workings, explained.panel(obj.fund, figures)]


def _versions(accrual):
    """The other accruals of the same quarter, where it was corrected."""
    others = FeeAccrual.objects.filter(fund=accrual.fund, period_end=accrual.period_end).exclude(pk=accrual.pk)
    rows = [
        (link(one, hk_date(one.period_end)), one.fee_hkd, one.accrued_at, str(one.accrued_by))
        for one in others.select_related("fund", "accrued_by").order_by("id")
    ]
    columns = [(_("Quarter to"), "text"), (_("Fee (HK$)"), "money"), (_("Accrued"), "moment"), (_("By"), "text")]
    note = _("One of a quarter stands: the one that no correction took the place of.")
    return [Panel(_("Other versions of this quarter"), columns, rows, note=note)] if rows else []


class CorrectionForm(VerbForm):
    """From which booked quarter on the fee is computed again, and why."""

    first_quarter = DateField(label=_("From the quarter to"))
    why = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))


CORRECT_VERB = Verb(
    "correct-fee",
    _("Correct booked fee"),
    "fee_correction.propose",
    lambda fund, **inputs: fee_corrections.propose(fund=fund, **inputs),
    form=CorrectionForm,
    stages=("open",),
    when=lambda fund: (
        fund.fee_accruals.exists() and not fund.fee_corrections.filter(stage=FeeCorrection.Stage.DRAFT).exists()
    ),
    intro=_("Booked quarters are computed again from what is on record now; another person approves the difference."),
    icon="published_with_changes",
)


@admin.register(FeeCorrection)
class FeeCorrectionAdmin(RecordAdmin):
    """A correction of booked fee: what each quarter was and becomes, by partner."""

    list_display = ["fund", "first_quarter", "shown_stage", "difference_hkd", "proposed_by", "approved_by"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "proposed_by", "approved_by"]
    search_fields = ["fund__code", "fund__name_en", "fund__name_zh_hant", "why"]
    hidden_fields = ("working",)
    verbs = (
        Verb(
            "approve",
            _("Approve the correction"),
            "fee_correction.approve",
            lambda correction, **inputs: fee_corrections.approve(correction=correction, **inputs),
            stages=(FeeCorrection.Stage.DRAFT,),
            intro=_("The former entries are reversed on their own days and the fee is booked anew. Nothing is erased."),
            icon="published_with_changes",
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse the correction"),
            "fee_correction.approve",
            lambda correction, **inputs: fee_corrections.refuse(correction=correction, **inputs),
            form=ReasonForm,
            stages=(FeeCorrection.Stage.DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Each quarter and each partner, before and after."""
        names = {one.pk: name_of(one) for one in Partner.objects.filter(fund=obj.fund)}
        quarters = obj.working["quarters"]
        by_quarter = [_change(hk_date(date.fromisoformat(one["period_end"])), one) for one in quarters]
        sums = {pk: [_change("", one) for one in _parts_of(quarters, pk)] for pk in names}
        by_partner = [
            (names[pk], *(total(row[place] for row in rows) for place in (1, 2, 3))) for pk, rows in sums.items()
        ]
        return [
            _changes(_("By quarter (HK$)"), _("Quarter to"), by_quarter),
            _changes(_("By partner (HK$)"), _("Partner"), [row for row in by_partner if any(row[1:])]),
        ]


def _parts_of(quarters, partner: int):
    return [part for quarter in quarters for part in quarter["partners"] if part["partner"] == partner]


def _change(label, one) -> tuple:
    was, becomes = Decimal(one["was_hkd"]), Decimal(one["becomes_hkd"])
    return label, was, becomes, becomes - was


def _changes(title, heading, rows) -> Panel:
    columns = [(heading, "text"), (_("Booked"), "money"), (_("Becomes"), "money"), (_("Difference"), "money")]
    foot = (_("Together"), *(total(row[place] for row in rows) for place in (1, 2, 3)))
    return Panel(title, columns, rows, foot=foot)


def _working(accrual, key, title):
    code = accrual.fund.code
    return Panel(
        title,
        [
            (_("From"), "date"),
            (_("To"), "date"),
            (_("Days"), "number"),
            (_("Base (HK$)"), "money"),
            (_("Rate a year"), "rate"),
        ],
        [
            (
                date.fromisoformat(part["start_date"]),
                date.fromisoformat(part["end_date"]),
                part["days"],
                cell(Decimal(part["base_hkd"]), code, FIGURES[key], of=accrual.period_end),
                Decimal(part["rate"]),
            )
            for part in accrual.working[key]["segments"]
        ],
    )
