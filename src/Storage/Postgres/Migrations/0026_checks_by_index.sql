-- A connection plans these checks once, with the tables as they are then. Planned on a young database they read the whole table beside what a statement made, and went on so while it grew: each look is by its index, whatever the tables
-- hold. Whoever replaces one of the functions has to say so again.
ALTER FUNCTION refuse_unsound_pending() SET enable_seqscan = off;
ALTER FUNCTION refuse_unsound_pending() SET enable_hashjoin = off;
ALTER FUNCTION refuse_unsound_pending() SET enable_mergejoin = off;
ALTER FUNCTION refuse_foreign_currency() SET enable_seqscan = off;
