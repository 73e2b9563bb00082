"""Drafting a distribution in steps: what goes back, from where, tax, check; answers wait in the session.

The deals that a source may name belong to the floor above, which hands `deals` in with its addresses.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import formset_factory
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from funds import distribution_facts, selectors
from funds.distribution_words import natures
from funds.models import DistributionSource, Fund
from funds.portal.call_drafts import Deal
from funds.portal.distribution_tables import lines_table, sources_table
from funds.portal.forms import DistributionForm, SourceForm, WithholdingForm
from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show
from funds.portal.rows import MOST_ROWS, changed, problems
from funds.services import distributions
from funds.services.distributions import SourceInput
from itvf import permissions
from itvf.dates import now, today
from itvf.errors import InputRefused, RuleBroken, plain
from itvf.explained import address
from itvf.money import ZERO
from itvf.presentation import hk_date, hkd, name_of

SOURCES, TAXES = "sources", "taxes"


class Drafting:
    """One person's answers for one new distribution, from step to step."""

    def __init__(self, request, code: str):
        self.request = request
        self.fund: Fund = managed_fund(request, code)
        permissions.require(request.user, "distribution.draft", within=self.fund)
        self.key = f"distribution:new:{self.fund.code}"
        self.answers = request.session.get(self.key) or {}

    def keep(self, **answers) -> None:
        """Holds answers for the next step."""
        self.answers |= answers
        self.request.session[self.key] = self.answers

    def forget(self) -> None:
        """Lets the answers go, once they are saved."""
        self.request.session.pop(self.key, None)

    def url(self, step: str) -> str:
        """The address of a step."""
        return reverse(f"portal_distribution_new_{step}", args=[self.fund.code])

    @property
    def missing(self) -> str | None:
        """The first step that was not answered yet."""
        return next((step for step in ("terms", SOURCES) if not self.answers.get(step)), None)

    @property
    def sources(self) -> list[SourceInput]:
        """The sources as the service takes them."""
        return [
            SourceInput(**row | {"amount_hkd": Decimal(row["amount_hkd"])}) for row in self.answers.get(SOURCES, ())
        ]

    @property
    def withheld_hkd(self) -> dict[int, Decimal]:
        """The tax by partner."""
        return {int(row["partner"]): Decimal(row["amount_hkd"]) for row in self.answers.get(TAXES, ())}

    @property
    def terms(self) -> dict:
        """Nature, payment date and what is recallable, as the service takes them."""
        given = self.answers["terms"]
        return {
            "nature": given["nature"],
            "payment_date": parse_date(given["payment_date"]),
            "recallable_hkd": Decimal(given["recallable_hkd"] or 0),
            "call": self.fund.calls.get(pk=given["call"]) if given["call"] else None,
            "is_final": given.get("is_final", False),
        }

    def show(self, template: str, step: str, **context):
        """Renders a step."""
        words = {
            "terms": _("What goes back"),
            SOURCES: _("From where"),
            TAXES: _("Tax withheld"),
            "check": _("Check your answers"),
        }
        reached = list(words).index(step)
        steps = [
            (label, "done" if place < reached else "current" if place == reached else "")
            for place, label in enumerate(words.values())
        ]
        crumbs = [fund_crumb(self.fund), (_("Distributions"), reverse("portal_distributions", args=[self.fund.code]))]
        frame = {"fund": self.fund, "section": "distributions", "crumbs": crumbs, "steps": steps}
        return show(self.request, template, **frame, task=_("Draft a distribution"), **context)


@login_required
def terms(request, code):
    """Step 1: the nature, the payment date, what is recallable."""
    drafting = Drafting(request, code)
    given = drafting.answers.get("terms", {})
    initial = given | {"recallable_hkd": Decimal(given["recallable_hkd"])} if given.get("recallable_hkd") else given
    form = DistributionForm(posted(request), fund=drafting.fund, initial={"payment_date": today()} | initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        answer = {"nature": typed["nature"], "call": typed["call"], "payment_date": typed["payment_date"].isoformat()}
        answer["is_final"] = typed["is_final"]
        drafting.keep(terms=answer | {"recallable_hkd": plain(typed["recallable_hkd"] or ZERO)})
        return redirect(drafting.url("check" if drafting.answers.get(SOURCES) else SOURCES))
    return drafting.show("portal/distributions/terms.html", "terms", form=form, figures=figures(drafting.fund))


@login_required
def sources(request, deals: Callable[[Fund], Sequence[Deal]], code=None):
    """Step 2: where the money comes from, one row a source."""
    drafting = Drafting(request, code)
    if not drafting.answers.get("terms"):
        return redirect(drafting.url("terms"))
    shown = {"deals": deals(drafting.fund)}
    kept = [row | {"amount_hkd": Decimal(row["amount_hkd"])} for row in drafting.answers.get(SOURCES, ())]
    return _rows(drafting, SOURCES, SourceForm, shown, kept, least=1, onward=TAXES)


@login_required
def withholding(request, code):
    """Step 3: tax withheld, one row a partner; usually none."""
    drafting = Drafting(request, code)
    if drafting.missing:
        return redirect(drafting.url(drafting.missing))
    partners = [(partner.pk, name_of(partner)) for partner in selectors.partners_with_position(drafting.fund)]
    kept = [row | {"amount_hkd": Decimal(row["amount_hkd"])} for row in drafting.answers.get(TAXES, ())]
    return _rows(drafting, TAXES, WithholdingForm, {"partners": partners}, kept, least=0, onward="check")


@login_required
def check(request, code):
    """Step 4: every line by tier, to the cent, before anything is saved."""
    drafting = Drafting(request, code)
    if drafting.missing:
        return redirect(drafting.url(drafting.missing))
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: _save(drafting)):
        drafting.forget()
        messages.success(request, _("The draft is saved. A signatory states solvency, then declares it."))
        return redirect("portal_distribution", pk=form.done.pk)
    planned, problem = _plan(drafting)
    given = drafting.terms
    answers = [
        (_("What goes back"), natures()[given["nature"]], drafting.url("terms")),
        (_("Payment date"), hk_date(given["payment_date"]), drafting.url("terms")),
        (_("Of it recallable"), hkd(given["recallable_hkd"]), drafting.url("terms")),
        (_("Tax withheld"), hkd(sum(drafting.withheld_hkd.values(), ZERO)), drafting.url(TAXES)),
    ]
    if given["is_final"]:
        answers.append((_("Final"), _("Every partner gets its balance"), drafting.url("terms")))
    if given["call"]:
        answers.insert(1, (_("Of which call"), str(given["call"]), drafting.url("terms")))
    return drafting.show(
        "portal/distributions/check.html",
        "check",
        form=form,
        refusal=problem,
        answers=answers,
        sources_url=drafting.url(SOURCES),
        **sources_table([DistributionSource(**_fields(one)) for one in drafting.sources]),
        **lines_table(planned.lines if planned else ()),
    )


def figures(fund: Fund) -> list[tuple[str, Decimal, str]]:
    """What there is to distribute, in HK$, each with the page of its derivation."""
    offsets = -selectors.balance(fund, selectors.Code.FEE_OFFSET_PAYABLE)
    settled = (_("Fee offsets settled, to pass on"), offsets, address(fund.code, "balance", of="fee_offset_payable"))
    return [
        (
            _("Realised and not distributed"),
            distribution_facts.available_proceeds(fund),
            address(fund.code, "distributable", of="proceeds"),
        ),
        (
            _("In the bank"),
            selectors.balance(fund, selectors.Code.CASH),
            address(fund.code, "balance", of=selectors.Code.CASH.value),
        ),
        (
            _("Declared and unpaid"),
            -selectors.balance(fund, selectors.Code.DISTRIBUTION_PAYABLE),
            address(fund.code, "payable"),
        ),
        (
            _("Carry given back, to pass on"),
            distribution_facts.carry_to_pass_on(fund),
            address(fund.code, "distributable", of="carry"),
        ),
        *((settled,) if offsets else ()),
    ]


def _rows(drafting: Drafting, step: str, form_class, shown: dict, kept: list, *, least: int, onward: str):
    """A step of rows: shown, one more, one fewer, or kept on the way onward."""
    request = drafting.request
    make = formset_factory(form_class, extra=0, min_num=least, validate_min=True, max_num=MOST_ROWS, validate_max=True)
    rows = make(posted(request), prefix=step, form_kwargs=shown, initial=kept if request.method == "GET" else None)
    if "add" in request.POST or "remove" in request.POST:
        again = changed(request.POST, step, form_class.base_fields)
        rows = make(
            prefix=step,
            form_kwargs=shown,
            initial=again if least else [row for row in again if row or "add" in request.POST],
        )
    elif request.method == "POST" and rows.is_valid():
        drafting.keep(**{step: [_row(form.cleaned_data) for form in rows if form.cleaned_data]})
        return redirect(drafting.url(onward))
    return drafting.show(
        f"portal/distributions/{step}.html",
        step,
        rows=rows,
        problems=problems(rows, _("Row {number}, {field}: {error}")),
        status=422 if rows.is_bound else 200,
        may_add=len(rows.forms) < MOST_ROWS,
    )


def _row(cleaned: dict) -> dict:
    return cleaned | {"amount_hkd": plain(cleaned["amount_hkd"])}


def _fields(source: SourceInput) -> dict:
    return {name: getattr(source, name) for name in ("kind", "label", "label_zh_hant", "reference", "amount_hkd")}


def _plan(drafting: Drafting):
    """The lines as they would be declared, or why they could not be; solvency is stated later."""
    given = drafting.terms
    taxes = {str(pk): plain(amount) for pk, amount in drafting.withheld_hkd.items()}
    try:
        planned = distributions.preview(
            drafting.fund, drafting.sources, on=today(), working={"withheld_hkd": taxes}, **given
        )
    except (InputRefused, RuleBroken) as refusal:
        return None, refusal
    breaches = [one for one in planned.breaches if not one.code.startswith("solvency")]
    return planned, RuleBroken(breaches) if breaches else None


def _save(drafting: Drafting):
    return distributions.draft(
        fund=drafting.fund,
        sources=drafting.sources,
        withheld_hkd=drafting.withheld_hkd,
        by=drafting.request.user,
        at=now(),
        **drafting.terms,
    )
