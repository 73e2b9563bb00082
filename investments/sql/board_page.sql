-- The last part: the totals of all that the filters leave, and beside them one page of it.
totals AS (
    SELECT count(*) AS holdings, count(DISTINCT fund_id) AS funds, count(DISTINCT company_id) AS companies,
           coalesce(sum(original_cost_hkd), 0) AS original_cost_hkd, coalesce(sum(cost_hkd), 0) AS cost_hkd,
           coalesce(sum(fair_value_hkd), 0) AS fair_value_hkd, coalesce(sum(realised_hkd), 0) AS realised_hkd,
           count(*) FILTER (WHERE state = 'held') AS held,
           count(*) FILTER (WHERE state = 'partly_realised') AS partly_realised,
           count(*) FILTER (WHERE state = 'realised') AS realised,
           count(*) FILTER (WHERE state = 'written_off') AS written_off,
           count(*) FILTER (WHERE light = 0) AS ok, count(*) FILTER (WHERE light = 1) AS watch,
           count(*) FILTER (WHERE light = 2) AS act
    FROM holdings
),
page AS (
    SELECT row_number() OVER (ORDER BY {order}, fund_code, company_name, fund_id, company_id) AS place_in_order,
           holdings.*
    FROM holdings
    ORDER BY 1
    LIMIT %(limit)s OFFSET %(offset)s
)
SELECT totals.*,
       page.fund_id, page.fund_code, page.fund_name, page.company_id, page.company_name, page.company_name_zh_hant,
       page.sector, page.stage, page.place, page.instruments, page.lots, page.first_date, page.original_cost_hkd,
       page.cost_hkd, page.fair_value_hkd, page.realised_hkd, page.multiple, page.units, page.ownership_rate,
       page.diluted_rate, page.undertaken_hkd, page.reported_hkd, page.accepted_hkd, page.rejected_hkd,
       page.expected_spend_hkd, page.spent_by_date, page.valued_date, page.valuation_age_days, page.state,
       page.breaches, page.consents, page.consent_expiry_date, page.light, page.breach_light, page.spend_light,
       page.valuation_light, page.place_light, page.consent_light, page.is_overdue, page.lacks_undertaking,
       page.is_active
FROM totals
LEFT JOIN page ON true
ORDER BY page.place_in_order
