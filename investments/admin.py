"""Companies, proposals, consents and investments in the staff's admin site."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, RecordedBreach
from investments import portfolio
from investments.models import Company, CompanyFact, Consent, Investment, Proposal, ProposalAnswer
from investments.services import companies, consents, investments
from itvf.admin_forms import DateField, ReasonForm, UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, facts_line, link, read_facts, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.errors import Breach
from itvf.presentation import clause
from itvf.words import breach_text

Stage = Proposal.Stage


class CompanyForm(VerbForm):
    """A company, known once for all funds."""

    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    br_number = forms.CharField(label=_("Business registration number"), max_length=20, required=False)
    place_of_incorporation = forms.CharField(label=_("Place of incorporation"), max_length=80, initial="Hong Kong")
    description = forms.CharField(label=_("What it does"), widget=forms.Textarea(attrs={"rows": 3}))
    rows = (("name_en", "name_zh_hant"), ("br_number", "place_of_incorporation"))


class FactForm(VerbForm):
    """A fact that a rule reads, with what shows it."""

    kind = forms.ChoiceField(label=_("Fact"), choices=CompanyFact.Kind)
    holds = forms.BooleanField(label=_("It holds"), required=False, initial=True)
    since_date = DateField(label=_("Since"))
    evidence = forms.CharField(
        label=_("Evidence: document, number, date (A17)"), widget=forms.Textarea(attrs={"rows": 3})
    )
    file = UploadField(label=_("Evidence (file)"), required=False)


class AnswerForm(VerbForm):
    """The Corporation's answer."""

    answer = forms.ChoiceField(label=_("Answer"), choices=ProposalAnswer.Answer)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class CompletionForm(VerbForm):
    """When the deal was done, and what shows it."""

    completed_date = DateField(label=_("Completed on"))
    evidence = forms.CharField(
        label=_("Evidence of completion"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Share certificate, bank advice, capitalisation table."),
    )


class ConsentForm(VerbForm):
    """A consent to what a rule would otherwise stop."""

    fund = forms.ModelChoiceField(Fund.objects.all(), label=_("Fund"))
    rule = forms.CharField(label=_("Rule"), max_length=8, help_text=_("Such as R11."))
    proposal = forms.ModelChoiceField(
        Proposal.objects.select_related("fund", "company"),
        label=_("Proposal"),
        required=False,
        empty_label=_("the fund as a whole"),
    )
    expiry_date = DateField(label=_("Expires on"))
    scope = forms.CharField(label=_("Scope"), widget=forms.Textarea(attrs={"rows": 3}))
    document_reference = forms.CharField(label=_("Document reference"), max_length=120)
    file = UploadField(label=_("Document"), required=False)
    rows = (("fund", "proposal"), ("rule", "expiry_date"))


@admin.register(Company)
class CompanyAdmin(RecordAdmin):
    """A company with what is known of it and what funds hold of it."""

    list_display = ["name_en", "name_zh_hant", "br_number", "place_of_incorporation", "registered_at"]
    list_filter = ["place_of_incorporation"]
    search_fields = ["name_en", "name_zh_hant", "br_number", "description"]
    verbs = (
        Verb(
            "register",
            _("Register a company"),
            "company.register",
            lambda _none, **inputs: companies.register(**inputs),
            form=CompanyForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "record-fact",
            _("Record a fact"),
            "company.register",
            lambda company, **inputs: companies.record_fact(company=company, **inputs) and company,
            form=FactForm,
            icon="fact_check",
            tone="go",
        ),
    )

    def panels(self, obj, request):
        """Facts with evidence, proposals, investments at cost."""
        return [
            Panel(
                _("Facts that rules read (A17)"),
                [
                    (_("Fact"), "text"),
                    (_("Holds"), "text"),
                    (_("Since"), "date"),
                    (_("Evidence"), "text"),
                    (_("By"), "text"),
                ],
                [_fact(fact) for fact in obj.facts.select_related("recorded_by")],
            ),
            Panel(
                _("Proposals"),
                [(_("Proposal"), "text"), (_("Stage"), "text"), (_("HK$"), "money")],
                [(link(p), tag(p), p.amount_hkd) for p in obj.proposals.select_related("fund", "company")],
            ),
            Panel(
                _("Investments (HK$)"),
                [
                    (_("Fund"), "text"),
                    (_("Completed"), "date"),
                    (_("Original cost"), "money"),
                    (_("Held at cost"), "money"),
                ],
                [
                    (link(i, str(i.fund)), i.completed_date, i.original_cost_hkd, i.cost_hkd)
                    for i in portfolio.investments_with_cost().filter(company=obj)
                ],
            ),
        ]


def _fact(fact):
    held = _("yes") if fact.holds else _("no")
    return fact.get_kind_display(), held, fact.since_date, fact.evidence, str(fact.recorded_by)


@admin.register(Proposal)
class ProposalAdmin(RecordAdmin):
    """A deal put to the Corporation: what each rule says of it, and what it was answered."""

    list_display = ["__str__", "fund", "company", "shown_stage", "amount_hkd", "expected_date"]
    list_filter = ["stage", "fund", "sector", "financing_stage"]
    list_select_related = ["fund", "company"]
    search_fields = ["company__name_en", "company__name_zh_hant", "fund__name_en", "fund__code", "description"]
    date_hierarchy = "expected_date"
    verbs = (
        Verb(
            "answer",
            _("Answer"),
            "proposal.answer",
            lambda proposal, **inputs: investments.answer(proposal=proposal, **inputs),
            form=AnswerForm,
            stages=(Stage.SUBMITTED,),
            intro=_("No objection takes two people; a query or a breach notice takes one. The GP decides on the deal."),
            icon="reply",
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
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The latest run of checks, the answers, the consents."""
        return [_outcomes(obj), _answers(obj), _consents(obj)]


def _outcomes(proposal):
    run = investments.last_run(proposal)
    return Panel(
        _("What each rule says"),
        [
            (_("Rule"), "text"),
            (_("Outcome"), "text"),
            (_("Sentence"), "text"),
            (_("Clause"), "text"),
            (_("A breach would"), "text"),
            (_("Headroom (HK$)"), "money"),
            (_("Facts"), "text"),
        ],
        [
            (
                outcome.rule,
                tag(outcome, "status"),
                _sentence(outcome),
                clause(outcome.clause),
                SEVERITY.get(outcome.severity, outcome.severity),
                outcome.headroom_hkd,
                facts_line(outcome.facts),
            )
            for outcome in proposal.outcomes.filter(run=run).order_by("id")
        ],
        note=_("Run %(run)s") % {"run": run} if run else "",
    )


SEVERITY = {
    "refuse": _("stop a no objection"),
    "consent": _("need a recorded consent"),
    "notify": _("be shown only"),
}


def _sentence(outcome) -> str:
    return breach_text(Breach(outcome.code, outcome.template, outcome.rule, outcome.clause, read_facts(outcome.facts)))


def _answers(proposal):
    return Panel(
        _("Answers"),
        [(_("Answer"), "text"), (_("By"), "text"), (_("At"), "moment"), (_("On run"), "number"), (_("Reason"), "text")],
        [
            (a.get_answer_display(), str(a.answered_by), a.answered_at, a.run, a.reason)
            for a in proposal.answers.select_related("answered_by")
        ],
        empty=_("Nobody has answered yet."),
    )


def _consents(proposal):
    return Panel(
        _("Consents that count today"),
        [(_("Consent"), "text"), (_("Scope"), "text"), (_("Expires"), "date")],
        [
            (link(c), c.scope, c.expiry_date)
            for c in portfolio.live_consents(proposal.fund, today(), proposal).select_related("fund")
        ],
        empty=_("No consent counts for this proposal."),
    )


@admin.register(ProposalAnswer)
class ProposalAnswerAdmin(RecordAdmin):
    """One person's answer to a proposal."""

    list_display = ["proposal", "answer", "answered_by", "answered_at"]
    list_filter = ["answer"]
    list_select_related = ["proposal__fund", "proposal__company", "answered_by"]
    search_fields = ["proposal__company__name_en", "answered_by__name", "reason"]


@admin.register(Consent)
class ConsentAdmin(RecordAdmin):
    """A recorded consent: who, when, scope, expiry, document."""

    list_display = ["__str__", "fund", "proposal", "shown_stage", "expiry_date", "recorded_by", "approved_by"]
    list_filter = ["stage", "rule", "fund"]
    list_select_related = ["fund", "proposal__fund", "proposal__company", "recorded_by", "approved_by"]
    search_fields = ["rule", "scope", "document_reference", "fund__name_en", "fund__code"]
    verbs = (
        Verb(
            "record",
            _("Record a consent"),
            "consent.record",
            lambda _none, **inputs: consents.record(**inputs),
            form=ConsentForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.approve(consent=consent, **inputs),
            stages=(Consent.Stage.DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.refuse(consent=consent, **inputs),
            form=ReasonForm,
            stages=(Consent.Stage.DRAFT,),
            tone="stop",
        ),
        Verb(
            "revoke",
            _("Revoke this consent"),
            "consent.approve",
            lambda consent, **inputs: consents.revoke(consent=consent, **inputs),
            form=ReasonForm,
            stages=(Consent.Stage.APPROVED,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)


@admin.register(Investment)
class InvestmentAdmin(RecordAdmin):
    """A completed deal with its cost in the fund's book and its breaches."""

    list_display = ["company", "fund", "completed_date", "original_cost"]
    list_filter = ["fund", "proposal__sector", "proposal__financing_stage"]
    search_fields = ["company__name_en", "company__name_zh_hant", "fund__name_en", "fund__code"]
    date_hierarchy = "completed_date"

    def get_queryset(self, request):
        """With each investment's cost, from the books."""
        return portfolio.investments_with_cost()

    @admin.display(description=_("original cost (HK$)"), ordering="original_cost_hkd")
    def original_cost(self, obj):
        """What was ever put in."""
        return f"{obj.original_cost_hkd:,.2f}"

    def panels(self, obj, request):
        """Cost in the book, and the breaches with which the deal was done."""
        breaches = RecordedBreach.objects.filter(source=f"proposal:{obj.proposal_id}")
        return [
            Panel(
                _("In the fund's book (HK$)"),
                [(_("What"), "text"), (_("HK$"), "money")],
                [(_("original cost"), obj.original_cost_hkd), (_("still held, at cost"), obj.cost_hkd)],
            ),
            Panel(
                _("Breaches"),
                [(_("Rule"), "text"), (_("What was found"), "text"), (_("Found"), "date"), (_("Cured"), "date")],
                [(link(b, b.rule), b.message, b.found_date, b.cured_date) for b in breaches],
                empty=_("The deal was done without a breach."),
            ),
        ]
