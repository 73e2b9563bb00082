"""The portal's addresses on this floor: funds, calls, notices, bank accounts, tokens."""

from django.urls import path

from funds.portal import (
    agreement_register,
    bank_accounts,
    calls,
    conventions,
    duties,
    fees,
    funds,
    late_interest,
    notices,
    payments,
    tokens,
)

urlpatterns = [
    path("funds/<slug:code>/", funds.fund, name="portal_fund"),
    path("funds/<slug:code>/conventions/", conventions.grid, name="portal_conventions"),
    path("funds/<slug:code>/agreement/", agreement_register.agreement, name="portal_agreement"),
    path("funds/<slug:code>/duties/", duties.fund_duties, name="portal_duties"),
    path("funds/<slug:code>/duties/<str:key>/done/", duties.done, name="portal_duty_done"),
    path("duties/", duties.calendar, name="portal_calendar"),
    path("funds/<slug:code>/bank-account/", bank_accounts.bank_account, name="portal_bank"),
    path("funds/<slug:code>/bank-account/new/", bank_accounts.enter, name="portal_bank_enter"),
    path("funds/<slug:code>/fees/", fees.fees, name="portal_fees"),
    path("funds/<slug:code>/fees/xlsx/", fees.workbook, name="portal_fees_xlsx"),
    path("funds/<slug:code>/fees/<slug:period_end>/", fees.quarter, name="portal_fee_quarter"),
    path("funds/<slug:code>/calls/", calls.calls, name="portal_calls"),
    path("calls/<int:pk>/", calls.call, name="portal_call"),
    path("calls/<int:pk>/issue/", calls.issue, name="portal_call_issue"),
    path("calls/<int:pk>/withdraw/", calls.withdraw, name="portal_call_withdraw"),
    path("calls/<int:pk>/payment/", payments.payment, name="portal_call_payment"),
    path("calls/<int:pk>/payment/answer/", payments.answer, name="portal_call_payment_answer"),
    path("calls/<int:pk>/payment/confirm/", payments.confirm, name="portal_call_payment_confirm"),
    path("calls/<int:pk>/late-interest/", late_interest.of_a_call, name="portal_call_late_interest"),
    path("contributions/<int:pk>/late-interest/", late_interest.charge, name="portal_late_interest_charge"),
    path("late-interest/<int:pk>/waive/", late_interest.waive, name="portal_late_interest_waive"),
    path("notices/", notices.notices, name="portal_notices"),
    path("notices/<int:pk>/", notices.notice, name="portal_notice"),
    path("notices/<int:pk>/pdf/", notices.paper, name="portal_notice_pdf"),
    path("notices/<int:pk>/xlsx/", notices.workbook, name="portal_notice_xlsx"),
    path("tokens/", tokens.tokens, name="portal_tokens"),
    path("tokens/<slug:key>/revoke/", tokens.revoke, name="portal_token_revoke"),
]
