using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Books;

/// <summary>
/// What a job, or many of one currency, came to: read from the transfers alone, so that it agrees with the ledger by construction. All amounts are whole minor units of one currency.
/// As a sale divides it, the gross is commission, tax and what provider and merchant get; refunds, tips and disputes later change the parts, never the gross.
/// </summary>
/// <param name="Gross">The price before discounts, tax included.</param>
/// <param name="Discounts">What funders paid of it, in order of their names.</param>
/// <param name="Commission">What the platform kept of it, less what it gave back in refunds.</param>
/// <param name="Tax">The tax in it, less what was given back.</param>
/// <param name="ProviderNet">What the provider earned, tips included, less what was taken back; payouts do not count.</param>
/// <param name="MerchantNet">What the merchant earned, likewise.</param>
/// <param name="Tips">The part of <paramref name="ProviderNet"/> that is tips, less what of them was given back.</param>
/// <param name="GatewayFees">What the gateway kept; 0 until it is known.</param>
/// <param name="Captured">What the gateway took from customers.</param>
/// <param name="Refunded">What it gave back to them.</param>
/// <param name="Disputed">What is held in disputes, or was lost in them.</param>
/// <param name="PlatformMargin">Commission less the discounts that the platform funds, gateway fees and disputes. May be negative.</param>
/// <param name="Accounts">Every kind of account that moved, in order of name; they sum to zero.</param>
/// <param name="Cash">What providers took at the door in cash.</param>
/// <param name="CardAtDoor">What they took there by card, at terminals of their own.</param>
/// <param name="TipsRefunded">What of tips was given back; a part of <paramref name="Refunded"/>.</param>
public sealed record JobEconomics(
    long Gross,
    ImmutableArray<FundedAmount> Discounts,
    long Commission,
    long Tax,
    long ProviderNet,
    long MerchantNet,
    long Tips,
    long GatewayFees,
    long Captured,
    long Refunded,
    long Disputed,
    long PlatformMargin,
    ImmutableArray<AccountAmount> Accounts,
    long Cash = 0,
    long CardAtDoor = 0,
    long TipsRefunded = 0)
{
    private const string PlatformFunder = "platform";

    /// <summary>Reads the transfers of one currency.</summary>
    /// <param name="moves">In any order.</param>
    public static JobEconomics Of(IEnumerable<BookMove> moves)
    {
        long gross = 0, commission = 0, lost = 0, tips = 0, captured = 0, refunded = 0, paidToProviders = 0, paidToMerchants = 0, cash = 0, card = 0, tipsRefunded = 0;
        var funded = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var accounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var move in moves)
        {
            Add(accounts, move.DebitKind, -move.MinorUnits);
            Add(accounts, move.CreditKind, move.MinorUnits);
            // What a funder pays later, out of what it earned here, is no part of this job's price.
            var isNetting = Causes.IsNetting(move.Cause);
            if (move.DebitKind == AccountNames.PromotionFunder && !isNetting)
            {
                Add(funded, move.DebitOwner, move.MinorUnits);
            }

            if (move.CreditKind == AccountNames.PromotionFunder && !isNetting)
            {
                Add(funded, move.CreditOwner, -move.MinorUnits);
            }

            if (Causes.IsSale(move.Cause) && move.DebitKind != AccountNames.PromotionFunder)
            {
                gross += move.MinorUnits;
            }

            var revenue = Signed(move, AccountNames.PlatformRevenue);
            if (Causes.IsDispute(move.Cause))
            {
                lost -= revenue;
            }
            else
            {
                commission += revenue;
            }

            if (Causes.IsPayout(move.Cause))
            {
                paidToProviders += Signed(move, AccountNames.ProviderPayable);
                paidToMerchants += Signed(move, AccountNames.MerchantPayable);
            }

            tips += Causes.IsTip(move.Cause) ? Signed(move, AccountNames.ProviderPayable) : 0;
            tipsRefunded -= Causes.IsTipRefund(move.Cause) ? Signed(move, AccountNames.ProviderPayable) : 0;
            cash += Causes.IsCash(move.Cause) ? move.MinorUnits : 0;
            card += Causes.IsCardAtDoor(move.Cause) ? move.MinorUnits : 0;
            var taken = Causes.IsPayer(move.DebitKind) && move.CreditKind == AccountNames.Customer ? move.MinorUnits : 0;
            captured += Causes.IsRefund(move.Cause) ? 0 : taken;
            refunded -= Causes.IsRefund(move.Cause) ? taken : 0;
            refunded += Causes.IsPayer(move.CreditKind) && move.DebitKind == AccountNames.Customer ? move.MinorUnits : 0;
        }

        var fees = -accounts.GetValueOrDefault(AccountNames.GatewayFees);
        var disputed = lost - accounts.GetValueOrDefault(AccountNames.Disputes);
        var discounts = funded.Where(funder => funder.Value != 0).Select(funder => new FundedAmount(funder.Key, funder.Value)).ToImmutableArray();
        var ofPlatform = discounts.Where(funder => funder.Funder == PlatformFunder || funder.Funder.StartsWith(PlatformFunder + "/", StringComparison.Ordinal)).Sum(funder => funder.MinorUnits);
        return new JobEconomics(
            gross,
            discounts,
            commission,
            accounts.GetValueOrDefault(AccountNames.Tax),
            accounts.GetValueOrDefault(AccountNames.ProviderPayable) - paidToProviders,
            accounts.GetValueOrDefault(AccountNames.MerchantPayable) - paidToMerchants,
            tips,
            fees,
            captured,
            refunded,
            disputed,
            commission - ofPlatform - fees - disputed,
            [.. accounts.Select(account => new AccountAmount(account.Key, account.Value))],
            cash,
            card,
            tipsRefunded);
    }

    private static long Signed(BookMove move, string kind) => (move.CreditKind == kind ? move.MinorUnits : 0) - (move.DebitKind == kind ? move.MinorUnits : 0);

    private static void Add(SortedDictionary<string, long> sums, string name, long amount) => sums[name] = sums.GetValueOrDefault(name) + amount;
}
