-- The events go with their table.
SELECT 1;
