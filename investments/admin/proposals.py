"""Deals put to the Corporation: checked, asked about, ruled on, answered, completed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investments.admin import proposal_panels
from investments.admin.consents import DealConsentForm
from investments.admin.proposal_forms import AnswerForm, CompletionForm, DocumentForm, RulingForm
from investments.models import Proposal, ProposalAnswer, Ruling
from investments.rules.rulings import may_be_overturned, may_be_ruled_on
from investments.services import consents, documents, investments, rulings
from itvf.admin_records import RecordAdmin, tag
from itvf.admin_verbs import Verb

Stage = Proposal.Stage
OPEN = (Stage.SUBMITTED, Stage.QUERIED, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)


def _has_a_question(proposal) -> bool:
    found = proposal.outcomes.filter(run=investments.last_run(proposal))
    return any(may_be_ruled_on(one) or may_be_overturned(one) for one in found)


@admin.register(Proposal)
class ProposalAdmin(RecordAdmin):
    """A deal put to the Corporation: what each rule says of it, and what it was answered."""

    list_display = ["__str__", "fund", "company", "shown_stage", "amount_hkd", "expected_date"]
    list_filter = ["stage", "fund", "sector", "financing_stage", "is_follow_on"]
    list_select_related = ["fund", "company"]
    search_fields = ["company__name_en", "company__name_zh_hant", "fund__name_en", "fund__code", "description"]
    date_hierarchy = "expected_date"
    hidden_fields = ("hints",)
    verbs = (
        Verb(
            "answer",
            _("Answer"),
            "proposal.answer",
            lambda proposal, **inputs: investments.answer(proposal=proposal, **inputs) and proposal,
            form=AnswerForm,
            stages=(Stage.SUBMITTED,),
            intro=_("No objection takes two people; a query or a breach notice takes one. The GP decides on the deal."),
            icon="reply",
            tone="go",
        ),
        Verb(
            "rule",
            _("Decide a question"),
            "proposal.rule",
            lambda proposal, **inputs: rulings.decide(proposal=proposal, **inputs) and proposal,
            form=RulingForm,
            stages=(Stage.SUBMITTED,),
            when=_has_a_question,
            intro=_(
                "The decision counts for just the facts that stand beside the question; once they change it is open "
                "again. Answers given on the earlier checks lapse."
            ),
            icon="gavel",
            tone="go",
        ),
        Verb(
            "recheck",
            _("Check again"),
            "proposal.answer",
            lambda proposal, **inputs: investments.recheck(proposal=proposal, **inputs),
            stages=(Stage.SUBMITTED,),
            intro=_("After a fact, a consent or the portfolio changed. Answers given on the earlier checks lapse."),
            icon="refresh",
        ),
        Verb(
            "complete",
            _("Record the completion"),
            "investment.complete",
            lambda proposal, **inputs: investments.complete(proposal=proposal, **inputs),
            form=CompletionForm,
            stages=(Stage.NO_OBJECTION, Stage.BREACH_NOTICE),
            icon="task_alt",
            tone="go",
        ),
        Verb(
            "add-document",
            _("Add a document"),
            "proposal.add_document",
            lambda proposal, **inputs: documents.add(proposal=proposal, **inputs) and proposal,
            form=DocumentForm,
            stages=(*OPEN, Stage.COMPLETED),
            icon="attach_file",
        ),
        Verb(
            "record-consent",
            _("Record a consent to it"),
            "consent.record",
            lambda proposal, **inputs: consents.record(fund=proposal.fund, proposal=proposal, **inputs),
            form=DealConsentForm,
            stages=OPEN,
            icon="approval",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The latest run of checks, papers, questions and answers, rulings, consents."""
        return proposal_panels.panels(obj)


@admin.register(ProposalAnswer)
class ProposalAnswerAdmin(RecordAdmin):
    """One person's answer to a proposal."""

    list_display = ["proposal", "answer", "answered_by", "answered_at"]
    list_filter = ["answer"]
    list_select_related = ["proposal__fund", "proposal__company", "answered_by"]
    search_fields = ["proposal__company__name_en", "answered_by__name", "reason"]


@admin.register(Ruling)
class RulingAdmin(RecordAdmin):
    """One person's decision on what the checks of a deal could not decide."""

    list_display = ["proposal", "restriction", "holds", "decided_by", "decided_at"]
    list_filter = ["restriction", "holds"]
    list_select_related = ["proposal__fund", "proposal__company", "decided_by"]
    search_fields = ["proposal__company__name_en", "restriction", "reason", "decided_by__name"]
    hidden_fields = ("facts_hash",)
