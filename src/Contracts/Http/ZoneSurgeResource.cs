namespace O2O.Dispatch.Contracts.Http;

/// <summary>What the prices of a service in a zone are multiplied by.</summary>
/// <param name="Zone">The pricing zone; empty for what lies in none.</param>
/// <param name="Multiplier">What an order pays now.</param>
/// <param name="Counted">What demand and supply have come to.</param>
/// <param name="Waiting">Requests that waited when they were last counted.</param>
/// <param name="Free">Providers that could have taken one.</param>
/// <param name="OwnUntil">Until when an operator's own multiplier counts; null for none.</param>
/// <param name="OwnStops">Whether it does not count for now: it holds the price down, and the market has nothing left above the floor of its margin.</param>
public sealed record ZoneSurgeResource(string Zone, double Multiplier, double Counted, int Waiting, int Free, DateTimeOffset? OwnUntil = null, bool OwnStops = false);
