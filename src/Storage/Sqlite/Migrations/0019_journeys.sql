-- Journeys: how customers came, what they were quoted and ordered. Who comes is a random id and no more: no name, phone or place stands here.

CREATE TABLE journey_touches (
    touch_id BLOB NOT NULL PRIMARY KEY,
    journey_id BLOB NOT NULL,
    market TEXT NOT NULL,
    source TEXT NOT NULL,
    campaign_id BLOB,
    merchant_id BLOB,
    store_id BLOB,
    label TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX journey_touches_journey ON journey_touches (journey_id, at, touch_id);
CREATE INDEX journey_touches_market ON journey_touches (market, at);

-- A quote counts for the latest touch of its journey, and so does the job that is ordered on it, whatever comes later.
CREATE TABLE journey_quotes (
    quote_id BLOB NOT NULL PRIMARY KEY,
    journey_id BLOB NOT NULL,
    market TEXT NOT NULL,
    source TEXT NOT NULL,
    campaign_id BLOB,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX journey_quotes_market ON journey_quotes (market, at);

-- Written by the job's own commits: with its first, and with its completion.
CREATE TABLE journey_jobs (
    job_id BLOB NOT NULL PRIMARY KEY,
    journey_id BLOB NOT NULL,
    market TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    source TEXT NOT NULL,
    campaign_id BLOB,
    requested_at INTEGER NOT NULL,
    completed_at INTEGER
) STRICT;
CREATE INDEX journey_jobs_requested ON journey_jobs (market, requested_at);
CREATE INDEX journey_jobs_completed ON journey_jobs (market, completed_at, job_id) WHERE completed_at IS NOT NULL;
CREATE INDEX journey_jobs_customer ON journey_jobs (customer_id, market, completed_at, job_id);

-- Which vouchers a job was ordered with. The place is that of its discount among the discounts of the price: the transfer of what was used has it in its key.
CREATE TABLE job_vouchers (
    job_id BLOB NOT NULL,
    voucher_id BLOB NOT NULL,
    campaign_id BLOB NOT NULL,
    place INTEGER NOT NULL CHECK (place >= 0),
    PRIMARY KEY (job_id, voucher_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_vouchers_campaign ON job_vouchers (campaign_id, job_id);
INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place)
    SELECT o.job_id, unhex(v.value ->> '$.voucher'), unhex(v.value ->> '$.campaign'),
        (SELECT COUNT(*) FROM json_each(o.order_json, '$.quoted_fare.lines') l WHERE l.value ->> '$.kind' = 'discount') - json_array_length(o.order_json, '$.vouchers') + v.key
    FROM job_orders o, json_each(o.order_json, '$.vouchers') v;

-- The journey of the job that earned a voucher.
ALTER TABLE vouchers ADD COLUMN journey_id BLOB;

-- Who wants to be suggested something. Without a row: nobody.
CREATE TABLE customer_preferences (
    customer_id BLOB NOT NULL PRIMARY KEY,
    suggestions INTEGER NOT NULL CHECK (suggestions IN (0, 1)),
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was suggested to whom, and whether it was followed. The end of a job suggests once.
CREATE TABLE suggestions (
    suggestion_id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    market TEXT NOT NULL,
    campaign_id BLOB NOT NULL,
    voucher_id BLOB,
    journey_id BLOB NOT NULL,
    job_id BLOB UNIQUE,
    at INTEGER NOT NULL,
    followed_at INTEGER
) STRICT;
CREATE INDEX suggestions_customer ON suggestions (customer_id, at);
CREATE INDEX suggestions_campaign ON suggestions (campaign_id);
CREATE INDEX vouchers_campaign ON vouchers (campaign_id, status);
