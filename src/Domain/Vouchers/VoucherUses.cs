using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a job used of the vouchers that it holds.</summary>
public static class VoucherUses
{
    /// <summary>What of each voucher a price uses, in their order: the discount line that it became, or nothing.</summary>
    /// <param name="order">The order, whose vouchers are the last discounts of its quoted price.</param>
    /// <param name="fare">The final price; null when nothing is paid, a fee uses none.</param>
    public static ImmutableArray<(OrderedVoucher Voucher, Money.Money Used)> Of(JobOrder order, Fare? fare)
    {
        if (order.Vouchers is not { IsDefaultOrEmpty: false } vouchers)
        {
            return [];
        }

        // A price that falls takes discounts off from the first on, so that those left out are the last.
        var discounts = fare is null ? [] : fare.Lines.Where(line => line.Kind == FareLineKind.Discount).Skip(First(order)).ToList();
        var uses = ImmutableArray.CreateBuilder<(OrderedVoucher, Money.Money)>(vouchers.Length);
        for (var i = 0; i < vouchers.Length; i++)
        {
            uses.Add((vouchers[i], i < discounts.Count ? -discounts[i].Amount : Money.Money.Zero(vouchers[i].Amount.Currency)));
        }

        return uses.MoveToImmutable();
    }

    /// <summary>
    /// What of each voucher a job has used now that it is at its end. One that is completed uses them, and one whose quoted price is kept although it was not: a delivery that came back for the customer's reasons, a
    /// code whose time is over. A fee uses none.
    /// </summary>
    public static ImmutableArray<(OrderedVoucher Voucher, Money.Money Used)> AtEnd(Job job) => Of(job.Order, MayUse(job.Status) ? job.FinalFare : null);

    /// <summary>The ends of jobs that may have used vouchers.</summary>
    public static ImmutableArray<JobStatus> Ends { get; } = [JobStatus.Completed, JobStatus.NoShow, JobStatus.Expired];

    /// <summary>Whether a job that ended so may have used vouchers.</summary>
    public static bool MayUse(JobStatus status) => Ends.Contains(status);

    /// <summary>The place of an order's first voucher among the discounts of its quoted price, from 0: vouchers are the last of them.</summary>
    public static int First(JobOrder order) => order.QuotedFare.Lines.Count(line => line.Kind == FareLineKind.Discount) - (order.Vouchers?.Length ?? 0);

    /// <summary>Whether the vouchers of an order are the last discounts of its quoted price, with the same funders.</summary>
    public static bool Fit(JobOrder order)
    {
        var uses = Of(order, order.QuotedFare);
        var lines = order.QuotedFare.Lines.Where(line => line.Kind == FareLineKind.Discount).TakeLast(uses.Length).ToList();
        return lines.Count == uses.Length && uses.Zip(lines).All(pair => pair.First.Used == pair.First.Voucher.Amount && pair.First.Voucher.Funder == pair.Second.Funder);
    }
}
