DROP TRIGGER quarterly_holding_settled ON reporting_quarterlyholding;
DROP FUNCTION quarterly_holding_settled();
DROP TRIGGER quarterly_report_settled ON reporting_quarterlyreport;
DROP FUNCTION quarterly_report_settled();
