-- The audit trail seals itself: an event stands at the end of its chain, names the hash before it,
-- carries the hash of its own content, and its columns say what its content says.

CREATE FUNCTION audit_event_faithful(event itvf_auditevent) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT event.hash = encode(sha256(convert_to(event.content, 'UTF8')), 'hex')
        AND event.content::jsonb = jsonb_build_object(
            'chain', event.chain,
            'sequence', event.sequence,
            'verb', event.verb,
            'subject_type', event.subject_type,
            'subject_id', event.subject_id,
            'subject_label', event.subject_label,
            'actor_id', event.actor_id,
            'actor_name', event.actor_name,
            'reason', event.reason,
            'facts', event.facts,
            'happened_at', to_char(event.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'recorded_at', to_char(event.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'previous_hash', event.previous_hash
        )
$$;

CREATE FUNCTION audit_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.chain, 0));
    SELECT sequence, hash INTO last FROM itvf_auditevent
        WHERE chain = NEW.chain ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(last.sequence, 0) + 1 OR NEW.previous_hash <> coalesce(last.hash, '') THEN
        RAISE EXCEPTION 'an audit event has to follow the last one of its chain'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_event_follows';
    END IF;
    IF NEW.recorded_at NOT BETWEEN transaction_timestamp() AND clock_timestamp() THEN
        RAISE EXCEPTION 'an audit event is recorded when it is recorded, neither before nor after'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_event_recorded_now';
    END IF;
    IF NOT audit_event_faithful(NEW) THEN
        RAISE EXCEPTION 'an audit event''s columns have to say what its sealed content says'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_event_faithful';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_event_seal BEFORE INSERT ON itvf_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_seal();
ALTER TABLE itvf_auditevent ENABLE ALWAYS TRIGGER audit_event_seal;
