namespace O2O.Dispatch.Contracts.Http;

/// <summary>Something on which the payment gateway and our books do not agree.</summary>
/// <param name="Kind">What, in one word.</param>
/// <param name="JobId">The job; null when it is of none of ours.</param>
/// <param name="Intent">The gateway's id; null when it has none.</param>
/// <param name="OursMinorUnits">What our books say was taken.</param>
/// <param name="TheirsMinorUnits">What the gateway says was taken.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Since">Since when it is seen.</param>
public sealed record PaymentDifferenceResource(string Kind, Guid? JobId, string? Intent, long OursMinorUnits, long TheirsMinorUnits, string Currency, DateTimeOffset Since);
