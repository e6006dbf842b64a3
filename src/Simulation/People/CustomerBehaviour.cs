using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Simulation.People;

/// <summary>How simulated customers behave. The defaults are the replay's reference rules: every card is good and nobody cancels; patience is the market's.</summary>
public sealed record CustomerBehaviour
{
    /// <summary>The payment methods customers have, each with its weight. Default: every card is good.</summary>
    public IReadOnlyList<PaymentShare> PaymentMethods { get; init; } = [new("pm_card_ok", 1)];

    /// <summary>How likely a customer cancels, at a moment drawn evenly over <see cref="CancelWithin"/>. Default: 0.</summary>
    [Range(0.0, 1.0)]
    public double CancelProbability { get; init; }

    /// <summary>How long after the request a customer who cancels does so at the latest. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CancelWithin { get; init; } = TimeSpan.FromMinutes(10);
}
