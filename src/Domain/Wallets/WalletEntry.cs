namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Something that has happened to a wallet. Never changed; a correction is a new one.</summary>
/// <param name="Key">Unique: moving twice moves once.</param>
/// <param name="Account">Which wallet.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Subject">For which job; for what came in, its own id.</param>
/// <param name="Intent">The payment it belongs to: one out of the wallet, or the gateway's for what came in by a card; null for none.</param>
/// <param name="Reason">What an operator said; null for nothing.</param>
/// <param name="Balance">What is in the wallet after it.</param>
/// <param name="Held">What is held after it.</param>
/// <param name="At">When.</param>
public sealed record WalletEntry(
    string Key, WalletAccount Account, WalletEntryKind Kind, Money.Money Amount, Guid Subject, string? Intent, string? Reason, Money.Money Balance, Money.Money Held, DateTimeOffset At);
