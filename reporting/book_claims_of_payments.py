"""What ties the Corporation's book to the funds', and late interest to its entries; as in reporting/book_claims.py.

Both sides of a tie are read from the ledgers where both have one: a case that says it was paid proves nothing.
"""

# What the Corporation's bank paid to each fund, and what is on its way: debited, and no receipt in the fund's book yet.
PAID_BY_FUND = """
, corporation AS (
    SELECT a.reference, sum(p.amount_hkd) AS paid_hkd
    FROM funds_posting p JOIN funds_journalentry e ON e.id = p.entry_id AND e.kind = 'call_paid'
    JOIN funds_ledgeraccount a ON a.id = p.account_id AND a.code = 'call_payable'
    JOIN books ON books.id = p.book_id AND books.fund_id IS NULL GROUP BY 1
),
government AS (
    SELECT b.fund_id, sum(k.amount_hkd) AS received_hkd
    FROM standing e JOIN books b ON b.id = e.book_id JOIN funds_posting k ON k.entry_id = e.id
    JOIN funds_ledgeraccount a ON a.id = k.account_id AND a.code = 'cash'
    WHERE EXISTS (SELECT FROM funds_contribution r JOIN funds_callline l ON l.id = r.line_id
                  JOIN funds_partner p ON p.id = l.partner_id AND p.kind = 'government' WHERE r.entry_id = e.id)
    GROUP BY 1
),
transit AS (
    SELECT c.fund_id, sum(k.amount_hkd) AS transit_hkd
    FROM funds_paymentcase k JOIN standing e ON e.id = k.paid_entry_id
    JOIN funds_callline l ON l.id = k.line_id JOIN funds_capitalcall c ON c.id = l.call_id
    WHERE k.charge_id IS NULL AND NOT EXISTS (
        SELECT FROM funds_contribution r JOIN standing s ON s.id = r.entry_id AND s.kind <> 'netting'
        WHERE r.line_id = l.id)
    GROUP BY 1
)
"""

PAYMENTS = {
    "government_money_ties_by_fund": (
        "what the Corporation's book paid to a fund, less what is in transit, is not what the fund's book received",
        PAID_BY_FUND  # noqa: S608 (both parts are constants)
        + """
        SELECT f.code AS book, coalesce(c.paid_hkd, 0.00) AS corporation_paid_hkd,
               coalesce(t.transit_hkd, 0.00) AS in_transit_hkd, coalesce(g.received_hkd, 0.00) AS fund_received_hkd
        FROM funds_fund f LEFT JOIN corporation c ON c.reference = 'fund:' || f.id
        LEFT JOIN transit t ON t.fund_id = f.id LEFT JOIN government g ON g.fund_id = f.id
        WHERE coalesce(c.paid_hkd, 0) - coalesce(t.transit_hkd, 0) <> coalesce(g.received_hkd, 0) ORDER BY 1
        """,
    ),
    "call_payable_is_accepted_and_not_paid": (
        "the Corporation's payable for a fund is not what it accepted and has neither paid nor set off",
        """
        SELECT 'corporation' AS book, f.code AS fund, coalesce(a.sum_hkd, 0.00) AS payable_hkd,
               coalesce(k.sum_hkd, 0.00) AS accepted_not_paid_hkd
        FROM funds_fund f
        LEFT JOIN (SELECT a.reference, -sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code = 'call_payable' GROUP BY 1) a ON a.reference = 'fund:' || f.id
        LEFT JOIN (SELECT c.fund_id, sum(
                       CASE WHEN EXISTS (SELECT FROM standing p WHERE p.id = k.paid_entry_id) THEN 0
                            ELSE k.amount_hkd END
                       + CASE WHEN EXISTS (SELECT FROM standing p WHERE p.id = k.set_off_entry_id) THEN 0
                              ELSE k.set_off_hkd END) AS sum_hkd
                   FROM funds_paymentcase k
                   JOIN standing e ON e.id = k.accepted_entry_id JOIN funds_callline l ON l.id = k.line_id
                   JOIN funds_capitalcall c ON c.id = l.call_id GROUP BY 1) k ON k.fund_id = f.id
        WHERE coalesce(a.sum_hkd, 0) <> coalesce(k.sum_hkd, 0) ORDER BY 2
        """,
    ),
    "funding_is_what_receipts_add_up_to": (
        "funding from Government in the Corporation's book is not the sum of the receipts",
        """
        SELECT 'corporation' AS book, coalesce(a.sum_hkd, 0.00) AS booked_hkd, coalesce(r.sum_hkd, 0.00) AS receipts_hkd
        FROM (SELECT -sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
              ON a.id = x.account_id AND a.code = 'government_funding') a,
             (SELECT sum(k.amount_hkd) AS sum_hkd FROM funds_fundingreceipt k JOIN standing e ON e.id = k.entry_id) r
        WHERE coalesce(a.sum_hkd, 0) <> coalesce(r.sum_hkd, 0)
        """,
    ),
    "funding_request_is_its_lines": (
        "a funding request is not the sum of its lines",
        """
        SELECT 'corporation' AS book, q.reference AS request, q.amount_hkd, coalesce(l.sum_hkd, 0.00) AS lines_hkd
        FROM funds_fundingrequest q
        LEFT JOIN (SELECT request_id, sum(amount_hkd) AS sum_hkd FROM funds_fundingrequestline GROUP BY 1) l
            ON l.request_id = q.id
        WHERE l.sum_hkd IS DISTINCT FROM q.amount_hkd ORDER BY 2
        """,
    ),
    "late_interest_equals_its_entries": (
        "late interest charged and its entry differ, or stand in another account than its partner's",
        """
        SELECT f.code AS book, k.id AS charge, k.amount_hkd, coalesce(p.receivable_hkd, 0.00) AS receivable_hkd,
               coalesce(p.income_hkd, 0.00) AS income_hkd
        FROM funds_lateinterest k JOIN funds_callline l ON l.id = k.line_id
        JOIN funds_capitalcall c ON c.id = l.call_id JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN LATERAL (
            SELECT sum(p.amount_hkd) FILTER (WHERE a.code = 'late_interest_receivable' AND a.partner_id = l.partner_id)
                       AS receivable_hkd, -sum(p.amount_hkd) FILTER (WHERE a.code = 'late_interest') AS income_hkd
            FROM funds_posting p JOIN funds_ledgeraccount a ON a.id = p.account_id WHERE p.entry_id = k.entry_id
        ) p ON true
        WHERE p.receivable_hkd IS DISTINCT FROM k.amount_hkd OR p.income_hkd IS DISTINCT FROM k.amount_hkd ORDER BY 1, 2
        """,
    ),
    "late_interest_receivable_is_what_charges_lack": (
        "a partner's late interest receivable is not what stands charged less what was received for it",
        """
        SELECT f.code AS book, p.id AS partner, coalesce(k.sum_hkd, 0.00) AS charged_hkd,
               coalesce(r.sum_hkd, 0.00) AS received_hkd, coalesce(a.sum_hkd, 0.00) AS receivable_hkd
        FROM funds_partner p JOIN funds_fund f ON f.id = p.fund_id
        LEFT JOIN (SELECT l.partner_id, sum(k.amount_hkd) AS sum_hkd FROM funds_lateinterest k
                   JOIN funds_callline l ON l.id = k.line_id WHERE k.stage <> 'waived' GROUP BY 1) k
            ON k.partner_id = p.id
        LEFT JOIN (SELECT l.partner_id, sum(r.amount_hkd) AS sum_hkd FROM funds_lateinterestreceipt r
                   JOIN standing e ON e.id = r.entry_id
                   JOIN funds_lateinterest k ON k.id = r.charge_id AND k.stage <> 'waived'
                   JOIN funds_callline l ON l.id = k.line_id GROUP BY 1) r ON r.partner_id = p.id
        LEFT JOIN (SELECT a.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'late_interest_receivable'
                   GROUP BY 1) a ON a.partner_id = p.id
        WHERE coalesce(k.sum_hkd, 0) - coalesce(r.sum_hkd, 0) <> coalesce(a.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "government_late_interest_ties_by_fund": (
        "a fund's book received more late interest of the Government than the Corporation's book paid to it",
        """
        SELECT f.code AS book, coalesce(c.paid_hkd, 0.00) AS corporation_paid_hkd, r.received_hkd
        FROM funds_fund f
        JOIN (SELECT p.fund_id, sum(x.amount_hkd) AS received_hkd
              FROM funds_partner p JOIN funds_callline l ON l.partner_id = p.id
              JOIN funds_lateinterest k ON k.line_id = l.id JOIN funds_lateinterestreceipt r ON r.charge_id = k.id
              JOIN standing e ON e.id = r.entry_id JOIN funds_posting x ON x.entry_id = e.id
              JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'cash'
              WHERE p.kind = 'government' GROUP BY 1) r ON r.fund_id = f.id
        LEFT JOIN (SELECT a.reference, sum(x.amount_hkd) AS paid_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'late_interest_cost'
                   GROUP BY 1) c ON c.reference = 'fund:' || f.id
        WHERE r.received_hkd > coalesce(c.paid_hkd, 0) ORDER BY 1
        """,
    ),
}
