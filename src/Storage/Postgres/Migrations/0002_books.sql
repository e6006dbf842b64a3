-- What the books ask for, and what the ledger refuses whoever writes to it.

-- By period: rows come in order of their instants, so that the ranges of blocks are enough, and a posting writes no index for it. By merchant.
CREATE INDEX ledger_transfers_at ON ledger_transfers USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX ledger_transfers_merchant ON ledger_transfers (merchant_id, at) WHERE merchant_id IS NOT NULL;

ALTER TABLE ledger_transfers ADD CONSTRAINT ledger_transfers_sides CHECK (debit_kind <> credit_kind OR debit_owner <> credit_owner);

-- Once a statement, over all that it posted: the job may be written by the same statement, and a look at it for every row would cost as often.
CREATE FUNCTION refuse_foreign_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM posted WHERE posted.currency IS DISTINCT FROM (SELECT jobs.currency FROM jobs WHERE jobs.job_id = posted.job_id)) THEN
        RAISE EXCEPTION 'a ledger transfer is of a job, in its currency' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfers_currency', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER ledger_transfers_currency AFTER INSERT ON ledger_transfers REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION refuse_foreign_currency();
