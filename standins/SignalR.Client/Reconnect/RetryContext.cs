namespace Microsoft.AspNetCore.SignalR.Client;

/// <summary>What an <see cref="IRetryPolicy"/> decides from.</summary>
public sealed class RetryContext
{
    /// <summary>Failed attempts since the connection was lost; 0 before the first.</summary>
    public long PreviousRetryCount { get; set; }

    /// <summary>Time since the connection was lost; zero before the first attempt.</summary>
    public TimeSpan ElapsedTime { get; set; }

    /// <summary>Why the connection was lost, or why the last attempt failed. Null when the server ended it without an error.</summary>
    public Exception? RetryReason { get; set; }
}
