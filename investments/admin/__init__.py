"""Companies, deals, investments and what watches over them in the staff's admin site, one file a noun."""

from investments.admin import companies, consents, investments, life, oversight, proposals, spending, valuations

__all__ = ["companies", "consents", "investments", "life", "oversight", "proposals", "spending", "valuations"]
