-- The completion of a job of a journey.
loop AS (
    UPDATE journey_jobs SET completed_at = $46 WHERE job_id = $1 AND completed_at IS NULL AND EXISTS (SELECT FROM changed) AND (SELECT count(*) FROM {before}) >= 0
    RETURNING 1
),
