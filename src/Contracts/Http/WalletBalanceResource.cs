namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer has with one business in one currency.</summary>
/// <param name="Operator">The business.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="BalanceMinorUnits">All that is in the wallet, what is held included; below zero is what the customer owes.</param>
/// <param name="HeldMinorUnits">What is held for jobs.</param>
/// <param name="AvailableMinorUnits">What can be spent.</param>
public sealed record WalletBalanceResource(string Operator, string Currency, long BalanceMinorUnits, long HeldMinorUnits, long AvailableMinorUnits);
