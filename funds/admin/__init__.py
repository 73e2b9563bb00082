"""The partnership in the staff's admin site, one file a noun."""

from funds.admin import (
    bank_statements,
    breaches,
    capital,
    closing,
    fee_terms,
    fees,
    funding,
    late_interest,
    ledger,
    limits,
    partnership,
    payment,
    payment_record,
    scheme,
    selection,
)

__all__ = [
    "bank_statements",
    "breaches",
    "capital",
    "closing",
    "fee_terms",
    "fees",
    "funding",
    "late_interest",
    "ledger",
    "limits",
    "partnership",
    "payment",
    "payment_record",
    "scheme",
    "selection",
]
