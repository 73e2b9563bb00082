"""The partnership's tables, one file a noun."""

from funds.models.agreement import FundAgreement
from funds.models.authority import RecordedAuthority
from funds.models.breach import RecordedBreach
from funds.models.capital import CallCancellation, CallExcuse, CallLine, CallPurpose, CapitalCall, Contribution
from funds.models.distribution import (
    CarryReturn,
    Distribution,
    DistributionLine,
    DistributionPayment,
    DistributionReceipt,
    DistributionSource,
)
from funds.models.fee_terms import FeeConcession, FeeOffset, FeeOffsetRate, FeeStep, FeeType
from funds.models.fees import FeeAccrual, PartnerFee
from funds.models.ledger import Book, JournalEntry, LedgerAccount, Posting
from funds.models.notice import Notice
from funds.models.partnership import (
    BankAccount,
    Closing,
    Commitment,
    Fund,
    FundMembership,
    Partner,
)
from funds.models.payment import (
    AuthorityLimit,
    FundingReceipt,
    LimitTable,
    PaymentAuthorisation,
    PaymentCase,
    PaymentCheck,
)
from funds.models.scheme import Scheme, SchemeAssumption, SchemeTerm, SchemeVersion
from funds.models.selection import Manager, Selection
from funds.models.statement import BankStatement, BankStatementLine

__all__ = [
    "AuthorityLimit",
    "BankAccount",
    "BankStatement",
    "BankStatementLine",
    "Book",
    "CallCancellation",
    "CallExcuse",
    "CallLine",
    "CallPurpose",
    "CapitalCall",
    "CarryReturn",
    "Closing",
    "Commitment",
    "Contribution",
    "Distribution",
    "DistributionLine",
    "DistributionPayment",
    "DistributionReceipt",
    "DistributionSource",
    "FeeAccrual",
    "FeeConcession",
    "FeeOffset",
    "FeeOffsetRate",
    "FeeStep",
    "FeeType",
    "Fund",
    "FundAgreement",
    "FundMembership",
    "FundingReceipt",
    "JournalEntry",
    "LedgerAccount",
    "LimitTable",
    "Manager",
    "Notice",
    "Partner",
    "PartnerFee",
    "PaymentAuthorisation",
    "PaymentCase",
    "PaymentCheck",
    "Posting",
    "RecordedAuthority",
    "RecordedBreach",
    "Scheme",
    "SchemeAssumption",
    "SchemeTerm",
    "SchemeVersion",
    "Selection",
]
