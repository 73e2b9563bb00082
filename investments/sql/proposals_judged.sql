-- The last part: each proposal with one letter a restriction for its answer (p, b, n, or - where the agreement sets no
-- such limit) and one for its severity, the headrooms that are measured, and what people decided.
held AS (
    SELECT asked.id,
           sum(changes.held) FILTER (WHERE changes.company_id = asked.company_id)::bigint AS held,
           sum(changes.held + changes.promised) FILTER (WHERE changes.company_id = asked.company_id)::bigint
               AS in_company,
           sum(changes.held + changes.promised)::bigint AS in_group
    FROM asked
    JOIN changes ON changes.fund_id = asked.fund_id AND changes.group_key = asked.group_key
        AND changes.day <= asked.day
    GROUP BY asked.id
),
classes AS (
    -- Classes of activity that hint at something, from one day until another.
    SELECT company_id, since_date AS from_day, ended, %(hsic)s::jsonb ->> left(hsic_code, 2) AS hint,
           lead(since_date, 1, 'infinity') OVER (PARTITION BY company_id, hsic_code ORDER BY since_date, id)
               AS until_day
    FROM investments_companyactivity
    WHERE left(hsic_code, 2) = ANY(%(divisions)s) AND company_id IN (SELECT company_id FROM companies)
),
hinted AS (
    SELECT DISTINCT asked.id
    FROM asked
    JOIN bound ON bound.fund_id = asked.fund_id
    JOIN classes ON classes.company_id = asked.company_id AND NOT classes.ended
        AND asked.day >= classes.from_day AND asked.day < classes.until_day
    WHERE classes.hint = ANY(bound.prohibited)
),
consented AS (
    SELECT asked.id, array_agg(DISTINCT consent.rule || ':' || consent.restriction) AS consents
    FROM asked
    JOIN investments_consent consent ON consent.fund_id = asked.fund_id
        AND (consent.proposal_id = asked.id OR consent.proposal_id IS NULL)
    WHERE consent.stage = 'approved' AND consent.given_by = 'corporation'
        AND consent.expiry_date >= coalesce(%(consented_on)s::date, asked.day)
        AND (consent.given_date IS NULL OR consent.given_date <= coalesce(%(consented_on)s::date, asked.day))
    GROUP BY asked.id
),
ruled AS (
    SELECT proposal_id AS id, array_agg(DISTINCT restriction) AS rulings
    FROM investments_ruling
    WHERE %(ids)s::bigint[] IS NULL OR proposal_id = ANY(%(ids)s::bigint[])
    GROUP BY proposal_id
),
after AS (
    -- The fund after the deal. A promised deal that is judged itself is taken out of what is promised first.
    -- OFFSET 0, here and below, has each figure worked out once, and none of them stored.
    SELECT asked.id, asked.sector, asked.stage_and_instrument, asked.is_binding, asked.spend_room,
           CASE
               WHEN investment_period <> 'h' THEN investment_period
               WHEN held.held > 0 THEN 'p'
               ELSE 'b'
           END AS investment_period,
           CASE WHEN asked.prohibited = 'p' AND hinted.id IS NOT NULL THEN 'n' ELSE asked.prohibited END AS prohibited,
           commitments, ecosystem_needed, hong_kong_needed, ecosystem_rate, hong_kong_rate,
           severities_before, hong_kong_severity, severities_after,
           sums.cost + amount - CASE WHEN counts_as_hong_kong THEN 0 ELSE own_promise END AS cost,
           sums.hong_kong + CASE WHEN counts_as_hong_kong THEN amount ELSE 0 END AS hong_kong,
           sums.perhaps_hong_kong + CASE WHEN counts_as_hong_kong IS NULL THEN amount - own_promise ELSE 0 END
               AS perhaps_hong_kong,
           sums.linked_cost + amount - CASE WHEN is_ecosystem THEN 0 ELSE own_promise END AS linked_cost,
           sums.ecosystem + CASE WHEN is_ecosystem THEN amount ELSE 0 END AS ecosystem,
           sums.perhaps_ecosystem + CASE WHEN is_ecosystem IS NULL THEN amount - own_promise ELSE 0 END
               AS perhaps_ecosystem,
           company_limit - coalesce(held.in_company, 0) - amount + own_promise AS company_room,
           group_limit - coalesce(held.in_group, 0) - amount + own_promise AS group_room,
           -- A follow-on is one while the fund holds the company; a promise is among the first investments already.
           first_limit - sums.first_cost
               - CASE WHEN own_promise > 0 OR (is_follow_on AND held.held > 0) THEN 0 ELSE amount END AS first_room,
           bridge_limit - sums.bridged - CASE WHEN is_bridge THEN amount - own_promise ELSE 0 END AS bridge_room
    FROM asked
    JOIN sums ON sums.id = asked.id
    JOIN committed ON committed.state = asked.state
    LEFT JOIN held ON held.id = asked.id
    LEFT JOIN hinted ON hinted.id = asked.id
    OFFSET 0
),
measured AS (
    -- Headrooms rounded down to the cent, so that one below zero is a breach; what is not known is taken both ways.
    SELECT after.*,
           least(
               div(ecosystem, ecosystem_rate)::bigint - linked_cost, ecosystem + linked_to_come - ecosystem_needed
           ) AS ecosystem_worst,
           CASE WHEN perhaps_ecosystem <> 0 THEN least(
               div(ecosystem + perhaps_ecosystem, ecosystem_rate)::bigint - linked_cost,
               ecosystem + perhaps_ecosystem + linked_to_come - ecosystem_needed
           ) END AS ecosystem_best,
           div(hong_kong, hong_kong_rate)::bigint - cost AS hong_kong_cost_worst,
           hong_kong + CASE WHEN is_binding IS NOT false THEN 0 ELSE to_come END - hong_kong_needed
               AS hong_kong_commitments_worst,
           CASE WHEN perhaps_hong_kong <> 0 OR is_binding IS NULL THEN least(
               div(hong_kong + perhaps_hong_kong, hong_kong_rate)::bigint - cost,
               hong_kong + perhaps_hong_kong + CASE WHEN is_binding THEN 0 ELSE to_come END - hong_kong_needed
           ) END AS hong_kong_best
    FROM after,
    LATERAL (
        SELECT greatest(0, commitments - cost) AS to_come, greatest(0, commitments - linked_cost) AS linked_to_come
    ) rest
    OFFSET 0
),
shared AS (
    SELECT measured.*, least(hong_kong_cost_worst, hong_kong_commitments_worst) AS hong_kong_worst FROM measured
)
SELECT shared.id,
       concat(
           sector, investment_period,
           CASE WHEN ecosystem_worst >= 0 THEN 'p' WHEN coalesce(ecosystem_best, -1) < 0 THEN 'b' ELSE 'n' END,
           CASE WHEN hong_kong_worst >= 0 THEN 'p' WHEN coalesce(hong_kong_best, -1) < 0 THEN 'b' ELSE 'n' END,
           CASE WHEN spend_room >= 0 THEN 'p' WHEN spend_room < 0 THEN 'b' ELSE 'n' END,
           stage_and_instrument, prohibited,
           CASE WHEN company_room >= 0 THEN 'p' WHEN company_room < 0 THEN 'b' ELSE '-' END,
           CASE WHEN group_room >= 0 THEN 'p' WHEN group_room < 0 THEN 'b' ELSE '-' END,
           CASE WHEN first_room >= 0 THEN 'p' WHEN first_room < 0 THEN 'b' ELSE '-' END,
           CASE WHEN bridge_room >= 0 THEN 'p' WHEN bridge_room < 0 THEN 'b' ELSE '-' END
       ) AS statuses,
       -- Before the period's end a share of cost that is too low is only notified (A2).
       concat(
           severities_before,
           CASE
               WHEN coalesce(hong_kong_best, hong_kong_worst) < 0 AND is_binding IS false
                   AND hong_kong_commitments_worst >= 0 THEN 'n'
               ELSE hong_kong_severity
           END,
           severities_after
       ) AS severities,
       concat(
           CASE WHEN ecosystem_best IS NULL THEN ecosystem_worst END, '|',
           CASE WHEN hong_kong_best IS NULL THEN hong_kong_worst END, '|', spend_room, '|', company_room, '|',
           group_room, '|', first_room, '|', bridge_room
       ) AS headrooms,
       consents, rulings
FROM shared
LEFT JOIN consented ON consented.id = shared.id
LEFT JOIN ruled ON ruled.id = shared.id
