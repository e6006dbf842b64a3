-- Webhooks to merchants and integrators, and the order of all job events that they are made from.

-- One row an event, in the order they were committed: there is one writer, so that a position that is seen has everything before it. Kept as long as the events are.
CREATE TABLE job_event_feed (
    position INTEGER PRIMARY KEY,
    job_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO job_event_feed (job_id, version, at) SELECT job_id, version, at FROM job_events ORDER BY at, job_id, version;
CREATE TRIGGER job_events_feed AFTER INSERT ON job_events BEGIN INSERT INTO job_event_feed (job_id, version, at) VALUES (NEW.job_id, NEW.version, NEW.at); END;

-- The secrets are kept as they are: a signature is made with them. A deleted endpoint has none; its row stays as long as its deliveries may be looked at.
CREATE TABLE webhook_endpoints (
    endpoint_id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB,
    url TEXT NOT NULL,
    description TEXT,
    types TEXT NOT NULL,
    customer_id BLOB,
    market TEXT,
    merchant_id BLOB,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until INTEGER,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    failing_since INTEGER
) STRICT;
CREATE INDEX webhook_endpoints_owner ON webhook_endpoints (owner_id, endpoint_id) WHERE owner_id IS NOT NULL;
CREATE INDEX webhook_endpoints_enabled ON webhook_endpoints (endpoint_id) WHERE state = 'enabled';
CREATE INDEX webhook_endpoints_failing ON webhook_endpoints (endpoint_id) WHERE state = 'failing';

-- What is sent of an event, once, to however many endpoints.
CREATE TABLE webhook_events (
    event_id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_events_created ON webhook_events (created_at);

-- A claim ends with due_at: then another node may try.
CREATE TABLE webhook_deliveries (
    delivery_id BLOB NOT NULL PRIMARY KEY,
    endpoint_id BLOB NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    job_id BLOB,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    give_up_at INTEGER NOT NULL,
    claim BLOB,
    tried_at INTEGER,
    status INTEGER,
    latency_milliseconds INTEGER,
    fault TEXT,
    answer TEXT,
    UNIQUE (event_id, endpoint_id)
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_first ON webhook_deliveries (endpoint_id, job_id, version) WHERE state = 'pending' AND attempts = 0;
CREATE INDEX webhook_deliveries_parked ON webhook_deliveries (endpoint_id, tried_at) WHERE state = 'parked';
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, delivery_id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);

-- One row: up to where the feed was queued. What happened before is not told by itself.
CREATE TABLE webhook_position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    position TEXT NOT NULL
) STRICT;
INSERT INTO webhook_position (id, position) SELECT 1, CAST(coalesce(max(position), 0) AS TEXT) FROM job_event_feed;
