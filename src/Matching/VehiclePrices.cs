namespace O2O.Dispatch.Matching;

/// <summary>
/// What each vehicle's scarcity was worth in a round. The next round begins with it and is solved sooner; what it decides is optimal with or without, though
/// of equally good plans it may take another.
/// </summary>
/// <param name="Slots">Slots, ascending.</param>
/// <param name="Milliseconds">A price for each, 0 or less.</param>
public sealed record VehiclePrices(IReadOnlyList<int> Slots, IReadOnlyList<long> Milliseconds);
