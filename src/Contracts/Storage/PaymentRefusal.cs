using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A payment method that was refused before there was a payment. What is refused later stands in the job's events.</summary>
/// <param name="Number">Its number, ascending by the time it was stored; 0 before.</param>
/// <param name="At">When.</param>
/// <param name="Customer">Who wanted to use it.</param>
/// <param name="What">What for: <c>order</c>, <c>add</c>, <c>setup</c> or <c>remove</c>.</param>
/// <param name="Method">The token, cut at 200 characters.</param>
/// <param name="Why">The slug of the rejection.</param>
public sealed record PaymentRefusal(long Number, DateTimeOffset At, CustomerId Customer, string What, string Method, string Why);
