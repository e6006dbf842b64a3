-- The offers that end with it, if there are any.
ended AS (
    UPDATE offers SET status = o.status, ended_at = $3
    FROM unnest($18, $19) AS o (offer_id, status)
    WHERE offers.offer_id = o.offer_id AND offers.status = 'sent' AND EXISTS (SELECT FROM changed) AND (SELECT count(*) FROM {before}) >= 0
    RETURNING 1
),
