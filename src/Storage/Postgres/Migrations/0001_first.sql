-- The first schema. Instants are ticks (100 ns) of UTC since year 1, because timestamptz keeps microseconds alone; money is whole minor units;
-- documents are JSON as text, because jsonb would order their members anew and the first one names the type. Enums are their snake_case names.
-- Text that is looked up is compared byte by byte: an index then never depends on the collations of the server's machine.

-- One row a job: what the sweeps, the guards and the reports look at, and the state. The order never changes and is long: it stands in a table of its own,
-- so that a step of a job does not write it anew.
CREATE TABLE jobs (
    job_id uuid PRIMARY KEY,
    version bigint NOT NULL CHECK (version > 0),
    status text COLLATE "C" NOT NULL,
    phase smallint NOT NULL,
    shard text COLLATE "C" NOT NULL,
    market text COLLATE "C" NOT NULL,
    service_class text COLLATE "C" NOT NULL,
    customer_id uuid NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    merchant_id uuid,
    provider_id uuid,
    plan_slot bigint,
    deadline_at bigint,
    requested_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    payment_status text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    authorised_minor_units bigint NOT NULL,
    captured_minor_units bigint NOT NULL,
    released_minor_units bigint NOT NULL,
    state_json text NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- The phase is what the states come to: 0 scheduled, 1 matching, 2 active (a provider has it), 3 ended. The partial indexes go by it.
-- The guard of the plan: one active job per provider and slot.
CREATE UNIQUE INDEX jobs_plan_slot ON jobs (provider_id, plan_slot) WHERE phase = 2;
CREATE INDEX jobs_deadline ON jobs (shard, deadline_at, job_id) WHERE deadline_at IS NOT NULL;
CREATE INDEX jobs_open ON jobs (shard, job_id) WHERE phase < 3;
-- Counted by the reports. Open jobs are not in it: they are few, and change at every step.
CREATE INDEX jobs_ended ON jobs (market, status) WHERE phase = 3;
-- A provider stands on its jobs from the acceptance on, and on those it ended.
CREATE INDEX jobs_provider ON jobs (provider_id, requested_at, job_id) WHERE provider_id IS NOT NULL;

-- What a search goes by stands here too where it never changes: an index on jobs is written anew at every step, one here once a job.
CREATE TABLE job_orders (
    job_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    requested_at bigint NOT NULL,
    pick_up_longitude double precision NOT NULL,
    pick_up_latitude double precision NOT NULL,
    order_json text NOT NULL
);
CREATE INDEX job_orders_customer ON job_orders (customer_id, requested_at, job_id);
CREATE INDEX job_orders_requested ON job_orders (requested_at, job_id);
CREATE INDEX job_orders_pick_up ON job_orders (pick_up_latitude, pick_up_longitude);

CREATE TABLE job_events (
    job_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    name text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (job_id, version)
);

-- The view that a commit's answer, outbox rows and stream events carry, once. A document that carries it has 0 in its place and the id in view_id.
CREATE TABLE job_views (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payload text NOT NULL
);

CREATE TABLE answers (
    command_id uuid PRIMARY KEY,
    body_hash text NOT NULL,
    at bigint NOT NULL,
    view_id bigint,
    reply text NOT NULL
);
-- The oldest go first.
CREATE INDEX answers_at ON answers (at);

-- Ids are given by the store and never come again, or a late close would close another's row: a sequence does not go back.
CREATE SEQUENCE outbox_ids AS bigint;
CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    due_at bigint NOT NULL,
    parked boolean NOT NULL DEFAULT false,
    error text,
    view_id bigint,
    payload text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE NOT parked;
CREATE INDEX outbox_parked ON outbox (id) WHERE parked;

CREATE TABLE ledger_transfers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text COLLATE "C" NOT NULL UNIQUE,
    debit_kind text COLLATE "C" NOT NULL,
    debit_owner text COLLATE "C" NOT NULL,
    credit_kind text COLLATE "C" NOT NULL,
    credit_owner text COLLATE "C" NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    currency text COLLATE "C" NOT NULL,
    job_id uuid NOT NULL,
    intent text,
    cause text NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    merchant_id uuid,
    at bigint NOT NULL
);
CREATE INDEX ledger_transfers_job ON ledger_transfers (job_id, id);
-- What a provider earned, by the account it is owed on.
CREATE INDEX ledger_transfers_earned ON ledger_transfers (credit_owner, at) WHERE credit_kind = 'provider_payable';
CREATE INDEX ledger_transfers_taken ON ledger_transfers (debit_owner, at) WHERE debit_kind = 'provider_payable';

-- The last sequence of every durable stream, and its events. The row is locked by whoever appends until its commit ends: sequences have no gap and appear in order.
CREATE TABLE streams (
    id bigint GENERATED ALWAYS AS IDENTITY,
    stream text COLLATE "C" PRIMARY KEY,
    sequence bigint NOT NULL
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
CREATE TABLE stream_events (
    stream_id bigint NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    view_id bigint,
    payload text NOT NULL,
    PRIMARY KEY (stream_id, sequence)
);

CREATE TABLE offers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    offer_id uuid PRIMARY KEY,
    job_id uuid NOT NULL,
    shard text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    job_version bigint NOT NULL,
    provider_id uuid NOT NULL,
    sent_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    pick_up_due bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    ended_at bigint
);
CREATE INDEX offers_open ON offers (shard, offer_id) WHERE status = 'sent';
CREATE INDEX offers_job ON offers (job_id, id);

CREATE TABLE ratings (
    job_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
    comment text,
    at bigint NOT NULL
);
CREATE INDEX ratings_provider ON ratings (provider_id, stars);

-- The folded name is what a search compares: the program folds it, because what the server takes for a capital depends on its locale.
CREATE TABLE provider_directory (
    provider_id uuid PRIMARY KEY,
    name text NOT NULL,
    folded_name text COLLATE "C" NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    standing text COLLATE "C" NOT NULL,
    changed_at bigint NOT NULL
);
CREATE INDEX provider_directory_standing ON provider_directory (standing, provider_id);

CREATE TABLE api_keys (
    key_id uuid PRIMARY KEY,
    name text NOT NULL,
    customer_id uuid NOT NULL,
    scopes text[] NOT NULL,
    hash text COLLATE "C" NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    revoked_at bigint
);

-- What is append-only says so to whoever comes past the store.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: %', TG_TABLE_NAME, TG_ARGV[0];
END
$$;
CREATE TRIGGER ledger_transfers_keep BEFORE UPDATE OR DELETE ON ledger_transfers
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a correction is a new transfer');
CREATE TRIGGER ledger_transfers_stay BEFORE TRUNCATE ON ledger_transfers EXECUTE FUNCTION refuse_change('a correction is a new transfer');
CREATE TRIGGER job_events_keep BEFORE UPDATE OR DELETE ON job_events FOR EACH ROW EXECUTE FUNCTION refuse_change('what happened stays');
CREATE TRIGGER job_events_stay BEFORE TRUNCATE ON job_events EXECUTE FUNCTION refuse_change('what happened stays');
CREATE TRIGGER job_orders_keep BEFORE UPDATE OR DELETE ON job_orders FOR EACH ROW EXECUTE FUNCTION refuse_change('an order never changes');
CREATE TRIGGER job_orders_stay BEFORE TRUNCATE ON job_orders EXECUTE FUNCTION refuse_change('an order never changes');
