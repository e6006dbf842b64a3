-- What the live service asks for: histories, search by time and place, ratings, the directory of providers, keys of integrators.

-- Histories, the latest order first. A provider stands on its jobs from the acceptance on, and on those it ended.
CREATE INDEX jobs_customer ON jobs (customer_id, requested_at, job_id);
CREATE INDEX jobs_provider ON jobs (provider_id, requested_at, job_id) WHERE provider_id IS NOT NULL;
CREATE INDEX jobs_requested ON jobs (requested_at, job_id);
-- What is late, over all shards.
CREATE INDEX jobs_overdue ON jobs (deadline_at, job_id) WHERE deadline_at IS NOT NULL;

-- The place of the pick-up, read from the order. Only search by place looks at it.
ALTER TABLE job_orders ADD COLUMN pick_up_longitude REAL GENERATED ALWAYS AS (json_extract(order_json, '$.stops[0].place[0]')) VIRTUAL;
ALTER TABLE job_orders ADD COLUMN pick_up_latitude REAL GENERATED ALWAYS AS (json_extract(order_json, '$.stops[0].place[1]')) VIRTUAL;
CREATE INDEX job_orders_pick_up ON job_orders (pick_up_latitude, pick_up_longitude, job_id);

-- What a provider earned, by the account it is owed on.
CREATE INDEX ledger_transfers_earned ON ledger_transfers (credit_owner, at) WHERE credit_kind = 'provider_payable';
CREATE INDEX ledger_transfers_taken ON ledger_transfers (debit_owner, at) WHERE debit_kind = 'provider_payable';

CREATE TABLE ratings (
    job_id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    provider_id BLOB NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    comment TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ratings_provider ON ratings (provider_id, stars);

CREATE TABLE provider_directory (
    provider_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    standing TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_directory_standing ON provider_directory (standing, provider_id);

CREATE TABLE api_keys (
    key_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    scopes TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
