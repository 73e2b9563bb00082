-- concerned and companies: the funds of the proposals asked for and the companies that they have to do with; without
-- ids, all there are.
concerned AS MATERIALIZED (
    SELECT id AS fund_id
    FROM funds_fund
    WHERE %(ids)s::bigint[] IS NULL
        OR id IN (SELECT fund_id FROM investments_proposal WHERE id = ANY(%(ids)s::bigint[]))
),
companies AS MATERIALIZED (
    SELECT id AS company_id
    FROM investments_company
    WHERE %(ids)s::bigint[] IS NULL
        OR id IN (SELECT company_id FROM investments_proposal WHERE fund_id IN (SELECT fund_id FROM concerned))
)
