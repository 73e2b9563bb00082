"""The Advisory Committee's meetings and the decision on a round in the staff's admin."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import conflict_walls, selection_decision
from funds.admin.assessment_forms import lines
from funds.admin.selection import ReceiptForm
from funds.models import (
    Application,
    Assessment,
    CommitteeMeeting,
    CommitteeOpinion,
    ConflictDeclaration,
    DecisionLine,
    ReservePromotion,
    RoundMembership,
    SelectionDecision,
)
from funds.rules.decision import Choice
from funds.services import committees, decisions
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.errors import DomainError
from itvf.presentation import name_of

Stage = SelectionDecision.Stage


class _ByApplication(VerbForm):
    """Fields for each eligible application of the round."""

    def applications(self, assessment: Assessment) -> list[Application]:
        found = assessment.invitation.applications.filter(stage=Application.Stage.ELIGIBLE)
        return list(found.select_related("house").order_by("reference"))

    def add(self, application: Application, kind: str, field: forms.Field) -> None:
        self.fields[f"{kind}-{application.pk:d}"] = field

    def of(self, given: dict, application: Application, kind: str):
        return given.pop(f"{kind}-{application.pk:d}")


class CommitteeForm(_ByApplication):
    """A meeting of the Committee, with its opinion on each application that it spoke of."""

    held_date = DateField(label=_("Held on"))
    present = forms.ModelMultipleChoiceField(RoundMembership.objects.none(), label=_("Present"))
    quorum = forms.IntegerField(label=_("Quorum"), min_value=1)
    quorum_reason = forms.CharField(label=_("Reason of the quorum"), widget=lines(2))
    minutes = forms.CharField(label=_("Minutes"), widget=lines(8))

    def prepare(self, subject) -> None:
        """Members of the round, and three answers for each application."""
        members = RoundMembership.objects.live().filter(invitation=subject.invitation, role="round_member")
        self.fields["present"].queryset = members.select_related("user", "invitation")
        answers = [("", _("no opinion at this meeting")), *CommitteeOpinion.Opinion.choices]
        for one in self.applications(subject):
            name = f"{one.reference} {one.house}"
            self.add(one, "opinion", forms.ChoiceField(label=name, choices=answers, required=False))
            words = forms.CharField(label=_("Reasons and conditions"), widget=lines(2), required=False)
            self.add(one, "words", words)

    def clean(self):
        """An opinion says why."""
        given = super().clean()
        for one in self.applications(self.subject):
            if given.get(f"opinion-{one.pk:d}") and not (given.get(f"words-{one.pk:d}") or "").strip():
                self.add_error(f"words-{one.pk:d}", _("Write the Committee's reasons."))
        return given

    def inputs(self, *, by) -> dict:
        """Opinions by application; what was left open is no opinion."""
        given, opinions = super().inputs(by=by), {}
        for one in self.applications(self.subject):
            answer, words = self.of(given, one, "opinion"), self.of(given, one, "words")
            if answer:
                opinions[one] = committees.Opinion(answer, words)
        return given | {"present": list(given["present"]), "opinions": opinions}


class DecisionForm(_ByApplication):
    """Each application's outcome, first as by ranking, opinion and envelope."""

    def prepare(self, subject) -> None:
        """As by rule, where there is ground for it."""
        try:
            ruled = selection_decision.ground(subject, today()).outcomes
        except DomainError:
            ruled = {}
        for one in self.applications(subject):
            name = f"{one.reference} {one.house}"
            field = forms.ChoiceField(label=name, choices=DecisionLine.Outcome, initial=ruled.get(one.pk))
            self.add(one, "outcome", field)
            why = forms.CharField(label=_("Reason, where it departs"), widget=lines(2), required=False)
            self.add(one, "reason", why)

    def inputs(self, *, by) -> dict:
        """Choices by application."""
        given = super().inputs(by=by)
        return {
            "choices": {
                one: Choice(self.of(given, one, "outcome"), self.of(given, one, "reason"))
                for one in self.applications(self.subject)
            }
        }


def _may_be_decided(one: Assessment) -> bool:
    return one.stage == Assessment.Stage.SETTLED or selection_decision.is_without_candidates(one)


MEET = Verb(
    "committee",
    _("Record a meeting of the Committee"),
    "committee.record",
    lambda one, **inputs: committees.record_meeting(assessment=one, **inputs),
    form=CommitteeForm,
    guard=lambda one, user: conflict_walls.require_open_round(one.invitation, user),
    when=lambda one: not one.decisions.exclude(stage=Stage.REFUSED).exists(),
    intro=_("Members count on an application who declared that they have no conflict. No scores are shown to them."),
    icon="diversity_2",
)
PROPOSE = Verb(
    "decide",
    _("Propose the decision"),
    "decision.propose",
    lambda one, **inputs: decisions.propose(assessment=one, **inputs),
    form=DecisionForm,
    guard=lambda one, user: conflict_walls.require_open_round(one.invitation, user),
    when=lambda one: _may_be_decided(one) and not one.decisions.exclude(stage=Stage.REFUSED).exists(),
    intro=_("By ranking, the Committee's opinion and the envelope; another person approves it."),
    icon="how_to_reg",
    tone="go",
)
APPROVE = Verb(
    "approve",
    _("Approve this decision"),
    "decision.approve",
    lambda one, **inputs: decisions.approve(decision=one, **inputs),
    stages=(Stage.PROPOSED,),
    intro=_("Selections reserve the envelope, and every applicant is told by mail."),
    icon="task_alt",
    tone="go",
)
REFUSE = Verb(
    "refuse",
    _("Refuse this decision"),
    "decision.approve",
    lambda one, **inputs: decisions.refuse(decision=one, **inputs),
    form=ReasonForm,
    stages=(Stage.PROPOSED,),
    icon="block",
    tone="stop",
)
RECEIPT = Verb(
    "receipt",
    _("Record the receipt of the notice"),
    "selection.record",
    lambda one, **inputs: decisions.record_receipt(line=one, **inputs),
    form=ReceiptForm,
    when=lambda one: (
        one.selection is not None and one.selection.stage == "selected" and one.selection.notice_received_date is None
    ),
    intro=_("The twelve months run from this day (R17(iv), A9)."),
    icon="mark_email_read",
    tone="go",
)
PROMOTE = Verb(
    "promote",
    _("Propose its promotion"),
    "promotion.propose",
    lambda one, **inputs: decisions.propose_promotion(line=one, **inputs),
    form=ReasonForm,
    when=lambda one: one.application.stage == Application.Stage.RESERVED and one.decision.stage == Stage.APPROVED,
    intro=_("The next on the reserve list, where the envelope holds its likely commitment; another person approves."),
    icon="move_up",
    tone="go",
)
APPROVE_PROMOTION = Verb(
    "approve",
    _("Approve this promotion"),
    "promotion.approve",
    lambda one, **inputs: decisions.approve_promotion(promotion=one, **inputs),
    stages=(Stage.PROPOSED,),
    intro=_("The selection reserves the envelope, and the house is told by mail."),
    icon="task_alt",
    tone="go",
)
REFUSE_PROMOTION = Verb(
    "refuse",
    _("Refuse this promotion"),
    "promotion.approve",
    lambda one, **inputs: decisions.refuse_promotion(promotion=one, **inputs),
    form=ReasonForm,
    stages=(Stage.PROPOSED,),
    icon="block",
    tone="stop",
)


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(RecordAdmin):
    """A meeting of the Advisory Committee: who was there, what it thinks."""

    list_display = ["assessment", "held_date", "quorum", "recorded_by"]
    list_select_related = ["assessment__invitation", "recorded_by"]
    search_fields = ["assessment__invitation__reference", "minutes"]

    def panels(self, obj, request):
        """Members present; opinions, but of what a conflict closes to the reader."""
        closed = ConflictDeclaration.objects.closing(request.user)
        opinions = obj.opinions.exclude(application__in=closed).select_related("application__house")
        columns = [(_("Application"), "text"), (_("House"), "text"), (_("Opinion"), "text")]
        return [
            Panel(
                _("Present"),
                [(_("Member"), "text"), (_("Profession or post"), "text")],
                [
                    (str(one.membership.user), one.membership.capacity)
                    for one in obj.presences.select_related("membership__user")
                ],
            ),
            Panel(
                _("Opinions"),
                [*columns, (_("Reasons and conditions"), "text"), (_("Members taking part"), "number")],
                [
                    (
                        link(one.application, one.application.reference),
                        name_of(one.application.house),
                        tag(one, "opinion"),
                        one.words,
                        one.taking_part,
                    )
                    for one in opinions
                ],
            ),
        ]


@admin.register(SelectionDecision)
class SelectionDecisionAdmin(RecordAdmin):
    """A decision on a round: each application by rule and as decided."""

    list_display = ["assessment", "shown_stage", "proposed_by", "approved_by", "approved_at"]
    list_filter = ["stage"]
    list_select_related = ["assessment__invitation", "proposed_by", "approved_by"]
    search_fields = ["assessment__invitation__reference"]
    verbs = (APPROVE, REFUSE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The ranking with opinion, envelope and outcome; departures with their reasons."""
        closed = ConflictDeclaration.objects.closing(request.user)
        lines_of = obj.lines.exclude(application__in=closed).select_related("application__house", "opinion")
        columns = [(_("Rank"), "number"), (_("Application"), "text"), (_("Total"), "rate"), (_("Committee"), "text")]
        columns += [(_("Likely (HK$)"), "money"), (_("By rule"), "text"), (_("Decision"), "text")]
        columns += [(_("Reason of a departure"), "text")]
        rows = [
            (
                one.rank,
                link(one, name_of(one.application.house)),
                one.total_rate,
                tag(one.opinion, "opinion"),
                one.likely_hkd,
                one.get_by_rule_display(),
                link(one, one.get_outcome_display()),
                one.reason,
            )
            for one in lines_of
        ]
        note = _(
            "Down the ranks while what the Government likely commits fits in what was left of the envelope; then in "
            "reserve."
        )
        return [Panel(_("Decision"), columns, rows, note=note)]


@admin.register(DecisionLine)
class DecisionLineAdmin(RecordAdmin):
    """What was decided on one application, and the selection that came of it."""

    list_display = ["application", "rank", "outcome", "by_rule", "likely_hkd", "selection"]
    list_filter = ["outcome", "decision__assessment__invitation"]
    list_select_related = ["application", "selection__manager", "decision"]
    search_fields = ["application__reference", "application__house__name_en"]
    verbs = (PROMOTE, RECEIPT)

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        return super().get_queryset(request).exclude(application__in=ConflictDeclaration.objects.closing(request.user))


@admin.register(ReservePromotion)
class ReservePromotionAdmin(RecordAdmin):
    """A place on the reserve list taken up."""

    list_display = ["line", "shown_stage", "envelope_left_hkd", "proposed_by", "approved_by", "approved_at"]
    list_filter = ["stage"]
    list_select_related = ["line__application", "proposed_by", "approved_by"]
    search_fields = ["line__application__reference", "line__application__house__name_en", "reason"]
    verbs = (APPROVE_PROMOTION, REFUSE_PROMOTION)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        closed = ConflictDeclaration.objects.closing(request.user)
        return super().get_queryset(request).exclude(line__application__in=closed)
