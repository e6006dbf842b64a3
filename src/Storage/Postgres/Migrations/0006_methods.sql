-- Merchants' accounts by owner: a brand has a part of jobs that are another merchant's.
CREATE INDEX ledger_transfers_merchant_owed ON ledger_transfers (credit_owner, at) WHERE credit_kind = 'merchant_payable';
CREATE INDEX ledger_transfers_merchant_owes ON ledger_transfers (debit_owner, at) WHERE debit_kind = 'merchant_payable';
CREATE INDEX ledger_transfers_funder_paid ON ledger_transfers (credit_owner, at) WHERE credit_kind = 'promotion_funder';
CREATE INDEX ledger_transfers_funder_owes ON ledger_transfers (debit_owner, at) WHERE debit_kind = 'promotion_funder';

-- Payment methods that were refused before there was a payment.
CREATE TABLE payment_refusals (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL,
    customer_id uuid NOT NULL,
    what text NOT NULL,
    method text NOT NULL,
    why text NOT NULL
);
CREATE INDEX payment_refusals_customer ON payment_refusals (customer_id, number);
