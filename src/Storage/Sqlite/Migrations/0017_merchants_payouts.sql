-- A job owes its provider and its merchants: each stands in the queue by itself.
CREATE TABLE transfers_due_by_payee (
    job_id BLOB NOT NULL,
    payee_kind TEXT NOT NULL,
    payee_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (job_id, payee_id, payee_kind)
) STRICT;
INSERT INTO transfers_due_by_payee (job_id, payee_kind, payee_id, currency, due_at, tries) SELECT job_id, payee_kind, payee_id, currency, due_at, tries FROM transfers_due;
DROP TABLE transfers_due;
ALTER TABLE transfers_due_by_payee RENAME TO transfers_due;
CREATE INDEX transfers_due_at ON transfers_due (due_at, job_id);
CREATE INDEX transfers_due_payee ON transfers_due (payee_id, currency);
