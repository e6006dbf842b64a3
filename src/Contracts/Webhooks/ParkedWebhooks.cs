namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>Deliveries to one endpoint that were given up.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first of them was given up.</param>
public sealed record ParkedWebhooks(Guid Endpoint, string Url, long Count, DateTimeOffset Since);
