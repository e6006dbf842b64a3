-- Which job a code is of that is shown at a counter. Written before the job; the job says which code is its own.
CREATE TABLE sale_codes (
    code text NOT NULL PRIMARY KEY,
    job_id uuid NOT NULL
);

-- A merchant's jobs, the latest first.
CREATE INDEX jobs_merchant ON jobs (merchant_id, requested_at, job_id) WHERE merchant_id IS NOT NULL;
