using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The state of a job after <see cref="Version"/> events. Immutable; <see cref="JobEvents.Evolve"/> makes the next.</summary>
public sealed record Job
{
    /// <summary>What was ordered.</summary>
    public required JobOrder Order { get; init; }

    /// <summary>How many events made this state; the first event is version 1 and versions are contiguous.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The payment region.</summary>
    public required JobPayment Payment { get; init; }

    /// <summary>How many times matching has begun; offers carry it. 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Who has the job; null when nobody has.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>The version with which <see cref="Assignment"/> came to be: whoever was offered the job at an earlier one saw it with another provider. 0 before the first.</summary>
    public long AssignedVersion { get; init; }

    /// <summary>How many times it moved from one provider to another.</summary>
    public int Reassignments { get; init; }

    /// <summary>Providers that let this job down; no later attempt offers it to them.</summary>
    public ImmutableArray<ProviderId> Excluded { get; init; } = [];

    /// <summary>Wrong PINs of the bound provider so far; the next provider has its own tries.</summary>
    public int WrongPins { get; init; }

    /// <summary>The index of the next stop to be done; 0 is the pick-up.</summary>
    public int NextStop { get; init; }

    /// <summary>When the provider arrived at the pick-up.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>When the service started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the job came to its end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The final price; null until an end that costs something.</summary>
    public Fare? FinalFare { get; init; }

    /// <summary>How the final price is divided; null when there is none.</summary>
    public Settlement? Settlement { get; init; }

    /// <summary>Since when the bound provider has been silent after pick-up; null when it is not.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>The job's id.</summary>
    public JobId Id => Order.Id;

    /// <summary>The next instant at which the job must be looked at although nobody calls; null only at an end whose money is settled or owned by the outbox.</summary>
    public DateTimeOffset? Deadline => Status switch
    {
        // A booked job waits for its time; one that waits for its payment must not wait for ever.
        JobStatus.Scheduled when Payment.Status == PaymentStatus.Authorized => Order.MatchFrom,
        JobStatus.Scheduled => Order.RequestedAt + Order.Terms.AuthorisationLimit,
        JobStatus.Matching => Order.PickUpBy,
        JobStatus.Accepted or JobStatus.EnRouteToPickup => (Assignment?.PickUpDue ?? Order.PickUpBy) + JobLimits.StuckAfter,
        JobStatus.ArrivedAtPickup => (ArrivedAt ?? Order.PickUpBy) + JobLimits.StuckAfter,
        JobStatus.InProgress => (StartedAt ?? Order.PickUpBy) + Order.QuotedDuration + JobLimits.StuckAfter,
        JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform or JobStatus.NoShow
            or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => null,
    };
}
