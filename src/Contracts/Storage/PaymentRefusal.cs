using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A payment method that was refused before there was a payment, or a refund or tip that was. What the gateway refuses stands in the job's events.</summary>
/// <param name="Number">Its number, ascending by the time it was stored; 0 before.</param>
/// <param name="At">When.</param>
/// <param name="Customer">Who wanted to use the method; of a refund or tip, whose job it is.</param>
/// <param name="What">What for: <c>order</c>, <c>add</c>, <c>setup</c> or <c>remove</c>; <c>refund</c> or <c>tip</c>.</param>
/// <param name="Method">The token, cut at 200 characters; of a refund or tip the job's.</param>
/// <param name="Why">The slug of the rejection.</param>
public sealed record PaymentRefusal(long Number, DateTimeOffset At, CustomerId Customer, string What, string Method, string Why)
{
    /// <summary>The job of a refund or tip; null for a method.</summary>
    public JobId? Job { get; init; }

    /// <summary>What was asked for, in minor units; null for a method, and for a refund of all that is left.</summary>
    public long? AmountMinorUnits { get; init; }

    /// <summary>The currency that was asked for; null for a method, and where what was said is no code.</summary>
    public string? Currency { get; init; }

    /// <summary>Who asked for the refund or tip; null for a method, and where nobody knows.</summary>
    public Guid? AskedBy { get; init; }
}
