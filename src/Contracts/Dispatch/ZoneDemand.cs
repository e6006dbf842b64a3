namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Demand and supply of a service in a pricing zone.</summary>
/// <param name="Zone">Its name; empty for what lies in none.</param>
/// <param name="Waiting">Requests that wait for a provider, those before one included.</param>
/// <param name="Free">Providers that could take one.</param>
[GenerateSerializer, Immutable, Alias("o2o.zone-demand")]
public sealed record ZoneDemand([property: Id(0)] string Zone, [property: Id(1)] int Waiting, [property: Id(2)] int Free);
