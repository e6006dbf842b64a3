using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The rules of giving payees what a job earned: to each one transfer at a time, every one under a number of its own, and together never more than the job's line for the payee.</summary>
internal static class TransferDecisions
{
    /// <summary>Nets and sets aside.</summary>
    public static JobDecision Begin(Job job, JobCommand.BeginTransfer begin, DateTimeOffset now)
    {
        var done = job.Payment.Transfers;
        if (begin.Number != (done?.Items.Length ?? 0) + 1 || done?.IsUnderWay(begin.Merchant) == true)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        Payee? payee = begin.Merchant is { } merchant ? Payee.Of(merchant) : job.Assignment is { } assignment ? Payee.Of(assignment.Provider) : null;
        if (!PayeeLine.IsSettled(job) || payee is not { } to || begin.Number > JobLimits.MaxTransfers)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        var currency = job.Payment.Captured.Currency;
        if (begin.Amount.Currency != currency || begin.Netted.Currency != currency || begin.Amount.IsNegative || begin.Netted.IsNegative
            || (begin.Amount.IsZero && begin.Netted.IsZero) || (!begin.Amount.IsZero && string.IsNullOrEmpty(begin.Account))
            || begin.Amount + begin.Netted > PayeeLine.Of(job, to))
        {
            return JobDecision.Reject(JobRejection.AmountWrong);
        }

        return JobDecision.Of(new JobEvent.TransferBegun(begin.Number, begin.Amount, begin.Netted, begin.Account, begin.Merchant) { At = now });
    }

    /// <summary>The gateway moved the money.</summary>
    public static JobDecision Paid(Job job, JobCommand.TransferPaid news, DateTimeOffset now) =>
        job.Payment.Transfers?.Find(news.Number) is not { Status: TransferStatus.Begun } transfer ? JobDecision.Reject(JobRejection.PaymentStateWrong)
        : news.Amount != transfer.Amount ? JobDecision.Reject(JobRejection.AmountWrong)
        : JobDecision.Of(new JobEvent.TransferPaid(news.Number, news.Amount, news.Reference) { At = now });

    /// <summary>The gateway refused for good.</summary>
    public static JobDecision Refused(Job job, JobCommand.TransferRefused news, DateTimeOffset now) =>
        job.Payment.Transfers?.Find(news.Number) is { Status: TransferStatus.Begun }
            ? JobDecision.Of(new JobEvent.TransferFailed(news.Number, news.Code) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);
}
