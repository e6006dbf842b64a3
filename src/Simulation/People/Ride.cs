using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Simulation.People;

/// <summary>A job that a simulated provider is doing.</summary>
internal sealed class Ride(int vehicle, JobView job)
{
    /// <summary>The vehicle's number.</summary>
    public int Vehicle { get; } = vehicle;

    /// <summary>The job.</summary>
    public Guid Job { get; } = job.Job;

    /// <summary>The job as it was when the provider got it.</summary>
    public JobView Begun { get; } = job;

    /// <summary>The job as it was last heard of.</summary>
    public JobView Latest { get; set; } = job;

    /// <summary>Whether it is over for this provider, for whatever reason. Set once.</summary>
    public bool Over { get; set; }
}
