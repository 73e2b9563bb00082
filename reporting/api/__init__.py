"""Reports, calculations and the audit trail through the API, one file a noun."""
