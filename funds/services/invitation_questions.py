"""Questions on a round: asked by houses, published with an answer and without a name (R29)."""

from datetime import datetime

from django.db import transaction

from funds.models import House, Invitation, InvitationQuestion
from funds.rounds import CLOSED, database_clock, phase
from funds.rules.stages import require_stage
from funds.services.invitation_letters import write_to_asker
from itvf import audit, permissions
from itvf.errors import InputRefused, WrongStage, gettext_noop

Stage = InvitationQuestion.Stage
LONGEST = 4000


@transaction.atomic
def ask(*, invitation: Invitation, house: House, text: str, by, at: datetime) -> InvitationQuestion:
    """This function will take in a house's question on a round that is coming or open. Who asked is never published."""
    permissions.require(by, "invitation.ask", within=house)
    if invitation.stage != Invitation.Stage.OPEN or phase(invitation, database_clock()) == CLOSED:
        raise WrongStage(gettext_noop("The invitation takes no more questions."), code="invitation_closed")
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise InputRefused(
            gettext_noop("Ask in 1 to {most} characters."), code="question_length", field="text", most=LONGEST
        )
    question = InvitationQuestion.objects.create(
        invitation=invitation, house=house, asked=text, asked_by=by, asked_at=at
    )
    _record("ask", question, by, at)
    return question


@transaction.atomic
def publish(
    *,
    question: InvitationQuestion,
    question_en: str,
    answer_en: str,
    by,
    at: datetime,
    question_zh_hant: str = "",
    answer_zh_hant: str = "",
) -> InvitationQuestion:
    """This function will publish a question in our words with its answer, in one language or both, naming nobody."""
    permissions.require(by, "invitation.answer")
    question = _lock(question)
    if not (question_en.strip() and answer_en.strip()) and not (question_zh_hant.strip() and answer_zh_hant.strip()):
        raise InputRefused(
            gettext_noop("Give question and answer in one language at least."), code="no_answer", field="answer_en"
        )
    question.question_en, question.answer_en = question_en.strip(), answer_en.strip()
    question.question_zh_hant, question.answer_zh_hant = question_zh_hant.strip(), answer_zh_hant.strip()
    question.stage, question.answered_by, question.answered_at = Stage.PUBLISHED, by, at
    question.save()
    write_to_asker(question)
    _record("answer", question, by, at)
    return question


@transaction.atomic
def set_aside(*, question: InvitationQuestion, by, at: datetime, reason: str) -> InvitationQuestion:
    """This function will set a question aside that is not for publication, with the reason."""
    permissions.require(by, "invitation.answer")
    audit.require_reason(reason)
    question = _lock(question)
    question.stage = Stage.SET_ASIDE
    question.save(update_fields=["stage"])
    _record("set_question_aside", question, by, at, reason=reason)
    return question


def _lock(question: InvitationQuestion) -> InvitationQuestion:
    question = InvitationQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    require_stage(question, Stage.ASKED)
    return question


def _record(verb: str, question: InvitationQuestion, by, at: datetime, *, reason: str = "") -> None:
    facts = {"round": question.invitation.reference}
    audit.record(
        chain=audit.PROGRAMME, verb=f"invitation.{verb}", subject=question, by=by, at=at, reason=reason, facts=facts
    )
