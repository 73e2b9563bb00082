-- holdings: one row a fund and company on the day, its lots grouped, as investments/positions.py reads each lot.
-- What is joined more than once is kept (MATERIALIZED), so that no plan works it out again for each row.
balances AS MATERIALIZED (
    SELECT lots.id, sum(posting.amount_hkd) FILTER (WHERE account.code <> 'investment_unrealised') AS cost_hkd,
           sum(posting.amount_hkd) AS value_hkd
    FROM lots
    JOIN funds_ledgeraccount account ON account.book_id = lots.book_id AND account.reference = lots.reference
        AND account.code IN ('investment_at_cost', 'investment_converted', 'investment_unrealised')
    JOIN funds_posting posting ON posting.account_id = account.id
    JOIN funds_journalentry entry ON entry.id = posting.entry_id AND entry.effective_date <= %(on)s
    GROUP BY lots.id
),
happened AS MATERIALIZED (
    -- A reversal carries the opposite figures; what it undid does not stand from its day on.
    SELECT event.investment_id AS id,
           sum(event.amount_hkd) FILTER (WHERE event.kind IN ('completion', 'tranche')) AS original_cost_hkd,
           sum(event.amount_hkd) FILTER (WHERE event.kind IN ('exit', 'escrow_release', 'income')) AS realised_hkd,
           sum(event.units) AS units,
           bool_or(event.kind = 'exit') FILTER (WHERE event.reverses_id IS NULL AND undone.id IS NULL) AS was_sold,
           bool_or(event.kind = 'write_off') FILTER (WHERE event.reverses_id IS NULL AND undone.id IS NULL)
               AS was_written_off,
           bool_or(event.kind = 'conversion') FILTER (WHERE event.reverses_id IS NULL AND undone.id IS NULL)
               AS was_converted
    FROM lots
    JOIN investments_lifeevent event ON event.investment_id = lots.id AND event.effective_date <= %(on)s
    LEFT JOIN investments_lifeevent undone ON undone.reverses_id = event.id AND undone.effective_date <= %(on)s
    GROUP BY event.investment_id
),
valued AS MATERIALIZED (
    SELECT investment_id AS id, max(valuation_date) AS valued_date
    FROM investments_valuation
    WHERE stage = 'reviewed' AND valuation_date <= %(on)s
    GROUP BY investment_id
),
spent AS MATERIALIZED (
    SELECT report.investment_id AS id, sum(line.amount_hkd) AS reported_hkd, sum(checked.accepted_hkd) AS accepted_hkd,
           sum(checked.rejected_hkd) AS rejected_hkd
    FROM lots
    JOIN investments_spendreport report ON report.investment_id = lots.id AND report.period_end <= %(on)s
    JOIN investments_spendline line ON line.report_id = report.id
    LEFT JOIN investments_spendcheck checked ON checked.line_id = line.id
        AND NOT EXISTS (SELECT FROM investments_spendcheck later WHERE later.replaces_id = checked.id)
    WHERE NOT EXISTS (SELECT FROM investments_spendreport later WHERE later.replaces_id = report.id)
    GROUP BY report.investment_id
),
stood AS (
    SELECT lots.*, coalesce(happened.original_cost_hkd, 0) AS original_cost_hkd,
           coalesce(balances.cost_hkd, 0) AS cost_hkd,
           coalesce(balances.value_hkd, 0) AS value_hkd, coalesce(happened.realised_hkd, 0) AS realised_hkd,
           coalesce(happened.units, 0) AS units, valued.valued_date,
           CASE WHEN happened.was_converted THEN 'equity' ELSE lots.instrument END AS now_instrument,
           CASE
               WHEN balances.cost_hkd > 0 AND happened.was_sold THEN 'partly_realised'
               WHEN balances.cost_hkd > 0 THEN 'held'
               WHEN happened.was_written_off AND (happened.units > 0 OR happened.was_sold IS NOT TRUE)
               THEN 'written_off'
               WHEN happened.was_sold AND happened.units = 0 THEN 'realised'
               WHEN happened.was_sold THEN 'partly_realised'
               ELSE 'held'
           END AS state,
           spent.reported_hkd, spent.accepted_hkd, spent.rejected_hkd, bound.spend_rate,
           greatest(1, lots.spent_by_date - lots.completed_date) AS whole_days,
           least(%(on)s::date, lots.spent_by_date) - lots.completed_date AS passed_days
    FROM lots
    LEFT JOIN balances ON balances.id = lots.id
    LEFT JOIN happened ON happened.id = lots.id
    LEFT JOIN valued ON valued.id = lots.id
    LEFT JOIN spent ON spent.id = lots.id
    LEFT JOIN bound ON bound.fund_id = lots.fund_id
),
grouped AS MATERIALIZED (
    -- The straight line of each lot over its months, half up to the cent (A16).
    SELECT fund_id, company_id, count(*) AS lots, min(completed_date) AS first_date,
           max(sector) FILTER (WHERE is_last) AS sector, max(financing_stage) FILTER (WHERE is_last) AS stage,
           array_agg(DISTINCT now_instrument ORDER BY now_instrument) AS instruments,
           sum(original_cost_hkd) AS original_cost_hkd, sum(cost_hkd) AS cost_hkd, sum(value_hkd) AS fair_value_hkd,
           sum(realised_hkd) AS realised_hkd, sum(units) AS units,
           min(coalesce(valued_date, completed_date)) FILTER (WHERE state IN ('held', 'partly_realised'))
               AS valued_date,
           sum(undertaken_hkd) AS undertaken_hkd, bool_or(undertaken_hkd IS NULL) AS lacks_undertaking,
           sum(reported_hkd) AS reported_hkd, sum(accepted_hkd) AS accepted_hkd, sum(rejected_hkd) AS rejected_hkd,
           sum(div(200 * original_cost_hkd * spend_rate * passed_days + whole_days, 2 * whole_days) / 100)
               AS expected_spend_hkd,
           max(spent_by_date) AS spent_by_date,
           CASE
               WHEN bool_or(state = 'partly_realised') THEN 'partly_realised'
               WHEN bool_or(state = 'held') THEN
                   CASE WHEN bool_or(state = 'realised') THEN 'partly_realised' ELSE 'held' END
               WHEN bool_or(state = 'realised') THEN 'realised'
               ELSE 'written_off'
           END AS state
    FROM stood
    GROUP BY fund_id, company_id
),
rounds AS MATERIALIZED (
    SELECT DISTINCT ON (company_id) company_id, issued_units, diluted_units
    FROM investments_financinground round
    WHERE closed_date <= %(on)s
        AND NOT EXISTS (SELECT FROM investments_financinground later WHERE later.replaces_id = round.id)
    ORDER BY company_id, closed_date DESC, id DESC
),
sources AS (
    SELECT fund_id, company_id, 'proposal:' || proposal_id AS source FROM lots
    UNION ALL
    SELECT fund_id, company_id, 'investment:' || id FROM lots
),
broken AS MATERIALIZED (
    SELECT sources.fund_id, sources.company_id, array_agg(DISTINCT breach.rule) AS breaches,
           bool_or(breach.cure_due_date IS NULL OR breach.cure_due_date < %(on)s) AS is_overdue
    FROM sources
    JOIN funds_recordedbreach breach USING (fund_id, source)
    WHERE breach.found_date <= %(on)s AND (breach.cured_date IS NULL OR breach.cured_date > %(on)s)
    GROUP BY sources.fund_id, sources.company_id
),
consented AS MATERIALIZED (
    SELECT lots.fund_id, lots.company_id, array_agg(DISTINCT consent.rule) AS consents,
           min(consent.expiry_date) AS consent_expiry_date
    FROM lots
    JOIN investments_consent consent ON consent.proposal_id = lots.proposal_id
    WHERE consent.stage = 'approved' AND consent.expiry_date >= %(on)s
        AND (consent.given_date IS NULL OR consent.given_date <= %(on)s)
    GROUP BY lots.fund_id, lots.company_id
),
described AS (
    SELECT grouped.*, fund.code AS fund_code, fund.name_en AS fund_name, company.name_en AS company_name,
           company.name_zh_hant AS company_name_zh_hant,
           CASE
               WHEN known.is_hong_kong THEN 'hong_kong'
               WHEN known.counts_as_hong_kong THEN 'establishment'
               WHEN known.counts_as_hong_kong IS FALSE THEN 'elsewhere'
               ELSE 'unknown'
           END AS place,
           round((fair_value_hkd + realised_hkd)::numeric(58, 30) / nullif(original_cost_hkd, 0), 12) AS multiple,
           CASE WHEN units > 0 THEN round(units::numeric(58, 30) / rounds.issued_units, 12) END AS ownership_rate,
           CASE WHEN units > 0 THEN round(units::numeric(58, 30) / rounds.diluted_units, 12) END AS diluted_rate,
           %(on)s::date - valued_date AS valuation_age_days,
           broken.breaches, broken.is_overdue, consented.consents, consented.consent_expiry_date,
           state IN ('held', 'partly_realised') AS is_active,
           coalesce(reported_hkd, 0) - coalesce(rejected_hkd, 0) >= coalesce(expected_spend_hkd, 0) AS is_on_line
    FROM grouped
    JOIN funds_fund fund ON fund.id = grouped.fund_id
    JOIN investments_company company ON company.id = grouped.company_id
    JOIN known ON known.company_id = grouped.company_id AND known.from_day <= %(on)s AND known.until_day > %(on)s
    LEFT JOIN rounds ON rounds.company_id = grouped.company_id
    LEFT JOIN broken ON broken.fund_id = grouped.fund_id AND broken.company_id = grouped.company_id
    LEFT JOIN consented ON consented.fund_id = grouped.fund_id AND consented.company_id = grouped.company_id
    WHERE (%(text)s = '' OR concat_ws(' ', company.name_en, company.name_zh_hant, company.br_number, fund.name_en)
           ILIKE %(text)s)
),
lit AS (
    -- 0 in order, 1 to be watched, 2 to be acted on; of what has ended only breaches and consents.
    SELECT described.*,
           CASE WHEN breaches IS NULL THEN 0 WHEN is_overdue THEN 2 ELSE 1 END AS breach_light,
           CASE
               WHEN NOT is_active THEN 0
               WHEN lacks_undertaking THEN 2
               WHEN is_on_line THEN 0
               WHEN %(on)s >= spent_by_date THEN 2
               ELSE 1
           END AS spend_light,
           CASE
               WHEN NOT is_active OR valuation_age_days <= %(stale_days)s THEN 0
               WHEN valuation_age_days <= 2 * %(stale_days)s THEN 1
               ELSE 2
           END AS valuation_light,
           CASE WHEN is_active AND place = 'unknown' THEN 1 ELSE 0 END AS place_light,
           CASE WHEN consents IS NULL THEN 0 ELSE 1 END AS consent_light
    FROM described
),
holdings AS MATERIALIZED (
    SELECT lit.*, greatest(breach_light, spend_light, valuation_light, place_light, consent_light) AS light
    FROM lit
    WHERE (%(sector)s = '' OR sector = %(sector)s)
        AND (%(stage)s = '' OR stage = %(stage)s)
        AND (%(place)s = '' OR place = %(place)s)
        AND (%(state)s = '' OR state = %(state)s)
        AND (%(light)s::integer IS NULL
             OR greatest(breach_light, spend_light, valuation_light, place_light, consent_light) = %(light)s::integer)
)
