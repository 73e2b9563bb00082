-- Outcomes kept before restrictions had ids: each of the eight rules had just one. The rows are of record, so the
-- owner lifts the guard for this statement alone.
ALTER TABLE investments_checkoutcome DISABLE TRIGGER append_only;
UPDATE investments_checkoutcome SET restriction = CASE rule
    WHEN 'R3' THEN 'sector' WHEN 'R7' THEN 'investment_period' WHEN 'R8' THEN 'ecosystem'
    WHEN 'R9' THEN 'hong_kong_share' WHEN 'R10' THEN 'hong_kong_spend' WHEN 'R11' THEN 'stage'
    WHEN 'R12' THEN 'instrument' WHEN 'R13' THEN 'prohibited' ELSE lower(rule) END;
ALTER TABLE investments_checkoutcome ENABLE ALWAYS TRIGGER append_only;
