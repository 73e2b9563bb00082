"""Resolutions with their votes and count; side letters with their elections."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import agreement_register
from funds.admin import agreement_forms as forms
from funds.agreement_words import count_in_words, needed
from funds.models import Partner, Resolution, SideLetter
from funds.rules import resolutions as rules
from funds.services import resolutions, side_letters
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today

Stage = Resolution.Stage
DRAFT, APPROVED = SideLetter.Stage.DRAFT, SideLetter.Stage.APPROVED


@admin.register(Resolution)
class ResolutionAdmin(RecordAdmin):
    """A question put to the partners or their committee."""

    list_display = ["__str__", "kind", "shown_stage", "clause", "majority", "opened_date", "last_day"]
    list_filter = ["fund", "stage", "kind"]
    list_select_related = ["fund"]
    search_fields = ["question", "clause", "fund__code", "fund__name_en"]
    date_hierarchy = "last_day"
    hidden_fields = ("working",)
    verbs = (
        Verb(
            "put",
            _("Put a resolution"),
            "resolution.open",
            lambda _none, **inputs: resolutions.put(**inputs),
            form=forms.ResolutionForm,
            intro=_("Weights are those of today, the majority that of the term in force."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "vote",
            _("Record a vote"),
            "resolution.vote",
            lambda resolution, **inputs: resolutions.vote(resolution=resolution, **inputs),
            form=forms.VoteForm,
            stages=(Stage.OPEN,),
            intro=_("A vote recorded later takes the place of the partner's earlier one, until the count."),
            icon="how_to_vote",
        ),
        Verb(
            "count",
            _("Count the votes"),
            "resolution.count",
            lambda resolution, **inputs: resolutions.count(resolution=resolution, **inputs),
            stages=(Stage.OPEN,),
            icon="calculate",
            tone="go",
        ),
        Verb(
            "withdraw",
            _("Withdraw this resolution"),
            "resolution.count",
            lambda resolution, **inputs: resolutions.withdraw(resolution=resolution, **inputs),
            form=ReasonForm,
            stages=(Stage.OPEN,),
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    @admin.display(description=_("majority needed"), ordering="needed_rate")
    def majority(self, obj):
        """The majority in words."""
        return needed(obj.needed_rate)

    def notes(self, obj):
        """The count as the votes stand: numerator and denominator."""
        return [count_in_words(agreement_register.count(obj), obj)]

    def panels(self, obj, request):
        """Each partner's weight and vote; who does not vote, and that it does not."""
        by_seats = rules.KINDS[obj.kind].by_seats
        voters = agreement_register.voters(obj)
        partners = Partner.objects.in_bulk([voter.id for voter in voters])
        votes = {vote.partner_id: vote for vote in obj.votes.order_by("id")}
        rows = []
        for voter in voters:
            vote = votes.get(voter.id)
            heard = vote.get_answer_display() if vote else ""
            rows.append(
                (
                    link(partners[voter.id]),
                    int(voter.weight) if by_seats else voter.weight,
                    heard if rules.may_vote(voter) else gettext("does not vote on this"),
                    vote.voted_date if vote else None,
                )
            )
        weight = (_("Seats"), "number") if by_seats else (_("Commitment (HK$)"), "money")
        columns = [(_("Partner"), "text"), weight, (_("Vote"), "text"), (_("On"), "date")]
        return [Panel(_("Votes"), columns, rows)]


@admin.register(SideLetter)
class SideLetterAdmin(RecordAdmin):
    """What one partner was granted beside the agreement."""

    list_display = ["partner", "fund", "signed_date", "shown_stage", "circulated_date", "last_day"]
    list_filter = ["fund", "stage"]
    list_select_related = ["fund", "partner"]
    search_fields = ["grants", "partner__name_en", "fund__code", "fund__name_en"]
    date_hierarchy = "signed_date"
    verbs = (
        Verb(
            "record",
            _("Record a side letter"),
            "side_letter.record",
            lambda _none, **inputs: side_letters.record(**inputs),
            form=forms.LetterForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this side letter"),
            "side_letter.approve",
            lambda letter, **inputs: side_letters.approve(letter=letter, **inputs),
            stages=(DRAFT,),
            tone="go",
        ),
        Verb(
            "refuse",
            _("Refuse this side letter"),
            "side_letter.approve",
            lambda letter, **inputs: side_letters.refuse(letter=letter, **inputs),
            form=ReasonForm,
            stages=(DRAFT,),
            tone="stop",
        ),
        Verb(
            "circulate",
            _("Record that partners were shown it"),
            "side_letter.record",
            lambda letter, **inputs: side_letters.circulate(letter=letter, **inputs),
            form=forms.CirculateForm,
            stages=(APPROVED,),
            when=lambda letter: letter.circulated_date is None,
            intro=_("The days to elect it run from the day after, as the most-favoured-nation term says."),
            icon="campaign",
            tone="go",
        ),
        Verb(
            "elect",
            _("Record an election"),
            "side_letter.elect",
            lambda letter, **inputs: side_letters.elect(letter=letter, **inputs),
            form=forms.ElectionForm,
            stages=(APPROVED,),
            when=lambda letter: letter.last_day is not None,
            icon="how_to_reg",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Each other partner: its commitment, and what it answered."""
        committed = agreement_register.commitments(obj.fund, obj.circulated_date or today())
        answers = {one.partner_id: one for one in obj.elections.all()}
        rows = [
            (link(partner), committed.get(partner.pk), *_answer(answers.get(partner.pk)))
            for partner in obj.fund.partners.exclude(pk=obj.partner_id).order_by("id")
        ]
        columns = [(_("Partner"), "text"), (_("Commitment (HK$)"), "money"), (_("Answer"), "text"), (_("On"), "date")]
        return [Panel(_("Elections"), columns, rows)]


def _answer(election) -> tuple:
    if election is None:
        return "", None
    return gettext("elects it") if election.is_elected else gettext("declines it"), election.elected_date
