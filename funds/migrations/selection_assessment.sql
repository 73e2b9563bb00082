-- A sheet is given by an assessor of the round who declared that there is no conflict, while scores are taken.
CREATE FUNCTION score_sheet_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM funds_assessment a JOIN funds_application p ON p.invitation_id = a.invitation_id
        WHERE p.id = NEW.application_id AND a.stage = 'scoring' FOR SHARE OF a;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'scores are given while the assessment takes them'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_in_time';
    END IF;
    IF NOT EXISTS (
        SELECT FROM funds_roundmembership m
        JOIN funds_application p ON p.id = NEW.application_id AND p.invitation_id = m.invitation_id
        JOIN funds_conflictdeclaration d ON d.user_id = m.user_id AND d.application_id = p.id AND NOT d.is_conflict
        WHERE m.id = NEW.membership_id AND m.role = 'round_assessor' AND m.ended_at IS NULL
    ) OR EXISTS (
        SELECT FROM funds_conflictdeclaration d JOIN funds_roundmembership m ON m.user_id = d.user_id
        WHERE m.id = NEW.membership_id AND d.application_id = NEW.application_id AND d.is_conflict
    ) THEN
        RAISE EXCEPTION 'an assessor scores what a declaration opened and no conflict closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_is_free';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_sheet_is_free BEFORE INSERT ON funds_scoresheet
    FOR EACH ROW EXECUTE FUNCTION score_sheet_is_free();
ALTER TABLE funds_scoresheet ENABLE ALWAYS TRIGGER score_sheet_is_free;

-- Who may score and has not: live assessors, times eligible applications that no conflict closes to them.
CREATE FUNCTION scores_outstanding(which bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM funds_roundmembership m
    JOIN funds_application p ON p.invitation_id = m.invitation_id AND p.stage = 'eligible'
    WHERE m.invitation_id = which AND m.role = 'round_assessor' AND m.ended_at IS NULL
        AND NOT EXISTS (
            SELECT FROM funds_conflictdeclaration d
            WHERE d.user_id = m.user_id AND d.application_id = p.id AND d.is_conflict)
        AND NOT EXISTS (
            SELECT FROM funds_scoresheet s WHERE s.membership_id = m.id AND s.application_id = p.id)
$$;

CREATE FUNCTION assessment_is_blind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'scoring' AND NEW.stage <> 'scoring' AND scores_outstanding(NEW.invitation_id) > 0 THEN
        RAISE EXCEPTION 'scores are shown when all who may score have scored'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_is_blind';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_is_blind BEFORE UPDATE ON funds_assessment
    FOR EACH ROW EXECUTE FUNCTION assessment_is_blind();
ALTER TABLE funds_assessment ENABLE ALWAYS TRIGGER assessment_is_blind;

-- A moderated score says truly what stood before it, and changes while the round is in moderation.
CREATE FUNCTION score_change_is_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.before IS DISTINCT FROM coalesce(
        (SELECT c.after FROM funds_scorechange c WHERE c.score_id = NEW.score_id ORDER BY c.id DESC LIMIT 1),
        (SELECT s.score FROM funds_score s WHERE s.id = NEW.score_id)
    ) OR NOT EXISTS (
        SELECT FROM funds_moderationmeeting g JOIN funds_assessment a ON a.id = g.assessment_id
        JOIN funds_score s ON s.id = NEW.score_id JOIN funds_scoresheet h ON h.id = s.sheet_id
        JOIN funds_application p ON p.id = h.application_id AND p.invitation_id = a.invitation_id
        WHERE g.id = NEW.meeting_id AND a.stage = 'moderating'
    ) THEN
        RAISE EXCEPTION 'moderation says what stood before, of a score of its own round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_change_is_true';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_change_is_true BEFORE INSERT ON funds_scorechange
    FOR EACH ROW EXECUTE FUNCTION score_change_is_true();
ALTER TABLE funds_scorechange ENABLE ALWAYS TRIGGER score_change_is_true;
