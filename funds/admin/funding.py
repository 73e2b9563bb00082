"""Money from Government: allotments, requests and receipts, and the page of the financial years."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from funds import funding_letter, funding_years
from funds.admin import corporation_page
from funds.admin.partnership_forms import BankLineForm
from funds.models import Fund, FundingAllotment, FundingReceipt, FundingRequest, PaymentCase
from funds.services import funding, treasury
from funds.services.funding import LineInput
from itvf.admin_forms import DateField, MoneyField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.money import total
from itvf.presentation import hkd

LINES = 4
Stage = FundingRequest.Stage
OPEN_CASES = ("opened", "checked", "vouchered", "certified", "authorised", "held")


class AllotmentForm(VerbForm):
    """What Government sets aside for one financial year."""

    year_start = DateField(label=_("Any day of the financial year"), help_text=_("The year runs from 1 April."))
    kind = forms.ChoiceField(label=_("Kind"), choices=FundingAllotment.Kind)
    amount_hkd = MoneyField(label=_("Allotted (HK$)"))
    allotted_date = DateField(label=_("Dated"))
    charged_to = forms.CharField(label=_("Vote that it is charged to"), max_length=120)
    reference = forms.CharField(label=_("Document that allots it"), max_length=120)
    rows = (("year_start", "kind"), ("amount_hkd", "allotted_date"), ("charged_to", "reference"))


class RequestForm(VerbForm):
    """A request: when the money is needed, what for, and its lines: payment cases, or calls that are expected."""

    needed_by_date = DateField(label=_("Needed by"), help_text=_("It is asked for in the financial year of this day."))
    addressee = forms.CharField(label=_("Addressee"), max_length=200, required=False)
    addressee_email = forms.EmailField(label=_("Letter goes to"), required=False)
    purpose = forms.CharField(label=_("What the money is for"), widget=forms.Textarea(attrs={"rows": 2}))
    purpose_zh_hant = forms.CharField(
        label=_("What the money is for (Chinese)"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def prepare(self, subject) -> None:
        """Some lines, the first of them required: a payment case, or a fund with the day of its call."""
        self.fields["addressee"].help_text = _("Empty: the addressee of the settings.")
        cases = (
            PaymentCase.objects.filter(stage__in=OPEN_CASES, amount_hkd__gt=0)
            .select_related("line__call__fund")
            .order_by("pk")
        )
        rows = [("addressee", "addressee_email")]
        for number in range(1, LINES + 1):
            names = [f"{name}_{number}" for name in ("case", "fund", "expected_date", "amount_hkd")]
            case = forms.ModelChoiceField(cases, label=_("Payment case %(number)s") % {"number": number})
            case.required, case.label_from_instance = False, _case_label
            self.fields[names[0]] = case
            self.fields[names[1]] = forms.ModelChoiceField(
                Fund.objects.order_by("code"), label=_("or a fund that will call"), required=False
            )
            self.fields[names[2]] = DateField(label=_("Call expected for"), required=False)
            self.fields[names[3]] = MoneyField(label=_("Amount (HK$)"), required=number == 1)
            rows.append(tuple(names))
        self.rows = tuple(rows)

    def inputs(self, *, by) -> dict:
        """The lines with an amount, and what stands above them."""
        given = super().inputs(by=by)
        lines = [
            LineInput(
                amount_hkd=given[f"amount_hkd_{number}"],
                case=given[f"case_{number}"],
                fund=given[f"fund_{number}"],
                expected_date=given[f"expected_date_{number}"],
            )
            for number in range(1, LINES + 1)
            if given[f"amount_hkd_{number}"] is not None
        ]
        names = ("needed_by_date", "addressee", "addressee_email", "purpose", "purpose_zh_hant")
        return {"lines": lines, **{name: given[name] for name in names}}


class FundingForm(BankLineForm):
    """Money from Government as the bank shows it, and the request that it answers."""

    request = forms.ModelChoiceField(FundingRequest.objects.none(), label=_("Funding request"), required=False)
    field_order = ("request",)

    def prepare(self, subject) -> None:
        """Requests that are approved and not received in full."""
        self.fields["request"].queryset = funding_years.requests([Stage.APPROVED])
        self.fields["request"].label_from_instance = _request_label


def _case_label(case: PaymentCase) -> str:
    return f"{case.line.call}: {hkd(case.amount_hkd)}"


def _request_label(request: FundingRequest) -> str:
    left = funding_years.waiting_of(request).outstanding_hkd
    return _("%(request)s: %(left)s to come") % {"request": request.reference, "left": hkd(left)}


def _end(stage: str):
    return lambda request, **inputs: funding.end(request=request, stage=stage, **inputs)


@admin.register(FundingAllotment)
class FundingAllotmentAdmin(RecordAdmin):
    """What Government sets aside for a financial year; the approved one dated last counts."""

    list_display = ["__str__", "shown_stage", "amount_hkd", "allotted_date", "charged_to", "proposed_by", "approved_by"]
    list_filter = ["stage", "kind"]
    list_select_related = ["proposed_by", "approved_by"]
    search_fields = ["reference", "charged_to"]
    verbs = (
        Verb(
            "propose",
            _("Enter an allotment"),
            "funding.propose_allotment",
            lambda _none, **inputs: funding.propose_allotment(**inputs),
            form=AllotmentForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this allotment"),
            "funding.approve_allotment",
            lambda allotment, **inputs: funding.approve_allotment(allotment=allotment, **inputs),
            stages=(FundingAllotment.Stage.DRAFT,),
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse this allotment"),
            "funding.approve_allotment",
            lambda allotment, **inputs: funding.refuse_allotment(allotment=allotment, **inputs),
            form=ReasonForm,
            stages=(FundingAllotment.Stage.DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


@admin.register(FundingRequest)
class FundingRequestAdmin(RecordAdmin):
    """A request for money with its lines, its letter and what came for it."""

    list_display = ["reference", "shown_stage", "amount_hkd", "shown_received", "needed_by_date", "sent_at"]
    list_filter = ["stage", "year_start"]
    search_fields = ["reference", "purpose", "addressee"]
    date_hierarchy = "needed_by_date"
    hidden_fields = ("content",)
    verbs = (
        Verb(
            "draft",
            _("Draft a funding request"),
            "funding.draft",
            lambda _none, **inputs: funding.draft(**inputs),
            form=RequestForm,
            intro=_("Within the allotment of the financial year. Another person approves it, and its letter goes out."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve and send"),
            "funding.approve",
            lambda request, **inputs: funding.approve(request=request, **inputs),
            stages=(Stage.DRAFT,),
            icon="send",
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse this request"),
            "funding.approve",
            _end(Stage.REFUSED),
            form=ReasonForm,
            stages=(Stage.DRAFT,),
            icon="block",
            tone="stop",
        ),
        Verb(
            "withdraw",
            _("Withdraw the draft"),
            "funding.draft",
            _end(Stage.WITHDRAWN),
            form=ReasonForm,
            stages=(Stage.DRAFT,),
            icon="undo",
            tone="stop",
        ),
        Verb(
            "close",
            _("Close short"),
            "funding.approve",
            _end(Stage.CLOSED),
            form=ReasonForm,
            stages=(Stage.APPROVED,),
            intro=_("What has not come is asked for no longer and is free again in the year's allotment."),
            icon="task_alt",
        ),
    )

    def get_queryset(self, request):
        """With what came for each."""
        return funding_years.requests()

    def get_urls(self):
        """The page of the years and a request's letter beside the requests' pages."""
        view = self.admin_site.admin_view
        own = [
            path("by-year/", view(self.by_year), name="funds_fundingrequest_by_year"),
            path("<int:request_id>/letter/", view(self.letter), name="funds_fundingrequest_letter"),
        ]
        return [*own, *super().get_urls()]

    def by_year(self, request):
        """Every financial year, what waits by age, and how the Corporation's book ties to the funds' books."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("The Corporation's money by financial year"),
            "panels": corporation_page.panels(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/itvf/panels_page.html", context)

    def letter(self, request, request_id: int):
        """The letter of an approved request as PDF."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(FundingRequest.objects.exclude(content={}), pk=request_id)
        headers = {"Content-Disposition": f'inline; filename="{found.reference}.pdf"'}
        return HttpResponse(funding_letter.pdf_of(found), content_type="application/pdf", headers=headers)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    @admin.display(description=_("received (HK$)"))
    def shown_received(self, obj):
        """What came for it."""
        return obj.received_hkd

    def panels(self, obj, request):
        """Lines, the letter, receipts."""
        return [_lines(obj), _letter(obj), _receipts(obj)]


def _lines(request):
    lines = request.lines.select_related("fund", "case__line__call__fund")
    return Panel(
        _("What is asked for (HK$)"),
        [(_("Fund"), "text"), (_("Payment case"), "text"), (_("Due or expected"), "date"), (_("Amount"), "money")],
        [
            (
                link(x.fund),
                link(x.case) if x.case else _("a call that is expected"),
                x.case.line.call.due_date if x.case else x.expected_date,
                x.amount_hkd,
            )
            for x in lines
        ],
        foot=(_("Total"), "", "", request.amount_hkd),
    )


def _letter(request):
    rows = []
    if request.content:
        url = reverse("admin:funds_fundingrequest_letter", args=[request.pk])
        message = link(request.message)[1] if request.message else ""
        state = tag(request.message, "state") if request.message else ""
        rows = [((f"{request.reference}.pdf", url), request.addressee_email, (state, message), request.sent_at)]
    heads = [(_("Letter"), "text"), (_("To"), "text"), (_("Mail"), "text"), (_("Sent"), "moment")]
    return Panel(_("The letter"), heads, rows, empty=_("The letter is made when the request is approved."))


def _receipts(request):
    found = list(request.receipts.select_related("recorded_by").order_by("value_date", "pk"))
    came = total(x.amount_hkd for x in found)
    note = _("Asked %(asked)s, received %(received)s.") % {"asked": hkd(request.amount_hkd), "received": hkd(came)}
    return Panel(
        _("What came for it (HK$)"),
        [(_("Value date"), "date"), (_("Bank reference"), "text"), (_("Recorded by"), "text"), (_("Amount"), "money")],
        [((x.value_date, link(x)[1]), x.bank_reference, str(x.recorded_by), x.amount_hkd) for x in found],
        foot=(_("Total"), "", "", came) if found else None,
        note=note,
    )


@admin.register(FundingReceipt)
class FundingReceiptAdmin(RecordAdmin):
    """Money from Government to meet drawdowns."""

    list_display = ["value_date", "amount_hkd", "bank_reference", "request", "recorded_by"]
    list_select_related = ["request", "recorded_by"]
    list_filter = [("request", admin.EmptyFieldListFilter)]
    search_fields = ["bank_reference", "request__reference"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "record",
            _("Record funding received"),
            "funding.record",
            lambda _none, **inputs: treasury.record_funding(**inputs),
            form=FundingForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
    )
