-- The column goes with the migration; there is nothing to undo.
SELECT 1;
