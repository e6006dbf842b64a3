namespace O2O.Dispatch.Simulation.Measures;

/// <summary>One minute of a period. Requests are counted in the minute they were made in; vehicles as the minute begins.</summary>
/// <param name="Requested">Jobs requested.</param>
/// <param name="Served">Of these, jobs completed.</param>
/// <param name="Lost">Of these, jobs that came to another end.</param>
/// <param name="WaitSeconds">The waits of the served ones, added up.</param>
/// <param name="LongestWaitSeconds">The longest of them.</param>
/// <param name="Idle">Vehicles without a job.</param>
/// <param name="ToPickUp">Vehicles on their way to a pick-up.</param>
/// <param name="AtPickUp">Vehicles at a pick-up.</param>
/// <param name="InService">Vehicles with a customer.</param>
public readonly record struct MinuteOfPeriod(
    int Requested, int Served, int Lost, double WaitSeconds, double LongestWaitSeconds, int Idle, int ToPickUp, int AtPickUp, int InService)
{
    /// <summary>The mean wait of the served ones, seconds; null when there are none.</summary>
    public double? MeanWaitSeconds => Served == 0 ? null : WaitSeconds / Served;
}
