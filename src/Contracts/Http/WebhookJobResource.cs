using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job as a webhook tells of it: as it was after the event, without names, places and PIN.</summary>
/// <param name="State">Where the job stood.</param>
/// <param name="Ended">Whether that is an end.</param>
/// <param name="Payment">Where its payment stood.</param>
/// <param name="Market">Where it is.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Operator">The business that runs the market.</param>
/// <param name="CustomerId">Who pays.</param>
/// <param name="MerchantId">Whose goods or service it is; null for a ride.</param>
/// <param name="ProviderId">Who had it; null when nobody had.</param>
/// <param name="Attempt">How many times a provider was looked for.</param>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="FareMinorUnits">The price: quoted, and final once the job is at its end.</param>
/// <param name="AuthorisedMinorUnits">What was held.</param>
/// <param name="CapturedMinorUnits">What was taken.</param>
/// <param name="ReleasedMinorUnits">What was let go.</param>
/// <param name="AmountMinorUnits">The amount that the event itself is about; null when it is about none.</param>
/// <param name="Reason">Why, for a cancellation or a change of provider; null otherwise.</param>
/// <param name="Code">The gateway's code, for a payment that failed; null otherwise.</param>
/// <param name="RefundedMinorUnits">What was paid back, of what was taken.</param>
/// <param name="TipMinorUnits">The tip that was charged, on top of what was taken.</param>
/// <param name="JourneyId">Which journey it is of; left out for none.</param>
/// <param name="TipRefundedMinorUnits">What was paid back of the tip; left out for nothing.</param>
public sealed record WebhookJobResource(
    JobState State,
    bool Ended,
    PaymentState Payment,
    string Market,
    string ServiceClass,
    string Operator,
    Guid CustomerId,
    Guid? MerchantId,
    Guid? ProviderId,
    int Attempt,
    DateTimeOffset RequestedAt,
    string Currency,
    long FareMinorUnits,
    long AuthorisedMinorUnits,
    long CapturedMinorUnits,
    long ReleasedMinorUnits,
    long? AmountMinorUnits,
    string? Reason,
    string? Code,
    long RefundedMinorUnits = 0,
    long TipMinorUnits = 0,
    Guid? JourneyId = null,
    long? TipRefundedMinorUnits = null);
