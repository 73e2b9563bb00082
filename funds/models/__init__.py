"""The partnership's tables, one file a noun."""

from funds.models.agreement import FundAgreement
from funds.models.agreement_amendment import AgreementAmendment
from funds.models.agreement_register import (
    AgreementClause,
    AgreementEvent,
    DutyDone,
    Resolution,
    ResolutionVote,
    SideLetter,
    SideLetterElection,
)
from funds.models.application import (
    Application,
    ApplicationDocument,
    EligibilityFinding,
    ProposedTerms,
    Submission,
)
from funds.models.assessment import ApplicantLink, Assessment, ConflictDeclaration, RoundMembership
from funds.models.authority import RecordedAuthority
from funds.models.breach import RecordedBreach
from funds.models.capital import (
    CallCancellation,
    CallExcuse,
    CallLine,
    CallPurpose,
    CallPurposeLine,
    CapitalCall,
    Contribution,
)
from funds.models.committee import (
    CommitteeMeeting,
    CommitteeOpinion,
    CommitteePresence,
    DecisionLine,
    ReservePromotion,
    SelectionDecision,
)
from funds.models.distribution import (
    CarryReturn,
    Distribution,
    DistributionLine,
    DistributionPayment,
    DistributionReceipt,
    DistributionSource,
)
from funds.models.facility import FacilityAgreement, FacilityMovement
from funds.models.fee_terms import FeeConcession, FeeOffset, FeeOffsetRate, FeeStep, FeeType
from funds.models.fees import FeeAccrual, FeeCorrection, PartnerFee
from funds.models.funding import FundingAllotment, FundingReceipt, FundingRequest, FundingRequestLine
from funds.models.fundraising import FundraisingPledge, FundraisingReminder, LapseLetter, TermDeparture
from funds.models.house import House, HouseMembership
from funds.models.invitation import (
    Invitation,
    InvitationAmendment,
    InvitationCriterion,
    InvitationDocument,
    InvitationQuestion,
)
from funds.models.late_interest import LateInterest, LateInterestReceipt
from funds.models.ledger import Book, JournalEntry, LedgerAccount, Posting
from funds.models.netting import Netting, NettingLine
from funds.models.notice import Notice
from funds.models.offer_scenario import OfferScenario
from funds.models.offset_settlement import OffsetSettlement, OffsetSettlementLine
from funds.models.overpayment import OverpaymentUse
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
    LimitTable,
    PaymentAuthorisation,
    PaymentCase,
    PaymentCheck,
)
from funds.models.payment_record import NoticeAccount, PaymentConfirmation, PaymentHold, PaymentMessage
from funds.models.scheme import Scheme, SchemeAssumption, SchemeTerm, SchemeVersion
from funds.models.score import ModerationMeeting, Score, ScoreChange, ScoreSheet
from funds.models.selection import Manager, Selection
from funds.models.statement import BankStatement, BankStatementLine
from funds.models.winding_up import WindingUp

__all__ = [
    "AgreementAmendment",
    "AgreementClause",
    "AgreementEvent",
    "ApplicantLink",
    "Application",
    "ApplicationDocument",
    "Assessment",
    "AuthorityLimit",
    "BankAccount",
    "BankStatement",
    "BankStatementLine",
    "Book",
    "CallCancellation",
    "CallExcuse",
    "CallLine",
    "CallPurpose",
    "CallPurposeLine",
    "CapitalCall",
    "CarryReturn",
    "Closing",
    "Commitment",
    "CommitteeMeeting",
    "CommitteeOpinion",
    "CommitteePresence",
    "ConflictDeclaration",
    "Contribution",
    "DecisionLine",
    "Distribution",
    "DistributionLine",
    "DistributionPayment",
    "DistributionReceipt",
    "DistributionSource",
    "DutyDone",
    "EligibilityFinding",
    "FacilityAgreement",
    "FacilityMovement",
    "FeeAccrual",
    "FeeConcession",
    "FeeCorrection",
    "FeeOffset",
    "FeeOffsetRate",
    "FeeStep",
    "FeeType",
    "Fund",
    "FundAgreement",
    "FundMembership",
    "FundingAllotment",
    "FundingReceipt",
    "FundingRequest",
    "FundingRequestLine",
    "FundraisingPledge",
    "FundraisingReminder",
    "House",
    "HouseMembership",
    "Invitation",
    "InvitationAmendment",
    "InvitationCriterion",
    "InvitationDocument",
    "InvitationQuestion",
    "JournalEntry",
    "LapseLetter",
    "LateInterest",
    "LateInterestReceipt",
    "LedgerAccount",
    "LimitTable",
    "Manager",
    "ModerationMeeting",
    "Netting",
    "NettingLine",
    "Notice",
    "NoticeAccount",
    "OfferScenario",
    "OffsetSettlement",
    "OffsetSettlementLine",
    "OverpaymentUse",
    "Partner",
    "PartnerFee",
    "PaymentAuthorisation",
    "PaymentCase",
    "PaymentCheck",
    "PaymentConfirmation",
    "PaymentHold",
    "PaymentMessage",
    "Posting",
    "ProposedTerms",
    "RecordedAuthority",
    "RecordedBreach",
    "ReservePromotion",
    "Resolution",
    "ResolutionVote",
    "RoundMembership",
    "Scheme",
    "SchemeAssumption",
    "SchemeTerm",
    "SchemeVersion",
    "Score",
    "ScoreChange",
    "ScoreSheet",
    "Selection",
    "SelectionDecision",
    "SideLetter",
    "SideLetterElection",
    "Submission",
    "TermDeparture",
    "WindingUp",
]
