"""Addresses of the API of reports, calculations and the audit trail."""

from django.urls import path

from reporting.api import audit_events, calculations, explanations, ilpa, management_reports, quarterly_reports

urlpatterns = [
    path("funds/<slug:code>/quarterly-reports", quarterly_reports.SubmitReport.as_view(), name="api_report_submit"),
    path("quarterly-reports", quarterly_reports.QuarterlyReports.as_view(), name="api_reports"),
    path("quarterly-reports/<int:pk>", quarterly_reports.QuarterlyReportDetail.as_view(), name="api_report"),
    path("quarterly-reports/<int:pk>/accept", quarterly_reports.AcceptReport.as_view(), name="api_report_accept"),
    path("quarterly-reports/<int:pk>/query", quarterly_reports.QueryReport.as_view(), name="api_report_query"),
    path("management-reports", management_reports.ManagementReports.as_view(), name="api_management_reports"),
    path("management-reports/<int:pk>", management_reports.ManagementReportDetail.as_view(), name="api_management"),
    path(
        "management-reports/<int:pk>/pdf", management_reports.ManagementReportPdf.as_view(), name="api_management_pdf"
    ),
    path(
        "programme/explanations/<slug:figure>",
        explanations.ProgrammeExplanation.as_view(),
        name="api_programme_explanation",
    ),
    path("funds/<slug:code>/explanations", explanations.Explanations.as_view(), name="api_explanations"),
    path("funds/<slug:code>/explanations/<slug:figure>", explanations.Explanation.as_view(), name="api_explanation"),
    path("funds/<slug:code>/ilpa-performance", ilpa.IlpaPerformance.as_view(), name="api_ilpa"),
    path("funds/<slug:code>/ilpa-performance/xlsx", ilpa.IlpaWorkbook.as_view(), name="api_ilpa_xlsx"),
    path("calculations/<slug:kind>", calculations.Calculation.as_view(), name="api_calculation"),
    path("audit-events", audit_events.AuditEvents.as_view(), name="api_audit_events"),
]
