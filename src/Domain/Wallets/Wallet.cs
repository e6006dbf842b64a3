namespace O2O.Dispatch.Domain.Wallets;

/// <summary>What a customer has with a business.</summary>
/// <param name="Account">Which wallet.</param>
/// <param name="Balance">All that is in it, what is held for jobs included; below zero is what the customer owes, which only a dispute can make so.</param>
/// <param name="Held">What of it is held for jobs; at most the balance, but for what disputes took.</param>
public sealed record Wallet(WalletAccount Account, Money.Money Balance, Money.Money Held)
{
    /// <summary>The most a wallet holds, in minor units. A guess: a sum that no customer keeps here, far below where sums overflow.</summary>
    public const long MostMinorUnits = 1_000_000_000_000;

    /// <summary>What disputes of top-ups took and did not give back.</summary>
    public Money.Money Disputed { get; init; } = Money.Money.Zero(Account.Currency);

    /// <summary>What can be spent; nothing where it is below zero.</summary>
    public Money.Money Available => Balance - Held;

    /// <summary>What the customer owes; zero for nothing.</summary>
    public Money.Money Owed => Balance.IsNegative ? -Balance : Money.Money.Zero(Account.Currency);

    /// <summary>A wallet that nothing was ever put into.</summary>
    public static Wallet Empty(WalletAccount account) => new(account, Money.Money.Zero(account.Currency), Money.Money.Zero(account.Currency));
}
