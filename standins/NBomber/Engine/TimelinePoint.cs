namespace NBomber.Engine;

/// <summary>A scenario in one interval of the run. Latencies are of iterations that went well, in milliseconds, 0 for none.</summary>
internal readonly record struct TimelinePoint(TimeSpan At, double OkPerSecond, double FailPerSecond, double Percent50, double Percent95, double Percent99, int InFlight);
