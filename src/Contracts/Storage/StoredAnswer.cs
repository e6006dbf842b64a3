using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The answer given to a command, kept for 24 h.</summary>
/// <param name="Stamp">The command.</param>
/// <param name="Reply">The answer.</param>
/// <param name="At">When it was given.</param>
public sealed record StoredAnswer(CommandStamp Stamp, JobReply Reply, DateTimeOffset At);
