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
/// <param name="Number">The receipt's number: the day it ended and the end of the job's id.</param>
/// <param name="Operator">The business that runs the market.</param>
/// <param name="MerchantId">Whose goods or service it was; null for a ride.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="TaxMinorUnits">The tax contained in the total's gross.</param>
/// <param name="TaxPercent">Its rate.</param>
/// <param name="TipMinorUnits">The tip that was charged beside it, by the ledger.</param>
/// <param name="RefundedMinorUnits">What was given back, by the ledger.</param>
/// <param name="CashMinorUnits">What the provider took in cash, by the ledger.</param>
/// <param name="CardAtDoorMinorUnits">What the provider took by card at its own terminal, by the ledger.</param>
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
    string? ProviderName,
    string Number,
    string Operator,
    Guid? MerchantId,
    string ServiceClass,
    long TaxMinorUnits,
    double TaxPercent,
    long TipMinorUnits,
    long RefundedMinorUnits,
    long CashMinorUnits = 0,
    long CardAtDoorMinorUnits = 0);
