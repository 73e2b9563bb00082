-- An invitation that was opened stands as applicants read it, but in the transaction that announces an amendment,
-- and never again once it is closed. The mark of that transaction is the database's own.
ALTER TABLE funds_invitationamendment ADD COLUMN announced_xact xid8;

CREATE FUNCTION seal_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.announced_xact := CASE
        WHEN TG_OP = 'INSERT' THEN NULL
        WHEN OLD.stage = 'proposed' AND NEW.stage = 'announced' THEN pg_current_xact_id()
        ELSE OLD.announced_xact
    END;
    RETURN NEW;
END $$;
CREATE TRIGGER seal_amendment BEFORE INSERT OR UPDATE ON funds_invitationamendment
    FOR EACH ROW EXECUTE FUNCTION seal_amendment();
ALTER TABLE funds_invitationamendment ENABLE ALWAYS TRIGGER seal_amendment;

CREATE FUNCTION is_being_amended(which bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM funds_invitationamendment a JOIN funds_invitation i ON i.id = a.invitation_id
        WHERE a.invitation_id = which AND a.announced_xact = pg_current_xact_id() AND clock_timestamp() <= i.closes_at
    )
$$;

CREATE FUNCTION invitation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER invitation_frozen BEFORE UPDATE OR DELETE ON funds_invitation
    FOR EACH ROW EXECUTE FUNCTION invitation_frozen();
ALTER TABLE funds_invitation ENABLE ALWAYS TRIGGER invitation_frozen;

CREATE FUNCTION invitation_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.invitation_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.invitation_id END
    ];
BEGIN
    IF EXISTS (
        SELECT FROM funds_invitation i
        WHERE i.id = ANY(touched) AND i.stage <> 'draft' AND NOT is_being_amended(i.id)
    ) THEN
        RAISE EXCEPTION 'criteria and documents of a published invitation change by an announced amendment only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_part_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER invitation_part_frozen BEFORE INSERT OR UPDATE OR DELETE ON funds_invitationcriterion
    FOR EACH ROW EXECUTE FUNCTION invitation_part_frozen();
ALTER TABLE funds_invitationcriterion ENABLE ALWAYS TRIGGER invitation_part_frozen;
CREATE TRIGGER invitation_part_frozen BEFORE INSERT OR UPDATE OR DELETE ON funds_invitationdocument
    FOR EACH ROW EXECUTE FUNCTION invitation_part_frozen();
ALTER TABLE funds_invitationdocument ENABLE ALWAYS TRIGGER invitation_part_frozen;

-- Criteria of a published invitation weigh exactly the whole: looked at when the transaction ends, and at opening.
CREATE FUNCTION criteria_weigh_the_whole(which bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM funds_invitation i WHERE i.id = which AND i.stage = 'open')
        AND (SELECT sum(c.weight_rate) FROM funds_invitationcriterion c WHERE c.invitation_id = which)
            IS DISTINCT FROM 1
    THEN
        RAISE EXCEPTION 'the criteria of an invitation weigh exactly the whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'criteria_weigh_the_whole';
    END IF;
END $$;
CREATE FUNCTION criteria_of_criterion_weigh_the_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM criteria_weigh_the_whole(CASE TG_OP WHEN 'DELETE' THEN OLD.invitation_id ELSE NEW.invitation_id END);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER criteria_weigh_the_whole AFTER INSERT OR UPDATE OR DELETE ON funds_invitationcriterion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION criteria_of_criterion_weigh_the_whole();
CREATE FUNCTION criteria_of_invitation_weigh_the_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM criteria_weigh_the_whole(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER criteria_weigh_the_whole AFTER UPDATE OF stage ON funds_invitation
    FOR EACH ROW WHEN (NEW.stage = 'open') EXECUTE FUNCTION criteria_of_invitation_weigh_the_whole();

-- A submission is received when the database says so: not before the opening, not after the close.
CREATE FUNCTION is_taking(which bigint, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    round funds_invitation%ROWTYPE;
BEGIN
    SELECT * INTO round FROM funds_invitation WHERE id = which FOR SHARE;
    RETURN round.stage = 'open' AND at >= round.opens_at AND at <= round.closes_at;
END $$;

CREATE FUNCTION submission_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.received_at := clock_timestamp();
    IF NOT is_taking((SELECT invitation_id FROM funds_application WHERE id = NEW.application_id), NEW.received_at) THEN
        RAISE EXCEPTION 'the invitation takes no submission at this moment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission_in_time BEFORE INSERT ON funds_submission
    FOR EACH ROW EXECUTE FUNCTION submission_in_time();
ALTER TABLE funds_submission ENABLE ALWAYS TRIGGER submission_in_time;

-- The working copy and a withdrawal: until the close, never after.
CREATE FUNCTION application_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.sections IS DISTINCT FROM OLD.sections OR (NEW.stage = 'withdrawn' AND OLD.stage <> 'withdrawn'))
        AND NOT is_taking(NEW.invitation_id, clock_timestamp())
    THEN
        RAISE EXCEPTION 'an application changes and is withdrawn while its invitation is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_in_time BEFORE UPDATE ON funds_application
    FOR EACH ROW EXECUTE FUNCTION application_in_time();
ALTER TABLE funds_application ENABLE ALWAYS TRIGGER application_in_time;
