namespace O2O.Dispatch.Simulation.People;

/// <summary>A job that a simulated provider is doing.</summary>
internal sealed class Ride(int vehicle, Guid job)
{
    /// <summary>The vehicle's number.</summary>
    public int Vehicle { get; } = vehicle;

    /// <summary>The job.</summary>
    public Guid Job { get; } = job;

    /// <summary>Whether it is over for this provider, for whatever reason. Set once.</summary>
    public bool Over { get; set; }
}
