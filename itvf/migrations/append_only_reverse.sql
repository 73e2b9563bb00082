DROP FUNCTION seal_pgh_created_at();
DROP FUNCTION seal_uploaded_at();
DROP FUNCTION seal_recorded_at();
DROP FUNCTION append_only();
