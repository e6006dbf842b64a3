namespace O2O.Dispatch.Domain.Wallets;

/// <summary>What is wanted of a wallet.</summary>
/// <param name="Key">Unique: the same wanted twice is done once.</param>
/// <param name="Account">Which wallet.</param>
/// <param name="Kind">What.</param>
/// <param name="Amount">How much; for <see cref="WalletEntryKind.Raised"/> what the hold is to come to, for <see cref="WalletEntryKind.Released"/> it is not looked at.</param>
/// <param name="Subject">For which job; for what comes in, its own id.</param>
/// <param name="Intent">The payment it is about; null for what comes in by nobody's payment.</param>
/// <param name="Reason">What an operator says; null for nothing.</param>
/// <param name="At">When.</param>
public sealed record WalletMove(string Key, WalletAccount Account, WalletEntryKind Kind, Money.Money Amount, Guid Subject, string? Intent, string? Reason, DateTimeOffset At);
