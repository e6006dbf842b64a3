using System.Collections.Immutable;

namespace O2O.Dispatch.Api.Live;

/// <summary>What is known of a provider's shift.</summary>
/// <param name="Number">Counts the provider's shifts.</param>
/// <param name="Market">Where; null when it is on none.</param>
/// <param name="Shards">The dispatch shards that hear of it.</param>
/// <param name="ValidUntil">From this instant on it is looked up again.</param>
internal sealed record Shift(long Number, string? Market, ImmutableArray<string> Shards, DateTimeOffset ValidUntil);
