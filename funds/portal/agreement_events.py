"""What a GP tells of its fund's agreement: events that are its to tell, and what it puts to a vote (R27)."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import selectors
from funds.models import AgreementEvent, CallLine, Fund, Partner, Resolution
from funds.portal.pages import PortalForm, attempt, fund_crumb, kept_file, managed_fund, posted, show_form
from funds.rules import resolutions as resolution_rules
from funds.rules.agreement_register import EVENTS, TOLD_BY_GP
from funds.services import agreement_events, resolutions
from itvf import permissions
from itvf.dates import now, today
from itvf.forms import DateField
from itvf.presentation import hkd, name_of

NAMES = {code: capfirst(label) for code, label in AgreementEvent._meta.get_field("kind").choices}
TITLES = {code: capfirst(label) for code, label in Resolution._meta.get_field("kind").choices}


class EventForm(PortalForm):
    """Something that happened; a refusal names what its kind still needs."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"))
    occurred_date = DateField(label=gettext_lazy("On"))
    clause = forms.CharField(
        label=gettext_lazy("Clause"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Leave it empty for that of the term in force."),
    )
    partner = forms.ModelChoiceField(Partner.objects.none(), label=gettext_lazy("Partner"), required=False)
    line = forms.ModelChoiceField(CallLine.objects.none(), label=gettext_lazy("Late line of a call"), required=False)
    resolution = forms.ModelChoiceField(
        Resolution.objects.none(), label=gettext_lazy("Resolution that it rests on"), required=False
    )
    what = forms.CharField(
        label=gettext_lazy("In words, with the paper that shows it"), widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB."),
    )

    def __init__(self, *args, fund: Fund, kinds, follows: AgreementEvent | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *((kind, NAMES[kind]) for kind in kinds)]
        if follows is not None:
            del self.fields["partner"], self.fields["line"]
            passed = fund.resolutions.filter(stage=Resolution.Stage.PASSED).select_related("fund")
            self.fields["resolution"].queryset = passed
            return
        del self.fields["resolution"]
        self.fields["partner"].queryset = fund.partners.all()
        self.fields["partner"].label_from_instance = name_of
        late = selectors.late_lines(today()).filter(call__fund=fund).select_related("call__fund", "partner")
        self.fields["line"].queryset = late.order_by("call__due_date", "order")
        self.fields["line"].label_from_instance = lambda line: f"{line} · {hkd(line.outstanding_hkd)}"


class ResolutionForm(PortalForm):
    """What is put to the partners or their committee."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is put"),
        choices=[(kind, TITLES[kind]) for kind in resolution_rules.PUT_BY_GP],
    )
    question = forms.CharField(label=gettext_lazy("What is resolved"), widget=forms.Textarea(attrs={"rows": 4}))
    last_day = DateField(label=gettext_lazy("Last day for votes"))
    conflicted = forms.ModelChoiceField(
        Partner.objects.none(), label=gettext_lazy("Partner with an interest of its own"), required=False
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)

    def __init__(self, *args, fund: Fund, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conflicted"].queryset = fund.partners.all()
        self.fields["conflicted"].label_from_instance = name_of


@login_required
def record(request, code):
    """An event that starts a matter."""
    fund = managed_fund(request, code)
    kinds = [kind for kind in TOLD_BY_GP if not EVENTS[kind].follows]
    return _tell(request, fund, kinds, None)


@login_required
def follow(request, pk):
    """What carries on or ends a matter."""
    visible = AgreementEvent.objects.filter(fund__in=Fund.objects.books_open_to(request.user))
    event = get_object_or_404(visible.select_related("fund__manager"), pk=pk)
    kinds = [kind for kind in TOLD_BY_GP if event.kind in EVENTS[kind].follows]
    return _tell(request, event.fund, kinds, event)


def may_follow(event: AgreementEvent) -> bool:
    """Whether the GP has something to tell that follows an event."""
    is_open = event.stage != AgreementEvent.Stage.REFUSED
    return is_open and any(event.kind in EVENTS[kind].follows for kind in TOLD_BY_GP)


@login_required
def put(request, code):
    """The GP puts an amendment, or another matter that is its to put, to the vote."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "resolution.open", within=fund)
    form = ResolutionForm(posted(request), request.FILES or None, fund=fund)
    if attempt(request, form, lambda given: _put(request, fund, given)):
        messages.success(request, _("It is put to the vote. The Corporation records the votes and counts them."))
        return redirect("portal_agreement", code=fund.code)
    return show_form(
        request,
        form,
        title=_("Put a resolution to the vote"),
        lede=_("Weights are those of today; the majority is that of the agreement's term in force."),
        action=_("Put it to the vote"),
        is_multipart=True,
        **_frame(fund),
    )


def _tell(request, fund: Fund, kinds, follows: AgreementEvent | None):
    permissions.require(request.user, "agreement_event.record", within=fund)
    about = {"fund": fund, "kinds": kinds, "follows": follows}
    form = EventForm(posted(request), request.FILES or None, initial={"occurred_date": today()}, **about)
    if attempt(request, form, lambda given: _record(request, fund, follows, given)):
        messages.success(
            request, _("It is on record. The Corporation approves it; what stops investment counts at once.")
        )
        return redirect("portal_agreement", code=fund.code)
    return show_form(
        request,
        form,
        title=_("Record what followed") if follows else _("Record an event under the agreement"),
        lede=f"{NAMES[follows.kind]}: {follows.what}" if follows else "",
        action=_("Record it"),
        is_multipart=True,
        **_frame(fund),
    )


@transaction.atomic
def _record(request, fund: Fund, follows: AgreementEvent | None, given: dict) -> AgreementEvent:
    document = kept_file(request, given.pop("file"))
    about = given | {"document": document, "follows": follows}
    return agreement_events.record(fund=fund, **about, by=request.user, at=now())


@transaction.atomic
def _put(request, fund: Fund, given: dict) -> Resolution:
    document = kept_file(request, given.pop("file"))
    return resolutions.put(fund=fund, **given, document=document, by=request.user, at=now())


def _frame(fund: Fund) -> dict:
    back = reverse("portal_agreement", args=[fund.code])
    return {
        "back": back,
        "fund": fund,
        "section": "agreement",
        "crumbs": [fund_crumb(fund), (_("Agreement"), back)],
    }
