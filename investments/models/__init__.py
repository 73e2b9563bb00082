"""The companies' tables, one file a noun."""

from investments.models.company import Company, CompanyFact
from investments.models.proposal import CheckOutcome, Consent, Investment, Proposal, ProposalAnswer

__all__ = ["CheckOutcome", "Company", "CompanyFact", "Consent", "Investment", "Proposal", "ProposalAnswer"]
