"""The portal's addresses: this floor's, and those of the floors below."""

from django.urls import include, path

from funds.portal import funds
from reporting import fund_returns
from reporting.portal import all_funds, explain, front, ilpa, quarterly_reports

report = "funds/<slug:code>/reports/<slug:period_end>/"
urlpatterns = [
    path("", front.front, name="portal_front"),
    path("funds/<slug:code>/", funds.fund, {"returns": fund_returns.of}, name="portal_fund"),
    path("funds/<slug:code>/reports/", quarterly_reports.reports, name="portal_reports"),
    path(report, quarterly_reports.report, name="portal_report"),
    path(f"{report}figures/", quarterly_reports.figures, name="portal_report_figures"),
    path(f"{report}check/", quarterly_reports.check, name="portal_report_check"),
    path("funds/<slug:code>/explain/", explain.figures, name="portal_explain"),
    path("funds/<slug:code>/explain/<slug:name>/", explain.figure, name="portal_explain_figure"),
    path("funds/<slug:code>/explain/<slug:name>/pdf/", explain.paper, name="portal_explain_figure_pdf"),
    path("funds/<slug:code>/entries/<int:pk>/", explain.entry, name="portal_entry"),
    path("programme/explain/<slug:name>/", explain.programme_figure, name="portal_explain_programme"),
    path("programme/explain/<slug:name>/pdf/", explain.programme_paper, name="portal_explain_programme_pdf"),
    path("programme/funds/", all_funds.funds, name="portal_all_funds"),
    path("funds/<slug:code>/ilpa/", ilpa.returns, name="portal_ilpa"),
    path("funds/<slug:code>/ilpa/xlsx/", ilpa.workbook, name="portal_ilpa_xlsx"),
    path("funds/<slug:code>/returns/", all_funds.returns, name="portal_fund_returns"),
    path("", include("investments.portal.urls")),
    path("", include("funds.portal.urls")),
]
