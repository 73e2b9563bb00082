"""Figures that need no derivation of their own, each with the reason: what was typed, told and sealed, or agreed."""

# Figures of pages without a derivation of their own, by route and label, and why.
TYPED = "it was typed in, in a draft, a report or a deal, and is shown as it was typed"
TERM = "a term of the agreement, with its clause beside it"
TOLD = "what was told and sealed; the notice names its call or distribution, whose lines open"
AT_THE_END = "kept as it stood when the end was proposed, with the book's balances and the offsets by partner beside it"
ON_PAGES = {
    "portal_call": dict.fromkeys(("Amount", "Amount (HK$)"), TYPED),
    "portal_distribution": dict.fromkeys(("Amount", "Amount (HK$)", "Of it recallable"), TYPED)
    | dict.fromkeys(("Carried interest", "Catch-up", "Hurdle"), TERM),
    "portal_distributions": {"Amount (HK$)": TYPED},
    "portal_endings": dict.fromkeys(("Cash kept back (HK$)", "Fee offsets not used (HK$)"), AT_THE_END),
    "portal_fee_quarter": {"Rate a year": TERM},
    "portal_calls": {"Amount (HK$)": TYPED},
    "portal_notice": dict.fromkeys(("Amount (HK$)", "Whole call (HK$)", "Whole fund (HK$)", "Your part (HK$)"), TOLD),
    "portal_notices": {"Amount (HK$)": TOLD},
    "portal_proposals": {"Amount (HK$)": TYPED},
    "portal_net_notice": {"Amount (HK$)": TYPED},
    "portal_proposal": dict.fromkeys(("Amount", "Hong Kong spend undertaken"), TYPED),
}

# Money of the API that needs no derivation: what it stands in (nothing: the answer itself) and its field, and why.
ABOVE = "the answer's own `explained` names the derivation, a level above"
IN_ANSWERS = dict.fromkeys(
    (
        "api_call: amount_hkd",
        "api_call: purposes.amount_hkd",
        "api_calls: amount_hkd",
        "api_closings: commitments.amount_hkd",
        "api_contributions: amount_hkd",
        "api_contributions: suspense_hkd",
        "api_distribution: amount_hkd",
        "api_distribution: recallable_hkd",
        "api_distribution: sources.amount_hkd",
        "api_distributions: amount_hkd",
        "api_distributions: recallable_hkd",
        "api_journal_entries: postings.amount_hkd",
        "api_proposal: amount_hkd",
        "api_proposal: hong_kong_spend_undertaken_hkd",
        "api_proposals: amount_hkd",
        "api_spend_reports: check.accepted_hkd",
        "api_spend_reports: check.rejected_hkd",
        "api_spend_reports: lines.amount_hkd",
    ),
    TYPED,
)
# Whole parts of answers, by route and what they stand in.
PARTS = {
    "api_endings: ": AT_THE_END,
    "api_notice: ": TOLD,
    "api_notices: ": TOLD,
    "api_fees: cap_days.": ABOVE,
    "api_fees: fee_days.": ABOVE,
    "api_fees: to_date.": ABOVE,
}
# Columns of the admin's records that show what was typed, told, agreed, or booked by one entry: of every record (""),
# and of some.
ON_RECORDS = {
    "": ("Amount", "Amount (HK$)", "Matched"),
    "funds_feeaccrual": ("Rate a year",),
    "funds_journalentry": ("Credit", "Debit"),
    "funds_limittable": ("Limit a payment (HK$)",),
    "funds_paymentcase": ("Limit a payment (HK$)",),
    "funds_scheme": ("HK$",),
    "investments_company": ("HK$",),
    "investments_spendline": ("Accepted (HK$)", "Rejected (HK$)"),
    "investments_spendreport": ("Accepted (HK$)", "HK$", "Rejected (HK$)"),
}
