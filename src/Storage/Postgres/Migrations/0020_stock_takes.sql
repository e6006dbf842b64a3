-- When a job took of a store's stock: what was taken for a job that is not there goes back after a while, and what is over is forgotten. What was taken before is older than that.
ALTER TABLE stock_takes ADD COLUMN taken_at bigint NOT NULL DEFAULT 0;
CREATE INDEX stock_takes_taken ON stock_takes (taken_at, job_id);
CREATE INDEX stock_takes_job ON stock_takes (job_id);

-- No job begins whose stock went back meanwhile. Who gives it back at this moment is waited for, and finds the job where this one was faster.
CREATE FUNCTION refuse_without_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM stock_takes WHERE job_id = NEW.job_id FOR SHARE;
    IF EXISTS (SELECT FROM stock_takes WHERE job_id = NEW.job_id AND returned = 1) THEN
        RAISE EXCEPTION 'the stock of the job was given back' USING ERRCODE = '23514', CONSTRAINT = 'jobs_have_stock';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_have_stock BEFORE INSERT ON jobs FOR EACH ROW WHEN (NEW.merchant_id IS NOT NULL) EXECUTE FUNCTION refuse_without_stock();
