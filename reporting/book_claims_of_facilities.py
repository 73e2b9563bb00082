"""What the books claim of subscription facilities; one SQL statement a claim, as in reporting/book_claims.py."""

FACILITIES = {
    "facility_movement_equals_its_entry": (
        "a movement of a facility and its entry differ, or it stands in the accounts of another facility",
        """
        SELECT f.code AS book, m.facility_id AS facility, m.number AS movement, m.kind, m.amount_hkd,
               coalesce(p.loan_hkd, 0.00) AS loan_hkd, coalesce(p.cash_hkd, 0.00) AS cash_hkd,
               coalesce(p.cost_hkd, 0.00) AS cost_hkd, coalesce(p.payable_hkd, 0.00) AS payable_hkd
        FROM funds_facilitymovement m JOIN funds_facilityagreement a ON a.id = m.facility_id
        JOIN funds_fund f ON f.id = a.fund_id
        LEFT JOIN LATERAL (
            SELECT sum(p.amount_hkd) FILTER (WHERE l.code = 'facility_loan' AND l.reference = 'facility:' || a.id)
                       AS loan_hkd,
                   sum(p.amount_hkd) FILTER (WHERE l.code = 'cash') AS cash_hkd,
                   sum(p.amount_hkd) FILTER (WHERE l.code = 'facility_cost' AND l.reference = 'facility:' || a.id)
                       AS cost_hkd,
                   sum(p.amount_hkd) FILTER (WHERE l.code = 'facility_payable' AND l.reference = 'facility:' || a.id)
                       AS payable_hkd
            FROM funds_posting p JOIN funds_ledgeraccount l ON l.id = p.account_id WHERE p.entry_id = m.entry_id
        ) p ON true
        WHERE (coalesce(p.loan_hkd, 0), coalesce(p.cash_hkd, 0), coalesce(p.cost_hkd, 0), coalesce(p.payable_hkd, 0))
            IS DISTINCT FROM (CASE m.kind
                WHEN 'drawdown' THEN (-m.amount_hkd, m.amount_hkd, 0.00, 0.00)
                WHEN 'repayment' THEN (m.amount_hkd, -m.amount_hkd, 0.00, 0.00)
                WHEN 'payment' THEN (0.00, -m.amount_hkd, 0.00, m.amount_hkd)
                ELSE (0.00, 0.00, m.amount_hkd, -m.amount_hkd) END)
        ORDER BY 1, 2, 3
        """,
    ),
    "facility_stands_at_what_moved": (
        "what a fund owes a lender is not what was drawn less repaid, or charged less paid, or is below zero",
        """
        SELECT f.code AS book, a.id AS facility, coalesce(-l.loan_hkd, 0.00) AS loan_hkd,
               coalesce(m.drawn_hkd, 0.00) AS drawn_hkd, coalesce(-l.payable_hkd, 0.00) AS payable_hkd,
               coalesce(m.charged_hkd, 0.00) AS charged_hkd
        FROM funds_facilityagreement a JOIN funds_fund f ON f.id = a.fund_id
        LEFT JOIN (
            SELECT m.facility_id,
                   sum(CASE m.kind WHEN 'drawdown' THEN m.amount_hkd WHEN 'repayment' THEN -m.amount_hkd ELSE 0 END)
                       AS drawn_hkd,
                   sum(CASE WHEN m.kind IN ('interest', 'fee') THEN m.amount_hkd
                            WHEN m.kind = 'payment' THEN -m.amount_hkd ELSE 0 END) AS charged_hkd
            FROM funds_facilitymovement m JOIN standing e ON e.id = m.entry_id GROUP BY 1
        ) m ON m.facility_id = a.id
        LEFT JOIN (
            SELECT l.reference, sum(p.amount_hkd) FILTER (WHERE l.code = 'facility_loan') AS loan_hkd,
                   sum(p.amount_hkd) FILTER (WHERE l.code = 'facility_payable') AS payable_hkd
            FROM funds_posting p JOIN funds_ledgeraccount l ON l.id = p.account_id
            WHERE l.code IN ('facility_loan', 'facility_payable') GROUP BY 1
        ) l ON l.reference = 'facility:' || a.id
        WHERE coalesce(-l.loan_hkd, 0) <> coalesce(m.drawn_hkd, 0)
           OR coalesce(-l.payable_hkd, 0) <> coalesce(m.charged_hkd, 0) OR l.loan_hkd > 0 OR l.payable_hkd > 0
        ORDER BY 1, 2
        """,
    ),
}
