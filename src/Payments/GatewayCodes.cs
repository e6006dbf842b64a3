using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Payments;

/// <summary>Reasons of a gateway that its callers act upon.</summary>
public static class GatewayCodes
{
    /// <summary>Nobody confirmed it in time: it was let go.</summary>
    public const string NotConfirmed = "not_confirmed";

    /// <summary>The hold ran out at the bank before it was used.</summary>
    public const string HoldExpired = "authorization_expired";

    /// <summary>The payment was let go, or taken, before it was asked about.</summary>
    public const string NotHeld = JobCommand.PaymentDeclined.NotHeld;

    /// <summary>The card's holds cannot be raised.</summary>
    public const string NotRaisable = "increment_not_available";

    /// <summary>The method is another customer's.</summary>
    public const string MethodForeign = "payment_foreign";

    /// <summary>The method cannot do this: a bank transfer cannot be charged by us.</summary>
    public const string MethodUnsupported = "payment_method_unsupported";

    /// <summary>The method was used without a customer, or taken from one, and cannot be used again.</summary>
    public const string MethodReused = "payment_method_reused";
}
