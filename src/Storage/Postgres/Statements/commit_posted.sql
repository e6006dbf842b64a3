-- The transfers that it posts, if there are any.
posted AS (
    INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause,
        operator_id, merchant_id, at)
    SELECT t.key, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount, t.currency, t.job_id, t.intent, t.cause, t.operator_id, t.merchant_id, t.at
    FROM changed, unnest($20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) WITH ORDINALITY
        AS t (key, debit_kind, debit_owner, credit_kind, credit_owner, amount, currency, job_id, intent, cause, operator_id, merchant_id, at, place)
    WHERE (SELECT count(*) FROM {before}) >= 0
    ORDER BY t.place
    RETURNING 1
),
