"""What an agreement says of the fee beside its rates: steps, parts set off, concessions to partners, offsets."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import FeeConcession, FeeOffset, FeeOffsetRate, FeeStep, FeeType, Fund, Partner
from funds.services import fee_concessions, fee_offsets, fee_terms
from itvf.admin_forms import DateField, MoneyField, RateField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import RecordAdmin, tag
from itvf.admin_verbs import Verb

CORRECTS = {
    "label": _("Booked quarters are to be corrected"),
    "required": False,
    "help_text": _("For days that are accrued already. They stay as booked until a correction of the fee is approved."),
}
FUNDS = Fund.objects.filter(agreement__isnull=False).order_by("code")


class StepForm(VerbForm):
    """A rate from a day on."""

    fund = forms.ModelChoiceField(FUNDS, label=_("Fund"))
    from_date = DateField(label=_("From"))
    rate = RateField(label=_("Fee rate"))
    clause = forms.CharField(label=_("Clause"), max_length=80)
    corrects = forms.BooleanField(**CORRECTS)
    rows = (("from_date", "rate", "clause"), ("corrects",))


class OffsetRateForm(VerbForm):
    """A part that is set off, by type of fee."""

    fund = forms.ModelChoiceField(FUNDS, label=_("Fund"))
    fee_type = forms.ChoiceField(label=_("Type of fee"), choices=FeeType)
    rate = RateField(label=_("Part set off"), max_value=1, help_text=_("As a fraction: 1 sets all of it off."))
    clause = forms.CharField(label=_("Clause"), max_length=80)
    rows = (("fee_type", "rate", "clause"),)


class PartnerChoice(forms.ModelChoiceField):
    """Partners of every fund, told apart by the fund's code."""

    def label_from_instance(self, obj):
        """The fund's code and the partner's name."""
        return f"{obj.fund.code}: {obj}"


class ConcessionForm(VerbForm):
    """What a partner is let off, and from when to when."""

    partner = PartnerChoice(Partner.objects.select_related("fund").order_by("fund__code", "id"), label=_("Partner"))
    rate = RateField(label=_("Part let off"), max_value=1, help_text=_("As a fraction: 0.1 is 10% off, 1 is a waiver."))
    from_date = DateField(label=_("From"))
    to_date = DateField(label=_("To"), required=False)
    clause = forms.CharField(label=_("Clause or side letter"), max_length=120)
    file = UploadField(label=_("Document"), required=False)
    corrects = forms.BooleanField(**CORRECTS)
    rows = (("partner", "rate"), ("from_date", "to_date"), ("clause", "file"), ("corrects",))


class ApproveForm(VerbForm):
    """Whether quarters that are booked are to be corrected."""

    corrects = forms.BooleanField(**CORRECTS)


class EndForm(ReasonForm):
    """The last day of a concession, and why."""

    to_date = DateField(label=_("Last day"))
    corrects = forms.BooleanField(**CORRECTS)
    field_order = ("to_date", "corrects", "reason")


class OffsetForm(VerbForm):
    """A fee that the manager had from a company."""

    fund = forms.ModelChoiceField(FUNDS, label=_("Fund"))
    fee_type = forms.ChoiceField(label=_("Type of fee"), choices=FeeType)
    company = forms.CharField(label=_("Company"), max_length=200)
    received_date = DateField(label=_("Received by the manager on"))
    amount_hkd = MoneyField(label=_("Fee received (HK$)"))
    reference = forms.CharField(label=_("Document reference"), max_length=120)
    rows = (("fund", "fee_type"), ("company", "received_date"), ("amount_hkd", "reference"))


@admin.register(FeeStep)
class FeeStepAdmin(RecordAdmin):
    """A rate of the management fee from a day on."""

    list_display = ["fund", "from_date", "rate", "clause", "recorded_by", "recorded_at"]
    list_filter = ["agreement__fund"]
    list_select_related = ["agreement__fund", "recorded_by"]
    search_fields = ["agreement__fund__code", "agreement__fund__name_en", "clause"]
    verbs = (
        Verb(
            "set",
            _("Record a step"),
            "fee_terms.record",
            lambda _none, **inputs: fee_terms.set_step(**inputs),
            form=StepForm,
            intro=_("The rate counts from its day until the next step or the switch after the investment period."),
            icon="stairs",
            tone="go",
            on_list=True,
        ),
    )

    @admin.display(description=_("fund"))
    def fund(self, obj):
        """Whose agreement it is."""
        return obj.agreement.fund


@admin.register(FeeOffsetRate)
class FeeOffsetRateAdmin(RecordAdmin):
    """Which part of a type of fee is set off."""

    list_display = ["fund", "fee_type", "rate", "clause", "recorded_by", "recorded_at"]
    list_filter = ["fee_type", "agreement__fund"]
    list_select_related = ["agreement__fund", "recorded_by"]
    search_fields = ["agreement__fund__code", "agreement__fund__name_en", "clause"]
    verbs = (
        Verb(
            "set",
            _("Record an offset rate"),
            "fee_terms.record",
            lambda _none, **inputs: fee_terms.set_offset_rate(**inputs),
            form=OffsetRateForm,
            intro=_("It counts for the fees from companies that are recorded from now on."),
            icon="percent",
            tone="go",
            on_list=True,
        ),
    )

    @admin.display(description=_("fund"))
    def fund(self, obj):
        """Whose agreement it is."""
        return obj.agreement.fund


@admin.register(FeeConcession)
class FeeConcessionAdmin(RecordAdmin):
    """A discount or waiver of one partner's fee."""

    list_display = ["partner", "fund", "shown_stage", "rate", "from_date", "to_date", "clause", "approved_by"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "partner", "approved_by"]
    search_fields = ["partner__name_en", "partner__name_zh_hant", "fund__code", "clause"]
    verbs = (
        Verb(
            "record",
            _("Record a concession"),
            "fee_concession.record",
            lambda _none, partner, **inputs: fee_concessions.record(fund=partner.fund, partner=partner, **inputs),
            form=ConcessionForm,
            intro=_("It counts by day once another person has approved it; quarters accrued before stay as booked."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this concession"),
            "fee_concession.approve",
            lambda concession, **inputs: fee_concessions.approve(concession=concession, **inputs),
            form=ApproveForm,
            stages=(FeeConcession.Stage.DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this concession"),
            "fee_concession.approve",
            lambda concession, **inputs: fee_concessions.refuse(concession=concession, **inputs),
            form=ReasonForm,
            stages=(FeeConcession.Stage.DRAFT,),
            icon="block",
            tone="stop",
        ),
        Verb(
            "end",
            _("Set its last day"),
            "fee_concession.approve",
            lambda concession, **inputs: fee_concessions.end(concession=concession, **inputs),
            form=EndForm,
            stages=(FeeConcession.Stage.APPROVED,),
            icon="event_busy",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


@admin.register(FeeOffset)
class FeeOffsetAdmin(RecordAdmin):
    """A fee that the manager had from a company, and what of it reduces the management fee."""

    list_display = ["company", "fund", "fee_type", "shown_stage", "received_date", "amount_hkd", "offset_hkd"]
    list_filter = ["stage", "fee_type", "fund"]
    list_select_related = ["fund"]
    search_fields = ["company", "reference", "fund__code", "fund__name_en"]
    date_hierarchy = "received_date"
    verbs = (
        Verb(
            "record",
            _("Record a fee from a company"),
            "fee_offset.record",
            lambda _none, **inputs: fee_offsets.record(**inputs),
            form=OffsetForm,
            intro=_("The agreement's part of it reduces each partner's fee; what exceeds it is carried forward."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            "fee_offset.record",
            lambda offset, **inputs: fee_offsets.withdraw(offset=offset, **inputs),
            form=ReasonForm,
            stages=(FeeOffset.Stage.RECORDED,),
            intro=_("For one that was recorded in error and is not counted yet."),
            icon="undo",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
