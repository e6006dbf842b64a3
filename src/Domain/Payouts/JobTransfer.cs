using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Payouts;

/// <summary>One transfer of what a job earned a payee.</summary>
/// <param name="Number">1 for the first of the job; the epoch of its request to the gateway.</param>
/// <param name="Amount">What goes to the account at the gateway; zero when all of it was netted.</param>
/// <param name="Netted">What was netted with what the payee owes: cash that a provider has in hand, discounts that a merchant funds; zero for none.</param>
/// <param name="Account">The gateway's id of the account that receives.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reference">The gateway's id of the transfer; null until it answered, and when nothing went to it.</param>
/// <param name="Merchant">To whom; null for the job's provider.</param>
public sealed record JobTransfer(int Number, Money.Money Amount, Money.Money Netted, string Account, TransferStatus Status, string? Reference = null, MerchantId? Merchant = null);
