-- committed: each fund's commitments, terms and limits, from one closing to the next; amounts in whole cents.
closed AS (
    SELECT closing.fund_id, closing.closing_date AS day, commitment.amount_hkd
    FROM funds_closing closing
    JOIN funds_commitment commitment ON commitment.closing_id = closing.id
    WHERE closing.stage = 'completed' AND closing.fund_id IN (SELECT fund_id FROM concerned)
    UNION ALL
    SELECT fund_id, '-infinity', 0 FROM concerned
),
committed AS MATERIALIZED (
    SELECT row_number() OVER () AS state, bound.*, from_day, until_day, (commitments_hkd * 100)::bigint AS commitments,
           ceil(ecosystem_rate * commitments_hkd * 100)::bigint AS ecosystem_needed,
           ceil(hong_kong_rate * commitments_hkd * 100)::bigint AS hong_kong_needed,
           floor(company_limit_rate * commitments_hkd * 100)::bigint AS company_limit,
           floor(group_limit_rate * commitments_hkd * 100)::bigint AS group_limit,
           floor(first_limit_rate * commitments_hkd * 100)::bigint AS first_limit,
           floor(bridge_limit_rate * commitments_hkd * 100)::bigint AS bridge_limit
    FROM (
        SELECT fund_id, day AS from_day, lead(day, 1, 'infinity') OVER by_then AS until_day,
               sum(sum(amount_hkd)) OVER by_then AS commitments_hkd
        FROM closed
        GROUP BY fund_id, day
        WINDOW by_then AS (PARTITION BY fund_id ORDER BY day)
    ) by_closing
    JOIN bound USING (fund_id)
)
