using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What a market's margin was when the ledger was read.</summary>
/// <param name="Above">How far it stood above its floor; below zero when the floor is reached.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record MarginReading(Money Above, DateTimeOffset ReadAt);
