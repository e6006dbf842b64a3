namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What can move a job from one state to another.</summary>
public enum JobTrigger
{
    /// <summary>The payment is authorised and the time has come: open the job to matching.</summary>
    BeginMatching,

    /// <summary>A provider accepts its offer.</summary>
    Accept,

    /// <summary>The accepted provider sets off.</summary>
    Depart,

    /// <summary>The provider reaches the pick-up.</summary>
    Arrive,

    /// <summary>The service starts (PIN given).</summary>
    Start,

    /// <summary>A stop on the way is done; the job goes on.</summary>
    CompleteStop,

    /// <summary>The last stop is done.</summary>
    Complete,

    /// <summary>The provider is released and the job is offered on.</summary>
    Redispatch,

    /// <summary>Before pick-up the job moves to another provider in one step.</summary>
    Reassign,

    /// <summary>The customer cancels.</summary>
    CancelByCustomer,

    /// <summary>The provider cancels and the job cannot be offered on.</summary>
    CancelByProvider,

    /// <summary>The platform cancels.</summary>
    CancelByPlatform,

    /// <summary>The customer is not at the pick-up.</summary>
    ReportNoShow,

    /// <summary>Patience is over without a provider.</summary>
    ExhaustMatching,

    /// <summary>It was not opened in time.</summary>
    Expire,

    /// <summary>The payment is declined.</summary>
    FailPayment,

    /// <summary>Some of what was paid is had at a counter.</summary>
    Redeem,
}
