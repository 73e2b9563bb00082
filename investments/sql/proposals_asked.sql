-- asked: the open proposals that are judged, each on its day, with what needs no more than itself, its company and the
-- terms: sector, period, Hong Kong spend, stage, instrument, what is declared and what the words of deal and company
-- hint at (R3, R7, R10 to R13). days: when each asks. Amounts are whole cents.
deals AS (
    -- Kept apart (OFFSET 0), so that the small tables are looked up for the many deals and not the other way round.
    SELECT deal.*, coalesce(%(on)s::date, greatest(deal.expected_date, %(since)s::date)) AS day, (deal.amount_hkd * 100)::bigint AS amount,
           coalesce(-company.group_id, deal.company_id) AS group_key, company.hints AS company_hints,
           known.counts_as_hong_kong, known.is_ecosystem, known.is_start_up, known.is_listed
    FROM investments_proposal deal
    JOIN investments_company company ON company.id = deal.company_id
    JOIN known ON known.company_id = deal.company_id
        AND known.from_day <= coalesce(%(on)s::date, greatest(deal.expected_date, %(since)s::date))
        AND known.until_day > coalesce(%(on)s::date, greatest(deal.expected_date, %(since)s::date))
    WHERE deal.stage NOT IN ('completed', 'withdrawn')
        AND (%(ids)s::bigint[] IS NULL OR deal.id = ANY(%(ids)s::bigint[]))
    OFFSET 0
),
asked AS MATERIALIZED (
    SELECT deal.id, deal.fund_id, deal.company_id, deal.group_key, deal.day, committed.state, deal.amount,
           deal.is_follow_on, deal.is_bridge, deal.counts_as_hong_kong, deal.is_ecosystem,
           deal.day >= committed.period_end AS is_binding,
           CASE
               WHEN deal.undertaking_signed_date IS NOT NULL
               THEN floor((deal.hong_kong_spend_undertaken_hkd - spend_rate * deal.amount_hkd) * 100)::bigint
           END AS spend_room,
           -- What a deal that is promised itself adds to the promises.
           CASE WHEN deal.stage = 'no_objection' THEN deal.amount ELSE 0 END AS own_promise,
           CASE WHEN deal.sector = ANY(sectors) THEN 'p' ELSE 'b' END AS sector,
           -- h: met where the fund holds the company.
           CASE
               WHEN period_end > latest_end OR deal.day < period_start THEN 'b'
               WHEN deal.day > period_end THEN CASE WHEN follow_ons_after_period AND is_follow_on THEN 'h' ELSE 'b' END
               WHEN period_start IS NULL THEN 'n'
               ELSE 'p'
           END AS investment_period,
           CASE
               WHEN deal.is_start_up IS FALSE OR deal.financing_stage <> ALL(stages) THEN 'b'
               WHEN deal.is_start_up IS NULL THEN 'n'
               ELSE 'p'
           END
           || CASE
               WHEN deal.instrument = ANY(instruments) THEN 'p'
               WHEN deal.instrument = ANY(%(unclear)s) THEN 'n'
               ELSE 'b'
           END AS stage_and_instrument,
           CASE
               WHEN (deal.is_listed AND prohibits_listed) OR (deal.is_secondary AND prohibits_secondary)
                   OR (deal.instrument = 'loan' AND prohibits_loans)
                   OR (deal.activities <> '[]' AND deal.activities ?| prohibited) THEN 'b'
               WHEN deal.is_listed IS NULL OR (deal.hints <> '{}' AND deal.hints ?| prohibited)
                   OR (deal.company_hints <> '{}' AND deal.company_hints ?| prohibited) THEN 'n'
               ELSE 'p'
           END AS prohibited
    FROM deals deal
    JOIN committed ON committed.fund_id = deal.fund_id
        AND committed.from_day <= deal.day AND committed.until_day > deal.day
),
days AS (
    SELECT id, fund_id, day FROM asked
)
