-- What is due is looked for by lane: an index for each, so that what waits in the one is not read over for the other.
CREATE INDEX outbox_due_own ON outbox (due_at, id) WHERE parked = 0 AND kind <> 'ask_gateway';
CREATE INDEX outbox_due_gateway ON outbox (due_at, id) WHERE parked = 0 AND kind = 'ask_gateway';
DROP INDEX outbox_due;
