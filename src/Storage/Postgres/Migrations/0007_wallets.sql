-- What customers have with a business, the payments out of it, and all that happened to it. The balance stands beside its history; the books hold one against the other.

CREATE TABLE wallets (
    customer_id uuid NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    balance_minor_units bigint NOT NULL,
    held_minor_units bigint NOT NULL,
    PRIMARY KEY (customer_id, operator_id, currency),
    CONSTRAINT wallets_not_overspent CHECK (held_minor_units >= 0 AND balance_minor_units >= held_minor_units)
);

CREATE TABLE wallet_payments (
    intent text COLLATE "C" PRIMARY KEY,
    customer_id uuid NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    job_id uuid NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    status text COLLATE "C" NOT NULL CHECK (status IN ('held', 'captured', 'released')),
    captured_minor_units bigint NOT NULL CHECK (captured_minor_units BETWEEN 0 AND amount_minor_units),
    refunded_minor_units bigint NOT NULL CHECK (refunded_minor_units BETWEEN 0 AND captured_minor_units)
);
CREATE INDEX wallet_payments_wallet ON wallet_payments (customer_id, operator_id, currency);
CREATE INDEX wallet_payments_job ON wallet_payments (job_id);

CREATE TABLE wallet_entries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text COLLATE "C" NOT NULL UNIQUE,
    customer_id uuid NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('credited', 'topped_up', 'held', 'raised', 'captured', 'released', 'charged', 'refunded')),
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    subject_id uuid NOT NULL,
    intent text,
    reason text,
    balance_minor_units bigint NOT NULL,
    held_minor_units bigint NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX wallet_entries_customer ON wallet_entries (customer_id, number);
CREATE UNIQUE INDEX wallet_entries_paid_in ON wallet_entries (subject_id) WHERE kind IN ('credited', 'topped_up');
CREATE TRIGGER wallet_entries_keep BEFORE UPDATE OR DELETE ON wallet_entries FOR EACH ROW EXECUTE FUNCTION refuse_change('a correction is a new entry');
CREATE TRIGGER wallet_entries_stay BEFORE TRUNCATE ON wallet_entries EXECUTE FUNCTION refuse_change('a correction is a new entry');

CREATE TABLE wallet_top_ups (
    top_up_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount_minor_units bigint NOT NULL CHECK (amount_minor_units > 0),
    method text NOT NULL,
    gateway_customer text,
    status text COLLATE "C" NOT NULL CHECK (status IN ('begun', 'paid', 'failed')),
    intent text,
    code text,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL
);
CREATE INDEX wallet_top_ups_due ON wallet_top_ups (due_at, top_up_id) WHERE status = 'begun';

-- What comes into a wallet is of no job: its transfers are of the entry that says so.
CREATE OR REPLACE FUNCTION refuse_foreign_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM posted WHERE posted.currency IS DISTINCT FROM (SELECT jobs.currency FROM jobs WHERE jobs.job_id = posted.job_id)
            AND posted.currency IS DISTINCT FROM (
                SELECT wallet_entries.currency FROM wallet_entries WHERE wallet_entries.subject_id = posted.job_id AND wallet_entries.kind IN ('credited', 'topped_up')))
    THEN
        RAISE EXCEPTION 'a ledger transfer is of a job, in its currency' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_currency', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE INDEX ledger_transfers_wallet_in ON ledger_transfers (credit_owner) WHERE credit_kind = 'customer_wallet';
CREATE INDEX ledger_transfers_wallet_out ON ledger_transfers (debit_owner) WHERE debit_kind = 'customer_wallet';
