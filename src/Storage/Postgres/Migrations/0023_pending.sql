-- Pending transfers: money that is held or awaited and moves no posted balance. What becomes of one is a row of its own that names it; there is at most one.
CREATE TABLE ledger_pending (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text COLLATE "C" NOT NULL UNIQUE,
    phase text COLLATE "C" NOT NULL CONSTRAINT ledger_pending_phase CHECK (phase IN ('pending', 'posted', 'voided')),
    of_key text COLLATE "C",
    debit_kind text COLLATE "C" NOT NULL,
    debit_owner text COLLATE "C" NOT NULL,
    credit_kind text COLLATE "C" NOT NULL,
    credit_owner text COLLATE "C" NOT NULL,
    amount_minor_units bigint NOT NULL CONSTRAINT ledger_pending_amount CHECK (amount_minor_units > 0),
    currency text COLLATE "C" NOT NULL,
    job_id uuid NOT NULL,
    intent text,
    cause text NOT NULL,
    operator_id text COLLATE "C" NOT NULL,
    merchant_id uuid,
    at bigint NOT NULL,
    CONSTRAINT ledger_pending_sides CHECK (debit_kind <> credit_kind OR debit_owner <> credit_owner),
    CONSTRAINT ledger_pending_names CHECK ((phase = 'pending') = (of_key IS NULL))
);
CREATE INDEX ledger_pending_job ON ledger_pending (job_id, id);
CREATE UNIQUE INDEX ledger_pending_of ON ledger_pending (of_key) WHERE of_key IS NOT NULL;

CREATE TRIGGER ledger_pending_keep BEFORE UPDATE OR DELETE ON ledger_pending FOR EACH ROW EXECUTE FUNCTION refuse_change('what becomes of a pending transfer is a row of its own');
CREATE TRIGGER ledger_pending_stay BEFORE TRUNCATE ON ledger_pending EXECUTE FUNCTION refuse_change('what becomes of a pending transfer is a row of its own');

-- Once a statement, over all that it made: the job, and the pending one, may be written by the same statement.
CREATE FUNCTION refuse_unsound_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM made LEFT JOIN ledger_pending p ON p.key = made.of_key AND p.phase = 'pending'
        WHERE CASE made.phase
            WHEN 'pending' THEN made.currency IS DISTINCT FROM (SELECT jobs.currency FROM jobs WHERE jobs.job_id = made.job_id)
            ELSE (p.job_id, p.currency, p.debit_kind, p.debit_owner, p.credit_kind, p.credit_owner)
                    IS DISTINCT FROM (made.job_id, made.currency, made.debit_kind, made.debit_owner, made.credit_kind, made.credit_owner)
                OR CASE made.phase WHEN 'posted' THEN made.amount_minor_units > p.amount_minor_units ELSE made.amount_minor_units <> p.amount_minor_units END
            END)
    THEN
        RAISE EXCEPTION 'a pending transfer is of a job, in its currency; what is posted or voided is pending, of the same accounts, and no less'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_pending_sound', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER ledger_pending_sound AFTER INSERT ON ledger_pending REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION refuse_unsound_pending();
