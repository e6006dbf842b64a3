-- The name as a search compares it. The program folds it, because SQLite knows the capitals of ASCII alone; what stands here is folded anew when the entry changes.
ALTER TABLE provider_directory ADD COLUMN folded_name TEXT NOT NULL DEFAULT '';
UPDATE provider_directory SET folded_name = upper(name);
