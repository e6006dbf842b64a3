-- When a job took of a store's stock: what was taken for a job that is not there goes back after a while, and what is over is forgotten. What was taken before is older than that.
ALTER TABLE stock_takes ADD COLUMN taken_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stock_takes_taken ON stock_takes (taken_at, job_id);
CREATE INDEX stock_takes_returned ON stock_takes (job_id) WHERE returned = 1;

-- No job begins whose stock went back meanwhile.
CREATE TRIGGER jobs_have_stock BEFORE INSERT ON jobs WHEN NEW.merchant_id IS NOT NULL AND EXISTS (SELECT 1 FROM stock_takes WHERE job_id = NEW.job_id AND returned = 1)
BEGIN SELECT RAISE(ABORT, 'the stock of the job was given back'); END;
