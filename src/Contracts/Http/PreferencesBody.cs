using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer wants. What is left out stays as it is.</summary>
/// <param name="Suggestions">Whether something may be suggested now and then. Off until the customer says otherwise.</param>
/// <param name="Notes">What counters shall know, in the customer's own words: at most 10 lines of 1 to 100 characters, in the place of those before. A counter sees them with a consent alone.</param>
public sealed record PreferencesBody(bool? Suggestions = null, ImmutableArray<string>? Notes = null);
