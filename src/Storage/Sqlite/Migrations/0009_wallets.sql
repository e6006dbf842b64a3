-- What customers have with a business, the payments out of it, and all that happened to it. The balance stands beside its history; the books hold one against the other.

CREATE TABLE wallets (
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance_minor_units INTEGER NOT NULL,
    held_minor_units INTEGER NOT NULL,
    PRIMARY KEY (customer_id, operator_id, currency),
    CONSTRAINT wallets_not_overspent CHECK (held_minor_units >= 0 AND balance_minor_units >= held_minor_units)
) STRICT;

CREATE TABLE wallet_payments (
    intent TEXT NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    job_id BLOB NOT NULL,
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    status TEXT NOT NULL CHECK (status IN ('held', 'captured', 'released')),
    captured_minor_units INTEGER NOT NULL CHECK (captured_minor_units BETWEEN 0 AND amount_minor_units),
    refunded_minor_units INTEGER NOT NULL CHECK (refunded_minor_units BETWEEN 0 AND captured_minor_units)
) STRICT;
CREATE INDEX wallet_payments_wallet ON wallet_payments (customer_id, operator_id, currency);
CREATE INDEX wallet_payments_job ON wallet_payments (job_id);

CREATE TABLE wallet_entries (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('credited', 'topped_up', 'held', 'raised', 'captured', 'released', 'charged', 'refunded')),
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    subject_id BLOB NOT NULL,
    intent TEXT,
    reason TEXT,
    balance_minor_units INTEGER NOT NULL,
    held_minor_units INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX wallet_entries_customer ON wallet_entries (customer_id, number);
CREATE UNIQUE INDEX wallet_entries_paid_in ON wallet_entries (subject_id) WHERE kind IN ('credited', 'topped_up');
CREATE TRIGGER wallet_entries_keep BEFORE UPDATE ON wallet_entries BEGIN SELECT RAISE(ABORT, 'wallet entries are append-only: a correction is a new one'); END;
CREATE TRIGGER wallet_entries_stay BEFORE DELETE ON wallet_entries BEGIN SELECT RAISE(ABORT, 'wallet entries are append-only: a correction is a new one'); END;
CREATE TRIGGER wallet_entries_once BEFORE INSERT ON wallet_entries
WHEN EXISTS (SELECT 1 FROM wallet_entries WHERE key = NEW.key) OR EXISTS (SELECT 1 FROM wallet_entries WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a wallet is moved once: wallet_entries.key'); END;

CREATE TABLE wallet_top_ups (
    top_up_id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    method TEXT NOT NULL,
    gateway_customer TEXT,
    status TEXT NOT NULL CHECK (status IN ('begun', 'paid', 'failed')),
    intent TEXT,
    code TEXT,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX wallet_top_ups_due ON wallet_top_ups (due_at, top_up_id) WHERE status = 'begun';

-- What comes into a wallet is of no job: its transfers are of the entry that says so.
DROP TRIGGER ledger_transfers_currency;
CREATE TRIGGER ledger_transfers_currency BEFORE INSERT ON ledger_transfers
WHEN NEW.currency IS NOT (SELECT currency FROM jobs WHERE job_id = NEW.job_id)
    AND NEW.currency IS NOT (SELECT currency FROM wallet_entries WHERE subject_id = NEW.job_id AND kind IN ('credited', 'topped_up'))
BEGIN SELECT RAISE(ABORT, 'a ledger transfer is of a job, in its currency'); END;

CREATE INDEX ledger_transfers_wallet_in ON ledger_transfers (credit_owner) WHERE credit_kind = 'customer_wallet';
CREATE INDEX ledger_transfers_wallet_out ON ledger_transfers (debit_owner) WHERE debit_kind = 'customer_wallet';
