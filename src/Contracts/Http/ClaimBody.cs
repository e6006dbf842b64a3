namespace O2O.Dispatch.Contracts.Http;

/// <summary>A link that a customer opened.</summary>
/// <param name="Token">What the link says in <c>claim</c>.</param>
/// <param name="Market">Where the customer is.</param>
/// <param name="JourneyId">The journey that goes on with it; null for a new one.</param>
public sealed record ClaimBody(string Token, string Market, Guid? JourneyId = null);
