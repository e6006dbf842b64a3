using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Payouts;

/// <summary>What one job has left on a payee's account: the sum of its transfers on <c>provider_payable</c> or <c>merchant_payable</c>. Below zero when a refund came after the money had gone.</summary>
public static class PayeeLine
{
    /// <summary>The line of a payee; zero for one that the job owes nothing.</summary>
    public static Money.Money Of(Job job, Payee payee)
    {
        var line = Money.Money.Zero(job.Payment.Captured.Currency);
        if (job.Settlement is { } settlement)
        {
            line += Part(job, payee, settlement.ProviderNet, settlement.Tax, settlement.Merchants?.Select(part => part.Amount));
        }

        if (IsProvider(job, payee))
        {
            line -= job.Settlement?.LeadFee ?? Money.Money.Zero(line.Currency);
            line += job.Payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount - job.Payment.TipRefunded : Money.Money.Zero(line.Currency);
        }

        foreach (var refund in job.Payment.Refunds?.Items ?? [])
        {
            if (refund.Status == RefundStatus.Paid && !job.Payment.IsOfTip(refund))
            {
                var parts = LedgerPostings.PartsOf(job, refund);
                line -= Part(job, payee, parts.Provider, parts.Tax, parts.Merchants);
            }
        }

        return job.Payment.Transfers is { } transfers ? line - transfers.Given(line.Currency, payee.Merchant) : line;
    }

    /// <summary>Whom a job owes something, or may have owed: its provider, then its merchants in the order of the settlement.</summary>
    public static ImmutableArray<Payee> Payees(Job job)
    {
        var payees = ImmutableArray.CreateBuilder<Payee>();
        if (job.Assignment is { } assignment)
        {
            payees.Add(Payee.Of(assignment.Provider));
        }

        foreach (var part in job.Settlement?.Merchants ?? [])
        {
            payees.Add(Payee.Of(part.Merchant));
        }

        if (job.Settlement is { Tax.IsZero: false } && job.Order.Merchant is { } merchant && LedgerPostings.TaxOf(job, job.Settlement) == Payee.Of(merchant).Payable)
        {
            payees.Add(Payee.Of(merchant));
        }

        return [.. payees.Distinct()];
    }

    /// <summary>Whether what the job earned may be given: it is over, and the customer has paid all of it, in cash or at the gateway. A disputed payment waits for its decision.</summary>
    public static bool IsSettled(Job job) => job.Status.IsEnd() && job.Due.IsZero
        && job.Payment.Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Released;

    /// <summary>Whether it can still come to be settled by itself.</summary>
    public static bool MaySettle(Job job) => job.Payment.Status != PaymentStatus.Failed;

    private static bool IsProvider(Job job, Payee payee) => job.Assignment is { } assignment && payee == Payee.Of(assignment.Provider);

    /// <summary>What of a divided amount stands on the payee's account; the tax does where the payee hands it on.</summary>
    private static Money.Money Part(Job job, Payee payee, Money.Money provider, Money.Money tax, IEnumerable<Money.Money>? merchants)
    {
        var settlement = job.Settlement;
        var part = IsProvider(job, payee) ? provider : Money.Money.Zero(tax.Currency);
        foreach (var (one, amount) in (settlement?.Merchants ?? []).Zip(merchants ?? []))
        {
            part += Payee.Of(one.Merchant) == payee ? amount : Money.Money.Zero(tax.Currency);
        }

        return settlement is not null && LedgerPostings.TaxOf(job, settlement) == payee.Payable ? part + tax : part;
    }
}
