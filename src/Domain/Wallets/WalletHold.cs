using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Wallets;

/// <summary>One payment out of a wallet: what is held for it, or was taken by it.</summary>
/// <param name="Intent">Its name, as a gateway names a payment.</param>
/// <param name="Account">Out of which wallet.</param>
/// <param name="Job">For which job.</param>
/// <param name="Amount">What was held.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Captured">What was taken; not above the amount.</param>
/// <param name="Refunded">What of that went back; not above what was taken.</param>
public sealed record WalletHold(string Intent, WalletAccount Account, JobId Job, Money.Money Amount, WalletHoldStatus Status, Money.Money Captured, Money.Money Refunded);
