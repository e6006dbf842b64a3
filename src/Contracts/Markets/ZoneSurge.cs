namespace O2O.Dispatch.Contracts.Markets;

/// <summary>What the prices of a service in a zone are multiplied by.</summary>
/// <param name="Zone">Its name; empty for what lies in none.</param>
/// <param name="CountedBasisPoints">By demand and supply, at least 10,000.</param>
/// <param name="OwnBasisPoints">An operator's own, which counts instead; null for none.</param>
/// <param name="OwnUntil">Until when; null for none.</param>
/// <param name="Waiting">Requests that waited when it was last counted.</param>
/// <param name="Free">Providers that could have taken one.</param>
/// <param name="OwnStops">Whether the operator's own does not count although its time is not over: it holds the price down, and the market has nothing left above the floor of its margin to pay for that.</param>
[GenerateSerializer, Immutable, Alias("o2o.zone-surge")]
public sealed record ZoneSurge(
    [property: Id(0)] string Zone,
    [property: Id(1)] int CountedBasisPoints,
    [property: Id(2)] int? OwnBasisPoints,
    [property: Id(3)] DateTimeOffset? OwnUntil,
    [property: Id(4)] int Waiting,
    [property: Id(5)] int Free,
    [property: Id(6)] bool OwnStops = false)
{
    /// <summary>What an order at an instant is multiplied by, in basis points.</summary>
    public int At(DateTimeOffset now) => OwnBasisPoints is { } own && now < OwnUntil && !OwnStops ? own : CountedBasisPoints;
}
