"""Rounds in the staff's admin: prepared, published, amended; the board of a round; questions and answers."""

from django.contrib import admin
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from funds import rounds
from funds.admin.invitation_forms import AmendmentForm, AnswerForm, NewRoundForm, RoundForm
from funds.admin.paper_rounds import ENTER
from funds.models import ConflictDeclaration, Invitation, InvitationAmendment, InvitationQuestion
from funds.services import invitation_questions, invitations
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.errors import percentage
from itvf.presentation import name_of, title_of

Stage = Invitation.Stage

PREPARE = Verb(
    "prepare",
    _("Prepare a round"),
    "invitation.prepare",
    lambda _none, **inputs: invitations.prepare(**inputs),
    form=NewRoundForm,
    icon="add",
    tone="go",
    on_list=True,
)
REVISE = Verb(
    "revise",
    _("Revise"),
    "invitation.prepare",
    lambda one, **inputs: invitations.revise(invitation=one, **inputs),
    form=RoundForm,
    stages=(Stage.DRAFT,),
    icon="edit",
)
PUBLISH = Verb(
    "publish",
    _("Publish"),
    "invitation.open",
    lambda one, **inputs: invitations.publish(invitation=one, **inputs),
    stages=(Stage.DRAFT,),
    intro=_("From now on the round is public and frozen: it changes by an announced amendment only."),
    icon="campaign",
    tone="go",
)
WITHDRAW = Verb(
    "withdraw",
    _("Give it up"),
    "invitation.prepare",
    lambda one, **inputs: invitations.withdraw(invitation=one, **inputs),
    form=ReasonForm,
    stages=(Stage.DRAFT,),
    icon="delete",
    tone="stop",
)
AMEND = Verb(
    "amend",
    _("Propose an amendment"),
    "invitation.amend",
    lambda one, **inputs: invitations.propose_amendment(invitation=one, **inputs),
    form=AmendmentForm,
    stages=(Stage.OPEN,),
    when=lambda one: rounds.phase(one, rounds.database_clock()) != rounds.CLOSED,
    icon="edit_note",
)
ANNOUNCE = Verb(
    "announce",
    _("Announce"),
    "invitation.announce",
    lambda one, **inputs: invitations.announce_amendment(amendment=one, **inputs),
    stages=(InvitationAmendment.Stage.PROPOSED,),
    intro=_("It holds at once, and everybody of every house with a draft or an application is told by mail."),
    icon="campaign",
    tone="go",
)
REFUSE = Verb(
    "refuse",
    _("Refuse"),
    "invitation.announce",
    lambda one, **inputs: invitations.refuse_amendment(amendment=one, **inputs),
    form=ReasonForm,
    stages=(InvitationAmendment.Stage.PROPOSED,),
    icon="block",
    tone="stop",
)
ANSWER = Verb(
    "answer",
    _("Publish with an answer"),
    "invitation.answer",
    lambda one, **inputs: invitation_questions.publish(question=one, **inputs),
    form=AnswerForm,
    stages=(InvitationQuestion.Stage.ASKED,),
    intro=_("Everybody reads it. Take out of the question whatever tells who asked."),
    icon="quickreply",
    tone="go",
)
SET_ASIDE = Verb(
    "set-aside",
    _("Set aside"),
    "invitation.answer",
    lambda one, **inputs: invitation_questions.set_aside(question=one, **inputs),
    form=ReasonForm,
    stages=(InvitationQuestion.Stage.ASKED,),
    icon="block",
    tone="stop",
)


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    """A round with its board: applications as they came, and after the close how eligible they are."""

    list_display = ["reference", "title_en", "scheme", "shown_stage", "opens_at", "closes_at"]
    list_filter = ["stage", "scheme"]
    list_select_related = ["scheme"]
    search_fields = ["reference", "title_en", "title_zh_hant"]
    verbs = (PREPARE, PUBLISH, REVISE, AMEND, ENTER, WITHDRAW)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def notes(self, obj):
        """What nobody may see before the close."""
        if obj.stage == Stage.OPEN and rounds.phase(obj, rounds.database_clock()) != rounds.CLOSED:
            return [_("Until the close only that and when an application came is shown, to nobody what it says.")]
        return []

    def panels(self, obj, request):
        """The board, criteria, documents, amendments, questions."""
        found = (
            obj.applications.defer("sections").select_related("house").annotate(came=Max("submissions__received_at"))
        )
        counted = found.aggregate(
            drafts=Count("pk", filter=Q(stage="draft"), distinct=True),
            received=Count("pk", filter=~Q(stage__in=("draft", "withdrawn")), distinct=True),
            withdrawn=Count("pk", filter=Q(stage="withdrawn"), distinct=True),
        )
        columns = [(_("Application"), "text"), (_("House"), "text"), (_("Stage"), "text"), (_("Received"), "moment")]
        heads = [(_("Passed"), "number"), (_("To rule on"), "number"), (_("Failed"), "number")]
        closed = ConflictDeclaration.objects.closing(request.user)
        rulings = _rulings(obj, but=closed)
        return [
            Panel(
                _("Counts"),
                [(_("Drafts"), "number"), (_("Received"), "number"), (_("Withdrawn"), "number")],
                [(counted["drafts"], counted["received"], counted["withdrawn"])],
            ),
            Panel(
                _("Applications"),
                [*columns, *heads],
                [
                    (
                        link(one, one.reference),
                        name_of(one.house),
                        tag(one),
                        one.came,
                        *rulings.get(one.pk, (None,) * 3),
                    )
                    for one in found.exclude(stage="draft").exclude(pk__in=closed).order_by("-came", "pk")
                ],
                empty=_("No application was received yet."),
            ),
            Panel(
                _("Criteria"),
                [(_("Code"), "text"), (_("Criterion"), "text"), (_("Weight"), "text")],
                [(one.code, title_of(one), percentage(one.weight_rate)) for one in obj.criteria.all()],
            ),
            Panel(
                _("Documents asked for"),
                [(_("Code"), "text"), (_("Document"), "text"), (_("Required"), "text")],
                [(one.code, title_of(one), _("yes") if one.is_required else _("no")) for one in obj.documents.all()],
            ),
            Panel(
                _("Amendments"),
                [(_("Amendment"), "text"), (_("Stage"), "text"), (_("Announced"), "moment")],
                [(link(one), tag(one), one.announced_at) for one in obj.amendments.select_related("invitation")],
            ),
            Panel(
                _("Questions"),
                [(_("Question"), "text"), (_("Stage"), "text"), (_("Asked"), "moment")],
                [
                    (link(one, one.asked[:80]), tag(one), one.asked_at)
                    for one in obj.questions.order_by("stage", "-id")[:50]
                ],
            ),
        ]


@admin.register(InvitationAmendment)
class InvitationAmendmentAdmin(RecordAdmin):
    """A change of an open round."""

    list_display = ["invitation", "number", "shown_stage", "proposed_by", "announced_by", "announced_at"]
    list_filter = ["stage"]
    list_select_related = ["invitation", "proposed_by", "announced_by"]
    search_fields = ["invitation__reference", "words_en"]
    verbs = (ANNOUNCE, REFUSE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


@admin.register(InvitationQuestion)
class InvitationQuestionAdmin(RecordAdmin):
    """A question of a house; what is published names nobody."""

    list_display = ["invitation", "asked", "shown_stage", "house", "asked_at"]
    list_filter = ["stage"]
    list_select_related = ["invitation", "house"]
    search_fields = ["invitation__reference", "asked", "question_en"]
    verbs = (ANSWER, SET_ASIDE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


def _rulings(invitation: Invitation, *, but) -> dict[int, tuple[int, int, int]]:
    """By application: requirements passed, to be ruled on, failed; one statement for the whole round."""
    counted = (
        invitation.applications.filter(submissions__findings__isnull=False)
        .exclude(pk__in=but)
        .values_list("pk")
        .annotate(
            passed=Count("submissions__findings", filter=Q(submissions__findings__stage="passed")),
            waiting=Count(
                "submissions__findings", filter=Q(submissions__findings__stage__in=("open", "fail_proposed"))
            ),
            failed=Count("submissions__findings", filter=Q(submissions__findings__stage="failed")),
        )
    )
    return {pk: tuple(counts) for pk, *counts in counted}
