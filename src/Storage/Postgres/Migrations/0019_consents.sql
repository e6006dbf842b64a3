-- What customers want counters to know, in their own words: a JSON array of texts.
CREATE TABLE customer_notes (
    customer_id uuid PRIMARY KEY,
    notes text COLLATE "C" NOT NULL,
    changed_at bigint NOT NULL
);

-- Which merchants a customer lets look, at one store or at all. What is taken back is gone; who looked stays below.
CREATE TABLE counter_consents (
    customer_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    store_id uuid,
    given_at bigint NOT NULL,
    until_at bigint NOT NULL CHECK (until_at > given_at),
    PRIMARY KEY (customer_id, merchant_id)
);

-- Each time that a counter was shown something. Rows are never changed.
CREATE TABLE counter_looks (
    look_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    store_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    job_id uuid NOT NULL,
    at bigint NOT NULL,
    notes bigint NOT NULL CHECK (notes >= 0),
    vouchers bigint NOT NULL CHECK (vouchers >= 0)
);
CREATE INDEX counter_looks_customer ON counter_looks (customer_id, look_id);
CREATE TRIGGER counter_looks_keep BEFORE UPDATE OR DELETE ON counter_looks FOR EACH ROW EXECUTE FUNCTION refuse_change('who looked stays');
CREATE TRIGGER counter_looks_stay BEFORE TRUNCATE ON counter_looks EXECUTE FUNCTION refuse_change('who looked stays');
