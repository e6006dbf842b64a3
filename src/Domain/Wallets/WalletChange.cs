namespace O2O.Dispatch.Domain.Wallets;

/// <summary>What becomes of a wallet: the states after it and the entry that says so, or why nothing does.</summary>
/// <param name="Wallet">The wallet after it.</param>
/// <param name="Hold">The payment after it; null when it is about none.</param>
/// <param name="Entry">What happened; null when nothing did.</param>
/// <param name="Refusal">Why nothing did; null when something happened.</param>
public sealed record WalletChange(Wallet Wallet, WalletHold? Hold, WalletEntry? Entry, WalletRefusal? Refusal);
