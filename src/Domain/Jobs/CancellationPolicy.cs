using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What canceling late and not being there cost the customer. Fees never exceed what is held on the card.</summary>
/// <param name="FreeAfterAccept">How long after the acceptance canceling is still free.</param>
/// <param name="FeeAfterAccept">From then until the provider arrives.</param>
/// <param name="FeeAfterArrival">Once the provider waits.</param>
/// <param name="NoShowAfter">How long the provider waits before it may report a no-show.</param>
/// <param name="NoShowFee">For not being there.</param>
/// <param name="PerMinute">On top of the fee, for the time since canceling was free, by the second, and on top of the no-show fee, too; null for nothing.</param>
/// <param name="PerKilometre">On top of the fee, for what the provider has driven for the job, and on top of the no-show fee, too; null for nothing.</param>
/// <param name="Most">What canceling costs at the most, before tax that is added, and not being there, unless the no-show fee alone is more; null for no such bound.</param>
public sealed record CancellationPolicy(
    TimeSpan FreeAfterAccept,
    Money.Money FeeAfterAccept,
    Money.Money FeeAfterArrival,
    TimeSpan NoShowAfter,
    Money.Money NoShowFee,
    Money.Money? PerMinute = null,
    Money.Money? PerKilometre = null,
    Money.Money? Most = null)
{
    /// <summary>What the customer owes for canceling now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The instant.</param>
    /// <param name="driven">What the provider has driven for the job; null when nobody knows, which costs nothing.</param>
    /// <returns>Null when canceling is free.</returns>
    public Fare? FeeFor(Job job, DateTimeOffset now, Metres? driven = null)
    {
        if (job.Assignment is not { } assignment)
        {
            return null;
        }

        var since = now - assignment.AcceptedAt - FreeAfterAccept;
        var fee = job.Status switch
        {
            JobStatus.Accepted or JobStatus.EnRouteToPickup when since >= TimeSpan.Zero => FeeAfterAccept,
            JobStatus.ArrivedAtPickup => FeeAfterArrival,
            _ => (Money.Money?)null,
        };
        if (fee is not { } byState)
        {
            return null;
        }

        return FareMeter.Fee(
            job.Order.Terms.Fares,
            [
                (FareLineKind.CancellationFee, byState),
                (FareLineKind.Time, ForTime(since)),
                (FareLineKind.Distance, ForDistance(driven)),
            ],
            Most,
            job.Payment.Authorised);
    }

    /// <summary>What the customer owes for not being there: the fee, the time since canceling was free, and what the provider has driven, as for canceling then.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The instant.</param>
    /// <param name="driven">What the provider has driven for the job; null when nobody knows, which costs nothing.</param>
    /// <returns>Null when it costs nothing.</returns>
    public Fare? NoShowFeeFor(Job job, DateTimeOffset now, Metres? driven = null) => FareMeter.Fee(
        job.Order.Terms.Fares,
        [
            (FareLineKind.NoShowFee, NoShowFee),
            (FareLineKind.Time, job.Assignment is { } assignment ? ForTime(now - assignment.AcceptedAt - FreeAfterAccept) : Money.Money.Zero(NoShowFee.Currency)),
            (FareLineKind.Distance, ForDistance(driven)),
        ],
        Most is { } most ? Money.Money.Max(most, NoShowFee) : null,
        job.Payment.Authorised);

    private Money.Money ForTime(TimeSpan since) => PerMinute is { } perMinute && since > TimeSpan.Zero ? FareMeter.ByTheMinute(perMinute, since) : Money.Money.Zero(NoShowFee.Currency);

    private Money.Money ForDistance(Metres? driven) => PerKilometre is { } perKilometre && driven is { } metres
        ? FareMeter.ByTheKilometre(perKilometre, metres > JobLimits.MaxMeasured ? JobLimits.MaxMeasured : metres)
        : Money.Money.Zero(NoShowFee.Currency);
}
