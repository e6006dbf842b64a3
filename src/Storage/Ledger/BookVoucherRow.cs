using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Ledger;

/// <summary>How a voucher stands.</summary>
/// <param name="Campaign">Whose it is.</param>
/// <param name="Currency">What it is counted in.</param>
/// <param name="Status">Its state.</param>
/// <param name="HeldBy">The quote that holds it, or held it when it was used; null for none.</param>
/// <param name="Held">What its funder pays at the most; 0 when nobody holds it.</param>
/// <param name="Used">What was used; 0 for nothing.</param>
internal sealed record BookVoucherRow(Guid Campaign, string Currency, VoucherStatus Status, Guid? HeldBy, long Held, long Used);
