-- A call that takes the Government beyond its share is impossible: judged by the database when a call becomes issued,
-- and for every line and part that somebody would still add to it. Exact shares have 12 places, hence the tolerance.
CREATE FUNCTION government_within_its_share(of_call bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tiny CONSTANT numeric := 0.00000000001;
    asked record;
    line record;
    whole numeric;
    outside numeric;
    inside_parts numeric;
    outside_parts numeric;
BEGIN
    SELECT c.* INTO asked FROM funds_capitalcall c WHERE c.id = of_call;
    SELECT l.* INTO line FROM funds_callline l JOIN funds_partner p ON p.id = l.partner_id AND p.kind = 'government'
    WHERE l.call_id = of_call;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF line.amount_hkd > 0 AND line.called_after_hkd > line.entitled_after_hkd + tiny THEN
        RAISE EXCEPTION 'the Government would be called for % in all, above its exact share of %',
            line.called_after_hkd, line.entitled_after_hkd
            USING ERRCODE = 'check_violation', CONSTRAINT = 'government_within_its_share';
    END IF;
    IF asked.nature <> 'ordinary' THEN
        RETURN;
    END IF;
    SELECT sum(l.commitment_hkd), sum(l.outside_hkd) INTO whole, outside FROM funds_callline l WHERE l.call_id = of_call;
    SELECT coalesce(sum(x.amount_hkd) FILTER (WHERE NOT u.is_outside), 0),
           coalesce(sum(x.amount_hkd) FILTER (WHERE u.is_outside), 0)
    INTO inside_parts, outside_parts
    FROM funds_callpurposeline x JOIN funds_callpurpose u ON u.id = x.purpose_id
    WHERE x.call_id = of_call AND x.partner_id = line.partner_id;
    IF (line.entitled_after_hkd - line.entitled_before_hkd - tiny) * whole
            > (asked.amount_hkd - outside) * line.commitment_hkd
        OR line.outside_hkd <> outside_parts
        OR (inside_parts <> line.amount_hkd
            AND EXISTS (SELECT FROM funds_callpurposeline x WHERE x.call_id = of_call))
        OR EXISTS (
            SELECT FROM funds_callpurposeline x JOIN funds_callpurpose u ON u.id = x.purpose_id
            WHERE x.call_id = of_call AND x.partner_id = line.partner_id
                AND (x.entitled_hkd - tiny) * whole > u.amount_hkd * line.commitment_hkd
        )
        OR EXISTS (
            SELECT FROM funds_callpurposeline x JOIN funds_callpurpose u ON u.id = x.purpose_id AND u.is_outside
            JOIN funds_capitalcall c ON c.id = x.call_id AND c.stage = 'issued'
            WHERE x.partner_id = line.partner_id HAVING sum(x.amount_hkd) > sum(x.entitled_hkd) + tiny
        )
    THEN
        RAISE EXCEPTION 'capital call % of fund % asks the Government for more than its share by commitments',
            asked.number, asked.fund_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'government_within_its_share';
    END IF;
END $$;

CREATE FUNCTION capital_call_of_its_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM government_within_its_share(NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER capital_call_of_its_share AFTER UPDATE ON funds_capitalcall
    FOR EACH ROW WHEN (OLD.stage = 'draft' AND NEW.stage = 'issued') EXECUTE FUNCTION capital_call_of_its_share();
ALTER TABLE funds_capitalcall ENABLE ALWAYS TRIGGER capital_call_of_its_share;

CREATE FUNCTION call_parts_of_its_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM government_within_its_share(c.id) FROM funds_capitalcall c
    WHERE c.stage = 'issued' AND c.id IN (SELECT n.call_id FROM new_parts n);
    RETURN NULL;
END $$;

CREATE TRIGGER call_line_of_its_share AFTER INSERT ON funds_callline
    REFERENCING NEW TABLE AS new_parts FOR EACH STATEMENT EXECUTE FUNCTION call_parts_of_its_share();
ALTER TABLE funds_callline ENABLE ALWAYS TRIGGER call_line_of_its_share;
CREATE TRIGGER call_purpose_line_of_its_share AFTER INSERT ON funds_callpurposeline
    REFERENCING NEW TABLE AS new_parts FOR EACH STATEMENT EXECUTE FUNCTION call_parts_of_its_share();
ALTER TABLE funds_callpurposeline ENABLE ALWAYS TRIGGER call_purpose_line_of_its_share;
