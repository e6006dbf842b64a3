namespace O2O.Dispatch.Contracts.Http;

/// <summary>A store takes an order.</summary>
/// <param name="ReadyInSeconds">How long until the goods are ready; left out for as long as was said at the order.</param>
public sealed record AcceptOrderBody(double? ReadyInSeconds = null);
