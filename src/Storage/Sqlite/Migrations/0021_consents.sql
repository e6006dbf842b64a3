-- What customers want counters to know, in their own words: a JSON array of texts.
CREATE TABLE customer_notes (
    customer_id BLOB NOT NULL PRIMARY KEY,
    notes TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which merchants a customer lets look, at one store or at all. What is taken back is gone; who looked stays below.
CREATE TABLE counter_consents (
    customer_id BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    store_id BLOB,
    given_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > given_at),
    PRIMARY KEY (customer_id, merchant_id)
) STRICT, WITHOUT ROWID;

-- Each time that a counter was shown something. Rows are never changed.
CREATE TABLE counter_looks (
    look_id BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL,
    merchant_id BLOB NOT NULL,
    store_id BLOB NOT NULL,
    staff_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    notes INTEGER NOT NULL CHECK (notes >= 0),
    vouchers INTEGER NOT NULL CHECK (vouchers >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_looks_customer ON counter_looks (customer_id, look_id);
CREATE TRIGGER counter_looks_keep BEFORE UPDATE ON counter_looks BEGIN SELECT RAISE(ABORT, 'counter looks are append-only'); END;
CREATE TRIGGER counter_looks_stay BEFORE DELETE ON counter_looks BEGIN SELECT RAISE(ABORT, 'counter looks are append-only'); END;
