DROP TRIGGER score_is_in_time ON funds_score;
DROP FUNCTION score_is_in_time();
CREATE OR REPLACE FUNCTION invitation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'stage' - 'version' = to_jsonb(OLD) - 'stage' - 'version' THEN
            RETURN NEW;
        END IF;
        IF is_being_amended(OLD.id)
            AND to_jsonb(NEW) - 'version' - 'closes_at' = to_jsonb(OLD) - 'version' - 'closes_at'
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an invitation that was published changes by an announced amendment only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_frozen';
END $$;
CREATE OR REPLACE FUNCTION seal_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.announced_xact := CASE
        WHEN TG_OP = 'INSERT' THEN NULL
        WHEN OLD.stage = 'proposed' AND NEW.stage = 'announced' THEN pg_current_xact_id()
        ELSE OLD.announced_xact
    END;
    RETURN NEW;
END $$;
DROP TRIGGER seal_amendment ON funds_invitationamendment;
CREATE TRIGGER seal_amendment BEFORE INSERT OR UPDATE ON funds_invitationamendment
    FOR EACH ROW EXECUTE FUNCTION seal_amendment();
ALTER TABLE funds_invitationamendment ENABLE ALWAYS TRIGGER seal_amendment;
CREATE OR REPLACE FUNCTION application_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.sections IS DISTINCT FROM OLD.sections OR (NEW.stage = 'withdrawn' AND OLD.stage <> 'withdrawn'))
        AND NOT is_taking(NEW.invitation_id, clock_timestamp())
    THEN
        RAISE EXCEPTION 'an application changes and is withdrawn while its invitation is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_in_time';
    END IF;
    RETURN NEW;
END $$;
