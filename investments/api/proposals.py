"""Proposals: put to the Corporation, tried out, answered, completed; with what each rule says of them."""

from dataclasses import asdict

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund
from investments.api.documents import DocumentOut
from investments.api.words import sentence
from investments.models import CheckOutcome, Company, Proposal, ProposalAnswer
from investments.rules.restrictions import CURES, RESTRICTIONS
from investments.services import investments, rulings
from itvf import permissions
from itvf.api import IdempotentVerb, Versioned
from itvf.api_exact import Foreign, Fraction, Units
from itvf.api_fields import Explained, Input, Json, Money, Reason, read
from itvf.api_upload import Upload, kept
from itvf.dates import now, today


class DealIn(Input):
    """A deal as the GP gives it. What the scheme's lists do not name is a breach, not an input error."""

    company = serializers.IntegerField(min_value=1)
    sector = serializers.CharField(max_length=60)
    financing_stage = serializers.CharField(max_length=40)
    instrument = serializers.CharField(max_length=40)
    description = serializers.CharField()
    amount_hkd = Money()
    expected_date = serializers.DateField()
    activities = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
    is_secondary = serializers.BooleanField(required=False)
    is_follow_on = serializers.BooleanField(required=False)
    is_bridge = serializers.BooleanField(required=False)
    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    foreign_amount = Foreign(required=False, allow_null=True)
    hong_kong_spend_undertaken_hkd = Money(required=False, allow_null=True)
    spend_months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    undertaking_signed_date = serializers.DateField(required=False, allow_null=True)


class ReplyIn(Input):
    """The reply to a query."""

    reply = serializers.CharField(max_length=4000)


class AnswerIn(Input):
    """The Corporation's answer; no objection takes two people."""

    answer = serializers.ChoiceField(ProposalAnswer.Answer.choices)
    reason = serializers.CharField(max_length=4000)


class CompletionIn(Input):
    """That the deal was done, and what shows it. Less than was proposed leaves the rest to tranches."""

    completed_date = serializers.DateField()
    evidence = serializers.CharField(max_length=4000)
    amount_hkd = Money(required=False)
    units = Units(required=False)
    foreign_amount = Foreign(required=False)
    fx_rate = Fraction(required=False)
    fx_source = serializers.CharField(max_length=120, required=False)
    fx_date = serializers.DateField(required=False)


class RulingIn(Input):
    """A decision on a question that the latest checks left open: the rule is met (`holds`), or it is broken."""

    restriction = serializers.CharField(max_length=30)
    holds = serializers.BooleanField()
    reason = serializers.CharField(max_length=4000)
    file = Upload(required=False)


class OutcomeOut(serializers.Serializer):
    """What one restriction says of a deal: clause, facts, headroom, what would cure it, who could consent to it."""

    rule = serializers.CharField()
    restriction = serializers.CharField()
    clause = serializers.CharField()
    status = serializers.ChoiceField(CheckOutcome.Status.choices)
    severity = serializers.CharField()
    code = serializers.CharField()
    message = serializers.SerializerMethodField()
    facts = Json()
    headroom_hkd = Money(allow_null=True)
    cure = serializers.SerializerMethodField()
    consented_by = serializers.SerializerMethodField()

    def get_message(self, outcome) -> str:
        """The sentence in the reader's language."""
        return sentence(outcome.code, outcome.template, outcome.facts)

    def get_cure(self, outcome) -> str:
        """What would cure it, in the reader's language; empty where nothing is to be cured."""
        cure = "" if outcome.status == CheckOutcome.Status.PASS else CURES.get(outcome.code, "")
        return sentence(outcome.code, cure, outcome.facts) if cure else ""

    def get_consented_by(self, outcome) -> str:
        """Whose consent lifts it; empty where none does."""
        return RESTRICTIONS[outcome.restriction].consented_by if outcome.severity == "consent" else ""


class KeptOutcomeOut(OutcomeOut):
    """An outcome as it was judged and kept, which opens to its facts."""

    explained = Explained({"headroom_hkd": ("outcome", "{0.pk}")}, fund="proposal.fund.code")


class RulingOut(serializers.Serializer):
    """A person's decision on what the checks could not decide, for just the facts shown."""

    id = serializers.IntegerField()
    restriction = serializers.CharField()
    holds = serializers.BooleanField()
    reason = serializers.CharField()
    facts = Json()
    decided_by = serializers.CharField(source="decided_by.name")
    decided_at = serializers.DateTimeField()


class ProposalReplyOut(serializers.Serializer):
    """What the GP replied to a query."""

    run = serializers.IntegerField()
    reply = serializers.CharField()
    replied_by = serializers.CharField(source="replied_by.name")
    replied_at = serializers.DateTimeField()


class AnswerOut(serializers.Serializer):
    """One person's answer, and on which run of the checks it was given."""

    run = serializers.IntegerField()
    answer = serializers.ChoiceField(ProposalAnswer.Answer.choices)
    reason = serializers.CharField()
    answered_by = serializers.CharField(source="answered_by.name")
    answered_at = serializers.DateTimeField()


class ProposalOut(serializers.Serializer):
    """A proposal."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    number = serializers.IntegerField()
    company = serializers.IntegerField(source="company_id")
    company_name = serializers.CharField(source="company.name_en")
    stage = serializers.ChoiceField(Proposal.Stage.choices)
    sector = serializers.CharField()
    financing_stage = serializers.CharField()
    instrument = serializers.CharField()
    amount_hkd = Money()
    expected_date = serializers.DateField()
    submitted_by = serializers.CharField(source="submitted_by.name")
    submitted_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ProposalDetailOut(ProposalOut):
    """A proposal with the outcomes of its last run of checks and the answers given."""

    description = serializers.CharField()
    activities = serializers.ListField(child=serializers.CharField())
    is_secondary = serializers.BooleanField()
    is_follow_on = serializers.BooleanField()
    is_bridge = serializers.BooleanField()
    currency = serializers.CharField()
    foreign_amount = Foreign(allow_null=True)
    hong_kong_spend_undertaken_hkd = Money(allow_null=True)
    spend_months = serializers.IntegerField()
    undertaking_signed_date = serializers.DateField(allow_null=True)
    run = serializers.IntegerField()
    outcomes = KeptOutcomeOut(many=True, source="last_outcomes")
    answers = AnswerOut(many=True, source="all_answers")
    replies = ProposalReplyOut(many=True, source="all_replies")
    rulings = RulingOut(many=True, source="all_rulings")
    documents = DocumentOut(many=True, source="all_documents")


class WhatIfOut(serializers.Serializer):
    """What each rule would say; nothing is written."""

    outcomes = OutcomeOut(many=True)


class ProposalFilter(django_filters.FilterSet):
    """By fund, company and stage."""

    fund = django_filters.CharFilter(field_name="fund__code")
    company = django_filters.NumberFilter()
    stage = django_filters.ChoiceFilter(choices=Proposal.Stage.choices)


class Proposals(ListAPIView):
    """The proposals that you may see: staff all, a GP its own funds'."""

    serializer_class = ProposalOut
    filterset_class = ProposalFilter
    queryset = Proposal.objects.none()

    def get_queryset(self):
        return visible_proposals(self.request.user).order_by("-id")


class SubmitProposal(IdempotentVerb):
    """Put a deal to the Corporation. One that breaks a rule is recorded too, with its outcomes."""

    input, output, success = DealIn, ProposalDetailOut, 201

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        given = read(DealIn, request.data)
        company = company_named(given, request.user)
        deal = investments.Deal(**given)
        proposal = investments.submit(fund=fund, company=company, deal=deal, by=request.user, at=now())
        return 201, detail(proposal)


class WhatIf(APIView):
    """Try a deal against every rule of the mandate, and write nothing."""

    @extend_schema(request=DealIn, responses=WhatIfOut)
    def post(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        permissions.require(request.user, "proposal.submit", within=fund)
        given = read(DealIn, request.data)
        company = company_named(given, request.user)
        proposal = Proposal(fund=fund, company=company, **asdict(investments.Deal(**given)))
        outcomes = investments.what_if(fund, proposal, investments.judged_on(proposal, today()))
        return Response(WhatIfOut({"outcomes": outcomes}).data)


class ProposalDetail(Versioned, APIView):
    """One proposal with its outcomes and answers."""

    @extend_schema(responses=ProposalDetailOut)
    def get(self, request, pk):
        return Response(detail(get_object_or_404(visible_proposals(request.user), pk=pk)))


class ResubmitProposal(IdempotentVerb):
    """Put a queried proposal back with a reply; it is checked anew."""

    input, output, success, takes_version = ReplyIn, ProposalDetailOut, 200, True

    def perform(self, request, pk):
        proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
        given = read(ReplyIn, request.data)
        version = self.expected_version(request)
        return 200, detail(investments.resubmit(proposal=proposal, **given, by=request.user, at=now(), version=version))


class WithdrawProposal(IdempotentVerb):
    """Withdraw a proposal that is not completed."""

    input, output, success, takes_version = Reason, ProposalDetailOut, 200, True

    def perform(self, request, pk):
        proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
        given = read(Reason, request.data)
        version = self.expected_version(request)
        return 200, detail(investments.withdraw(proposal=proposal, **given, by=request.user, at=now(), version=version))


class AnswerProposal(IdempotentVerb):
    """Answer a proposal, by staff. A no objection that a rule stops is refused with its breaches."""

    input, output, success, takes_version = AnswerIn, ProposalDetailOut, 200, True

    def perform(self, request, pk):
        proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
        given = read(AnswerIn, request.data)
        version = self.expected_version(request)
        investments.answer(proposal=proposal, **given, by=request.user, at=now(), version=version)
        return 200, detail(visible_proposals(request.user).get(pk=pk))


class RuleOnProposal(IdempotentVerb):
    """Decide a question that the latest checks left open, by staff; the checks run anew.

    Deciding otherwise on the same facts, by another person, supersedes the decision before; both stay on record.
    """

    input, output, success = RulingIn, ProposalDetailOut, 201

    def perform(self, request, pk):
        proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
        given = read(RulingIn, request.data)
        file = kept(given.pop("file", None), by=request.user)
        rulings.decide(proposal=proposal, **given, file=file, by=request.user, at=now())
        return 201, detail(visible_proposals(request.user).get(pk=pk))


class CompleteProposal(IdempotentVerb):
    """Record that a deal was done, and book its cost."""

    input, output, success, takes_version = CompletionIn, ProposalDetailOut, 200, True

    def perform(self, request, pk):
        proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
        given = read(CompletionIn, request.data)
        version = self.expected_version(request)
        investments.complete(proposal=proposal, **given, by=request.user, at=now(), version=version)
        return 200, detail(visible_proposals(request.user).get(pk=pk))


def visible_proposals(user):
    """Proposals that a person may see, with what they name."""
    return Proposal.objects.visible_to(user).select_related("fund", "company", "submitted_by")


def company_named(given: dict, user) -> Company:
    """Takes the company out of the input: one that the person may see, else it is not found."""
    return get_object_or_404(Company.objects.visible_to(user), pk=given.pop("company"))


def detail(proposal: Proposal) -> dict:
    """A proposal as it is answered: with its last run of checks and every answer."""
    proposal.run = investments.last_run(proposal)
    proposal.last_outcomes = proposal.outcomes.filter(run=proposal.run).select_related("proposal__fund").order_by("id")
    proposal.all_answers = proposal.answers.select_related("answered_by").order_by("id")
    proposal.all_replies = proposal.replies.select_related("replied_by").order_by("id")
    proposal.all_rulings = proposal.rulings.select_related("decided_by").order_by("id")
    proposal.all_documents = proposal.documents.select_related("file", "added_by").order_by("id")
    return ProposalDetailOut(proposal).data
