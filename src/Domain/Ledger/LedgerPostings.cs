using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Ledger;

/// <summary>Which transfers an event of a job makes. Pure.</summary>
public static class LedgerPostings
{
    /// <summary>The transfers of one event; none for most.</summary>
    /// <param name="job">The state after the event.</param>
    /// <param name="happened">The event.</param>
    public static ImmutableArray<LedgerTransfer> Of(Job job, JobEvent happened) => happened switch
    {
        JobEvent.Completed e => Settle(job, e.Settlement, "completed", e.At),
        JobEvent.Canceled { Settlement: { } settlement } e => Settle(job, settlement, "canceled", e.At),
        JobEvent.NoShowReported { Settlement: { } settlement } e => Settle(job, settlement, "no_show", e.At),
        JobEvent.PaymentCaptured e => Capture(job, e),
        _ => [],
    };

    private static ImmutableArray<LedgerTransfer> Settle(Job job, Settlement settlement, string cause, DateTimeOffset at)
    {
        var order = job.Order;
        var customer = new LedgerAccount(AccountKind.Customer, order.Customer.ToString());
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        if (job.Assignment is { } assignment)
        {
            Post("provider", customer, new LedgerAccount(AccountKind.ProviderPayable, assignment.Provider.ToString()), settlement.ProviderNet);
        }

        Post("commission", customer, new LedgerAccount(AccountKind.PlatformRevenue, order.Operator.Value), settlement.Commission);
        Post("tax", customer, new LedgerAccount(AccountKind.Tax, order.Operator.Value), settlement.Tax);
        for (var i = 0; i < settlement.FundedDiscounts.Length; i++)
        {
            var discount = settlement.FundedDiscounts[i];
            Post($"discount{i}", Funding(discount.Funder, order), customer, discount.Amount);
        }

        return transfers.ToImmutable();

        void Post(string part, LedgerAccount debit, LedgerAccount credit, Money.Money amount)
        {
            if (!amount.IsZero)
            {
                transfers.Add(new LedgerTransfer(
                    $"{order.Id}:{cause}:{part}", debit, credit, amount, order.Id, job.Payment.Intent, cause, order.Operator, order.Merchant, at));
            }
        }
    }

    /// <summary>The account that pays for a discount. The platform's own discounts are the operator's.</summary>
    private static LedgerAccount Funding(Funder funder, JobOrder order) => funder.Kind switch
    {
        FunderKind.Platform => new LedgerAccount(AccountKind.PromotionFunder, $"platform/{order.Operator}"),
        FunderKind.Merchant => new LedgerAccount(AccountKind.PromotionFunder, $"merchant/{funder.Id}"),
        FunderKind.Operator => new LedgerAccount(AccountKind.PromotionFunder, $"operator/{funder.Id}"),
        FunderKind.Provider => new LedgerAccount(AccountKind.PromotionFunder, $"provider/{funder.Id}"),
    };

    private static ImmutableArray<LedgerTransfer> Capture(Job job, JobEvent.PaymentCaptured captured) => captured.Amount.IsZero
        ? []
        : [new LedgerTransfer(
            $"{job.Id}:captured:{job.Payment.Intent}",
            new LedgerAccount(AccountKind.GatewayClearing, job.Order.Operator.Value),
            new LedgerAccount(AccountKind.Customer, job.Order.Customer.ToString()),
            captured.Amount,
            job.Id,
            job.Payment.Intent,
            "captured",
            job.Order.Operator,
            job.Order.Merchant,
            captured.At)];
}
