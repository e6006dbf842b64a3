-- Ratings by both sides. A rating is shown when the other side has spoken or its time is over; one of before that was kept has no completed_at and is shown.
ALTER TABLE ratings ADD COLUMN tags TEXT;
ALTER TABLE ratings ADD COLUMN completed_at INTEGER;
DROP INDEX ratings_provider;
CREATE INDEX ratings_provider ON ratings (provider_id, at);

CREATE TABLE customer_ratings (
    job_id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    comment TEXT,
    at INTEGER NOT NULL,
    tags TEXT,
    completed_at INTEGER
) STRICT;
CREATE INDEX customer_ratings_customer ON customer_ratings (customer_id, at);
