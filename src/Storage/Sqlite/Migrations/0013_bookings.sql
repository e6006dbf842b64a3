-- What can be booked, how much of each slot is taken, and the bookings. The checks are the second net behind the code that decides.

CREATE TABLE bookable_resources (
    resource_id BLOB NOT NULL PRIMARY KEY,
    merchant_id BLOB NOT NULL,
    store_id BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bookable_resources_merchant ON bookable_resources (merchant_id, resource_id);
CREATE INDEX bookable_resources_store ON bookable_resources (store_id, resource_id);

-- Most: the capacity when it was last counted, or what was taken then, where the capacity was made less.
CREATE TABLE booking_slots (
    resource_id BLOB NOT NULL,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > begins_at),
    taken INTEGER NOT NULL CHECK (taken >= 0),
    most INTEGER NOT NULL,
    PRIMARY KEY (resource_id, begins_at),
    CONSTRAINT booking_slots_never_oversold CHECK (taken <= most)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_slots_end ON booking_slots (resource_id, ends_at);

CREATE TABLE bookings (
    booking_id BLOB NOT NULL PRIMARY KEY,
    resource_id BLOB NOT NULL,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    party INTEGER NOT NULL CHECK (party > 0),
    customer_id BLOB,
    status TEXT NOT NULL CHECK (status IN ('held', 'confirmed', 'seated', 'done', 'lapsed', 'canceled', 'no_show')),
    held_until INTEGER,
    job_id BLOB,
    terms TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    kept_minor_units INTEGER CHECK (kept_minor_units >= 0),
    by_store INTEGER NOT NULL CHECK (by_store IN (0, 1)),
    due_at INTEGER,
    news INTEGER NOT NULL CHECK (news IN (0, 1)),
    CONSTRAINT bookings_held_until CHECK ((status = 'held') = (held_until IS NOT NULL))
) STRICT;
CREATE INDEX bookings_slot ON bookings (resource_id, begins_at, booking_id);
CREATE INDEX bookings_customer ON bookings (customer_id, booking_id) WHERE customer_id IS NOT NULL;
CREATE INDEX bookings_lapse ON bookings (resource_id, begins_at, held_until) WHERE status = 'held';
CREATE INDEX bookings_due ON bookings (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX bookings_news ON bookings (booking_id) WHERE news = 1;
