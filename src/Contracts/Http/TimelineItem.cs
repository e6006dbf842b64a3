using System.Text.Json;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>One thing that happened to a job.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">event, offer or transfer.</param>
/// <param name="Name">Of an event its name, of an offer its status, of a transfer its cause.</param>
/// <param name="Version">Of an event: the version it made. Null otherwise.</param>
/// <param name="Data">All that is known of it.</param>
public sealed record TimelineItem(DateTimeOffset At, string Kind, string Name, long? Version, JsonElement Data);
