using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>What it costs to let the provider wait at the pick-up: from the arrival, of a booked job from the booked time at the earliest, to the start.</summary>
/// <param name="Free">How long waiting is free.</param>
/// <param name="PerMinute">From then on, by the second.</param>
/// <param name="Most">At the most. It is held with the price, so that it can be taken.</param>
public sealed record WaitingFee(TimeSpan Free, Money.Money PerMinute, Money.Money Most)
{
    /// <summary>What a wait costs, before tax that is added.</summary>
    public Money.Money For(TimeSpan waited) => waited <= Free
        ? Money.Money.Zero(PerMinute.Currency)
        : Money.Money.Min(Most, FareMeter.ByTheMinute(PerMinute, waited - Free));
}
