-- An accepted quarterly report, and what it says of each holding, stands as it was accepted.
CREATE FUNCTION quarterly_report_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'accepted' THEN
        RAISE EXCEPTION 'a quarterly report that was accepted can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quarterly_report_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER quarterly_report_settled BEFORE UPDATE OR DELETE ON reporting_quarterlyreport
    FOR EACH ROW EXECUTE FUNCTION quarterly_report_settled();
ALTER TABLE reporting_quarterlyreport ENABLE ALWAYS TRIGGER quarterly_report_settled;

CREATE FUNCTION quarterly_holding_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    report bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
BEGIN
    IF EXISTS (SELECT FROM reporting_quarterlyreport r WHERE r.id = report AND r.stage = 'accepted') THEN
        RAISE EXCEPTION 'the holdings of a quarterly report that was accepted can not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quarterly_holding_settled';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER quarterly_holding_settled BEFORE INSERT OR UPDATE OR DELETE ON reporting_quarterlyholding
    FOR EACH ROW EXECUTE FUNCTION quarterly_holding_settled();
ALTER TABLE reporting_quarterlyholding ENABLE ALWAYS TRIGGER quarterly_holding_settled;
