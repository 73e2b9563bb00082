"""The partnership in the staff's admin site, one file a noun."""

from funds.admin import breaches, capital, closing, fees, ledger, partnership, payment, scheme, selection

__all__ = ["breaches", "capital", "closing", "fees", "ledger", "partnership", "payment", "scheme", "selection"]
