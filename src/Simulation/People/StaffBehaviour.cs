using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Simulation.People;

/// <summary>How the simulated staff of stores behaves. The defaults are a guess.</summary>
public sealed record StaffBehaviour
{
    /// <summary>How likely an order is rejected. Default: 0.03.</summary>
    [Range(0.0, 1.0)]
    public double RejectProbability { get; init; } = 0.03;

    /// <summary>How likely an order is forgotten until its time is over. Default: 0.01.</summary>
    [Range(0.0, 1.0)]
    public double ForgetProbability { get; init; } = 0.01;

    /// <summary>The longest time an answer takes; each is drawn evenly up to it. Default: 40 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ThinkTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long an order of somebody who is not simulated is left to a person before it is accepted. Default: 45 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ThinkTimeForPeople { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How much earlier than was said goods are ready at the most. Default: 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan ReadyEarlier { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much later at the most. Default: 4 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan ReadyLater { get; init; } = TimeSpan.FromMinutes(4);
}
