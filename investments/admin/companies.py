"""Companies and their groups: identity, facts, activities, rounds, who stands behind them, who holds them."""

from dataclasses import fields

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investments import portfolio, positions
from investments.admin.affiliation_forms import AffiliationForm
from investments.admin.company_forms import (
    ActivityForm,
    AmendForm,
    CompanyForm,
    FactForm,
    GroupForm,
    RoundForm,
    VisitForm,
)
from investments.admin.words import state_tag, units_text
from investments.models import Company, CompanyFact, CompanyGroup, FinancingRound
from investments.services import affiliations, companies, inspections, rounds
from investments.services.rounds import RoundFigures
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.explained import cell
from itvf.words import breach_text

FIGURES = tuple(field.name for field in fields(RoundFigures))


def _record_round(company, **inputs):
    figures = RoundFigures(**{name: inputs.pop(name) for name in FIGURES})
    return rounds.record(company=company, figures=figures, **inputs)


@admin.register(Company)
class CompanyAdmin(RecordAdmin):
    """A company with what is known of it and what all funds hold of it."""

    list_display = ["name_en", "name_zh_hant", "br_number", "place_of_incorporation", "group", "registered_at"]
    list_filter = ["place_of_incorporation", "group"]
    list_select_related = ["group"]
    search_fields = ["name_en", "name_zh_hant", "br_number", "description", "group__name_en"]
    hidden_fields = ("hints",)
    verbs = (
        Verb(
            "register",
            _("Register a company"),
            "company.register",
            lambda _none, **inputs: companies.register(**inputs),
            form=CompanyForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "record-fact",
            _("Record a fact"),
            "company.register",
            lambda company, **inputs: companies.record_fact(company=company, **inputs) and company,
            form=FactForm,
            icon="fact_check",
            tone="go",
        ),
        Verb(
            "record-activity",
            _("Record an activity"),
            "company.register",
            lambda company, **inputs: companies.record_activity(company=company, **inputs) and company,
            form=ActivityForm,
            icon="category",
        ),
        Verb(
            "amend",
            _("Amend its identity"),
            "company.register",
            lambda company, **inputs: companies.amend(company=company, **inputs),
            form=AmendForm,
            icon="edit",
        ),
        Verb(
            "record-round",
            _("Record a financing round"),
            "round.record",
            lambda company, **inputs: _record_round(company, **inputs) and company,
            form=RoundForm,
            icon="stacked_line_chart",
        ),
        Verb(
            "declare",
            _("Declare who stands behind it"),
            "company.declare_affiliation",
            lambda company, **inputs: affiliations.declare(company=company, **inputs) and company,
            form=AffiliationForm,
            icon="person_add",
        ),
        Verb(
            "record-visit",
            _("Record a visit"),
            "inspection.record",
            lambda company, **inputs: inspections.record(company=company, **inputs),
            form=VisitForm,
            when=lambda company: company.investments.exists(),
            icon="tour",
        ),
    )

    def notes(self, obj):
        """A number of another shape than the register's, and names that are like it."""
        doubts = [breach_text(doubt) for doubt in companies.warnings(obj.br_number or "")]
        alike = [one.company.name_en for one in companies.similar(obj.name_en, obj.name_zh_hant) if one.company != obj]
        if alike:
            doubts.append(_("Names like it are on the register: %(names)s.") % {"names": ", ".join(alike)})
        return doubts

    def panels(self, obj, request):
        """Facts with evidence, activities, who stands behind it, rounds, what funds hold, proposals, visits."""
        return [_facts(obj), _activities(obj), _behind(obj), _rounds(obj), _lots(obj), _proposals(obj), _visits(obj)]


def _facts(company):
    heads = [(_("Fact"), "text"), (_("Holds"), "text"), (_("Number"), "number"), (_("Since"), "date")]
    heads += [(_("Evidence"), "text"), (_("File"), "text"), (_("By"), "text")]
    rows = [
        (
            fact.get_kind_display(),
            _("yes") if fact.holds else _("no"),
            fact.quantity,
            fact.since_date,
            fact.evidence,
            link(fact.file),
            str(fact.recorded_by),
        )
        for fact in company.facts.select_related("recorded_by", "file")
    ]
    return Panel(_("Facts that rules read (A17)"), heads, rows)


def _activities(company):
    heads = [(_("HSIC"), "text"), (_("Activity"), "text"), (_("Since"), "date"), (_("Ended then"), "text")]
    rows = [
        (one.hsic_code, one.description, one.since_date, _("yes") if one.ended else _("no"))
        for one in company.activities.all()
    ]
    return Panel(_("Activities (HSIC)"), heads, rows)


def _behind(company):
    heads = [(_("Name"), "text"), (_("Capacity"), "text"), (_("Share"), "rate"), (_("Since"), "date")]
    heads += [(_("Until"), "date"), (_("Evidence"), "text")]
    rows = [
        (
            link(one, one.name_en),
            one.get_capacity_display(),
            one.share_rate,
            one.since_date,
            one.until_date,
            one.evidence,
        )
        for one in company.affiliations.all()
    ]
    return Panel(_("Who stands behind it (R27)"), heads, rows)


def _rounds(company):
    heads = [
        (_("Round"), "text"),
        (pgettext_lazy("financing round", "Closed"), "date"),
        (_("Raised (HK$)"), "money"),
        (_("In issue"), "number"),
    ]
    heads += [(_("Fully diluted"), "number"), (_("Stands"), "text")]
    rows = [
        (
            link(one, one.name),
            one.closed_date,
            one.raised_hkd,
            units_text(one.issued_units),
            units_text(one.diluted_units),
            _("corrected") if hasattr(one, "replaced_by") else _("yes"),
        )
        for one in company.rounds.select_related("company", "replaced_by")
    ]
    return Panel(_("Financing rounds"), heads, rows)


def _lots(company):
    lots = list(portfolio.investments_with_cost().filter(company=company))
    standing = positions.of_many(lots) if lots else {}
    heads = [(_("Fund"), "text"), (_("Completed"), "date"), (_("State"), "text"), (_("Units"), "number")]
    heads += [(_("Original cost"), "money"), (_("Held at cost"), "money"), (_("Fair value"), "money")]
    rows = [
        (
            link(one, one.fund.name_en),
            one.completed_date,
            state_tag(standing[one.pk].state),
            units_text(standing[one.pk].holding.units),
            *(
                cell(amount, one.fund.code, "holding", of=f"{one.pk}/{name}")
                for amount, name in (
                    (one.original_cost_hkd, "paid"),
                    (one.cost_hkd, "cost"),
                    (standing[one.pk].fair_value_hkd, "value"),
                )
            ),
        )
        for one in lots
    ]
    return Panel(_("Investments of all funds (HK$)"), heads, rows)


def _proposals(company):
    heads = [(_("Proposal"), "text"), (_("Stage"), "text"), (_("HK$"), "money")]
    rows = [(link(p), tag(p), p.amount_hkd) for p in company.proposals.select_related("fund", "company")]
    return Panel(_("Proposals"), heads, rows)


def _visits(company):
    heads = [(_("Visited"), "date"), (_("Fund"), "text"), (_("Purpose"), "text"), (_("Findings"), "number")]
    heads += [(_("Not closed"), "number")]
    visits = company.visits.select_related("fund", "company").prefetch_related("findings")
    rows = [
        (
            one.visited_date,
            link(one, one.fund.code),
            one.purpose,
            len(one.findings.all()),
            sum(finding.stage != "closed" for finding in one.findings.all()),
        )
        for one in visits
    ]
    return Panel(_("Inspection visits"), heads, rows)


@admin.register(CompanyGroup)
class CompanyGroupAdmin(RecordAdmin):
    """Companies under one control."""

    list_display = ["name_en", "name_zh_hant", "registered_at"]
    search_fields = ["name_en", "name_zh_hant"]
    verbs = (
        Verb(
            "register",
            _("Register a group"),
            "company.register",
            lambda _none, **inputs: companies.register_group(**inputs),
            form=GroupForm,
            icon="add",
            tone="go",
            on_list=True,
        ),
    )

    def panels(self, obj, request):
        """Its companies."""
        heads = [(_("Company"), "text"), (_("Business registration number"), "text"), (_("Place"), "text")]
        rows = [(link(one), one.br_number, one.place_of_incorporation) for one in obj.companies.all()]
        return [Panel(_("Companies of the group"), heads, rows)]


@admin.register(CompanyFact)
class CompanyFactAdmin(RecordAdmin):
    """One fact of one company, with its evidence."""

    list_display = ["company", "kind", "holds", "since_date", "recorded_by"]
    list_filter = ["kind", "holds"]
    list_select_related = ["company", "recorded_by"]
    search_fields = ["company__name_en", "company__name_zh_hant", "evidence"]
    date_hierarchy = "since_date"


@admin.register(FinancingRound)
class FinancingRoundAdmin(RecordAdmin):
    """A round of a company, by which ownership and dilution are measured."""

    list_display = ["company", "name", "financing_stage", "closed_date", "raised_hkd", "issued_units", "diluted_units"]
    list_filter = ["financing_stage"]
    list_select_related = ["company"]
    search_fields = ["company__name_en", "company__name_zh_hant", "name"]
    date_hierarchy = "closed_date"
