"""What the books claim of distributions and carry; one SQL statement a claim, as in reporting/book_claims.py."""

DISTRIBUTIONS = {
    "distribution_lines_sum_to_it": (
        "a declared distribution's lines or sources do not sum to its amount",
        """
        SELECT f.code AS book, d.number AS distribution, d.amount_hkd, coalesce(l.sum_hkd, 0.00) AS lines_hkd,
               coalesce(s.sum_hkd, 0.00) AS sources_hkd
        FROM funds_distribution d JOIN funds_fund f ON f.id = d.fund_id
        LEFT JOIN (SELECT distribution_id, sum(amount_hkd + escrow_hkd + withheld_hkd) AS sum_hkd
                   FROM funds_distributionline GROUP BY 1) l ON l.distribution_id = d.id
        LEFT JOIN (SELECT distribution_id, sum(amount_hkd) AS sum_hkd
                   FROM funds_distributionsource GROUP BY 1) s ON s.distribution_id = d.id
        WHERE d.stage = 'declared'
          AND (l.sum_hkd IS DISTINCT FROM d.amount_hkd OR s.sum_hkd IS DISTINCT FROM d.amount_hkd)
        ORDER BY 1, 2
        """,
    ),
    "distribution_line_is_in_its_entry": (
        "a distribution's line and its entry differ: payable, capital outside commitment, or the partner's part",
        """
        SELECT f.code AS book, d.number AS distribution, l.partner_id AS partner, l.amount_hkd,
               coalesce(p.payable_hkd, 0.00) AS payable_hkd, coalesce(p.partners_hkd, 0.00) AS booked_hkd,
               coalesce(p.carry_hkd, 0.00) AS carry_hkd, coalesce(p.outside_hkd, 0.00) AS outside_hkd
        FROM funds_distributionline l JOIN funds_distribution d ON d.id = l.distribution_id
        JOIN funds_fund f ON f.id = d.fund_id
        LEFT JOIN (
            SELECT x.entry_id, a.partner_id,
                   -sum(x.amount_hkd) FILTER (WHERE a.code = 'distribution_payable') AS payable_hkd,
                   sum(x.amount_hkd) FILTER (
                       WHERE a.code IN ('capital_distributed', 'capital_contributed', 'capital_outside')
                   ) AS partners_hkd,
                   sum(x.amount_hkd) FILTER (WHERE a.code = 'capital_outside') AS outside_hkd,
                   sum(x.amount_hkd) FILTER (WHERE a.code = 'carry_distributed') AS carry_hkd
            FROM funds_posting x JOIN funds_ledgeraccount a ON a.id = x.account_id
            JOIN funds_distribution d ON d.entry_id = x.entry_id GROUP BY 1, 2
        ) p ON p.entry_id = d.entry_id AND p.partner_id = l.partner_id
        WHERE d.stage = 'declared' AND (
            l.amount_hkd <> coalesce(p.payable_hkd, 0) OR l.carry_hkd <> coalesce(p.carry_hkd, 0)
            OR l.outside_hkd <> coalesce(p.outside_hkd, 0)
            OR l.capital_hkd + l.hurdle_hkd + l.catch_up_hkd + l.split_hkd <> coalesce(p.partners_hkd, 0))
        ORDER BY 1, 2, 3
        """,
    ),
    "distribution_payable_is_what_lines_lack": (
        "what a fund still owes a partner is not what its lines say less what was paid",
        """
        SELECT f.code AS book, p.id AS partner, coalesce(l.sum_hkd, 0.00) AS lines_hkd,
               coalesce(k.sum_hkd, 0.00) AS paid_hkd, coalesce(-a.sum_hkd, 0.00) AS payable_hkd
        FROM funds_partner p JOIN funds_fund f ON f.id = p.fund_id
        LEFT JOIN (SELECT l.partner_id, sum(l.amount_hkd) AS sum_hkd FROM funds_distributionline l
                   JOIN funds_distribution d ON d.id = l.distribution_id AND d.stage = 'declared'
                   GROUP BY 1) l ON l.partner_id = p.id
        LEFT JOIN (SELECT l.partner_id, sum(k.amount_hkd) AS sum_hkd FROM funds_distributionpayment k
                   JOIN funds_distributionline l ON l.id = k.line_id JOIN standing e ON e.id = k.entry_id
                   GROUP BY 1) k ON k.partner_id = p.id
        LEFT JOIN (SELECT a.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'distribution_payable'
                   GROUP BY 1) a ON a.partner_id = p.id
        WHERE coalesce(l.sum_hkd, 0) - coalesce(k.sum_hkd, 0) <> coalesce(-a.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "corporation_receives_what_was_declared": (
        "what a fund declared to the Government is not what the Corporation booked and received",
        """
        SELECT 'corporation' AS book, f.code AS fund, coalesce(l.sum_hkd, 0.00) AS declared_hkd,
               coalesce(r.sum_hkd, 0.00) AS received_hkd, coalesce(n.sum_hkd, 0.00) AS set_off_hkd,
               coalesce(a.sum_hkd, 0.00) AS receivable_hkd
        FROM funds_fund f
        LEFT JOIN (SELECT d.fund_id, sum(l.amount_hkd) AS sum_hkd FROM funds_distributionline l
                   JOIN funds_partner p ON p.id = l.partner_id AND p.kind = 'government'
                   JOIN funds_distribution d ON d.id = l.distribution_id AND d.stage = 'declared'
                   GROUP BY 1) l ON l.fund_id = f.id
        LEFT JOIN (SELECT d.fund_id, sum(r.amount_hkd) AS sum_hkd FROM funds_distributionreceipt r
                   JOIN standing e ON e.id = r.entry_id JOIN funds_distributionline l ON l.id = r.line_id
                   JOIN funds_distribution d ON d.id = l.distribution_id GROUP BY 1) r ON r.fund_id = f.id
        LEFT JOIN (SELECT c.fund_id, sum(k.set_off_hkd) AS sum_hkd FROM funds_paymentcase k
                   JOIN standing e ON e.id = k.set_off_entry_id JOIN funds_callline l ON l.id = k.line_id
                   JOIN funds_capitalcall c ON c.id = l.call_id GROUP BY 1) n ON n.fund_id = f.id
        LEFT JOIN (SELECT a.reference, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'distribution_receivable'
                   GROUP BY 1) a ON a.reference = 'fund:' || f.id
        WHERE coalesce(l.sum_hkd, 0) - coalesce(r.sum_hkd, 0) - coalesce(n.sum_hkd, 0) <> coalesce(a.sum_hkd, 0)
        ORDER BY 2
        """,
    ),
    "carry_is_its_general_partner_s": (
        "carry stands on the account of another than the general partner, or more was returned than distributed",
        """
        SELECT f.code AS book, p.id AS partner, sum(x.amount_hkd) AS carry_hkd
        FROM funds_posting x JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'carry_distributed'
        JOIN funds_partner p ON p.id = a.partner_id JOIN funds_fund f ON f.id = p.fund_id
        GROUP BY 1, 2, p.kind HAVING (p.kind <> 'gp' AND sum(x.amount_hkd) <> 0) OR sum(x.amount_hkd) < 0 ORDER BY 1, 2
        """,
    ),
    "true_up_gives_back_what_it_asks": (
        "a true-up gives earlier partners other capital, inside commitment or outside, than it asks of later ones",
        """
        SELECT f.code AS book, g.number AS closing, c.inside_hkd, b.inside_hkd AS inside_back_hkd,
               c.outside_hkd, b.outside_hkd AS outside_back_hkd
        FROM funds_closing g JOIN funds_fund f ON f.id = g.fund_id
        JOIN (SELECT c.closing_id, sum(l.amount_hkd) AS inside_hkd, sum(l.outside_hkd - l.interest_hkd) AS outside_hkd
              FROM funds_callline l JOIN funds_capitalcall c ON c.id = l.call_id AND c.stage = 'issued'
              GROUP BY 1) c ON c.closing_id = g.id
        JOIN (SELECT d.closing_id, sum(l.capital_hkd - l.outside_hkd) AS inside_hkd, sum(l.outside_hkd) AS outside_hkd
              FROM funds_distributionline l JOIN funds_distribution d ON d.id = l.distribution_id
              AND d.stage = 'declared' GROUP BY 1) b ON b.closing_id = g.id
        WHERE c.inside_hkd <> b.inside_hkd OR c.outside_hkd <> b.outside_hkd ORDER BY 1, 2
        """,
    ),
    "equalisation_holds_nothing_back": (
        "more interest of true-ups was given to earlier partners than later ones were asked for",
        """
        SELECT books.name AS book, sum(x.amount_hkd) AS equalisation_hkd
        FROM funds_posting x JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'equalisation'
        JOIN books ON books.id = a.book_id GROUP BY 1 HAVING sum(x.amount_hkd) > 0 ORDER BY 1
        """,
    ),
}
