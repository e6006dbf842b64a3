-- Webhooks to merchants and integrators, and the order of all job events that they are made from.

-- The order is that of the transactions: one that is still under way may yet write rows that come before others that are seen, so that a reader stops at the oldest of those.
-- A sequence would not tell; and two commits of one job never stand in another order, because the later one is begun when the earlier one is seen.
ALTER TABLE job_events ADD COLUMN committed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX job_events_feed ON job_events (committed, job_id, version);
-- Finds a period; a few bytes for a hundred pages.
CREATE INDEX job_events_at ON job_events USING brin (at) WITH (autosummarize = on);

-- The secrets are kept as they are: a signature is made with them. A deleted endpoint has none; its row stays as long as its deliveries may be looked at.
CREATE TABLE webhook_endpoints (
    endpoint_id uuid PRIMARY KEY,
    owner_id uuid,
    url text NOT NULL,
    description text,
    types text[] NOT NULL,
    customer_id uuid,
    market text COLLATE "C",
    merchant_id uuid,
    secret text NOT NULL,
    old_secret text,
    old_secret_until bigint,
    state text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL,
    failing_since bigint
);
CREATE INDEX webhook_endpoints_owner ON webhook_endpoints (owner_id, endpoint_id) WHERE owner_id IS NOT NULL;
CREATE INDEX webhook_endpoints_enabled ON webhook_endpoints (endpoint_id) WHERE state = 'enabled';
CREATE INDEX webhook_endpoints_failing ON webhook_endpoints (endpoint_id) WHERE state = 'failing';

-- What is sent of an event, once, to however many endpoints.
CREATE TABLE webhook_events (
    event_id text COLLATE "C" PRIMARY KEY,
    created_at bigint NOT NULL,
    body text NOT NULL
);
CREATE INDEX webhook_events_created ON webhook_events (created_at);

-- A claim ends with due_at: then another node may try.
CREATE TABLE webhook_deliveries (
    delivery_id uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    job_id uuid,
    version bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts integer NOT NULL,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    give_up_at bigint NOT NULL,
    claim uuid,
    tried_at bigint,
    status integer,
    latency_milliseconds integer,
    fault text,
    answer text,
    UNIQUE (event_id, endpoint_id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_first ON webhook_deliveries (endpoint_id, job_id, version) WHERE state = 'pending' AND attempts = 0;
CREATE INDEX webhook_deliveries_parked ON webhook_deliveries (endpoint_id, tried_at) WHERE state = 'parked';
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, delivery_id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);

-- One row: up to where the feed was queued. Nobody has subscribed to what happened before.
CREATE TABLE webhook_position (
    id integer PRIMARY KEY CHECK (id = 1),
    position text NOT NULL
);
INSERT INTO webhook_position (id, position) VALUES (1, pg_snapshot_xmin(pg_current_snapshot())::text || ':00000000000000000000000000000000:0');
