-- A deal that was completed before has no event of it yet: the completion, for the whole of the deal, in HK$.
INSERT INTO investments_lifeevent (
    investment_id, number, kind, route, effective_date, amount_hkd, cost_hkd, units, currency, fx_source,
    gain_hkd, exchange_hkd, escrow_hkd, tax_withheld_hkd, written_down_hkd, working, reason, evidence, entry_id,
    recorded_by_id, recorded_at
)
SELECT i.id, 1, 'completion', '', i.completed_date, d.amount_hkd, d.amount_hkd, 0, 'HKD', '',
       0, 0, 0, 0, 0, '{}', '', i.evidence, i.entry_id, i.completed_by_id, i.completed_at
FROM investments_investment i JOIN investments_proposal d ON d.id = i.proposal_id
WHERE NOT EXISTS (SELECT FROM investments_lifeevent e WHERE e.investment_id = i.id)
ORDER BY i.id;
