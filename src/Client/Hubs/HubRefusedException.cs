using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using O2O.Dispatch.Client.Problems;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>A hub refused a call and said why.</summary>
public sealed partial class HubRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="subject">What was asked for: the stream, the map or the call.</param>
    /// <param name="slug">Why; the slugs are those of docs/reference/api.md.</param>
    /// <param name="traceId">Finds the call in the server's logs; null when the server says none.</param>
    /// <param name="inner">As the hub told it.</param>
    public HubRefusedException(string subject, string slug, string? traceId = null, Exception? inner = null)
        : base($"{subject}: {slug}{(traceId is null ? "" : $" (trace {traceId})")}", inner) => (Subject, Slug, TraceId) = (subject, slug, traceId);

    /// <summary>What was asked for: the stream, the map or the call.</summary>
    public string Subject { get; }

    /// <summary>Why; <c>foreign_answer</c> when the hub gave no slug.</summary>
    public string Slug { get; }

    /// <summary>Finds the call in the server's logs; null when the server says none.</summary>
    public string? TraceId { get; }

    /// <summary>Whether the same may be asked again in a while.</summary>
    internal bool IsPassing => Slug is "rate_limited" or "store_unavailable" or "unavailable" or "fault";

    /// <summary>SignalR puts words before the message of a hub's exception. The message is the slug, of a fault with the trace after it.</summary>
    internal static HubRefusedException From(string subject, HubException error)
    {
        var said = Told().Match(error.Message);
        return said.Success
            ? new HubRefusedException(subject, said.Groups["slug"].Value, said.Groups["trace"] is { Success: true } trace ? trace.Value : null, error)
            : new HubRefusedException(subject, DispatchProblemException.Foreign, null, error);
    }

    [GeneratedRegex(@"(?:^|HubException: )(?<slug>[a-z][a-z_]*)(?: trace_id=(?<trace>\S+))?$")]
    private static partial Regex Told();
}
