-- A round held on paper is over before it stands here, and what it received keeps the moment of its stamp, which lies
-- within the round. Nobody applies to it through the portal: that is open to what the clock says is open.
CREATE OR REPLACE FUNCTION submission_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    round funds_invitation%ROWTYPE;
BEGIN
    SELECT i.* INTO round FROM funds_invitation i JOIN funds_application a ON a.invitation_id = i.id
        WHERE a.id = NEW.application_id FOR SHARE OF i;
    IF round.is_on_paper AND round.closes_at < clock_timestamp() THEN
        IF round.stage = 'open' AND NEW.received_at BETWEEN round.opens_at AND round.closes_at THEN
            RETURN NEW;
        END IF;
    ELSE
        NEW.received_at := clock_timestamp();
        IF is_taking(round.id, NEW.received_at) AND NOT round.is_on_paper THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the invitation takes no submission at this moment'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_in_time';
END $$;
