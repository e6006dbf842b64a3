namespace O2O.Dispatch.Pushes.Drill;

/// <summary>A connection, or a call over it, was refused.</summary>
/// <param name="why">The status or the slug.</param>
/// <param name="retryAfter">How long to wait, where that was said.</param>
internal sealed class LinkRefusedException(string why, TimeSpan? retryAfter = null) : Exception(why)
{
    private static readonly string[] Passing = ["rate_limited", "store_unavailable", "unavailable", "fault", "429", "503"];

    /// <summary>How long to wait before the next attempt, where that was said.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether it is asked again.</summary>
    public bool Passes => Passing.Contains(Message);
}
