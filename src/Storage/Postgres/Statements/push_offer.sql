-- The event that goes with a change of an offer, which "changed" is: the next of its stream, whether the change found anything or not.
advanced AS (
    INSERT INTO streams (stream, sequence) SELECT $1, 1 WHERE (SELECT count(*) FROM changed) >= 0
    ON CONFLICT (stream) DO UPDATE SET sequence = streams.sequence + 1
    RETURNING id, sequence
), appended AS (
    INSERT INTO stream_events (stream_id, sequence, at, payload) SELECT id, sequence, $2, $3 FROM advanced
)
SELECT sequence FROM advanced
