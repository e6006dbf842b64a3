-- Ratings by both sides. A rating is shown when the other side has spoken or its time is over; one of before that was kept has no completed_at and is shown.
ALTER TABLE ratings ADD COLUMN tags text;
ALTER TABLE ratings ADD COLUMN completed_at bigint;
DROP INDEX ratings_provider;
CREATE INDEX ratings_provider ON ratings (provider_id, at);

CREATE TABLE customer_ratings (
    job_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
    comment text,
    at bigint NOT NULL,
    tags text,
    completed_at bigint
);
CREATE INDEX customer_ratings_customer ON customer_ratings (customer_id, at);
