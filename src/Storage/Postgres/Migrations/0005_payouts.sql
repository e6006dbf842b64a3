-- Who is owed, what is due to be transferred, and what was paid out. The money itself is in the ledger, by the commits of jobs.

-- What a payee has in hand is summed by its owner.
CREATE INDEX ledger_transfers_cash_taken ON ledger_transfers (debit_owner) WHERE debit_kind = 'cash_in_hand';
CREATE INDEX ledger_transfers_cash_netted ON ledger_transfers (credit_owner) WHERE credit_kind = 'cash_in_hand';

-- One row, once the feed of jobs was read for the first time.
CREATE TABLE payout_position (
    id integer PRIMARY KEY CHECK (id = 1),
    position text NOT NULL
);

-- Jobs whose earnings are to be given to their payee.
CREATE TABLE transfers_due (
    job_id uuid NOT NULL PRIMARY KEY,
    payee_kind text NOT NULL,
    payee_id uuid NOT NULL,
    currency text NOT NULL,
    due_at bigint NOT NULL,
    tries integer NOT NULL
);
CREATE INDEX transfers_due_at ON transfers_due (due_at, job_id);
CREATE INDEX transfers_due_payee ON transfers_due (payee_id, currency);

-- One decision at a time for a payee and currency: it is written here before its job commits it, and goes when that is known. The version counts every change.
CREATE TABLE payee_balances (
    payee_kind text NOT NULL,
    payee_id uuid NOT NULL,
    currency text NOT NULL,
    version bigint NOT NULL,
    holds boolean NOT NULL,
    job_id uuid,
    number integer,
    transfer_minor_units bigint,
    netted_minor_units bigint,
    account text,
    PRIMARY KEY (payee_id, currency, payee_kind)
);
CREATE INDEX payee_balances_holds ON payee_balances (payee_id, currency, payee_kind) WHERE holds;

CREATE TABLE payee_accounts (
    payee_kind text NOT NULL,
    payee_id uuid NOT NULL,
    account text NOT NULL UNIQUE,
    takes_transfers boolean NOT NULL,
    pays_out boolean NOT NULL,
    missing text NOT NULL,
    opened_at bigint NOT NULL,
    checked_at bigint NOT NULL,
    PRIMARY KEY (payee_id, payee_kind)
);

CREATE TABLE payouts (
    payout_id uuid NOT NULL PRIMARY KEY,
    payee_kind text NOT NULL,
    payee_id uuid NOT NULL,
    account text NOT NULL,
    currency text NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    period text NOT NULL,
    attempt integer NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
    reference text,
    code text,
    created_at bigint NOT NULL,
    arrives_at bigint,
    checked_at bigint NOT NULL,
    UNIQUE (payee_id, currency, period, payee_kind)
);
CREATE INDEX payouts_open ON payouts (checked_at, payout_id) WHERE status IN ('pending', 'in_transit');
CREATE INDEX payouts_payee ON payouts (payee_id, payout_id);
CREATE INDEX payouts_status ON payouts (status, payout_id);
