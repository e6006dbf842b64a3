-- The pending transfers that it makes, posts or voids, if there are any.
pended AS (
    INSERT INTO ledger_pending (key, phase, of_key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause, operator_id, merchant_id, at)
    SELECT t.key, t.phase, t.of_key, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount, t.currency, changed.job_id, t.intent, t.cause, t.operator_id, t.merchant_id, t.at
    FROM changed, unnest({pending}) WITH ORDINALITY
        AS t (key, phase, of_key, debit_kind, debit_owner, credit_kind, credit_owner, amount, currency, intent, cause, operator_id, merchant_id, at, place)
    WHERE (SELECT count(*) FROM {before}) >= 0
    ORDER BY t.place
    RETURNING 1
),
