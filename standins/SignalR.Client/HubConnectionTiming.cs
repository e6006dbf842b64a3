namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>What <c>WithServerTimeout</c> and <c>WithKeepAliveInterval</c> set; null leaves the default.</summary>
internal sealed class HubConnectionTiming
{
    public TimeSpan? ServerTimeout { get; set; }

    public TimeSpan? KeepAliveInterval { get; set; }
}
