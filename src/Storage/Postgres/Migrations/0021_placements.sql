-- Merchants pay to be shown in front of others. body: the whole placement, a JSON document.
CREATE TABLE placements (
    placement_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    version bigint NOT NULL,
    paused bigint NOT NULL CHECK (paused IN (0, 1)),
    ends_at bigint NOT NULL,
    budget_minor_units bigint NOT NULL,
    spent_minor_units bigint NOT NULL DEFAULT 0 CONSTRAINT placements_within_budget CHECK (spent_minor_units <= budget_minor_units),
    body text COLLATE "C" NOT NULL
);
CREATE INDEX placements_merchant ON placements (merchant_id, placement_id);
CREATE INDEX placements_running ON placements (ends_at) WHERE paused = 0;

-- Who opened a placed store: a price that is set aside until held_until, or the visit that it became.
CREATE TABLE placement_clicks (
    click_id uuid PRIMARY KEY,
    placement_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    store_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    price_minor_units bigint NOT NULL CHECK (price_minor_units > 0),
    currency text COLLATE "C" NOT NULL,
    day bigint NOT NULL,
    clicked_at bigint NOT NULL,
    until_at bigint NOT NULL,
    held_until bigint NOT NULL,
    job_id uuid,
    visited_at bigint
);
CREATE INDEX placement_clicks_day ON placement_clicks (placement_id, day);
CREATE INDEX placement_clicks_held ON placement_clicks (placement_id, held_until) WHERE job_id IS NULL;
CREATE INDEX placement_clicks_open ON placement_clicks (held_until) WHERE job_id IS NULL;
CREATE INDEX placement_clicks_customer ON placement_clicks (customer_id, placement_id, store_id, until_at) WHERE job_id IS NULL;
CREATE UNIQUE INDEX placement_clicks_job ON placement_clicks (job_id) WHERE job_id IS NOT NULL;
