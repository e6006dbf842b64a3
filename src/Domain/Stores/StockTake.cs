using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>What a job has taken of a store's stock.</summary>
/// <param name="By">The job.</param>
/// <param name="Channel">Of which stock.</param>
/// <param name="Lines">What was counted off, each product once; what has no limit is not among it.</param>
/// <param name="Returned">Whether it was given back; then it cannot be taken any more.</param>
public sealed record StockTake(Guid By, StoreChannel Channel, ImmutableArray<StockLine> Lines, bool Returned);
