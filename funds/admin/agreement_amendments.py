"""Amendments of agreements: recorded on the agreement's page, approved or refused by another person here (R27)."""

from typing import Any

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from funds import agreement_amendments
from funds.models import AgreementAmendment, FundAgreement
from funds.services import agreement_amendments as service
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb

DRAFT = AgreementAmendment.Stage.DRAFT
OF_THE_DEED = ("resolution", "reason", "signed_date", "clause", "document", "by", "at")


def from_form(agreement: FundAgreement, **inputs: Any) -> AgreementAmendment:
    """This function will record an amendment from the form's fields: the deed's own, and the terms as restated."""
    deed = {name: inputs.pop(name) for name in OF_THE_DEED}
    return service.record(agreement=agreement, terms=inputs, **deed)


def panels(agreement: FundAgreement) -> list[Panel]:
    """This function will give every amendment of an agreement, the latest first; no panel where there is none."""
    found = agreement.amendments.select_related("resolution__fund", "agreement__fund")
    rows = [
        (
            link(one, str(one.signed_date)),
            one.clause,
            agreement_amendments.in_words(one),
            agreement_amendments.basis(one),
            tag(one),
        )
        for one in found
    ]
    columns = [(_("Signed on"), "text"), (_("Clause"), "text"), (_("Restates"), "text"),
               (_("Rests on"), "text"), (_("Stage"), "text")]  # fmt: skip
    return [Panel(_("Amendments, the latest first"), columns, rows)] if rows else []


@admin.register(AgreementAmendment)
class AgreementAmendmentAdmin(RecordAdmin):
    """What a deed restated of an agreement."""

    list_display = ["agreement", "signed_date", "clause", "says", "shown_stage", "recorded_by", "approved_by"]
    list_filter = ["stage", "agreement__fund"]
    list_select_related = ["agreement__fund", "recorded_by", "approved_by"]
    search_fields = ["clause", "agreement__fund__code", "agreement__fund__name_en", "agreement__fund__name_zh_hant"]
    date_hierarchy = "signed_date"
    hidden_fields = ("terms", "former")
    verbs = (
        Verb(
            "approve",
            _("Approve this amendment"),
            "agreement_amendment.approve",
            lambda amendment, **inputs: service.approve(amendment=amendment, **inputs),
            stages=(DRAFT,),
            intro=_("From now on every figure follows the restated terms; as known before, those of that time."),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this amendment"),
            "agreement_amendment.approve",
            lambda amendment, **inputs: service.refuse(amendment=amendment, **inputs),
            form=ReasonForm,
            stages=(DRAFT,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    @admin.display(description=_("restates"))
    def says(self, obj):
        """What it restates, in one line."""
        return agreement_amendments.in_words(obj)

    def panels(self, obj, request):
        """Each term before and after."""
        rows = [(capfirst(label), before, after) for label, before, after in agreement_amendments.lines(obj)]
        return [Panel(_("What changes"), [(_("Term"), "text"), (_("Before"), "text"), (_("After"), "text")], rows)]
