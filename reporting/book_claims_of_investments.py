"""What the books claim of investments: every event is in the book to the cent, and what is over leaves nothing behind.

As in reporting/book_claims.py; `events` are the events of investments with the entries that book them: a reversal's
are the reversals of the entries that it undoes.
"""

EVENTS = """
, events AS (
    SELECT x.id, x.investment_id, x.number, x.cost_hkd, x.escrow_hkd, x.gain_hkd, x.exchange_hkd, x.written_down_hkd,
           x.kind, x.reverses_id,
           CASE WHEN coalesce(o.number, x.number) = 1 THEN 'proposal:' || i.proposal_id
                ELSE 'life_event:' || x.investment_id || ':' || coalesce(o.number, x.number) END AS source,
           a.book_id, a.reference, i.fund_id
    FROM investments_lifeevent x JOIN investments_investment i ON i.id = x.investment_id
    JOIN funds_ledgeraccount a ON a.id = i.cost_account_id
    LEFT JOIN investments_lifeevent o ON o.id = x.reverses_id
)
"""

INVESTMENTS = {
    "event_equals_its_postings": (
        "an event of an investment and its entries differ: cost, escrow, gain, exchange difference or write-down",
        EVENTS  # noqa: S608 (both parts are constants)
        + """
        , booked AS (
            SELECT e.book_id, e.source, e.reverses_id IS NULL AS is_first,
                   sum(p.amount_hkd) FILTER (WHERE a.code IN ('investment_at_cost', 'investment_converted'))
                       AS cost_hkd,
                   sum(p.amount_hkd) FILTER (WHERE a.code = 'escrow_receivable') AS escrow_hkd,
                   -sum(p.amount_hkd) FILTER (WHERE a.code = 'realised_gain') AS gain_hkd,
                   -sum(p.amount_hkd) FILTER (WHERE a.code = 'realised_fx') AS exchange_hkd,
                   -sum(p.amount_hkd) FILTER (WHERE a.code = 'investment_unrealised' AND e.kind = 'write_down')
                       AS written_down_hkd
            FROM funds_journalentry e JOIN funds_posting p ON p.entry_id = e.id
            JOIN funds_ledgeraccount a ON a.id = p.account_id
            WHERE e.source LIKE 'life_event:%' OR e.source LIKE 'proposal:%'
            GROUP BY 1, 2, 3
        )
        SELECT f.code AS book, v.investment_id AS investment, v.number AS event, v.cost_hkd,
               coalesce(p.cost_hkd, 0.00) AS booked_cost_hkd, v.escrow_hkd, coalesce(p.escrow_hkd, 0.00)
                   AS booked_escrow_hkd, v.gain_hkd, coalesce(p.gain_hkd, 0.00) AS booked_gain_hkd, v.exchange_hkd,
               coalesce(p.exchange_hkd, 0.00) AS booked_exchange_hkd, v.written_down_hkd,
               coalesce(p.written_down_hkd, 0.00) AS booked_written_down_hkd
        FROM events v JOIN funds_fund f ON f.id = v.fund_id
        LEFT JOIN booked p ON p.book_id = v.book_id AND p.source = v.source
            AND p.is_first = (v.reverses_id IS NULL)
        WHERE (v.cost_hkd, v.escrow_hkd, v.gain_hkd, v.exchange_hkd, v.written_down_hkd) IS DISTINCT FROM
              (coalesce(p.cost_hkd, 0.00), coalesce(p.escrow_hkd, 0.00), coalesce(p.gain_hkd, 0.00),
               coalesce(p.exchange_hkd, 0.00), coalesce(p.written_down_hkd, 0.00))
        ORDER BY 1, 2, 3
        """,
    ),
    "investment_is_what_its_events_say": (
        "an investment's accounts hold another cost or escrow than its events add up to",
        """
        SELECT f.code AS book, i.id AS investment, x.cost_hkd, coalesce(k.cost_hkd, 0.00) AS booked_cost_hkd,
               x.escrow_hkd, coalesce(k.escrow_hkd, 0.00) AS booked_escrow_hkd
        FROM investments_investment i JOIN funds_fund f ON f.id = i.fund_id
        JOIN funds_ledgeraccount c ON c.id = i.cost_account_id
        JOIN (SELECT investment_id, sum(cost_hkd) AS cost_hkd, sum(escrow_hkd) AS escrow_hkd
              FROM investments_lifeevent GROUP BY 1) x ON x.investment_id = i.id
        LEFT JOIN (
            SELECT a.book_id, a.reference,
                   sum(p.amount_hkd) FILTER (WHERE a.code <> 'escrow_receivable') AS cost_hkd,
                   sum(p.amount_hkd) FILTER (WHERE a.code = 'escrow_receivable') AS escrow_hkd
            FROM funds_ledgeraccount a JOIN funds_posting p ON p.account_id = a.id
            WHERE a.code IN ('investment_at_cost', 'investment_converted', 'escrow_receivable') GROUP BY 1, 2
        ) k ON k.book_id = c.book_id AND k.reference = c.reference
        WHERE x.cost_hkd <> coalesce(k.cost_hkd, 0) OR x.escrow_hkd <> coalesce(k.escrow_hkd, 0) ORDER BY 1, 2
        """,
    ),
    "conversion_moves_no_money": (
        "an entry of a conversion touches other accounts than those of cost",
        """
        SELECT books.name AS book, e.id AS entry, a.code AS account, sum(p.amount_hkd) AS sum_hkd
        FROM funds_journalentry e JOIN books ON books.id = e.book_id JOIN funds_posting p ON p.entry_id = e.id
        JOIN funds_ledgeraccount a ON a.id = p.account_id
        WHERE e.kind = 'conversion' AND a.code NOT IN ('investment_at_cost', 'investment_converted')
        GROUP BY 1, 2, 3 ORDER BY 2
        """,
    ),
    "investment_is_within_its_deal": (
        "more was drawn for an investment than the deal that the Corporation answered",
        """
        SELECT f.code AS book, i.id AS investment, d.currency,
               CASE d.currency WHEN 'HKD' THEN d.amount_hkd ELSE d.foreign_amount END AS deal,
               CASE d.currency WHEN 'HKD' THEN sum(x.amount_hkd) ELSE sum(x.foreign_amount) END AS drawn
        FROM investments_investment i JOIN funds_fund f ON f.id = i.fund_id
        JOIN investments_proposal d ON d.id = i.proposal_id
        JOIN investments_lifeevent x ON x.investment_id = i.id AND x.kind IN ('completion', 'tranche')
            AND x.reverses_id IS NULL AND NOT EXISTS (SELECT FROM investments_lifeevent r WHERE r.reverses_id = x.id)
        GROUP BY 1, 2, 3, 4, d.amount_hkd, d.foreign_amount
        HAVING CASE d.currency WHEN 'HKD' THEN sum(x.amount_hkd) > d.amount_hkd
                               ELSE sum(x.foreign_amount) > d.foreign_amount END
        ORDER BY 1, 2
        """,
    ),
    "cost_account_has_its_investment": (
        "an account at cost holds money and belongs to no investment",
        """
        SELECT books.name AS book, a.id AS account, sum(p.amount_hkd) AS balance_hkd
        FROM funds_ledgeraccount a JOIN books ON books.id = a.book_id JOIN funds_posting p ON p.account_id = a.id
        WHERE a.code IN ('investment_at_cost', 'investment_converted')
          AND NOT EXISTS (SELECT FROM investments_investment i JOIN funds_ledgeraccount c ON c.id = i.cost_account_id
                          WHERE c.book_id = a.book_id AND c.reference = a.reference)
        GROUP BY 1, 2 ORDER BY 2
        """,
    ),
    "what_is_sold_leaves_nothing_behind": (
        "an investment of which no unit and no cost is held still stands unrealised in the book",
        """
        SELECT f.code AS book, i.id AS investment, a.code AS account, sum(p.amount_hkd) AS unrealised_hkd
        FROM investments_investment i JOIN funds_fund f ON f.id = i.fund_id
        JOIN funds_ledgeraccount c ON c.id = i.cost_account_id
        JOIN funds_ledgeraccount a ON a.book_id = c.book_id AND a.reference = c.reference
            AND a.code IN ('investment_unrealised', 'unrealised_gain', 'unrealised_fx')
        JOIN funds_posting p ON p.account_id = a.id
        JOIN (SELECT investment_id, sum(units) AS units, sum(cost_hkd) AS cost_hkd,
                     count(*) FILTER (WHERE kind = 'exit' AND reverses_id IS NULL) AS exits
              FROM investments_lifeevent GROUP BY 1) x ON x.investment_id = i.id
        WHERE x.units = 0 AND x.cost_hkd = 0 AND x.exits > 0
        GROUP BY 1, 2, 3 HAVING sum(p.amount_hkd) <> 0 ORDER BY 1, 2, 3
        """,
    ),
    "valuation_equals_its_entry": (
        "a valuation's entry does not move what the investment is carried at, or moves it by another amount",
        """
        SELECT f.code AS book, v.id AS valuation, v.fair_value_hkd, k.carried_hkd
        FROM investments_valuation v JOIN investments_investment i ON i.id = v.investment_id
        JOIN funds_fund f ON f.id = i.fund_id JOIN funds_ledgeraccount c ON c.id = i.cost_account_id
        JOIN funds_journalentry e ON e.id = v.entry_id
        JOIN LATERAL (
            SELECT sum(p.amount_hkd) AS carried_hkd
            FROM funds_posting p JOIN funds_journalentry pe ON pe.id = p.entry_id
            JOIN funds_ledgeraccount a ON a.id = p.account_id
            WHERE a.book_id = c.book_id AND a.reference = c.reference AND pe.id <= e.id
              AND a.code IN ('investment_at_cost', 'investment_converted', 'investment_unrealised')
              AND pe.effective_date <= v.valuation_date
        ) k ON true
        WHERE v.stage = 'reviewed' AND k.carried_hkd <> v.fair_value_hkd ORDER BY 1, 2
        """,
    ),
}
