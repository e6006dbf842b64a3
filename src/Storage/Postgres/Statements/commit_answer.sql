-- An answer alone, and the outbox rows that it settles.
WITH viewed AS (
    INSERT INTO job_views (payload) SELECT $1 WHERE $1 IS NOT NULL RETURNING id
), answered AS (
    INSERT INTO answers (command_id, body_hash, at, view_id, reply) VALUES ($2, $3, $4, (SELECT id FROM viewed), $5) RETURNING 1
), closed AS (
    DELETE FROM outbox WHERE id = ANY ($6) AND (SELECT count(*) FROM answered) >= 0
)
SELECT true, NULL::bigint[], NULL::bigint[]
