namespace O2O.Dispatch.Domain.Payments;

/// <summary>One refund of a job.</summary>
/// <param name="Number">1 for the first of the job; the epoch of its request to the gateway.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Reason">Why.</param>
/// <param name="Bearer">Who bears it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reference">The gateway's id of it; null until it answered.</param>
/// <param name="Intent">The payment that it is of; null for the job's own, else that of the rest or of the tip.</param>
/// <param name="ReversedAt">When it came back after it was told as paid; null when it did not, or when another of the same side, price or tip, was begun since.</param>
public sealed record JobRefund(
    int Number, Money.Money Amount, RefundReason Reason, RefundBearer Bearer, RefundStatus Status, string? Reference, string? Intent = null, DateTimeOffset? ReversedAt = null)
{
    /// <summary>Whether it is of a tip, and not of the price.</summary>
    /// <param name="tip">The job's tip; null for none.</param>
    public bool IsOf(JobTip? tip) => Intent is { } intent && intent == tip?.Intent;
}
