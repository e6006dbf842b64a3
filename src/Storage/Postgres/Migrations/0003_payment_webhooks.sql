-- What the payment gateway told, as it came.
CREATE TABLE payment_webhooks (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL UNIQUE,
    type text NOT NULL,
    account text,
    created_at bigint NOT NULL,
    received_at bigint NOT NULL,
    payload text NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'processed', 'ignored', 'refused')),
    reason text,
    handled_at bigint
);
CREATE INDEX payment_webhooks_done ON payment_webhooks (handled_at) WHERE state = 'processed';
CREATE INDEX payment_webhooks_state ON payment_webhooks (state, number);
