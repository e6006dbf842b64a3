using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>
/// The rules of a leg that follows another: it waits, with its money held, until that is completed. News between legs may come any number of times, in any order and late:
/// an end never changes, so that what is heard of it counts once.
/// </summary>
internal static class ChainDecisions
{
    /// <summary>The first leg, which is made last, is there: so are all.</summary>
    public static JobDecision Made(Job job, DateTimeOffset now) =>
        job.Order.Chain?.Forerunner is null ? JobDecision.Reject(JobRejection.IllegalInThisState)
        : job.Chain is { IsGivenUp: true } ? JobDecision.Reject(JobRejection.ChainBroken)
        : job.Waits && job.Chain is not { IsMade: true } ? JobDecision.Of(new JobEvent.ChainMade { At = now })
        : JobDecision.Reject(JobRejection.NothingDue);

    /// <summary>The leg before it is over: what was waited for has come, or never will.</summary>
    public static JobDecision Heard(Job job, JobCommand.HearForerunner news, DateTimeOffset now)
    {
        if (job.Order.Chain?.Forerunner != news.Forerunner)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        return !job.Waits ? JobDecision.Reject(JobRejection.NothingDue)
            : news.IsCompleted ? Opened(job, now)
            : JobDecision.Of(Canceled(CancelReason.ForerunnerEnded, now));
    }

    /// <summary>A deadline of a leg that waits.</summary>
    public static JobDecision WaitOver(Job job, DateTimeOffset now) =>
        !IsAnswered(job) && job.HoldDue <= now ? JobDecision.Of(new JobEvent.Expired(job.Order.IsTransfer ? "transfer_not_paid" : null) { At = now })
        : job.Chain is not { IsMade: true } ? JobDecision.Of(Canceled(CancelReason.ChainNotMade, now))
        : job is { Order.PickUpAt: not null, Chain.IsDelayed: false } ? JobDecision.Of(new JobEvent.LegDelayed { At = now })
        : JobDecision.Of(Canceled(CancelReason.ForerunnerLate, now));

    /// <summary>When a leg that waits must be looked at although nobody calls.</summary>
    public static DateTimeOffset WaitsUntil(Job job)
    {
        var limit = job.Chain is not { IsMade: true } ? job.Order.RequestedAt + JobLimits.ChainMadeWithin
            : job.Order.PickUpAt is not { } booked ? job.Order.RequestedAt + JobLimits.MaxChainWait
            : job.Chain.IsDelayed ? booked + JobLimits.MostMoved
            : booked;
        return IsAnswered(job) || limit <= job.HoldDue ? limit : job.HoldDue;
    }

    /// <summary>From now on it is an ordinary job. A hold that does not last, or ran out while it waited, is asked for anew first.</summary>
    private static JobDecision Opened(Job job, DateTimeOffset now)
    {
        var opened = new JobEvent.LegOpened { At = now };
        var after = JobEvents.Evolve(job, opened);
        return JobDecisions.RenewsHold(after, now) ? JobDecision.Of(opened, PaymentDecisions.AskAgain(after, after.Order.Hold, now))
            : after.Payment.Status == PaymentStatus.Authorized ? SaleDecisions.Held(after, opened, now)
            : JobDecision.Of(opened);
    }

    /// <summary>Whether the gateway has answered for the hold: what it holds may run out while the leg waits.</summary>
    private static bool IsAnswered(Job job) => job.Payment.Status is PaymentStatus.Authorized or PaymentStatus.AuthorizationExpired;

    private static JobEvent.Canceled Canceled(CancelReason reason, DateTimeOffset now) => new(JobStatus.CanceledByPlatform, reason, null, null) { At = now };
}
