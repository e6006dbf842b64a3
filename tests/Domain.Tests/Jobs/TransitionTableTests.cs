using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Tests.Jobs;

/// <summary>Each table is total (no pair throws), has exactly the ends it should, and reaches every state from its first.</summary>
public sealed class TransitionTableTests
{
    [Fact]
    public void Job_Table_IsTotalAndReachesEverything()
    {
        var ends = Check(JobStatus.Scheduled, (JobStatus from, JobTrigger on) => JobTransitions.Next(from, on));
        Assert.Equal(Enum.GetValues<JobStatus>().Where(status => status.IsEnd()), ends);
    }

    [Fact]
    public void Payment_Table_IsTotalAndReachesEverything()
    {
        var ends = Check(PaymentStatus.RequiresPaymentMethod, (PaymentStatus from, PaymentTrigger on) => PaymentTransitions.Next(from, on));
        Assert.Equal([PaymentStatus.Released], ends);
        Assert.All(ends, end => Assert.True(end.IsSettled()));
    }

    [Fact]
    public void Offer_Table_IsTotalAndReachesEverything() => Assert.Equal(
        [OfferStatus.Accepted, OfferStatus.Declined, OfferStatus.Expired, OfferStatus.Withdrawn],
        Check(OfferStatus.Sent, (OfferStatus from, OfferTrigger on) => OfferTransitions.Next(from, on)));

    [Fact]
    public void Provider_Table_IsTotalReachesEverythingAndAlwaysLeadsHome()
    {
        Assert.Empty(Check(ProviderStatus.Offline, (ProviderStatus from, ProviderTrigger on) => ProviderTransitions.Next(from, on)));
        Assert.All(Enum.GetValues<ProviderStatus>(), from => Assert.Contains(
            ProviderStatus.Offline, Reached(from, (ProviderStatus at, ProviderTrigger on) => ProviderTransitions.Next(at, on))));
    }

    [Fact]
    public void Provider_WithAJob_CannotEndItsShift() => Assert.All(
        new[] { ProviderStatus.Reserved, ProviderStatus.OnTrip, ProviderStatus.Stopped },
        status => Assert.Null(ProviderTransitions.Next(status, ProviderTrigger.EndShift)));

    [Fact]
    public void Standing_Table_IsTotalAndReachesEverything() =>
        Assert.Empty(Check(ProviderStanding.Applied, (ProviderStanding from, StandingTrigger on) => StandingTransitions.Next(from, on)));

    [Fact]
    public void Standing_Suspended_IsNotApprovedAgainButReinstated()
    {
        Assert.Null(StandingTransitions.Next(ProviderStanding.Suspended, StandingTrigger.Approve));
        Assert.Equal(ProviderStanding.Approved, StandingTransitions.Next(ProviderStanding.Suspended, StandingTrigger.Reinstate));
    }

    [Fact]
    public void Job_CanceledAfterPickUp_IsNotTheCustomersAndNotOfferedOn()
    {
        Assert.Null(JobTransitions.Next(JobStatus.InProgress, JobTrigger.CancelByCustomer));
        Assert.Null(JobTransitions.Next(JobStatus.InProgress, JobTrigger.Redispatch));
        Assert.All(Enum.GetValues<JobStatus>().Where(status => status.IsBeforePickup()), status => Assert.Equal(
            JobStatus.Matching, JobTransitions.Next(status, JobTrigger.Redispatch)));
    }

    /// <summary>Asks every pair, follows every path, and gives the states that nothing leaves.</summary>
    private static List<TState> Check<TState, TTrigger>(TState first, Func<TState, TTrigger, TState?> next)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        Assert.Empty(Enum.GetValues<TState>().Except(Reached(first, next)));
        return [.. Enum.GetValues<TState>().Where(state => Enum.GetValues<TTrigger>().All(on => next(state, on) is null))];
    }

    private static HashSet<TState> Reached<TState, TTrigger>(TState first, Func<TState, TTrigger, TState?> next)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        var reached = new HashSet<TState> { first };
        var open = new Queue<TState>([first]);
        while (open.TryDequeue(out var from))
        {
            foreach (var on in Enum.GetValues<TTrigger>())
            {
                if (next(from, on) is { } to && reached.Add(to))
                {
                    open.Enqueue(to);
                }
            }
        }

        return reached;
    }
}
