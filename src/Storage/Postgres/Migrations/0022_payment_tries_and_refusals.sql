-- News of the payment gateway that could not be acted on is tried again, later each time, and set aside in the end. What waits from before is due at once.
ALTER TABLE payment_webhooks
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN due_at bigint NOT NULL DEFAULT 0,
    ADD COLUMN parked boolean NOT NULL DEFAULT false,
    ADD COLUMN error text;
CREATE INDEX payment_webhooks_due ON payment_webhooks (due_at, number) WHERE state = 'received' AND NOT parked;
CREATE INDEX payment_webhooks_parked ON payment_webhooks (number) WHERE parked;

-- Refunds and tips that were refused stand beside refused methods: of which job, how much, and who asked.
ALTER TABLE payment_refusals
    ADD COLUMN job_id uuid,
    ADD COLUMN amount_minor_units bigint,
    ADD COLUMN currency text,
    ADD COLUMN asked_by uuid;
