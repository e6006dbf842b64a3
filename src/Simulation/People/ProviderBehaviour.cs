using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Simulation.People;

/// <summary>How simulated providers behave. The defaults are the replay's reference rules: every offer is accepted at once and every job is done.</summary>
public sealed record ProviderBehaviour
{
    /// <summary>How likely an offer is accepted. Default: 1.</summary>
    [Range(0.0, 1.0)]
    public double AcceptProbability { get; init; } = 1;

    /// <summary>Of the offers not accepted, the share that is left to lapse rather than declined. Default: 0.</summary>
    [Range(0.0, 1.0)]
    public double LapseProbability { get; init; }

    /// <summary>The longest time an answer takes; each is drawn evenly up to it. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ThinkTime { get; init; }

    /// <summary>How likely a provider gives up a job on its way to the pick-up. Default: 0.</summary>
    [Range(0.0, 1.0)]
    public double CancelProbability { get; init; }

    /// <summary>How likely a provider falls silent after accepting. Default: 0.</summary>
    [Range(0.0, 1.0)]
    public double SilentProbability { get; init; }

    /// <summary>How long a silent provider stays silent. Default: 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan SilentFor { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long handing over at a door takes at the most; each is drawn evenly up to it. Default: 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan HandOverTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a courier waits at a door where nobody is, before the goods go back. Default: 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan DoorWait { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long work at a home takes at the least. Default: 12 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")]
    public TimeSpan LeastWork { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>How long it takes at the most; each is drawn evenly between. Default: 25 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")]
    public TimeSpan MostWork { get; init; } = TimeSpan.FromMinutes(25);

    /// <summary>How likely extra work is offered at a home. Default: 0.15.</summary>
    [Range(0.0, 1.0)]
    public double ExtraProbability { get; init; } = 0.15;
}
