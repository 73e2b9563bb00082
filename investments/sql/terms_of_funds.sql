-- terms: the figures and lists of each version of a scheme that the restrictions read, severities as one letter each.
-- bound: each fund with its investment period (A10), the limits of its agreement and the terms that it binds.
worded AS (
    SELECT version_id, jsonb_object_agg(name, value) AS figure,
           jsonb_object_agg(name, left(coalesce(nullif(severity, ''), 'refuse'), 1)) AS severity
    FROM funds_schemeterm
    WHERE name IN ('sectors', 'maximum_investment_period_years', 'ecosystem_minimum_rate', 'hong_kong_minimum_rate',
                   'hong_kong_spend_minimum_rate', 'stages', 'instruments', 'prohibited')
    GROUP BY version_id
),
terms AS MATERIALIZED (
    SELECT version_id,
           ARRAY(SELECT jsonb_array_elements_text(figure -> 'sectors')) AS sectors,
           (figure ->> 'maximum_investment_period_years')::integer AS longest_years,
           (figure ->> 'ecosystem_minimum_rate')::numeric AS ecosystem_rate,
           (figure ->> 'hong_kong_minimum_rate')::numeric AS hong_kong_rate,
           (figure ->> 'hong_kong_spend_minimum_rate')::numeric AS spend_rate,
           ARRAY(SELECT jsonb_array_elements_text(figure -> 'stages')) AS stages,
           ARRAY(SELECT jsonb_array_elements_text(figure -> 'instruments')) AS instruments,
           ARRAY(SELECT jsonb_array_elements_text(figure -> 'prohibited')) AS prohibited,
           figure -> 'prohibited' ? 'listed_shares' AS prohibits_listed,
           figure -> 'prohibited' ? 'secondary' AS prohibits_secondary,
           figure -> 'prohibited' ? 'loan' AS prohibits_loans,
           (severity ->> 'sectors') || (severity ->> 'maximum_investment_period_years')
               || (severity ->> 'ecosystem_minimum_rate') AS severities_before,
           severity ->> 'hong_kong_minimum_rate' AS hong_kong_severity,
           (severity ->> 'hong_kong_spend_minimum_rate') || (severity ->> 'stages') || (severity ->> 'instruments')
               || (severity ->> 'prohibited') || 'cccc' AS severities_after
    FROM worded
),
bound AS MATERIALIZED (
    SELECT fund.id AS fund_id, fund.first_closing_date AS period_start,
           (fund.first_closing_date + make_interval(years => agreement.investment_period_years))::date - 1
               AS period_end,
           (fund.first_closing_date + make_interval(years => terms.longest_years))::date - 1 AS latest_end,
           agreement.follow_ons_after_period, agreement.company_limit_rate, agreement.group_limit_rate,
           1 - agreement.follow_on_reserve_rate AS first_limit_rate, agreement.bridge_limit_rate, terms.*
    FROM funds_fund fund
    JOIN funds_fundagreement agreement ON agreement.fund_id = fund.id
    JOIN terms ON terms.version_id = agreement.scheme_version_id
)
