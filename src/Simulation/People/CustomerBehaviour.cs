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

    /// <summary>How likely nobody is there when a delivery comes. Default: 0.02.</summary>
    [Range(0.0, 1.0)]
    public double AbsentProbability { get; init; } = 0.02;

    /// <summary>How long a customer who has paid for something at a counter takes to come there at the most, drawn evenly from <see cref="ComesAfter"/> on. Default: 50 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ComesWithin { get; init; } = TimeSpan.FromMinutes(50);

    /// <summary>How long such a customer takes at the least. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ComesAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How likely such a customer never comes. Default: 0.06.</summary>
    [Range(0.0, 1.0)]
    public double NeverComesProbability { get; init; } = 0.06;

    /// <summary>How likely one who has bought several pieces takes only some of them at first; three of four of these come again for the rest. Default: 0.4.</summary>
    [Range(0.0, 1.0)]
    public double InPartsProbability { get; init; } = 0.4;

    /// <summary>How likely extra work that is offered is wanted. Default: 0.8.</summary>
    [Range(0.0, 1.0)]
    public double ExtraWantedProbability { get; init; } = 0.8;
}
