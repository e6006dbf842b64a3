using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What an event makes of a state. Pure, and total over the events that <see cref="JobDecisions"/> gives.</summary>
public static class JobEvents
{
    /// <summary>The first state of a job.</summary>
    public static Job Begin(JobOrder order, JobEvent.Requested requested) => new()
    {
        Order = order,
        Version = 1,
        Status = JobStatus.Scheduled,
        Payment = JobPayment.Asked(requested.Hold.Currency),
    };

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event is illegal in this state: the store or a rule is broken.</exception>
    public static Job Evolve(Job job, JobEvent happened)
    {
        var next = Apply(job, happened) with { Version = job.Version + 1 };
        return next.Status.IsEnd() && next.EndedAt is null ? next with { EndedAt = happened.At } : next;
    }

    /// <summary>The state after all events, in order.</summary>
    public static Job? Replay(JobOrder order, IEnumerable<JobEvent> events)
    {
        Job? job = null;
        foreach (var happened in events)
        {
            job = job is null
                ? Begin(order, happened as JobEvent.Requested ?? throw new InvalidOperationException($"Job {order.Id} begins with {happened.GetType().Name}, not with Requested."))
                : Evolve(job, happened);
        }

        return job;
    }

    private static Job Apply(Job job, JobEvent happened) => happened switch
    {
        JobEvent.Requested => throw new InvalidOperationException($"Job {job.Id} is requested twice."),
        JobEvent.PaymentAuthorised e => job with
        {
            Payment = Moved(job, PaymentTrigger.Hold) with { Intent = e.Intent, Authorised = e.Amount },
        },
        JobEvent.PaymentActionRequired e => job with { Payment = Moved(job, PaymentTrigger.RequireAction) with { Intent = e.Intent } },
        JobEvent.PaymentDeclined => job.Status == JobStatus.Scheduled
            ? job with { Status = To(job, JobTrigger.FailPayment), Payment = Moved(job, PaymentTrigger.Fail) }
            : job with { Payment = Moved(job, PaymentTrigger.Fail) },
        JobEvent.MatchingBegun e => job with { Status = To(job, JobTrigger.BeginMatching), Attempt = e.Attempt },
        JobEvent.Accepted e => job with { Status = To(job, JobTrigger.Accept), Assignment = e.Assignment, AssignedVersion = job.Version + 1, SilentSince = null },
        JobEvent.Reassigned e => job with
        {
            Status = To(job, JobTrigger.Reassign),
            Assignment = e.Assignment,
            AssignedVersion = job.Version + 1,
            Reassignments = job.Reassignments + 1,
            WrongPins = 0,
        },
        JobEvent.Departed => job with { Status = To(job, JobTrigger.Depart) },
        JobEvent.Arrived e => job with { Status = To(job, JobTrigger.Arrive), ArrivedAt = e.At },
        JobEvent.PinRefused e => job with { WrongPins = e.Wrong },
        JobEvent.Started e => job with { Status = To(job, JobTrigger.Start), StartedAt = e.At, NextStop = 1 },
        JobEvent.StopCompleted e => job with { Status = To(job, JobTrigger.CompleteStop), NextStop = e.Stop + 1 },
        JobEvent.Completed e => job with
        {
            Status = To(job, JobTrigger.Complete),
            NextStop = job.Order.Stops.Length,
            FinalFare = e.Fare,
            Settlement = e.Settlement,
            SilentSince = null,
        },
        JobEvent.Redispatched e => job with
        {
            Status = To(job, JobTrigger.Redispatch),
            Assignment = null,
            ArrivedAt = null,
            WrongPins = 0,
            Attempt = e.Attempt,
            Excluded = job.Excluded.Add(e.Released),
        },
        JobEvent.Canceled e => job with { Status = To(job, TriggerOf(e.By)), FinalFare = e.Fee, Settlement = e.Settlement },
        JobEvent.NoShowReported e => job with { Status = To(job, JobTrigger.ReportNoShow), FinalFare = e.Fee, Settlement = e.Settlement },
        JobEvent.MatchingExhausted => job with { Status = To(job, JobTrigger.ExhaustMatching) },
        JobEvent.Expired => job with { Status = To(job, JobTrigger.Expire) },
        JobEvent.ProviderWentSilent e => job with { SilentSince = e.Since },
        JobEvent.CaptureBegun => job with { Payment = Moved(job, PaymentTrigger.BeginCapture) },
        JobEvent.PaymentCaptured e => job with
        {
            Payment = Moved(job, PaymentTrigger.Capture) with { Captured = e.Amount, Released = job.Payment.Authorised - e.Amount },
        },
        JobEvent.PaymentReleased => job with { Payment = Moved(job, PaymentTrigger.Release) with { Released = job.Payment.Authorised } },
        JobEvent.PaymentFailed => job with { Payment = Moved(job, PaymentTrigger.Fail) },
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    private static JobStatus To(Job job, JobTrigger on) =>
        JobTransitions.Next(job.Status, on) ?? throw new InvalidOperationException($"Job {job.Id} cannot {on} from {job.Status}.");

    private static JobPayment Moved(Job job, PaymentTrigger on) => job.Payment with
    {
        Status = PaymentTransitions.Next(job.Payment.Status, on)
            ?? throw new InvalidOperationException($"The payment of job {job.Id} cannot {on} from {job.Payment.Status}."),
    };

    private static JobTrigger TriggerOf(JobStatus end) => end switch
    {
        JobStatus.CanceledByCustomer => JobTrigger.CancelByCustomer,
        JobStatus.CanceledByProvider => JobTrigger.CancelByProvider,
        JobStatus.CanceledByPlatform => JobTrigger.CancelByPlatform,
        JobStatus.Scheduled or JobStatus.Matching or JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup
            or JobStatus.InProgress or JobStatus.Completed or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired
            or JobStatus.Failed => throw new InvalidOperationException($"{end} is not a canceled end."),
    };
}
