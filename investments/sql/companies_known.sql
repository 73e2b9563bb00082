-- known: what is on record of each company, from one day until another; the newest fact of a kind counts, and null is
-- not known (A17). R&D, production or a regional headquarters is an establishment, whatever else is recorded.
told AS (
    SELECT company_id, since_date AS day, id, kind, holds
    FROM investments_companyfact
    WHERE company_id IN (SELECT company_id FROM companies) AND kind <> 'has_staff'
    UNION ALL
    SELECT company_id, '-infinity', 0, '', false FROM companies
),
numbered AS (
    SELECT company_id, day, kind,
           row_number() OVER (PARTITION BY company_id ORDER BY day, id) * 2 + holds::integer AS mark
    FROM told
),
newest AS (
    -- The highest mark so far is the newest fact's, and its last bit says whether the fact holds.
    SELECT company_id, day AS from_day, coalesce(lead(day) OVER so_far, 'infinity') AS until_day,
           mod(max(mark) FILTER (WHERE kind = 'is_start_up') OVER so_far, 2) = 1 AS is_start_up,
           mod(max(mark) FILTER (WHERE kind = 'is_hong_kong') OVER so_far, 2) = 1 AS is_hong_kong,
           mod(max(mark) FILTER (WHERE kind = 'is_ecosystem') OVER so_far, 2) = 1 AS is_ecosystem,
           mod(max(mark) FILTER (WHERE kind = 'is_listed') OVER so_far, 2) = 1 AS is_listed,
           mod(max(mark) FILTER (WHERE kind = 'has_it_establishment') OVER so_far, 2) = 1 AS has_establishment,
           mod(max(mark) FILTER (WHERE kind = 'has_research_site') OVER so_far, 2) = 1 AS has_research_site,
           mod(max(mark) FILTER (WHERE kind = 'has_production') OVER so_far, 2) = 1 AS has_production,
           mod(max(mark) FILTER (WHERE kind = 'has_regional_headquarters') OVER so_far, 2) = 1 AS has_headquarters
    FROM numbered
    WINDOW so_far AS (PARTITION BY company_id ORDER BY mark)
),
known AS MATERIALIZED (
    SELECT company_id, from_day, until_day, is_start_up, is_hong_kong, is_ecosystem, is_listed,
           is_hong_kong OR CASE
               WHEN has_research_site OR has_production OR has_headquarters THEN true
               WHEN NOT (has_research_site OR has_production OR has_headquarters) THEN false
               ELSE has_establishment
           END AS counts_as_hong_kong
    FROM newest
    WHERE from_day < until_day
)
