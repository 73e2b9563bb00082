"""The reports' tables, one file a noun."""

from reporting.models.management import ManagementReport
from reporting.models.quarterly import QuarterlyHolding, QuarterlyReport

__all__ = ["ManagementReport", "QuarterlyHolding", "QuarterlyReport"]
