namespace O2O.Dispatch.Grains.Outbox;

/// <summary>The gateway is not asked for now: it has answered nobody lately.</summary>
internal sealed class GatewayPausedException(TimeSpan wait) : Exception("The gateway is not asked for now: it has answered nobody lately.")
{
    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan Wait => wait;
}
