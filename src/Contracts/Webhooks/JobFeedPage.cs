using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>A part of the feed.</summary>
/// <param name="Entries">In order of position; of one job in order of version.</param>
/// <param name="Position">Where to read on.</param>
public sealed record JobFeedPage(ImmutableArray<JobFeedEntry> Entries, string Position);
