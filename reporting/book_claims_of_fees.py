"""What the books claim of management fees and their offsets; one SQL statement a claim."""

FEES = {
    "fee_accrual_equals_its_entry": (
        "a fee accrual and its entry differ",
        """
        SELECT f.code AS book, k.period_end AS quarter, k.fee_hkd, coalesce(p.sum_hkd, 0.00) AS booked_hkd
        FROM funds_feeaccrual k JOIN funds_fund f ON f.id = k.fund_id
        LEFT JOIN (SELECT x.entry_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code = 'fee_expense' GROUP BY 1) p ON p.entry_id = k.entry_id
        WHERE k.fee_hkd <> coalesce(p.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "partners_bear_the_fee_accrued": (
        "what the partners bear of a fee, or its offsets, is not what was accrued and counted",
        """
        SELECT f.code AS book, k.period_end AS quarter, k.fee_hkd, p.net_hkd AS borne_hkd, p.offset_hkd,
               coalesce(o.offset_hkd, 0.00) AS counted_hkd
        FROM funds_feeaccrual k JOIN funds_fund f ON f.id = k.fund_id
        JOIN (SELECT accrual_id, sum(net_hkd) AS net_hkd, sum(offset_hkd) AS offset_hkd
              FROM funds_partnerfee GROUP BY 1) p ON p.accrual_id = k.id
        LEFT JOIN (SELECT x.fund_id, x.period_end, sum(t.offset_hkd) AS offset_hkd
                   FROM funds_feeoffset t JOIN funds_feeaccrual x ON x.id = t.accrual_id GROUP BY 1, 2) o
                  ON o.fund_id = k.fund_id AND o.period_end = k.period_end
        WHERE p.net_hkd <> k.fee_hkd OR p.offset_hkd <> coalesce(o.offset_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "offsets_brought_forward_were_carried": (
        "the offsets that a quarter brought forward are not what the one before carried, less what the manager settled",
        """
        , counting AS (
            SELECT k.*, (SELECT sum(p.brought_hkd) FROM funds_partnerfee p WHERE p.accrual_id = k.id) AS brought_hkd,
                   (SELECT sum(p.carried_hkd) FROM funds_partnerfee p WHERE p.accrual_id = k.id) AS carried_hkd
            FROM funds_feeaccrual k WHERE NOT EXISTS (SELECT FROM funds_feeaccrual n WHERE n.supersedes_id = k.id)
        )
        SELECT f.code AS book, k.period_end AS quarter, k.brought_hkd, coalesce(l.carried_hkd, 0.00) AS carried_hkd,
               coalesce(s.sum_hkd, 0.00) AS settled_hkd
        FROM counting k JOIN funds_fund f ON f.id = k.fund_id
        LEFT JOIN LATERAL (SELECT x.id, x.carried_hkd FROM counting x WHERE x.fund_id = k.fund_id
                           AND x.period_end < k.period_end ORDER BY x.period_end DESC LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT sum(x.carried_hkd) AS sum_hkd FROM funds_offsetsettlementline x
                           JOIN funds_offsetsettlement o ON o.id = x.settlement_id
                           JOIN standing e ON e.id = o.entry_id WHERE o.accrual_id = l.id) s ON true
        WHERE k.brought_hkd <> coalesce(l.carried_hkd, 0) - coalesce(s.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "fee_corrected_once_and_reversed": (
        "a quarter's former fee still stands beside its correction, or its standing one is reversed",
        """
        SELECT f.code AS book, k.period_end AS quarter, k.fee_hkd, n.fee_hkd AS corrected_hkd
        FROM funds_feeaccrual k JOIN funds_fund f ON f.id = k.fund_id
        LEFT JOIN funds_feeaccrual n ON n.supersedes_id = k.id
        LEFT JOIN funds_journalentry r ON r.reverses_id = k.entry_id
        WHERE k.entry_id IS NOT NULL AND (n.id IS NULL) <> (r.id IS NULL)
           OR n.fund_id <> k.fund_id OR n.period_end <> k.period_end ORDER BY 1, 2
        """,
    ),
    "fee_offsets_owed_are_what_was_settled": (
        "what a fund owes a partner of settled fee offsets is not what was settled less what was passed on",
        """
        SELECT f.code AS book, p.id AS partner, coalesce(s.sum_hkd, 0.00) AS settled_hkd,
               coalesce(d.sum_hkd, 0.00) AS passed_on_hkd, coalesce(-a.sum_hkd, 0.00) AS owed_hkd
        FROM funds_partner p JOIN funds_fund f ON f.id = p.fund_id
        LEFT JOIN (SELECT x.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_offsetsettlementline x
                   JOIN funds_offsetsettlement o ON o.id = x.settlement_id
                   JOIN standing e ON e.id = o.entry_id GROUP BY 1) s ON s.partner_id = p.id
        LEFT JOIN (SELECT l.partner_id, sum(l.capital_hkd) AS sum_hkd FROM funds_distributionline l
                   JOIN funds_distribution d ON d.id = l.distribution_id
                        AND d.stage = 'declared' AND d.nature = 'offsets'
                   GROUP BY 1) d ON d.partner_id = p.id
        LEFT JOIN (SELECT a.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'fee_offset_payable'
                   GROUP BY 1) a ON a.partner_id = p.id
        WHERE coalesce(s.sum_hkd, 0) - coalesce(d.sum_hkd, 0) <> coalesce(-a.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
}
