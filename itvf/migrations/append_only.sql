-- What a table of record may never suffer. Installed table by table: itvf.append_only.

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused; a correction is a new row', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
END $$;

-- The clock of a row of record is the database's own, whatever the statement says.
CREATE FUNCTION seal_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION seal_uploaded_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.uploaded_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION seal_pgh_created_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.pgh_created_at := clock_timestamp();
    RETURN NEW;
END $$;
