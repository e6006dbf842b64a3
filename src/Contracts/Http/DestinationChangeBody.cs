namespace O2O.Dispatch.Contracts.Http;

/// <summary>Lets a job end elsewhere.</summary>
/// <param name="Quote">The signed quote of <c>/destination/quote</c>, unchanged.</param>
public sealed record DestinationChangeBody(string Quote);
