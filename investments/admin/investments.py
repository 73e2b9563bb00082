"""Investments: where each stands, its life, its value, its spend in Hong Kong, its papers; the verbs of its life."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.admin import explained
from funds.models import RecordedBreach
from investments import oversight, portfolio, positions
from investments.admin import event_forms as forms
from investments.admin.oversight_forms import ConfirmationForm
from investments.admin.valuation_forms import EstimateForm
from investments.admin.words import progress_tag, state_tag, units_text
from investments.models import Investment, SpendLine
from investments.portal.outcomes import found_in_words
from investments.services import confirmations, events, exits, valuations
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.explained import cell

RECORD = "investment.record_event"


def _event(name, title, service, form, icon, **options) -> Verb:
    """A verb that records one event of a life and leads back to the investment."""
    return Verb(
        name,
        title,
        RECORD,
        lambda investment, **inputs: service(investment=investment, **inputs) and investment,
        form=form,
        icon=icon,
        **options,
    )


def _is_bond(investment) -> bool:
    return investment.proposal.instrument.startswith("convertible")


@admin.register(Investment)
class InvestmentAdmin(RecordAdmin):
    """A completed deal with its cost in the fund's book, its life and its breaches."""

    list_display = ["company", "fund", "completed_date", "original_cost", "held_cost"]
    list_filter = ["fund", "proposal__sector", "proposal__financing_stage"]
    search_fields = ["company__name_en", "company__name_zh_hant", "fund__name_en", "fund__code"]
    date_hierarchy = "completed_date"
    verbs = (
        Verb(
            "value",
            _("Record a value"),
            "valuation.record",
            lambda investment, **inputs: valuations.record(investment=investment, **inputs),
            form=EstimateForm,
            intro=_("It goes into the books when another person has reviewed it."),
            icon="query_stats",
            tone="go",
        ),
        _event("exit", _("Record an exit"), exits.exit_, forms.ExitForm, "logout", tone="go"),
        _event("draw-tranche", _("Draw a tranche"), events.draw_tranche, forms.TrancheForm, "add_card"),
        _event("convert", _("Convert into shares"), events.convert, forms.ConversionForm, "sync_alt", when=_is_bond),
        _event("income", _("Record income"), exits.receive_income, forms.IncomeForm, "payments"),
        _event("release-escrow", _("Release escrow"), exits.release_escrow, forms.EscrowForm, "lock_open"),
        _event("split", _("Record a share split"), events.split, forms.RatioForm, "call_split"),
        _event("bonus", _("Record a bonus issue"), events.issue_bonus, forms.RatioForm, "library_add"),
        _event("write-down", _("Write down for good"), events.write_down, forms.WriteDownForm, "trending_down"),
        _event(
            "reverse-write-down",
            _("Reverse a write-down"),
            events.reverse_write_down,
            forms.WriteDownForm,
            "trending_up",
        ),
        _event("write-off", _("Write off"), events.write_off, forms.LossForm, "block", tone="stop"),
        Verb(
            "confirm",
            _("Record a confirmation"),
            "holding.confirm",
            lambda investment, **inputs: confirmations.record(investment=investment, **inputs) and investment,
            form=ConfirmationForm,
            icon="verified",
        ),
    )

    def get_queryset(self, request):
        """With each investment's cost, from the books."""
        return portfolio.investments_with_cost()

    @admin.display(description=_("original cost (HK$)"), ordering="original_cost_hkd")
    def original_cost(self, obj):
        """What was ever put in."""
        return f"{obj.original_cost_hkd:,.2f}"

    @admin.display(description=_("held at cost (HK$)"), ordering="cost_hkd")
    def held_cost(self, obj):
        """What is still held."""
        return f"{obj.cost_hkd:,.2f}"

    def panels(self, obj, request):
        """Where it stands, its life, values, spend, papers, confirmations, and breaches with which it was done."""
        panels = [_book(obj), _life(obj), _values(obj), _spend(obj), _documents(obj), _confirmations(obj)]
        return [*panels, _breaches(obj), _explained(obj)]


def _explained(investment) -> Panel:
    """The lot's figures as derivations."""
    figures = (
        (_("original cost"), "paid"),
        (_("still held, at cost"), "cost"),
        (_("fair value"), "value"),
        (_("proceeds"), "proceeds"),
        (_("income"), "income"),
        (_("realised gain"), "gain"),
        (_("rate of return"), "irr"),
    )
    return explained.panel(investment.fund, [(label, "holding", f"{investment.pk}/{name}") for label, name in figures])


def _book(investment):
    found = positions.of(investment)
    rows = [
        (label, cell(amount, investment.fund.code, "holding", of=f"{investment.pk}/{name}"))
        for label, amount, name in (
            (gettext("original cost"), investment.original_cost_hkd, "paid"),
            (gettext("still held, at cost"), investment.cost_hkd, "cost"),
            (gettext("unrealised"), found.holding.unrealised_hkd, "unrealised"),
            (gettext("fair value"), found.fair_value_hkd, "value"),
            (gettext("proceeds"), found.proceeds_hkd, "proceeds"),
            (gettext("income"), found.income_hkd, "income"),
            (gettext("realised gain"), found.gain_hkd, "gain"),
            (gettext("realised exchange difference"), found.exchange_hkd, "exchange"),
            (gettext("held in escrow"), found.escrow_hkd, "escrow"),
        )
    ]
    note = gettext("%(units)s units held") % {"units": units_text(found.holding.units)}
    return _figures(_("In the fund's book (HK$)"), state_tag(found.state), rows, note)


def _figures(title, state, rows, note) -> Panel:
    """A table of figures under the words of where they stand."""
    heads = [(_("What"), "text"), (_("HK$"), "money")]
    return Panel(title, heads, [(gettext("state"), state), *rows], note=note)


def _life(investment):
    heads = [(_("Number"), "number"), (_("Event"), "text"), (_("Date"), "date"), (_("Amount (HK$)"), "money")]
    heads += [(_("Cost (HK$)"), "money"), (_("Units"), "number"), (_("Gain (HK$)"), "money")]
    heads += [(_("Exchange (HK$)"), "money"), (_("Stands"), "text")]
    code = investment.fund.code
    rows = [
        (
            one.number,
            link(one, _named(one)),
            one.effective_date,
            cell(one.amount_hkd, code, "event", of=one.pk, on=one.effective_date),
            cell(one.cost_hkd, code, "event", of=one.pk, on=one.effective_date),
            units_text(one.units or None),
            cell(one.gain_hkd, code, "event", of=one.pk, on=one.effective_date),
            cell(one.exchange_hkd, code, "event", of=one.pk, on=one.effective_date),
            _("reversed") if hasattr(one, "reversed_by") else _("yes"),
        )
        for one in investment.life_events.select_related("reversed_by").order_by("number")
    ]
    return Panel(_("Its life"), heads, rows)


def _named(event) -> str:
    kind = event.get_kind_display()
    return gettext("reversed: %(event)s") % {"event": kind} if event.reverses_id else kind


def _values(investment):
    heads = [(_("As of"), "text"), (_("Stage"), "text"), (_("Method"), "text"), (_("Fair value (HK$)"), "money")]
    heads += [(_("Level"), "number"), (_("Made by"), "text"), (_("Reviewed by"), "text")]
    rows = [
        (
            link(one, one.valuation_date),
            tag(one),
            one.get_method_display(),
            one.fair_value_hkd,
            one.level,
            str(one.made_by),
            str(one.reviewed_by) if one.reviewed_by else None,
        )
        for one in investment.valuations.select_related("made_by", "reviewed_by")
    ]
    return Panel(_("Values"), heads, rows)


def _spend(investment):
    found = oversight.spend(Investment.objects.filter(pk=investment.pk), today())[investment.pk]
    categories = dict(SpendLine.Category.choices)
    progress = found.progress
    rows = [
        (label, cell(amount, investment.fund.code, "spend", of=f"{investment.pk}/{name}"))
        for label, amount, name in (
            (gettext("required (R10)"), progress.required_hkd, "required"),
            (gettext("expected by today"), progress.expected_hkd, "expected"),
            (gettext("undertaken"), found.undertaken_hkd, "undertaken"),
            (gettext("reported"), progress.reported_hkd, "reported"),
            (gettext("accepted"), progress.accepted_hkd, "accepted"),
            (gettext("rejected"), progress.rejected_hkd, "rejected"),
            *((f"· {categories[kind]}", sum_, f"reported-{kind}") for kind, sum_ in found.by_category.items()),
        )
    ]
    jobs = gettext("Jobs in Hong Kong: %(jobs)s.") % {
        "jobs": gettext("none reported") if found.jobs is None else found.jobs
    }
    return _figures(_("Spend in Hong Kong (HK$)"), progress_tag(found.progress.status), rows, jobs)


def _documents(investment):
    heads = [(_("Document"), "text"), (_("File"), "text"), (_("Note"), "text"), (_("At"), "moment")]
    rows = [
        (one.get_kind_display(), link(one.file), one.note, one.added_at)
        for one in investment.proposal.documents.select_related("file")
    ]
    return Panel(_("Documents of the deal"), heads, rows)


def _confirmations(investment):
    heads = [(_("As of"), "date"), (_("By"), "text"), (_("Confirmed"), "number"), (_("On record"), "number")]
    heads += [(_("Note"), "text"), (_("File"), "text")]
    rows = [
        (
            one.as_of_date,
            one.get_source_display(),
            units_text(one.confirmed_units),
            units_text(one.recorded_units),
            one.note,
            link(one.file),
        )
        for one in investment.confirmations.select_related("file")
    ]
    return Panel(_("Confirmations of the holding"), heads, rows)


def _breaches(investment):
    found = RecordedBreach.objects.filter(source=f"proposal:{investment.proposal_id}")
    heads = [(_("Rule"), "text"), (_("What was found"), "text"), (_("Found"), "date"), (_("Cured"), "date")]
    rows = [(link(one, one.rule), found_in_words(one), one.found_date, one.cured_date) for one in found]
    return Panel(_("Breaches"), heads, rows, empty=_("The deal was done without a breach."))
