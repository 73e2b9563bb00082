-- days: each fund that is measured, on the day; concerned and companies: the same funds, and in whom they invested.
days AS MATERIALIZED (
    SELECT id, id AS fund_id, %(on)s::date AS day
    FROM funds_fund
    WHERE %(funds)s::bigint[] IS NULL OR id = ANY(%(funds)s::bigint[])
),
concerned AS (
    SELECT fund_id FROM days
),
companies AS MATERIALIZED (
    SELECT DISTINCT company_id FROM investments_investment WHERE fund_id IN (SELECT fund_id FROM concerned)
)
