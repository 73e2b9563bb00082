"""The portal's addresses on this floor; drafting a call is here because its purposes name our deals."""

from django.urls import path

from funds.portal import call_drafts
from investments.portal import companies, investments, proposals
from investments.portal.deals import deals_of

deals = {"deals": deals_of}
urlpatterns = [
    path("funds/<slug:code>/calls/new/", call_drafts.purposes, deals, name="portal_call_new_purposes"),
    path("funds/<slug:code>/calls/new/due-date/", call_drafts.due_date, name="portal_call_new_due_date"),
    path("funds/<slug:code>/calls/new/check/", call_drafts.check, name="portal_call_new_check"),
    path("calls/<int:pk>/revise/", call_drafts.purposes, deals, name="portal_call_revise_purposes"),
    path("calls/<int:pk>/revise/due-date/", call_drafts.due_date, name="portal_call_revise_due_date"),
    path("calls/<int:pk>/revise/check/", call_drafts.check, name="portal_call_revise_check"),
    path("funds/<slug:code>/proposals/", proposals.proposals, name="portal_proposals"),
    path("funds/<slug:code>/proposals/new/", companies.choose, name="portal_company_choose"),
    path("funds/<slug:code>/companies/new/", companies.register, name="portal_company_register"),
    path("funds/<slug:code>/companies/<int:pk>/", companies.facts, name="portal_company"),
    path("funds/<slug:code>/companies/<int:pk>/propose/", proposals.propose, name="portal_propose"),
    path("proposals/<int:pk>/", proposals.proposal, name="portal_proposal"),
    path("proposals/<int:pk>/reply/", proposals.reply, name="portal_proposal_reply"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="portal_proposal_withdraw"),
    path("proposals/<int:pk>/complete/", proposals.complete, name="portal_proposal_complete"),
    path("funds/<slug:code>/investments/", investments.investments, name="portal_investments"),
]
