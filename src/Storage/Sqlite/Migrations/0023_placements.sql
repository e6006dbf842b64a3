-- Merchants pay to be shown in front of others. body: the whole placement, a JSON document.
CREATE TABLE placements (
    placement_id BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    ends_at INTEGER NOT NULL,
    budget_minor_units INTEGER NOT NULL,
    spent_minor_units INTEGER NOT NULL DEFAULT 0 CONSTRAINT placements_within_budget CHECK (spent_minor_units <= budget_minor_units),
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX placements_merchant ON placements (merchant_id, placement_id);
CREATE INDEX placements_running ON placements (ends_at) WHERE paused = 0;

-- Who opened a placed store: a price that is set aside until held_until, or the visit that it became.
CREATE TABLE placement_clicks (
    click_id BLOB NOT NULL PRIMARY KEY,
    placement_id BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    store_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    price_minor_units INTEGER NOT NULL CHECK (price_minor_units > 0),
    currency TEXT NOT NULL,
    day INTEGER NOT NULL,
    clicked_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    job_id BLOB,
    visited_at INTEGER
) STRICT;
CREATE INDEX placement_clicks_day ON placement_clicks (placement_id, day);
CREATE INDEX placement_clicks_held ON placement_clicks (placement_id, held_until) WHERE job_id IS NULL;
CREATE INDEX placement_clicks_open ON placement_clicks (held_until) WHERE job_id IS NULL;
CREATE INDEX placement_clicks_customer ON placement_clicks (customer_id, placement_id, store_id, until_at) WHERE job_id IS NULL;
CREATE UNIQUE INDEX placement_clicks_job ON placement_clicks (job_id) WHERE job_id IS NOT NULL;
