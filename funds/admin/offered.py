"""Offered and signed side by side: what departs waits for another person, before the first closing completes (R27)."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import offered_terms
from funds.models import ConflictDeclaration, FundAgreement, TermDeparture
from funds.services import term_departures
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb


def panels(agreement: FundAgreement, user) -> list[Panel]:
    """This function will give every term as offered beside the term as signed; no panel without an application.

    None for who has a conflict of interest with the applicant either: what was offered is the application's.
    """
    if ConflictDeclaration.objects.closing(user).filter(application=agreement.fund.selection.application_id).exists():
        return []
    lines = offered_terms.side_by_side(agreement)
    if not lines:
        return []
    rows = [
        (
            link(line.departure, capfirst(line.label)) if line.departure else capfirst(line.label),
            line.offered,
            line.signed,
            tag(line.departure) if line.departure else gettext("as offered"),
        )
        for line in lines
    ]
    return [
        Panel(
            gettext("Offered and signed"),
            [
                (gettext("Term"), "text"),
                (gettext("Offered"), "text"),
                (gettext("Signed"), "text"),
                (gettext("State"), "text"),
            ],
            rows,
            note=gettext("What departs from the application waits for another person before the first closing (R27)."),
        )
    ]


@admin.register(TermDeparture)
class TermDepartureAdmin(RecordAdmin):
    """A term that was signed otherwise than it was offered."""

    list_display = ["__str__", "shown_offered", "shown_signed", "rule", "shown_stage", "recorded_by", "approved_by"]
    list_filter = ["stage", "agreement__fund"]
    list_select_related = ["agreement__fund", "recorded_by", "approved_by"]
    search_fields = ["name", "agreement__fund__code", "agreement__fund__name_en"]
    verbs = (
        Verb(
            "approve",
            _("Approve this departure"),
            "term_departure.approve",
            lambda departure, **inputs: term_departures.approve(departure=departure, **inputs),
            form=ReasonForm,
            stages=(TermDeparture.Stage.OPEN,),
            intro=_("The fund's terms then stand as signed, with your reason beside what was offered."),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this departure"),
            "term_departure.refuse",
            lambda departure, **inputs: term_departures.refuse(departure=departure, **inputs),
            form=ReasonForm,
            stages=(TermDeparture.Stage.OPEN,),
            intro=_("The first closing stays shut until the agreement is signed anew and recorded so."),
            icon="block",
            tone="stop",
        ),
    )

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        return TermDeparture.objects.visible_to(request.user)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    @admin.display(description=_("offered"))
    def shown_offered(self, obj):
        """As people read it."""
        return offered_terms.read_words(obj.name, obj.offered)

    @admin.display(description=_("signed"))
    def shown_signed(self, obj):
        """As people read it."""
        return offered_terms.read_words(obj.name, obj.signed)
