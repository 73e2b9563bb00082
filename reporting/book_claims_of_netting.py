"""What the books claim of net notices and of money in suspense; one SQL statement a claim, as in book_claims.py."""

NETTING = {
    "netting_line_is_its_gross_lines": (
        "a net notice's line is not the sum of its calls' and distributions' lines, or its parts are of another day",
        """
        SELECT f.code AS book, n.number AS netting, l.partner_id AS partner, l.called_hkd, l.distributed_hkd,
               coalesce(c.sum_hkd, 0.00) AS calls_hkd, coalesce(d.sum_hkd, 0.00) AS distributions_hkd
        FROM funds_nettingline l JOIN funds_netting n ON n.id = l.netting_id JOIN funds_fund f ON f.id = n.fund_id
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd + x.outside_hkd) AS sum_hkd, bool_or(c.due_date <> n.day OR c.fund_id <> n.fund_id)
                   AS strays
            FROM funds_callline x JOIN funds_capitalcall c ON c.id = x.call_id
            WHERE c.netting_id = n.id AND x.partner_id = l.partner_id) c ON true
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd) AS sum_hkd, bool_or(d.payment_date <> n.day OR d.fund_id <> n.fund_id) AS strays
            FROM funds_distributionline x JOIN funds_distribution d ON d.id = x.distribution_id
            WHERE d.netting_id = n.id AND x.partner_id = l.partner_id) d ON true
        WHERE l.called_hkd <> coalesce(c.sum_hkd, 0) OR l.distributed_hkd <> coalesce(d.sum_hkd, 0)
           OR c.strays OR d.strays
        ORDER BY 1, 2, 3
        """,
    ),
    "set_off_is_in_its_entry": (
        "what a net notice sets off is not what was received on its calls, paid of its distributions and posted",
        """
        SELECT f.code AS book, n.number AS netting, l.partner_id AS partner, l.set_off_hkd,
               coalesce(k.sum_hkd, 0.00) AS received_hkd, coalesce(d.sum_hkd, 0.00) AS paid_hkd,
               coalesce(p.receivable_hkd, 0.00) AS receivable_hkd, coalesce(p.payable_hkd, 0.00) AS payable_hkd
        FROM funds_nettingline l JOIN funds_netting n ON n.id = l.netting_id JOIN funds_fund f ON f.id = n.fund_id
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd) AS sum_hkd FROM funds_contribution x JOIN funds_callline c ON c.id = x.line_id
            WHERE x.entry_id = n.entry_id AND c.partner_id = l.partner_id) k ON true
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd) AS sum_hkd FROM funds_distributionpayment x
            JOIN funds_distributionline c ON c.id = x.line_id
            WHERE x.entry_id = n.entry_id AND c.partner_id = l.partner_id) d ON true
        LEFT JOIN LATERAL (
            SELECT -sum(x.amount_hkd) FILTER (WHERE a.code = 'call_receivable') AS receivable_hkd,
                   sum(x.amount_hkd) FILTER (WHERE a.code = 'distribution_payable') AS payable_hkd
            FROM funds_posting x JOIN funds_ledgeraccount a ON a.id = x.account_id
            WHERE x.entry_id = n.entry_id AND a.partner_id = l.partner_id) p ON true
        WHERE l.set_off_hkd <> coalesce(k.sum_hkd, 0) OR l.set_off_hkd <> coalesce(d.sum_hkd, 0)
           OR l.set_off_hkd <> coalesce(p.receivable_hkd, 0) OR l.set_off_hkd <> coalesce(p.payable_hkd, 0)
        ORDER BY 1, 2, 3
        """,
    ),
    "corporation_sets_off_what_the_fund_did": (
        "what the Corporation's book sets off of a call is not what its payment case and the fund's book set off",
        """
        SELECT 'corporation' AS book, k.id AS payment_case, k.set_off_hkd, coalesce(r.sum_hkd, 0.00) AS fund_hkd,
               coalesce(p.sum_hkd, 0.00) AS booked_hkd
        FROM funds_paymentcase k
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd) AS sum_hkd FROM funds_contribution x
            JOIN standing e ON e.id = x.entry_id AND e.kind = 'netting' WHERE x.line_id = k.line_id) r ON true
        LEFT JOIN LATERAL (
            SELECT sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
            JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'call_payable'
            WHERE x.entry_id = k.set_off_entry_id) p ON true
        WHERE k.charge_id IS NULL AND k.stage <> 'cancelled' AND (
            k.set_off_hkd <> coalesce(r.sum_hkd, 0)
            OR (k.set_off_entry_id IS NOT NULL AND k.set_off_hkd <> coalesce(p.sum_hkd, 0)))
        ORDER BY 2
        """,
    ),
    "suspense_is_what_is_held": (
        "a fund's suspense is not what was paid above what was asked, or by nobody known, and is not used yet",
        """
        SELECT books.name AS book, coalesce(a.sum_hkd, 0.00) AS suspense_hkd, coalesce(h.sum_hkd, 0.00) AS held_hkd
        FROM books
        LEFT JOIN (SELECT a.book_id, -sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'suspense' GROUP BY 1) a
            ON a.book_id = books.id
        LEFT JOIN (
            SELECT e.book_id, sum(m.amount_hkd) AS sum_hkd FROM (
                SELECT entry_id, suspense_hkd AS amount_hkd FROM funds_contribution
                UNION ALL SELECT entry_id, suspense_hkd FROM funds_lateinterestreceipt
                UNION ALL SELECT entry_id, -amount_hkd FROM funds_overpaymentuse
                UNION ALL SELECT held_entry_id, amount_hkd FROM funds_bankstatementline
                    WHERE held_entry_id IS NOT NULL
                UNION ALL SELECT returned_entry_id, -amount_hkd FROM funds_bankstatementline
                    WHERE returned_entry_id IS NOT NULL
            ) m JOIN standing e ON e.id = m.entry_id GROUP BY 1) h ON h.book_id = books.id
        WHERE coalesce(a.sum_hkd, 0) <> coalesce(h.sum_hkd, 0) ORDER BY 1
        """,
    ),
}
