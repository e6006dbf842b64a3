using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer wants.</summary>
/// <param name="Suggestions">Whether something may be suggested now and then.</param>
/// <param name="Notes">What counters shall know, in the customer's own words.</param>
public sealed record PreferencesResource(bool Suggestions, ImmutableArray<string> Notes);
