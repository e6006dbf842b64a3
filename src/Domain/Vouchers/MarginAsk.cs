using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a discount takes of a market's margin, asked of the market's transaction that holds it: with all that is held already it stays above the floor, or it is not given.</summary>
/// <param name="Market">Which market.</param>
/// <param name="Exposed">What the discount takes beyond what its own order leaves the platform; below nothing when the order leaves more.</param>
/// <param name="Above">How far the market stood above its floor.</param>
/// <param name="ReadAt">When that was read: what was used since is not in it.</param>
public sealed record MarginAsk(MarketId Market, Money.Money Exposed, Money.Money Above, DateTimeOffset ReadAt);
