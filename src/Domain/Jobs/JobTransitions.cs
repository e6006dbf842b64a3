namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The table of a job's states. Every pair is named: a forgotten one does not compile. docs/reference/job.md is rendered from it.</summary>
public static class JobTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static JobStatus? Next(JobStatus from, JobTrigger on) => from switch
    {
        JobStatus.Scheduled => on switch
        {
            JobTrigger.BeginMatching => JobStatus.Matching,
            JobTrigger.CancelByCustomer => JobStatus.CanceledByCustomer,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.Expire => JobStatus.Expired,
            JobTrigger.FailPayment => JobStatus.Failed,
            JobTrigger.Redeem => JobStatus.InProgress,
            JobTrigger.Accept or JobTrigger.Depart or JobTrigger.Arrive or JobTrigger.Start or JobTrigger.CompleteStop or JobTrigger.Complete
                or JobTrigger.Redispatch or JobTrigger.Reassign or JobTrigger.CancelByProvider or JobTrigger.ReportNoShow
                or JobTrigger.ExhaustMatching => null,
        },
        JobStatus.Matching => on switch
        {
            JobTrigger.Accept => JobStatus.Accepted,
            JobTrigger.CancelByCustomer => JobStatus.CanceledByCustomer,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.ExhaustMatching => JobStatus.NoProvidersAvailable,
            JobTrigger.BeginMatching or JobTrigger.Depart or JobTrigger.Arrive or JobTrigger.Start or JobTrigger.CompleteStop or JobTrigger.Complete
                or JobTrigger.Redispatch or JobTrigger.Reassign or JobTrigger.CancelByProvider or JobTrigger.ReportNoShow or JobTrigger.Expire
                or JobTrigger.FailPayment or JobTrigger.Redeem => null,
        },
        JobStatus.Accepted => on switch
        {
            JobTrigger.Depart => JobStatus.EnRouteToPickup,
            JobTrigger.Arrive => JobStatus.ArrivedAtPickup,
            JobTrigger.Redispatch => JobStatus.Matching,
            JobTrigger.Reassign => JobStatus.Accepted,
            JobTrigger.CancelByCustomer => JobStatus.CanceledByCustomer,
            JobTrigger.CancelByProvider => JobStatus.CanceledByProvider,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.BeginMatching or JobTrigger.Accept or JobTrigger.Start or JobTrigger.CompleteStop or JobTrigger.Complete
                or JobTrigger.ReportNoShow or JobTrigger.ExhaustMatching or JobTrigger.Expire or JobTrigger.FailPayment or JobTrigger.Redeem => null,
        },
        JobStatus.EnRouteToPickup => on switch
        {
            JobTrigger.Arrive => JobStatus.ArrivedAtPickup,
            JobTrigger.Redispatch => JobStatus.Matching,
            JobTrigger.Reassign => JobStatus.Accepted,
            JobTrigger.CancelByCustomer => JobStatus.CanceledByCustomer,
            JobTrigger.CancelByProvider => JobStatus.CanceledByProvider,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.BeginMatching or JobTrigger.Accept or JobTrigger.Depart or JobTrigger.Start or JobTrigger.CompleteStop or JobTrigger.Complete
                or JobTrigger.ReportNoShow or JobTrigger.ExhaustMatching or JobTrigger.Expire or JobTrigger.FailPayment or JobTrigger.Redeem => null,
        },
        JobStatus.ArrivedAtPickup => on switch
        {
            JobTrigger.Start => JobStatus.InProgress,
            JobTrigger.Redispatch => JobStatus.Matching,
            JobTrigger.CancelByCustomer => JobStatus.CanceledByCustomer,
            JobTrigger.CancelByProvider => JobStatus.CanceledByProvider,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.ReportNoShow => JobStatus.NoShow,
            JobTrigger.BeginMatching or JobTrigger.Accept or JobTrigger.Depart or JobTrigger.Arrive or JobTrigger.CompleteStop or JobTrigger.Complete
                or JobTrigger.Reassign or JobTrigger.ExhaustMatching or JobTrigger.Expire or JobTrigger.FailPayment or JobTrigger.Redeem => null,
        },
        JobStatus.InProgress => on switch
        {
            JobTrigger.CompleteStop => JobStatus.InProgress,
            JobTrigger.Complete => JobStatus.Completed,
            JobTrigger.Redeem => JobStatus.InProgress,
            JobTrigger.ReportNoShow => JobStatus.NoShow,
            JobTrigger.CancelByProvider => JobStatus.CanceledByProvider,
            JobTrigger.CancelByPlatform => JobStatus.CanceledByPlatform,
            JobTrigger.BeginMatching or JobTrigger.Accept or JobTrigger.Depart or JobTrigger.Arrive or JobTrigger.Start or JobTrigger.Redispatch
                or JobTrigger.Reassign or JobTrigger.CancelByCustomer or JobTrigger.ExhaustMatching
                or JobTrigger.Expire or JobTrigger.FailPayment => null,
        },
        JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform
            or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => null,
    };

    /// <summary>Whether a state is an end. Ends never change; money afterwards does.</summary>
    public static bool IsEnd(this JobStatus status) => status switch
    {
        JobStatus.Scheduled or JobStatus.Matching or JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup
            or JobStatus.InProgress => false,
        JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform
            or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => true,
    };

    /// <summary>Whether a provider is bound to the job in this state.</summary>
    public static bool HasProvider(this JobStatus status) => status is JobStatus.Accepted or JobStatus.EnRouteToPickup
        or JobStatus.ArrivedAtPickup or JobStatus.InProgress;

    /// <summary>Whether a provider is bound and the customer is not yet on board.</summary>
    public static bool IsBeforePickup(this JobStatus status) => status is JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup;
}
