namespace O2O.Dispatch.AllInOne.Data;

/// <summary>What is played on a data folder: written when it is first used, so that a later life goes on with the same.</summary>
/// <param name="Market">The market of its city.</param>
/// <param name="Seed">The seed of its people.</param>
/// <param name="Demand">Which demand: a file's name and size, or the rate of the generated city.</param>
/// <param name="Anchor">When that demand began.</param>
internal sealed record CityMark(string Market, ulong Seed, string Demand, DateTimeOffset Anchor);
