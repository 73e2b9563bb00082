"""Addresses of the partnership's API."""

from django.urls import path

from funds.api import (
    breaches,
    capital_calls,
    closings,
    contributions,
    fees,
    funds,
    journal,
    notices,
    partners,
    schemes,
    tokens,
)

urlpatterns = [
    path("tokens", tokens.Tokens.as_view(), name="api_tokens"),
    path("tokens/<str:key>", tokens.Token.as_view(), name="api_token"),
    path("schemes/<slug:code>/terms", schemes.SchemeTerms.as_view(), name="api_scheme_terms"),
    path("funds", funds.Funds.as_view(), name="api_funds"),
    path("funds/<slug:code>", funds.FundDetail.as_view(), name="api_fund"),
    path("funds/<slug:code>/partners", partners.FundPartners.as_view(), name="api_partners"),
    path("funds/<slug:code>/closings", closings.FundClosings.as_view(), name="api_closings"),
    path("funds/<slug:code>/trial-balance", funds.TrialBalance.as_view(), name="api_trial_balance"),
    path("funds/<slug:code>/journal-entries", journal.JournalEntries.as_view(), name="api_journal_entries"),
    path("funds/<slug:code>/fee-accruals", funds.FeeAccruals.as_view(), name="api_fee_accruals"),
    path("funds/<slug:code>/fees", fees.Fees.as_view(), name="api_fees"),
    path("funds/<slug:code>/hurdle", funds.Hurdle.as_view(), name="api_hurdle"),
    path("funds/<slug:code>/breaches", breaches.Breaches.as_view(), name="api_breaches"),
    path("breaches/<int:pk>/agree-cure", breaches.AgreeCure.as_view(), name="api_breach_agree_cure"),
    path("breaches/<int:pk>/cure", breaches.Cure.as_view(), name="api_breach_cure"),
    path("funds/<slug:code>/capital-calls", capital_calls.DraftCall.as_view(), name="api_call_draft"),
    path("funds/<slug:code>/capital-calls/preview", capital_calls.PreviewCall.as_view(), name="api_call_preview"),
    path("capital-calls", capital_calls.CapitalCalls.as_view(), name="api_calls"),
    path("capital-calls/<int:pk>", capital_calls.CapitalCallDetail.as_view(), name="api_call"),
    path("capital-calls/<int:pk>/lines", capital_calls.CapitalCallLines.as_view(), name="api_call_lines"),
    path("capital-calls/<int:pk>/issue", capital_calls.IssueCall.as_view(), name="api_call_issue"),
    path("capital-calls/<int:pk>/withdraw", capital_calls.WithdrawCall.as_view(), name="api_call_withdraw"),
    path("call-lines/<int:pk>/contributions", contributions.RecordContribution.as_view(), name="api_contribute"),
    path("contributions", contributions.Contributions.as_view(), name="api_contributions"),
    path("contributions/<int:pk>/reverse", contributions.ReverseContribution.as_view(), name="api_contribution_undo"),
    path("notices", notices.Notices.as_view(), name="api_notices"),
    path("notices/<int:pk>", notices.NoticeDetail.as_view(), name="api_notice"),
    path("notices/<int:pk>/pdf", notices.NoticePdf.as_view(), name="api_notice_pdf"),
    path("notices/<int:pk>/xlsx", notices.NoticeXlsx.as_view(), name="api_notice_xlsx"),
]
