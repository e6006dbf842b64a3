using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>Something on which the gateway and our books do not agree, and which did not resolve by itself.</summary>
/// <param name="Kind">What, in one word; docs/reference/payments.md lists them.</param>
/// <param name="Job">The job; null when it is of none of ours.</param>
/// <param name="Intent">The gateway's id; null when it has none.</param>
/// <param name="OursMinorUnits">What our books say was taken.</param>
/// <param name="TheirsMinorUnits">What the gateway says was taken.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Since">When the comparison that saw it first began.</param>
public sealed record PaymentDifference(string Kind, JobId? Job, string? Intent, long OursMinorUnits, long TheirsMinorUnits, string Currency, DateTimeOffset Since);
