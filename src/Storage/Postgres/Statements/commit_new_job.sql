-- The head of a commit of a new job. The other parts go on where it ends.
WITH changed AS (
    INSERT INTO jobs (job_id, version, status, shard, provider_id, plan_slot, deadline_at, updated_at, payment_status, authorised_minor_units,
        captured_minor_units, released_minor_units, state_json, phase, market, service_class, customer_id, operator_id, merchant_id, requested_at, currency)
    VALUES ($1, $33, $34, $35, $36, $37, $38, $3, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)
    ON CONFLICT (job_id) DO NOTHING
    RETURNING job_id
), ordered AS (
    INSERT INTO job_orders (job_id, customer_id, requested_at, pick_up_longitude, pick_up_latitude, order_json)
    SELECT job_id, $47, $50, $53, $54, $52 FROM changed
),
