using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts;

/// <summary>Maps the domain's enums to the wire's own. Each switch names every value: a new one does not compile until it is mapped.</summary>
public static class WireEnums
{
    /// <summary>A job's state.</summary>
    public static JobState Of(JobStatus value) => value switch
    {
        JobStatus.Scheduled => JobState.Scheduled,
        JobStatus.Matching => JobState.Matching,
        JobStatus.Accepted => JobState.Accepted,
        JobStatus.EnRouteToPickup => JobState.EnRouteToPickup,
        JobStatus.ArrivedAtPickup => JobState.ArrivedAtPickup,
        JobStatus.InProgress => JobState.InProgress,
        JobStatus.Completed => JobState.Completed,
        JobStatus.CanceledByCustomer => JobState.CanceledByCustomer,
        JobStatus.CanceledByProvider => JobState.CanceledByProvider,
        JobStatus.CanceledByPlatform => JobState.CanceledByPlatform,
        JobStatus.NoShow => JobState.NoShow,
        JobStatus.NoProvidersAvailable => JobState.NoProvidersAvailable,
        JobStatus.Expired => JobState.Expired,
        JobStatus.Failed => JobState.Failed,
    };

    /// <summary>A payment's state.</summary>
    public static PaymentState Of(PaymentStatus value) => value switch
    {
        PaymentStatus.RequiresPaymentMethod => PaymentState.RequiresPaymentMethod,
        PaymentStatus.RequiresAction => PaymentState.RequiresAction,
        PaymentStatus.Authorizing => PaymentState.Authorizing,
        PaymentStatus.Authorized => PaymentState.Authorized,
        PaymentStatus.Capturing => PaymentState.Capturing,
        PaymentStatus.Captured => PaymentState.Captured,
        PaymentStatus.Released => PaymentState.Released,
        PaymentStatus.AuthorizationExpired => PaymentState.AuthorizationExpired,
        PaymentStatus.Failed => PaymentState.Failed,
        PaymentStatus.PartiallyRefunded => PaymentState.PartiallyRefunded,
        PaymentStatus.Refunded => PaymentState.Refunded,
        PaymentStatus.Disputed => PaymentState.Disputed,
    };

    /// <summary>A rejection.</summary>
    public static Rejection Of(JobRejection value) => value switch
    {
        JobRejection.JobUnknown => Rejection.JobUnknown,
        JobRejection.JobExists => Rejection.JobExists,
        JobRejection.JobEnded => Rejection.JobEnded,
        JobRejection.IllegalInThisState => Rejection.IllegalInThisState,
        JobRejection.OrderInvalid => Rejection.OrderInvalid,
        JobRejection.OfferStale => Rejection.OfferStale,
        JobRejection.OfferTaken => Rejection.OfferTaken,
        JobRejection.OfferWithdrawn => Rejection.OfferWithdrawn,
        JobRejection.OfferExpired => Rejection.OfferExpired,
        JobRejection.ProviderExcluded => Rejection.ProviderExcluded,
        JobRejection.NotYourJob => Rejection.NotYourJob,
        JobRejection.PlanSlotTaken => Rejection.PlanSlotTaken,
        JobRejection.WrongPin => Rejection.WrongPin,
        JobRejection.PinLocked => Rejection.PinLocked,
        JobRejection.StopsLeft => Rejection.StopsLeft,
        JobRejection.NoStopLeft => Rejection.NoStopLeft,
        JobRejection.TooEarly => Rejection.TooEarly,
        JobRejection.PaymentStateWrong => Rejection.PaymentStateWrong,
        JobRejection.AmountWrong => Rejection.AmountWrong,
        JobRejection.NothingDue => Rejection.NothingDue,
        JobRejection.PaymentNotHeld => Rejection.PaymentNotHeld,
        JobRejection.RefundTooLarge => Rejection.RefundTooLarge,
        JobRejection.TipGiven => Rejection.TipGiven,
        JobRejection.TooLate => Rejection.TooLate,
        JobRejection.PaymentForeign => Rejection.PaymentForeign,
        JobRejection.AlreadyRedeemed => Rejection.AlreadyRedeemed,
        JobRejection.NotSoManyLeft => Rejection.NotSoManyLeft,
        JobRejection.CodeExpired => Rejection.CodeExpired,
        JobRejection.CodeNotYet => Rejection.CodeNotYet,
        JobRejection.ProofMissing => Rejection.ProofMissing,
        JobRejection.ChainBroken => Rejection.ChainBroken,
    };

    /// <summary>What a leg tells others of its chain.</summary>
    public static LegStep Of(ChainStep value) => value switch
    {
        ChainStep.Made => LegStep.Made,
        ChainStep.Completed => LegStep.Completed,
        ChainStep.Ended => LegStep.Ended,
    };

    /// <summary>A provider's standing.</summary>
    public static StandingState Of(ProviderStanding value) => value switch
    {
        ProviderStanding.Applied => StandingState.Applied,
        ProviderStanding.Approved => StandingState.Approved,
        ProviderStanding.Suspended => StandingState.Suspended,
    };

    /// <summary>What a provider is doing.</summary>
    public static ProviderState Of(ProviderStatus value) => value switch
    {
        ProviderStatus.Offline => ProviderState.Offline,
        ProviderStatus.Available => ProviderState.Available,
        ProviderStatus.Reserved => ProviderState.Reserved,
        ProviderStatus.OnTrip => ProviderState.OnTrip,
        ProviderStatus.Stopped => ProviderState.Stopped,
    };
}
