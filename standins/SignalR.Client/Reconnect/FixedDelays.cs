namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>One wait for each attempt, then none more.</summary>
internal sealed class FixedDelays(IReadOnlyList<TimeSpan> delays) : IRetryPolicy
{
    /// <summary>What <c>WithAutomaticReconnect()</c> documents: 0, 2, 10 and 30 seconds.</summary>
    public static readonly FixedDelays Documented =
        new([TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)]);

    public TimeSpan? NextRetryDelay(RetryContext retryContext) =>
        retryContext.PreviousRetryCount < delays.Count ? delays[(int)retryContext.PreviousRetryCount] : null;
}
