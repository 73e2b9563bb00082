"""The verbs of a deal under one roof, from proposal to completion; the doors call them here."""

from investments.services.checks import judged_on, last_run, recheck_after_change, stops, what_if
from investments.services.completion import complete
from investments.services.proposals import Deal, answer, broken, recheck, resubmit, submit, withdraw

__all__ = [
    "Deal",
    "answer",
    "broken",
    "complete",
    "judged_on",
    "last_run",
    "recheck",
    "recheck_after_change",
    "resubmit",
    "stops",
    "submit",
    "what_if",
    "withdraw",
]
