using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>What a stream tells: one of the three.</summary>
/// <param name="Event">The next event: it follows the one before without a gap, or has sequence 0 and no part in the order.</param>
/// <param name="Snapshot">What is, in place of all that was known: told first, and whenever the server cannot say what was missed.</param>
/// <param name="Refused">The server will not tell this stream any longer, and this is why; nothing follows.</param>
public sealed record StreamNews(EventEnvelope? Event = null, SubscribeReply? Snapshot = null, string? Refused = null);
