"""Closings: who signed, and how the Government's part was derived."""

from decimal import Decimal

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import true_up_working
from funds.admin import assessments, explained
from funds.admin import partnership_forms as forms
from funds.models import Closing, Commitment
from funds.services import closing_links, closings, register_changes
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.money import total
from itvf.presentation import hkd

ClosingStage = Closing.Stage
HKD = _("HK$")


@admin.register(Closing)
class ClosingAdmin(RecordAdmin):
    """A closing with its commitments and the working of the Government's part."""

    list_display = ["__str__", "fund", "closing_date", "shown_stage", "drafted_by", "completed_by"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "drafted_by", "completed_by"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    hidden_fields = ("working",)
    verbs = (
        Verb(
            "complete",
            _("Complete the closing"),
            "closing.complete",
            lambda closing, **inputs: closings.complete(closing=closing, **inputs),
            stages=(ClosingStage.DRAFT,),
            when=lambda closing: closing.kind == Closing.Kind.CLOSING,
            intro=_("The Government's commitment is derived now, from what the others signed (R6)."),
            tone="go",
        ),
        Verb(
            "approve-change",
            _("Approve the change of the register"),
            "closing.complete",
            lambda change, **inputs: register_changes.approve(change=change, **inputs),
            stages=(ClosingStage.DRAFT,),
            when=lambda closing: closing.kind != Closing.Kind.CLOSING,
            tone="go",
        ),
        Verb(
            "sign",
            _("Add a signed commitment"),
            "closing.draft",
            lambda closing, **inputs: closings.sign(closing=closing, **inputs),
            form=forms.SignForm,
            stages=(ClosingStage.DRAFT,),
            when=lambda closing: closing.kind == Closing.Kind.CLOSING,
            icon="draw",
        ),
        Verb(
            "unsign",
            _("Take a commitment out"),
            "closing.draft",
            lambda closing, **inputs: closings.unsign(**inputs),
            form=forms.UnsignForm,
            stages=(ClosingStage.DRAFT,),
            when=lambda closing: closing.kind == Closing.Kind.CLOSING,
            icon="undo",
        ),
        Verb(
            "search-names",
            _("Search the names again"),
            "closing.draft",
            lambda closing, **inputs: closing_links.search(closing=closing, **inputs) and None,
            stages=(ClosingStage.DRAFT,),
            when=lambda closing: closing.kind == Closing.Kind.CLOSING and closing.fund.selection.application_id,
            intro=_("Who signs, and who stands behind the applicant, against the round, staff, companies, applicants."),
            icon="manage_search",
        ),
        Verb(
            "withdraw",
            _("Withdraw the closing"),
            "closing.draft",
            lambda closing, **inputs: closings.withdraw(closing=closing, **inputs),
            form=ReasonForm,
            stages=(ClosingStage.DRAFT,),
            icon="block",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Who signed, and how the Government's part was derived."""
        found = [_commitments(obj)]
        if application := obj.fund.selection.application:
            found.append(assessments.links_panel([application], request.user))
        if obj.working:
            found.append(_working(obj))
        if obj.working.get("true_up"):
            found += _true_up(obj)
            figures = [(_("the Government's commitment"), "government-commitment", obj.number)]
            found.append(explained.panel(obj.fund, figures))
        return found


def _commitments(closing):
    rows = list(Commitment.objects.filter(closing=closing).select_related("partner"))
    return Panel(
        _("Commitments (HK$)"),
        [
            (_("Partner"), "text"),
            (_("Kind"), "text"),
            (_("Signed"), "date"),
            (_("Amount"), "money"),
            (_("Firm"), "text"),
        ],
        [
            (
                link(c.partner),
                c.partner.get_kind_display(),
                c.signed_date,
                c.amount_hkd,
                _("derived (R6)")
                if c.is_derived
                else _("accepted, unconditional")
                if c.is_accepted and c.is_unconditional
                else _("not firm"),
            )
            for c in rows
        ],
        foot=(_("Total"), "", "", sum(c.amount_hkd for c in rows), "") if rows else None,
        empty=_("Nobody has signed yet."),
    )


def _working(closing):
    names = {
        "non_government_hkd": _("money other than the Government's"),
        "gp_and_affiliates_hkd": _("of it, the GP's and its affiliates'"),
        "public_bodies_hkd": _("public bodies', which count to neither side (A7)"),
        "after_release_hkd": _("the Government's after the last release, which stays released"),
        "new_part_hkd": _("a dollar for every three raised since that release"),
        "government_before_hkd": _("the Government's before"),
        "increase_hkd": _("increase at this closing"),
        "government_hkd": _("the Government's now"),
        "fund_size_hkd": _("fund size"),
    }
    return Panel(
        _("How the Government's commitment was derived (R6, Annex 3 1(e); A7 to A9)"),
        [(_("What"), "text"), (HKD, "text")],
        [(label, hkd(Decimal(closing.working[key]))) for key, label in names.items() if key in closing.working],
    )


def _true_up(closing):
    names = dict(closing.fund.partners.values_list("pk", "name_en"))
    rows = [
        (names[one.partner], one.share_before, one.share_after, one.capital_hkd, one.outside_hkd, one.interest_hkd)
        for one in true_up_working.read(closing).lines.values()
    ]
    call = closing.true_up_calls.exclude(stage="withdrawn").order_by("-number").first()
    back = closing.returns.exclude(stage="withdrawn").order_by("-number").first()
    return [
        Panel(
            _("True-up (A13; HK$)"),
            [(_("Partner"), "text"), (_("Share before"), "rate"), (_("Share after"), "rate"), (_("Capital"), "money"),
             (_("Outside commitment"), "money"), (_("Interest"), "money")],
            rows,
            foot=(_("Total"), "", "", *(total(row[place] for row in rows) for place in (3, 4, 5))),
            note=_("Who stands above zero pays, who stands below gets back; each column sums to zero."),
        ),
        Panel(
            _("Carried out"),
            [(_("What"), "text"), (_("Is"), "text")],
            [(_("call"), link(call) if call else _("waits")), (_("given back"), link(back) if back else _("waits"))],
        ),
    ]  # fmt: skip
