"""Figures that need no derivation of their own, each with the reason: what was typed, what is sealed, sums of rows."""

# Figures of pages without a derivation of their own, by route and label, and why.
TYPED = "it was typed in, in a draft, a report or a deal, and is shown as it was typed"
TERM = "a term of the agreement, with its clause beside it"
ROWS = "the sum of the rows on the page, each of which opens, or of the part of them that the label names"
EVENT = "what one event booked: its journal entry stands beside it"
SPEND = "reported line by line by the manager and verified; the page lists the lines and the straight line of A16"
TOLD = "what was told and sealed; the notice names its call or distribution, whose lines open"
ON_PAGES = {
    "portal_board": dict.fromkeys(
        ("Invested at cost", "Held at cost", "Fair value in the books", "Proceeds and income"), ROWS
    )
    | {"Hong Kong spend, expected by now (HK$)": SPEND},
    "portal_call": dict.fromkeys(("Amount", "Amount (HK$)"), TYPED),
    "portal_company_page": dict.fromkeys(("Amount", "Change of cost", "Realised gain", "part", "proceeds"), EVENT)
    | dict.fromkeys(
        (
            "Accepted on verification",
            "Expected by now",
            "Rejected on verification",
            "Reported",
            "Required by the end",
            "Undertaken",
        ),
        SPEND,
    ),
    "portal_conventions": {"Against the agreement's (HK$)": "the difference of two carries that open"},
    "portal_distribution": dict.fromkeys(("Amount", "Amount (HK$)", "Of it recallable"), TYPED)
    | dict.fromkeys(("Carried interest", "Catch-up", "Hurdle"), TERM),
    "portal_distributions": {"Amount (HK$)": TYPED},
    "portal_fee_quarter": {"Rate a year": TERM},
    "portal_kpi": dict.fromkeys(
        (
            "Cost (HK$)",
            "Government money, beside it",
            "Government money, beside it (HK$)",
            "Others in its rounds, not counted (HK$)",
            "Private money, counts (HK$)",
            "Public bodies', counts to neither (HK$)",
        ),
        "a company's payments over all funds, shared by the commitments of the day; the sum opens fund by fund",
    ),
    "portal_call_payment": {"Amount": "the case's: its line of the call, which opens there"},
    "portal_calls": {"Amount (HK$)": TYPED},
    "portal_facility": dict.fromkeys(("Interest and fees to date", "Owed to lenders", "of it unpaid"), ROWS),
    "portal_ilpa": {"HK$": EVENT},
    "portal_notice": dict.fromkeys(("Amount (HK$)", "Whole call (HK$)", "Whole fund (HK$)", "Your part (HK$)"), TOLD),
    "portal_notices": {"Amount (HK$)": TOLD},
    "portal_proposals": {"Amount (HK$)": TYPED},
    "portal_lot": dict.fromkeys(("Amount (HK$)", "Change of cost (HK$)"), EVENT),
    "portal_net_notice": {"Amount (HK$)": TYPED},
    "portal_proposal": dict.fromkeys(("Amount", "Hong Kong spend undertaken"), TYPED)
    | dict.fromkeys(
        ("commitments", "cost", "outside the ecosystem"), "a fact of the outcome, whose headroom opens to all"
    ),
    "portal_uninvested": dict.fromkeys(
        (
            "0 to 30 days",
            "31 to 60 days",
            "61 to 90 days",
            "Not invested (HK$)",
            "Not invested in all",
            "Overdue for return",
            "To be invested",
            "To be returned soon",
            "over 90 days",
        ),
        ROWS,
    ),
}

# Money of the API that needs no derivation: what it stands in (nothing: the answer itself) and its field, and why.
BEFORE = "kept with the line from before, and a part of the line's own derivation"
ABOVE = "the answer's own `explained` names the derivation, a level above"
IN_ANSWERS = (
    dict.fromkeys(
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
            "api_distribution_lines: withheld_hkd",
            "api_distributions: amount_hkd",
            "api_distributions: recallable_hkd",
            "api_fund: register.government_hkd",
            "api_fund: register.gp_affiliate_hkd",
            "api_fund: register.gp_hkd",
            "api_fund: register.non_government_hkd",
            "api_fund: register.private_hkd",
            "api_fund: register.public_hkd",
            "api_journal_entries: postings.amount_hkd",
            "api_proposal: amount_hkd",
            "api_proposal: hong_kong_spend_undertaken_hkd",
            "api_proposals: amount_hkd",
        ),
        TYPED,
    )
    | dict.fromkeys(
        (
            "api_call_lines: called_after_hkd",
            "api_call_lines: called_before_hkd",
            "api_call_lines: commitment_hkd",
            "api_call_lines: unfunded_after_hkd",
            "api_call_lines: unfunded_before_hkd",
            "api_distribution_lines: recallable_hkd",
            "api_distribution_lines: unfunded_after_hkd",
            "api_distribution_lines: unfunded_before_hkd",
        ),
        BEFORE,
    )
    | dict.fromkeys(
        ("api_trial_balance: accounts.balance_hkd", "api_uninvested: left_hkd", "api_borrowing: cost_hkd"), ROWS
    )
    | dict.fromkeys(("api_borrowing: owed_hkd", "api_borrowing: payable_hkd"), ROWS)
    | dict.fromkeys(("api_payments: amount_hkd", "api_payments: gross_hkd", "api_payments: set_off_hkd"), TOLD)
)
# Whole parts of answers, by route and what they stand in.
PARTS = {
    "api_notice: ": TOLD,
    "api_notices: ": TOLD,
    "api_fees: cap_days.": ABOVE,
    "api_fees: fee_days.": ABOVE,
    "api_fees: partners.": ABOVE,
    "api_fees: sums.": ABOVE,
    "api_fees: to_date.": ABOVE,
    "api_mandate: outcomes.": "the restriction's headroom opens as a measure; the facts stand beside it",
    "api_mandate: path.shortfall_hkd": "what the path lacks: a part of the path's derivation below zero",
    "api_proposal: outcomes.": "kept as it was judged, with its facts; it opens as an outcome",
    "api_investment: events.": EVENT,
    "api_events: ": EVENT,
    "api_investment: position.": ABOVE,
    "api_investment: schedule.": SPEND,
    "api_investment: spend.": SPEND,
    "api_investment_spend: ": SPEND,
    "api_board: rows.": SPEND,
    "api_board: totals.": ROWS,
    "api_kpi: ": "a payment or its share, of which the sums open fund by fund",
    "api_uninvested: calls.called_hkd": TYPED,
}
# Columns of the admin's records that show what was typed, told, or booked by one entry.
ON_RECORDS = (
    "Amount",
    "Amount (HK$)",
    "Commitment",
    "Credit",
    "Debit",
    "Government after it",
    "Gross",
    "HK$",
    "Matched",
)
ON_RECORDS += ("Set off", "To pay")
