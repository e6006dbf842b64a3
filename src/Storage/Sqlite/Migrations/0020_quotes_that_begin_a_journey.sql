-- A quote that goes on with no journey begins one itself: it is the touch as well, in one row.
ALTER TABLE journey_quotes ADD COLUMN begins INTEGER NOT NULL DEFAULT 0 CHECK (begins IN (0, 1));
CREATE INDEX journey_quotes_begun ON journey_quotes (journey_id) WHERE begins = 1;
