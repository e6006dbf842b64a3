namespace O2O.Dispatch.Contracts.Http;

/// <summary>A payment method that was refused before there was a payment, or a refund or tip that was.</summary>
/// <param name="Number">Ascending.</param>
/// <param name="At">When.</param>
/// <param name="CustomerId">Who wanted to use the method; of a refund or tip, whose job it is.</param>
/// <param name="What">What for: order, add, setup or remove; refund or tip.</param>
/// <param name="PaymentMethod">The token; of a refund or tip the job's.</param>
/// <param name="Why">The slug of the rejection.</param>
/// <param name="JobId">The job of a refund or tip; null for a method.</param>
/// <param name="AmountMinorUnits">What was asked for; null for a method, and for a refund of all that is left.</param>
/// <param name="Currency">As it was asked for; null for a method.</param>
/// <param name="AskedBy">Who asked for the refund or tip; null for a method.</param>
public sealed record PaymentRefusalResource(
    long Number, DateTimeOffset At, Guid CustomerId, string What, string PaymentMethod, string Why, Guid? JobId = null, long? AmountMinorUnits = null, string? Currency = null, Guid? AskedBy = null);
