-- What a hold takes of a market's margin beyond what its own order leaves, and when a voucher was used: held or used since the ledger was read, it counts.
ALTER TABLE vouchers ADD COLUMN hold_market TEXT;
ALTER TABLE vouchers ADD COLUMN hold_exposed INTEGER CHECK (hold_exposed >= 0);
ALTER TABLE vouchers ADD COLUMN used_at INTEGER;
CREATE INDEX vouchers_exposed ON vouchers (hold_market) WHERE status = 'held' AND hold_exposed > 0;
CREATE INDEX vouchers_exposed_used ON vouchers (hold_market, used_at) WHERE status = 'redeemed' AND hold_exposed > 0;

-- Customers' own links. The name in a link is random: it says nothing of whose it is.
CREATE TABLE referral_links (
    campaign_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    link_id BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, customer_id)
) STRICT, WITHOUT ROWID;

-- Who was brought by whom: once for each customer of an operator. With the first completed job, whether the referrer gets a voucher for it.
CREATE TABLE referrals (
    operator_id TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    campaign_id BLOB NOT NULL,
    referrer_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    job_id BLOB,
    rewarded INTEGER NOT NULL DEFAULT 0 CHECK (rewarded IN (0, 1)),
    PRIMARY KEY (operator_id, customer_id),
    CONSTRAINT referrals_of_others CHECK (customer_id <> referrer_id),
    CONSTRAINT referrals_rewarded_done CHECK (rewarded = 0 OR job_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX referrals_referrer ON referrals (campaign_id, referrer_id, rewarded);
