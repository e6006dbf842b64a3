namespace O2O.Dispatch.Contracts.Http;

/// <summary>A way in which a product is had.</summary>
/// <param name="Channel">delivery, counter or visit.</param>
/// <param name="SoldOut">Whether there is none left.</param>
/// <param name="Served">Whether it is had that way at the place that was named; null where none was.</param>
public sealed record StorefrontChannelResource(string Channel, bool SoldOut, bool? Served = null);
