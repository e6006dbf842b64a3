-- Who is owed, what is due to be transferred, and what was paid out. The money itself is in the ledger, by the commits of jobs.

-- What a payee has in hand is summed by its owner.
CREATE INDEX ledger_transfers_cash_taken ON ledger_transfers (debit_owner) WHERE debit_kind = 'cash_in_hand';
CREATE INDEX ledger_transfers_cash_netted ON ledger_transfers (credit_owner) WHERE credit_kind = 'cash_in_hand';

-- One row, once the feed of jobs was read for the first time.
CREATE TABLE payout_position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    position TEXT NOT NULL
) STRICT;

-- Jobs whose earnings are to be given to their payee.
CREATE TABLE transfers_due (
    job_id BLOB NOT NULL PRIMARY KEY,
    payee_kind TEXT NOT NULL,
    payee_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX transfers_due_at ON transfers_due (due_at, job_id);
CREATE INDEX transfers_due_payee ON transfers_due (payee_id, currency);

-- One decision at a time for a payee and currency: it is written here before its job commits it, and goes when that is known. The version counts every change.
CREATE TABLE payee_balances (
    payee_kind TEXT NOT NULL,
    payee_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    version INTEGER NOT NULL,
    holds INTEGER NOT NULL,
    job_id BLOB,
    number INTEGER,
    transfer_minor_units INTEGER,
    netted_minor_units INTEGER,
    account TEXT,
    PRIMARY KEY (payee_id, currency, payee_kind)
) STRICT;
CREATE INDEX payee_balances_holds ON payee_balances (payee_id, currency, payee_kind) WHERE holds = 1;

CREATE TABLE payee_accounts (
    payee_kind TEXT NOT NULL,
    payee_id BLOB NOT NULL,
    account TEXT NOT NULL UNIQUE,
    takes_transfers INTEGER NOT NULL,
    pays_out INTEGER NOT NULL,
    missing TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    checked_at INTEGER NOT NULL,
    PRIMARY KEY (payee_id, payee_kind)
) STRICT;

CREATE TABLE payouts (
    payout_id BLOB NOT NULL PRIMARY KEY,
    payee_kind TEXT NOT NULL,
    payee_id BLOB NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor_units INTEGER NOT NULL CHECK (amount_minor_units > 0),
    period TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
    reference TEXT,
    code TEXT,
    created_at INTEGER NOT NULL,
    arrives_at INTEGER,
    checked_at INTEGER NOT NULL,
    UNIQUE (payee_id, currency, period, payee_kind)
) STRICT;
CREATE INDEX payouts_open ON payouts (checked_at, payout_id) WHERE status IN ('pending', 'in_transit');
CREATE INDEX payouts_payee ON payouts (payee_id, payout_id);
CREATE INDEX payouts_status ON payouts (status, payout_id);
