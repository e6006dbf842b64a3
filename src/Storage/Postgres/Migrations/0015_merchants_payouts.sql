-- A job owes its provider and its merchants: each stands in the queue by itself.
ALTER TABLE transfers_due DROP CONSTRAINT transfers_due_pkey;
ALTER TABLE transfers_due ADD PRIMARY KEY (job_id, payee_id, payee_kind);
