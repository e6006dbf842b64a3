-- What is owed and what is pushed, and what the commit gives back.
owed AS MATERIALIZED (
    SELECT nextval('outbox_ids') AS id, o.kind, o.payload, o.place
    FROM (
        SELECT u.kind, u.payload, u.place FROM changed, unnest($12, $13) WITH ORDINALITY AS u (kind, payload, place) ORDER BY u.place
    ) AS o
), noted AS (
    INSERT INTO outbox (id, kind, created_at, due_at, view_id, payload)
    SELECT owed.id, owed.kind, $3, $14, (SELECT id FROM viewed), owed.payload FROM owed
), told AS MATERIALIZED (
    SELECT s.stream, s.payload, s.place, row_number() OVER (PARTITION BY s.stream ORDER BY s.place) AS number, count(*) OVER (PARTITION BY s.stream) AS numbers
    FROM changed, unnest($16, $17) WITH ORDINALITY AS s (stream, payload, place)
    WHERE (SELECT count(*) FROM {before}) >= 0
), advanced AS (
    INSERT INTO streams (stream, sequence)
    SELECT stream, count(*) FROM told GROUP BY stream ORDER BY stream COLLATE "C"
    ON CONFLICT (stream) DO UPDATE SET sequence = streams.sequence + excluded.sequence
    RETURNING id, stream, sequence
), pushed AS MATERIALIZED (
    SELECT advanced.id AS stream_id, advanced.sequence - told.numbers + told.number AS sequence, told.payload, told.place
    FROM told JOIN advanced ON advanced.stream = told.stream
), appended AS (
    INSERT INTO stream_events (stream_id, sequence, at, view_id, payload)
    SELECT stream_id, sequence, $3, (SELECT id FROM viewed), payload FROM pushed
)
SELECT EXISTS (SELECT FROM changed), (SELECT array_agg(id ORDER BY place) FROM owed), (SELECT array_agg(sequence ORDER BY place) FROM pushed)
