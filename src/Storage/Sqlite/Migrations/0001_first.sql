-- The first schema. Ids are 16 bytes, the most significant first; instants are ticks (100 ns) of UTC since year 1; money is whole minor units;
-- documents are JSON as text. Enums are their snake_case names.

-- One row a job: what the sweeps, the guards and the reports look at, and the state. The order never changes and is long: it stands in a table of its own,
-- so that a step of a job does not write it anew.
CREATE TABLE jobs (
    job_id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    status TEXT NOT NULL,
    phase INTEGER NOT NULL,
    shard TEXT NOT NULL,
    market TEXT NOT NULL,
    service_class TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    merchant_id BLOB,
    provider_id BLOB,
    plan_slot INTEGER,
    deadline_at INTEGER,
    requested_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    payment_status TEXT NOT NULL,
    currency TEXT NOT NULL,
    authorised_minor_units INTEGER NOT NULL,
    captured_minor_units INTEGER NOT NULL,
    released_minor_units INTEGER NOT NULL,
    state_json TEXT NOT NULL
) STRICT;

-- The phase is what the states come to: 0 scheduled, 1 matching, 2 active (a provider has it), 3 ended. The partial indexes go by it: SQLite builds
-- a table of the values anew for every list of more than two, six times in one update.
-- The guard of the plan: one active job per provider and slot.
CREATE UNIQUE INDEX jobs_plan_slot ON jobs (provider_id, plan_slot) WHERE phase = 2;
CREATE INDEX jobs_deadline ON jobs (shard, deadline_at, job_id) WHERE deadline_at IS NOT NULL;
CREATE INDEX jobs_open ON jobs (shard, job_id) WHERE phase < 3;
-- Counted by the reports. Open jobs are not in it: they are few, and change at every step.
CREATE INDEX jobs_ended ON jobs (market, status) WHERE phase = 3;

CREATE TABLE job_orders (
    job_id BLOB NOT NULL PRIMARY KEY,
    order_json TEXT NOT NULL
) STRICT;

CREATE TABLE job_events (
    job_id BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (job_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER job_orders_keep BEFORE UPDATE ON job_orders BEGIN SELECT RAISE(ABORT, 'an order never changes'); END;
CREATE TRIGGER job_orders_stay BEFORE DELETE ON job_orders BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;
CREATE TRIGGER job_events_keep BEFORE UPDATE ON job_events BEGIN SELECT RAISE(ABORT, 'job events are append-only'); END;
CREATE TRIGGER job_events_stay BEFORE DELETE ON job_events BEGIN SELECT RAISE(ABORT, 'job events are append-only'); END;

-- The view that a commit's answer, outbox rows and stream events carry, once. A document that carries it has 0 in its place and the id in view_id.
CREATE TABLE job_views (
    id INTEGER PRIMARY KEY,
    payload TEXT NOT NULL
) STRICT;

-- In order of id they are in order of time: the oldest go first.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    command_id BLOB NOT NULL UNIQUE,
    body_hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    view_id INTEGER,
    reply TEXT NOT NULL
) STRICT;

-- Ids are given by the store and never come again (store_state), or a late close would close another's row.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1)),
    error TEXT,
    view_id INTEGER,
    payload TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE parked = 0;
CREATE INDEX outbox_parked ON outbox (id) WHERE parked = 1;

CREATE TABLE ledger_transfers (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    debit_kind TEXT NOT NULL,
    debit_owner TEXT NOT NULL,
    credit_kind TEXT NOT NULL,
    credit_owner TEXT NOT NULL,
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    currency TEXT NOT NULL,
    job_id BLOB NOT NULL,
    intent TEXT,
    cause TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    merchant_id BLOB,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_transfers_job ON ledger_transfers (job_id, id);
CREATE TRIGGER ledger_transfers_keep BEFORE UPDATE ON ledger_transfers BEGIN SELECT RAISE(ABORT, 'ledger transfers are append-only: a correction is a new one'); END;
CREATE TRIGGER ledger_transfers_stay BEFORE DELETE ON ledger_transfers BEGIN SELECT RAISE(ABORT, 'ledger transfers are append-only: a correction is a new one'); END;

-- The last sequence of every durable stream, and its events.
CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    stream TEXT NOT NULL UNIQUE,
    sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE stream_events (
    id INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    view_id INTEGER,
    payload TEXT NOT NULL,
    UNIQUE (stream_id, sequence)
) STRICT;

CREATE TABLE offers (
    id INTEGER PRIMARY KEY,
    offer_id BLOB NOT NULL UNIQUE,
    job_id BLOB NOT NULL,
    shard TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    job_version INTEGER NOT NULL,
    provider_id BLOB NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    pick_up_due INTEGER NOT NULL,
    status TEXT NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX offers_open ON offers (shard, offer_id) WHERE status = 'sent';
CREATE INDEX offers_job ON offers (job_id, id);

-- One row: the latest instant that any commit carries, and the last id that was given to an outbox row.
CREATE TABLE store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_commit_at INTEGER,
    last_outbox_id INTEGER NOT NULL
) STRICT;
INSERT INTO store_state (id, last_commit_at, last_outbox_id) VALUES (1, NULL, 0);
