-- Merchants, their stores, products and staff, and what each store has in stock. A check is the second net behind the code that decides: never less than nothing.

CREATE TABLE merchants (
    merchant_id BLOB NOT NULL PRIMARY KEY,
    operator_id TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('applied', 'verified', 'suspended')),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merchants_operator ON merchants (operator_id, merchant_id);

-- changed_at: when the store, its merchant's standing, what it sells or a name of that changed last. How many there are of something does not count.
CREATE TABLE stores (
    store_id BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stores_merchant ON stores (merchant_id, store_id);
CREATE INDEX stores_changed ON stores (changed_at, store_id);

CREATE TABLE products (
    product_id BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    name TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX products_merchant ON products (merchant_id, product_id);

-- left_over: null for as many as one likes.
CREATE TABLE shelves (
    store_id BLOB NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('delivery', 'counter', 'visit')),
    product_id BLOB NOT NULL,
    left_over INTEGER CHECK (left_over >= 0),
    PRIMARY KEY (store_id, channel, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shelves_product ON shelves (product_id, store_id);

-- What jobs have taken, and whether they gave it back.
CREATE TABLE stock_takes (
    store_id BLOB NOT NULL,
    job_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    lines TEXT NOT NULL,
    returned INTEGER NOT NULL CHECK (returned IN (0, 1)),
    PRIMARY KEY (store_id, job_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    staff_id BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    store_id BLOB,
    role TEXT NOT NULL CHECK (role IN ('owner', 'counter')),
    name TEXT NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_merchant ON staff (merchant_id, staff_id);
