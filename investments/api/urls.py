"""Addresses of the API of companies and deals."""

from django.urls import path

from investments.api import companies, investments, proposals

urlpatterns = [
    path("companies", companies.Companies.as_view(), name="api_companies"),
    path("companies/<int:pk>", companies.CompanyDetail.as_view(), name="api_company"),
    path("companies/<int:pk>/facts", companies.RecordFact.as_view(), name="api_company_fact"),
    path("funds/<slug:code>/proposals", proposals.SubmitProposal.as_view(), name="api_proposal_submit"),
    path("funds/<slug:code>/proposals/what-if", proposals.WhatIf.as_view(), name="api_proposal_what_if"),
    path("proposals", proposals.Proposals.as_view(), name="api_proposals"),
    path("proposals/<int:pk>", proposals.ProposalDetail.as_view(), name="api_proposal"),
    path("proposals/<int:pk>/resubmit", proposals.ResubmitProposal.as_view(), name="api_proposal_resubmit"),
    path("proposals/<int:pk>/withdraw", proposals.WithdrawProposal.as_view(), name="api_proposal_withdraw"),
    path("proposals/<int:pk>/answer", proposals.AnswerProposal.as_view(), name="api_proposal_answer"),
    path("proposals/<int:pk>/complete", proposals.CompleteProposal.as_view(), name="api_proposal_complete"),
    path("investments", investments.Investments.as_view(), name="api_investments"),
]
