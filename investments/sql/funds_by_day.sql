-- changes: what each investment, and each deal that is promised, adds to its fund and from which day on: what it cost,
-- what of that is held, what is still to be paid of it. A group's key is below zero; a company without a group is one
-- of its own. sums: each fund on each day asked for. Amounts without _hkd are whole cents, which add up much faster.
entered AS (
    -- An investment's cost may stand on two accounts with one reference: before and after its conversion.
    SELECT made.id, greatest(entry.effective_date, made.completed_date) AS day,
           CASE WHEN entry.kind = 'investment' THEN posting.amount_hkd ELSE 0 END AS cost_hkd,
           posting.amount_hkd AS held_hkd, 0 AS drawn
    FROM investments_investment made
    JOIN funds_ledgeraccount first_account ON first_account.id = made.cost_account_id
    JOIN funds_ledgeraccount account ON account.book_id = first_account.book_id
        AND account.reference = first_account.reference AND account.partner_id IS NULL
        AND account.code IN ('investment_at_cost', 'investment_converted')
    JOIN funds_posting posting ON posting.account_id = account.id
    JOIN funds_journalentry entry ON entry.id = posting.entry_id
    WHERE made.fund_id IN (SELECT fund_id FROM concerned)
    UNION ALL
    SELECT made.id, greatest(event.effective_date, made.completed_date), 0, 0, event.foreign_amount
    FROM investments_investment made
    JOIN investments_lifeevent event ON event.investment_id = made.id
    WHERE made.fund_id IN (SELECT fund_id FROM concerned) AND event.kind IN ('completion', 'tranche')
        AND event.foreign_amount IS NOT NULL AND event.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM investments_lifeevent later WHERE later.reverses_id = event.id)
),
so_far AS (
    SELECT id, day, sum(sum(cost_hkd)) OVER by_then AS cost_hkd, sum(sum(held_hkd)) OVER by_then AS held_hkd,
           sum(sum(drawn)) OVER by_then AS drawn
    FROM entered
    GROUP BY id, day
    WINDOW by_then AS (PARTITION BY id ORDER BY day)
),
made AS (
    SELECT made.id, made.fund_id, made.company_id, coalesce(-company.group_id, made.company_id) AS group_key,
           made.completed_date, deal.amount_hkd, deal.foreign_amount, deal.is_bridge, deal.is_follow_on
    FROM investments_investment made
    JOIN investments_proposal deal ON deal.id = made.proposal_id
    JOIN investments_company company ON company.id = made.company_id
    WHERE made.fund_id IN (SELECT fund_id FROM concerned)
),
followed AS (
    -- A lot follows on where it says so and the fund held the company in earlier lots on its day.
    SELECT later.id
    FROM made later
    JOIN made earlier USING (fund_id, company_id)
    JOIN entered ON entered.id = earlier.id AND entered.day <= later.completed_date
    WHERE later.is_follow_on
        AND (earlier.completed_date, earlier.id) < (later.completed_date, later.id)
    GROUP BY later.id
    HAVING sum(entered.held_hkd) > 0
),
lots AS (
    SELECT made.*, followed.id IS NULL AS is_first
    FROM made
    LEFT JOIN followed ON followed.id = made.id
),
standing AS (
    -- What is not drawn yet is still to be paid while some of the lot is held; in another currency at the deal's rate,
    -- rounded half up.
    SELECT lots.*, so_far.day, so_far.cost_hkd, so_far.held_hkd,
           CASE
               WHEN so_far.held_hkd <= 0 OR NOT %(promised)s THEN 0
               WHEN lots.foreign_amount IS NULL THEN greatest(0, lots.amount_hkd - so_far.cost_hkd)
               ELSE div(
                   200 * lots.amount_hkd * greatest(0, lots.foreign_amount - so_far.drawn) + lots.foreign_amount,
                   2 * lots.foreign_amount
               ) / 100
           END AS promised_hkd
    FROM so_far
    JOIN lots USING (id)
),
promised AS (
    SELECT deal.fund_id, deal.company_id, coalesce(-company.group_id, deal.company_id) AS group_key,
           deal.amount_hkd, deal.is_follow_on, deal.is_bridge
    FROM investments_proposal deal
    JOIN investments_company company ON company.id = deal.company_id
    WHERE %(promised)s AND deal.stage = 'no_objection' AND deal.fund_id IN (SELECT fund_id FROM concerned)
),
changes AS MATERIALIZED (
    SELECT fund_id, company_id, group_key, day, is_first, is_bridge,
           ((cost_hkd - lag(cost_hkd, 1, 0::numeric) OVER before) * 100)::bigint AS cost,
           ((held_hkd - lag(held_hkd, 1, 0::numeric) OVER before) * 100)::bigint AS held,
           ((promised_hkd - lag(promised_hkd, 1, 0::numeric) OVER before) * 100)::bigint AS promised
    FROM standing
    WINDOW before AS (PARTITION BY id ORDER BY day)
    UNION ALL
    SELECT fund_id, company_id, group_key, '-infinity', true, is_bridge, 0, 0, (amount_hkd * 100)::bigint FROM promised
),
turned AS (
    -- The days on which a company begins or ends to be held.
    SELECT fund_id, company_id, day, is_held
    FROM (
        SELECT by_then.*, lag(is_held, 1, false) OVER (PARTITION BY fund_id, company_id ORDER BY day) AS was_held
        FROM (
            SELECT fund_id, company_id, day,
                   sum(sum(held)) OVER (PARTITION BY fund_id, company_id ORDER BY day) > 0 AS is_held
            FROM changes
            WHERE (fund_id, company_id) IN (SELECT fund_id, company_id FROM promised WHERE is_follow_on)
            GROUP BY fund_id, company_id, day
        ) by_then
    ) each_day
    WHERE is_held <> was_held
),
counted AS (
    -- For each share by itself, a promise counts where it would use headroom and not where it would give some.
    SELECT changes.fund_id, greatest(changes.day, known.from_day) AS day, known.until_day,
           cost + CASE WHEN known.counts_as_hong_kong THEN 0 ELSE promised END AS amount,
           cost + CASE WHEN known.is_ecosystem THEN 0 ELSE promised END AS linked_amount,
           known.counts_as_hong_kong, known.is_ecosystem
    FROM changes
    JOIN known ON known.company_id = changes.company_id AND known.until_day > changes.day
),
moved AS (
    SELECT fund_id, at.day, at.amount, at.linked_amount, counts_as_hong_kong, is_ecosystem, NULL::bigint AS first_cost,
           NULL::bigint AS bridged, NULL::bigint AS id
    FROM counted,
    LATERAL (VALUES (day, amount, linked_amount), (until_day, -amount, -linked_amount))
        AS at (day, amount, linked_amount)
    WHERE at.day < 'infinity'
    UNION ALL
    SELECT fund_id, day, NULL, NULL, false, false, CASE WHEN is_first THEN cost + promised END,
           CASE WHEN is_bridge THEN held + promised END, NULL
    FROM changes
    UNION ALL
    -- A promised follow-on is no first investment while the fund holds the company.
    SELECT promised.fund_id, turned.day, NULL, NULL, false, false,
           (CASE WHEN turned.is_held THEN -promised.amount_hkd ELSE promised.amount_hkd END * 100)::bigint, NULL, NULL
    FROM promised
    JOIN turned USING (fund_id, company_id)
    WHERE promised.is_follow_on
    UNION ALL
    SELECT fund_id, day, NULL, NULL, false, false, NULL, NULL, id FROM days
),
sums AS (
    -- Asking is a row among the changes: what stands by its day is the sum of all rows up to it.
    SELECT id, coalesce(cost, 0)::bigint AS cost, coalesce(linked_cost, 0)::bigint AS linked_cost,
           coalesce(hong_kong, 0)::bigint AS hong_kong,
           coalesce(perhaps_hong_kong, 0)::bigint AS perhaps_hong_kong, coalesce(ecosystem, 0)::bigint AS ecosystem,
           coalesce(perhaps_ecosystem, 0)::bigint AS perhaps_ecosystem, coalesce(first_cost, 0)::bigint AS first_cost,
           coalesce(bridged, 0)::bigint AS bridged
    FROM (
        SELECT id, sum(amount) OVER by_then AS cost, sum(linked_amount) OVER by_then AS linked_cost,
               sum(amount) FILTER (WHERE counts_as_hong_kong) OVER by_then AS hong_kong,
               sum(amount) FILTER (WHERE counts_as_hong_kong IS NULL) OVER by_then AS perhaps_hong_kong,
               sum(linked_amount) FILTER (WHERE is_ecosystem) OVER by_then AS ecosystem,
               sum(linked_amount) FILTER (WHERE is_ecosystem IS NULL) OVER by_then AS perhaps_ecosystem,
               sum(first_cost) OVER by_then AS first_cost, sum(bridged) OVER by_then AS bridged
        FROM moved
        WINDOW by_then AS (PARTITION BY fund_id ORDER BY day)
    ) by_day
    WHERE id IS NOT NULL
)
