namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Why a command was not carried out. Expected, part of the contract, never an exception.</summary>
public enum JobRejection
{
    /// <summary>There is no such job.</summary>
    JobUnknown,

    /// <summary>A job with this id exists already.</summary>
    JobExists,

    /// <summary>The job is at an end.</summary>
    JobEnded,

    /// <summary>The job's state does not allow it.</summary>
    IllegalInThisState,

    /// <summary>The order is not one that can be served.</summary>
    OrderInvalid,

    /// <summary>The offer belongs to an earlier attempt or version of the job.</summary>
    OfferStale,

    /// <summary>Another provider has the job.</summary>
    OfferTaken,

    /// <summary>The offer was taken back.</summary>
    OfferWithdrawn,

    /// <summary>The offer's time was over.</summary>
    OfferExpired,

    /// <summary>The provider was excluded from this job.</summary>
    ProviderExcluded,

    /// <summary>The job is not this provider's.</summary>
    NotYourJob,

    /// <summary>The provider's plan slot is taken by another active job.</summary>
    PlanSlotTaken,

    /// <summary>The PIN is wrong.</summary>
    WrongPin,

    /// <summary>Too many wrong PINs; only the platform can go on.</summary>
    PinLocked,

    /// <summary>There are stops to do before the last.</summary>
    StopsLeft,

    /// <summary>There is no stop on the way left; complete the job instead.</summary>
    NoStopLeft,

    /// <summary>The provider has to wait longer before it may report a no-show.</summary>
    TooEarly,

    /// <summary>The payment's state does not allow it.</summary>
    PaymentStateWrong,

    /// <summary>The amount is not the one this job is about.</summary>
    AmountWrong,

    /// <summary>Nothing is due: the deadline has not come.</summary>
    NothingDue,

    /// <summary>The money is not held, or no longer: the service cannot start.</summary>
    PaymentNotHeld,

    /// <summary>More than can still be paid back.</summary>
    RefundTooLarge,

    /// <summary>The job has a tip.</summary>
    TipGiven,

    /// <summary>It is too late for it.</summary>
    TooLate,

    /// <summary>The payment is not this job's.</summary>
    PaymentForeign,

    /// <summary>All of it was had at a counter before.</summary>
    AlreadyRedeemed,

    /// <summary>Less is left than was asked for, or less than one was.</summary>
    NotSoManyLeft,

    /// <summary>The code's time is over.</summary>
    CodeExpired,

    /// <summary>The code is not good yet: its booking's time has not come.</summary>
    CodeNotYet,

    /// <summary>Neither a code nor a signature says that the goods were handed over.</summary>
    ProofMissing,

    /// <summary>A leg was let go before all legs of its chain were there.</summary>
    ChainBroken,
}
