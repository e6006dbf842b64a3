-- What the books ask for, and what the ledger refuses whoever writes to it.

-- By period, and by merchant.
CREATE INDEX ledger_transfers_at ON ledger_transfers (at);
CREATE INDEX ledger_transfers_merchant ON ledger_transfers (merchant_id, at) WHERE merchant_id IS NOT NULL;

CREATE TRIGGER ledger_transfers_sides BEFORE INSERT ON ledger_transfers
WHEN NEW.debit_kind = NEW.credit_kind AND NEW.debit_owner = NEW.credit_owner
BEGIN SELECT RAISE(ABORT, 'a ledger transfer goes from one account to another'); END;

CREATE TRIGGER ledger_transfers_currency BEFORE INSERT ON ledger_transfers
WHEN NEW.currency IS NOT (SELECT currency FROM jobs WHERE job_id = NEW.job_id)
BEGIN SELECT RAISE(ABORT, 'a ledger transfer is of a job, in its currency'); END;

-- INSERT OR REPLACE deletes what stands in its way without asking the trigger of DELETE, unless the connection has recursive_triggers on.
CREATE TRIGGER ledger_transfers_once BEFORE INSERT ON ledger_transfers
WHEN EXISTS (SELECT 1 FROM ledger_transfers WHERE key = NEW.key) OR EXISTS (SELECT 1 FROM ledger_transfers WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a ledger transfer is posted once: ledger_transfers.key'); END;
