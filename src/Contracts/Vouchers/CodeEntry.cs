using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>What came of a code that a customer entered.</summary>
/// <param name="Voucher">The voucher, which is the customer's now; null when there is none.</param>
/// <param name="Fault">What is wrong with the text; null when it is a code.</param>
/// <param name="Refusal">Why the code gives nothing, a name in snake_case; null when it does, or was not looked at.</param>
/// <param name="TryAgainAt">From when on the customer may try again; null when nothing is in the way.</param>
public sealed record CodeEntry(Voucher? Voucher, VoucherCodeFault? Fault, string? Refusal, DateTimeOffset? TryAgainAt);
