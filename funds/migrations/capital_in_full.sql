-- An issued call stands as it is, but that it may be cancelled: then its stage and version move and nothing else.
CREATE OR REPLACE FUNCTION capital_call_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'issued' AND TG_OP = 'UPDATE' AND NEW.stage = 'cancelled'
        AND to_jsonb(NEW) - 'stage' - 'version' = to_jsonb(OLD) - 'stage' - 'version'
    THEN
        RETURN NEW;
    END IF;
    IF OLD.stage <> 'draft' THEN
        RAISE EXCEPTION 'a capital call that was issued or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_call_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER call_excuse_settled BEFORE UPDATE OR DELETE ON funds_callexcuse
    FOR EACH ROW EXECUTE FUNCTION capital_call_part_settled();
ALTER TABLE funds_callexcuse ENABLE ALWAYS TRIGGER call_excuse_settled;

-- The same for a distribution and its sources; its lines are append-only from the start.
CREATE FUNCTION distribution_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'declared' AND TG_OP = 'UPDATE' AND NEW.stage = 'cancelled'
        AND to_jsonb(NEW) - 'stage' - 'version' = to_jsonb(OLD) - 'stage' - 'version'
    THEN
        RETURN NEW;
    END IF;
    IF OLD.stage <> 'draft' THEN
        RAISE EXCEPTION 'a distribution that was declared or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER distribution_settled BEFORE UPDATE OR DELETE ON funds_distribution
    FOR EACH ROW EXECUTE FUNCTION distribution_settled();
ALTER TABLE funds_distribution ENABLE ALWAYS TRIGGER distribution_settled;

CREATE FUNCTION distribution_part_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM funds_distribution d WHERE d.id = OLD.distribution_id AND d.stage <> 'draft') THEN
        RAISE EXCEPTION 'the sources of a distribution that was declared or withdrawn can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_part_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER distribution_source_settled BEFORE UPDATE OR DELETE ON funds_distributionsource
    FOR EACH ROW EXECUTE FUNCTION distribution_part_settled();
ALTER TABLE funds_distributionsource ENABLE ALWAYS TRIGGER distribution_source_settled;
