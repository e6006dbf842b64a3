-- All that commits with the job. Every part takes its rows from "changed", or runs only if there is one: a commit that is refused writes nothing.
-- The order of the locks is: job, answer, outbox rows, ledger keys, keys of what is pending, offers, facts (the job's own), the row of its journey, streams by name; each part waits for {before}, the part before it that the commit has.
-- So no two commits wait for each other in a ring.
viewed AS (
    INSERT INTO job_views (payload) SELECT $4 FROM changed WHERE $4 IS NOT NULL RETURNING id
), answered AS (
    INSERT INTO answers (command_id, body_hash, at, view_id, reply)
    SELECT $5, $6, $7, (SELECT id FROM viewed), $8 FROM changed WHERE $5 IS NOT NULL
    RETURNING 1
), happened AS (
    INSERT INTO job_events (job_id, version, name, at, payload)
    SELECT changed.job_id, $2 + e.place, e.name, e.at, e.payload
    FROM changed, unnest($9, $10, $11) WITH ORDINALITY AS e (name, at, payload, place)
),
