CREATE OR REPLACE FUNCTION submission_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.received_at := clock_timestamp();
    IF NOT is_taking((SELECT invitation_id FROM funds_application WHERE id = NEW.application_id), NEW.received_at) THEN
        RAISE EXCEPTION 'the invitation takes no submission at this moment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_in_time';
    END IF;
    RETURN NEW;
END $$;
