-- What the payment gateway told, as it came.
CREATE TABLE payment_webhooks (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    account TEXT,
    created_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'processed', 'ignored', 'refused')),
    reason TEXT,
    handled_at INTEGER
) STRICT;
CREATE INDEX payment_webhooks_done ON payment_webhooks (handled_at) WHERE state = 'processed';
CREATE INDEX payment_webhooks_state ON payment_webhooks (state, number);
