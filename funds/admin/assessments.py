"""The assessment of rounds in the staff's admin: board, parts, declarations, links, scores, moderation."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from funds import assessment as reads
from funds.admin import assessment_forms as forms
from funds.admin.decisions import MEET, PROPOSE
from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    ConflictDeclaration,
    RoundMembership,
)
from funds.services import assessments, conflicts, offer_scenarios
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag, tag_of
from itvf.admin_verbs import Verb
from itvf.presentation import name_of, title_of

Stage = Assessment.Stage
Ruling = ApplicantLink.Stage
STATES = {
    reads.CONFLICT: ("failed", _("conflict")),
    reads.UNDECLARED: ("", _("not declared")),
    reads.DECLARED: ("", _("no conflict, not scored")),
    reads.DUE: ("waiting", _("to score")),
    reads.SCORED: ("done", _("scored")),
}
START = Verb(
    "start",
    _("Start an assessment"),
    "assessment.prepare",
    lambda _none, **inputs: assessments.start(**inputs),
    form=forms.StartForm,
    intro=_("From now on assessors and members declare their interests, and names are searched."),
    icon="add",
    tone="go",
    on_list=True,
)
OPEN = Verb(
    "open",
    _("Open for scores"),
    "assessment.open",
    lambda one, **inputs: assessments.open_scoring(assessment=one, **inputs),
    stages=(Stage.PREPARING,),
    icon="lock_open",
    tone="go",
)
SHOW = Verb(
    "show",
    _("Show all scores"),
    "moderation.record",
    lambda one, **inputs: assessments.show_scores(assessment=one, **inputs),
    stages=(Stage.SCORING,),
    intro=_("Until now each assessor saw their own scores only. The database lets this pass when all have scored."),
    icon="visibility",
    tone="go",
)
MODERATE = Verb(
    "moderate",
    _("Record a moderation meeting"),
    "moderation.record",
    lambda one, **inputs: assessments.moderate(assessment=one, **inputs),
    form=forms.MeetingForm,
    stages=(Stage.MODERATING,),
    intro=_("Then open each score that it changed and record what it became, and why."),
    icon="groups",
)
SETTLE = Verb(
    "settle",
    _("Settle the scores"),
    "assessment.settle",
    lambda one, **inputs: assessments.settle(assessment=one, **inputs),
    stages=(Stage.MODERATING,),
    icon="task_alt",
    tone="go",
)
SEARCH = Verb(
    "search",
    _("Search the names"),
    "assessment.prepare",
    lambda one, **inputs: conflicts.search_names(assessment=one, **inputs) and None,
    intro=_("What is new waits for a ruling; what was ruled on stays as it is."),
    icon="manage_search",
)
GIVE_PART = Verb(
    "give-part",
    _("Give somebody a part"),
    "round_membership.give",
    lambda one, **inputs: conflicts.give_part(invitation=one.invitation, **inputs),
    form=forms.PartForm,
    icon="person_add",
)
RECORD_CONFLICT = Verb(
    "record-conflict",
    _("Record a conflict"),
    "conflict.record",
    lambda _one, **inputs: conflicts.record_conflict(**inputs),
    form=forms.ConflictForm,
    intro=_("It closes the application to the person everywhere, for good, and voids what they scored."),
    icon="front_hand",
    tone="stop",
)
DECLARE_LINK = Verb(
    "declare-link",
    _("Put a link on record"),
    "assessment.prepare",
    lambda _one, **inputs: conflicts.declare_link(**inputs),
    form=forms.LinkForm,
    icon="link",
)
SCENARIO = Verb(
    "scenario",
    _("Record a scenario of offers"),
    "offer_scenario.record",
    lambda one, **inputs: offer_scenarios.record(assessment=one, **inputs) and None,
    form=forms.ScenarioForm,
    intro=_("Offers are compared under it: such as 1.0, 1.8 and 3.0 times what is invested."),
    icon="query_stats",
)
END = Verb(
    "end",
    _("End this part"),
    "round_membership.give",
    lambda one, **inputs: conflicts.end_part(membership=one, **inputs),
    form=ReasonForm,
    when=lambda one: one.ended_at is None,
    icon="person_off",
    tone="stop",
)
ACCEPT = Verb(
    "accept",
    _("Accept this link"),
    "link.rule",
    lambda one, **inputs: conflicts.rule_on_link(link=one, is_conflict=False, **inputs),
    form=forms.RulingForm,
    stages=(Ruling.OPEN,),
    icon="task_alt",
    tone="go",
)
RULE_CONFLICT = Verb(
    "conflict",
    _("Rule it a conflict"),
    "link.rule",
    lambda one, **inputs: conflicts.rule_on_link(link=one, is_conflict=True, **inputs),
    form=forms.RulingForm,
    stages=(Ruling.OPEN, Ruling.ACCEPTED),
    icon="front_hand",
    tone="stop",
)


class _Staged(RecordAdmin):
    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


@admin.register(Assessment)
class AssessmentAdmin(_Staged):
    """The board of a round: who has declared and scored, the spread once it is open, links, meetings."""

    list_display = ["invitation", "shown_stage", "started_at", "searched_at", "opened_at", "settled_at"]
    list_filter = ["stage"]
    list_select_related = ["invitation"]
    search_fields = ["invitation__reference", "invitation__title_en"]
    verbs = (
        *(START, OPEN, SHOW, SETTLE, PROPOSE, MODERATE, MEET),
        *(SEARCH, GIVE_PART, RECORD_CONFLICT, DECLARE_LINK, SCENARIO),
    )

    def notes(self, obj):
        """Why scores are not shown."""
        return [_("Scores are blind until all who may score have scored.")] if obj.is_blind else []

    def panels(self, obj, request):
        """The round in a handful of statements, however many applications and assessors it has."""
        shown = obj.invitation.applications.received().defer("sections").select_related("house").order_by("reference")
        shown = list(shown.exclude(pk__in=ConflictDeclaration.objects.closing(request.user)))
        assessors = list(obj.invitation.memberships.live().assessors().select_related("user").order_by("id"))
        states = reads.states(obj.invitation)
        panels = [] if obj.is_blind else _results(obj, shown)
        columns = [(_("Application"), "text"), (_("House"), "text"), (_("Stage"), "text")]
        rows = [
            (
                link(one, one.reference),
                name_of(one.house),
                tag(one),
                *(_state(states[member.pk, one.pk]) for member in assessors),
            )
            for one in shown
        ]
        return [
            *panels,
            Panel(_("Where each assessor is"), [*columns, *((str(one.user), "text") for one in assessors)], rows),
            links_panel(shown, request.user),
            Panel(
                _("Offers side by side"),
                [(_("Page"), "text"), (_("Scenarios"), "text")],
                [
                    (
                        (__("Offers side by side"), reverse("portal_offers", args=[obj.invitation.reference])),
                        ", ".join(f"{one.gross_multiple.normalize():f}" for one in obj.scenarios.all()),
                    )
                ],
            ),
            Panel(
                _("Who takes part"),
                [(_("Person"), "text"), (_("Role"), "text"), (_("Profession or post"), "text"), (_("Until"), "moment")],
                [
                    (link(one, str(one.user)), one.get_role_display(), one.capacity, one.ended_at)
                    for one in obj.invitation.memberships.select_related("user", "invitation")
                ],
            ),
            Panel(
                _("Moderation"),
                [(_("Meeting"), "text"), (_("Recorded by"), "text")],
                [(link(one), str(one.recorded_by)) for one in obj.meetings.select_related("recorded_by")],
            ),
            Panel(
                _("Advisory Committee and decision"),
                [(_("Record"), "text"), (_("By"), "text")],
                [
                    *(
                        (link(one), str(one.recorded_by))
                        for one in obj.committee_meetings.select_related("recorded_by")
                    ),
                    *((link(one), str(one.proposed_by)) for one in obj.decisions.select_related("proposed_by")),
                ],
            ),
        ]


def _state(state: str):
    tone, words = STATES[state]
    return tag_of(tone, words)


def _results(obj: Assessment, shown: list[Application]) -> list[Panel]:
    """Ranks and totals, and each criterion's lowest, highest and mean."""
    found = reads.standings(obj)
    by_pk = {one.pk: one for one in shown}
    criteria = list(obj.invitation.criteria.all())
    columns = [(_("Rank"), "number"), (_("Application"), "text"), (_("House"), "text"), (_("Total"), "rate")]
    columns += [(_("Lowest"), "rate"), (_("Highest"), "rate"), (_("Sheets"), "number")]
    ranked = [(rank, by_pk[pk], found[pk]) for rank, pk in reads.ranked(obj, found) if pk in by_pk]
    rows = [
        (
            rank,
            link(one, one.reference),
            name_of(one.house),
            of.total_rate,
            of.lowest_rate,
            of.highest_rate,
            len(of.by_assessor),
        )
        for rank, one, of in ranked
    ]
    spread = [
        (link(one, one.reference), *(_spread(of.by_criterion[criterion.code]) for criterion in criteria))
        for _rank, one, of in ranked
    ]
    return [
        Panel(
            _("Ranking"),
            columns,
            rows,
            note=_("Weighted means of all sheets, as parts of the highest level; ties by the heaviest criterion."),
        ),
        Panel(
            _("Spread by criterion: lowest to highest, mean"),
            [(_("Application"), "text"), *((title_of(one), "text") for one in criteria)],
            spread,
        ),
    ]


def _spread(found) -> str:
    return f"{found.lowest:d}–{found.highest:d}, {found.mean:.2f}"


def links_panel(shown: list[Application], user) -> Panel:
    """This function will give the links of applications with their rulings, but those that a conflict closes."""
    closed = ConflictDeclaration.objects.closing(user)
    found = ApplicantLink.objects.filter(application__in=shown).exclude(application__in=closed)
    found = found.select_related("application", "ruled_by")
    return Panel(
        _("Links"),
        [
            (_("Application"), "text"),
            (_("Name"), "text"),
            (_("There as"), "text"),
            (_("Meets"), "text"),
            (_("Ruling"), "text"),
        ],
        [
            (
                link(one, one.application.reference),
                one.name,
                __(one.capacity),
                f"{one.other_name} ({one.get_other_display()})",
                tag(one),
            )
            for one in found.defer("application__sections").order_by("-stage", "application", "id")[:200]
        ],
        empty=_("No link was found or declared."),
        note=_("Names are folded: width, case, punctuation, kinds of body, simplified characters make no difference."),
    )


class _Closable(_Staged):
    """What a conflict closes to staff is not there for them."""

    applications = "application"

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        closed = ConflictDeclaration.objects.closing(request.user)
        return super().get_queryset(request).exclude(**{f"{self.applications}__in": closed})


@admin.register(RoundMembership)
class RoundMembershipAdmin(RecordAdmin):
    """A person's part in a round."""

    list_display = ["user", "role", "capacity", "invitation", "given_at", "ended_at"]
    list_filter = ["role", "invitation"]
    list_select_related = ["user", "invitation"]
    search_fields = ["user__name", "user__email", "capacity"]
    verbs = (END,)


@admin.register(ConflictDeclaration)
class ConflictDeclarationAdmin(_Closable):
    """A declaration of interest; never changed."""

    list_display = ["user", "application", "is_conflict", "since_date", "declared_by", "declared_at"]
    list_filter = ["is_conflict", "application__invitation"]
    list_select_related = ["user", "application", "declared_by"]
    search_fields = ["user__name", "application__reference", "what"]


@admin.register(ApplicantLink)
class ApplicantLinkAdmin(_Closable):
    """A name that meets another; accepted with a reason, or a conflict."""

    list_display = ["application", "name", "capacity", "other", "other_name", "how", "shown_stage"]
    list_filter = ["stage", "other", "how", "application__invitation"]
    list_select_related = ["application"]
    search_fields = ["name", "other_name", "application__reference"]
    verbs = (ACCEPT, RULE_CONFLICT)

    def get_queryset(self, request):
        """Of two applicants that meet, neither may be closed to the reader."""
        closed = ConflictDeclaration.objects.closing(request.user)
        return super().get_queryset(request).exclude(other_application__in=closed)
