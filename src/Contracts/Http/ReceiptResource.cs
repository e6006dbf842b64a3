using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What was paid for a job, and for what.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="State">How it ended.</param>
/// <param name="Payment">Where its payment stands.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Lines">The final price.</param>
/// <param name="TotalMinorUnits">The sum of the lines.</param>
/// <param name="CapturedMinorUnits">What the card was charged.</param>
/// <param name="ReleasedMinorUnits">What was held and let go.</param>
/// <param name="PaymentMethod">With what.</param>
/// <param name="DistanceMetres">As priced.</param>
/// <param name="RequestedAt">When it was ordered.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="ProviderName">Who did it; null when nobody did.</param>
public sealed record ReceiptResource(
    Guid JobId,
    string State,
    string Payment,
    string Currency,
    ImmutableArray<FareLineResource> Lines,
    long TotalMinorUnits,
    long CapturedMinorUnits,
    long ReleasedMinorUnits,
    string PaymentMethod,
    double DistanceMetres,
    DateTimeOffset RequestedAt,
    DateTimeOffset EndedAt,
    string? ProviderName);
