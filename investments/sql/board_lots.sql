-- lots: what the funds asked for invested by the day; companies: in whom.
lots AS MATERIALIZED (
    SELECT made.id, made.fund_id, made.company_id, made.completed_date, account.book_id, account.reference,
           deal.id AS proposal_id, deal.sector, deal.financing_stage, deal.instrument,
           CASE WHEN deal.undertaking_signed_date <= %(on)s THEN deal.hong_kong_spend_undertaken_hkd END
               AS undertaken_hkd,
           (made.completed_date + make_interval(months => deal.spend_months))::date AS spent_by_date,
           row_number() OVER (
               PARTITION BY made.fund_id, made.company_id ORDER BY made.completed_date DESC, made.id DESC
           ) = 1 AS is_last
    FROM investments_investment made
    JOIN investments_proposal deal ON deal.id = made.proposal_id
    JOIN funds_ledgeraccount account ON account.id = made.cost_account_id
    WHERE made.completed_date <= %(on)s AND (%(funds)s::bigint[] IS NULL OR made.fund_id = ANY(%(funds)s::bigint[]))
),
companies AS MATERIALIZED (
    SELECT DISTINCT company_id FROM lots
)
