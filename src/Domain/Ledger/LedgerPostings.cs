using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;

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
        JobEvent.Expired { Settlement: { } settlement } e => Settle(job, settlement, "expired", e.At),
        JobEvent.PaymentCaptured e => Capture(job, e),
        JobEvent.GatewayFeeCharged e => One(job, $"gateway_fee:{e.For}", AccountKind.GatewayFees, AccountKind.GatewayClearing, e.Amount, "gateway_fee", e.At),
        JobEvent.CashCollected e => AtDoor(job, e.Amount, "cash", e.At),
        JobEvent.CardCollected e => AtDoor(job, e.Amount, "card", e.At),
        JobEvent.PaymentRefunded e => Refund(job, e.Number, "refunded", reversed: false, e.At),
        JobEvent.RefundReversed e => Refund(job, e.Number, "refund_reversed", reversed: true, e.At),
        JobEvent.RestPaid e => [Transfer(job, $"captured:{e.Intent}", Payer(job), Customer(job), e.Amount, "captured", e.Intent, e.At)],
        JobEvent.TipPaid e => Tip(job, "tip", e.Number, e.Amount, e.Intent, reversed: false, e.At),
        JobEvent.TipRefunded e => Tip(job, "tip_refunded", e.Number, e.Amount, job.Payment.Tip?.Intent, reversed: true, e.At),
        JobEvent.TipRefundReversed { Number: var number } e when job.Payment.Refunds?.Find(number) is { } refund =>
            Tip(job, "tip_refund_reversed", number, refund.Amount, refund.Intent, reversed: false, e.At),
        JobEvent.DisputeOpened e => Dispute(job, e.Dispute, "opened", AccountKind.Disputes, AccountKind.GatewayClearing, e.At),
        JobEvent.DisputeWon e => Dispute(job, e.Dispute, "won", AccountKind.GatewayClearing, AccountKind.Disputes, e.At),
        JobEvent.DisputeLost e => Dispute(job, e.Dispute, "lost", AccountKind.PlatformRevenue, AccountKind.Disputes, e.At),
        JobEvent.TransferBegun e => Transfer(job, e),
        JobEvent.TransferPaid { Amount.IsZero: false } e =>
            One(job, $"transfer:{e.Number}:paid", AccountKind.PayoutsUnderWay, AccountKind.GatewayClearing, e.Amount, "transfer_paid", e.At),
        JobEvent.TransferFailed e => GiveUp(job, e),
        _ => [],
    };

    /// <summary>Who bears a refund.</summary>
    internal static RefundParts PartsOf(Job job, JobRefund refund)
    {
        var zero = Money.Money.Zero(refund.Amount.Currency);
        if (refund.Bearer != RefundBearer.Proportional || job.Settlement is not { } settlement)
        {
            return new RefundParts(refund.Bearer == RefundBearer.Provider ? refund.Amount : zero, zero, []);
        }

        var whole = settlement.Gross;
        var provider = job.Assignment is null ? zero : Share(refund.Amount, settlement.ProviderNet, whole);
        var tax = Money.Money.Min(Share(refund.Amount, settlement.Tax, whole), refund.Amount - provider);
        var left = refund.Amount - provider - tax;
        var merchants = ImmutableArray.CreateBuilder<Money.Money>(settlement.Merchants?.Length ?? 0);
        foreach (var part in settlement.Merchants ?? [])
        {
            var back = Money.Money.Min(Share(refund.Amount, part.Amount, whole), left);
            left -= back;
            merchants.Add(back);
        }

        return new RefundParts(provider, tax, merchants.ToImmutable());
    }

    /// <summary>The account of who hands the tax on: the seller's.</summary>
    internal static LedgerAccount TaxOf(Job job, Settlement settlement) => settlement.Seller switch
    {
        Seller.Merchant when job.Order.Merchant is { } merchant => Payee.Of(merchant).Payable,
        Seller.Provider when job.Assignment is { } assignment => Payee.Of(assignment.Provider).Payable,
        _ => Own(job, AccountKind.Tax),
    };

    private static ImmutableArray<LedgerTransfer> Settle(Job job, Settlement settlement, string cause, DateTimeOffset at)
    {
        var order = job.Order;
        var customer = Customer(job);
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        if (job.Assignment is { } assignment)
        {
            Post("provider", customer, new LedgerAccount(AccountKind.ProviderPayable, assignment.Provider.ToString()), settlement.ProviderNet);
        }

        Post("commission", customer, new LedgerAccount(AccountKind.PlatformRevenue, order.Operator.Value), settlement.Commission);
        Post("tax", customer, TaxOf(job, settlement), settlement.Tax);
        for (var i = 0; i < (settlement.Merchants?.Length ?? 0); i++)
        {
            var part = settlement.Merchants!.Value[i];
            Post($"merchant{i}", customer, new LedgerAccount(AccountKind.MerchantPayable, part.Merchant.ToString()), part.Amount);
        }

        for (var i = 0; i < settlement.FundedDiscounts.Length; i++)
        {
            var discount = settlement.FundedDiscounts[i];
            Post($"discount{i}", Funding(discount.Funder, order), customer, discount.Amount);
        }

        if (settlement.LeadFee is { IsZero: false } fee && job.Assignment is { } led)
        {
            transfers.Add(Transfer(
                job, "lead_fee", new LedgerAccount(AccountKind.ProviderPayable, led.Provider.ToString()), Own(job, AccountKind.PlatformRevenue), fee, "lead_fee", null, at));
        }

        return transfers.ToImmutable();

        void Post(string part, LedgerAccount debit, LedgerAccount credit, Money.Money amount)
        {
            if (!amount.IsZero)
            {
                transfers.Add(Transfer(job, $"{cause}:{part}", debit, credit, amount, cause, job.Payment.Intent, at));
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
        : [Transfer(job, $"captured:{job.Payment.Intent}", Payer(job), Customer(job), captured.Amount, "captured", job.Payment.Intent, captured.At)];

    /// <summary>At the door: the customer has paid, and the provider has the money, in hand or from its own terminal. What of it is not the provider's own is a debt until a payout nets it.</summary>
    private static ImmutableArray<LedgerTransfer> AtDoor(Job job, Money.Money amount, string by, DateTimeOffset at)
    {
        var provider = (job.Assignment ?? throw new InvalidOperationException($"Job {job.Id} was paid at the door and has no provider.")).Provider;
        return [Transfer(job, by, Payee.Of(provider).Debts, Customer(job), amount, $"{by}_collected", null, at)];
    }

    /// <summary>A refund: whoever bears it owes the customer, and the gateway has paid the customer. Reversed, the same transfers the other way: what was booked stays.</summary>
    private static ImmutableArray<LedgerTransfer> Refund(Job job, int number, string cause, bool reversed, DateTimeOffset at)
    {
        var refund = job.Payment.Refunds?.Find(number) ?? throw new InvalidOperationException($"Job {job.Id} has no refund {number}.");
        var customer = Customer(job);
        var parts = PartsOf(job, refund);
        var ofPlatform = refund.Amount - parts.Provider - parts.Tax;
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        for (var i = 0; i < parts.Merchants.Length; i++)
        {
            ofPlatform -= parts.Merchants[i];
            Post($"merchant{i}", Payee.Of(job.Settlement!.Merchants!.Value[i].Merchant).Payable, customer, parts.Merchants[i]);
        }

        Post("provider", job.Assignment is { } assignment ? Payee.Of(assignment.Provider).Payable : default, customer, parts.Provider);
        Post("tax", job.Settlement is { } settlement ? TaxOf(job, settlement) : Own(job, AccountKind.Tax), customer, parts.Tax);
        Post("platform", Own(job, AccountKind.PlatformRevenue), customer, ofPlatform);
        Post("paid", customer, Payer(job), refund.Amount);
        return transfers.ToImmutable();

        void Post(string part, LedgerAccount debit, LedgerAccount credit, Money.Money amount)
        {
            if (!amount.IsZero)
            {
                transfers.Add(Transfer(job, $"{cause}:{number}:{part}", reversed ? credit : debit, reversed ? debit : credit, amount, cause, refund.Intent ?? job.Payment.Intent, at));
            }
        }
    }

    private static ImmutableArray<LedgerTransfer> Dispute(Job job, string id, string what, AccountKind debit, AccountKind credit, DateTimeOffset at)
    {
        var dispute = job.Payment.Disputes?.Find(id) ?? throw new InvalidOperationException($"Job {job.Id} has no dispute {id}.");
        return [Transfer(job, $"dispute:{id}:{what}", Own(job, debit), Own(job, credit), dispute.Amount, $"dispute_{what}", dispute.Intent ?? job.Payment.Intent, at)];
    }

    /// <summary>A tip: whole to the provider, through the account that says what was tipped, and paid by the customer by a payment of its own. Reversed, what of it goes back, the same way.</summary>
    private static ImmutableArray<LedgerTransfer> Tip(Job job, string cause, int number, Money.Money amount, string? intent, bool reversed, DateTimeOffset at)
    {
        var provider = (job.Assignment ?? throw new InvalidOperationException($"Job {job.Id} has a tip and no provider.")).Provider;
        var customer = Customer(job);
        var tips = new LedgerAccount(AccountKind.Tips, provider.ToString());
        return [Post("tipped", customer, tips), Post("provider", tips, Payee.Of(provider).Payable), Post("paid", Payer(job), customer)];

        LedgerTransfer Post(string part, LedgerAccount debit, LedgerAccount credit) =>
            Transfer(job, $"{cause}:{number}:{part}", reversed ? credit : debit, reversed ? debit : credit, amount, cause, intent, at);
    }

    /// <summary>What is given to a payee is netted with what it owes, and the rest set aside for the gateway.</summary>
    private static ImmutableArray<LedgerTransfer> Transfer(Job job, JobEvent.TransferBegun begun)
    {
        var payee = PayeeOf(job, begun.Merchant);
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>(2);
        if (!begun.Netted.IsZero)
        {
            var cause = payee.Kind switch { PayeeKind.Provider => "cash_netted", PayeeKind.Merchant => "discounts_netted" };
            transfers.Add(Transfer(job, $"transfer:{begun.Number}:netted", payee.Payable, payee.Debts, begun.Netted, cause, null, begun.At));
        }

        if (!begun.Amount.IsZero)
        {
            transfers.Add(Transfer(job, $"transfer:{begun.Number}:begun", payee.Payable, Own(job, AccountKind.PayoutsUnderWay), begun.Amount, "transfer_begun", null, begun.At));
        }

        return transfers.ToImmutable();
    }

    private static ImmutableArray<LedgerTransfer> GiveUp(Job job, JobEvent.TransferFailed failed)
    {
        var transfer = job.Payment.Transfers?.Find(failed.Number) ?? throw new InvalidOperationException($"Job {job.Id} has no transfer {failed.Number}.");
        return [Transfer(
            job, $"transfer:{failed.Number}:failed", Own(job, AccountKind.PayoutsUnderWay), PayeeOf(job, transfer.Merchant).Payable, transfer.Amount, "transfer_failed", null, failed.At)];
    }

    private static Payee PayeeOf(Job job, MerchantId? merchant) => merchant is { } one
        ? Payee.Of(one)
        : Payee.Of(job.Assignment?.Provider ?? throw new InvalidOperationException($"Job {job.Id} has a transfer and no provider."));

    private static Money.Money Share(Money.Money amount, Money.Money part, Money.Money whole) => whole.IsZero
        ? Money.Money.Zero(amount.Currency)
        : new Money.Money(Rounding.HalfEven((Int128)amount.MinorUnits * part.MinorUnits, whole.MinorUnits), amount.Currency);

    private static ImmutableArray<LedgerTransfer> One(
        Job job, string key, AccountKind debit, AccountKind credit, Money.Money amount, string cause, DateTimeOffset at) =>
        [Transfer(job, key, Own(job, debit), Own(job, credit), amount, cause, job.Payment.Intent, at)];

    /// <summary>Where the customer's money comes from and goes back to: the gateway, or the customer's wallet.</summary>
    internal static LedgerAccount Payer(Job job) => job.Order.IsWallet
        ? new LedgerAccount(AccountKind.CustomerWallet, job.Order.Customer.ToString())
        : Own(job, AccountKind.GatewayClearing);

    /// <summary>The customer's account.</summary>
    internal static LedgerAccount Customer(Job job) => new(AccountKind.Customer, job.Order.Customer.ToString());

    /// <summary>An account of the business itself.</summary>
    private static LedgerAccount Own(Job job, AccountKind kind) => new(kind, job.Order.Operator.Value);

    /// <summary>A transfer of a job. Its key begins with the job's id.</summary>
    internal static LedgerTransfer Transfer(
        Job job, string key, LedgerAccount debit, LedgerAccount credit, Money.Money amount, string cause, string? intent, DateTimeOffset at) =>
        new($"{job.Id}:{key}", debit, credit, amount, job.Id, intent, cause, job.Order.Operator, job.Order.Merchant, at);
}
