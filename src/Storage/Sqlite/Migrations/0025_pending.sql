-- Pending transfers: money that is held or awaited and moves no posted balance. What becomes of one is a row of its own that names it; there is at most one.
CREATE TABLE ledger_pending (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    phase TEXT NOT NULL CHECK (phase IN ('pending', 'posted', 'voided')),
    of_key TEXT,
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
    at INTEGER NOT NULL,
    CHECK ((phase = 'pending') = (of_key IS NULL))
) STRICT;
CREATE INDEX ledger_pending_job ON ledger_pending (job_id, id);
CREATE UNIQUE INDEX ledger_pending_of ON ledger_pending (of_key) WHERE of_key IS NOT NULL;

CREATE TRIGGER ledger_pending_keep BEFORE UPDATE ON ledger_pending BEGIN SELECT RAISE(ABORT, 'pending transfers are append-only: what becomes of one is a row of its own'); END;
CREATE TRIGGER ledger_pending_stay BEFORE DELETE ON ledger_pending BEGIN SELECT RAISE(ABORT, 'pending transfers are append-only: what becomes of one is a row of its own'); END;

-- INSERT OR REPLACE deletes what stands in its way without asking the trigger of DELETE.
CREATE TRIGGER ledger_pending_once BEFORE INSERT ON ledger_pending
WHEN EXISTS (SELECT 1 FROM ledger_pending WHERE key = NEW.key) OR EXISTS (SELECT 1 FROM ledger_pending WHERE id = NEW.id)
    OR (NEW.of_key IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_pending WHERE of_key = NEW.of_key))
BEGIN SELECT RAISE(ABORT, 'a pending transfer is posted or voided once: ledger_pending.of_key'); END;

CREATE TRIGGER ledger_pending_begin BEFORE INSERT ON ledger_pending
WHEN NEW.phase = 'pending' AND (NEW.currency IS NOT (SELECT currency FROM jobs WHERE job_id = NEW.job_id) OR (NEW.debit_kind = NEW.credit_kind AND NEW.debit_owner = NEW.credit_owner))
BEGIN SELECT RAISE(ABORT, 'a pending transfer is of a job, in its currency, from one account to another'); END;

CREATE TRIGGER ledger_pending_end BEFORE INSERT ON ledger_pending
WHEN NEW.phase <> 'pending' AND NOT EXISTS (
    SELECT 1 FROM ledger_pending p WHERE p.key = NEW.of_key AND p.phase = 'pending' AND p.job_id = NEW.job_id AND p.currency = NEW.currency
        AND p.debit_kind = NEW.debit_kind AND p.debit_owner = NEW.debit_owner AND p.credit_kind = NEW.credit_kind AND p.credit_owner = NEW.credit_owner
        AND CASE NEW.phase WHEN 'posted' THEN NEW.amount_minor_units <= p.amount_minor_units ELSE NEW.amount_minor_units = p.amount_minor_units END)
BEGIN SELECT RAISE(ABORT, 'what is posted or voided is pending, of the same accounts, and no less'); END;
