using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Consents;

/// <summary>What a counter is shown of a customer's own words.</summary>
/// <param name="Notes">In the customer's order.</param>
/// <param name="Until">When the consent ends.</param>
public sealed record SharedNotes(ImmutableArray<string> Notes, DateTimeOffset Until);
