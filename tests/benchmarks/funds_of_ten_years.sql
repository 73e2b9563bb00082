-- Ten years of every fund of a world: 20 calls paid by every partner, 30 holdings, 40 fees, 15 distributions.
-- {first} and {last} are the first and the last book of those. Sources tell entries apart; every entry balances.
CREATE TEMP TABLE these ON COMMIT DROP AS
SELECT fund.id AS fund, book.id AS book, fund.first_closing_date AS since, account.id AS bank, cash.id AS cash,
    (SELECT min(id) FROM itvf_user) AS maker, (SELECT max(id) FROM itvf_user) AS checker, now() AS at
FROM funds_fund fund
JOIN funds_book book ON book.fund_id = fund.id AND book.id BETWEEN {first} AND {last}
JOIN funds_bankaccount account ON account.fund_id = fund.id
JOIN funds_ledgeraccount cash ON cash.book_id = book.id AND cash.code = 'cash';

CREATE TEMP TABLE promised ON COMMIT DROP AS
SELECT these.*, commitment.partner_id AS partner, commitment.amount_hkd AS amount,
    row_number() OVER (PARTITION BY these.fund ORDER BY commitment.partner_id) AS place,
    sum(commitment.amount_hkd) OVER (PARTITION BY these.fund) AS whole
FROM these
JOIN funds_closing closing ON closing.fund_id = these.fund AND closing.number = 1
JOIN funds_commitment commitment ON commitment.closing_id = closing.id;

INSERT INTO funds_ledgeraccount (book_id, code, partner_id, reference, label)
SELECT book, code, partner, '', '' FROM promised, unnest(ARRAY['call_receivable', 'capital_contributed',
    'capital_distributed', 'distribution_payable']) AS code
UNION ALL
SELECT book, code, NULL, '', '' FROM these, unnest(ARRAY['fee_expense', 'fee_payable', 'realised_gain',
    'unrealised_gain']) AS code
UNION ALL
SELECT book, code, NULL, 'bench:' || n, '' FROM these, generate_series(1, 30) n,
    unnest(ARRAY['investment_at_cost', 'investment_unrealised']) AS code;

-- what happens: kind, source, day
CREATE TEMP TABLE planned ON COMMIT DROP AS
SELECT fund, book, maker, kind, source, day FROM these, LATERAL (
    SELECT 'call_issued' AS kind, 'call:' || n AS source, since + n * 91 AS day FROM generate_series(1, 20) n
    UNION ALL SELECT 'investment', 'made:' || n, since + n * 60 FROM generate_series(1, 30) n
    UNION ALL SELECT 'realisation', 'sold:' || n, since + 1800 + n * 110 FROM generate_series(1, 15) n
    UNION ALL SELECT 'write_down', 'lost:' || n, since + 1500 + n * 30 FROM generate_series(26, 30) n
    UNION ALL SELECT 'valuation', 'value:' || n || ':' || y, since + n * 60 + y * 365
        FROM generate_series(16, 25) n, generate_series(1, 4) y
    UNION ALL SELECT 'fee_accrued', 'fee:' || n,
        (date_trunc('quarter', since) + make_interval(months => 3 * n) - interval '1 day')::date
        FROM generate_series(1, 40) n
    UNION ALL SELECT 'distribution', 'given:' || n, since + 1800 + n * 110 + 5 FROM generate_series(1, 15) n
    UNION ALL SELECT 'distribution_paid', 'gone:' || n, since + 1800 + n * 110 + 20 FROM generate_series(1, 15) n
) what;
INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)
SELECT book, kind, day, 'Bench', 'bench:' || source, maker FROM planned;

INSERT INTO funds_capitalcall (fund_id, number, nature, stage, channel, amount_hkd, due_date, drafted_by_id, drafted_at,
    issued_by_id, issued_at, bank_account_id, entry_id, paper_came_by, notice_common, version)
SELECT fund, split_part(entry.source, ':', 3)::int, 'ordinary', 'issued', 'portal',
    (SELECT sum(round(promised.amount * 0.04, 2)) FROM promised WHERE promised.fund = these.fund),
    entry.effective_date, maker, at, checker, at, bank, entry.id, '', '{{}}', 1
FROM these JOIN funds_journalentry entry ON entry.book_id = these.book AND entry.kind = 'call_issued';

INSERT INTO funds_callline (call_id, partner_id, "order", commitment_hkd, called_before_hkd, unfunded_before_hkd,
    entitled_before_hkd, amount_hkd, called_after_hkd, unfunded_after_hkd, entitled_after_hkd)
SELECT call.id, partner, place, amount, (call.number - 1) * part, amount - (call.number - 1) * part,
    (call.number - 1) * part, part, call.number * part, amount - call.number * part, call.number * part
FROM promised
CROSS JOIN LATERAL (SELECT round(promised.amount * 0.04, 2) AS part) split
JOIN funds_capitalcall call ON call.fund_id = promised.fund;

INSERT INTO funds_journalentry (book_id, kind, effective_date, memo, source, recorded_by_id)
SELECT book, 'contribution', call.due_date + (line.id % 7)::int - 2, 'Bench', 'bench:paid:' || line.id, maker
FROM these JOIN funds_capitalcall call ON call.fund_id = these.fund
JOIN funds_callline line ON line.call_id = call.id;

INSERT INTO funds_contribution (line_id, amount_hkd, suspense_hkd, value_date, bank_reference, entry_id,
    recorded_by_id, recorded_at)
SELECT line.id, line.amount_hkd, 0, entry.effective_date, 'B' || line.id, entry.id, maker, at
FROM these JOIN funds_journalentry entry ON entry.book_id = these.book AND entry.kind = 'contribution'
JOIN funds_callline line ON line.id = split_part(entry.source, ':', 3)::bigint;

INSERT INTO funds_distribution (fund_id, number, nature, stage, amount_hkd, recallable_hkd, payment_date, drafted_by_id,
    drafted_at, solvency_statement, solvency_date, solvency_stated_by_id, declared_by_id, declared_at, entry_id,
    working, notice_common, version)
SELECT fund, split_part(entry.source, ':', 3)::int, 'proceeds', 'declared',
    (SELECT sum(round(promised.amount * 0.05, 2)) FROM promised WHERE promised.fund = these.fund), 0,
    entry.effective_date + 15, maker, at, 'Solvent.', entry.effective_date, checker, checker, at, entry.id,
    '{{}}', '{{}}', 1
FROM these JOIN funds_journalentry entry ON entry.book_id = these.book AND entry.kind = 'distribution';

INSERT INTO funds_distributionline (distribution_id, partner_id, "order", capital_hkd, hurdle_hkd, catch_up_hkd,
    split_hkd, carry_hkd, interest_hkd, escrow_hkd, withheld_hkd, amount_hkd, recallable_hkd, commitment_hkd,
    unfunded_before_hkd, unfunded_after_hkd, distributed_before_hkd)
SELECT given.id, partner, place, part, 0, 0, 0, 0, 0, 0, 0, part, 0, amount, 0, 0, (given.number - 1) * part
FROM promised
CROSS JOIN LATERAL (SELECT round(promised.amount * 0.05, 2) AS part) split
JOIN funds_distribution given ON given.fund_id = promised.fund;

INSERT INTO funds_distributionsource (distribution_id, "order", kind, label, label_zh_hant, reference, amount_hkd)
SELECT given.id, 1, 'gain', 'Sale', '', '', given.amount_hkd
FROM these JOIN funds_distribution given ON given.fund_id = these.fund;

-- postings, by what each entry's source says
CREATE TEMP TABLE moved ON COMMIT DROP AS
SELECT entry.id AS entry, these.book, these.cash, entry.kind, split_part(entry.source, ':', 2) AS what,
    split_part(entry.source, ':', 3) AS n, these.fund,
    round((SELECT sum(amount) FROM promised WHERE promised.fund = these.fund) * 0.02, 2) AS cost
FROM these JOIN funds_journalentry entry ON entry.book_id = these.book;
INSERT INTO funds_posting (entry_id, book_id, account_id, amount_hkd)
SELECT entry, book, account, amount FROM (
    SELECT moved.entry, moved.book, account.id AS account, CASE account.code
        WHEN 'call_receivable' THEN round(promised.amount * 0.04, 2)
        ELSE -round(promised.amount * 0.04, 2) END AS amount
    FROM moved JOIN promised ON promised.fund = moved.fund
    JOIN funds_ledgeraccount account ON account.book_id = moved.book AND account.partner_id = promised.partner
        AND account.code IN ('call_receivable', 'capital_contributed')
    WHERE what = 'call'
    UNION ALL
    SELECT moved.entry, moved.book, account.id, -line.amount_hkd
    FROM moved JOIN funds_callline line ON line.id = moved.n::bigint
    JOIN funds_ledgeraccount account ON account.book_id = moved.book AND account.partner_id = line.partner_id
        AND account.code = 'call_receivable'
    WHERE what = 'paid'
    UNION ALL
    SELECT moved.entry, moved.book, moved.cash, line.amount_hkd
    FROM moved JOIN funds_callline line ON line.id = moved.n::bigint WHERE what = 'paid'
    UNION ALL
    SELECT moved.entry, moved.book, account.id, CASE
        WHEN what = 'made' THEN cost WHEN what = 'value' THEN round(cost * 0.3, 2) ELSE -cost END
    FROM moved JOIN funds_ledgeraccount account ON account.book_id = moved.book AND account.reference = 'bench:' || n
        AND account.code = CASE what WHEN 'value' THEN 'investment_unrealised' ELSE 'investment_at_cost' END
    WHERE what IN ('made', 'sold', 'lost', 'value')
    UNION ALL
    SELECT moved.entry, moved.book, account.id, CASE what
        WHEN 'sold' THEN -round(cost * 1.6, 2) WHEN 'lost' THEN cost ELSE -round(cost * 0.3, 2) END
    FROM moved JOIN funds_ledgeraccount account ON account.book_id = moved.book
        AND account.code = CASE what WHEN 'value' THEN 'unrealised_gain' ELSE 'realised_gain' END
    WHERE what IN ('sold', 'lost', 'value')
    UNION ALL
    SELECT entry, book, cash, CASE what WHEN 'made' THEN -cost ELSE cost + round(cost * 1.6, 2) END
    FROM moved WHERE what IN ('made', 'sold')
    UNION ALL
    SELECT moved.entry, moved.book, account.id, CASE account.code WHEN 'fee_expense' THEN 500000 ELSE -500000 END
    FROM moved JOIN funds_ledgeraccount account ON account.book_id = moved.book
        AND account.code IN ('fee_expense', 'fee_payable')
    WHERE what = 'fee'
    UNION ALL
    SELECT moved.entry, moved.book, account.id, CASE
        WHEN account.code = 'distribution_payable' AND what = 'given' THEN -round(promised.amount * 0.05, 2)
        ELSE round(promised.amount * 0.05, 2) END
    FROM moved JOIN promised ON promised.fund = moved.fund
    JOIN funds_ledgeraccount account ON account.book_id = moved.book AND account.partner_id = promised.partner
        AND account.code IN ('distribution_payable', CASE what WHEN 'given' THEN 'capital_distributed' END)
    WHERE what IN ('given', 'gone')
    UNION ALL
    SELECT moved.entry, moved.book, moved.cash, -sum(round(promised.amount * 0.05, 2))
    FROM moved JOIN promised ON promised.fund = moved.fund WHERE what = 'gone'
    GROUP BY moved.entry, moved.book, moved.cash
) all_of_them;
