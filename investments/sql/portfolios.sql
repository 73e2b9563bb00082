-- The last part: each fund's measures on the day, one row a restriction and basis, in the register's order.
held AS (
    SELECT changes.fund_id, changes.company_id, changes.group_key, sum(changes.held) AS held
    FROM changes
    JOIN days ON days.fund_id = changes.fund_id AND changes.day <= days.day
    GROUP BY changes.fund_id, changes.company_id, changes.group_key
),
largest AS (
    SELECT companies.fund_id, companies.most AS in_company, groups.most AS in_group
    FROM (SELECT fund_id, max(held) AS most FROM held GROUP BY fund_id) companies
    JOIN (
        SELECT fund_id, max(held) AS most
        FROM (SELECT fund_id, sum(held) AS held FROM held GROUP BY fund_id, group_key) grouped
        GROUP BY fund_id
    ) groups USING (fund_id)
),
now AS (
    SELECT committed.*, sums.*, coalesce(largest.in_company, 0) AS in_company,
           coalesce(largest.in_group, 0) AS in_group, right(severities_before, 1) AS ecosystem_severity,
           days.day >= committed.period_end AS is_binding,
           greatest(0, commitments - cost) AS to_come
    FROM days
    JOIN sums ON sums.id = days.id
    JOIN committed ON committed.fund_id = days.fund_id
        AND committed.from_day <= days.day AND committed.until_day > days.day
    LEFT JOIN largest ON largest.fund_id = days.fund_id
    OFFSET 0
),
measured AS (
    -- Headrooms as they are at worst and at best, where what is not known is taken both ways.
    SELECT now.fund_id, line.*
    FROM now,
    LATERAL (VALUES
        (1, 'ecosystem', 'cost', ecosystem_severity, ecosystem, cost,
         div(ecosystem, ecosystem_rate) - cost, div(ecosystem + perhaps_ecosystem, ecosystem_rate) - cost),
        (2, 'ecosystem', 'commitments', ecosystem_severity, ecosystem, commitments,
         ecosystem + to_come - ecosystem_needed, ecosystem + perhaps_ecosystem + to_come - ecosystem_needed),
        (3, 'hong_kong_share', 'cost', CASE WHEN is_binding IS false THEN 'n' ELSE hong_kong_severity END,
         hong_kong, cost,
         div(hong_kong, hong_kong_rate) - cost, div(hong_kong + perhaps_hong_kong, hong_kong_rate) - cost),
        (4, 'hong_kong_share', 'commitments', hong_kong_severity, hong_kong, commitments,
         hong_kong + CASE WHEN is_binding IS NOT false THEN 0 ELSE to_come END - hong_kong_needed,
         hong_kong + perhaps_hong_kong + CASE WHEN is_binding THEN 0 ELSE to_come END - hong_kong_needed),
        (5, 'company_limit', 'commitments', 'c', in_company, commitments,
         company_limit - in_company, company_limit - in_company),
        (6, 'group_limit', 'commitments', 'c', in_group, commitments, group_limit - in_group, group_limit - in_group),
        (7, 'follow_on_reserve', 'commitments', 'c', first_cost, commitments,
         first_limit - first_cost, first_limit - first_cost),
        (8, 'bridge_limit', 'commitments', 'c', bridged, commitments, bridge_limit - bridged, bridge_limit - bridged)
    ) AS line (place, restriction, basis, severity, numerator, denominator, worst, best)
)
SELECT fund_id, restriction, basis,
       CASE WHEN worst >= 0 THEN 'pass' WHEN best < 0 THEN 'breach' ELSE 'needs_evidence' END,
       CASE severity WHEN 'r' THEN 'refuse' WHEN 'c' THEN 'consent' ELSE 'notify' END,
       numerator * 0.01, denominator * 0.01, CASE WHEN worst = best THEN worst * 0.01 END
FROM measured
WHERE worst IS NOT NULL
ORDER BY fund_id, place
