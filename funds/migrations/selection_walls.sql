-- What a round holds cannot be passed by another road: stages that go back, applications that move to another round,
-- announcements that are rewritten. These functions take the place of those of selection_rounds.sql.

-- An invitation that was published never becomes a draft again, whatever hand turns its stage.
CREATE OR REPLACE FUNCTION invitation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.stage = OLD.stage OR (OLD.stage = 'open' AND NEW.stage = 'decided')) THEN
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

-- An amendment that was announced stands as it was announced.
CREATE OR REPLACE FUNCTION seal_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.stage <> 'proposed' THEN
        RAISE EXCEPTION 'an amendment that was announced or refused stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'amendment_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    NEW.announced_xact := CASE
        WHEN TG_OP = 'UPDATE' AND NEW.stage = 'announced' THEN pg_current_xact_id()
        ELSE NULL
    END;
    RETURN NEW;
END $$;
DROP TRIGGER seal_amendment ON funds_invitationamendment;
CREATE TRIGGER seal_amendment BEFORE INSERT OR UPDATE OR DELETE ON funds_invitationamendment
    FOR EACH ROW EXECUTE FUNCTION seal_amendment();
ALTER TABLE funds_invitationamendment ENABLE ALWAYS TRIGGER seal_amendment;

-- An application stays its house's in its round. Its stage follows what was received: a draft is received with a
-- submission, and one that was withdrawn with a new one, of this very transaction.
CREATE OR REPLACE FUNCTION application_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.invitation_id <> OLD.invitation_id OR NEW.house_id <> OLD.house_id OR NEW.reference <> OLD.reference THEN
        RAISE EXCEPTION 'an application stays its house''s in its round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_stays';
    END IF;
    IF (NEW.sections IS DISTINCT FROM OLD.sections OR (NEW.stage = 'withdrawn' AND OLD.stage <> 'withdrawn'))
        AND NOT is_taking(NEW.invitation_id, clock_timestamp())
    THEN
        RAISE EXCEPTION 'an application changes and is withdrawn while its invitation is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_in_time';
    END IF;
    IF OLD.stage IN ('draft', 'withdrawn') AND NEW.stage NOT IN ('draft', 'withdrawn') AND NOT EXISTS (
        SELECT FROM funds_submission s
        WHERE s.application_id = NEW.id AND (OLD.stage = 'draft' OR s.received_at >= transaction_timestamp())
    ) THEN
        RAISE EXCEPTION 'an application is received with a submission'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_is_received';
    END IF;
    RETURN NEW;
END $$;

-- Scores belong to the criteria of their own round, and come with their sheet.
CREATE FUNCTION score_is_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM funds_scoresheet h
        JOIN funds_application p ON p.id = h.application_id
        JOIN funds_assessment a ON a.invitation_id = p.invitation_id AND a.stage = 'scoring'
        JOIN funds_invitationcriterion c ON c.id = NEW.criterion_id AND c.invitation_id = p.invitation_id
        WHERE h.id = NEW.sheet_id
    ) THEN
        RAISE EXCEPTION 'a score is given while scores are taken, on a criterion of its own round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_is_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_is_in_time BEFORE INSERT ON funds_score
    FOR EACH ROW EXECUTE FUNCTION score_is_in_time();
ALTER TABLE funds_score ENABLE ALWAYS TRIGGER score_is_in_time;
