"""The portal's addresses on this floor; drafts of calls and distributions name our deals."""

from django.urls import path

from funds.portal import call_drafts, distribution_drafts
from investments.portal import (
    activities,
    affiliations,
    board,
    companies,
    company_page,
    completion,
    documents,
    investments,
    lots,
    mandate,
    overview,
    proposals,
    registers,
    rounds,
)
from investments.portal.deals import deals_of, lots_of

deals = {"deals": deals_of}
urlpatterns = [
    path("funds/<slug:code>/calls/new/", call_drafts.purposes, deals, name="portal_call_new_purposes"),
    path("funds/<slug:code>/calls/new/due-date/", call_drafts.due_date, name="portal_call_new_due_date"),
    path("funds/<slug:code>/calls/new/excused/", call_drafts.excused, name="portal_call_new_excused"),
    path("funds/<slug:code>/calls/new/check/", call_drafts.check, name="portal_call_new_check"),
    path("calls/<int:pk>/revise/", call_drafts.purposes, deals, name="portal_call_revise_purposes"),
    path("calls/<int:pk>/revise/due-date/", call_drafts.due_date, name="portal_call_revise_due_date"),
    path("calls/<int:pk>/revise/check/", call_drafts.check, name="portal_call_revise_check"),
    path(
        "funds/<slug:code>/distributions/new/sources/",
        distribution_drafts.sources,
        {"deals": lots_of},
        name="portal_distribution_new_sources",
    ),
    path("funds/<slug:code>/proposals/", proposals.proposals, name="portal_proposals"),
    path("funds/<slug:code>/proposals/new/", companies.choose, name="portal_company_choose"),
    path("funds/<slug:code>/companies/new/", companies.register, name="portal_company_register"),
    path("funds/<slug:code>/companies/<int:pk>/", companies.facts, name="portal_company"),
    path("funds/<slug:code>/companies/<int:pk>/propose/", proposals.propose, name="portal_propose"),
    path("proposals/<int:pk>/", proposals.proposal, name="portal_proposal"),
    path("proposals/<int:pk>/reply/", proposals.reply, name="portal_proposal_reply"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="portal_proposal_withdraw"),
    path("proposals/<int:pk>/complete/", completion.complete, name="portal_proposal_complete"),
    path("proposals/<int:pk>/documents/add/", documents.add, name="portal_proposal_document_add"),
    path("proposals/<int:pk>/documents/<int:document>/", documents.content, name="portal_proposal_document"),
    path("funds/<slug:code>/investments/", investments.investments, name="portal_investments"),
    path("investments/<int:pk>/", lots.lot, name="portal_lot"),
    path("investments/<int:pk>/events/<slug:kind>/", lots.event, name="portal_lot_event"),
    path("investments/<int:pk>/values/new/", lots.value, name="portal_valuation_record"),
    path("investments/<int:pk>/spend/new/", lots.spend, name="portal_spend_report"),
    path("findings/<int:pk>/answer/", lots.answer, name="portal_finding_answer"),
    path("funds/<slug:code>/companies/<int:pk>/activities/", activities.record, name="portal_activities"),
    path(
        "funds/<slug:code>/companies/<int:company>/activities/<slug:hsic>/end/",
        activities.end,
        name="portal_activity_end",
    ),
    path("funds/<slug:code>/companies/<int:pk>/affiliations/", affiliations.declare, name="portal_affiliation"),
    path(
        "funds/<slug:code>/companies/<int:company>/affiliations/<int:pk>/end/",
        affiliations.end,
        name="portal_affiliation_end",
    ),
    path("funds/<slug:code>/companies/<int:pk>/rounds/new/", rounds.record, name="portal_round_record"),
    # the reading screens: the portfolio, its registers, the programme
    path("portfolio/", board.board, name="portal_board"),
    path("portfolio/companies/<int:pk>/", company_page.company, name="portal_company_page"),
    path("breaches/", registers.breaches, name="portal_breaches"),
    path("consents/", registers.consents, name="portal_consents"),
    path("programme/kpi/", overview.kpi, name="portal_kpi"),
    path("programme/start-ups/", overview.start_ups, name="portal_start_ups"),
    path("programme/uninvested/", overview.uninvested, name="portal_uninvested"),
    path("programme/uninvested/csv/", overview.uninvested_file, {"kind": "csv"}, name="portal_uninvested_csv"),
    path("programme/uninvested/xlsx/", overview.uninvested_file, {"kind": "xlsx"}, name="portal_uninvested_xlsx"),
    path("funds/<slug:code>/mandate/", mandate.mandate, name="portal_mandate"),
]
