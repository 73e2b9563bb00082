"""One company on one page, whichever funds hold it: who it is, what is known, what is held, what is watched."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.models import RecordedBreach
from funds.portal.pages import show
from investments.models import (
    Affiliation,
    CheckOutcome,
    Company,
    CompanyFact,
    Consent,
    Finding,
    InspectionVisit,
    Proposal,
    ProposalDocument,
)
from investments.portal import activities, holdings, spend, valued
from investments.portal.outcomes import in_words
from investments.portal.reading import address, funds_read_by, may_open, offered, views
from investments.portal.registers import breach_row, consent_row, in_order
from investments.rules.restrictions import RELATED_PARTIES
from itvf.dates import today
from itvf.presentation import hk_date, name_of


@login_required
def company(request, pk):
    """All that is on record of a company, as far as the reader's funds know it."""
    funds, on = funds_read_by(request), today()
    known = Company.objects.known_to(request.user).select_related("group")
    found = get_object_or_404(known, pk=pk)
    may_review = may_open(request, "valuation.review", "portal_valuation_review")
    lots = holdings.lots_of(found, funds, on)
    progress = spend.progress(lots, on)
    rounds = holdings.rounds_of(found, on)
    deals = list(Proposal.objects.visible_to(request.user).filter(company=found).select_related("fund").order_by("-id"))
    return show(
        request,
        "portal/portfolio/company.html",
        section="portfolio",
        crumbs=[(_("Portfolio board"), reverse("portal_board"))],
        views=views(request, ""),
        company=found,
        on=on,
        identity=_identity(found),
        siblings=_siblings(request, found),
        activities=activities.standing_of(found, on),
        affiliations=_affiliations(found, on),
        known=_known(request, found, on),
        held=holdings.held_by_fund(lots, rounds),
        rounds=holdings.round_history(rounds, lots),
        bridge_columns=valued.bridge_columns(),
        lots=[_lot(request, lot, progress[lot.investment.pk], on, may_review) for lot in lots],
        deals=deals,
        related=_related_names(deals),
        documents=_documents(deals),
        consents=_consents(found, funds, on),
        breaches=_breaches(request, deals, lots, on),
        visits=_visits(request, found, funds, on),
        offers=_offers(request, found, funds),
    )


def _lot(request, lot: holdings.Lot, progress: dict, on: date, may_review: bool) -> dict:
    shown = holdings.life(lot, request.user.is_staff, on)
    shown["valued"] = valued.valuations(lot, on, may_review=may_review)
    shown["spend"] = progress
    shown["offers"] = _lot_offers(request, lot)
    return shown


# --- who it is


def _identity(found: Company) -> list[tuple[str, str]]:
    return [
        (_("Name in English"), found.name_en),
        (_("Name in Chinese"), found.name_zh_hant or None),
        (_("Business registration"), found.br_number or None),
        (_("Incorporated in"), found.place_of_incorporation),
        (_("Incorporated on"), hk_date(found.incorporation_date) if found.incorporation_date else None),
        (_("Registered address"), found.registered_address or None),
        (_("Place of business"), found.business_address or None),
        (_("Group"), name_of(found.group) if found.group else None),
    ]


def _siblings(request, found: Company) -> list[tuple[str, str]]:
    """Companies under the same control, those that the reader's funds know."""
    if found.group_id is None:
        return []
    others = Company.objects.known_to(request.user).filter(group=found.group_id).exclude(pk=found.pk)
    return [(name_of(one), reverse("portal_company_page", args=[one.pk])) for one in others]


def _affiliations(found: Company, on: date) -> dict:
    """Owners, directors and others who stand behind it, as declared."""
    columns = [
        (_("Name"), "text"),
        (_("Capacity"), "text"),
        (_("Share"), "rate"),
        (_("Since"), "date"),
        (_("Until"), "date"),
        (_("Evidence"), "text"),
    ]
    rows = [
        [
            name_of(one),
            capfirst(one.get_capacity_display()),
            one.share_rate,
            one.since_date,
            one.until_date,
            one.evidence,
        ]
        for one in Affiliation.objects.filter(company=found, since_date__lte=on).order_by("until_date", "name_en", "id")
    ]
    return {"columns": columns, "rows": rows}


def _known(request, found: Company, on: date) -> list[dict]:
    """Each kind of fact as it stands, with its evidence, and what was said of it before."""
    recorded = CompanyFact.objects.visible_to(request.user).filter(company=found)
    by_kind: dict[str, list[CompanyFact]] = {}
    for fact in recorded.select_related("recorded_by", "file").order_by("-since_date", "-id"):
        by_kind.setdefault(fact.kind, []).append(fact)
    rows = []
    for kind in CompanyFact.Kind:
        facts = by_kind.get(kind, [])
        now = next((fact for fact in facts if fact.since_date <= on), None)
        rows.append({"label": capfirst(kind.label), "now": now, "others": [one for one in facts if one is not now]})
    return rows


# --- what is watched


def _related_names(deals: list[Proposal]) -> list[dict]:
    """What the search of names on both sides said of each deal, on its last run."""
    found = CheckOutcome.objects.filter(proposal__in=deals, restriction=RELATED_PARTIES.id)
    last: dict[int, CheckOutcome] = {}
    for outcome in found.order_by("run"):
        last[outcome.proposal_id] = outcome
    return [
        {"deal": deal, "url": reverse("portal_proposal", args=[deal.pk]), "outcome": in_words([last[deal.pk]])[0]}
        for deal in deals
        if deal.pk in last
    ]


def _documents(deals: list[Proposal]) -> dict:
    columns = [(_("Document"), "text"), (_("File"), "text"), (_("Deal"), "text"), (_("Filed"), "moment")]
    found = ProposalDocument.objects.filter(proposal__in=deals).select_related("file", "proposal__fund")
    rows = [
        [
            capfirst(one.get_kind_display()),
            one.file.name,
            (
                _("{fund}, proposal {number}").format(fund=one.proposal.fund.code.upper(), number=one.proposal.number),
                reverse("portal_proposal", args=[one.proposal_id]),
            ),
            one.added_at,
        ]
        for one in found.order_by("-id")
    ]
    return {"columns": columns, "rows": rows}


def _consents(found: Company, funds, on: date) -> list[dict]:
    """Consents to deals with the company, live and lapsed."""
    given = Consent.objects.filter(fund__in=funds, proposal__company=found)
    given = given.select_related("fund", "proposal__company", "file", "recorded_by", "approved_by")
    return [consent_row(one, on) for one in given.order_by("-expiry_date", "-id")]


def _breaches(request, deals: list[Proposal], lots: list[holdings.Lot], on: date) -> list[dict]:
    """Breaches that were found in deals with the company, and in what is held of it."""
    sources = [f"proposal:{deal.pk}" for deal in deals] + [f"investment:{lot.investment.pk}" for lot in lots]
    found = RecordedBreach.objects.filter(fund__in={deal.fund_id for deal in deals}, source__in=sources)
    may_cure = may_open(request, "breach.cure", "portal_breach_cure")
    return [breach_row(one, on, may_cure=may_cure) for one in in_order(found, on)]


def _visits(request, found: Company, funds, on: date) -> list[dict]:
    """Inspection visits with what they found wanting, open findings marked when their day has passed."""
    visits = InspectionVisit.objects.filter(company=found, fund__in=funds, visited_date__lte=on)
    visits = list(visits.select_related("fund", "file", "recorded_by"))
    answerers = {
        fund: may_open(request, "finding.answer", "portal_finding_answer", fund)
        for fund in {one.fund for one in visits}
    }
    may_close = may_open(request, "finding.close", "portal_finding_close")
    by_visit: dict[int, list[dict]] = {}
    found_wanting = Finding.objects.filter(visit__in=visits).select_related("visit__fund", "answered_by", "closed_by")
    for finding in found_wanting:
        is_late = finding.stage == Finding.Stage.OPEN and finding.due_date < on
        tone = {Finding.Stage.CLOSED: "good", Finding.Stage.ANSWERED: "info"}.get(finding.stage, "wait")
        label = _("open and overdue") if is_late else finding.get_stage_display()
        state = {"label": label, "tone": "bad" if is_late else tone}
        url = ""
        if finding.stage == Finding.Stage.OPEN and answerers[finding.visit.fund]:
            url = address("portal_finding_answer", finding.pk)
        elif finding.stage == Finding.Stage.ANSWERED and may_close:
            url = address("portal_finding_close", finding.pk)
        by_visit.setdefault(finding.visit_id, []).append({"finding": finding, "state": state, "url": url})
    return [{"visit": one, "fund": name_of(one.fund), "findings": by_visit.get(one.pk, [])} for one in visits]


# --- what the reader may do here


def _offers(request, found: Company, funds) -> list[tuple[str, str]]:
    """The verbs on the company itself, offered within a fund that proposed it, else within one of the reader's."""
    fund = funds.filter(proposals__company=found).order_by("code").first() or funds.order_by("code").first()
    if fund is None:
        return []
    return offered(
        request,
        fund,
        [
            (_("Record a fact"), "company.register", "portal_company", [fund.code, found.pk]),
            (_("Record an activity"), "company.register", "portal_activities", [fund.code, found.pk]),
            (_("Record a financing round"), "round.record", "portal_round_record", [fund.code, found.pk]),
            (
                _("Declare who stands behind it"),
                "company.declare_affiliation",
                "portal_affiliation",
                [fund.code, found.pk],
            ),
            (_("Record an inspection visit"), "inspection.record", "portal_visit_record", [fund.code, found.pk]),
        ],
    )


def _lot_offers(request, lot: holdings.Lot) -> list[tuple[str, str]]:
    """The verbs on one lot."""
    place = [lot.investment.pk]
    return offered(
        request,
        lot.fund,
        [
            (_("Record an event"), "investment.record_event", "portal_lot", place),
            (_("Value it"), "valuation.record", "portal_valuation_record", place),
            (_("Report Hong Kong spend"), "spend.report", "portal_spend_report", place),
            (_("Confirm the holding"), "holding.confirm", "portal_holding_confirm", place),
        ],
    )
