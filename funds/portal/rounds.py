"""Rounds for everybody, signed in or not: open, coming and past ones, the framework, questions, amendments (R29)."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import rounds, selectors
from funds.models import Application, House, Invitation
from funds.portal.application_forms import PortalForm, forms
from funds.portal.pages import attempt, one_page, posted, show, show_form
from funds.rules.application_choices import FEE_BASE_WORDS, SECTORS, STAGES
from funds.services import invitation_questions
from funds.term_words import term_name
from itvf import permissions
from itvf.dates import HONG_KONG, now
from itvf.errors import gettext_noop, percentage
from itvf.presentation import clause, hk_moment, hkd, is_chinese, title_of

# The framework of the scheme as applicants read it: R3 to R17, in the paper's order.
FRAMEWORK = (
    "vehicle",
    "sectors",
    "minimum_fund_size_hkd",
    "minimum_non_government_hkd",
    "minimum_gp_commitment_rate",
    "government_ratio",
    "government_minimum_hkd",
    "government_maximum_hkd",
    "maximum_term_years",
    "maximum_investment_period_years",
    "ecosystem_minimum_rate",
    "hong_kong_minimum_rate",
    "hong_kong_spend_minimum_rate",
    "stages",
    "instruments",
    "prohibited",
    "maximum_management_fee_rate",
    "fee_base_during_investment_period",
    "fee_base_after_investment_period",
    "maximum_carry_rate",
    "minimum_hurdle_rate",
    "required_licence",
    "fundraising_months",
)
WORDS = {
    **dict(SECTORS),
    **dict(STAGES),
    **FEE_BASE_WORDS,
    "equity": gettext_noop("Equity"),
    "convertible_bond": gettext_noop("Convertible bond"),
    "listed_shares": gettext_noop("Listed shares"),
    "secondary": gettext_noop("Second-hand shares"),
    "loan": gettext_noop("Loans"),
    "crypto": gettext_noop("Cryptocurrency"),
    "gambling": gettext_noop("Gambling"),
    "property": gettext_noop("Property"),
    "sfc_type_9": gettext_noop("SFC Type 9"),
    "limited_partnership_fund_cap_637": gettext_noop("limited partnership fund under Cap. 637"),
}
PHASES = {
    rounds.COMING: ("info", gettext_noop("Coming")),
    rounds.OPEN: ("good", gettext_noop("Open")),
    rounds.CLOSED: ("", gettext_noop("Closed")),
}


def all_rounds(request):
    """Every round: those that take applications first, then the coming, then the past."""
    at = rounds.database_clock()
    found = [
        {"round": one, "title": title_of(one), "phase": rounds.phase(one, at), "tag": phase_tag(one, at)}
        for one in Invitation.objects.public().select_related("scheme")
    ]
    groups = [
        (_("Open now"), rounds.OPEN, _("No round is open now")),
        (_("Coming"), rounds.COMING, ""),
        (_("Past"), rounds.CLOSED, ""),
    ]
    shown = [(title, [one for one in found if one["phase"] == phase], empty) for title, phase, empty in groups]
    return page(request, "portal/rounds/rounds.html", groups=shown, title=_("Invitations to fund managers"))


def one_round(request, reference):
    """One round: times, criteria, documents, the framework, amendments, questions with answers."""
    found = public_round(reference)
    at = rounds.database_clock()
    houses = _houses(request.user)
    return page(
        request,
        "portal/rounds/round.html",
        title=title_of(found),
        round=found,
        summary=(is_chinese() and found.summary_zh_hant) or found.summary_en,
        tag=phase_tag(found, at),
        is_open=rounds.phase(found, at) == rounds.OPEN,
        is_coming=rounds.phase(found, at) == rounds.COMING,
        takes_questions=rounds.phase(found, at) != rounds.CLOSED,
        times=[(_("Opens"), moment(found.opens_at)), (_("Closes"), moment(found.closes_at))],
        criteria=[_criterion(one) for one in found.criteria.all()],
        documents=[(_in_language(one, "title"), one.is_required) for one in found.documents.all()],
        needed=_needed(found),
        framework=framework(found),
        amendments=[_amendment(one) for one in found.amendments.filter(stage="announced").order_by("-number")],
        questions=one_page(request, found.questions.filter(stage="published").order_by("-answered_at")),
        houses=houses,
        applications=Application.objects.filter(invitation=found, house__in=houses).select_related("house"),
        crumbs=[(_("Invitations to fund managers"), reverse("portal_rounds"))],
    )


@login_required
def ask(request, reference):
    """A house asks; the question is answered for everybody, without a name."""
    found = public_round(reference)
    houses = _houses(request.user)
    if not houses:
        return redirect("portal_house_new")
    form = AskForm(posted(request), houses=houses)
    chosen = houses[0]
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in houses if str(one.pk) == form.cleaned_data["house"])
    permissions.require(request.user, "invitation.ask", within=chosen)
    if attempt(
        request,
        form,
        lambda given: invitation_questions.ask(
            invitation=found, house=chosen, text=given["text"], by=request.user, at=now()
        ),
    ):
        messages.success(request, _("Your question was sent. The answer will be published on this page."))
        return redirect("portal_round", reference=found.reference)
    return show_form(
        request,
        form,
        title=_("Ask a question"),
        lede=_("Questions and answers are published for everybody, without the name of who asked."),
        action=_("Send the question"),
        back=reverse("portal_round", args=[found.reference]),
        section="rounds",
    )


class AskForm(PortalForm):
    """A question, and for which house."""

    house = forms.ChoiceField(label=gettext_lazy("House"))
    text = forms.CharField(label=gettext_lazy("Question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args, houses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["house"].choices = [(str(one.pk), one.name_en) for one in houses]
        if len(houses) == 1:
            self.fields["house"].initial = str(houses[0].pk)


def page(request, template: str, *, crumbs=(), **context):
    """This function will render a page that a stranger may read; who is signed in keeps the ways on."""
    if request.user.is_authenticated:
        return show(request, template, section="rounds", crumbs=crumbs, **context)
    return render(request, template, {"crumbs": crumbs, **context})


def public_round(reference: str) -> Invitation:
    """This function will give a published round, or 404."""
    return get_object_or_404(
        Invitation.objects.public().select_related("scheme", "scheme_version"), reference=reference
    )


def phase_tag(invitation: Invitation, at) -> tuple[str, str]:
    """This function will give a round's phase in words, with its tone."""
    tone, words = PHASES[rounds.phase(invitation, at)]
    return tone, _(words)


def moment(value) -> str:
    """This function will write a moment with its seconds: the close is to the second."""
    local = value.astimezone(HONG_KONG)
    return hk_moment(value).replace(f"{local:%H:%M}", f"{local:%H:%M:%S}", 1)


def framework(invitation: Invitation) -> list[tuple[str, str, str]]:
    """This function will write the scheme's terms (R3 to R17): what, how much, by which rule and clause."""
    terms = selectors.terms_of(invitation.scheme_version).terms
    found = [terms[name] for name in FRAMEWORK if name in terms]
    return [(capfirst(term_name(one.name)), _value(one), f"{one.rule}, {clause(one.clause)}") for one in found]


def _value(term) -> str:
    if term.name.endswith("_hkd"):
        return hkd(Decimal(term.value))
    if term.name.endswith("_rate"):
        return percentage(Decimal(term.value))
    if term.name == "government_ratio":
        return f"{term.value['government']} : {term.value['other']}"
    values = term.value if isinstance(term.value, (list, tuple)) else [term.value]
    return ("、" if is_chinese() else "; ").join(_(WORDS[one]) if one in WORDS else str(one) for one in values)


def _needed(invitation: Invitation) -> list[tuple[str, int]]:
    names = [one for one in Invitation._meta.get_fields() if one.name.startswith("least_")]
    return [(capfirst(one.verbose_name), getattr(invitation, one.name)) for one in names]


def _criterion(one) -> dict:
    chinese = is_chinese()
    levels = [
        (level["score"], (chinese and level["words_zh_hant"]) or level["words_en"])
        for level in sorted(one.levels, key=lambda level: level["score"])
    ]
    return {"title": _in_language(one, "title"), "weight": percentage(one.weight_rate), "levels": levels}


def _amendment(one) -> dict:
    words = (is_chinese() and one.words_zh_hant) or one.words_en
    return {"number": one.number, "at": one.announced_at, "words": words}


def _in_language(thing, name: str) -> str:
    return (is_chinese() and getattr(thing, f"{name}_zh_hant")) or getattr(thing, f"{name}_en")


def _houses(user) -> list[House]:
    return list(House.objects.visible_to(user)) if user.is_authenticated else []
