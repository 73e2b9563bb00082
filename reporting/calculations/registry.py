"""Which kinds of calculation there are, and the module that does each. Modules load when first asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from itvf.errors import InputRefused, gettext_noop
from reporting.calculations.reader import Reader

KINDS = {
    "match": "match",
    "call": "call",
    "allocate": "allocate",
    "true-up": "true_up",
    "fee": "fee",
    "partner-fees": "partner_fees",
    "waterfall": "waterfall",
    "convention-grid": "convention_grid",
    "performance": "performance",
    "ilpa-performance": "ilpa_performance",
    "checks": "checks",
}

UNKNOWN_KIND = gettext_noop("{kind} is not a calculation. Use one of: {known}.")


def calculation(kind: str) -> Callable[[Reader], dict[str, Any]]:
    """This function will give the function that calculates one kind; an unknown one is refused by name."""
    if kind not in KINDS:
        raise InputRefused(UNKNOWN_KIND, code="unknown_kind", kind=kind, known=tuple(KINDS))
    return import_module(f"reporting.calculations.{KINDS[kind]}").calculate
