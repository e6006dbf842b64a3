-- News of the payment gateway that could not be acted on is tried again, later each time, and set aside in the end. What waits from before is due at once.
ALTER TABLE payment_webhooks ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_webhooks ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_webhooks ADD COLUMN parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1));
ALTER TABLE payment_webhooks ADD COLUMN error TEXT;
CREATE INDEX payment_webhooks_due ON payment_webhooks (due_at, number) WHERE state = 'received' AND parked = 0;
CREATE INDEX payment_webhooks_parked ON payment_webhooks (number) WHERE parked = 1;

-- Refunds and tips that were refused stand beside refused methods: of which job, how much, and who asked.
ALTER TABLE payment_refusals ADD COLUMN job_id BLOB;
ALTER TABLE payment_refusals ADD COLUMN amount_minor_units INTEGER;
ALTER TABLE payment_refusals ADD COLUMN currency TEXT;
ALTER TABLE payment_refusals ADD COLUMN asked_by BLOB;
