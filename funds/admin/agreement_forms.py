"""Inputs of the agreement's register: terms, events, resolutions and votes, side letters and elections, duties."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from funds import agreement_calendar, agreement_register, selectors
from funds.agreement_words import duty_words, topic_choices
from funds.models import (
    AgreementClause,
    AgreementEvent,
    CallLine,
    Fund,
    Partner,
    Resolution,
    ResolutionVote,
    SideLetter,
)
from funds.rules import duties, resolutions
from funds.rules.agreement_register import EVENTS
from funds.rules.agreement_terms import VALUES
from itvf.admin_forms import DateField, MoneyField, RateField, UploadField, VerbForm
from itvf.dates import today
from itvf.presentation import amount, hk_date

LARGEST = 3650


def _words(label, *, rows: int = 3, **options) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _whole(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=LARGEST, required=False)


def _of_fund(queryset, label, **options) -> forms.ModelChoiceField:
    """A choice among things of all funds, each said with its fund."""
    field = forms.ModelChoiceField(queryset, label=label, **options)
    field.label_from_instance = lambda thing: f"{thing.fund.code} · {thing}"
    return field


def _fund() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Fund.objects.order_by("code"), label=_("Fund"))


class ClauseForm(VerbForm):
    """A term from a date on: the values that its topic has, the others left empty."""

    fund = _fund()
    topic = forms.ChoiceField(label=_("Topic, and what it holds"), choices=topic_choices)
    clause = forms.CharField(label=_("Clause"), max_length=80, help_text=_("Such as LPA 9.2."))
    effective_from = DateField(label=_("Effective from"))
    rate = RateField(label=_("Rate or majority"), required=False)
    amount_hkd = MoneyField(label=_("Amount (HK$)"), required=False)
    days = _whole(_("Days"))
    months = _whole(_("Months"))
    number = _whole(_("Number"))
    flag = forms.NullBooleanField(label=_("Holds (where the topic asks yes or no)"), required=False)
    text = _words(_("In words"), required=False)
    basis = forms.ChoiceField(label=_("Basis"), choices=AgreementClause.Basis)
    resolution = _of_fund(
        Resolution.objects.filter(kind="amendment", stage=Resolution.Stage.PASSED).select_related("fund"),
        _("Amendment that passed"),
        required=False,
    )
    reason = _words(_("Reason of a correction"), rows=2, required=False)
    document = UploadField(label=_("Document"), required=False)
    rows = (
        ("fund", "clause"),
        ("effective_from", "rate", "amount_hkd"),
        ("days", "months", "number"),
        ("basis", "resolution"),
    )

    def inputs(self, *, by) -> dict:
        """The typed values go together, as the service takes them."""
        given = super().inputs(by=by)
        return given | {"values": {name: given.pop(name) for name in VALUES}}


class EventForm(VerbForm):
    """Something that happened; which fields it needs depends on its kind, and a refusal names what lacks."""

    fund = _fund()
    kind = forms.ChoiceField(label=_("What happened"))
    occurred_date = DateField(label=_("On"))
    clause = forms.CharField(
        label=_("Clause"), max_length=80, required=False, help_text=_("Empty: that of the term in force.")
    )
    partner = _of_fund(Partner.objects.select_related("fund").order_by("fund", "id"), _("Partner"), required=False)
    line = forms.ModelChoiceField(CallLine.objects.none(), label=_("Late line of a call"), required=False)
    what = _words(_("In words, with the paper that shows it"))
    document = UploadField(label=_("Document"), required=False)
    rows = (("fund", "kind"), ("occurred_date", "clause"), ("partner", "line"))

    def prepare(self, subject) -> None:
        """Kinds that start a matter; lines that are late today."""
        kinds = [(code, capfirst(label)) for code, label in KIND_NAMES if not EVENTS[code].follows]
        self.fields["kind"].choices = kinds
        self.fields["occurred_date"].initial = today()
        late = selectors.late_lines(today()).select_related("call__fund", "partner")
        self.fields["line"].queryset = late.order_by("call__due_date", "order")
        self.fields["line"].label_from_instance = lambda line: f"{line} · HK${amount(line.outstanding_hkd)}"


KIND_NAMES = AgreementEvent._meta.get_field("kind").choices


class FollowForm(VerbForm):
    """What carries on or ends a matter."""

    kind = forms.ChoiceField(label=_("What happened"))
    occurred_date = DateField(label=_("On"))
    clause = forms.CharField(
        label=_("Clause"), max_length=80, required=False, help_text=_("Empty: that of the term in force.")
    )
    resolution = forms.ModelChoiceField(
        Resolution.objects.none(), label=_("Resolution that it rests on"), required=False
    )
    what = _words(_("In words, with the paper that shows it"))
    document = UploadField(label=_("Document"), required=False)
    rows = (("kind", "occurred_date"), ("clause", "resolution"))

    def prepare(self, subject) -> None:
        """Kinds that may follow; the fund's resolutions that passed."""
        kinds = [(code, capfirst(label)) for code, label in KIND_NAMES if subject.kind in EVENTS[code].follows]
        self.fields["kind"].choices = kinds
        self.fields["occurred_date"].initial = today()
        self.fields["resolution"].queryset = subject.fund.resolutions.filter(
            stage=Resolution.Stage.PASSED
        ).select_related("fund")


class ResolutionForm(VerbForm):
    """What is put to the partners or their committee."""

    fund = _fund()
    kind = forms.ChoiceField(
        label=_("What is resolved"),
        choices=[(code, capfirst(_(kind.title))) for code, kind in resolutions.KINDS.items()],
    )
    question = _words(_("In words"))
    last_day = DateField(label=_("Last day for votes"))
    conflicted = _of_fund(
        Partner.objects.select_related("fund").order_by("fund", "id"), _("Partner with an interest"), required=False
    )
    document = UploadField(label=_("Document"), required=False)
    rows = (("fund", "kind"), ("last_day", "conflicted"))


class VoteForm(VerbForm):
    """A partner's vote as it came in."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    answer = forms.ChoiceField(label=_("Vote"), choices=ResolutionVote.Answer)
    voted_date = DateField(label=_("Voted on"))
    document = UploadField(label=_("Document"), required=False)
    rows = (("partner", "answer"),)

    def prepare(self, subject) -> None:
        """Those who may vote on this."""
        heard = [voter.id for voter in agreement_register.voters(subject) if resolutions.may_vote(voter)]
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=heard).order_by("id")
        self.fields["voted_date"].initial = today()


class LetterForm(VerbForm):
    """What one partner was granted beside the agreement."""

    partner = _of_fund(Partner.objects.select_related("fund").order_by("fund", "id"), _("Granted to"))
    signed_date = DateField(label=_("Signed on"))
    grants = _words(_("What it grants"))
    document = UploadField(label=_("Document"), required=False)
    rows = (("partner", "signed_date"),)

    def inputs(self, *, by) -> dict:
        """The fund is the partner's."""
        given = super().inputs(by=by)
        return given | {"fund": given["partner"].fund}


class CirculateForm(VerbForm):
    """When the letter was shown to the partners."""

    circulated_date = DateField(label=_("Shown to the partners on"))


class ElectionForm(VerbForm):
    """A partner's answer to a letter that was shown to it."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    is_elected = forms.TypedChoiceField(
        label=_("Answer"), choices=((1, _("elects it")), (0, _("declines it"))), coerce=lambda text: text == "1"
    )
    elected_date = DateField(label=_("Answered on"))
    document = UploadField(label=_("Document"), required=False)
    rows = (("partner", "is_elected"),)

    def prepare(self, subject: SideLetter) -> None:
        """The other partners that have not answered."""
        answered = subject.elections.values("partner")
        others = subject.fund.partners.exclude(pk=subject.partner_id).exclude(pk__in=answered)
        self.fields["partner"].queryset = others.order_by("id")
        self.fields["elected_date"].initial = today()


class DutyForm(VerbForm):
    """That a duty of the calendar was done, and what shows it."""

    duty = forms.ChoiceField(label=_("Duty"))
    done_date = DateField(label=_("Done on"))
    evidence = _words(_("Evidence"), help_text=_("The paper, its number and date."))
    document = UploadField(label=_("Document"), required=False)

    def prepare(self, subject) -> None:
        """What is open and is done by a mark, the earliest first."""
        on = today()
        found = agreement_calendar.calendar(Fund.objects.select_related("manager"), on)
        self.fields["duty"].choices = [
            (f"{fund.code} {duty.key}", f"{hk_date(duty.due_date)} · {fund.code} · {duty_words(duty)}")
            for fund, duty in found
            if duty.is_marked and duties.state(duty, on) != duties.DONE
        ]
        self.fields["done_date"].initial = on

    def inputs(self, *, by) -> dict:
        """The fund and the duty's key, which the choice holds together."""
        given = super().inputs(by=by)
        code, _space, key = given.pop("duty").partition(" ")
        return given | {"fund": Fund.objects.get(code=code), "key": key}
