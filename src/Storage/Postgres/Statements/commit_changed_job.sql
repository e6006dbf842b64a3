-- The head of a commit of a job that exists: the version check is the condition of the UPDATE. The other parts go on where it ends.
WITH changed AS (
    UPDATE jobs SET version = $33, status = $34, shard = $35, provider_id = $36, plan_slot = $37, deadline_at = $38, updated_at = $3, payment_status = $39,
        authorised_minor_units = $40, captured_minor_units = $41, released_minor_units = $42, state_json = $43, phase = $44, attention = $45
    WHERE job_id = $1 AND version = $2
    RETURNING job_id
),
