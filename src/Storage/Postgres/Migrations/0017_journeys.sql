-- Journeys: how customers came, what they were quoted and ordered. Who comes is a random id and no more: no name, phone or place stands here.

CREATE TABLE journey_touches (
    touch_id uuid PRIMARY KEY,
    journey_id uuid NOT NULL,
    market text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    campaign_id uuid,
    merchant_id uuid,
    store_id uuid,
    label text COLLATE "C",
    at bigint NOT NULL
);
CREATE INDEX journey_touches_journey ON journey_touches (journey_id, at, touch_id);
CREATE INDEX journey_touches_market ON journey_touches (market, at);

-- A quote counts for the latest touch of its journey, and so does the job that is ordered on it, whatever comes later.
CREATE TABLE journey_quotes (
    quote_id uuid PRIMARY KEY,
    journey_id uuid NOT NULL,
    market text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    campaign_id uuid,
    at bigint NOT NULL
);
CREATE INDEX journey_quotes_market ON journey_quotes (market, at);

-- Written by the job's own commits: with its first, and with its completion.
CREATE TABLE journey_jobs (
    job_id uuid PRIMARY KEY,
    journey_id uuid NOT NULL,
    market text COLLATE "C" NOT NULL,
    customer_id uuid NOT NULL,
    source text COLLATE "C" NOT NULL,
    campaign_id uuid,
    requested_at bigint NOT NULL,
    completed_at bigint
);
CREATE INDEX journey_jobs_requested ON journey_jobs (market, requested_at);
CREATE INDEX journey_jobs_completed ON journey_jobs (market, completed_at, job_id) WHERE completed_at IS NOT NULL;
CREATE INDEX journey_jobs_customer ON journey_jobs (customer_id, market, completed_at, job_id);

-- Which vouchers a job was ordered with. The place is that of its discount among the discounts of the price: the transfer of what was used has it in its key.
CREATE TABLE job_vouchers (
    job_id uuid NOT NULL,
    voucher_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    place bigint NOT NULL CHECK (place >= 0),
    PRIMARY KEY (job_id, voucher_id)
);
CREATE INDEX job_vouchers_campaign ON job_vouchers (campaign_id, job_id);
INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place)
    SELECT o.job_id, (v.value ->> 'voucher')::uuid, (v.value ->> 'campaign')::uuid,
        (SELECT count(*) FROM jsonb_array_elements(o.order_json::jsonb #> '{quoted_fare,lines}') AS l (value) WHERE l.value ->> 'kind' = 'discount')
            - jsonb_array_length(o.order_json::jsonb -> 'vouchers') + v.place - 1
    FROM job_orders o, jsonb_array_elements(o.order_json::jsonb -> 'vouchers') WITH ORDINALITY AS v (value, place)
    WHERE o.order_json LIKE '%"vouchers":%';

-- The journey of the job that earned a voucher.
ALTER TABLE vouchers ADD COLUMN journey_id uuid;

-- Who wants to be suggested something. Without a row: nobody.
CREATE TABLE customer_preferences (
    customer_id uuid PRIMARY KEY,
    suggestions bigint NOT NULL CHECK (suggestions IN (0, 1)),
    changed_at bigint NOT NULL
);

-- What was suggested to whom, and whether it was followed. The end of a job suggests once.
CREATE TABLE suggestions (
    suggestion_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    market text COLLATE "C" NOT NULL,
    campaign_id uuid NOT NULL,
    voucher_id uuid,
    journey_id uuid NOT NULL,
    job_id uuid UNIQUE,
    at bigint NOT NULL,
    followed_at bigint
);
CREATE INDEX suggestions_customer ON suggestions (customer_id, at);
CREATE INDEX suggestions_campaign ON suggestions (campaign_id);
CREATE INDEX vouchers_campaign ON vouchers (campaign_id, status);
