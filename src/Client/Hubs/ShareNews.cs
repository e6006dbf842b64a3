using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What a shared job tells: one of the three.</summary>
/// <param name="Event">The next event: it follows the one before without a gap.</param>
/// <param name="Snapshot">The job as it is, in place of all that was known: told first, and whenever something was missed.</param>
/// <param name="Refused">The server will not tell it any longer, and this is why; nothing follows.</param>
public sealed record ShareNews(ShareEventEnvelope? Event = null, ShareResource? Snapshot = null, string? Refused = null);
