-- A connection plans these checks once, with the tables as they are then. Planned on a young database they read the whole table beside what a statement made, and went on so while it grew: each look is by its index, whatever the tables hold.
ALTER FUNCTION refuse_unsound_pending() SET enable_seqscan = off;
ALTER FUNCTION refuse_foreign_currency() SET enable_seqscan = off;
