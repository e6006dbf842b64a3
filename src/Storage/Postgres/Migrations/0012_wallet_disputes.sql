-- A bank may take back what was put into a wallet by a card: then the balance may come below what is held, and below zero, by no more than disputes took.

ALTER TABLE wallets ADD COLUMN disputed_minor_units bigint NOT NULL DEFAULT 0 CHECK (disputed_minor_units >= 0);
ALTER TABLE wallets DROP CONSTRAINT wallets_not_overspent;
ALTER TABLE wallets ADD CONSTRAINT wallets_not_overspent CHECK (held_minor_units >= 0 AND balance_minor_units >= held_minor_units - disputed_minor_units);
CREATE INDEX wallets_owing ON wallets (balance_minor_units, customer_id) WHERE balance_minor_units < 0;

ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_kind_check;
ALTER TABLE wallet_entries ADD CONSTRAINT wallet_entries_kind_check
    CHECK (kind IN ('credited', 'topped_up', 'held', 'raised', 'captured', 'released', 'charged', 'refunded', 'disputed', 'dispute_won', 'dispute_lost'));
CREATE INDEX wallet_entries_disputes ON wallet_entries (subject_id, number) WHERE kind IN ('disputed', 'dispute_won', 'dispute_lost');
CREATE INDEX wallet_entries_disputed ON wallet_entries (number) WHERE kind = 'disputed';
