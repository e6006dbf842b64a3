namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is suggested at a place.</summary>
/// <param name="Suggestion">Left out for nothing.</param>
public sealed record PlaceResource(SuggestionResource? Suggestion);
