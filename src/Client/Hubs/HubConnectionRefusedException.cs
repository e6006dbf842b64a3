namespace O2O.Dispatch.Client.Hubs;

/// <summary>A server refused a connection to a hub: it has enough of them (429, 503), or the caller may not (401, 403).</summary>
public sealed class HubConnectionRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="hub">The address of the hub.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">When to come again; null when the server does not say.</param>
    /// <param name="inner">As the WebSocket told it.</param>
    public HubConnectionRefusedException(Uri hub, int status, TimeSpan? retryAfter, Exception? inner = null)
        : base($"{hub.GetLeftPart(UriPartial.Path)} refused the connection with {status}{(retryAfter is { } wait ? $"; again after {wait.TotalSeconds} s" : "")}.", inner) => (Status, RetryAfter) = (status, retryAfter);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>How long to wait before another attempt; null when the server does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
