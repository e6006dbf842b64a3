using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>A refund as the gateway has it.</summary>
/// <param name="Reference">The gateway's id.</param>
/// <param name="Intent">The payment that it is of.</param>
/// <param name="Job">The job that its metadata names; null for one that was made at the gateway by hand.</param>
/// <param name="Number">The number that its metadata names; 0 for one that was made at the gateway by hand.</param>
/// <param name="AmountMinorUnits">How much.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="HasFailed">Whether it came to nothing.</param>
/// <param name="Code">The gateway's reason for that; null for none.</param>
public sealed record GatewayRefund(string Reference, string Intent, JobId? Job, int Number, long AmountMinorUnits, string Currency, bool HasFailed, string? Code);
