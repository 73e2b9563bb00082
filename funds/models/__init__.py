"""The partnership's tables, one file a noun."""

from funds.models.breach import RecordedBreach
from funds.models.capital import CallLine, CallPurpose, CapitalCall, Contribution, Notice
from funds.models.fees import FeeAccrual
from funds.models.ledger import Book, JournalEntry, LedgerAccount, Posting
from funds.models.partnership import (
    BankAccount,
    Closing,
    Commitment,
    Fund,
    FundAgreement,
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
    "CallLine",
    "CallPurpose",
    "CapitalCall",
    "Closing",
    "Commitment",
    "Contribution",
    "FeeAccrual",
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
    "PaymentAuthorisation",
    "PaymentCase",
    "PaymentCheck",
    "Posting",
    "RecordedBreach",
    "Scheme",
    "SchemeAssumption",
    "SchemeTerm",
    "SchemeVersion",
    "Selection",
]
