"""The agreement's register (R27): dated terms by clause, events, votes, side letters, and what shows a duty done."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import CallLine
from funds.models.partnership import Fund, Partner
from funds.rules import duties, resolutions, stages
from funds.rules.agreement_register import EVENTS
from funds.rules.agreement_terms import TOPICS, VALUES
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    positive,
    rate_field,
    stage_machine,
    together,
)
from itvf.models import File


def _person(label, **options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)


def _document(**options) -> models.ForeignKey:
    return models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document"), **options
    )


class Recorded(models.TextChoices):
    """The stages of what one person records and another approves."""

    DRAFT = "draft", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


@pghistory.track()
class Resolution(models.Model):
    """A question put to the partners by commitment, or to the committee by seats; counted by another person."""

    class Stage(models.TextChoices):
        OPEN = "open", _("open for votes")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("not passed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="resolutions", verbose_name=_("fund"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(code, _(kind.title)) for code, kind in resolutions.KINDS.items()]
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN)
    question = models.TextField(_("what is resolved"))
    clause = models.CharField(_("clause"), max_length=80)
    needed_rate = rate_field(verbose_name=_("majority needed"))
    opened_date = models.DateField(_("weights as of"))
    last_day = models.DateField(_("last day for votes"))
    conflicted = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner with an interest")
    )
    document = _document()
    working = models.JSONField(_("working"), default=dict)
    opened_by = _person(_("opened by"))
    opened_at = models.DateTimeField(_("opened at"))
    counted_by = _person(_("counted by"), null=True)
    counted_at = models.DateTimeField(_("counted at"), null=True)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-id"]
        constraints = [
            one_of("resolution", "kind", resolutions.KINDS),
            one_of("resolution", "stage", stages.RESOLUTION),
            maker_is_not_checker("resolution", "opened_by", "counted_by"),
            together("resolution", "counted_by", "counted_at"),
            models.UniqueConstraint(fields=["fund", "number"], name="resolution_number_once_a_fund"),
            models.CheckConstraint(
                condition=Q(needed_rate__gt=0, needed_rate__lte=1), name="resolution_majority_is_a_part"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=("passed", "failed")) | Q(counted_by__isnull=False),
                name="resolution_decided_by_a_count",
            ),
        ]
        triggers = [
            stage_machine("resolution", stages.RESOLUTION),
            pgtrigger.ReadOnly(
                name="resolution_question", fields=["fund", "kind", "question", "clause", "needed_rate", "opened_date"]
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {_('resolution')} {self.number}"


class ResolutionVote(models.Model):
    """A partner's vote with its weight on the resolution's day; a later row takes its place until the count."""

    class Answer(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstains")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="votes", verbose_name=_("resolution"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="votes", verbose_name=_("partner"))
    answer = models.CharField(_("vote"), max_length=8, choices=Answer)
    commitment_hkd = money_field(verbose_name=_("commitment on the day (HK$)"))
    seats = models.PositiveSmallIntegerField(_("seats on the day"), default=0)
    voted_date = models.DateField(_("voted on"))
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["resolution", "id"]
        constraints = [
            one_of("resolution_vote", "answer", ("for", "against", "abstain")),
            not_negative("resolution_vote", "commitment_hkd"),
        ]

    def __str__(self):
        return f"{self.partner}: {self.get_answer_display()}"


@pghistory.track()
class AgreementClause(models.Model):
    """One term of the agreement from a date on, typed as its topic says; a later row of the topic takes its place."""

    Stage = Recorded

    class Basis(models.TextChoices):
        AGREEMENT = "agreement", _("as signed")
        AMENDMENT = "amendment", _("amended by a resolution")
        CORRECTION = "correction", _("correction of the register")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="agreement_clauses", verbose_name=_("fund"))
    topic = models.CharField(
        _("topic"), max_length=30, choices=[(code, _(topic.title)) for code, topic in TOPICS.items()]
    )
    clause = models.CharField(_("clause"), max_length=80)
    effective_from = models.DateField(_("effective from"))
    stage = models.CharField(_("stage"), max_length=10, choices=Recorded, default=Recorded.DRAFT)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.AGREEMENT)
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="amended", verbose_name=_("resolution")
    )
    amount_hkd = money_field(null=True, verbose_name=_("amount (HK$)"))
    rate = rate_field(null=True, verbose_name=_("rate (a fraction)"))
    days = models.PositiveSmallIntegerField(_("number of days"), null=True)
    months = models.PositiveSmallIntegerField(_("number of months"), null=True)
    number = models.PositiveSmallIntegerField(_("how many"), null=True)
    flag = models.BooleanField(_("holds"), null=True)
    text = models.TextField(_("in words"), blank=True)
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = _person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("term of an agreement")
        verbose_name_plural = _("terms of agreements")
        ordering = ["fund", "topic", "-effective_from", "-id"]
        constraints = [
            one_of("agreement_clause", "topic", TOPICS),
            one_of("agreement_clause", "stage", stages.AGREEMENT_CLAUSE),
            one_of("agreement_clause", "basis", ("agreement", "amendment", "correction")),
            maker_is_not_checker("agreement_clause", "recorded_by", "approved_by"),
            together("agreement_clause", "approved_by", "approved_at"),
            positive("agreement_clause", "amount_hkd"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gt=0, rate__lte=1), name="agreement_clause_rate_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(basis="amendment", resolution__isnull=False)
                | (~Q(basis="amendment") & Q(resolution__isnull=True)),
                name="agreement_clause_amended_by_a_resolution",
            ),
        ]
        triggers = [
            stage_machine("agreement_clause", stages.AGREEMENT_CLAUSE),
            pgtrigger.ReadOnly(
                name="agreement_clause_content",
                fields=["fund", "topic", "clause", "effective_from", "basis", "resolution", *VALUES],
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.clause}: {self.get_topic_display()}"


@pghistory.track()
class AgreementEvent(models.Model):
    """Something that happened under the agreement, on a day and under a clause. `follows` binds a matter together."""

    Stage = Recorded

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="agreement_events", verbose_name=_("fund"))
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(code, _(event.title)) for code, event in EVENTS.items()]
    )
    occurred_date = models.DateField(_("happened on"))
    clause = models.CharField(_("clause"), max_length=80)
    stage = models.CharField(_("stage"), max_length=10, choices=Recorded, default=Recorded.DRAFT)
    last_day = models.DateField(_("runs to"), null=True)
    what = models.TextField(_("what happened"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="agreement_events", verbose_name=_("partner")
    )
    line = models.ForeignKey(
        CallLine, models.PROTECT, null=True, blank=True, related_name="default_steps", verbose_name=_("call line")
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="rested_on", verbose_name=_("resolution")
    )
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = _person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("event under an agreement")
        verbose_name_plural = _("events under agreements")
        ordering = ["-occurred_date", "-id"]
        constraints = [
            one_of("agreement_event", "kind", EVENTS),
            one_of("agreement_event", "stage", stages.AGREEMENT_EVENT),
            maker_is_not_checker("agreement_event", "recorded_by", "approved_by"),
            together("agreement_event", "approved_by", "approved_at"),
            models.UniqueConstraint(
                fields=["resolution"],
                condition=~Q(stage="refused"),
                name="agreement_event_resolution_decides_one_matter",
            ),
        ]
        triggers = [
            stage_machine("agreement_event", stages.AGREEMENT_EVENT),
            pgtrigger.ReadOnly(
                name="agreement_event_content",
                fields=[
                    "fund",
                    "kind",
                    "occurred_date",
                    "clause",
                    "last_day",
                    "what",
                    "partner",
                    "line",
                    "follows",
                    "resolution",
                ],
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.get_kind_display()} {self.occurred_date}"


@pghistory.track()
class SideLetter(models.Model):
    """What one partner was granted beside the agreement, and by when the others may elect the same."""

    Stage = Recorded

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="side_letters", verbose_name=_("fund"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="side_letters", verbose_name=_("granted to"))
    signed_date = models.DateField(_("signed on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Recorded, default=Recorded.DRAFT)
    grants = models.TextField(_("what it grants"))
    clause = models.CharField(_("clause of the election right"), max_length=80, blank=True)
    circulated_date = models.DateField(_("shown to the partners on"), null=True)
    last_day = models.DateField(_("last day to elect"), null=True)
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = _person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("side letter")
        verbose_name_plural = _("side letters")
        ordering = ["-signed_date", "-id"]
        constraints = [
            one_of("side_letter", "stage", stages.SIDE_LETTER),
            maker_is_not_checker("side_letter", "recorded_by", "approved_by"),
            together("side_letter", "approved_by", "approved_at"),
            together("side_letter", "circulated_date", "last_day"),
        ]
        triggers = [
            stage_machine("side_letter", stages.SIDE_LETTER),
            pgtrigger.ReadOnly(name="side_letter_content", fields=["fund", "partner", "signed_date", "grants"]),
        ]

    def __str__(self):
        return f"{self.fund.code} {_('side letter')} {self.signed_date} · {self.partner}"


class SideLetterElection(models.Model):
    """That a partner elects, or declines, what a side letter grants another; once."""

    letter = models.ForeignKey(SideLetter, models.PROTECT, related_name="elections", verbose_name=_("side letter"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="elections", verbose_name=_("partner"))
    is_elected = models.BooleanField(_("elected"))
    elected_date = models.DateField(_("answered on"))
    commitment_hkd = money_field(verbose_name=_("commitment on the day (HK$)"))
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("election of a side letter")
        verbose_name_plural = _("elections of side letters")
        ordering = ["letter", "id"]
        constraints = [
            positive("side_letter_election", "commitment_hkd"),
            models.UniqueConstraint(fields=["letter", "partner"], name="side_letter_elected_once_a_partner"),
        ]

    def __str__(self):
        return f"{self.partner} {self.elected_date}"


@pghistory.track()
class DutyDone(models.Model):
    """That a duty of the calendar was done, with evidence; opened again where it was not."""

    class Stage(models.TextChoices):
        DONE = "done", _("done")
        REOPENED = "reopened", _("opened again")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="duties_done", verbose_name=_("fund"))
    kind = models.CharField(
        _("duty"), max_length=20, choices=[(code, _(words)) for code, words in duties.KINDS.items()]
    )
    key = models.CharField(_("which one"), max_length=60)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DONE)
    clause = models.CharField(_("clause"), max_length=80)
    due_date = models.DateField(_("last day"))
    done_date = models.DateField(_("done on"))
    evidence = models.TextField(_("evidence"))
    document = _document()
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    reopened_by = _person(_("opened again by"), null=True)
    reopened_at = models.DateTimeField(_("opened again at"), null=True)

    class Meta:
        verbose_name = _("duty done")
        verbose_name_plural = _("duties done")
        ordering = ["-due_date", "-id"]
        constraints = [
            one_of("duty_done", "kind", duties.KINDS),
            one_of("duty_done", "stage", stages.DUTY_DONE),
            together("duty_done", "reopened_by", "reopened_at"),
            models.UniqueConstraint(fields=["fund", "key"], condition=Q(stage="done"), name="duty_done_once"),
        ]
        triggers = [stage_machine("duty_done", stages.DUTY_DONE)]

    def __str__(self):
        return f"{self.fund.code} {self.get_kind_display()} {self.due_date}"
