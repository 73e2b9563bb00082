"""The companies' tables, one file a noun."""

from investments.models.company import Company, CompanyActivity, CompanyFact, CompanyGroup
from investments.models.consent import Consent
from investments.models.investment import FinancingRound, Investment, LifeEvent
from investments.models.oversight import Affiliation, Finding, HoldingConfirmation, InspectionVisit
from investments.models.proposal import (
    CheckOutcome,
    Proposal,
    ProposalAnswer,
    ProposalDocument,
    ProposalReply,
    Ruling,
)
from investments.models.spending import SampledLine, SpendCheck, SpendLine, SpendReport, SpendSample
from investments.models.valuation import Valuation

__all__ = [
    "Affiliation",
    "CheckOutcome",
    "Company",
    "CompanyActivity",
    "CompanyFact",
    "CompanyGroup",
    "Consent",
    "FinancingRound",
    "Finding",
    "HoldingConfirmation",
    "InspectionVisit",
    "Investment",
    "LifeEvent",
    "Proposal",
    "ProposalAnswer",
    "ProposalDocument",
    "ProposalReply",
    "Ruling",
    "SampledLine",
    "SpendCheck",
    "SpendLine",
    "SpendReport",
    "SpendSample",
    "Valuation",
]
