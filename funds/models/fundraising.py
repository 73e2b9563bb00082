"""The twelve months on record: what the manager was reminded of, what it says it raised, how a selection lapsed, and
where the agreement departs from what was offered (R17(iv), R18, R27).
"""

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.agreement import FundAgreement
from funds.models.selection import Selection
from funds.rules import fundraising, stages
from itvf.constraints import maker_is_not_checker, money_field, one_of, positive, stage_machine, together
from itvf.models import File, OutboxMessage


class Investor(models.TextChoices):
    """Whose money it is (A7); as a partner's kind, without the Government."""

    GP = "gp", _("general partner")
    GP_AFFILIATE = "gp_affiliate", _("affiliate of the general partner")
    PRIVATE = "private", _("private investor")
    PUBLIC_BODY = fundraising.PUBLIC_BODY, _("public body (counts to neither side, A7)")


class FundraisingReminder(models.Model):
    """One milestone of a selection's clock: reminded of once, or missed. Never changed."""

    class Milestone(models.TextChoices):
        MONTH_6 = fundraising.MONTH_6, _("six months")
        MONTH_9 = fundraising.MONTH_9, _("nine months")
        MONTH_11 = fundraising.MONTH_11, _("eleven months")
        DAYS_14 = fundraising.DAYS_14, _("fourteen days before the last day")
        OVER = fundraising.OVER, _("the day after the last")

    class Outcome(models.TextChoices):
        SENT = "sent", _("reminded")
        MISSED = "missed", _("missed: a later one was sent")

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="reminders", verbose_name=_("selection"))
    milestone = models.CharField(_("milestone"), max_length=8, choices=Milestone)
    due_date = models.DateField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome)
    recipients = models.JSONField(_("sent to"), default=list)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("reminder of the twelve months")
        verbose_name_plural = _("reminders of the twelve months")
        ordering = ["selection", "due_date", "id"]
        constraints = [
            one_of("fundraising_reminder", "milestone", fundraising.MILESTONES),
            one_of("fundraising_reminder", "outcome", ("sent", "missed")),
            models.UniqueConstraint(fields=["selection", "milestone"], name="fundraising_reminder_once"),
        ]

    def __str__(self):
        return f"{self.selection.reference}: {self.get_milestone_display()}"


class FundraisingPledge(models.Model):
    """What the manager says of one investor as of a day. The newest row of an investor counts; none is ever changed."""

    class Firmness(models.TextChoices):
        SOFT = fundraising.SOFT, _("soft circle")
        SIGNED = fundraising.SIGNED, _("signed")
        CLOSED = fundraising.CLOSED, _("closed")
        WITHDRAWN = fundraising.WITHDRAWN, _("fell away")

    class Source(models.TextChoices):
        MANAGER = "manager", _("reported by the manager")
        STAFF = "staff", _("recorded by staff")

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="pledges", verbose_name=_("selection"))
    investor = models.CharField(_("investor"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=Investor)
    firmness = models.CharField(_("how firm"), max_length=10, choices=Firmness)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    as_of_date = models.DateField(_("as of"))
    note = models.TextField(_("note"), blank=True)
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed commitment")
    )
    source = models.CharField(_("source"), max_length=8, choices=Source)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("pledge of an investor")
        verbose_name_plural = _("pledges of investors")
        ordering = ["selection", "-id"]
        constraints = [
            one_of("fundraising_pledge", "kind", Investor.values),
            one_of("fundraising_pledge", "firmness", fundraising.FIRMNESS),
            one_of("fundraising_pledge", "source", ("manager", "staff")),
            positive("fundraising_pledge", "amount_hkd"),
            models.CheckConstraint(condition=~Q(investor=""), name="fundraising_pledge_names_its_investor"),
        ]
        indexes = [models.Index(fields=["selection", "investor", "-id"], name="fundraising_pledge_newest")]

    def __str__(self):
        return f"{self.investor} HK${self.amount_hkd:,} {self.as_of_date}"


@pghistory.track()
class LapseLetter(models.Model):
    """The letter by which a selection lapses: prepared with the proposal, fixed and sent when it is approved (R18)."""

    class Stage(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="lapse_letters", verbose_name=_("selection"))
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PREPARED)
    addressee = models.CharField(_("addressee"), max_length=200)
    addressee_email = models.EmailField(_("goes to"))
    words_en = models.TextField(_("own paragraph (English)"), blank=True)
    words_zh_hant = models.TextField(_("own paragraph (Chinese)"), blank=True)
    content = models.JSONField(_("content"), default=dict)
    content_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    message = models.OneToOneField(
        OutboxMessage, models.PROTECT, null=True, related_name="+", verbose_name=_("message")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("letter of lapse")
        verbose_name_plural = _("letters of lapse")
        ordering = ["selection", "number"]
        constraints = [
            one_of("lapse_letter", "stage", stages.LAPSE_LETTER),
            models.UniqueConstraint(fields=["selection", "number"], name="lapse_letter_number_once"),
            models.UniqueConstraint(
                fields=["selection"], condition=~Q(stage="withdrawn"), name="one_standing_lapse_letter"
            ),
            maker_is_not_checker("lapse_letter", "drafted_by", "approved_by"),
            together("lapse_letter", "approved_by", "approved_at", "message"),
            models.CheckConstraint(
                condition=~Q(stage="approved")
                | (Q(approved_by__isnull=False) & Q(content_sha256__regex="^[0-9a-f]{64}$")),
                name="lapse_letter_is_fixed_when_approved",
            ),
        ]
        triggers = [stage_machine("lapse_letter", stages.LAPSE_LETTER)]

    def __str__(self):
        return f"{self.selection.reference}-L{self.number:d}"


class TermDepartureQuerySet(models.QuerySet):
    """Departures as a person may see them."""

    def visible_to(self, user):
        """Staff see all but those from an application that a conflict of interest closes to them; others none."""
        if not user.is_staff:
            return self.none()
        closed = apps.get_model("funds", "ConflictDeclaration").objects.closing(user)
        return self.exclude(agreement__fund__selection__application__in=closed)


@pghistory.track()
class TermDeparture(models.Model):
    """One term signed otherwise than it was offered: another person approves or refuses it, with the reason (R27).

    What was refused has to be signed anew; what the agreement then says otherwise no longer stands.
    """

    class Stage(models.TextChoices):
        OPEN = "open", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused: to be signed anew")
        SUPERSEDED = "superseded", _("superseded: signed anew")

    agreement = models.ForeignKey(FundAgreement, models.PROTECT, related_name="departures", verbose_name=_("agreement"))
    name = models.CharField(_("term"), max_length=40)
    offered = models.CharField(_("offered"), max_length=80)
    signed = models.CharField(_("signed"), max_length=80)
    rule = models.CharField(_("rule"), max_length=8)
    clause = models.CharField(_("clause"), max_length=80)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("refused by")
    )
    refused_at = models.DateTimeField(_("refused at"), null=True)

    objects = TermDepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure from the offer")
        verbose_name_plural = _("departures from the offer")
        ordering = ["agreement", "id"]
        constraints = [
            one_of("term_departure", "stage", stages.TERM_DEPARTURE),
            models.UniqueConstraint(
                fields=["agreement", "name"],
                condition=~Q(stage="superseded"),
                name="term_departure_stands_once_an_agreement",
            ),
            maker_is_not_checker("term_departure", "recorded_by", "approved_by"),
            maker_is_not_checker("term_departure", "recorded_by", "refused_by"),
            together("term_departure", "approved_by", "approved_at"),
            together("term_departure", "refused_by", "refused_at"),
            models.CheckConstraint(
                condition=~Q(stage="approved") | (Q(approved_by__isnull=False) & ~Q(reason="")),
                name="term_departure_approved_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stage="refused") | (Q(refused_by__isnull=False) & ~Q(reason="")),
                name="term_departure_refused_with_a_reason",
            ),
        ]
        triggers = [stage_machine("term_departure", stages.TERM_DEPARTURE)]

    def __str__(self):
        return f"{self.agreement.fund.code}: {self.label}"

    @property
    def label(self) -> str:
        """The term's name for people."""
        return str(FundAgreement._meta.get_field(self.name).verbose_name)
