namespace O2O.Dispatch.Contracts.Http;

/// <summary>A payment method that was refused before there was a payment.</summary>
/// <param name="Number">Ascending.</param>
/// <param name="At">When.</param>
/// <param name="CustomerId">Who wanted to use it.</param>
/// <param name="What">What for: order, add or setup.</param>
/// <param name="PaymentMethod">The token.</param>
/// <param name="Why">The slug of the rejection.</param>
public sealed record PaymentRefusalResource(long Number, DateTimeOffset At, Guid CustomerId, string What, string PaymentMethod, string Why);
