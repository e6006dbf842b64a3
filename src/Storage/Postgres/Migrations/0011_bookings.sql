-- What can be booked, how much of each slot is taken, and the bookings. The checks are the second net behind the code that decides.

CREATE TABLE bookable_resources (
    resource_id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    store_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    body text NOT NULL,
    changed_at bigint NOT NULL
);
CREATE INDEX bookable_resources_merchant ON bookable_resources (merchant_id, resource_id);
CREATE INDEX bookable_resources_store ON bookable_resources (store_id, resource_id);

-- Most: the capacity when it was last counted, or what was taken then, where the capacity was made less.
CREATE TABLE booking_slots (
    resource_id uuid NOT NULL,
    begins_at bigint NOT NULL,
    ends_at bigint NOT NULL CHECK (ends_at > begins_at),
    taken bigint NOT NULL CHECK (taken >= 0),
    most bigint NOT NULL,
    PRIMARY KEY (resource_id, begins_at),
    CONSTRAINT booking_slots_never_oversold CHECK (taken <= most)
);
CREATE INDEX booking_slots_end ON booking_slots (resource_id, ends_at);

CREATE TABLE bookings (
    booking_id uuid PRIMARY KEY,
    resource_id uuid NOT NULL,
    begins_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    party bigint NOT NULL CHECK (party > 0),
    customer_id uuid,
    status text COLLATE "C" NOT NULL CHECK (status IN ('held', 'confirmed', 'seated', 'done', 'lapsed', 'canceled', 'no_show')),
    held_until bigint,
    job_id uuid,
    terms text NOT NULL,
    made_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    kept_minor_units bigint CHECK (kept_minor_units >= 0),
    by_store bigint NOT NULL CHECK (by_store IN (0, 1)),
    due_at bigint,
    news bigint NOT NULL CHECK (news IN (0, 1)),
    CONSTRAINT bookings_held_until CHECK ((status = 'held') = (held_until IS NOT NULL))
);
CREATE INDEX bookings_slot ON bookings (resource_id, begins_at, booking_id);
CREATE INDEX bookings_customer ON bookings (customer_id, booking_id) WHERE customer_id IS NOT NULL;
CREATE INDEX bookings_lapse ON bookings (resource_id, begins_at, held_until) WHERE status = 'held';
CREATE INDEX bookings_due ON bookings (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX bookings_news ON bookings (booking_id) WHERE news = 1;
