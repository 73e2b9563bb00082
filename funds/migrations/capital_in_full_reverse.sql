DROP TRIGGER IF EXISTS distribution_source_settled ON funds_distributionsource;
DROP FUNCTION IF EXISTS distribution_part_settled();
DROP TRIGGER IF EXISTS distribution_settled ON funds_distribution;
DROP FUNCTION IF EXISTS distribution_settled();
DROP TRIGGER IF EXISTS call_excuse_settled ON funds_callexcuse;

CREATE OR REPLACE FUNCTION capital_call_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage <> 'draft' THEN
        RAISE EXCEPTION 'a capital call that was issued or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_call_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
