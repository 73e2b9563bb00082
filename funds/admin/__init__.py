"""The partnership in the staff's admin site, one file a noun."""

from funds.admin import (
    bank_statements,
    breaches,
    capital,
    closing,
    fees,
    ledger,
    partnership,
    payment,
    scheme,
    selection,
)

__all__ = [
    "bank_statements",
    "breaches",
    "capital",
    "closing",
    "fees",
    "ledger",
    "partnership",
    "payment",
    "scheme",
    "selection",
]
