-- What its merchant counts of it, if there is anything. An order counts once: a hold that was asked for anew is none.
counted AS (
    INSERT INTO sale_facts (merchant_id, at, job_id, version, kind, store_id, customer_id, value)
    SELECT {merchant}, f.at, changed.job_id, f.version, f.kind, f.store_id, CASE WHEN f.kind = 'ordered' THEN {customer}::uuid END, f.value
    FROM changed, unnest({facts}) AS f (at, version, kind, store_id, value)
    WHERE (SELECT count(*) FROM {before}) >= 0
    ON CONFLICT DO NOTHING
    RETURNING 1
),
