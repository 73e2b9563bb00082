"""The end of a fund: asked for by its GP or proposed, approved by another person, taken back by two."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.models import LedgerAccount, Partner, WindingUp
from funds.services import endings
from itvf.admin_forms import DateField, MoneyField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.money import ZERO, money
from itvf.presentation import hkd, name_of

Stage = WindingUp.Stage


class EndForm(VerbForm):
    """On which day the fund ended, what is kept back, and what became of fee offsets that nobody used."""

    ended_date = DateField(label=_("Ended on"))
    reserve_hkd = MoneyField(label=_("Cash kept back (HK$)"), required=False)
    reserve_for = forms.CharField(label=_("Kept back for"), max_length=300, required=False)
    offsets_way = forms.ChoiceField(
        label=_("Fee offsets not used"), choices=WindingUp.OffsetsWay.choices, required=False
    )
    offsets_note = forms.CharField(label=_("By which clause or payment"), max_length=300, required=False)
    rows = (("ended_date",), ("reserve_hkd", "reserve_for"), ("offsets_way", "offsets_note"))

    def prepare(self, subject) -> None:
        """What is left of the offsets today."""
        self.fields["ended_date"].initial = today()
        left = hkd(endings.unused_offsets(subject, today()))
        self.fields["offsets_way"].help_text = _("%(amount)s is left over.") % {"amount": left}

    def clean_reserve_hkd(self):
        """Nothing, where it is left empty."""
        return self.cleaned_data["reserve_hkd"] or ZERO


def _of(service):
    return lambda ending, **inputs: service(ending=ending, **inputs)


PROPOSE_VERB = Verb(
    "propose-end",
    _("Propose that it has ended"),
    "fund.propose_end",
    lambda fund, **inputs: endings.propose(fund=fund, **inputs),
    form=EndForm,
    stages=("open",),
    when=lambda fund: (
        fund.first_closing_date is not None and not fund.endings.filter(stage__in=endings.WAITING).exists()
    ),
    intro=_("Everything is sold, collected, paid and settled. After it nothing is called any more."),
    icon="flag",
)


@admin.register(WindingUp)
class WindingUpAdmin(RecordAdmin):
    """The end of one fund, with the books as they stood when it was proposed."""

    list_display = ["fund", "ended_date", "shown_stage", "reserve_hkd", "offsets_hkd", "proposed_by", "approved_by"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "proposed_by", "approved_by"]
    search_fields = ["fund__code", "fund__name_en", "fund__name_zh_hant", "reserve_for"]
    hidden_fields = ("working",)
    verbs = (
        Verb(
            "check",
            _("The books bear it"),
            "fund.check_end",
            _of(endings.check),
            stages=(Stage.ASKED,),
            intro=_("The general partner asks for it. Checked against the books; another person approves it then."),
            icon="fact_check",
            tone="go",
        ),
        Verb(
            "approve",
            _("Approve the end"),
            "fund.approve_end",
            _of(endings.approve),
            stages=(Stage.DRAFT,),
            intro=_("The fund has ended: nothing is called or closed any more."),
            icon="flag",
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "refuse",
            _("Refuse the end"),
            "fund.refuse_end",
            _of(endings.refuse),
            form=ReasonForm,
            stages=endings.WAITING,
            tone="stop",
        ),
        Verb(
            "propose-reopening",
            _("Propose to take it back"),
            "fund.propose_reopening",
            _of(endings.propose_reopening),
            form=ReasonForm,
            stages=(Stage.APPROVED,),
            intro=_("For an entry of the fund's life that has to be reversed. Another person decides."),
            icon="lock_open",
            tone="stop",
        ),
        Verb(
            "reopen",
            _("Take the end back"),
            "fund.approve_reopening",
            _of(endings.reopen),
            stages=(Stage.REOPENING,),
            intro=_("The fund is open again: its duties and reports go on, and its end is proposed anew."),
            icon="lock_open",
            tone="stop",
            is_sensitive=True,
        ),
        Verb(
            "keep-ended",
            _("The fund stays ended"),
            "fund.approve_reopening",
            _of(endings.keep_ended),
            form=ReasonForm,
            stages=(Stage.REOPENING,),
            icon="flag",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The book's accounts as they stood, and whose the unused offsets were."""
        return [_balances(obj), *_offsets(obj)]


def _balances(ending):
    return Panel(
        _("The book when it was proposed (HK$)"),
        [(_("Account"), "text"), (_("Balance, debits above zero"), "money")],
        [(LedgerAccount.Code(code).label, money(amount)) for code, amount in ending.working["balances"].items()],
        note=_("No account of assets or debts is left but the cash that is kept back."),
    )


def _offsets(ending):
    shared = ending.working["offsets_by_partner"]
    if not shared:
        return []
    partners = {str(one.pk): one for one in Partner.objects.filter(fund=ending.fund)}
    return [
        Panel(
            _("Fee offsets not used, by partner (HK$)"),
            [(_("Partner"), "text"), (_("Carried forward"), "money")],
            [(name_of(partners[pk]), money(amount)) for pk, amount in shared.items()],
        )
    ]
