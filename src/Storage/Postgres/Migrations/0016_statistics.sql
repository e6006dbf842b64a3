-- What merchants count of their stores' orders: a row for each event of a job that counts, written with it. Nothing here is known from here alone: it follows from the events.
-- value: what src/Domain/Statistics/SaleFactKind.cs says. customer_id: of ordered alone, which a job has once.
CREATE TABLE sale_facts (
    merchant_id uuid NOT NULL,
    at bigint NOT NULL,
    job_id uuid NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    store_id uuid NOT NULL,
    customer_id uuid,
    value bigint,
    PRIMARY KEY (merchant_id, at, job_id, version, kind)
);
CREATE UNIQUE INDEX sale_facts_ordered ON sale_facts (job_id) WHERE kind = 'ordered';
CREATE INDEX sale_facts_customer ON sale_facts (merchant_id, customer_id, at, job_id) WHERE kind = 'ordered';

-- What was sold before this table was there.
WITH sold AS (
    SELECT j.job_id, j.merchant_id, j.customer_id, j.requested_at, (o.order_json::jsonb #>> '{sale,store}')::uuid AS store_id,
        coalesce(o.order_json::jsonb ->> 'kind' = 'delivery', false) AS delivered, o.order_json::jsonb ->> 'pick_up_at' IS NULL AS at_once
    FROM jobs j JOIN job_orders o ON o.job_id = j.job_id WHERE j.merchant_id IS NOT NULL AND o.order_json::jsonb ->> 'sale' IS NOT NULL
), happened AS (
    SELECT s.*, e.version, e.name, e.at, e.payload::jsonb AS payload,
        (SELECT p.at FROM job_events p WHERE p.job_id = e.job_id AND p.name = 'merchant_asked') AS asked_at,
        (SELECT p.at FROM job_events p WHERE p.job_id = e.job_id AND p.name = 'merchant_accepted') AS accepted_at,
        (SELECT p.at FROM job_events p WHERE p.job_id = e.job_id AND p.name = 'arrived' AND p.version < e.version ORDER BY p.version DESC LIMIT 1) AS arrived_at,
        EXISTS (SELECT FROM job_events p WHERE p.job_id = e.job_id AND p.name = 'goods_prepared') AS said
    FROM sold s JOIN job_events e ON e.job_id = s.job_id
), counted AS (
    SELECT job_id, merchant_id, version, at, 'ordered' AS kind, store_id, customer_id, NULL::bigint AS value FROM happened h
        WHERE name = 'payment_authorised' AND version = (SELECT min(p.version) FROM job_events p WHERE p.job_id = h.job_id AND p.name = 'payment_authorised')
    UNION ALL SELECT job_id, merchant_id, version, at, 'asked', store_id, NULL, NULL FROM happened WHERE name = 'merchant_asked'
    UNION ALL SELECT job_id, merchant_id, version, at, 'accepted', store_id, NULL, CASE WHEN asked_at IS NOT NULL THEN greatest(0, at - asked_at) / 10000 END FROM happened WHERE name = 'merchant_accepted'
    UNION ALL SELECT job_id, merchant_id, version, at, 'rejected', store_id, NULL, NULL FROM happened WHERE name = 'canceled' AND payload ->> 'reason' = 'merchant_rejected'
    UNION ALL SELECT job_id, merchant_id, version, at, 'silent', store_id, NULL, NULL FROM happened WHERE name = 'canceled' AND payload ->> 'reason' = 'merchant_silent'
    UNION ALL SELECT job_id, merchant_id, version, at, 'prepared', store_id, NULL, greatest(0, at - accepted_at) / 10000 FROM happened
        WHERE accepted_at IS NOT NULL AND (name = 'goods_prepared' OR (name = 'started' AND delivered AND NOT said))
    UNION ALL SELECT job_id, merchant_id, version, at, 'collected', store_id, NULL, CASE WHEN arrived_at IS NOT NULL THEN greatest(0, at - arrived_at) / 10000 END FROM happened
        WHERE name = 'started' AND delivered
    UNION ALL SELECT job_id, merchant_id, version, at, 'completed', store_id, NULL, CASE WHEN delivered AND at_once THEN greatest(0, at - requested_at) / 10000 END FROM happened WHERE name = 'completed'
    UNION ALL SELECT job_id, merchant_id, version, at, 'redeemed', (payload #>> '{part,store}')::uuid, NULL, (payload #>> '{part,units}')::bigint FROM happened WHERE name = 'redeemed'
)
INSERT INTO sale_facts (merchant_id, at, job_id, version, kind, store_id, customer_id, value)
SELECT merchant_id, at, job_id, version, kind, store_id, customer_id, value FROM counted;
