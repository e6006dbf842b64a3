using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>
/// The rules of <see cref="LedgerCheck"/>, fed by any store with one job after the other: Begin, Add for each of its transfers, End. It is other code than the one that posts.
/// A payment that failed for good is looked at for its captures alone: its debt stays on the customer's account, and its hold is the bank's matter.
/// </summary>
internal sealed class LedgerAudit
{
    private long _jobs;
    private long _transfers;
    private long _captured;
    private long _imbalance;
    private string? _firstFault;
    private JobId _job;
    private bool _settled;
    private string _currency = string.Empty;
    private string _customer = string.Empty;
    private long _customerOwes;
    private long _ledgerCaptured;

    /// <summary>What was found so far.</summary>
    public LedgerCheck Result => new(_jobs, _transfers, _captured, _imbalance, _firstFault);

    /// <summary>Begins a job.</summary>
    public void Begin(JobId job, JobStatus status, PaymentStatus payment, string currency, string customer)
    {
        _jobs++;
        _job = job;
        _settled = status.IsEnd() && payment is PaymentStatus.Captured or PaymentStatus.Released;
        _currency = currency;
        _customer = customer;
        _customerOwes = 0;
        _ledgerCaptured = 0;
    }

    /// <summary>Takes a transfer of the job.</summary>
    public void Add(string key, LedgerAccount debit, LedgerAccount credit, long amount, string currency)
    {
        _transfers++;
        if (currency != _currency)
        {
            Off(amount, $"Job {_job} is in {_currency} and transfer '{key}' in {currency}");
            return;
        }

        Move(debit, amount);
        Move(credit, -amount);

        void Move(LedgerAccount account, long change)
        {
            if (account.Kind == AccountKind.GatewayClearing)
            {
                _ledgerCaptured += change;
            }
            else if (account.Kind == AccountKind.Customer && account.Owner == _customer)
            {
                _customerOwes += change;
            }
            else if (account.Kind == AccountKind.Customer)
            {
                Off(amount, $"Transfer '{key}' of job {_job} moves the account of customer {account.Owner}, whose job it is not");
            }
        }
    }

    /// <summary>Ends a job.</summary>
    public void End(long authorised, long captured, long released)
    {
        _captured += _ledgerCaptured;
        Off(captured - _ledgerCaptured, $"Job {_job} says {captured} was captured, the ledger says {_ledgerCaptured}");
        if (_settled)
        {
            Off(_customerOwes, $"Job {_job} is settled and its customer's account is off zero by {_customerOwes}");
            Off(authorised - captured - released, $"Job {_job} is settled with {authorised} authorised, {captured} captured and {released} released");
        }
    }

    /// <summary>Takes a transfer of no job.</summary>
    public void Orphan(JobId job, string key, long amount)
    {
        _transfers++;
        Off(amount, $"Transfer '{key}' is for job {job}, which does not exist");
    }

    /// <summary>Takes the trial balance.</summary>
    public void Balance(ImmutableArray<AccountTotal> totals)
    {
        long difference = 0;
        foreach (var total in totals)
        {
            difference += total.DebitMinorUnits - total.CreditMinorUnits;
        }

        Off(difference, $"All debits less all credits come to {difference}");
    }

    private void Off(long difference, string fault)
    {
        if (difference != 0)
        {
            _imbalance += Math.Abs(difference);
            _firstFault ??= fault + ".";
        }
    }
}
