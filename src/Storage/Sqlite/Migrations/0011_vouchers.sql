-- Campaigns, their vouchers, and what of each campaign is used and held. What is held counts as used until it is given back; the checks are the second net behind the code that decides.

CREATE TABLE campaigns (
    campaign_id BLOB NOT NULL PRIMARY KEY,
    operator_id TEXT NOT NULL,
    code TEXT UNIQUE,
    body TEXT NOT NULL,
    currency TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    budget_minor_units INTEGER NOT NULL CHECK (budget_minor_units > 0),
    spent_minor_units INTEGER NOT NULL CHECK (spent_minor_units >= 0),
    held_minor_units INTEGER NOT NULL CHECK (held_minor_units >= 0),
    most_uses INTEGER,
    uses INTEGER NOT NULL CHECK (uses >= 0),
    issued INTEGER NOT NULL CHECK (issued >= 0),
    created_at INTEGER NOT NULL,
    CONSTRAINT campaigns_within_budget CHECK (spent_minor_units + held_minor_units <= budget_minor_units),
    CONSTRAINT campaigns_within_cap CHECK (most_uses IS NULL OR uses <= most_uses)
) STRICT;
CREATE INDEX campaigns_operator ON campaigns (operator_id, campaign_id);
CREATE INDEX campaigns_ends ON campaigns (ends_at);

-- Of everybody: the customer of nothing but zeros. Of all days: day 0; otherwise the number of the day by the campaign's clock, 1 for 1 January of the year 1.
CREATE TABLE campaign_counts (
    campaign_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    day INTEGER NOT NULL,
    uses INTEGER NOT NULL CHECK (uses >= 0),
    PRIMARY KEY (campaign_id, customer_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE vouchers (
    voucher_id BLOB NOT NULL PRIMARY KEY,
    campaign_id BLOB NOT NULL,
    code TEXT NOT NULL UNIQUE,
    holder_id BLOB,
    source TEXT NOT NULL,
    reference TEXT,
    currency TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('issued', 'held', 'redeemed', 'expired', 'voided')),
    hold_by BLOB,
    hold_customer_id BLOB,
    hold_minor_units INTEGER CHECK (hold_minor_units > 0),
    hold_until INTEGER,
    hold_ordered INTEGER CHECK (hold_ordered IN (0, 1)),
    hold_day INTEGER,
    used_minor_units INTEGER CHECK (used_minor_units > 0),
    CONSTRAINT vouchers_used_within_hold CHECK (used_minor_units IS NULL OR used_minor_units <= hold_minor_units),
    CONSTRAINT vouchers_held_by CHECK ((status IN ('held', 'redeemed')) = (hold_by IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX vouchers_reference ON vouchers (campaign_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX vouchers_holder ON vouchers (holder_id, voucher_id) WHERE holder_id IS NOT NULL;
CREATE INDEX vouchers_usable ON vouchers (holder_id, expires_at) WHERE status IN ('issued', 'held');
CREATE INDEX vouchers_lapse ON vouchers (campaign_id, hold_until) WHERE status = 'held' AND hold_until IS NOT NULL;

-- Tries of customers to enter codes.
CREATE TABLE voucher_tries (
    customer_id BLOB NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL,
    tries INTEGER NOT NULL CHECK (tries >= 0)
) STRICT, WITHOUT ROWID;
