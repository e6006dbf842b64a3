namespace O2O.Dispatch.Geo.Index;

/// <summary>A span in which something rests: [from, until).</summary>
/// <param name="From">UTC ticks.</param>
/// <param name="Until">UTC ticks.</param>
public sealed record RestSpan(long From, long Until)
{
    /// <summary>It never wakes.</summary>
    public static RestSpan Always { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Whether an instant lies in it.</summary>
    public bool Contains(DateTimeOffset at) => at.UtcTicks >= From && at.UtcTicks < Until;

    /// <summary>What it has in common with another.</summary>
    public RestSpan And(RestSpan other) => other.From <= From && other.Until >= Until ? this : new RestSpan(Math.Max(From, other.From), Math.Min(Until, other.Until));
}
