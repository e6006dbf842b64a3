-- What the order of a journey, or with vouchers, leaves in their read models.
touched AS (
    INSERT INTO journey_jobs (job_id, journey_id, market, customer_id, source, campaign_id, requested_at)
    SELECT changed.job_id, $55, $45, $47, COALESCE(q.source, 'portal'), q.campaign_id, $50
    FROM changed LEFT JOIN journey_quotes q ON q.quote_id = $56
    WHERE $55 IS NOT NULL AND (SELECT count(*) FROM {before}) >= 0
    RETURNING 1
), loop AS (
    INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place)
    SELECT changed.job_id, v.voucher_id, v.campaign_id, v.place FROM changed, unnest($57, $58, $59) AS v (voucher_id, campaign_id, place)
    WHERE (SELECT count(*) FROM touched) >= 0
    RETURNING 1
),
