-- Merchants, their stores, products and staff, and what each store has in stock. A check is the second net behind the code that decides: never less than nothing.

CREATE TABLE merchants (
    merchant_id uuid PRIMARY KEY,
    operator_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    currency text COLLATE "C" NOT NULL,
    standing text COLLATE "C" NOT NULL CHECK (standing IN ('applied', 'verified', 'suspended')),
    created_at bigint NOT NULL
);
CREATE INDEX merchants_operator ON merchants (operator_id, merchant_id);

-- changed_at: when the store, its merchant's standing, what it sells or a name of that changed last. How many there are of something does not count.
CREATE TABLE stores (
    store_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    body text NOT NULL,
    changed_at bigint NOT NULL
);
CREATE INDEX stores_merchant ON stores (merchant_id, store_id);
CREATE INDEX stores_changed ON stores (changed_at, store_id);

CREATE TABLE products (
    product_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    name text NOT NULL,
    body text NOT NULL
);
CREATE INDEX products_merchant ON products (merchant_id, product_id);

-- left_over: null for as many as one likes.
CREATE TABLE shelves (
    store_id uuid NOT NULL,
    channel text COLLATE "C" NOT NULL CHECK (channel IN ('delivery', 'counter', 'visit')),
    product_id uuid NOT NULL,
    left_over bigint CHECK (left_over >= 0),
    PRIMARY KEY (store_id, channel, product_id)
);
CREATE INDEX shelves_product ON shelves (product_id, store_id);

-- What jobs have taken, and whether they gave it back.
CREATE TABLE stock_takes (
    store_id uuid NOT NULL,
    job_id uuid NOT NULL,
    channel text COLLATE "C" NOT NULL,
    lines text NOT NULL,
    returned bigint NOT NULL CHECK (returned IN (0, 1)),
    PRIMARY KEY (store_id, job_id)
);

CREATE TABLE staff (
    staff_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    store_id uuid,
    role text COLLATE "C" NOT NULL CHECK (role IN ('owner', 'counter')),
    name text NOT NULL,
    revoked_at bigint
);
CREATE INDEX staff_merchant ON staff (merchant_id, staff_id);
