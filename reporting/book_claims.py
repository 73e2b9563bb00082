"""What the books claim, one SQL statement a claim: its rows are the faults, `book` first, then the figures.

Each statement sees `books` (id, name), a fund's by its code and the Corporation's by its kind, and `standing`, the
entries that are neither a reversal nor reversed. No value from outside goes into a statement.
"""

from reporting.book_claims_of_distributions import DISTRIBUTIONS
from reporting.book_claims_of_facilities import FACILITIES
from reporting.book_claims_of_fees import FEES
from reporting.book_claims_of_investments import INVESTMENTS
from reporting.book_claims_of_netting import NETTING
from reporting.book_claims_of_payments import PAYMENTS

SHARED = """
WITH books AS (
    SELECT b.id, b.fund_id, coalesce(f.code, b.kind) AS name
    FROM funds_book b LEFT JOIN funds_fund f ON f.id = b.fund_id
),
standing AS (
    SELECT e.* FROM funds_journalentry e
    WHERE e.reverses_id IS NULL AND NOT EXISTS (SELECT FROM funds_journalentry r WHERE r.reverses_id = e.id)
)
"""

ENTRIES = {
    "entry_balances": (
        "an entry's postings do not sum to zero, or there are fewer than two",
        """
        SELECT books.name AS book, e.id AS entry, coalesce(sum(p.amount_hkd), 0.00) AS sum_hkd, count(p.id) AS postings
        FROM funds_journalentry e JOIN books ON books.id = e.book_id LEFT JOIN funds_posting p ON p.entry_id = e.id
        GROUP BY 1, 2 HAVING coalesce(sum(p.amount_hkd), 0) <> 0 OR count(p.id) < 2 ORDER BY 2
        """,
    ),
    "posting_has_its_entry_and_account": (
        "a posting has no entry or no account, or one of another book",
        """
        SELECT books.name AS book, p.id AS posting, p.entry_id AS entry, p.account_id AS account, p.amount_hkd
        FROM funds_posting p LEFT JOIN books ON books.id = p.book_id
        LEFT JOIN funds_journalentry e ON e.id = p.entry_id AND e.book_id = p.book_id
        LEFT JOIN funds_ledgeraccount a ON a.id = p.account_id AND a.book_id = p.book_id
        WHERE e.id IS NULL OR a.id IS NULL OR books.id IS NULL ORDER BY 2
        """,
    ),
    "account_is_of_its_partner": (
        "a partner's account stands in the book of a fund that is not the partner's",
        """
        SELECT books.name AS book, a.id AS account, a.partner_id AS partner
        FROM funds_ledgeraccount a JOIN books ON books.id = a.book_id JOIN funds_partner p ON p.id = a.partner_id
        WHERE books.fund_id IS DISTINCT FROM p.fund_id ORDER BY 2
        """,
    ),
    "reversal_mirrors_its_entry": (
        "a reversal is not the mirror of the entry that it reverses",
        """
        SELECT books.name AS book, r.id AS entry, r.reverses_id AS reverses, a.code AS account,
               sum(p.amount_hkd) AS left_hkd
        FROM funds_journalentry r JOIN books ON books.id = r.book_id
        JOIN funds_journalentry e ON e.id = r.reverses_id
        JOIN funds_posting p ON p.entry_id IN (r.id, e.id) JOIN funds_ledgeraccount a ON a.id = p.account_id
        GROUP BY 1, 2, 3, 4, a.id, r.kind, e.kind, r.book_id, e.book_id
        HAVING sum(p.amount_hkd) <> 0 OR r.kind <> e.kind OR r.book_id <> e.book_id ORDER BY 2
        """,
    ),
    "entry_has_its_record": (
        "an entry has no record of the event that it books",
        """
        SELECT books.name AS book, e.id AS entry, e.kind, e.source
        FROM standing e JOIN books ON books.id = e.book_id
        WHERE (e.kind = 'call_issued' AND NOT EXISTS (SELECT FROM funds_capitalcall x WHERE x.entry_id = e.id))
           OR (e.kind IN ('contribution', 'overpayment_applied')
               AND NOT EXISTS (SELECT FROM funds_contribution x WHERE x.entry_id = e.id))
           OR (e.kind IN ('distribution', 'capital_returned')
               AND NOT EXISTS (SELECT FROM funds_distribution x WHERE x.entry_id = e.id))
           OR (e.kind = 'transfer' AND NOT EXISTS (
               SELECT FROM funds_closing x
               WHERE 'closing:' || x.id IN (e.source, regexp_replace(e.source, ':[0-9]+$', ''))
                   AND x.stage = 'completed'))
           OR (e.kind = 'distribution_paid'
               AND NOT EXISTS (SELECT FROM funds_distributionpayment x WHERE x.entry_id = e.id))
           OR (e.kind = 'distribution_received'
               AND NOT EXISTS (SELECT FROM funds_distributionreceipt x WHERE x.entry_id = e.id))
           OR (e.kind = 'carry_returned' AND NOT EXISTS (SELECT FROM funds_carryreturn x WHERE x.entry_id = e.id))
           OR (e.kind IN ('investment', 'conversion', 'realisation', 'escrow', 'income')
               AND NOT EXISTS (SELECT FROM investments_lifeevent x WHERE x.entry_id = e.id))
           OR (e.kind IN ('valuation', 'write_down')
               AND NOT EXISTS (SELECT FROM investments_valuation x WHERE x.entry_id = e.id)
               AND NOT EXISTS (SELECT FROM investments_lifeevent x
                               WHERE 'life_event:' || x.investment_id || ':' || x.number = e.source))
           OR (e.kind IN ('facility_drawn', 'facility_repaid', 'facility_charged', 'facility_paid')
               AND NOT EXISTS (SELECT FROM funds_facilitymovement x WHERE x.entry_id = e.id))
           OR (e.kind = 'fee_accrued' AND NOT EXISTS (SELECT FROM funds_feeaccrual x WHERE x.entry_id = e.id))
           OR (e.kind = 'offsets_settled'
               AND NOT EXISTS (SELECT FROM funds_offsetsettlement x WHERE x.entry_id = e.id))
           OR (e.kind = 'funding_received' AND NOT EXISTS (SELECT FROM funds_fundingreceipt x WHERE x.entry_id = e.id))
           OR (e.kind = 'notice_accepted'
               AND NOT EXISTS (SELECT FROM funds_paymentcase x WHERE x.accepted_entry_id = e.id))
           OR (e.kind = 'call_paid' AND NOT EXISTS (
               SELECT FROM funds_paymentcase x WHERE x.paid_entry_id = e.id AND x.charge_id IS NULL))
           OR (e.kind = 'late_interest' AND NOT EXISTS (SELECT FROM funds_lateinterest x WHERE x.entry_id = e.id))
           OR (e.kind = 'late_interest_waived'
               AND NOT EXISTS (SELECT FROM funds_lateinterest x WHERE x.waived_entry_id = e.id))
           OR (e.kind = 'late_interest_debited'
               AND NOT EXISTS (SELECT FROM funds_paymentcase x
                               WHERE x.paid_entry_id = e.id AND x.charge_id IS NOT NULL))
           OR (e.kind = 'netting' AND NOT EXISTS (SELECT FROM funds_netting x WHERE x.entry_id = e.id)
               AND NOT EXISTS (SELECT FROM funds_paymentcase x WHERE x.set_off_entry_id = e.id))
           OR (e.kind = 'overpayment_applied'
               AND NOT EXISTS (SELECT FROM funds_overpaymentuse x WHERE x.entry_id = e.id))
           OR (e.kind = 'receipt_returned'
               AND NOT EXISTS (SELECT FROM funds_overpaymentuse x WHERE x.entry_id = e.id)
               AND NOT EXISTS (SELECT FROM funds_bankstatementline x WHERE x.returned_entry_id = e.id))
           OR (e.kind = 'late_interest_paid'
               AND NOT EXISTS (SELECT FROM funds_lateinterestreceipt x WHERE x.entry_id = e.id))
        ORDER BY 2
        """,
    ),
}

CALLS = {
    "call_lines_sum_to_the_call": (
        "an issued call's lines or purposes do not sum to its amount",
        """
        SELECT f.code AS book, c.number AS call, c.amount_hkd, coalesce(l.sum_hkd, 0.00) AS lines_hkd,
               coalesce(p.sum_hkd, 0.00) AS purposes_hkd
        FROM funds_capitalcall c JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN (SELECT call_id, sum(amount_hkd + outside_hkd - interest_hkd) AS sum_hkd
                   FROM funds_callline GROUP BY 1) l ON l.call_id = c.id
        LEFT JOIN (SELECT call_id, sum(amount_hkd) AS sum_hkd FROM funds_callpurpose GROUP BY 1) p ON p.call_id = c.id
        WHERE c.stage = 'issued'
          AND (l.sum_hkd IS DISTINCT FROM c.amount_hkd OR p.sum_hkd IS DISTINCT FROM c.amount_hkd)
        ORDER BY 1, 2
        """,
    ),
    "call_line_is_in_its_entry": (
        "a call's line and its entry differ: receivable and capital are to be the line's amount",
        """
        SELECT f.code AS book, c.number AS call, coalesce(l.partner_id, p.partner_id) AS partner,
               coalesce(l.amount_hkd, 0.00) AS line_hkd, coalesce(p.receivable_hkd, 0.00) AS receivable_hkd,
               coalesce(p.contributed_hkd, 0.00) AS contributed_hkd
        FROM (SELECT c.entry_id, l.* FROM funds_callline l JOIN funds_capitalcall c ON c.id = l.call_id
              WHERE c.stage = 'issued' AND l.amount_hkd + l.outside_hkd <> 0) l
        FULL JOIN (
            SELECT p.entry_id, a.partner_id,
                   sum(p.amount_hkd) FILTER (WHERE a.code = 'call_receivable') AS receivable_hkd,
                   -sum(p.amount_hkd) FILTER (WHERE a.code = 'capital_contributed') AS contributed_hkd
            FROM funds_posting p JOIN funds_ledgeraccount a ON a.id = p.account_id
            JOIN funds_capitalcall c ON c.entry_id = p.entry_id AND c.stage = 'issued'
            WHERE a.partner_id IS NOT NULL GROUP BY 1, 2
        ) p ON p.entry_id = l.entry_id AND p.partner_id = l.partner_id
        JOIN funds_capitalcall c ON c.entry_id = coalesce(l.entry_id, p.entry_id) JOIN funds_fund f ON f.id = c.fund_id
        WHERE l.amount_hkd + l.outside_hkd IS DISTINCT FROM p.receivable_hkd
           OR l.amount_hkd IS DISTINCT FROM coalesce(p.contributed_hkd, 0)
        ORDER BY 1, 2, 3
        """,
    ),
    "call_purposes_are_in_their_line": (
        "what a call's purposes ask of a partner is not its line, inside commitment and outside it",
        """
        SELECT f.code AS book, c.number AS call, l.partner_id AS partner, l.amount_hkd,
               l.outside_hkd - l.interest_hkd AS outside_hkd, x.inside_hkd, x.beside_hkd,
               coalesce(p.sum_hkd, 0.00) AS contributed_outside_hkd
        FROM funds_callline l JOIN funds_capitalcall c ON c.id = l.call_id AND c.stage = 'issued'
        JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN (SELECT y.call_id, y.partner_id,
                          coalesce(sum(y.amount_hkd) FILTER (WHERE NOT u.is_outside), 0) AS inside_hkd,
                          coalesce(sum(y.amount_hkd) FILTER (WHERE u.is_outside), 0) AS beside_hkd
                   FROM funds_callpurposeline y JOIN funds_callpurpose u ON u.id = y.purpose_id
                   GROUP BY 1, 2) x ON x.call_id = c.id AND x.partner_id = l.partner_id
        LEFT JOIN (SELECT y.entry_id, a.partner_id, -sum(y.amount_hkd) AS sum_hkd FROM funds_posting y
                   JOIN funds_ledgeraccount a ON a.id = y.account_id AND a.code = 'capital_outside'
                   GROUP BY 1, 2) p ON p.entry_id = c.entry_id AND p.partner_id = l.partner_id
        WHERE coalesce(x.inside_hkd, l.amount_hkd) <> l.amount_hkd
           OR coalesce(x.beside_hkd, 0) <> l.outside_hkd - l.interest_hkd
           OR coalesce(p.sum_hkd, 0) <> l.outside_hkd - l.interest_hkd
        ORDER BY 1, 2, 3
        """,
    ),
    "call_line_continues_the_one_before": (
        "what a line says was called before is not the sum of the partner's earlier lines, less what went back of them",
        """
        SELECT f.code AS book, m.number AS call, m.partner_id AS partner, m.called_before_hkd, m.earlier_hkd
        FROM (
            SELECT m.*, coalesce(sum(m.moved_hkd) OVER (
                PARTITION BY m.partner_id ORDER BY m.entry_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), 0.00) AS earlier_hkd
            FROM (
                SELECT l.partner_id, c.fund_id, c.number, c.entry_id, l.called_before_hkd, l.amount_hkd AS moved_hkd
                FROM funds_callline l JOIN funds_capitalcall c ON c.id = l.call_id WHERE c.stage = 'issued'
                UNION ALL
                SELECT l.partner_id, d.fund_id, d.number, d.entry_id, NULL, l.outside_hkd - l.capital_hkd
                FROM funds_distributionline l JOIN funds_distribution d ON d.id = l.distribution_id
                WHERE d.stage = 'declared' AND d.nature IN ('uninvested', 'true_up')
                UNION ALL
                SELECT a.partner_id, k.fund_id, 0, e.id, NULL, -p.amount_hkd
                FROM funds_posting p JOIN funds_journalentry e ON e.id = p.entry_id AND e.kind = 'transfer'
                JOIN funds_ledgeraccount a ON a.id = p.account_id AND a.code = 'capital_contributed'
                JOIN funds_book k ON k.id = e.book_id
            ) m
        ) m JOIN funds_fund f ON f.id = m.fund_id
        WHERE m.called_before_hkd <> m.earlier_hkd ORDER BY 1, 2, 3
        """,
    ),
    "partner_called_is_in_the_ledger": (
        "what a partner's lines add up to, less what went back, is not its capital in the book, or above what it owes",
        """
        SELECT f.code AS book, p.id AS partner, coalesce(l.sum_hkd, 0.00) AS lines_hkd,
               coalesce(-a.sum_hkd, 0.00) AS ledger_hkd, coalesce(m.sum_hkd, 0.00) AS committed_hkd
        FROM funds_partner p JOIN funds_fund f ON f.id = p.fund_id
        LEFT JOIN (
            SELECT partner_id, sum(amount_hkd) AS sum_hkd, sum(restored_hkd) AS restored_hkd FROM (
                SELECT l.partner_id, l.amount_hkd, 0.00 AS restored_hkd FROM funds_callline l
                JOIN funds_capitalcall c ON c.id = l.call_id AND c.stage = 'issued'
                UNION ALL
                SELECT l.partner_id,
                       CASE WHEN d.nature IN ('uninvested', 'true_up') THEN l.outside_hkd - l.capital_hkd ELSE 0 END,
                       l.recallable_hkd
                FROM funds_distributionline l
                JOIN funds_distribution d ON d.id = l.distribution_id AND d.stage = 'declared'
                UNION ALL
                SELECT a.partner_id, -p.amount_hkd, 0.00
                FROM funds_posting p JOIN funds_journalentry e ON e.id = p.entry_id AND e.kind = 'transfer'
                JOIN funds_ledgeraccount a ON a.id = p.account_id AND a.code = 'capital_contributed'
                UNION ALL
                SELECT m.partner_id, 0.00, sign(m.amount_hkd) * (c.working ->> 'restored_hkd')::numeric
                FROM funds_commitment m
                JOIN funds_closing c ON c.id = m.closing_id AND c.stage = 'completed' AND c.kind = 'transfer'
            ) m GROUP BY 1
        ) l ON l.partner_id = p.id
        LEFT JOIN (SELECT a.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'capital_contributed'
                   GROUP BY 1) a ON a.partner_id = p.id
        LEFT JOIN (SELECT m.partner_id, sum(m.amount_hkd) AS sum_hkd FROM funds_commitment m
                   JOIN funds_closing c ON c.id = m.closing_id AND c.stage = 'completed'
                   GROUP BY 1) m ON m.partner_id = p.id
        WHERE coalesce(l.sum_hkd, 0) <> coalesce(-a.sum_hkd, 0)
           OR coalesce(l.sum_hkd, 0) > coalesce(m.sum_hkd, 0) + coalesce(l.restored_hkd, 0)
        ORDER BY 1, 2
        """,
    ),
    "contribution_equals_its_postings": (
        "what was received for a partner's lines and its entry differ: cash, receivable or suspense",
        """
        SELECT f.code AS book, k.entry_id AS entry, k.partner_id AS partner, k.amount_hkd, k.suspense_hkd,
               coalesce(p.cash_hkd, 0.00) AS cash_hkd, coalesce(p.receivable_hkd, 0.00) AS receivable_hkd
        FROM (SELECT c.fund_id, k.entry_id, l.partner_id, sum(k.amount_hkd) AS amount_hkd,
                     sum(k.suspense_hkd) AS suspense_hkd
              FROM funds_contribution k JOIN funds_callline l ON l.id = k.line_id
              JOIN funds_capitalcall c ON c.id = l.call_id GROUP BY 1, 2, 3) k
        JOIN funds_fund f ON f.id = k.fund_id JOIN funds_journalentry e ON e.id = k.entry_id
        LEFT JOIN LATERAL (
            SELECT sum(p.amount_hkd) FILTER (WHERE a.code = 'cash') AS cash_hkd,
                   -sum(p.amount_hkd) FILTER (WHERE a.code = 'call_receivable' AND a.partner_id = k.partner_id)
                       AS receivable_hkd
            FROM funds_posting p JOIN funds_ledgeraccount a ON a.id = p.account_id WHERE p.entry_id = k.entry_id
        ) p ON true
        WHERE coalesce(p.receivable_hkd, 0) <> k.amount_hkd
           OR coalesce(p.cash_hkd, 0) <> CASE e.kind WHEN 'contribution' THEN k.amount_hkd + k.suspense_hkd ELSE 0 END
        ORDER BY 1, 2, 3
        """,
    ),
    "receivable_is_what_lines_lack": (
        "a partner's receivable is not what its lines ask for less what was received for them",
        """
        SELECT f.code AS book, p.id AS partner, coalesce(l.sum_hkd, 0.00) AS lines_hkd,
               coalesce(k.sum_hkd, 0.00) AS received_hkd, coalesce(a.sum_hkd, 0.00) AS receivable_hkd
        FROM funds_partner p JOIN funds_fund f ON f.id = p.fund_id
        LEFT JOIN (SELECT partner_id, sum(l.amount_hkd + l.outside_hkd) AS sum_hkd FROM funds_callline l
                   JOIN funds_capitalcall c ON c.id = l.call_id AND c.stage = 'issued'
                   GROUP BY 1) l ON l.partner_id = p.id
        LEFT JOIN (SELECT l.partner_id, sum(k.amount_hkd) AS sum_hkd FROM funds_contribution k
                   JOIN funds_callline l ON l.id = k.line_id JOIN standing e ON e.id = k.entry_id
                   GROUP BY 1) k ON k.partner_id = p.id
        LEFT JOIN (SELECT a.partner_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x
                   JOIN funds_ledgeraccount a ON a.id = x.account_id AND a.code = 'call_receivable'
                   GROUP BY 1) a ON a.partner_id = p.id
        WHERE coalesce(l.sum_hkd, 0) - coalesce(k.sum_hkd, 0) <> coalesce(a.sum_hkd, 0) ORDER BY 1, 2
        """,
    ),
}

CORPORATION = {
    "payment_case_equals_its_entries": (
        "a payment case, its line and its entries differ, or a matched case has no entry",
        """
        SELECT 'corporation' AS book, k.id AS payment_case, k.amount_hkd, k.set_off_hkd,
               coalesce(c.amount_hkd, l.amount_hkd + l.outside_hkd) AS owed_hkd,
               coalesce(a.sum_hkd, 0.00) AS accepted_hkd, coalesce(p.sum_hkd, 0.00) AS paid_hkd
        FROM funds_paymentcase k JOIN funds_callline l ON l.id = k.line_id
        LEFT JOIN funds_lateinterest c ON c.id = k.charge_id
        LEFT JOIN (SELECT x.entry_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code IN ('interest_in_fund', 'equalisation_interest')
                   GROUP BY 1) a ON a.entry_id = k.accepted_entry_id
        LEFT JOIN (SELECT x.entry_id, -sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code = 'bank' GROUP BY 1) p ON p.entry_id = k.paid_entry_id
        WHERE k.amount_hkd + k.set_off_hkd <> coalesce(c.amount_hkd, l.amount_hkd + l.outside_hkd)
           OR (k.accepted_entry_id IS NOT NULL AND a.sum_hkd IS DISTINCT FROM k.amount_hkd + k.set_off_hkd)
           OR (k.stage = 'matched' AND p.sum_hkd IS DISTINCT FROM k.amount_hkd)
           OR (k.stage <> 'matched' AND k.paid_entry_id IS NOT NULL)
        ORDER BY 2
        """,
    ),
    "interest_in_fund_is_what_was_accepted": (
        "the Corporation's interest in a fund is not the sum of the notices that it accepted less the capital returned",
        """
        SELECT 'corporation' AS book, f.code AS fund, coalesce(a.sum_hkd, 0.00) AS interest_hkd,
               coalesce(k.sum_hkd, 0.00) AS accepted_hkd, coalesce(d.sum_hkd, 0.00) AS returned_hkd
        FROM funds_fund f
        LEFT JOIN (SELECT a.reference, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code = 'interest_in_fund' GROUP BY 1) a ON a.reference = 'fund:' || f.id
        LEFT JOIN (SELECT d.fund_id, sum(l.capital_hkd) AS sum_hkd FROM funds_distributionline l
                   JOIN funds_partner p ON p.id = l.partner_id AND p.kind = 'government'
                   JOIN funds_distribution d ON d.id = l.distribution_id AND d.stage = 'declared'
                   WHERE l.amount_hkd > 0 GROUP BY 1) d ON d.fund_id = f.id
        LEFT JOIN (SELECT c.fund_id, sum(l.amount_hkd + l.outside_hkd - l.interest_hkd) AS sum_hkd
                   FROM funds_paymentcase k
                   JOIN standing e ON e.id = k.accepted_entry_id JOIN funds_callline l ON l.id = k.line_id
                   JOIN funds_capitalcall c ON c.id = l.call_id GROUP BY 1) k ON k.fund_id = f.id
        WHERE coalesce(a.sum_hkd, 0) <> coalesce(k.sum_hkd, 0) - coalesce(d.sum_hkd, 0) ORDER BY 2
        """,
    ),
    "fund_received_what_the_corporation_paid": (
        "what the Corporation paid on a call is not what the fund's book received from it",
        """
        SELECT f.code AS book, c.number AS call, coalesce(k.paid_hkd, 0.00) AS corporation_paid_hkd,
               coalesce(r.received_hkd, 0.00) AS fund_received_hkd
        FROM funds_callline l JOIN funds_partner p ON p.id = l.partner_id AND p.kind = 'government'
        JOIN funds_capitalcall c ON c.id = l.call_id AND c.stage = 'issued' JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN (SELECT k.line_id, sum(k.amount_hkd) AS paid_hkd FROM funds_paymentcase k
                   JOIN standing e ON e.id = k.paid_entry_id WHERE k.charge_id IS NULL GROUP BY 1) k ON k.line_id = l.id
        -- what a net notice set off is no money of the bank's
        LEFT JOIN (SELECT k.line_id, sum(k.amount_hkd + k.suspense_hkd) AS received_hkd FROM funds_contribution k
                   JOIN standing e ON e.id = k.entry_id AND e.kind <> 'netting' GROUP BY 1) r ON r.line_id = l.id
        -- paid and not a cent received yet is money in transit, which the summary names
        WHERE r.received_hkd > 0 AND coalesce(k.paid_hkd, 0) <> r.received_hkd ORDER BY 1, 2
        """,
    ),
    "funding_receipt_equals_its_entry": (
        "a receipt of money from Government and its entry differ",
        """
        SELECT 'corporation' AS book, k.id AS receipt, k.amount_hkd, coalesce(p.sum_hkd, 0.00) AS bank_hkd
        FROM funds_fundingreceipt k
        LEFT JOIN (SELECT x.entry_id, sum(x.amount_hkd) AS sum_hkd FROM funds_posting x JOIN funds_ledgeraccount a
                   ON a.id = x.account_id AND a.code = 'bank' GROUP BY 1) p ON p.entry_id = k.entry_id
        WHERE p.sum_hkd IS DISTINCT FROM k.amount_hkd ORDER BY 2
        """,
    ),
}

CLAIMS: dict[str, tuple[str, str]] = {
    code: (what, SHARED + sql)
    for code, (what, sql) in (
        ENTRIES | CALLS | DISTRIBUTIONS | NETTING | CORPORATION | PAYMENTS | INVESTMENTS | FEES | FACILITIES
    ).items()
}
