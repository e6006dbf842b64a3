using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>A dispute as the gateway has it.</summary>
/// <param name="Reference">The gateway's id.</param>
/// <param name="Intent">The payment that is disputed.</param>
/// <param name="Status">Where it stands; null for an inquiry, which moves no money.</param>
/// <param name="AmountMinorUnits">How much.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="Reason">The bank's word for it; null when it gave none.</param>
/// <param name="FeeMinorUnits">What the gateway charges for it; null when it does not say.</param>
public sealed record GatewayDispute(string Reference, string Intent, DisputeStatus? Status, long AmountMinorUnits, string Currency, string? Reason, long? FeeMinorUnits = null);
