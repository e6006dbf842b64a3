using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Placements;

/// <summary>A click that became a visit: the customer's order at the store that was placed after it and is completed.</summary>
/// <param name="Click">The click.</param>
/// <param name="Job">The order.</param>
/// <param name="Operator">Whose books it is in.</param>
public sealed record PlacementVisit(PlacementClick Click, JobId Job, OperatorId Operator)
{
    /// <summary>The cause of the transfer of a visit's price.</summary>
    public const string Cause = "placed_visit";

    /// <summary>What the merchant pays for it: out of what it is owed, to the platform. The key is the order's: an order is billed once, whoever says it how often.</summary>
    /// <param name="at">When it is posted.</param>
    public LedgerTransfer Posting(DateTimeOffset at) => new(
        $"{Job}:{Cause}",
        new LedgerAccount(AccountKind.MerchantPayable, Click.Merchant.ToString()),
        new LedgerAccount(AccountKind.PlatformRevenue, Operator.ToString()),
        Click.Price,
        Job,
        null,
        Cause,
        Operator,
        Click.Merchant,
        at);
}
