-- Why a person should look at a job's money, as bits (JobAttention); 0 for nearly all. An index for each reason.
ALTER TABLE jobs ADD COLUMN attention INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_attention_1 ON jobs (job_id) WHERE attention & 1 > 0;
CREATE INDEX jobs_attention_2 ON jobs (job_id) WHERE attention & 2 > 0;
CREATE INDEX jobs_attention_4 ON jobs (job_id) WHERE attention & 4 > 0;
CREATE INDEX jobs_attention_8 ON jobs (job_id) WHERE attention & 8 > 0;
-- Debts that there are: whoever reads them looks at the state.
UPDATE jobs SET attention = 1 WHERE phase = 3 AND payment_status IN ('failed', 'authorization_expired') AND status <> 'failed';
-- Disputes that may be undecided, found by the events.
UPDATE jobs SET attention = attention + 8 WHERE job_id IN (SELECT job_id FROM job_events WHERE name = 'dispute_opened');

-- Each try of a webhook delivery, as a JSON list; bounded by whoever writes it.
ALTER TABLE webhook_deliveries ADD COLUMN tries TEXT;
