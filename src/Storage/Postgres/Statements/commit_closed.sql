-- The outbox rows that the commit settles, if there are any.
closed AS (
    DELETE FROM outbox WHERE id = ANY ($15) AND EXISTS (SELECT FROM changed) AND (SELECT count(*) FROM {before}) >= 0 RETURNING 1
),
