using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Payouts;

/// <summary>What one job has left on its provider's account: the sum of its transfers on <c>provider_payable</c>. Below zero when a refund came after the money had gone.</summary>
public static class ProviderLine
{
    /// <summary>The line of a job; zero for one without a provider or a price.</summary>
    public static Money.Money Of(Job job)
    {
        var line = Money.Money.Zero(job.Payment.Captured.Currency);
        if (job.Assignment is null)
        {
            return line;
        }

        if (job.Settlement is { } settlement)
        {
            line += settlement.ProviderNet;
            if (settlement.LeadFee is { } fee)
            {
                line -= fee;
            }
        }

        if (job.Payment.Tip is { Status: TipStatus.Paid } tip)
        {
            line += tip.Amount;
        }

        foreach (var refund in job.Payment.Refunds?.Items ?? [])
        {
            if (refund.Status == RefundStatus.Paid)
            {
                line -= LedgerPostings.ProviderPart(job, refund);
            }
        }

        return job.Payment.Transfers is { } transfers ? line - transfers.Given(line.Currency) : line;
    }

    /// <summary>Whether what the job earned may be given to its provider: it is over, and the customer has paid all of it, in cash or at the gateway. A disputed payment waits for its decision.</summary>
    public static bool IsSettled(Job job) => job.Status.IsEnd() && job.Due.IsZero
        && job.Payment.Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Released;

    /// <summary>Whether it can still come to be settled by itself.</summary>
    public static bool MaySettle(Job job) => job.Payment.Status != PaymentStatus.Failed;
}
