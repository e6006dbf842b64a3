namespace NBomber.Contracts;

/// <summary>A part of a scenario's load. Made by <see cref="CSharp.Simulation"/>.</summary>
public sealed class LoadSimulation
{
    private LoadSimulation(LoadKind kind, int value, TimeSpan interval, TimeSpan during) => (Kind, Value, Interval, During) = (kind, value, interval, during);

    internal LoadKind Kind { get; }

    /// <summary>Of a closed model the copies, of an open one how many start in an interval.</summary>
    internal int Value { get; }

    internal TimeSpan Interval { get; }

    internal TimeSpan During { get; }

    /// <summary>How many start a second when it is over.</summary>
    internal double RatePerSecond => Value / Interval.TotalSeconds;

    internal static LoadSimulation Make(LoadKind kind, int value, TimeSpan interval, TimeSpan during)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(during, TimeSpan.Zero);
        return new LoadSimulation(kind, value, interval, during);
    }
}
