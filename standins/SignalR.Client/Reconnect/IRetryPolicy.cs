namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>Says how long to wait before the next attempt to reconnect.</summary>
public interface IRetryPolicy
{
    /// <summary>The wait before the next attempt; null gives up and the connection closes.</summary>
    /// <param name="retryContext">How often, how long and why.</param>
    TimeSpan? NextRetryDelay(RetryContext retryContext);
}
