"""What if a fund called, or were liquidated: figures to the cent, and nothing is written."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds import call_splits, selectors, what_if
from funds.models import CallPurpose
from funds.portal.calls import lines_table
from funds.portal.forms import base_choices
from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show
from funds.rules.allocation import earliest_due_date
from funds.services import call_inputs, capital_calls
from itvf.dates import today
from itvf.explained import cell
from itvf.forms import DateField, MoneyField
from itvf.money import total
from itvf.presentation import hk_date, hkd, name_of
from itvf.templatetags.explain import explained_link


class CallForm(PortalForm):
    """A call as it might be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(kind.label)) for kind in CallPurpose.Kind]
        self.fields["amount_hkd"] = MoneyField(label=_("Amount"))
        self.fields["kind"] = forms.ChoiceField(label=_("What for"), choices=kinds)
        self.fields["due_date"] = DateField(label=_("Due date"))

    def offer(self, fund) -> None:
        """The bases that the agreement allows: a follow-on is shared by the holding of an investment called before."""
        bases = dict(call_splits.agreed_on(fund, today()).bases)
        holding = bases.pop(CallPurpose.Base.HOLDING, None)
        choices = base_choices(bases)
        if holding:
            words = _("Holding: {label} ({clause})")
            called = CallPurpose.objects.filter(call__fund=fund, call__stage="issued").exclude(reference="")
            labels = dict(called.order_by("-call__number").values_list("reference", "label"))
            choices += [(key, words.format(label=label, clause=holding)) for key, label in labels.items()]
        if len(choices) > 1:
            self.fields["base"] = forms.ChoiceField(label=_("Shared by"), choices=choices, required=False)


class LiquidationForm(PortalForm):
    """A liquidation as it might be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField(label=_("Day of the liquidation"))
        self.fields["nav_hkd"] = MoneyField(
            label=_("Net assets"),
            required=False,
            help_text=_("Leave it empty to take what the books show on that day."),
        )


@login_required
def call(request, code):
    """What each partner would be asked for, and have unfunded after it."""
    fund = managed_fund(request, code)
    earliest = earliest_due_date(today())
    form = CallForm(posted(request), initial={"due_date": earliest})
    form.offer(fund)
    form.fields["due_date"].help_text = _("The earliest is {date}, if the call is issued today.").format(
        date=hk_date(earliest)
    )
    context = {}
    if attempt(request, form, lambda given: _preview(fund, given)):
        context = _supposed_table(fund, form.cleaned_data, form.done) | {"asked_hkd": form.cleaned_data["amount_hkd"]}
    return _show(request, "portal/funds/what_if_call.html", fund, form=form, **context)


@login_required
def liquidation(request, code):
    """The tiers of a distribution of all net assets, and what each partner would get of it."""
    fund = managed_fund(request, code)
    form = LiquidationForm(posted(request), initial={"on": today()})
    context = {}
    if attempt(request, form, lambda given: what_if.liquidation(fund, given["on"], given["nav_hkd"])):
        context = _outcome(form.done)
    return _show(request, "portal/funds/what_if_liquidation.html", fund, form=form, **context)


def _preview(fund, given: dict):
    purpose = call_inputs.supposed(given["kind"], given["amount_hkd"], _base(given))
    return capital_calls.preview(fund, [purpose], given["due_date"], today())


def _base(given: dict) -> str:
    return given.get("base") or CallPurpose.Base.COMMITMENT


def _supposed_table(fund, given: dict, lines) -> dict:
    """The lines, each figure opening to how it would come about, with their sum."""
    rest = f"{given['kind']}/{given['amount_hkd']}/{given['due_date']}/{_base(given)}"

    def why(line, name: str, amount):
        figure, of = {
            "commitment_hkd": ("committed", line.partner.pk),
            "called_before_hkd": ("called", line.partner.pk),
            "amount_hkd": ("what-if-call", f"amount/{line.partner.pk}/{rest}"),
            "outside_hkd": ("what-if-call", f"amount/{line.partner.pk}/{rest}"),
            "unfunded_after_hkd": ("what-if-call", f"unfunded/{line.partner.pk}/{rest}"),
        }[name]
        return cell(amount, fund.code, figure, of=of, on=today() if figure == "what-if-call" else given["due_date"])

    return lines_table(lines, why)


def _show(request, template: str, fund, **context):
    crumbs = [fund_crumb(fund), (_("Capital accounts"), reverse("portal_accounts", args=[fund.code]))]
    return show(request, template, fund=fund, section="accounts", crumbs=crumbs, **context)


def _outcome(outcome: what_if.Outcome) -> dict:
    fund = outcome.parts[0].partner.fund
    found, agreement = outcome.liquidation, selectors.agreement_of(fund)
    tiers = found.tiers

    def why(amount):
        return cell(amount, fund.code, "liquidation", of=found.nav_hkd, on=found.on)

    return {
        "on": found.on,
        "nav_hkd": found.nav_hkd,
        "of": str(found.nav_hkd),
        "carry_hkd": tiers.gp_hkd,
        "clawback_hkd": found.still_owed_hkd,
        "facts": [
            (
                _("Net assets in the books on that day"),
                explained_link(hkd(outcome.book_nav_hkd), "net-assets", fund.code, on=found.on),
            ),
            (
                _("Carried interest of the fund's whole life"),
                explained_link(
                    hkd(found.whole.tiers.gp_hkd), "liquidation", fund.code, of=f"{found.nav_hkd}/carry", on=found.on
                ),
            ),
            (_("Clause of the waterfall"), agreement.waterfall_clause or None),
        ],
        "tier_columns": [
            (_("Tier"), "text"),
            (_("Partners (HK$)"), "money"),
            (_("General partner's carry (HK$)"), "money"),
        ],
        "tier_rows": [
            [_("Return of capital"), why(tiers.return_of_capital_hkd), None],
            [_("Hurdle"), why(tiers.hurdle_hkd), None],
            [_("Catch-up"), why(tiers.catch_up_lp_hkd), why(tiers.catch_up_gp_hkd)],
            [_("Split"), why(tiers.split_lp_hkd), why(tiers.split_gp_hkd)],
            [_("Outside the waterfall"), why(found.outside_hkd), None],
        ],
        "tier_foot": [_("Total"), why(total([tiers.lp_hkd, found.outside_hkd])), why(tiers.gp_hkd)],
        **_parts_table(fund, outcome),
    }


def _parts_table(fund, outcome: what_if.Outcome) -> dict:
    parts, found = outcome.parts, outcome.liquidation
    columns = [
        (_("Partner"), "text"),
        (_("Capital"), "money"),
        (_("Profit"), "money"),
        (_("Carry, clawback"), "money"),
        (_("In all"), "money"),
    ]
    figures = [
        [
            part.line.capital_hkd,
            total([part.line.hurdle_hkd, part.line.catch_up_hkd, part.line.split_hkd]),
            total([part.line.carry_hkd, part.clawback_hkd]),
            part.amount_hkd,
        ]
        for part in parts
    ]
    rows = []
    for part, row in zip(parts, figures, strict=True):
        of = f"{found.nav_hkd}/{part.partner.pk}"
        rows.append([name_of(part.partner), *(cell(one, fund.code, "liquidation", of=of, on=found.on) for one in row)])
    of_all = f"{found.nav_hkd}"
    sums = (total(column) for column in zip(*figures, strict=True))
    foot = [_("Total"), *(cell(one, fund.code, "liquidation", of=of_all, on=found.on) for one in sums)]
    return {"part_columns": columns, "part_rows": rows, "part_foot": foot}
