using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What canceling late and not being there cost the customer. Fees never exceed what is held on the card.</summary>
/// <param name="FreeAfterAccept">How long after the acceptance canceling is still free.</param>
/// <param name="FeeAfterAccept">From then until the provider arrives.</param>
/// <param name="FeeAfterArrival">Once the provider waits.</param>
/// <param name="NoShowAfter">How long the provider waits before it may report a no-show.</param>
/// <param name="NoShowFee">For not being there.</param>
public sealed record CancellationPolicy(
    TimeSpan FreeAfterAccept,
    Money.Money FeeAfterAccept,
    Money.Money FeeAfterArrival,
    TimeSpan NoShowAfter,
    Money.Money NoShowFee)
{
    /// <summary>What the customer owes for canceling now.</summary>
    /// <returns>Null when canceling is free.</returns>
    public Fare? FeeFor(Job job, DateTimeOffset now)
    {
        var fee = job.Status switch
        {
            JobStatus.Accepted or JobStatus.EnRouteToPickup when job.Assignment is { } assignment && now - assignment.AcceptedAt >= FreeAfterAccept => FeeAfterAccept,
            JobStatus.ArrivedAtPickup => FeeAfterArrival,
            _ => Money.Money.Zero(FeeAfterAccept.Currency),
        };
        return Capped(FareLineKind.CancellationFee, fee, job);
    }

    /// <summary>What the customer owes for not being there.</summary>
    /// <returns>Null when it costs nothing.</returns>
    public Fare? NoShowFeeFor(Job job) => Capped(FareLineKind.NoShowFee, NoShowFee, job);

    private static Fare? Capped(FareLineKind kind, Money.Money fee, Job job)
    {
        var capped = Money.Money.Min(fee, job.Payment.Authorised);
        return capped.IsZero || capped.IsNegative ? null : Fare.Of(kind, capped);
    }
}
