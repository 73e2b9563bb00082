-- The books keep themselves honest: sealed headers, lines only from the header's own transaction,
-- one book an entry, balance at commit. No hand but the owner's can undo any of it.

ALTER TABLE funds_journalentry ADD COLUMN xact_id xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION journal_entry_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.xact_id := pg_current_xact_id();
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM funds_journalentry e
        WHERE e.id = NEW.reverses_id AND e.book_id = NEW.book_id AND e.kind = NEW.kind AND e.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a reversal carries the book and the kind of the entry that it reverses, and reverses no reversal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_reversal_matches';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_entry_seal BEFORE INSERT ON funds_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_seal();
ALTER TABLE funds_journalentry ENABLE ALWAYS TRIGGER journal_entry_seal;

CREATE FUNCTION journal_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    balance numeric;
    lines bigint;
BEGIN
    SELECT coalesce(sum(amount_hkd), 0), count(*) INTO balance, lines FROM funds_posting WHERE entry_id = NEW.id;
    IF balance <> 0 OR lines < 2 THEN
        RAISE EXCEPTION 'journal entry % does not balance: % lines, sum %', NEW.id, lines, balance
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_balances';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON funds_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_entry_balances();
ALTER TABLE funds_journalentry ENABLE ALWAYS TRIGGER journal_entry_balances;

CREATE FUNCTION posting_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_postings p JOIN funds_journalentry e ON e.id = p.entry_id
        WHERE e.xact_id <> pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'a posting can only be added in the transaction that made its journal entry'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_sealed';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER posting_sealed AFTER INSERT ON funds_posting
    REFERENCING NEW TABLE AS new_postings FOR EACH STATEMENT EXECUTE FUNCTION posting_sealed();
ALTER TABLE funds_posting ENABLE ALWAYS TRIGGER posting_sealed;

ALTER TABLE funds_posting
    ADD CONSTRAINT posting_entry_of_its_book FOREIGN KEY (entry_id, book_id)
        REFERENCES funds_journalentry (id, book_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT posting_account_of_its_book FOREIGN KEY (account_id, book_id)
        REFERENCES funds_ledgeraccount (id, book_id) DEFERRABLE INITIALLY DEFERRED;

-- A commitment of a completed closing can't change; the Government's comes only from the derivation,
-- which completes the closing in the same transaction (checked at commit).
CREATE FUNCTION commitment_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM funds_closing c WHERE c.id = OLD.closing_id AND c.stage = 'completed') THEN
        RAISE EXCEPTION 'the commitments of a completed closing can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER commitment_settled BEFORE UPDATE OR DELETE ON funds_commitment
    FOR EACH ROW EXECUTE FUNCTION commitment_settled();
ALTER TABLE funds_commitment ENABLE ALWAYS TRIGGER commitment_settled;

CREATE FUNCTION commitment_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_derived <> EXISTS (
        SELECT FROM funds_partner p WHERE p.id = NEW.partner_id AND p.kind = 'government'
    ) OR (NEW.is_derived AND NOT EXISTS (
        SELECT FROM funds_closing c WHERE c.id = NEW.closing_id AND c.stage = 'completed'
            AND (c.working ->> 'increase_hkd')::numeric = NEW.amount_hkd
    )) THEN
        RAISE EXCEPTION 'the Government''s commitment is derived when its closing is completed and can not be entered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_derived';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER commitment_derived AFTER INSERT OR UPDATE ON funds_commitment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commitment_derived();
ALTER TABLE funds_commitment ENABLE ALWAYS TRIGGER commitment_derived;

-- An issued or withdrawn call, its purposes and its lines stand as they are.
CREATE FUNCTION capital_call_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage <> 'draft' THEN
        RAISE EXCEPTION 'a capital call that was issued or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_call_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER capital_call_settled BEFORE UPDATE OR DELETE ON funds_capitalcall
    FOR EACH ROW EXECUTE FUNCTION capital_call_settled();
ALTER TABLE funds_capitalcall ENABLE ALWAYS TRIGGER capital_call_settled;

CREATE FUNCTION capital_call_part_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM funds_capitalcall c WHERE c.id = OLD.call_id AND c.stage <> 'draft') THEN
        RAISE EXCEPTION 'the lines and purposes of a capital call that was issued or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_call_part_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER call_line_settled BEFORE UPDATE OR DELETE ON funds_callline
    FOR EACH ROW EXECUTE FUNCTION capital_call_part_settled();
ALTER TABLE funds_callline ENABLE ALWAYS TRIGGER call_line_settled;
CREATE TRIGGER call_purpose_settled BEFORE UPDATE OR DELETE ON funds_callpurpose
    FOR EACH ROW EXECUTE FUNCTION capital_call_part_settled();
ALTER TABLE funds_callpurpose ENABLE ALWAYS TRIGGER call_purpose_settled;

-- Balances are read from this index alone.
CREATE INDEX posting_by_account ON funds_posting (account_id) INCLUDE (amount_hkd, entry_id);
-- One standing receipt for each bank reference on a line. A reversed one makes room; the lock on the line keeps
-- two transactions from recording the same receipt at once.
CREATE FUNCTION contribution_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('contribution:' || NEW.line_id, 0));
    IF EXISTS (
        SELECT FROM funds_contribution c
        WHERE c.line_id = NEW.line_id AND c.bank_reference = NEW.bank_reference
            AND NOT EXISTS (SELECT FROM funds_journalentry r WHERE r.reverses_id = c.entry_id)
    ) THEN
        RAISE EXCEPTION 'the receipt % stands on this line already', NEW.bank_reference
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'contribution_once_a_bank_reference';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER contribution_once BEFORE INSERT ON funds_contribution
    FOR EACH ROW EXECUTE FUNCTION contribution_once();
ALTER TABLE funds_contribution ENABLE ALWAYS TRIGGER contribution_once;
