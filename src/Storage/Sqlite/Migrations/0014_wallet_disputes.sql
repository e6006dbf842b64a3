-- A bank may take back what was put into a wallet by a card: then the balance may come below what is held, and below zero, by no more than disputes took.

-- SQLite changes no constraint of a table that is there: both are written anew. A trigger that names one of them has to be away meanwhile.
DROP TRIGGER ledger_transfers_currency;

CREATE TABLE wallets_new (
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    balance_minor_units INTEGER NOT NULL,
    held_minor_units INTEGER NOT NULL,
    disputed_minor_units INTEGER NOT NULL DEFAULT 0 CHECK (disputed_minor_units >= 0),
    PRIMARY KEY (customer_id, operator_id, currency),
    CONSTRAINT wallets_not_overspent CHECK (held_minor_units >= 0 AND balance_minor_units >= held_minor_units - disputed_minor_units)
) STRICT;
INSERT INTO wallets_new (customer_id, operator_id, currency, balance_minor_units, held_minor_units)
    SELECT customer_id, operator_id, currency, balance_minor_units, held_minor_units FROM wallets;
DROP TABLE wallets;
ALTER TABLE wallets_new RENAME TO wallets;
CREATE INDEX wallets_owing ON wallets (balance_minor_units, customer_id) WHERE balance_minor_units < 0;

CREATE TABLE wallet_entries_new (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL,
    operator_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('credited', 'topped_up', 'held', 'raised', 'captured', 'released', 'charged', 'refunded', 'disputed', 'dispute_won', 'dispute_lost')),
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    subject_id BLOB NOT NULL,
    intent TEXT,
    reason TEXT,
    balance_minor_units INTEGER NOT NULL,
    held_minor_units INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO wallet_entries_new
    SELECT number, key, customer_id, operator_id, currency, kind, amount_minor_units, subject_id, intent, reason, balance_minor_units, held_minor_units, at FROM wallet_entries;
DROP TABLE wallet_entries;
ALTER TABLE wallet_entries_new RENAME TO wallet_entries;
CREATE INDEX wallet_entries_customer ON wallet_entries (customer_id, number);
CREATE UNIQUE INDEX wallet_entries_paid_in ON wallet_entries (subject_id) WHERE kind IN ('credited', 'topped_up');
CREATE TRIGGER wallet_entries_keep BEFORE UPDATE ON wallet_entries BEGIN SELECT RAISE(ABORT, 'wallet entries are append-only: a correction is a new one'); END;
CREATE TRIGGER wallet_entries_stay BEFORE DELETE ON wallet_entries BEGIN SELECT RAISE(ABORT, 'wallet entries are append-only: a correction is a new one'); END;
CREATE TRIGGER wallet_entries_once BEFORE INSERT ON wallet_entries
WHEN EXISTS (SELECT 1 FROM wallet_entries WHERE key = NEW.key) OR EXISTS (SELECT 1 FROM wallet_entries WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a wallet is moved once: wallet_entries.key'); END;
CREATE INDEX wallet_entries_disputes ON wallet_entries (subject_id, number) WHERE kind IN ('disputed', 'dispute_won', 'dispute_lost');
CREATE INDEX wallet_entries_disputed ON wallet_entries (number) WHERE kind = 'disputed';

CREATE TRIGGER ledger_transfers_currency BEFORE INSERT ON ledger_transfers
WHEN NEW.currency IS NOT (SELECT currency FROM jobs WHERE job_id = NEW.job_id)
    AND NEW.currency IS NOT (SELECT currency FROM wallet_entries WHERE subject_id = NEW.job_id AND kind IN ('credited', 'topped_up'))
BEGIN SELECT RAISE(ABORT, 'a ledger transfer is of a job, in its currency'); END;
