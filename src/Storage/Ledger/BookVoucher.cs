namespace O2O.Dispatch.Storage.Ledger;

/// <summary>A voucher that a job was ordered with, as both stand in the store.</summary>
/// <param name="Job">The job.</param>
/// <param name="Voucher">The voucher.</param>
/// <param name="Campaign">The campaign that the job names.</param>
/// <param name="Place">The place of its discount among those of the job's price, from 0.</param>
/// <param name="Order">The job's order as JSON; null when there is none.</param>
/// <param name="Terms">The campaign as JSON; null when there is none.</param>
/// <param name="Row">How the voucher stands; null when there is none.</param>
internal sealed record BookVoucher(Guid Job, Guid Voucher, Guid Campaign, long Place, byte[]? Order, string? Terms, BookVoucherRow? Row);
