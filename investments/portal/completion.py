"""The deal is done: what was paid, in the deal's own currency, and what came for it, with the papers that show it."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.portal.pages import PortalForm, attempt, posted
from funds.rules.stages import require_stage
from investments.lot_fields import EXCHANGE, foreign, rate_of_exchange, units
from investments.models import Investment, Proposal
from investments.portal.forms import store_upload
from investments.portal.lot_forms import FILES
from investments.portal.proposals import form_page, visible_proposal
from investments.services import investments
from investments.services.life import HKD
from itvf import permissions
from itvf.dates import now
from itvf.forms import DateField, MoneyField
from itvf.models import File
from itvf.presentation import hkd, name_of

Stage = Proposal.Stage
# What shows that a deal was done, as the form asks for it.
PAPERS = ("share_certificate", "bank_advice", "cap_table")


class CompletionForm(PortalForm):
    """That a deal is done."""

    completed_date = DateField(label=gettext_lazy("Completed on"))
    amount_hkd = MoneyField(
        label=gettext_lazy("Amount paid"),
        required=False,
        help_text=gettext_lazy("The first tranche, or empty for all of it; what is left is drawn as tranches later."),
    )
    foreign_amount = foreign(
        gettext_lazy("Amount in the deal's currency"),
        required=False,
        help_text=gettext_lazy("The first tranche, or empty for all of it; what is left is drawn as tranches later."),
    )
    fx_rate = rate_of_exchange()
    fx_source = forms.CharField(label=gettext_lazy("Source of the rate"), max_length=120)
    fx_date = DateField(label=gettext_lazy("Date of the rate"))
    units = units(
        gettext_lazy("Units received"),
        required=False,
        help_text=gettext_lazy("Empty for a convertible instrument that has none."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence of completion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Share certificate, bank advice, capitalisation table: name the document and its date."),
    )
    share_certificate = forms.FileField(label=gettext_lazy("Share certificate"), required=False, help_text=FILES)
    bank_advice = forms.FileField(label=gettext_lazy("Bank advice"), required=False)
    cap_table = forms.FileField(
        label=gettext_lazy("Capitalisation table"),
        required=False,
        help_text=gettext_lazy("Choose the files again if the form comes back."),
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        for name in EXCHANGE if proposal.currency == HKD else ("amount_hkd",):
            del self.fields[name]

    def clean_units(self) -> Decimal:
        """None received is no units."""
        return self.cleaned_data["units"] or Decimal(0)

    def papers(self, *, by) -> list[tuple[str, File]]:
        """The files that came with it, kept: pairs of kind and file. A refused file is named at its field."""
        return [
            (name, store_upload(self.cleaned_data[name], field=name, by=by))
            for name in PAPERS
            if self.cleaned_data[name]
        ]


@login_required
def complete(request, pk):
    """The deal is done: its cost goes into the fund's book."""
    found = visible_proposal(request, pk)
    permissions.require(request.user, "investment.complete", within=found.fund)
    require_stage(found, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)
    form = CompletionForm(posted(request), request.FILES or None, proposal=found)
    if attempt(request, form, lambda _given: _complete(request, found, form)):
        messages.success(request, _("The investment is recorded at cost in the fund's book."))
        return redirect("portal_lot", pk=form.done.pk)
    lede = _("{company}: up to {amount} will be booked as an investment at cost.")
    return form_page(
        request,
        found,
        form,
        title=_("Record the completed investment"),
        lede=lede.format(company=name_of(found.company), amount=hkd(found.amount_hkd)),
        action=_("Record the investment"),
        is_multipart=True,
    )


@transaction.atomic
def _complete(request, found: Proposal, form: CompletionForm) -> Investment:
    given = {name: value for name, value in form.cleaned_data.items() if name not in PAPERS}
    papers = form.papers(by=request.user)
    return investments.complete(proposal=found, **given, documents=papers, by=request.user, at=now())
